/**
 * The rings of truncated polynomials in several variables.
 *
 * Each recurrence goes over the monomials from lower degrees to higher. When it comes to one, all that its
 * coefficient is made of has been added up there: it is finished, and what it contributes to higher ones is added to
 * these. Coefficients that are 0 contribute nothing.
 */

import { float64Array } from "../arrays.js";
import type { Monomials } from "./monomials.js";
import { greatestOf, SeriesRing } from "./ring.js";
import { asSeries, type Series } from "./series.js";

export class RingInSeveralVariables extends SeriesRing {
  readonly variables: number;
  protected readonly monomials: Monomials;
  protected readonly products: Int32Array;
  protected readonly rows: Int32Array;

  constructor(monomials: Monomials) {
    super();
    this.variables = monomials.variables;
    this.monomials = monomials;
    const { products, rows } = monomials.products();
    this.products = products;
    this.rows = rows;
  }

  multiply(y: Series, a: Series, b: Series): void {
    y.fill(0, 1);
    const value = y[0]!;
    // Also where a₀ is 0: a mark (marks.ts) makes a mark.
    for (let m = 0; m < y.length; m++) if (m === 0 || a[m] !== 0) this.addMultiple(y, m, b, a[m]!, 0);
    y[0] = value;
  }

  divide(y: Series, a: Series, b: Series): void {
    const divisor = b[0]!;
    for (let m = 1; m < y.length; m++) y[m] = a[m]!;
    for (let m = 0; m < y.length; m++) {
      if (m > 0) y[m] = y[m]! / divisor;
      if (m === 0 || y[m] !== 0) this.addMultiple(y, m, b, -y[m]!, 1);
    }
  }

  integrateProduct(y: Series, w: Series, u: Series): void {
    const { degrees } = this.monomials;
    const slopes = this.slopesOf(u);
    y.fill(0, 1);
    for (let m = 0; m < y.length; m++) {
      if (m > 0) y[m] = y[m]! / degrees[m]!;
      if (m === 0 || w[m] !== 0) this.addMultiple(y, m, slopes, w[m]!, 1);
    }
  }

  integrateQuotient(y: Series, u: Series, w: Series): void {
    const { degrees } = this.monomials;
    const divisor = w[0]!;
    for (let m = 1; m < y.length; m++) y[m] = degrees[m]! * u[m]!;
    for (let m = 1; m < y.length; m++) {
      y[m] = y[m]! / (degrees[m]! * divisor);
      if (y[m] !== 0) this.addMultiple(y, m, w, -degrees[m]! * y[m]!, 1);
    }
  }

  squareRoot(y: Series, u: Series): void {
    const divisor = 2 * y[0]!;
    for (let m = 1; m < y.length; m++) y[m] = u[m]!;
    for (let m = 1; m < y.length; m++) {
      y[m] = y[m]! / divisor;
      if (y[m] !== 0) this.addPairs(y, m, y, y, -y[m]!, -y[m]!);
    }
  }

  oscillate(y: Series, w: Series, u: Series, factor: number): void {
    const { degrees } = this.monomials;
    const slopes = this.slopesOf(u);
    y.fill(0, 1);
    w.fill(0, 1);
    for (let m = 0; m < y.length; m++) {
      if (m > 0) {
        y[m] = y[m]! / degrees[m]!;
        w[m] = (factor * w[m]!) / degrees[m]!;
      }
      if (m === 0 || w[m] !== 0) this.addMultiple(y, m, slopes, w[m]!, 1);
      if (m === 0 || y[m] !== 0) this.addMultiple(w, m, slopes, y[m]!, 1);
    }
  }

