import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { after, afterEach, before, describe, it } from "mocha";
import { TestClient, uriOf } from "./testClient.js";

const source = [
  "import { scale } from './nowhere';\r",
  "const gravity = 9.81; // 😀",
  "",
  "/**",
  " * Height of a thrown ball.",
  " * @differentiable",
  " * @at t = 0.5, speed = 12",
  " * @order 2",
  " */",
  "export function height(t: number, speed = 10): number {\r",
  "\tlet y = speed * t;",
  "\tfor (let i = 0; i < 3; i++) y -= (gravity * t ** 2) / 6;",
  "\treturn y;",
  "}",
  "",
  "/** @differentiable @at p = [1, 2], a = 3 @at p = [0, 1], a = 1 @wrt p */",
  "const norm = (p: number[], { a }: { a: number }) => {",
  "  const [x, y] = p;",
  "  return a > 2 ? Math.hypot(x, y) : Math.sqrt(x * x + y * y + a);",
  "};",
  "",
  "/** @differentiable @at x = 1 */",
  "const broken = (x: number) => { while (x > 0) x += 1; return `${x}`; };",
].join("\n");

describe("edits", function () {
  this.timeout(240_000);
  let client: TestClient;
  let folder: string;
  let count = 0;
  const newUri = () => uriOf(path.join(folder, `file${count++}.ts`));
  const initializationOptions = { budget: { steps: 20_000, milliseconds: 2_000 } };

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-"));
    client = await TestClient.start({ folders: [folder], initializationOptions });
  });
  afterEach(() => {
    assert.deepEqual(client.log, []);
  });
  after(async () => {
    await client.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** What a document shows that was opened with this text, never edited. */
  async function fresh(text: string) {
    const uri = newUri();
    await client.open(uri, text);
    const shown = { hints: await client.shown(uri), diagnostics: await client.diagnostics(uri) };
    await client.close(uri);
    return shown;
  }

  /** Module names differ, and stand in no message that is compared. */
  async function checkLikeFresh(uri: string) {
    const shown = { hints: await client.shown(uri), diagnostics: await client.diagnostics(uri) };
    const withoutNames = (of: object) => JSON.parse(JSON.stringify(of).replaceAll(/file\d+\.ts/g, "file.ts"));
    assert.deepEqual(withoutNames(shown), withoutNames(await fresh(client.text(uri))));
  }

  it("gives the same as a fresh document after random edits, one by one and several at once", async () => {
    const words = [
      "x",
      "t",
      " ",
      "\n",
      "\r\n",
      "{",
      "}",
      "(",
      ")",
      "*",
      "/",
      "@at",
      "3",
      ".5",
      "😀",
      "/*",
      "*/",
      "`",
      "return ",
    ];
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.integer({ min: 0, max: 12 }),
      insert: fc.array(fc.constantFrom(...words), { maxLength: 3 }).map((parts) => parts.join("")),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
        const uri = newUri();
        await client.open(uri, source);
        for (const { at, remove, insert } of edits) {
          const { length } = client.text(uri);
          const start = Math.floor(at * length);
          await client.edit(uri, start, Math.min(length, start + remove), insert);
          void client.hints(uri);
        }
        await checkLikeFresh(uri);
        await client.close(uri);
      }),
      { numRuns: 40 },
    );
  });

  it("comes back to the first answer when every edit is taken back", async () => {
    const uri = newUri();
    await client.open(uri, source);
    const first = await client.shown(uri);
    for (let at = 0; at < source.length; at += 37) {
      await client.edit(uri, at, at + 5, "");
      await client.edit(uri, at, at, source.slice(at, at + 5));
    }
    assert.equal(client.text(uri), source);
    assert.equal(await client.shown(uri), first);
    await client.close(uri);
  });

  it("answers at every prefix of the text", async () => {
    const uri = newUri();
    await client.open(uri, "");
    for (let end = 1; end <= source.length; end++) {
      await client.edit(uri, end - 1, end - 1, source[end - 1]!);
      const hints = await client.hints(uri);
      for (const { position } of hints) assert.ok(position.line < source.split("\n").length);
      await client.hover(uri, "x");
    }
    await checkLikeFresh(uri);
    assert.match(await client.shown(uri), /height\(…\) = 4\.774 · ∇ = \[7\.095, 0\.5000\]/);
    await client.close(uri);
  });

  it("takes thousands of edits and analyses the last text", async () => {
    const uri = newUri();
    await client.open(uri, source);
    const at = source.indexOf("9.81");
    for (let index = 0; index < 3000; index++) await client.edit(uri, at, at, "1");
    await client.edit(uri, at, at + 3000, "");
    assert.equal(client.text(uri), source);
    await checkLikeFresh(uri);
    await client.close(uri);
  });

  it("moves what is known when lines are added above, without computing again", async () => {
    const uri = newUri();
    await client.open(uri, source);
    await client.settled(uri);
    await client.edit(uri, 0, 0, "// one\n// two\n");
    const { documents } = await client.reports({ uri });
    assert.deepEqual(documents[0]?.pending, []);
    await checkLikeFresh(uri);
    await client.close(uri);
  });
});
