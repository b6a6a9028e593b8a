/** `@derivativeOf`: what is claimed is compared with the derivative, and correct code is never accused. */

import assert from "node:assert/strict";
import { describeClaim } from "../../../server/view/claims.js";
import { applyFix } from "../analysis/support.js";
import { reportsOf } from "./support.js";

/** The claiming functions of a module: for each of its findings "code: message", else how the claim turned out. */
function outcomes(source: string, others: Record<string, string> = {}): string[] {
  return reportsOf(source, others)
    .filter(({ isUnmarked, claims }) => isUnmarked || claims !== undefined)
    .flatMap(({ findings, claims = [] }) => [
      ...findings.map(({ code, message }) => `${code}: ${message}`),
      ...claims.filter(({ agrees }) => agrees).map(describeClaim),
    ]);
}

/** The claim in the source must agree. */
function agrees(source: string, expected = /^Agrees with /, others: Record<string, string> = {}): void {
  const found = outcomes(source, others);
  assert.equal(found.length, 1, found.join("\n"));
  assert.match(found[0]!, expected);
}

function refuses(source: string, expected: string | RegExp): void {
  const found = outcomes(source);
  assert.equal(found.length, 1, found.join("\n"));
  if (typeof expected === "string") assert.equal(found[0], expected);
  else assert.match(found[0]!, expected);
}

const cube = "/** @differentiable @at x = 3 @at x = 0 */\nconst f = (x: number) => x ** 3;\n";
const product =
  "/** @differentiable @at x = 1, y = 2 */\nfunction g(x: number, y: number) { return x * y * y; }\n";