  tangent(y: Series, w: Series, u: Series, factor: number): void {
    const { degrees } = this.monomials;
    const slopes = this.slopesOf(u);
    const product = float64Array(y.length);
    y.fill(0, 1);
    w.fill(0, 1);
    for (let m = 0; m < y.length; m++) {
      if (m === 0) {
        product[0] = y[0]! * w[0]!;
      } else {
        y[m] = y[m]! / degrees[m]!;
        w[m] = (factor * w[m]!) / degrees[m]!;
        product[m] = product[m]! + y[m]! * w[0]! + w[m]! * y[0]!;
      }
      if (m === 0 || w[m] !== 0) this.addMultiple(y, m, slopes, w[m]!, 1);
      if (m === 0 || product[m] !== 0) this.addMultiple(w, m, slopes, product[m]!, 1);
      if (m > 0) this.addPairs(product, m, y, w, w[m]!, y[m]!);
    }
  }

  power(y: Series, u: Series, r: number): void {
    const { products, rows } = this;
    const { degrees, degree, countUpTo } = this.monomials;
    const divisor = u[0]!;
    y.fill(0, 1);
    for (let m = 0; m < y.length; m++) {
      const degreeOfM = degrees[m]!;
      if (m > 0) y[m] = y[m]! / (degreeOfM * divisor);
      const factor = y[m]!;
      if (m > 0 && factor === 0) continue;
      const end = countUpTo[degree - degreeOfM]!;
      for (let j = 1, at = rows[m]! + 1; j < end; j++, at++)
        if (u[j] !== 0) y[products[at]!]! += (degrees[j]! * r - degreeOfM) * u[j]! * factor;
    }
  }

  /** Everything is divided by y₀, so that no square overflows. */
  distance(y: Series, operands: readonly (Series | number)[]): void {
    const radius = y[0]!;
    const { which: greatest, size } = greatestOf(operands);
    const m = asSeries(operands[greatest]!, y.length);
    const direction = m[0]! < 0 ? -1 : 1;
    const d = float64Array(y.length);
    operands.forEach((u, which) => {
      if (which === greatest) return;
      if (typeof u === "number") d[0] = d[0]! + (u / radius) * u;
      else
        for (let k = 0; k < u.length; k++)
          if (k === 0 || u[k] !== 0) this.addMultiple(d, k, u, u[k]! / radius, 0);
    });
    d[0] = d[0]! / (1 + size / radius);
    for (let k = 0; k < y.length; k++) {
      if (k > 0) {
        d[k] = d[k]! / 2;
        y[k] = direction * m[k]! + d[k]!;
      }
      const part = d[k]! / radius;
      if (k === 0 || part !== 0) this.addMultiple(d, k, m, -2 * direction * part, 1);
      if (k > 0) this.addPairs(d, k, d, d, -part, -part);
    }
  }

  /** A coefficient of 0 does not tell whether its variables move, so that what an infinity makes of it is not known. */
  composeAtEdge(y: Series): void {
    y.fill(Number.NaN, 1);
  }

  /** Adds to y the product of a monomial with the monomials of u from `from` on, times a factor. */
  protected addMultiple(y: Series, monomial: number, u: Series, factor: number, from: number): void {
    const { products, rows } = this;
    const { degrees, degree, countUpTo } = this.monomials;
    const end = countUpTo[degree - degrees[monomial]!]!;
    for (let j = from, at = rows[monomial]! + from; j < end; j++, at++) y[products[at]!]! += factor * u[j]!;
  }

  /**
   * Adds to y what a monomial gives with each up to itself, but for the constant: `first` · a + `second` · b, where
   * they stand for its own coefficients of b and a. With itself it is met once.
   */
  protected addPairs(y: Series, monomial: number, a: Series, b: Series, first: number, second: number): void {
    const { products, rows } = this;
    const { degrees, degree, countUpTo } = this.monomials;
    const row = rows[monomial]!;
    const end = Math.min(monomial, countUpTo[degree - degrees[monomial]!]!);
    for (let j = 1; j < end; j++) y[products[row + j]!]! += first * a[j]! + second * b[j]!;
    if (2 * degrees[monomial]! <= degree) y[products[row + monomial]!]! += first * a[monomial]!;
  }

  /** u′: each coefficient times its degree. */
  private slopesOf(u: Series): Series {
    const { degrees } = this.monomials;
    return u.map((coefficient, m) => degrees[m]! * coefficient);
  }
}
