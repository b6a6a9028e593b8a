/** Powers, roots and distances. */

import { equal, less } from "../comparisons.js";
import * as series from "../series/series.js";
import { add, div, mul, sub, times } from "./arithmetic.js";
import { log } from "./exponential.js";
import { binary, list, unary } from "./primitive.js";

/**
 * a to the power b, as JavaScript's `**`. Whole powers are exact at 0, for negative a and beyond their degree.
 * By convention the derivative by a of a ** 0 is 0, and the derivative by b of 0 ** b is 0 for b ≥ 0.
 */
export const pow = binary({
  name: "pow",
  value: (a, b) => a ** b,
  flows: [
    (g, a, b) => {
      if (typeof b === "number") {
        if (b === 0) return null;
        if (b === 1) return times(g, pow(a, 0));
        return times(g, times(b, pow(a, b - 1)));
      }
      if (equal(b, 0) && equal(a, 0)) return null;
      return times(g, mul(b, pow(a, sub(b, 1))));
    },
    (g, a, b, y) => {
      if (equal(a, 0) && !less(b, 0)) return null;
      return times(g, mul(y, log(a)));
    },
  ],
  series: (y, a, b) => {
    if (typeof b === "number") powerOfSeries(y, a as series.Series, b);
    else if (typeof a === "number") exponentialOfSeries(y, a, b);
    else generalPower(y, a, b);
  },
  kinks: (a, b) =>
    a === 0 && b > 0 && b < 1
      ? [
          {
            operand: 0,
            left: Number.NaN,
            right: Number.POSITIVE_INFINITY,
            reason: "a fractional power ends at 0",
          },
        ]
      : [],
  print: (a, b) => `(${a} ** ${b})`,
});

/** Above this, multiplication takes longer than the recurrence. */
const LARGEST_MULTIPLIED_POWER = 64;

/** y = u^r for a number r. */
function powerOfSeries(y: series.Series, u: series.Series, r: number): void {
  const isWhole = Number.isInteger(r) && r >= 0;
  if (isWhole && r > 0 && u[0] === 0 && r >= y.length) y.fill(0, 1);
  else if (isWhole && (r <= LARGEST_MULTIPLIED_POWER || u[0] === 0)) series.wholePower(y, u, r);
  else if (u[0] === 0) series.composeAtEdge(y, u, (order) => binomial(r, order) * u[0]! ** (r - order));
  else series.power(y, u, r);
}

/** y = a^v for a number a. */
function exponentialOfSeries(y: series.Series, a: number, v: series.Series): void {
  const slope = Math.log(a);
  if (a === 0 && v[0]! >= 0) y.fill(0, 1);
  else if (a === 0) series.composeAtEdge(y, v, (order) => y[0]! * slope ** order);
  else series.exponential(y, slopeTimes(slope, v));
}

function slopeTimes(slope: number, v: series.Series): series.Series {
  return v.map((c) => slope * c);
}

/** y = u^v where both vary. */
function generalPower(y: series.Series, u: series.Series, v: series.Series): void {
  if (series.degree(v) === 0) {
    powerOfSeries(y, u, v[0]!);
  } else if (series.degree(u) === 0) {
    exponentialOfSeries(y, u[0]!, v);
  } else if (u[0] === 0) {
    // No series here: only the first derivative follows from the conventions.
    y.fill(Number.NaN, 1);
    const byExponent = v[0]! < 0 ? Number.NEGATIVE_INFINITY * v[1]! : 0;
    if (y.length > 1) y[1] = (v[0] === 0 ? 0 : v[0]! * 0 ** (v[0]! - 1) * u[1]!) + byExponent;
  } else {
    const logarithm = new Float64Array(y.length);
    logarithm[0] = Math.log(u[0]!);
    series.integrateQuotient(logarithm, u, u);
    series.exponential(y, series.product(v, logarithm));
  }
}

/** r (r − 1) … (r − k + 1) / k! */
function binomial(r: number, k: number): number {
  let result = 1;
  for (let j = 0; j < k; j++) result *= (r - j) / (j + 1);
  return result;
}

/** √x; its derivative at 0 is ∞. */
export const sqrt = unary({
  name: "sqrt",
  value: Math.sqrt,
  // Adding 0 turns −0, which has the root −0, into 0.
  flow: (g, _x, y) => div(g, equal(y, 0) ? add(mul(2, y), 0) : mul(2, y)),
  series: (y, u) => {
    if (u[0] === 0) series.composeAtEdge(y, u, (order) => binomial(0.5, order) * Number.POSITIVE_INFINITY);
    else series.squareRoot(y, u);
  },
  kinks: (x) =>
    x === 0
      ? [{ operand: 0, left: Number.NaN, right: Number.POSITIVE_INFINITY, reason: "sqrt ends at 0" }]
      : [],
  print: (x) => `Math.sqrt(${x})`,
});

/** ∛x; its derivative at 0 is ∞. Beyond the first its derivatives there do not exist, since the two sides differ. */
export const cbrt = unary({
  name: "cbrt",
  value: Math.cbrt,
  flow: (g, _x, y) => div(g, mul(3, mul(y, y))),
  series: (y, u) => {
    if (u[0] === 0) {
      series.composeAtEdge(y, u, (order) => (order === 1 ? Number.POSITIVE_INFINITY : Number.NaN));
    } else {
      series.power(y, u, 1 / 3);
    }
  },
  kinks: (x) =>
    x === 0
      ? [
          {
            operand: 0,
            left: Number.POSITIVE_INFINITY,
            right: Number.POSITIVE_INFINITY,
            reason: "cbrt is vertical at 0",
          },
        ]
      : [],
  print: (x) => `Math.cbrt(${x})`,
});

/** √(a² + b² + …), without overflow. At the origin its derivatives are NaN. */
export const hypot = list({
  name: "hypot",
  value: Math.hypot,
  flow: (g, operands, which, y) => times(g, div(operands[which]!, y)),
  series: (y, operands) => {
    const radius = y[0]!;
    const isAtRest = operands.every((u) => typeof u === "number" || u.every((c) => c === 0));
    if (radius === 0 && isAtRest) {
      // Nothing moves: `max(x, 0)` away from its corner, for one.
      y.fill(0, 1);
      return;
    }
    // Divided by the result, the sum of squares begins with 1.
    const sum = new Float64Array(y.length);
    for (const operand of operands) {
      if (typeof operand === "number") continue;
      const ratio = operand.map((c) => c / radius);
      const square = series.product(ratio, ratio);
      for (let k = 1; k < y.length; k++) sum[k] = sum[k]! + square[k]!;
    }
    sum[0] = 1;
    const root = series.rootOf(sum);
    for (let k = 1; k < y.length; k++) y[k] = root[k]! * radius;
  },
  kinks: (...operands) =>
    operands.every((x) => x === 0)
      ? operands.map((_, operand) => ({
          operand,
          left: Number.NaN,
          right: Number.NaN,
          reason: "hypot has a tip at the origin",
        }))
      : [],
  print: (...operands) => `Math.hypot(${operands.join(", ")})`,
});