describe("A claim agrees", () => {
  it("at the points of the other function and at samples around them", () => {
    agrees(
      `${cube}/** @derivativeOf f */ const df = (x: number) => 3 * x * x;`,
      /^Agrees with ∂f\/∂x at 2 points and 16 samples around them\./,
    );
  });
  it("at points of its own", () => {
    agrees(
      "const f = Math.sin; const s = (x: number) => f(x);\n/** @derivativeOf s @at x = 1 */ const c = (x: number) => Math.cos(x);",
      /at 1 point and 8 samples around it/,
    );
  });
  it("with the same tag's `wrt`", () => {
    agrees(
      `${product}/** @derivativeOf g wrt y */ const gy = (x: number, y: number) => 2 * x * y;`,
      /∂g\/∂y/,
    );
  });
  it("with a `@wrt` tag", () => {
    agrees(
      `${product}/**\n * @derivativeOf g\n * @wrt x\n */ const gx = (x: number, y: number) => y * y;`,
      /∂g\/∂x/,
    );
  });
  it("as an array in the order of the parameters", () => {
    agrees(`${product}/** @derivativeOf g */ const grad = (x: number, y: number) => [y * y, 2 * x * y];`);
  });
  it("as an object with the parameters' names in any order", () => {
    agrees(
      `${product}/** @derivativeOf g */ const grad = (x: number, y: number) => ({ y: 2 * x * y, x: y * y });`,
    );
  });
  it("as an object with names that end in the parameters' names", () => {
    agrees(
      `${product}/** @derivativeOf g */ const grad = (x: number, y: number) => ({ dgdy: 2 * x * y, dgdx: y * y });`,
    );
  });
  it("with parameters of other names, by position", () => {
    agrees(`${product}/** @derivativeOf g wrt x */ const gx = (a: number, b: number) => b * b;`);
  });
  it("with some of the parameters", () => {
    agrees(`${product}/** @derivativeOf g wrt x */ const gx = (y: number) => y * y;`);
  });
  it("with the gradient by an array parameter", () => {
    agrees(
      "/** @at p = [1, 2, 3] */ const n = (p: number[]) => Math.hypot(...p);\n/** @derivativeOf n */ const dn = (p: number[]) => p.map((v) => v / n(p));",
    );
  });
  it("with one entry of an array parameter", () => {
    agrees(
      "/** @at p = [1, 2, 3] */ const n = (p: number[]) => p[0] * p[1];\n/** @derivativeOf n wrt p[1] */ const d = (p: number[]) => p[0];",
    );
  });
  it("with the gradient by an object parameter", () => {
    agrees(
      "/** @at q = { x: 1, y: 2 } */ const n = (q: any) => q.x * q.y ** 2;\n/** @derivativeOf n */ const dn = ({ x, y }: any) => ({ y: 2 * x * y, x: y * y });"
        .replace("({ x, y }: any)", "(q: any)")
        .replace("2 * x * y, x: y * y", "2 * q.x * q.y, x: q.y * q.y"),
    );
  });
  it("with a destructured parameter on both sides", () => {
    agrees(
      "/** @at x = 1, y = 2 */ const n = ({ x, y }: any) => x * y ** 2;\n/** @derivativeOf n wrt y */ const dn = ({ x, y }: any) => 2 * x * y;",
    );
  });
  it("with a Jacobian", () => {
    agrees(
      "/** @at x = 1, y = 2 */ const n = (x: number, y: number) => [x * y, x + y];\n/** @derivativeOf n */ const J = (x: number, y: number) => [[y, x], [1, 1]];",
    );
  });
  it("with a curve's velocity", () => {
    agrees(
      "/** @at t = 1 */ const c = (t: number) => ({ x: Math.cos(t), y: Math.sin(t) });\n/** @derivativeOf c */ const v = (t: number) => ({ y: Math.cos(t), x: -Math.sin(t) });",
    );
  });
  it("with an imported function, at the points written there", () => {
    agrees(
      'import { f as wave } from "./f";\n/** @derivativeOf wave */ export const slope = (x: number) => k * Math.cos(k * x);\nconst k = 3;',
      /∂wave\/∂x at 1 point/,
      {
        "/project/f.ts":
          "const k = 3;\n/** @at x = k / 2 */ export const f = (x: number) => Math.sin(k * x);",
      },
    );
  });
  it("with a method of the same object", () => {
    agrees(
      "const spring = {\n  /** @at this = { k: 2 }, x = 3 */\n  energy(x: number) { return 0.5 * this.k * x * x; },\n  /** @derivativeOf energy */\n  force(x: number) { return this.k * x; },\n};".replaceAll(
        "this.k",
        "(this as any).k",
      ),
      /x/,
    );
  });
  it("when the function is marked as well, and shows its own derivative", () => {
    const [report] = reportsOf(
      "const f = (x: number) => x ** 3;\n/** @differentiable @derivativeOf f @at x = 2 */ const d = (x: number) => 3 * x * x;",
    );
    assert.equal(report!.points[0]!.derivatives[0]!.value, 12);
    assert.equal(report!.claims![0]!.agrees, true);
  });
});

