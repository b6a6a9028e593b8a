/**
 * The monomials of some variables up to a degree, numbered: lower degrees first, so that the parts of a polynomial
 * stand one after the other.
 *
 *     of x and y up to degree 2:     1   x   y   x²  xy  y²
 */

import { int32Array } from "../arrays.js";

export class Monomials {
  readonly variables: number;
  readonly degree: number;
  /** How many there are. */
  readonly count: number;
  /** By monomial. */
  readonly degrees: Uint16Array;
  /** By degree: how many monomials there are up to it. */
  readonly countUpTo: Int32Array;
  /** How many pairs there are whose product is among them: what a product of polynomials costs. */
  readonly pairCount: number;
  /** The exponents, a row a monomial. */
  private readonly exponents: Uint16Array;
  private readonly numbers = new Map<string, number>();

  constructor(variables: number, degree: number) {
    this.variables = variables;
    this.degree = degree;
    this.count = countOf(variables, degree);
    this.degrees = new Uint16Array(this.count);
    this.exponents = new Uint16Array(this.count * variables);
    this.countUpTo = int32Array(degree + 1);
    for (let d = 0; d <= degree; d++) this.countUpTo[d] = countOf(variables, d);
    this.enumerate();
    this.pairCount = countOf(2 * variables, degree);
  }

  /** The number of a monomial; undefined for one of too high a degree. */
  numberOf(exponents: ArrayLike<number>): number | undefined {
    return this.numbers.get(keyOf(exponents));
  }

  exponentsOf(monomial: number): Uint16Array {
    return this.exponents.subarray(monomial * this.variables, (monomial + 1) * this.variables);
  }

  private enumerate(): void {
    const exponents = new Array<number>(this.variables).fill(0);
    let next = 0;
    /** All ways to share out what is left of a degree among the variables from one on; the first takes most. */
    const share = (variable: number, left: number, degree: number): void => {
      if (variable === this.variables - 1) {
        exponents[variable] = left;
        this.degrees[next] = degree;
        this.exponents.set(exponents, next * this.variables);
        this.numbers.set(keyOf(exponents), next++);
        return;
      }
      for (let power = left; power >= 0; power--) {
        exponents[variable] = power;
        share(variable + 1, left - power, degree);
      }
    };
    for (let degree = 0; degree <= this.degree; degree++) share(0, degree, degree);
  }

  /**
   * The products of the monomials, a row a monomial, with as many entries as there are monomials that fit, lower
   * degrees first; and where each row starts.
   */
  products(): { products: Int32Array; rows: Int32Array } {
    const products = int32Array(this.pairCount);
    const rows = int32Array(this.count);
    const sum = new Uint16Array(this.variables);
    let next = 0;
    for (let m = 0; m < this.count; m++) {
      rows[m] = next;
      const factor = this.exponentsOf(m);
      const end = this.countUpTo[this.degree - this.degrees[m]!]!;
      for (let j = 0; j < end; j++) {
        const other = this.exponentsOf(j);
        for (let v = 0; v < sum.length; v++) sum[v] = factor[v]! + other[v]!;
        products[next++] = this.numberOf(sum)!;
      }
    }
    return { products, rows };
  }
}

/** How many monomials of some variables there are up to a degree: C(variables + degree, degree). */
export function countOf(variables: number, degree: number): number {
  let count = 1;
  for (let k = 1; k <= degree; k++) count = (count * (variables + k)) / k;
  return count;
}

function keyOf(exponents: ArrayLike<number>): string {
  return String.fromCharCode(...Array.from(exponents));
}
