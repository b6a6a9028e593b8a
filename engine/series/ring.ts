/**
 * What the primitives' Taylor rules are written with: products of truncated series, and the recurrences made of
 * products. There is a ring for series in one variable and one for each number of several.
 *
 * The recurrences are the classical ones (Griewank and Walther, Evaluating Derivatives, chapter 13). They hold in
 * several variables too: along the line t·x the coefficient of tᵏ is the part of degree k, so that the parts of a
 * polynomial take the places of the coefficients, and their products those of the coefficients' products.
 *
 * They fill the coefficients from the first on and take y₀, the value, as given; the length of the result says how
 * many there are.
 */

import { float64Array } from "../arrays.js";
import { constantSeries, type Series } from "./series.js";

export abstract class SeriesRing {
  /** How many variables there are: the coefficients of degree 1 are those from 1 to this one. */
  abstract readonly variables: number;

  /** y = a · b. */
  abstract multiply(y: Series, a: Series, b: Series): void;

  /** y = a / b. */
  abstract divide(y: Series, a: Series, b: Series): void;

  /** y with y′ = w · u′. */
  abstract integrateProduct(y: Series, w: Series, u: Series): void;

  /** y with y′ · w = u′. */
  abstract integrateQuotient(y: Series, u: Series, w: Series): void;

  /** y = √u. */
  abstract squareRoot(y: Series, u: Series): void;

  /** y with y′ = w · u′ and w′ = factor · y · u′: sine, cosine and their hyperbolic kin. w₀ is given as well. */
  abstract oscillate(y: Series, w: Series, u: Series, factor: number): void;

  /** y with y′ = w · u′ and w′ = factor · y · w · u′: tangents. w₀ is given as well. */
  abstract tangent(y: Series, w: Series, u: Series, factor: number): void;

  /** y = u^r for a number r, where u₀ is not 0. */
  abstract power(y: Series, u: Series, r: number): void;

  /** y = √(a² + b² + …); y₀ is finite and not 0. */
  abstract distance(y: Series, operands: readonly (Series | number)[]): void;

  /**
   * y = f(u) where f has no Taylor series at u₀ (the edge of its domain): put together from the derivatives by
   * convention, mostly infinities, that repeated differentiation gives there.
   *
   * @param derivative f⁽ᵏ⁾(u₀) / k! for k ≥ 1
   */
  abstract composeAtEdge(y: Series, u: Series, derivative: (order: number) => number): void;

  product(a: Series, b: Series): Series {
    const y = constantSeries(a[0]! * b[0]!, a.length);
    this.multiply(y, a, b);
    return y;
  }

  /** a / b, its first coefficient included. */
  quotient(a: Series, b: Series): Series {
    const y = constantSeries(a[0]! / b[0]!, a.length);
    this.divide(y, a, b);
    return y;
  }

  /** y = e^u. */
  exponential(y: Series, u: Series): void {
    this.integrateProduct(y, y, u);
  }

  /** y = u^n for a whole number n ≥ 0, by multiplication: exact at 0 and beyond its degree. */
  wholePower(y: Series, u: Series, n: number): void {
    const length = y.length;
    let result: Series | null = null;
    let square = u;
    for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = result === null ? square : this.product(result, square);
      if (rest > 1) square = this.product(square, square);
    }
    for (let k = 1; k < length; k++) y[k] = result === null ? 0 : result[k]!;
  }

  /** √u, its first coefficient included. */
  rootOf(u: Series): Series {
    const y = float64Array(u.length);
    y[0] = Math.sqrt(u[0]!);
    this.squareRoot(y, u);
    return y;
  }

  /** 1 − u², without cancellation where u₀ is near ±1. */
  oneMinusSquare(u: Series): Series {
    const y = this.product(u, u);
    for (let k = 1; k < y.length; k++) y[k] = -y[k]!;
    y[0] = (1 - u[0]!) * (1 + u[0]!);
    return y;
  }

  /** 1 + u². */
  onePlusSquare(u: Series): Series {
    const y = this.product(u, u);
    y[0] = 1 + y[0]!;
    return y;
  }
}

/**
 * What `distance` begins with. The greatest operand m is left in the sum as it is: y = |m| + d with
 * 2 |m| d + d² = the squares of the others, so that nothing cancels where m is all but the whole of y.
 */
export function greatestOf(operands: readonly (Series | number)[]): { which: number; size: number } {
  let which = 0;
  let size = 0;
  operands.forEach((u, k) => {
    const each = Math.abs(typeof u === "number" ? u : u[0]!);
    if (each > size) [which, size] = [k, each];
  });
  return { which, size };
}
