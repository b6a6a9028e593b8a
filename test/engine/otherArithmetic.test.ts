/** What a tape recorded, over numbers of another kind. */

import assert from "node:assert/strict";
import {
  type Arithmetic,
  add,
  cos,
  customGradient,
  div,
  GradientTape,
  max,
  mul,
  pow,
  primal,
  primitives,
  type Scalar,
  sin,
  sub,
  Variable,
} from "nested-tape";

/** Double precision itself: what comes out must be what was recorded. */
const doubles: Arithmetic<number> = {
  number: (value) => value,
  apply: ({ primitive, operands }) =>
    primitive.arity === "list"
      ? primitive.value(operands)
      : (primitive.value as (...operands: number[]) => number)(...operands),
};

/** Fractions of whole numbers: addition, subtraction, multiplication and division are exact. */
interface Fraction {
  over: bigint;
  under: bigint;
}

const fractions: Arithmetic<Fraction> = {
  number: (value) => {
    let under = 1n;
    let whole = value;
    for (; !Number.isInteger(whole); whole *= 2) under *= 2n;
    return { over: BigInt(whole), under };
  },
  apply({ primitive: { name }, operands: [a, b] }) {
    switch (name) {
      case "add":
        return { over: a!.over * b!.under + b!.over * a!.under, under: a!.under * b!.under };
      case "sub":
        return { over: a!.over * b!.under - b!.over * a!.under, under: a!.under * b!.under };
      case "mul":
        return { over: a!.over * b!.over, under: a!.under * b!.under };
      case "div":
        return { over: a!.over * b!.under, under: a!.under * b!.over };
      case "neg":
        return { over: -a!.over, under: a!.under };
      default:
        throw new Error(name);
    }
  },
};

const numberOf = ({ over, under }: Fraction) => Number((over * 10n ** 30n) / under) / 1e30;

describe("Another arithmetic", () => {
  const functions: Record<string, (x: Scalar, y: Scalar) => Scalar> = {
    "arithmetic and constants": (x, y) => add(mul(x, 3), div(y, sub(x, 0.5))),
    "functions of one number": (x, y) => mul(sin(x), cos(add(y, x))),
    lists: (x, y) => max(x, y, pow(x, y)),
    "a plain input": (x) => x,
  };
  for (const [name, f] of Object.entries(functions)) {
    it(`double precision gives what was recorded: ${name}`, () => {
      const [x, y] = [new Variable(1.25), new Variable(0.75)];
      const tape = new GradientTape({ persistent: true });
      const value = tape.record(() => f(x, y));
      const slopes = tape.record(() => tape.gradient(value, [x, y], { unconnectedGradients: "zero" }));
      const scalars = [value, ...slopes];
      assert.deepEqual(tape.valuesOver(doubles, scalars), scalars.map(primal));
    });
  }

  it("every primitive takes its operands in order", () => {
    for (const operation of primitives.values()) {
      const { primitive } = operation;
      const inputs = [0.5, 0.75, 0.25, 0.125].slice(0, primitive.arity === "list" ? 4 : primitive.arity);
      const variables = inputs.map((input) => new Variable(input));
      const tape = new GradientTape({ persistent: true });
      const value = tape.record(() => operation(...variables));
      assert.deepEqual(tape.valuesOver(doubles, [value]), [primal(value)], primitive.name);
    }
  });

  it("fractions give the derivative that double precision loses", () => {
    // (x² − 1) / (x − 1) is x + 1: at 1 + 2⁻⁴⁰ its derivative is 1, of which no digit is left.
    const x = new Variable(1 + 2 ** -40);
    const tape = new GradientTape({ persistent: true });
    const value = tape.record(() => div(sub(mul(x, x), 1), sub(x, 1)));
    const slope = tape.record(() => tape.gradient(value, x))!;
    const [y, dy] = tape.valuesOver(fractions, [value, slope])!.map(numberOf);
    assert.equal(y, 2 + 2 ** -40);
    assert.equal(dy, 1);
    assert.notEqual(primal(slope), 1);
  });

  it("a call whose derivative its author gave cannot be computed again", () => {
    const square = customGradient((x: Scalar) => [mul(x, x), (g: Scalar) => mul(2, g)]);
    const x = new Variable(3);
    const tape = new GradientTape({ persistent: true });
    const value = tape.record(() => square(x));
    assert.equal(tape.valuesOver(doubles, [value]), null);
  });

  it("ends when it is enough", () => {
    const x = new Variable(3);
    const tape = new GradientTape({ persistent: true });
    const value = tape.record(() => mul(x, mul(x, x)));
    let asked = 0;
    assert.equal(
      tape.valuesOver(doubles, [value], () => ++asked > 1),
      null,
    );
  });
});
