/**
 * Polynomials of which only is known which coefficients there are: those are NaN, the others 0. The rules of the
 * primitives, given them, tell which coefficients their results have, whatever the numbers are: NaN comes out of all
 * that it goes into. A product is there where both factors are, and a value always is.
 */

import type { Series } from "./series.js";
import { RingInSeveralVariables } from "./severalVariables.js";

export const MARK = Number.NaN;

export class RingOfMarks extends RingInSeveralVariables {
  protected override addMultiple(y: Series, monomial: number, u: Series, factor: number, from: number): void {
    if (monomial > 0 && !Number.isNaN(factor)) return;
    const { products, rows } = this;
    const { degrees, degree, countUpTo } = this.monomials;
    const end = countUpTo[degree - degrees[monomial]!]!;
    const begin = Math.max(from, monomial === 0 ? 1 : 0);
    for (let j = begin; j < end; j++)
      if (j === 0 || Number.isNaN(u[j])) y[products[rows[monomial]! + j]!] = MARK;
  }

  protected override addPairs(y: Series, monomial: number, a: Series, b: Series): void {
    this.addMultiple(y, monomial, a, b[monomial]!, 1);
    this.addMultiple(y, monomial, b, a[monomial]!, 1);
  }
}
