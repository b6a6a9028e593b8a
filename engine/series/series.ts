/**
 * Truncated power series: the Taylor coefficients of a function, in a Float64Array.
 *
 *     f(x + t·d) = c₀ + c₁ t + c₂ t² + …        c_k = f⁽ᵏ⁾ / k! along d
 *
 * In several variables they are the coefficients of the monomials, lower degrees first (monomials.ts); the first is
 * the value in any case. What is the same whatever the variables is here; products, and what is made of them, are
 * the business of a ring (ring.ts).
 */

import { float64Array } from "../arrays.js";

export type Series = Float64Array;

export function constantSeries(value: number, length: number): Series {
  const series = float64Array(length);
  series[0] = value;
  return series;
}

/** The coefficients of an operand, whether it varies or not. */
export function asSeries(operand: Series | number, length: number): Series {
  return typeof operand === "number" ? constantSeries(operand, length) : operand;
}

/**
 * The last coefficient that is not 0. The sums of the rings stop there: it makes them shorter, keeps powers exact
 * beyond their degree, and keeps a coefficient that is not there from meeting an infinite one.
 */
export function degree(u: Series): number {
  let last = u.length - 1;
  while (last > 0 && u[last] === 0) last--;
  return last;
}

/** y = factor · u, from the first coefficient on. */
export function scale(y: Series, u: Series, factor: number): void {
  const last = Math.max(1, degree(u));
  for (let k = 1; k < y.length; k++) y[k] = k > last ? 0 : factor * u[k]!;
}

/** y = u / divisor, from the first coefficient on. */
export function divideByNumber(y: Series, u: Series, divisor: number): void {
  const last = Math.max(1, degree(u));
  for (let k = 1; k < y.length; k++) y[k] = k > last ? 0 : u[k]! / divisor;
}

/** Turns y into −y from the first coefficient on. */
export function negate(y: Series): void {
  for (let k = 1; k < y.length; k++) y[k] = -y[k]!;
}
