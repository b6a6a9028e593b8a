import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { openPreparation } from "../../../server/prepare.js";

/** A module with a marked function `f` → the names of the statements that its outcome depends on. */
function check(text: string, expected: string, isImported = false): void {
  const source = `${text}\n/** @differentiable @at x = k */ function f(x) { return g(x); }`;
  const read = (module: string) => (module === "/main.ts" ? source : undefined);
  const preparation = openPreparation({ read });
  const { functions } = preparation.prepare("/main.ts");
  const { common, own } = preparation.dependence(functions[0]!.routine!, isImported);
  const names = (part: string) => part.match(/(?<=(?:function|const|let|class) )\w+/g)?.join(" ") ?? "";
  assert.equal(`${names(common)} · ${names(own)}`, expected);
}

describe("What an outcome depends on", () => {
  it("is the function, and what it mentions, through other functions", () => {
    check("function g(x) { return h(x); } const h = (x) => x; function other() {}", " · g h f");
  });

  it("is what its points mention", () => {
    check("const k = () => 1; function other() {}", " · k f");
  });

  it("is what has an effect at the top level, and the functions that this mentions", () => {
    check(
      "let k = 1; setUp(); function setUp() { k = deep(); } function deep() {} function other() {}",
      "k setUp deep · f",
    );
    check("const table = [other]; function other() {}", "table other · f");
    check("class A { m() { other(); } } function other() {}", "A other · f");
  });

  it("is what other modules may call, where some import this one", () => {
    const text = "export function a() { b(); } function b() {} export { c }; function c() {} function d() {}";
    check(text, " · f");
    check(text, "a b c · f", true);
  });

  it("is no type, and not the text between", () => {
    check("interface I { other: number }\n// other\nfunction other() {}", " · f");
  });
});
