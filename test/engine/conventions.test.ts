/** Where a function is not smooth, or not defined: the values by convention, to several orders, by tapes and by Taylor mode. */

import assert from "node:assert/strict";
import {
  abs,
  acos,
  acosh,
  add,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  ceil,
  derivative,
  derivatives,
  div,
  exp,
  floor,
  GradientTape,
  grad,
  hypot,
  jvp,
  log,
  log1p,
  logSumExp,
  max,
  min,
  mod,
  mul,
  pow,
  round,
  type Scalar,
  sign,
  sqrt,
  sub,
  tanh,
  trunc,
  Variable,
  vjp,
} from "../../engine/index.js";
import { type Primitive, rows } from "../../engine/primitives/primitive.js";
import { assertAllClose, assertClose, nested } from "./checks.js";

type Real = (x: Scalar) => Scalar;

/** The first derivatives at a point, from order 1 on; nested tapes and Taylor mode must both give them. */
function check(name: string, f: Real, at: number, expected: number[]): void {
  it(`${name} at ${Object.is(at, -0) ? "-0" : at}: ${expected.join(", ")}`, () => {
    const fromTapes = expected.map((_, k) => nested((x) => f(x!), [k + 1])(at) as number);
    const fromSeries = expected.map((_, k) => derivative(f, k + 1)(at));
    const positiveZero = (x: number) => x + 0;
    assert.deepEqual(fromTapes.map(positiveZero), expected, "nested tapes");
    assert.deepEqual(fromSeries.map(positiveZero), expected, "Taylor mode");
  });
}

/** The gradient of a function of several scalars. */
function checkGradient(name: string, f: (...xs: Scalar[]) => Scalar, at: number[], expected: number[]): void {
  it(`${name} at (${at.join(", ")}): (${expected.join(", ")})`, () => {
    assertAllClose(vjp(f, ...at)[1](1), expected, 1e-15);
  });
}

const { NaN: none, POSITIVE_INFINITY: inf } = Number;

function valueOfRow(row: Primitive): (...xs: number[]) => number {
  return row.arity === "list" ? (...xs) => row.value(xs) : (row.value as (...xs: number[]) => number);
}

describe("conventions of one scalar", () => {
  for (const zero of [0, -0]) {
    check("abs", abs, zero, [0, 0]);
    check("sign", sign, zero, [0, 0]);
    check("sqrt", sqrt, zero, [inf, -inf, inf]);
    check("log", log, zero, [inf, -inf, inf]);
    check("cbrt", cbrt, zero, [inf, none]);
  }
  for (const [name, f] of Object.entries({ floor, ceil, round, trunc })) {
    for (const at of [2, 2.5, -2.5]) check(name, f, at, [0, 0]);
  }
  check("x ** 0", (x) => pow(x, 0), 0, [0, 0]);
  check("x ** 1", (x) => pow(x, 1), 0, [1, 0, 0]);
  check("x ** 2", (x) => pow(x, 2), 0, [0, 2, 0, 0]);
  check("x ** 3", (x) => pow(x, 3), 0, [0, 0, 6, 0, 0]);
  check("x ** 3", (x) => pow(x, 3), -2, [12, -12, 6, 0, 0]);
  check("x ** 7", (x) => pow(x, 7), 0.5, [
    7 / 64,
    42 / 32,
    210 / 16,
    840 / 8,
    2520 / 4,
    5040 / 2,
    5040,
    0,
    0,
  ]);
  check("x ** 0.5", (x) => pow(x, 0.5), 0, [inf, -inf, inf]);
  check("x ** 2.5", (x) => pow(x, 2.5), 0, [0, 0, inf, -inf]);
  check("x ** -1", (x) => pow(x, -1), 0, [-inf, inf, -inf]);
  // One below a number so large is odd, although there is no odd double of its size.
  check("x ** (2 ** 54)", (x) => pow(x, 2 ** 54), -1, [-(2 ** 54), 2 ** 108]);
  check("x ** -(2 ** 53)", (x) => pow(x, -(2 ** 53)), -1, [2 ** 53]);
  check("x ** -2", (x) => pow(x, -2), -1, [2, 6, 24]);
  check("2 ** x", (x) => pow(2, x), 0, [Math.LN2, Math.LN2 ** 2]);
  check("0 ** x", (x) => pow(0, x), 0, [0, 0]);
  check("1 / x", (x) => div(1, x), 0, [-inf, inf, -inf]);
  check("log1p", log1p, -1, [inf, -inf]);
  check("asin", asin, 1, [inf, inf]);
  check("acos", acos, 1, [-inf, -inf]);
  check("acosh", acosh, 1, [inf, -inf]);
  check("atanh", atanh, 1, [inf, inf]);
  check("log", log, -1, [none, none, none]);
  check("sqrt", sqrt, -1, [none, none]);
  check("atanh", atanh, 2, [none, none]);
  check("acosh", acosh, -2, [none, none]);
  check("asin", asin, 2, [none, none]);
  check("max(x, 0)", (x) => max(x, 0), 0, [0.5, 0]);
  check("min(0, x)", (x) => min(0, x), 0, [0.5, 0]);
  check("max(x, 2x) where both are 0", (x) => max(x, mul(2, x)), 0, [1.5, 0]);
  check("x % 3", (x) => mod(x, 3), 6, [1, 0]);
  check("-7 % x", (x) => mod(-7, x), 3, [2, 0]);
  check("√(x · x): not even |x| is differentiable here", (x) => sqrt(mul(x, x)), 0, [none]);
  check("x · log x", (x) => mul(x, log(x)), 0, [none, none]);
  check("log(1 + eˣ)", (x) => log(add(1, exp(x))), 1000, [none]);
  check("tanh", tanh, 1000, [0, 0, 0]);
  check("eˣ", exp, 1000, [inf, inf, inf]);
});

