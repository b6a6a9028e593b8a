/** Rounding, sign and what else is constant in pieces, or nearly: the derivative is 0 by convention, also at a jump. */

import { scale } from "../series/series.js";
import { type Kink, type UnaryRow, unary } from "./primitive.js";
import { nothing } from "./rule.js";

/** A function of steps. @param jumps whether it jumps at a number */
function steps(name: string, value: (x: number) => number, jumps: (x: number) => boolean): UnaryRow {
  return {
    name,
    value,
    partial: () => nothing,
    series: (y) => y.fill(0, 1),
    kinks: (x): Kink[] =>
      jumps(x) ? [{ operand: 0, left: Number.NaN, right: Number.NaN, reason: `${name} jumps here` }] : [],
    print: (x) => `Math.${name}(${x})`,
  };
}

export const ceil = unary(steps("ceil", Math.ceil, Number.isInteger));
export const floor = unary(steps("floor", Math.floor, Number.isInteger));
/** To the nearest whole number, halves up, as JavaScript does. */
export const round = unary(
  steps("round", Math.round, (x) => Number.isInteger(x - 0.5) && Math.abs(x) < 2 ** 52),
);
export const sign = unary(steps("sign", Math.sign, (x) => x === 0));
export const trunc = unary(steps("trunc", Math.trunc, (x) => Number.isInteger(x) && x !== 0));

/** The nearest single-precision number. Rounding counts as the identity, as a cast does elsewhere: the derivative is 1. */
export const fround = unary({
  name: "fround",
  value: Math.fround,
  partial: ({ g }) => g,
  series: (y, u) => scale(y, u, 1),
  print: (x) => `Math.fround(${x})`,
});

/** The same number, through which no derivative flows: to every tape it is a constant. */
export const stopGradientOfScalar = unary({
  name: "stopGradient",
  value: (x) => x,
  partial: () => nothing,
  series: (y) => y.fill(0, 1),
});
