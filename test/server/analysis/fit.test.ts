/** Values that cannot be of the parameter's type, and tags that are almost ours. */

import assert from "node:assert/strict";
import { prepareModule } from "../pipeline.js";

/** The findings of a module by code and text, with the text of the first fix. */
function check(source: string, expected: string[]): void {
  const { functions, findings } = prepareModule("/project/main.ts", {
    read: (module) => (module === "/project/main.ts" ? source : undefined),
  });
  const all = [...findings, ...functions.flatMap((one) => one.findings)];
  assert.deepEqual(
    all.map(({ code, start, end, fixes = [] }) => {
      const fix = fixes[0]?.edits[0]?.text;
      return `${code} ${source.slice(start, end)}${fix === undefined ? "" : ` → ${fix}`}`;
    }),
    expected,
  );
}

function checkPoint(point: string, parameters: string, expected: string[], before = ""): void {
  check(`${before}/** @differentiable @at ${point} */ function f(${parameters}) { return 1; }`, expected);
}

describe("A point's value is refused", () => {
  it("where a number is wanted and something else is given", () => {
    checkPoint("x = [1]", "x: number", ["point-type-mismatch [1] → 1"]);
    checkPoint('x = "text"', "x: number", ['point-type-mismatch "text" → 1']);
    checkPoint("x = { a: 1 }", "x: number", ["point-type-mismatch { a: 1 } → 1"]);
    checkPoint("x = true", "x: number", ["point-type-mismatch true → 1"]);
  });
  it("where an array is wanted", () => {
    checkPoint("p = 3", "p: number[]", ["point-type-mismatch 3 → [1, 2]"]);
    checkPoint("p = { x: 1 }", "p: readonly number[]", ["point-type-mismatch { x: 1 } → [1, 2]"]);
    checkPoint("p = [1, [2]]", "p: number[]", ["point-type-mismatch [2] → 1"]);
    checkPoint("p = [1, 'a']", "p: [number, number]", ["point-type-mismatch 'a' → 1"]);
    checkPoint("p = [1, 2]", "p: number[][]", ["point-type-mismatch 1 → [1, 2]"]);
  });
  it("where an object is wanted", () => {
    checkPoint("p = [1, 2]", "p: { x: number; y: number }", ["point-type-mismatch [1, 2] → { x: 1, y: 1 }"]);
    checkPoint("p = 1", "p: Point", ["point-type-mismatch 1 → { x: 1 }"], "interface Point { x: number }\n");
  });
});

describe("A point's value is taken", () => {
  it("when it may fit", () => {
    checkPoint("x = -1", "x: number", []);
    checkPoint("x = Math.PI / 2", "x: number", []);
    checkPoint("x = [1]", "x: number | number[]", []);
    checkPoint("x = [1]", "x", []);
    checkPoint("x = [1, 2]", "x: Float64Array", []);
    checkPoint("x = [1]", "x: Vector", []);
    checkPoint("x = [1]", "x: T", []);
    checkPoint("x = [1, 2, 3]", "x: [number, ...number[]]", []);
    checkPoint("x = [1]", "x: List", [], "interface List { length: number }\n");
  });
});

describe("What is written twice", () => {
  it("is taken away by the quick fix, with the comma before it", () => {
    checkPoint("x = 1, x = 2", "x: number", ["point-duplicate-parameter x → "]);
    checkPoint("x = 1 @wrt x, x", "x: number", ["wrt-duplicate-parameter x → "]);
  });
});

describe("A tag that is almost ours is told", () => {
  it("when it is the marker", () => {
    check("/** @differentiabel @at x = 1 */ function f(x) { return x; }", [
      "tag-misspelt @differentiabel → @differentiable",
      "marker-missing @at → @differentiable ",
    ]);
    check("/** @Differentiable */ function f(x) { return x; }", [
      "tag-misspelt @Differentiable → @differentiable",
    ]);
  });
  it("beside the marker", () =>
    check("/** @differentiable @at x = 1 @ordre 2 */ function f(x) { return x; }", [
      "tag-misspelt @ordre → @order",
    ]));
  it("but not elsewhere", () => {
    check("/** @ordre 2 */ function f(x) { return x; }", []);
    check("/** @author me @deprecated @description no */ function f(x) { return x; }", []);
    check("/** @differentiable @at x = 1 @author me */ function f(x) { return x; }", []);
    check("/** `@differentiabel` is a mistake. */ function f(x) { return x; }", []);
  });
});
