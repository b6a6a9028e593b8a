/**
 * `tape.partials`: all mixed partial derivatives at once, held to references of 40 digits, to closed forms at order 8
 * and to nested tapes on generated programs and at the edges of domains.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import {
  add,
  customGradient,
  div,
  dot,
  exp,
  GradientTape,
  hypot,
  log,
  logSumExp,
  max,
  mul,
  type Primitive,
  pow,
  primal,
  primitives,
  type Scalar,
  sin,
  sqrt,
  sub,
  sum,
  Variable,
} from "../../engine/index.js";
import { assertClose, operationNamed } from "./checks.js";
import { inputNumber, programs, runProgram } from "./generatedPrograms.js";

type Real = (...inputs: Scalar[]) => Scalar;

const rows = [...primitives.values()].map(({ primitive }) => primitive);

/** By exponents, such as "2,0,1"; null for what is not there. */
function partialsOf(f: Real, at: readonly number[], order: number): Map<string, number | null> {
  const inputs = at.map((number) => new Variable(number));
  const tape = new GradientTape();
  const target = tape.record(() => f(...inputs));
  const [found] = tape.partials([target], inputs, order);
  assert.equal(found!.order, order);
  return new Map(
    found!.partials.map(({ by, value }) => [
      at.map((_, input) => by.filter((each) => each === input).length).join(),
      value,
    ]),
  );
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** Holds every partial derivative up to an order to what a function of the exponents gives. */
function checkForm(
  f: Real,
  at: readonly number[],
  order: number,
  form: (...orders: number[]) => number | null,
  tolerance: number,
): void {
  for (const [key, value] of partialsOf(f, at, order)) {
    const expected = form(...key.split(",").map(Number));
    if (expected === null || value === null) assert.equal(value, expected, `orders ${key}`);
    else assertClose(value, expected, tolerance, `orders ${key}`);
  }
}

/** By gradients of gradients: what the numbers mean. */
function nestedPartials(f: Real, at: readonly number[], order: number): Map<string, number> {
  const inputs = at.map((number) => new Variable(number));
  const tape = new GradientTape({ persistent: true });
  const found = new Map<string, number>();
  const expand = (target: Scalar, orders: readonly number[], first: number, left: number): void => {
    if (left === 0) return;
    const by = inputs.slice(first);
    const gradientOf = () => tape.gradient(target, by, { unconnectedGradients: "zero" });
    // Only what is differentiated again is recorded.
    const gradient = left > 1 ? tape.record(gradientOf) : gradientOf();
    for (const [offset, derivative] of gradient.entries()) {
      const higher = orders.map((each, input) => (input === first + offset ? each + 1 : each));
      found.set(higher.join(), primal(derivative));
      expand(derivative, higher, first + offset, left - 1);
    }
  };
  expand(
    tape.record(() => f(...inputs)),
    at.map(() => 0),
    0,
    order,
  );
  return found;
}

/** @param scale differences below so much of the greatest derivative do not count */
function checkNested(f: Real, at: readonly number[], order: number, tolerance: number, scale = 0): void {
  const expected = nestedPartials(f, at, order);
  const found = partialsOf(f, at, order);
  assert.equal(found.size, expected.size);
  const sizes = [...expected.values()].filter(Number.isFinite).map(Math.abs);
  const tiny = Math.max(scale * Math.max(1, ...sizes), 1e-300);
  for (const [key, value] of found)
    assertClose(value ?? 0, expected.get(key)!, tolerance, `(${at}), orders ${key}`, tiny);
}

describe("Mixed partial derivatives of each primitive", () => {
  const reference = (
    file: string,
  ): { [name: string]: { at: number[]; derivatives: { [key: string]: string } }[] } =>
    JSON.parse(readFileSync(new URL(`./references/${file}`, import.meta.url), "utf8"));
  for (const file of ["primitives.json", "edges.json"]) {
    const references = reference(file);
    for (const { name } of rows) {
      if (references[name] === undefined) continue;
      it(`${name}: those of ${file}, computed with 40 digits`, () => {
        for (const { at, derivatives } of references[name]!) {
          const isUnary = at.length === 1;
          // Of x + 0·y, whose derivatives by y are none.
          const f: Real = isUnary ? (x, y) => add(operationNamed(name)(x!), y!) : operationNamed(name);
          const found = partialsOf(f, isUnary ? [at[0]!, 0] : at, 4);
          for (const [orders, digits] of Object.entries(derivatives)) {
            const key = isUnary ? `${orders},0` : orders;
            if (/^0(,0)*$/.test(orders)) continue;
            const tiny = file === "edges.json" ? 0 : 1e-40;
            assertClose(found.get(key) ?? 0, Number(digits), 1e-13, `${name}(${at}), orders ${key}`, tiny);
          }
        }
      });
    }
  }

  const inside = (row: Primitive, a: Scalar, b: Scalar) =>
    row.arity === 1 ? operationNamed(row.name)(a) : operationNamed(row.name)(a, b);
  for (const row of rows) {
    it(`${row.name}: those of nested tapes, to order 4, of what depends on both`, () => {
      for (const at of [
        [0.3, 0.2],
        [-0.4, 1.3],
        [1.7, -0.6],
      ]) {
        const f: Real = (x, y) => inside(row, add(mul(x!, y!), mul(0.3, x!)), add(sin(x!), mul(0.7, y!)));
        checkNested(f, at, 4, 1e-11, 1e-13);
      }
    });

    it(`${row.name}: those of nested tapes, to order 3, at special points`, () => {
      const specials = [0, 1, -1, 0.5, 2, -2, 800, Number.POSITIVE_INFINITY, Number.NaN];
      const points = specials.flatMap((x) => specials.map((y) => [x, y]));
      for (const at of points) {
        checkNested((x, y) => mul(inside(row, x!, y!), y!), at, 3, 1e-9, 1e-12);
      }
    });
  }
});

describe("Mixed partial derivatives at order 8", () => {
  it("of an exponential of a sum are products of powers of its factors", () => {
    const [a, b, c] = [0.7, -1.3, 2.1];
    const [x, y, z] = [0.4, 0.9, -0.2];
    const value = Math.exp(a * x + b * y + c * z);
    checkForm(
      (x, y, z) => exp(add(add(mul(a, x!), mul(b, y!)), mul(c, z!))),
      [x, y, z],
      8,
      (i, j, k) => a ** i! * b ** j! * c ** k! * value,
      1e-13,
    );
  });

  it("of a product of powers are falling products, and absent beyond its degrees", () => {
    const at = [1.5, -0.8, 2.5];
    const powers = [3, 5, 2];
    checkForm(
      (x, y, z) => mul(mul(pow(x!, 3), pow(y!, 5)), pow(z!, 2)),
      at,
      8,
      (...orders) => {
        if (orders.some((order, i) => order > powers[i]!)) return null;
        return orders.reduce(
          (product, order, i) =>
            (product * factorial(powers[i]!) * at[i]! ** (powers[i]! - order)) /
            factorial(powers[i]! - order),
          1,
        );
      },
      1e-13,
    );
  });

  it("of a reciprocal and of a logarithm of a sum depend on the order alone", () => {
    const at = [0.5, 0.75, 1.25];
    const s = 2.5;
    const order = (orders: number[]) => orders.reduce((a, b) => a + b, 0);
    const total: Real = (x, y, z) => add(add(x!, y!), z!);
    checkForm(
      (...xs) => div(1, total(...xs)),
      at,
      8,
      (...orders) => ((-1) ** order(orders) * factorial(order(orders))) / s ** (order(orders) + 1),
      1e-13,
    );
    checkForm(
      (...xs) => log(total(...xs)),
      at,
      8,
      (...orders) => (-((-1) ** order(orders)) * factorial(order(orders) - 1)) / s ** order(orders),
      1e-13,
    );
  });

  it("of sums of functions of one variable each are absent where they mix", () => {
    checkForm(
      (x, y, z) => sum([sin(x!), exp(y!), mul(z!, z!)]),
      [0, 0.3, 0],
      8,
      (i, j, k) => {
        if ([i, j, k].filter((order) => order! > 0).length !== 1) return null;
        // sin⁽ⁱ⁾(0) is 0 for even i, which is a derivative all the same.
        if (i! > 0) return i! % 2 === 0 ? 0 : i! % 4 === 1 ? 1 : -1;
        if (j! > 0) return Math.exp(0.3);
        return k === 1 ? 0 : k === 2 ? 2 : null;
      },
      1e-13,
    );
  });

  it("of a distance keep their digits where one operand dominates", () => {
    // √(x² + y²) = x + y²/(2x) − y⁴/(8x³) + …, by y at y = 0: the coefficients of the root of 1 + t.
    const found = partialsOf((x, y) => hypot(x!, y!), [1e6, 0], 8);
    assertClose(found.get("0,8")!, (-5 / 128) * factorial(8) * 1e6 ** -7, 1e-13);
    assertClose(found.get("1,4")!, (3 / 8) * factorial(4) * 1e6 ** -4, 1e-13);
  });
});

describe("Partial derivatives of a tape", () => {
  it("come to nested ones where there is no number, or no knowing", () => {
    const root: Real = (x, y, z) => add(mul(sqrt(x!), z!), mul(y!, y!));
    checkNested(root, [0, 2, 3], 3, 0);
    checkNested((x, y) => pow(x!, y!), [0, 2], 3, 0);
    checkNested((x, y) => div(y!, x!), [0, 1], 3, 0);
    // The part that has no derivatives is not picked.
    checkNested((x, y) => max(mul(x!, y!), sub(log(x!), 5)), [0, 2], 3, 0);
  });

  it("go through calls of a customGradient, by nesting", () => {
    const f = customGradient((x: Scalar, y: Scalar) => [
      mul(x, y),
      (g: Scalar) => [mul(g, y), mul(g, x)],
    ]) as Real;
    checkNested((x, y) => exp(f(x!, y!)), [0.5, 0.7], 3, 1e-13);
  });

  it("by results of operations are those by nesting", () => {
    const x = new Variable(0.5);
    const tape = new GradientTape();
    const [u, v, y] = tape.record(() => {
      const u = mul(x, 3);
      const v = sin(x);
      tape.watch([u, v] as Scalar[]);
      return [u, v, mul(mul(u, u), exp(v))] as const;
    });
    const [found] = tape.partials([y], [u as Variable, v as Variable], 3);
    const value = (by: string) => found!.partials.find((partial) => partial.by.join() === by)!.value;
    assertClose(value("0,0,1")!, 2 * Math.exp(Math.sin(0.5)));
    assertClose(value("1,1,1")!, 2.25 * Math.exp(Math.sin(0.5)));
  });

  it("of several targets, of numbers and of the sources themselves", () => {
    const [x, y] = [new Variable(2), new Variable(3)];
    const tape = new GradientTape();
    const product = tape.record(() => mul(x, y));
    const [first, second, third] = tape.partials([product, x, 7], [x, y], 3);
    assert.deepEqual(
      first!.partials.slice(0, 5).map(({ value }) => value),
      [3, 2, null, 1, null],
    );
    assert.deepEqual(
      second!.partials.slice(0, 5).map(({ value }) => value),
      [1, null, null, null, null],
    );
    assert.ok(third!.partials.length === 9 && third!.partials.every(({ value }) => value === null));
  });

  it("by one variable are its Taylor series, infinite ones included", () => {
    const x = new Variable(0);
    const tape = new GradientTape({ persistent: true });
    const y = tape.record(() => add(sqrt(x), sin(x)));
    const series = tape.taylor([x], [1], 30)(y);
    const [found] = tape.partials([y], [x], 30);
    for (const [k, { value }] of found!.partials.entries())
      assert.ok(Object.is(value, series[k + 1]! * factorial(k + 1)));
  });

  it("end when it is enough, with what is known by then", () => {
    const inputs = [0.3, 0.4, 0.5].map((number) => new Variable(number));
    const tape = new GradientTape({ persistent: true });
    const y = tape.record(() => {
      let s: Scalar = inputs[0]!;
      for (let i = 0; i < 3_000; i++) s = add(mul(sin(s), inputs[1]!), inputs[2]!);
      return s;
    });
    const orders = new Set<number>();
    for (let most = 0; most < 60; most += 3) {
      let asked = 0;
      const [found] = tape.partials([y], inputs, 6, () => asked++ >= most);
      orders.add(found!.order);
      const complete = found!.partials.filter(({ by }) => by.length <= found!.order);
      assert.equal(complete.length, [0, 3, 9, 19, 34, 55, 83][found!.order]);
    }
    assert.ok(orders.size >= 4, [...orders].join());
    assert.ok(orders.has(6));
  });

  it("of a smooth maximum keep the digits that nested tapes have", () => {
    checkNested((x, y, z) => logSumExp([x!, y!, z!]), [1, 2, 0.5], 5, 1e-11, 1e-14);
  });
});

/** Operations with kinks, poles and ends of domains. */
const wild = [
  ...[
    "abs",
    "sqrt",
    "log",
    "floor",
    "sign",
    "cbrt",
    "asin",
    "exp",
    "sin",
    "tanh",
    "neg",
    "log1p",
    "stopGradient",
  ],
  ...[
    "add",
    "sub",
    "mul",
    "div",
    "pow",
    "mod",
    "max",
    "min",
    "hypot",
    "atan2",
    "logSumExp",
    "dot",
    "square",
    "half",
  ],
];
const special = fc.constantFrom(0, 1, -1, 0.5, 2, -2, 3);
const wildProgram = fc.array(
  fc.record({ name: fc.constantFrom(...wild), first: fc.nat(4), second: fc.nat(4) }),
  { minLength: 1, maxLength: 6 },
);

function runWild(
  steps: readonly { name: string; first: number; second: number }[],
  inputs: readonly Scalar[],
): Scalar {
  const values = [...inputs];
  for (const { name, first, second } of steps) {
    const back = (n: number) => values[values.length - 1 - (n % values.length)]!;
    const [a, b] = [back(first), back(second)];
    if (name === "logSumExp") values.push(logSumExp([a, b, 0]));
    else if (name === "dot") values.push(dot([a, 2], [b, a]));
    else if (name === "square") values.push(pow(a, 2));
    else if (name === "half") values.push(pow(a, 2.5));
    else
      values.push(
        operationNamed(name).primitive.arity === 1 ? operationNamed(name)(a) : operationNamed(name)(a, b),
      );
  }
  return values.at(-1)!;
}

describe("Generated programs", () => {
  it("have the same mixed partial derivatives by the sweep and by nested tapes", () => {
    fc.assert(
      fc.property(programs, inputNumber, inputNumber, (steps, x, y) => {
        const f: Real = (...inputs) => runProgram(steps, inputs);
        checkNested(f, [x, y], 4, 1e-10, 1e-11);
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it("are 0 elsewhere too, to the last bit, where a derivative is absent", () => {
    fc.assert(
      fc.property(programs, inputNumber, inputNumber, (steps, x, y) => {
        const f: Real = (...inputs) => runProgram(steps, inputs);
        const elsewhere = partialsOf(f, [x + 0.37, y - 0.21], 5);
        for (const [key, value] of partialsOf(f, [x, y], 5))
          if (value === null) assert.equal(elsewhere.get(key) ?? 0, 0, `orders ${key}`);
      }),
      { numRuns: 300, seed: 10 },
    );
  });

  it("with kinks and at ends of domains have NaN, infinities and zeros where nested tapes have them", () => {
    fc.assert(
      fc.property(wildProgram, special, special, (steps, x, y) => {
        checkNested((...inputs) => runWild(steps, inputs), [x, y], 4, 1e-6, 1e-6);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 2000), seed: Number(process.env.FUZZ_SEED ?? 9) },
    );
  });
});
