/** Inputs and results of any shape: which numbers are inputs, what they are called, and their derivatives. */

import assert from "node:assert/strict";
import { assertClose, derivativesOf, reportOf } from "./support.js";

function check(source: string, expected: Record<string, number>): void {
  const report = reportOf(source);
  assert.deepEqual(report.findings, []);
  assertClose(derivativesOf(report), expected);
}

const vector = `class Vector {
  constructor(public x: number, public y: number) {}
  dot(other: Vector) { return this.x * other.x + this.y * other.y; }
  get length() { return Math.hypot(this.x, this.y); }
}
`;

describe("Inputs of any shape", () => {
  it("a matrix", () =>
    check(
      "/** @differentiable @at m = [[1, 2], [3, 4]] */ const f = (m: number[][]) => m[0]![0]! * m[1]![1]! - m[0]![1]! * m[1]![0]!;",
      { "m[0][0]": 4, "m[0][1]": -3, "m[1][0]": -2, "m[1][1]": 1 },
    ));
  it("objects in objects", () =>
    check("/** @differentiable @at q = { x: 2, y: { z: [3] } } */ const f = (q: any) => q.x * q.y.z[0];", {
      "q.x": 3,
      "q.y.z[0]": 2,
    }));
  it("keys that are no names", () =>
    check('/** @differentiable @at q = { "two words": 3 } */ const f = (q: any) => q["two words"] ** 2;', {
      'q["two words"]': 6,
    }));
  it("default values, of objects too", () =>
    check("/** @differentiable @at x = 1 */ const f = (x: number, k = 3, o = { g: 2 }) => x * k * o.g;", {
      x: 6,
      k: 2,
      "o.g": 3,
    }));
  it("rest parameters", () =>
    check(
      "/** @differentiable @at x = 1, rest = [2, 3] */ const f = (x: number, ...rest: number[]) => rest.reduce((a, b) => a * b, x);",
      { x: 6, "rest[0]": 3, "rest[1]": 2 },
    ));
  it("destructured parameters with defaults", () =>
    check(
      "/** @differentiable @at x = 1, z = 3 */ const f = ({ x, y = 5 }: any, [z]: number[]) => x * y * z!;",
      { x: 15, y: 3, z: 5 },
    ));
  it("instances of classes", () =>
    check(
      `${vector}/** @differentiable @at a = new Vector(1, 2), b = new Vector(3, 4) */ const f = (a: Vector, b: Vector) => a.dot(b);`,
      { "a.x": 3, "a.y": 4, "b.x": 1, "b.y": 2 },
    ));
  it("the instance of a method", () =>
    check(
      `class Spring {
        constructor(public k: number, public rest = 1) {}
        /** @differentiable @at this = new Spring(4, 2), x = 3 */
        energy(x: number) { return this.half() * (x - this.rest) ** 2; }
        half() { return this.k / 2; }
      }`,
      { "this.k": 0.5, "this.rest": -4, x: 4 },
    ));
  it("the fields of an instance, with the methods of its class", () =>
    check(
      `class Spring {
        k = 1;
        /** @differentiable @at this = { k: 4 }, x = 3 */
        energy(x: number) { return this.half() * x * x; }
        half() { return this.k / 2; }
      }`,
      { "this.k": 4.5, x: 12 },
    ));
  it("typed arrays", () =>
    check(
      "/** @differentiable @at a = new Float64Array([2, 3]) */ const f = (a: Float64Array) => a[0]! * a[1]!;",
      { "a[0]": 3, "a[1]": 2 },
    ));
  it("maps", () =>
    check(
      '/** @differentiable @at m = new Map([["a", 2], ["b", 3]]) */ const f = (m: Map<string, number>) => m.get("a")! * m.get("b")!;',
      { 'm.get("a")': 3, 'm.get("b")': 2 },
    ));
  it("beside what is no number", () =>
    check(
      '/** @differentiable @at o = { a: 3, none: null, text: "t", yes: true }, g = (v) => v * v */ const f = (o: any, g: any) => (o.yes ? g(o.a) : 0);',
      { "o.a": 6 },
    ));
});

describe("Results of any shape", () => {
  it("arrays: the Jacobian", () =>
    check("/** @differentiable @at p = [2, 3] */ const f = (p: number[]) => [p[0]! * p[1]!, p[0]!];", {
      "[0] p[0]": 3,
      "[0] p[1]": 2,
      "[1] p[0]": 1,
      "[1] p[1]": 0,
    }));
  it("matrices", () =>
    check("/** @differentiable @at x = 2 */ const f = (x: number) => [[x, x * x], [1, x ** 3]];", {
      "[0][0] x": 1,
      "[0][1] x": 4,
      "[1][0] x": 0,
      "[1][1] x": 12,
    }));
  it("instances of classes", () =>
    check(`${vector}/** @differentiable @at x = 2 */ const f = (x: number) => new Vector(x, x * x);`, {
      ".x x": 1,
      ".y x": 4,
    }));
  it("typed arrays, rounded as they are", () =>
    check("/** @differentiable @at x = 2 */ const f = (x: number) => Float32Array.of(x * x, 1);", {
      "[0] x": 4,
      "[1] x": 0,
    }));
  it("sets", () =>
    check("/** @differentiable @at x = 2 */ const f = (x: number) => new Set([x, x * x]);", {
      "[0] x": 1,
      "[1] x": 4,
    }));
  it("with what is no number among them", () =>
    check(
      '/** @differentiable @at x = 2 */ const f = (x: number) => ({ label: "a", ok: true, none: null, list: [x * x, "b"] });',
      { ".list[0] x": 4 },
    ));
  it("to order 2", () =>
    check(
      "/** @differentiable @at x = 2, y = 3 @order 2 */ const f = (x: number, y: number) => ({ a: x * y, b: x * x * y });",
      {
        ".a x": 3,
        ".a y": 2,
        ".b x": 12,
        ".b y": 4,
        ".a x,x": 0,
        ".a x,y": 1,
        ".a y,y": 0,
        ".b x,x": 6,
        ".b x,y": 4,
        ".b y,y": 0,
      },
    ));
});