describe("a branch that max, floor and their like cut off counts as constant, whatever comes after", () => {
  check("√max(x, 0)", (x) => sqrt(max(x, 0)), -1, [0, 0]);
  check("log(max(0, x))", (x) => log(max(0, x)), -2, [0, 0]);
  check("√⌊x⌋", (x) => sqrt(floor(x)), 0.5, [0, 0]);
  check("arccos ⌈x⌉", (x) => acos(ceil(x)), 0.5, [0, 0]);
  check("∛(x ** 0 − 1)", (x) => cbrt(sub(pow(x, 0), 1)), 3, [0, 0]);
  check("distance from (0, 0) to (max(x, 0), 0)", (x) => hypot(max(x, 0), 0), -1, [0, 0]);
  check("1 / sign(x) · x", (x) => mul(div(1, sign(x)), x), 2, [1, 0]);
  check("√|x| has a cusp", (x) => sqrt(abs(x)), 0, [none, none]);
});

describe("what is not a number has no derivative, and what is infinitely far does not turn", () => {
  check("max(x, NaN)", (x) => max(x, none), 1, [none, none, none]);
  check("min(x, 1)", (x) => min(x, 1), none, [none, none, none]);
  check("hypot(x, NaN)", (x) => hypot(x, none), 1, [none, none, none]);
  check("(−8) ** x", (x) => pow(-8, x), 0.5, [none, none]);
  check("x ** 10⁻³⁰⁰", (x) => pow(x, 1e-300), -1, [none, none]);
  check("1 ** x", (x) => pow(1, x), inf, [none, none]);
  check("0 ** x", (x) => pow(0, x), none, [none, none]);
  check("ln Σ eˣ of one number", (x) => logSumExp([x]), none, [none, none]);
  check("x · ∞", (x) => mul(x, inf), 2, [inf, 0]);
  check("hypot(x, 1)", (x) => hypot(x, 1), -inf, [-1, 0, 0]);
  check("hypot(x, ∞)", (x) => hypot(x, inf), 2, [0, 0, 0]);
  check("atan2(x, 1)", (x) => atan2(x, 1), inf, [0, 0]);
  check("arsinh", asinh, inf, [0, 0, 0]);
  it("the arctangent far out, by nested tapes", () => assert.equal(nested((x) => atan(x!), [2])(1e308), 0));
  check("∛x", cbrt, inf, [0, none]);
  it("a source that does not move is a constant, also where its derivative is infinite", () => {
    const [x, y] = [new Variable(2), new Variable(0)];
    const tape = new GradientTape();
    const z = tape.record(() => add(mul(x, x), sqrt(y)));
    assert.deepEqual(Array.from(tape.taylor([x, y], [1, 0], 2)(z)), [4, 4, 1]);
  });
  it("the same by jvp, and by jvp inside of jvp", () => {
    const f = (x: Scalar, y: Scalar) => add(mul(x, x), sqrt(y));
    const slope = (x: Scalar, y: Scalar) => jvp(f, [x, y], [1, 0])[1];
    assert.equal(slope(2, 0), 4);
    assert.equal(jvp(slope, [2, 0], [1, 0])[1], 2);
  });
});

describe("conventions of several scalars", () => {
  checkGradient("max", max, [1, 1], [0.5, 0.5]);
  checkGradient("max", max, [2, 2, 2, 1], [1 / 3, 1 / 3, 1 / 3, 0]);
  checkGradient("max", max, [0, -0], [0.5, 0.5]);
  checkGradient("min", min, [1, 1, 3], [0.5, 0.5, 0]);
  checkGradient("%", mod, [7, 3], [1, -2]);
  checkGradient("%", mod, [-7, 3], [1, 2]);
  checkGradient("%", mod, [6, 3], [1, -2]);
  checkGradient("hypot", hypot, [0, 0], [none, none]);
  checkGradient("hypot", hypot, [3, 4], [0.6, 0.8]);
  checkGradient("hypot, where squares overflow", hypot, [3e200, 4e200], [0.6, 0.8]);
  checkGradient("atan2", atan2, [0, 0], [none, none]);
  checkGradient("atan2", atan2, [0, 1], [1, 0]);
  checkGradient("atan2", atan2, [0, -1], [-1, 0]);
  checkGradient("atan2, where squares underflow", atan2, [3e-200, 4e-200], [1.6e199, -1.2e199]);
  checkGradient("**", pow, [0, 0], [0, 0]);
  checkGradient("**", pow, [0, 1], [1, 0]);
  checkGradient("**", pow, [0, 2], [0, 0]);
  checkGradient("**", pow, [0, -1], [-inf, -inf]);
  checkGradient("**", pow, [0, 0.5], [inf, 0]);
  checkGradient("**", pow, [-2, 3], [12, none]);
  checkGradient("**", pow, [2, 0], [0, Math.LN2]);
  checkGradient("a product with one zero", (...xs) => xs.reduce((a, b) => mul(a, b)), [0, 3, 5], [15, 0, 0]);
  checkGradient("a product with two zeros", (...xs) => xs.reduce((a, b) => mul(a, b)), [0, 0, 5], [0, 0, 0]);
  it("an exponent that happens to be a variable 0 keeps its mixed derivatives", () => {
    assert.equal(nested((x, y) => pow(x!, y!), [1, 1])(3, 0), 1 / 3);
  });
});

