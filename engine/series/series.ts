/**
 * Truncated power series: the Taylor coefficients c₀, c₁, …, c_n of a function along a line, in a Float64Array.
 *
 *     f(x + t·d) = c₀ + c₁ t + c₂ t² + …        c_k = f⁽ᵏ⁾ / k! along d
 *
 * The recurrences here are the classical ones (Griewank and Walther, Evaluating Derivatives, chapter 13).
 * They fill the coefficients from `from` on and take the lower ones as given; the length of the result says
 * how many there are.
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
 * The last coefficient that is not 0. The sums below stop there: it makes them shorter, keeps powers exact
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

/** y = a · b. */
export function multiply(y: Series, a: Series, b: Series, from = 1): void {
  const degreeOfA = degree(a);
  const degreeOfB = degree(b);
  for (let k = from; k < y.length; k++) {
    let sum = 0;
    const end = Math.min(k, degreeOfA);
    for (let j = Math.max(0, k - degreeOfB); j <= end; j++) sum += a[j]! * b[k - j]!;
    y[k] = sum;
  }
}

/** y = a / b; y₀ is given. */
export function divide(y: Series, a: Series, b: Series): void {
  const degreeOfB = degree(b);
  for (let k = 1; k < y.length; k++) {
    let sum = a[k]!;
    for (let j = Math.min(k, degreeOfB); j > 0; j--) sum -= b[j]! * y[k - j]!;
    y[k] = sum / b[0]!;
  }
}

/** a / b, its first coefficient included. */
export function quotient(a: Series, b: Series): Series {
  const y = constantSeries(a[0]! / b[0]!, a.length);
  divide(y, a, b);
  return y;
}

/** y with y′ = w · u′; y₀ is given. */
function integrateProduct(y: Series, w: Series, u: Series): void {
  const degreeOfU = degree(u);
  for (let k = 1; k < y.length; k++) {
    let sum = 0;
    for (let j = Math.min(k, degreeOfU); j > 0; j--) sum += j * u[j]! * w[k - j]!;
    y[k] = sum / k;
  }
}

/** y with y′ · w = u′; y₀ is given. */
export function integrateQuotient(y: Series, u: Series, w: Series): void {
  const degreeOfW = degree(w);
  for (let k = 1; k < y.length; k++) {
    let sum = k * u[k]!;
    for (let j = Math.max(1, k - degreeOfW); j < k; j++) sum -= j * y[j]! * w[k - j]!;
    y[k] = sum / (k * w[0]!);
  }
}

/** y = √u; y₀ is given. */
export function squareRoot(y: Series, u: Series): void {
  for (let k = 1; k < y.length; k++) {
    let sum = u[k]!;
    for (let j = 1; j < k; j++) sum -= y[j]! * y[k - j]!;
    y[k] = sum / (2 * y[0]!);
  }
}

/** y = e^u; y₀ is given. */
export function exponential(y: Series, u: Series): void {
  integrateProduct(y, y, u);
}

/** y with y′ = w · u′ and w′ = factor · y · u′: sine, cosine and their hyperbolic kin. y₀ and w₀ are given. */
export function oscillate(y: Series, w: Series, u: Series, factor: number): void {
  const degreeOfU = degree(u);
  for (let k = 1; k < y.length; k++) {
    let first = 0;
    let second = 0;
    for (let j = Math.min(k, degreeOfU); j > 0; j--) {
      const slope = j * u[j]!;
      first += slope * w[k - j]!;
      second += slope * y[k - j]!;
    }
    y[k] = first / k;
    w[k] = (factor * second) / k;
  }
}

/** y with y′ = w · u′ and w′ = factor · y · w · u′: tangents. y₀ and w₀ are given. */
export function tangent(y: Series, w: Series, u: Series, factor: number): void {
  const product = float64Array(y.length);
  const degreeOfU = degree(u);
  for (let k = 1; k < y.length; k++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += y[j]! * w[k - 1 - j]!;
    product[k - 1] = sum;
    let first = 0;
    let second = 0;
    for (let j = Math.min(k, degreeOfU); j > 0; j--) {
      const slope = j * u[j]!;
      first += slope * w[k - j]!;
      second += slope * product[k - j]!;
    }
    y[k] = first / k;
    w[k] = (factor * second) / k;
  }
}

/** y = u^r for a number r, where u₀ is not 0; y₀ is given. */
export function power(y: Series, u: Series, r: number): void {
  const degreeOfU = degree(u);
  for (let k = 1; k < y.length; k++) {
    let sum = 0;
    for (let j = Math.min(k, degreeOfU); j > 0; j--) sum += (j * r - (k - j)) * u[j]! * y[k - j]!;
    y[k] = sum / (k * u[0]!);
  }
}