describe("Correct code is not accused", () => {
  it("of either derivative at a kink", () => {
    for (const at0 of ["Math.sign(x)", "x < 0 ? -1 : 1", "x > 0 ? 1 : -1", "x === 0 ? 0.5 : Math.sign(x)"]) {
      agrees(
        `/** @at x = 0 */ const f = (x: number) => Math.abs(x);\n/** @derivativeOf f */ const d = (x: number) => ${at0};`,
      );
    }
  });
  it("of a cancellation in its formula", () => {
    agrees(
      "const f = (x: number) => (1 - Math.cos(x)) / x ** 2;\n/** @derivativeOf f @at x = 1e-3 @at x = 1e-4 */ const d = (x: number) => (x * Math.sin(x) - 2 * (1 - Math.cos(x))) / x ** 3;",
    );
  });
  it("of a cancellation that is the same at every number around", () => {
    for (const [f, slope] of [
      [
        "Math.sin(Math.log(Math.tanh(x ** 3)))",
        "Math.cos(Math.log(Math.tanh(x ** 3))) * (1 / Math.tanh(x ** 3)) * (1 - Math.tanh(x ** 3) ** 2) * 3 * x ** 2",
      ],
      ["Math.tanh(x) ** 2", "2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)"],
      // The smaller root of x² − 2000 x + 1, written as the formula for it has it.
      ["1000 * x - Math.sqrt(1e6 * x * x - 1)", "1000 - 1e6 * x / Math.sqrt(1e6 * x * x - 1)"],
      ["(1 - Math.cos(1e-4 * x)) / x", "(1e-4 * Math.sin(1e-4 * x) * x - (1 - Math.cos(1e-4 * x))) / x ** 2"],
    ]) {
      agrees(
        `/** @at x = 3 @at x = 19 */ const f = (x: number) => ${f};\n/** @derivativeOf f */ const d = (x: number) => ${slope};`,
      );
    }
  });
  it("of a derivative that is a rounded 0", () => {
    agrees(
      "/** @at x = Math.PI / 2 */ const f = (x: number) => Math.sin(x);\n/** @derivativeOf f */ const d = (x: number) => Math.cos(x);",
    );
  });
  it("where the other function has no finite derivative", () => {
    agrees(
      "/** @at x = 0 @at x = 4 */ const f = (x: number) => Math.sqrt(x);\n/** @derivativeOf f */ const d = (x: number) => 0.5 / Math.sqrt(x);",
    );
  });
  it("near the end of the other function's domain", () => {
    agrees(
      "/** @at x = 0.95 */ const f = (x: number) => { if (x > 1) throw new Error('too large'); return Math.asin(x); };\n/** @derivativeOf f */ const d = (x: number) => 1 / Math.sqrt(1 - x * x);",
    );
  });
  it("of a huge scale", () => {
    agrees(
      "/** @at x = 1e150 */ const f = (x: number) => x * 2e-160;\n/** @derivativeOf f */ const d = (x: number) => 2e-160;",
    );
  });
});

