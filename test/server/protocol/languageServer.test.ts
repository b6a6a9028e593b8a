import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
} from "vscode-languageserver-protocol/node";
import { markFunctionRequest } from "../../../server/protocol/messages.js";
import { decode } from "../../../server/protocol/wire.js";
import { TestClient, uriOf } from "./testClient.js";

const square = [
  "/**",
  " * @differentiable",
  " * @at x = 3",
  " * @order 3",
  " */",
  "export function f(x: number): number {",
  "  return x ** 2;",
  "}",
  "",
].join("\n");
const squareShown = square.replace("number {", "number { /* f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0 */");

describe("the language server over stdio", function () {
  this.timeout(60_000);
  let client: TestClient;
  let folder: string;
  let other: string;
  let count = 0;
  const newUri = () => uriOf(path.join(folder, `file${count++}.ts`));

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-"));
    other = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-other-"));
    client = await TestClient.start({ folders: [folder, other] });
  });
  afterEach(() => {
    assert.deepEqual(client.log, []);
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    for (const each of [folder, other]) fs.rmSync(each, { recursive: true, force: true });
  });

  async function check(source: string, expected: string) {
    const uri = newUri();
    await client.open(uri, source);
    assert.equal(await client.shown(uri), expected);
    await client.close(uri);
  }

  it("says what it can", () => {
    const { capabilities } = client.initializeResult;
    assert.ok(
      capabilities.inlayHintProvider && capabilities.hoverProvider && capabilities.codeActionProvider,
    );
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
  });

  it("shows value and derivatives at the signature", () => check(square, squareShown));

  it("answers the first request with values already", async () => {
    const uri = newUri();
    await client.open(uri, square);
    assert.equal(client.write(uri, await client.hints(uri)), squareShown);
    await client.close(uri);
  });

  it("shows the gradient and the lines of the body", () =>
    check(
      [
        "/** @differentiable @at x = 1, y = 2 */",
        "const f = (x: number, y: number) => {",
        "  const product = x * y;",
        "  return product + y;",
        "};",
      ].join("\n"),
      [
        "/** @differentiable @at x = 1, y = 2 */",
        "const f = (x: number, y: number) => { /* f(1, 2) = 4 · ∇f = [2, 2] */",
        "  const product = x * y; /* = 2 · ∇ = [2, 1] */",
        "  return product + y;",
        "};",
      ].join("\n"),
    ));

  it("keeps its places with carriage returns, tabs and surrogate pairs", () =>
    check(
      "// 𝒙 😀\r\n/** 😀 @differentiable @at x = 3 */\r\n\tconst f = (x) => {\t// 😀\r\n\t\tconst 𝒚 = x * x; // 😀\r\n\t\treturn 𝒚 + 1;\r\n\t};\r\n",
      "// 𝒙 😀\r\n/** 😀 @differentiable @at x = 3 */\r\n\tconst f = (x) => {\t// 😀 /* f(3) = 10 · f′ = 6 */\r\n\t\tconst 𝒚 = x * x; // 😀 /* = 9 · ′ = 6 */\r\n\t\treturn 𝒚 + 1;\r\n\t};\r\n",
    ));

  it("hovers on the function, a parameter and a local name", async () => {
    const uri = newUri();
    await client.open(uri, square.replace("return x ** 2", "const y = x ** 2;\n  return y"));
    assert.match(await client.hover(uri, "f(x"), /\| f″ \| 2 \|/);
    assert.match(await client.hover(uri, "x: number"), /\| ∂²f\/∂x² \| 2 \|/);
    assert.match(await client.hover(uri, "y ="), /\| y′ \| 6 \|/);
    assert.equal(await client.hover(uri, "export"), "");
    await client.close(uri);
  });

  it("shows a good function beside one that never ends, and names the loop", async () => {
    const uri = newUri();
    const bad = "/** @differentiable @at x = 1 */\nfunction bad(x: number) {\n  while (true) {}\n}\n";
    await client.open(uri, bad + square);
    assert.equal(client.write(uri, await client.hints(uri)), bad + squareShown);
    const [found, ...rest] = await client.diagnostics(uri);
    assert.equal(rest.length, 0);
    assert.match(String(found?.code), /^budget-/);
    assert.equal(found?.source, "Derivative Lens");
    assert.equal(found?.range.start.line, 2);
    await client.close(uri);
  });

  it("answers while a function that never ends is running", async () => {
    const uri = newUri();
    await client.open(
      uri,
      "/** @differentiable @at x = 1 */\nfunction f(x: number) {\n  for (;;) x += 1;\n}\n",
    );
    await client.hints(uri);
    const good = newUri();
    await client.open(good, square);
    assert.equal(client.write(good, await client.hints(good)), squareShown);
    assert.match(await client.hover(good, "f(x"), /\| f′ \| 6 \|/);
    await client.close(uri);
    await client.close(good);
  });

  it("keeps the old values of a function that is being computed, and asks to refresh when they changed", async () => {
    const uri = newUri();
    const source = (count: number) =>
      `/** @differentiable @at x = 1 */\nfunction f(x: number) {\n  let y = x;\n  for (let i = 0; i < ${count}; i++) y += x;\n  return y;\n}\n`;
    await client.open(uri, source(10));
    assert.match(await client.shown(uri), /f\(1\) = 11 · f′ = 11/);
    const before = client.refreshes;
    const at = client.text(uri).indexOf("10;");
    await client.edit(uri, at, at + 2, "200000");
    assert.match(client.write(uri, await client.hints(uri)), /f\(1\) = (11 · f′ = 11|200001)/);
    assert.match(await client.shown(uri), /f\(1\) = 200001 · f′ = 200001/);
    assert.ok(client.refreshes >= before);
    await client.close(uri);
  });

  it("gives diagnostics with fixes for malformed tags", async () => {
    const uri = newUri();
    await client.open(uri, "/** @differentiable */\nfunction f(x: number) { return x; }\n");
    const [found] = await client.diagnostics(uri);
    assert.equal(found?.code, "point-missing");
    const fixed = await client.fixed(uri, 6);
    assert.equal(fixed, "/** @differentiable @at x = 1 */\nfunction f(x: number) { return x; }\n");
    await client.close(uri);
  });

  it("takes diagnostics away with the document", async () => {
    const uri = newUri();
    await client.open(uri, "/** @differentiable */\nfunction f(x: number) { return x; }\n");
    assert.equal((await client.diagnostics(uri)).length, 1);
    await client.close(uri);
    await client.until(() => client.lastPublished(uri)?.diagnostics.length === 0);
  });

  it("completes tags and parameters", async () => {
    const uri = newUri();
    await client.open(uri, "/** @differentiable @at  */\nfunction f(x: number, y = 1) { return x; }\n");
    assert.deepEqual(await client.completions(uri, 5), [
      "@differentiable",
      "@at",
      "@order",
      "@wrt",
      "@derivativeOf",
    ]);
    assert.deepEqual(await client.completions(uri, 24), ["x", "y"]);
    await client.close(uri);
  });

  it("follows imported files on disk and in other editors, over several roots", async () => {
    const helper = path.join(other, "helper.ts");
    fs.writeFileSync(helper, "export const twice = (x: number) => 2 * x;\n");
    const specifier = path.relative(folder, path.join(other, "helper")).replaceAll("\\", "/");
    const uri = newUri();
    await client.open(
      uri,
      `import { twice } from "${specifier}";\n/** @differentiable @at x = 3 */\nexport const f = (x: number) => twice(x);\n`,
    );
    assert.match(await client.shown(uri), /f\(3\) = 6 · f′ = 2/);

    fs.writeFileSync(helper, "export const twice = (x: number) => 20 * x;\n");
    let refreshes = client.refreshes;
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf(helper), type: FileChangeType.Changed }],
    });
    await client.until(() => client.refreshes > refreshes);
    assert.match(await client.shown(uri), /f\(3\) = 60 · f′ = 20/);

    refreshes = client.refreshes;
    await client.open(uriOf(helper), "export const twice = (x: number) => x * x;\n");
    await client.until(() => client.refreshes > refreshes);
    assert.match(await client.shown(uri), /f\(3\) = 9 · f′ = 6/);

    refreshes = client.refreshes;
    await client.close(uriOf(helper));
    await client.until(() => client.refreshes > refreshes);
    assert.match(await client.shown(uri), /f\(3\) = 60 · f′ = 20/);
    await client.close(uri);
  });

  it("does not read files outside the roots", async () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-outside-"));
    fs.writeFileSync(path.join(outside, "secret.ts"), "export const secret = 42;\n");
    const uri = newUri();
    const specifier = path.relative(folder, path.join(outside, "secret")).replaceAll("\\", "/");
    await client.open(
      uri,
      `import { secret } from "${specifier}";\n/** @differentiable @at x = 3 */\nexport const f = (x: number) => secret * x;\n`,
    );
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ["unresolved-import"],
    );
    fs.symlinkSync(path.join(outside, "secret.ts"), path.join(folder, "link.ts"));
    await client.change(uri, [{ text: client.text(uri).replace(specifier, "./link") }]);
    assert.deepEqual(
      (await client.diagnostics(uri)).map(({ code }) => code),
      ["unresolved-import"],
    );
    await client.close(uri);
    fs.rmSync(outside, { recursive: true });
  });

  it("understands documents without a file", async () => {
    await client.open("untitled:Untitled-1", square);
    assert.equal(await client.shown("untitled:Untitled-1"), squareShown);
    await client.close("untitled:Untitled-1");
  });

  it("gives reports in which numbers survive JSON", async () => {
    const uri = newUri();
    await client.open(
      uri,
      "/** @differentiable @at x = 0 */\nexport const f = (x: number) => Math.log(x);\n",
    );
    await client.settled(uri);
    const { documents } = await client.reports({ uri });
    const [document] = documents;
    assert.equal(document?.uri, uri);
    assert.deepEqual(document?.pending, []);
    assert.deepEqual(document?.nameRanges, [
      { start: { line: 1, character: 13 }, end: { line: 1, character: 14 } },
    ]);
    const point = decode(document!.module).reports[0]!.points[0]!;
    assert.equal(point.value, Number.NEGATIVE_INFINITY);
    assert.equal(point.derivatives[0]!.value, Number.POSITIVE_INFINITY);
    await client.close(uri);
  });

  it("tells how to mark the function at the cursor", async () => {
    const uri = newUri();
    await client.open(uri, "function f(x: number) {\n  return x;\n}\n");
    const position = { line: 1, character: 4 };
    const offered = await client.connection.sendRequest(markFunctionRequest, { uri, position });
    assert.deepEqual(offered, {
      name: "f",
      parameters: ["x"],
      suggestedPoint: "x = 1",
      isMarked: false,
      edit: null,
    });
    const { edit } = await client.connection.sendRequest<{ edit: unknown }>(markFunctionRequest, {
      uri,
      position,
      at: "x = 2",
    });
    const start = { line: 0, character: 0 };
    assert.deepEqual(edit, {
      range: { start, end: start },
      newText: "/**\n * @differentiable\n * @at x = 2\n */\n",
    });
    await client.close(uri);
  });

  it("compares a claim to be a derivative, again after each edit", async () => {
    const uri = newUri();
    const text =
      "/** @at x = 3 */\nconst cube = (x: number) => x ** 3;\n/** @derivativeOf cube */\nconst slope = (x: number) => 2 * x ** 2;\n";
    await client.open(uri, text);
    const [found, ...others] = await client.diagnostics(uri);
    assert.deepEqual(others, []);
    assert.equal(found?.code, "derivative-disagrees");
    assert.equal(found?.range.start.line, 3);
    assert.match(String(found?.message), /at x = 3, cube′ is 27, and this function gives 18/);
    const wrong = text.indexOf("2 * x");
    await client.edit(uri, wrong, wrong + 1, "3");
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.equal(
      await client.hover(uri, "slope"),
      "Agrees with ∂cube/∂x at 1 point and 8 samples around it.",
    );
    const power = text.indexOf("** 3");
    await client.edit(uri, power, power + 4, "** 4");
    assert.equal((await client.diagnostics(uri))[0]?.code, "derivative-disagrees");
    await client.edit(uri, 0, 0, "\n\n");
    assert.equal((await client.diagnostics(uri))[0]?.range.start.line, 5);
    assert.deepEqual((await client.reports({ uri })).documents[0]?.module.reports, []);
    await client.close(uri);
  });

  it("follows the settings", async () => {
    const uri = newUri();
    await client.open(uri, square);
    assert.equal(await client.shown(uri), squareShown);
    const set = (inlayHints: object) =>
      client.connection.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { derivativeLens: { inlayHints } },
      });
    let refreshes = client.refreshes;
    await set({ signature: false });
    await client.until(() => client.refreshes > refreshes);
    assert.equal(await client.shown(uri), square.replace("** 2;", "** 2; /* = 9 · ′ = 6 */"));
    refreshes = client.refreshes;
    await set({});
    await client.until(() => client.refreshes > refreshes);
    assert.equal(await client.shown(uri), squareShown);
    await client.close(uri);
  });

  it("takes nonsense in requests without harm", async () => {
    const uri = newUri();
    assert.deepEqual(await client.reports({ uri }), { documents: [] });
    await client.open(uri, square);
    const far = { line: 1_000_000, character: 1_000_000 };
    const answer = await client.connection.sendRequest("textDocument/hover", {
      textDocument: { uri },
      position: far,
    });
    assert.equal(answer, null);
    assert.equal(await client.shown(uri), squareShown);
    await client.close(uri);
  });
});
