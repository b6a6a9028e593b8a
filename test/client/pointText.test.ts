import assert from "node:assert/strict";
import { problemOfPoint } from "../../client/pointText.js";

function check(text: string, expected: RegExp | undefined, parameters = ["x", "y"]): void {
  const problem = problemOfPoint(text, parameters);
  if (expected) assert.match(problem ?? "(no problem)", expected);
  else assert.equal(problem, undefined);
}

describe("the text of a point while it is typed", () => {
  it("may be empty, and may leave parameters out", () => {
    check("", undefined);
    check("  ", undefined);
    check("x = 1", undefined);
  });

  it("may have any expressions as values", () => {
    check("x = [1, [2, 3]], y = { a: 1, b: 2 }", undefined);
    check("x = f(1, 2), y = (u => u)(3)", undefined);
    check('x = "a, b]", y = `,`', undefined);
    check("x = a == b, y = 'it\\'s, so'", undefined);
    check("σ = 0.2, $r = 1", undefined, ["σ", "$r"]);
  });

  it("names a parameter that is not there, is named twice or has no value", () => {
    check("z = 1", /no parameter z.*x, y/);
    check("x = 1, x = 2", /x has a value already/);
    check("x = ", /x needs a value/);
    check("x = 1, y =", /y needs a value/);
  });

  it("asks for an assignment", () => {
    check("1", /Write x = /);
    check("x = 1,", /Write x = /);
    check("x == 1", /Write x = /);
    check("x => 1", /Write x = /);
  });

  it("wants brackets and quotes closed", () => {
    for (const text of ["x = [1", "x = (1]", "x = 1)", 'x = "a', "x = `a"]) check(text, /not closed/);
  });

  it("cannot end the comment it is put into, or its line", () => {
    check("x = 1 */", /one line/);
    check("x = 1\ny = 2", /one line/);
  });
});