describe("A claim is refused", () => {
  it("with both numbers, the point and the relative error", () => {
    refuses(
      `${cube}/** @derivativeOf f */ const df = (x: number) => 3 * x;`,
      "derivative-disagrees: This is not the derivative of `f`: at x = 3, f′ is 27, and this function gives 9, a relative error of 0.67.",
    );
  });
  it("when only a sample shows it", () => {
    refuses(
      "/** @at x = 1 */ const f = (x: number) => x ** 2;\n/** @derivativeOf f */ const d = (x: number) => 2 * x ** 3;",
      /^derivative-disagrees: .* near the given point, at x = 1?\.?\d*, f′ is /,
    );
  });
  it("for a small error that rounding does not explain", () => {
    refuses(
      `${cube}/** @derivativeOf f */ const df = (x: number) => 3.00001 * x * x;`,
      /27\.00009, a relative error of 0\.0000033\.$/,
    );
  });
  it("for an error larger than rounding explains beside a cancellation", () => {
    refuses(
      "/** @at x = 1e-3 */ const f = (x: number) => 1 - Math.cos(x);\n/** @derivativeOf f */ const d = (x: number) => 1.001 * Math.sin(x);",
      /a relative error of 0\.0010\.$/,
    );
    refuses(
      "/** @at x = 2 */ const f = (x: number) => Math.tanh(x) ** 2;\n/** @derivativeOf f */ const d = (x: number) => 2.00001 * Math.tanh(x) * (1 - Math.tanh(x) ** 2);",
      /a relative error of 0\.0000050\.$/,
    );
  });
  it("for the wrong one of several inputs", () => {
    refuses(
      `${product}/** @derivativeOf g */ const grad = (x: number, y: number) => [y * y, x * y];`,
      /∂g\/∂y is 4, and this function gives 2, a relative error of 0\.50\.$/,
    );
  });
  it("for a derivative that is not finite", () => {
    refuses(
      `${cube}/** @derivativeOf f */ const df = (x: number) => (3 * x ** 3) / x;`,
      /f′ is 0, .* NaN\.$/,
    );
  });
  it("when there is no such function", () => {
    refuses(
      `${cube}/** @derivativeOf ff */ const df = (x: number) => x;`,
      /^derivative-of-unknown: No function `ff`/,
    );
  });
  it("when it is the function itself", () => {
    refuses(
      "/** @derivativeOf f @at x = 1 */ const f = (x: number) => x;",
      /^derivative-of-unknown: `f` is this/,
    );
  });
  it("when it does not say which derivative it is", () => {
    refuses(
      `${product}/** @derivativeOf g */ const gx = (x: number, y: number) => y * y;`,
      /^derivative-wrt-missing: `g` has the inputs `x` and `y`, and this function gives one number\./,
    );
  });
  it("when it has another shape", () => {
    refuses(
      `${product}/** @derivativeOf g */ const gx = (x: number, y: number) => [1, 2, 3];`,
      "derivative-shape: This function gives 3 numbers, and the derivative of `g` by `x` and `y` is 2 numbers. Return an array or object shaped like it.",
    );
  });
  it("when it needs what the other function does not have", () => {
    refuses(
      `${cube}/** @derivativeOf f */ const df = (x: number, k: number) => k * x;`,
      /^derivative-of-parameters: `df` needs `k`, which `f` does not have\./,
    );
  });
  it("when its `wrt` is no parameter", () => {
    refuses(
      `${cube}/** @derivativeOf f wrt t */ const df = (x: number) => x;`,
      /^wrt-unknown-parameter: `f` has no/,
    );
  });
  it("when no point is given", () => {
    refuses(
      "const f = (x: number) => x;\n/** @derivativeOf f */ const df = (x: number) => 1;",
      /^derivative-point-missing: Neither `f` nor this function has a point/,
    );
  });
  it("when one of the functions does not come to its end", () => {
    refuses(
      `${cube}/** @derivativeOf f */ const df = (x: number): number => { throw new Error("not yet"); };`,
      /^derivative-not-compared: This could not be compared with the derivative of `f`: this function throws there \(.*not yet\)\.$/,
    );
  });
  it("when the tag is malformed", () => {
    refuses(
      `${cube}/** @derivativeOf */ const df = (x: number) => x;`,
      /^derivative-of-invalid: `@derivativeOf` does not name/,
    );
    refuses(
      `${cube}/** @derivativeOf f by x */ const df = (x: number) => x;`,
      /^derivative-of-invalid: `by` is not/,
    );
    refuses(
      `${cube}/** @derivativeOf f wrt */ const df = (x: number) => x;`,
      /^derivative-of-invalid: `wrt` does not name/,
    );
    refuses(
      `${cube}/** @derivativeOf 3x */ const df = (x: number) => x;`,
      /^derivative-of-invalid: `3x` is not the name/,
    );
  });
});

describe("A claim's quick fixes", () => {
  it("name a function that there is", () => {
    const source = `${cube}/** @derivativeOf ff */ const df = (x: number) => x;`;
    const found = reportsOf(source).flatMap(({ findings }) => findings)[0]!;
    assert.equal(applyFix(source, found), source.replace("Of ff", "Of f"));
  });
  it("say which derivative it is", () => {
    const source = `${product}/** @derivativeOf g */ const gx = (x: number, y: number) => y * y;`;
    const found = reportsOf(source).flatMap(({ findings }) => findings)[0]!;
    agrees(applyFix(source, found));
  });
  it("add a point", () => {
    const source = "const f = (x: number) => x;\n/** @derivativeOf f */ const df = (x: number) => 1;";
    const found = reportsOf(source).flatMap(({ findings }) => findings)[0]!;
    agrees(applyFix(source, found));
  });
});
