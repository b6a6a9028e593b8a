/** Derivatives of whole functions, held to closed forms. */

import assert from "node:assert/strict";
import { assertClose, derivativesOf, reportOf, reportsOf } from "./support.js";

function check(source: string, expected: Record<string, number>, tolerance?: number): void {
  const report = reportOf(source);
  assert.deepEqual(report.findings, []);
  assertClose(derivativesOf(report), expected, tolerance);
}

describe("Derivatives of one input", () => {
  it("the square, to order 3, exactly", () =>
    check("/** @differentiable @at x = 3 @order 3 */ function f(x: number) { return x ** 2; }", {
      x: 6,
      "x,x": 2,
      "x,x,x": 0,
    }));

  it("go through loops, locals and branches", () =>
    check(
      `/** @differentiable @at x = 2 @order 2 */
      const cube = (x: number) => { let p = 1; for (let i = 0; i < 3; i++) p *= x; return p > 100 ? 0 : p; };`,
      { x: 12, "x,x": 12 },
    ));

  it("x·exp(x) at order 2 is (2 + x)·exp(x)", () =>
    check("/** @differentiable @at x = 0.5 @order 2 */ export default (x: number) => x * Math.exp(x);", {
      x: 1.5 * Math.exp(0.5),
      "x,x": 2.5 * Math.exp(0.5),
    }));

  it("of a distance that nothing moves", () =>
    check(
      "/** @differentiable @at x = 0.5 */ const f = (x: number) => Math.hypot(Math.max(x - 1, 0), 0) + x;",
      { x: 1 },
    ));

  it("of the identity, which records no operation", () =>
    check("/** @differentiable @at x = 2 @order 2 */ function f(x: number) { return x; }", {
      x: 1,
      "x,x": 0,
    }));

  it("take a default value as an input", () =>
    check("/** @differentiable @at x = 2 */ function f(x: number, k = 3) { return k * x; }", { x: 3, k: 2 }));

  const ofRoot = "return Math.sqrt(src.r); }";
  const aliases: Record<string, [string, Record<string, number>]> = {
    "another parameter": [`function f(p: any, src = p) { ${ofRoot}`, { "p.r": 0.25 }],
    "a part of another parameter": [
      "function f(p: any, r = [p, p]) { p.r *= 2; return r[0].r * r[1].r; }",
      { "p.r": 32 },
    ],
    "a list whose other members are new": [
      "function f(p: any, list = [p, { k: 3 }]) { return list[0].r * list[1].k; }",
      { "p.r": 3, "list[1].k": 4 },
    ],
    "a destructured one": ["function f(p: any, { src } = { src: p }) { return src.r ** 2; }", { "p.r": 8 }],
  };
  for (const [name, [source, expected]] of Object.entries(aliases)) {
    it(`a default value that is ${name} is no copy of it`, () =>
      check(`/** @differentiable @at p = { r: 4 } */ ${source}`, expected));
  }

  it("a default value that is the instance is no copy of it", () =>
    check(
      `class Image { r = 1; /** @differentiable @at this = { r: 4 } */ gamma(src: Image = this) { ${ofRoot} }`,
      { "this.r": 0.25 },
    ));
});

describe("Derivatives of several inputs", () => {
  it("each mixed partial once, to order 3", () =>
    check(
      "/** @differentiable @at x = 2, y = 3 @order 3 */ function f(x: number, y: number) { return x ** 2 * y; }",
      {
        x: 12,
        y: 4,
        "x,x": 6,
        "x,y": 4,
        "y,y": 0,
        "x,x,x": 0,
        "x,x,y": 2,
        "x,y,y": 0,
        "y,y,y": 0,
      },
    ));

  it("of arrays and objects, named by their path", () =>
    check(
      "/** @differentiable @at p = [1, 2], q = { r: 3 } */ function f(p: number[], q: { r: number }) { return p[0] * p[1] * q.r; }",
      { "p[0]": 6, "p[1]": 3, "q.r": 2 },
    ));

  it("only with respect to the parameters named", () =>
    check(
      "/** @differentiable @at x = 2, y = 3 @wrt y */ function f(x: number, y: number) { return x * y; }",
      { y: 2 },
    ));

  it("of a destructured parameter", () =>
    check(
      "/** @differentiable @at x = 2, y = 3 */ function f({ x, y }: { x: number; y: number }) { return x * y; }",
      {
        x: 3,
        y: 2,
      },
    ));

  it("of results that are arrays and objects", () =>
    check("/** @differentiable @at x = 2 */ function f(x: number) { return { a: [x, x * x], b: 1 }; }", {
      ".a[0] x": 1,
      ".a[1] x": 4,
      ".b x": 0,
    }));

  it("mark what does not depend on an input", () => {
    const { derivatives } = reportOf(
      "/** @differentiable @at x = 2, y = 1 */ function f(x: number, y: number) { return 3 * x; }",
    ).points[0]!;
    assert.deepEqual(derivatives, [
      { order: 1, wrt: ["x"], value: 3, digits: 15 },
      { order: 1, wrt: ["y"], value: 0, isStructuralZero: true, digits: 15 },
    ]);
  });
});

describe("Points", () => {
  it("may use module constants, and do not share what a function changes", () => {
    const report = reportOf(
      `const start = [1, 2];
      /**
       * @differentiable
       * @at p = start
       * @at p = start
       */
      function f(p: number[]) { p[0] *= 2; return p[0] * p[1]; }`,
    );
    assert.deepEqual(
      report.points.map((point) => point.value),
      [4, 4],
    );
    assertClose(derivativesOf(report), { "p[0]": 4, "p[1]": 2 });
  });

  it("give a method its instance", () =>
    check(
      `class Spring { stiffness = 1; /** @differentiable @at this = { stiffness: 4 }, x = 3 */ energy(x: number) { return (this.stiffness * x * x) / 2; } }`,
      { "this.stiffness": 4.5, x: 12 },
    ));
});

describe("Modules", () => {
  it("import functions and constants", () => {
    const [report] = reportsOf(
      `import { twice as double } from "./lib/math";
      import rate, * as all from "./lib/math.js";
      /** @differentiable @at x = 3 */ export function f(x: number) { return double(x) * rate * all.twice(1); }`,
      {
        "/project/lib/math.ts":
          "export const twice = (x: number) => 2 * x; const rate = 5; export default rate;",
      },
    );
    assert.deepEqual(report!.findings, []);
    assert.equal(report!.points[0]!.value, 60);
    assertClose(derivativesOf(report!), { x: 20 });
  });
});
