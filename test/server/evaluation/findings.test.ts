/** What a run says when it cannot go on, and where. */

import assert from "node:assert/strict";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { findingsOf, reportOf } from "./support.js";

function check(body: string, expected: string[], declarations = ""): void {
  const source = `${declarations}/** @differentiable @at x = 2 */\nfunction f(x: number): any {\n${body}\n}`;
  const report = reportOf(source, {}, { ...fullBudget, steps: 50_000, elements: 10_000 });
  assert.deepEqual(findingsOf(source, report), expected);
}

describe("A spent budget is found at", () => {
  it("the loop that never ends", () => check("while (true) {} return x;", ["while: budget-steps"]));
  it("the outer loop, when the inner one ends", () =>
    check("for (;;) { for (let i = 0; i < 3; i++) {} }", ["for: budget-steps"]));
  it("the recursion that never ends", () =>
    check(
      "return g(x);",
      ["g(v + 1): budget-depth"],
      "function g(v: number): number { return g(v + 1); }\n",
    ));
  it("the call of a recursion that branches", () =>
    check(
      "return g(40);",
      ["g(40): budget-steps"],
      "function g(v: number): number { return v < 2 ? v : g(v - 1) + g(v - 2); }\n",
    ));
  it("the array that grows", () => check("const a = []; for (;;) a.push(x);", ["for: budget-elements"]));
  it("the array that is too long", () =>
    check("return new Array(1e9).length + x;", ["new Array(1e9): budget-elements"]));
  it("the text that is too long", () =>
    check('return "x".repeat(1e9).length + x;', ['"x".repeat(1e9): budget-elements']));
});

describe("What cannot be run is found at", () => {
  it("a name that is nowhere declared", () => check("return foo(x);", ["foo: unknown-name"]));
  it("a call of what is no function", () => check("const g: any = 3; return g(x);", ["g(x): runtime-error"]));
  it("a property of undefined", () => check("const g: any = undefined; return g.a;", ["g.a: runtime-error"]));
  it("a variable before its declaration", () =>
    check("const a = b; const b = x; return a;", ["b: runtime-error"]));
  it("an assignment to a constant", () =>
    check("const a = x; (a as any) = 3; return a;", ["a: runtime-error"]));
  it("a throw", () => check('throw new Error("negative");', ['throw new Error("negative");: runtime-error']));
  it("random numbers", () => check("return x * Math.random();", ["Math.random(): non-deterministic"]));
  it("nothing when it is not reached", () => check("return x > 0 ? x : foo(x);", []));
});

describe("Numbers that are not finite are found where they first stand", () => {
  it("a division by zero", () =>
    check("const d = x - 2; const q = 1 / d; return q + 1;", ["1 / d: not-finite"]));
  it("the root of a negative number", () => check("return Math.sqrt(-x);", ["Math.sqrt(-x): not-finite"]));
});

describe("What is no derivative is said", () => {
  it("when the result is no number", () => check("if (x > 5) return x;", ["f: no-differentiable-output"]));
  it("when whole numbers lose it", () => check("return (x | 0) * x;", ["x | 0: derivative-lost"]));
});
