/** Exponentials and logarithms. */

import { equal, isNotANumber } from "../comparisons.js";
import { EXP } from "../graph/codes.js";
import type { SeriesRing } from "../series/ring.js";
import type { Series } from "../series/series.js";
import { add, div } from "./arithmetic.js";
import { scaled } from "./hotArithmetic.js";
import { type UnaryRow, unary } from "./primitive.js";
import { call, choice, type Expression, isEqual, isNaNumber, product, quotient, sum } from "./rule.js";

/** e^x */
export const exp = unary({
  name: "exp",
  code: EXP,
  value: Math.exp,
  partial: ({ g, y }) => product(g, y),
  series: (y, u, ring) => ring.exponential(y, u),
  print: (x) => `Math.exp(${x})`,
});

/** e^x − 1, accurate near 0. */
export const expm1 = unary({
  name: "expm1",
  value: Math.expm1,
  partial: ({ g, x }) => product(g, call(exp, x)),
  series: (y, u, ring) => {
    const value = y[0]!;
    y[0] = Math.exp(u[0]!);
    ring.exponential(y, u);
    y[0] = value;
  },
  print: (x) => `Math.expm1(${x})`,
});

/** A logarithm of x + shift to a base whose natural logarithm is given. Outside its domain everything is NaN. */
function logarithm(name: string, value: (x: number) => number, shift: 0 | 1, lnBase: number): UnaryRow {
  return {
    name,
    value,
    partial: ({ g, x, y }) => {
      const slope = (distance: Expression) =>
        lnBase === 1 ? quotient(g, distance) : quotient(quotient(g, distance), lnBase);
      // Adding 0 turns −0, where the logarithm rises from −∞ all the same, into 0.
      const inside = shift === 1 ? slope(sum(1, x)) : choice(isEqual(x, 0), slope(sum(0, x)), slope(x));
      // Times itself, so that its own derivatives are NaN as well.
      return choice(isNaNumber(y), product(g, y), inside);
    },
    flow: (g, x, y) => {
      if (isNotANumber(y)) return scaled(g, y);
      const slope = div(g, shift === 1 || equal(x, 0) ? add(shift, x) : x);
      return lnBase === 1 ? slope : div(slope, lnBase);
    },
    series: (y, u, ring) => {
      const w = u.slice();
      w[0] = shift + u[0]!;
      if (Number.isNaN(y[0]!)) y.fill(Number.NaN, 1);
      else if (w[0] === 0)
        ring.composeAtEdge(y, u, (order) => (order % 2 === 0 ? -1 : 1) * Number.POSITIVE_INFINITY);
      else integrateQuotientOfItself(y, w, lnBase, ring);
    },
    kinks: (x) =>
      x + shift === 0
        ? [{ operand: 0, left: Number.NaN, right: Number.POSITIVE_INFINITY, reason: `${name} ends here` }]
        : [],
    print: (x) => `Math.${name}(${x})`,
  };
}

/** y = ln(w) / lnBase; y₀ is given. */
function integrateQuotientOfItself(y: Series, w: Series, lnBase: number, ring: SeriesRing): void {
  ring.integrateQuotient(y, w, w);
  if (lnBase !== 1) for (let k = 1; k < y.length; k++) y[k] = y[k]! / lnBase;
}

/** The natural logarithm. */
export const log = unary(logarithm("log", Math.log, 0, 1));
/** ln(1 + x), accurate near 0. */
export const log1p = unary(logarithm("log1p", Math.log1p, 1, 1));
export const log2 = unary(logarithm("log2", Math.log2, 0, Math.LN2));
export const log10 = unary(logarithm("log10", Math.log10, 0, Math.LN10));
