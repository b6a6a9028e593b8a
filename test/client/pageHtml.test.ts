import assert from "node:assert/strict";
import { pageHtml } from "../../client/panel/pageHtml.js";

const html = pageHtml({
  language: 'en"><script>',
  script: "https://webview.example/main.js?a=1&b=2",
  style: "https://webview.example/main.css",
  source: "https://webview.example",
  nonce: "secret",
});

describe("the frame of the panel's page", () => {
  it("allows its own style and the script with the nonce, and nothing else", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(policy, "default-src 'none'; style-src https://webview.example; script-src 'nonce-secret'");
  });

  it("has one script, which is not inline", () => {
    assert.deepEqual(html.match(/<script[^>]*>[^<]*/g), [
      '<script nonce="secret" src="https://webview.example/main.js?a=1&#38;b=2">',
    ]);
  });

  it("escapes what is put into it", () => {
    assert.match(html, /<html lang="en&#34;&#62;&#60;script&#62;">/);
  });
});