function mathFunctions(): { [name: string]: unknown } {
  return Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name as keyof Math]]));
}

describe("operations on plain numbers", () => {
  const specials = [0, -0, 1, -1, 0.5, -2.5, 3, 1e-310, 1e308, -1e308, inf, -inf, none, 2.5, 1e-8, 37];
  const operators: { [name: string]: (a: number, b: number) => number } = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    div: (a, b) => a / b,
    mod: (a, b) => a % b,
    pow: (a, b) => a ** b,
    neg: (a) => -a,
  };
  const functions = { ...mathFunctions(), ...operators };
  const javascript = (name: string): ((...xs: number[]) => number) | undefined => functions[name] as never;

  for (const row of rows.filter(
    (row): row is Primitive => row !== undefined && javascript(row.name) !== undefined,
  )) {
    it(`${row.name} is bit for bit what JavaScript gives`, () => {
      const expected = javascript(row.name)!;
      const value = valueOfRow(row);
      for (const a of specials) {
        for (const b of row.arity === 1 ? [0] : specials) {
          const operands = row.arity === 1 ? [a] : [a, b];
          assert.ok(Object.is(value(...operands), expected(...operands)), `${row.name}(${operands})`);
        }
      }
    });
  }

  it("hypot, max and min take any number of operands", () => {
    assert.deepEqual([hypot(), max(), min()], [0, -inf, inf]);
    assert.deepEqual([hypot(2, 3, 6), max(1, 5, 3), min(4)], [7, 5, 4]);
    assert.equal(grad((p: Scalar[]) => hypot(...p))([2, 3, 6])[0], 2 / 7);
  });

  it("as many of them as a call can be given", () => {
    const many = new Array<number>(80_000).fill(2);
    assert.deepEqual([max(...many, 3), min(...many, 1)], [3, 1]);
    const distance = (p: Scalar[]) => hypot(...p);
    assert.equal(distance(many.slice(0, 40_000)), 400);
    assert.equal(grad(distance)(many.slice(0, 40_000))[0], 2 / 400);
    const [, slope, curvature] = derivatives((x: Scalar) => hypot(...many.map((a) => mul(a, x))), 2)(1);
    assertClose(slope!, Math.sqrt(320_000), 1e-12);
    assertClose(curvature!, 0, 0, "", 1e-9);
  });
});

describe("kinks", () => {
  const kinksAt = (name: string, ...at: number[]) => rows.find((row) => row?.name === name)!.kinks(...at);
  it("are known with the derivatives on both sides", () => {
    assert.deepEqual(
      kinksAt("abs", 0).map(({ left, right }) => [left, right]),
      [[-1, 1]],
    );
    assert.deepEqual(
      kinksAt("max", 2, 2).map(({ operand, left, right }) => [operand, left, right]),
      [
        [0, 0, 1],
        [1, 0, 1],
      ],
    );
    assert.deepEqual(
      kinksAt("min", 2, 2).map(({ left, right }) => [left, right]),
      [
        [1, 0],
        [1, 0],
      ],
    );
    assert.deepEqual(
      kinksAt("sqrt", 0).map(({ left, right }) => [left, right]),
      [[none, inf]],
    );
  });

  it("are nowhere else", () => {
    for (const row of rows.filter((row) => row !== undefined)) {
      assert.deepEqual(row.kinks(0.3, ...(row.arity === 1 ? [] : [0.7])), [], row.name);
    }
  });

  it("agree with differences taken on each side", () => {
    for (const name of ["abs", "max", "min"]) {
      const row = rows.find((candidate) => candidate?.name === name)!;
      const at = row.arity === 1 ? [0] : [0, 0];
      for (const { operand, left, right } of row.kinks(...at)) {
        const value = valueOfRow(row);
        const moved = (h: number) => value(...at.map((x, i) => (i === operand ? x + h : x)));
        assert.deepEqual(
          [(moved(0) - moved(-1e-3)) / 1e-3, (moved(1e-3) - moved(0)) / 1e-3].map((x) => x + 0),
          [left, right],
        );
      }
    }
  });
});