/** y = u^n for a whole number n ≥ 0, by multiplication: exact at 0 and beyond its degree; y₀ is given. */
export function wholePower(y: Series, u: Series, n: number): void {
  const length = y.length;
  let result: Series | null = null;
  let square = u;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === null ? square : product(result, square);
    if (rest > 1) square = product(square, square);
  }
  for (let k = 1; k < length; k++) y[k] = result === null ? 0 : result[k]!;
}

/**
 * y = √(a² + b² + …); y₀ is given, finite and not 0.
 *
 * The greatest operand m is left in the sum as it is: y = |m| + d with 2 |m| d + d² = the squares of the others,
 * so that nothing cancels where m is all but the whole of y. Everything is divided by y₀, so that no square
 * overflows.
 */
export function distance(y: Series, operands: readonly (Series | number)[]): void {
  const length = y.length;
  const radius = y[0]!;
  const sizes = operands.map((u) => Math.abs(typeof u === "number" ? u : u[0]!));
  const greatest = sizes.indexOf(sizes.reduce((a, b) => Math.max(a, b)));
  const m = asSeries(operands[greatest]!, length);
  const direction = m[0]! < 0 ? -1 : 1;
  const squares = float64Array(length);
  operands.forEach((u, i) => {
    if (i !== greatest) addSquareOver(squares, u, radius);
  });
  const degreeOfM = degree(m);
  const d = float64Array(length);
  d[0] = squares[0]! / (1 + sizes[greatest]! / radius);
  for (let k = 1; k < length; k++) {
    let sum = squares[k]!;
    for (let j = 1; j <= Math.min(k, degreeOfM); j++) sum -= 2 * direction * m[j]! * (d[k - j]! / radius);
    for (let j = 1; j < k; j++) sum -= (d[j]! / radius) * d[k - j]!;
    d[k] = sum / 2;
    y[k] = direction * m[k]! + d[k]!;
  }
  if (length === 1) return;
  // Also where an operand moves infinitely fast.
  y[1] = 0;
  for (const u of operands) if (typeof u !== "number" && u[1] !== 0) y[1] = y[1]! + (u[0]! / radius) * u[1]!;
}

/** Adds u² / divisor, where u² alone might overflow. */
function addSquareOver(y: Series, u: Series | number, divisor: number): void {
  if (typeof u === "number") {
    y[0] = y[0]! + (u / divisor) * u;
    return;
  }
  const degreeOfU = degree(u);
  for (let k = 0; k < y.length; k++) {
    let sum = 0;
    for (let j = Math.max(0, k - degreeOfU); 2 * j < k; j++) sum += 2 * (u[j]! / divisor) * u[k - j]!;
    if (k % 2 === 0) sum += (u[k / 2]! / divisor) * u[k / 2]!;
    y[k] = y[k]! + sum;
  }
}

export function product(a: Series, b: Series): Series {
  const y = float64Array(a.length);
  multiply(y, a, b, 0);
  return y;
}

/**
 * y = f(u) where f has no Taylor series at u₀ (the edge of its domain): put together from the derivatives by
 * convention, mostly infinities, that repeated differentiation gives there.
 *
 * @param derivative f⁽ᵏ⁾(u₀) / k! for k ≥ 1
 */
export function composeAtEdge(y: Series, u: Series, derivative: (order: number) => number): void {
  const length = y.length;
  y.fill(0, 1);
  const increment = u.slice();
  increment[0] = 0;
  let powerOfIncrement = constantSeries(1, length);
  for (let j = 1; j < length; j++) {
    powerOfIncrement = product(powerOfIncrement, increment);
    const factor = derivative(j);
    for (let k = j; k < length; k++) {
      const p = powerOfIncrement[k]!;
      // A power that the increment does not have contributes nothing, even to an infinite derivative;
      // but where it does not move at all to first order, ∞ · 0 stays unknown.
      if (p !== 0 || (u[1] === 0 && !Number.isFinite(factor))) y[k] = y[k]! + factor * p;
    }
  }
}

/** 1 − u², without cancellation where u₀ is near ±1. */
export function oneMinusSquare(u: Series): Series {
  const y = product(u, u);
  for (let k = 1; k < y.length; k++) y[k] = -y[k]!;
  y[0] = (1 - u[0]!) * (1 + u[0]!);
  return y;
}

/** 1 + u². */
export function onePlusSquare(u: Series): Series {
  const y = product(u, u);
  y[0] = 1 + y[0]!;
  return y;
}

/** √u, its first coefficient included. */
export function rootOf(u: Series): Series {
  const y = float64Array(u.length);
  y[0] = Math.sqrt(u[0]!);
  squareRoot(y, u);
  return y;
}

/** Turns y into −y from the first coefficient on. */
export function negate(y: Series): void {
  for (let k = 1; k < y.length; k++) y[k] = -y[k]!;
}
