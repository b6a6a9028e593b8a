import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { unsupportedIn } from "../../../server/lowering/lowerRoutine.js";
import { findingsOf, prepared } from "../analysis/support.js";

/** The body of a marked function → what cannot be run as `words: beginning of the message`. */
function check(body: string, expected: string[], beside = "", module = "/project/main.ts"): void {
  const text = `/** @differentiable @at x = 1 */\nfunction f(x) { ${body} }\n${beside}`;
  const prepare = (source: string) => prepared({ [module]: source });
  const { routine, findings } = prepare(text).functions[0]!;
  assert.deepEqual(findings, []);
  const told = unsupportedIn(routine!).map(({ start, end, message, code }) => {
    assert.match(message, /\.$/);
    const kind = code === "unsupported-construct" ? "" : `${code} `;
    return `${kind}${text.slice(start, end)}: ${message.split(/ (?=cannot be run|is |gets |has |cannot be followed|belongs)/)[0]}`;
  });
  assert.deepEqual(told, expected);
  // Without a point nothing runs into them, and the text alone tells of those inside the function.
  const inside = findingsOf(prepare(text.replace(" @at x = 1", ""))).filter(
    ({ code }) => code !== "point-missing",
  );
  assert.deepEqual(
    inside.map(({ message }) => message).sort(),
    unsupportedIn(routine!)
      .map(({ message }) => message)
      .sort(),
  );
}

describe("what cannot be run", () => {
  it("is told at the exact construct, in the user's words", () => {
    check("return 10n;", ["10n: A BigInt"]);
    check("return import('./a.js');", ["import('./a.js'): A dynamic `import()`"]);
    check("return import.meta;", ["import.meta: `import.meta`"]);
    check("return await x;", ["async await x: `await`"]);
    check("for await (const v of x) {}", ["async for: `for await`"]);
    check("await using a = x;", ["async await: `await using`"]);
    check("const g = async () => 1; async function* h() {}", [
      "async async: An `async` function",
      "async async: An `async` function",
    ]);
    check("class C { m() { return yield x; } }", ["yield x: `yield` outside a generator"]);
    check("return <b>{x}</b>;", ["<b>{x}</b>: JSX"], "", "/project/main.tsx");
  });

  it("includes assignments that can have no effect", () => {
    check("y = x;", ["unknown-name y: `y`"]);
    check("x?.a.b;", []);
  });

  it("is an asynchronous marked function or a generator", () => {
    for (const [head, words] of [
      ["async function f", "async"],
      ["function* f", "f"],
      ["const g = function*", "g"],
    ] as const) {
      const text = `/** @differentiable @at x = 1 */ ${head}(x) { return x; }`;
      const [told] = unsupportedIn(prepared(text).functions[0]!.routine!);
      assert.equal(text.slice(told!.start, told!.end), words);
    }
  });

  it("is what a nested function reads from the call around it", () => {
    const text = `function outer(a) {
      let b = 1; const c = a * 2;
      /** @differentiable @at x = 1 */
      function f(x) { return x * a + b + c; }
    }`;
    const told = unsupportedIn(prepared(text).functions[0]!.routine!);
    assert.deepEqual(
      told.map(({ start, end, message }) => [text.slice(start, end), message.split(" of ")[0]]),
      [
        ["a", "`a` is a parameter"],
        ["b", "`b` is a variable"],
      ],
    );
  });
});

describe("code that is nested very deeply", () => {
  const deep = 10_000;

  /** Nothing throws, in the function or in the point, whether it can be read or becomes a finding. */
  function survives(expression: string): void {
    for (const text of [
      `/** @differentiable @at x = 1 */ function f(x) { return ${expression}; }`,
      `/** @differentiable @at x = ${expression} */ function f(x) { return x; }`,
    ]) {
      const { functions } = prepared(text);
      assert.ok(functions.length === 1 || findingsOf(prepared(text)).length > 0);
    }
  }

  it("is read or becomes a finding", () => {
    survives("(".repeat(deep) + 1 + ")".repeat(deep));
    survives("[".repeat(deep));
    survives(`1${" + 1".repeat(deep * 2)}`);
    survives(`x${".a".repeat(deep * 2)}`);
    survives("`${".repeat(deep));
    survives(`${"class { m() { return ".repeat(deep)}1`);
    survives(`${"function* () { yield ".repeat(deep)}1`);
  });
});
