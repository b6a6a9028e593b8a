/** The browser's build of the server, in a worker of a real browser. Needs `npm run build` before. */

import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { type Browser, chromium, type Page } from "playwright-core";
import { provideBrowser } from "../../../scripts/lib/browser.mjs";

const uri = "untitled:Untitled-1";

const source = `/** @differentiable @at x = 3 @order 3 */
export function f(x: number): number {
  const y = x * x;
  return y + Math.sin(0 * x);
}
`;

/** A page without anything, and the bundle that its worker runs. */
function serve(): http.Server {
  const script = path.resolve("dist/browser/server.js");
  return http.createServer((request, response) => {
    const isScript = request.url === "/server.js";
    response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? fs.readFileSync(script) : "<!doctype html><title>A client</title>");
  });
}

describe("the server in a worker of a browser", function () {
  this.timeout(240_000);
  let pages: http.Server;
  let browser: Browser;
  let page: Page;

  before(async () => {
    pages = serve();
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({
      executablePath: await provideBrowser(),
      args: ["--no-sandbox", "--disable-gpu"],
    });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    await page.evaluate(startClient);
  });
  after(async () => {
    await browser?.close();
    pages?.close();
  });

  const request = (method: string, params: unknown) =>
    page.evaluate(([method, params]) => globalThis.client.request(method, params), [method, params] as const);
  const notify = (method: string, params: unknown) =>
    page.evaluate(([method, params]) => globalThis.client.notify(method, params), [method, params] as const);

  async function hints(): Promise<string[]> {
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const found = await request("textDocument/inlayHint", { textDocument: { uri }, range });
    return (found as { label: string; position: { line: number } }[]).map(
      ({ label, position }) => `${position.line}: ${label}`,
    );
  }

  it("answers hints for a single file, and those of the text after an edit", async () => {
    const { capabilities } = (await request("initialize", {
      ...{ processId: null, rootUri: null, workspaceFolders: null },
      capabilities: {},
    })) as { capabilities: { inlayHintProvider?: unknown } };
    assert.ok(capabilities.inlayHintProvider);
    await notify("initialized", {});
    await notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: 1, text: source },
    });
    assert.deepEqual(await hints(), ["1: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0", "2: = 9 · ′ = 6"]);
    const at = { line: 2, character: "  const y = x * x".length };
    await notify("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: at, end: at }, text: " * x" }],
    });
    assert.deepEqual(await hints(), ["1: f(3) = 27 · f′ = 27 · f″ = 18 · f‴ = 6", "2: = 27 · ′ = 27"]);
  });
});

interface Client {
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): void;
}

declare global {
  var client: Client;
}

/** Runs in the page: starts the worker, and talks to it as any client does. */
function startClient(): void {
  const { Worker } = globalThis as unknown as {
    Worker: new (
      script: string,
    ) => {
      postMessage(message: unknown): void;
      onmessage(event: { data: { id?: number; method?: string; result?: unknown; error?: unknown } }): void;
      onerror(event: { message: string }): void;
    };
  };
  const worker = new Worker("/server.js");
  const waiting = new Map<number, { resolve(result: unknown): void; reject(problem: unknown): void }>();
  let asked = 0;
  worker.onmessage = ({ data: { id, method, result, error } }) => {
    if (method !== undefined || id === undefined) return;
    if (error) waiting.get(id)?.reject(new Error(JSON.stringify(error)));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
  };
  globalThis.client = {
    request(method, params) {
      const id = ++asked;
      worker.postMessage({ jsonrpc: "2.0", id, method, params });
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    notify(method, params) {
      worker.postMessage({ jsonrpc: "2.0", method, params });
    },
  };
}
