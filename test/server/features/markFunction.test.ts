import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { describeFunctionAt } from "../../../server/analysis/functionAt.js";
import { markFunction } from "../../../server/features/markFunction.js";

/** `|` is the cursor. */
function check(marked: string, at: string | undefined, expected: string | null) {
  const offset = marked.indexOf("|");
  const source = marked.replace("|", "");
  const found = describeFunctionAt(source, "/project/a.ts", offset);
  const edit = found && markFunction(source, found, at);
  assert.equal(edit && source.slice(0, edit.start) + edit.text + source.slice(edit.end), expected);
}

describe("marking a function", () => {
  it("puts a new doc comment before it", () => {
    check("function f(x) { | }", "x = 1", "/**\n * @differentiable\n * @at x = 1\n */\nfunction f(x) {  }");
    check(
      "export const f = (x: number) => x|;",
      undefined,
      "/**\n * @differentiable\n */\nexport const f = (x: number) => x;",
    );
  });
  it("keeps indentation and line ends", () => {
    check(
      "class A {\r\n  m(x) { | }\r\n}",
      "x = 1",
      "class A {\r\n  /**\r\n   * @differentiable\r\n   * @at x = 1\r\n   */\r\n  m(x) {  }\r\n}",
    );
  });
  it("adds to a doc comment that is there", () => {
    check(
      "/**\n * Squares.\n */\nfunction f(x) { | }",
      "x = 1",
      "/**\n * Squares.\n * @differentiable\n * @at x = 1\n */\nfunction f(x) {  }",
    );
    check(
      "/** Squares. */\nfunction f(x) { | }",
      "x = 1",
      "/** Squares. @differentiable @at x = 1 */\nfunction f(x) {  }",
    );
  });
  it("adds the point to a function that is marked already", () => {
    check(
      "/**\n * @differentiable\n * @order 2\n */\nfunction f(x) { | }",
      "x = 1",
      "/**\n * @differentiable\n * @at x = 1\n * @order 2\n */\nfunction f(x) {  }",
    );
    check(
      "/** @differentiable */\nconst f = (x) => |x;",
      "x = 1",
      "/** @differentiable @at x = 1 */\nconst f = (x) => x;",
    );
  });
  it("has nothing to do for a marked function without a new point", () => {
    check("/** @differentiable */\nconst f = (x) => |x;", undefined, null);
  });
  it("takes the outermost function, from its doc comment to its end", () => {
    check(
      "function f(xs) { return xs.map((x) => x| * 2); }",
      undefined,
      "/**\n * @differentiable\n */\nfunction f(xs) { return xs.map((x) => x * 2); }",
    );
    check(
      "/** A |comment. */\nfunction f(x) {}",
      undefined,
      "/** A comment. @differentiable */\nfunction f(x) {}",
    );
  });
  it("finds nothing outside functions", () => {
    check("const a = 1;| function f(x) {}", "x = 1", null);
    check("|", "x = 1", null);
  });
  it("cannot be made to end the comment by the point's text", () => {
    check(
      "function f(x) { | }",
      "x = 1 */ evil() /*",
      "/**\n * @differentiable\n * @at x = 1 * / evil() /*\n */\nfunction f(x) {  }",
    );
  });
  it("describes the function and suggests a point", () => {
    const source = "function f(x: number, p: number[], k = 2) {}";
    const found = describeFunctionAt(source, "/project/a.ts", 10);
    assert.deepEqual(
      [found?.name, found?.parameters, found?.suggestedPoint, found?.isMarked],
      ["f", ["x", "p", "k"], "x = 1, p = [1, 2]", false],
    );
  });
  it("takes every prefix of a text", () => {
    const source =
      "/** @differentiable */ export default class { m = async (x = ({ y }) => y) => { return `x` } }";
    for (let end = 0; end <= source.length; end++) {
      for (const offset of [0, end >> 1, end])
        describeFunctionAt(source.slice(0, end), "/project/a.ts", offset);
    }
  });
});
