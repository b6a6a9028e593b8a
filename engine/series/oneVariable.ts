/**
 * The ring of truncated power series in one variable, c₀ + c₁ t + c₂ t² + …
 */

import { float64Array } from "../arrays.js";
import { greatestOf, SeriesRing } from "./ring.js";
import { asSeries, constantSeries, degree, type Series } from "./series.js";

class RingInOneVariable extends SeriesRing {
  readonly variables = 1;

  multiply(y: Series, a: Series, b: Series): void {
    const degreeOfA = degree(a);
    const degreeOfB = degree(b);
    for (let k = 1; k < y.length; k++) {
      let sum = 0;
      const end = Math.min(k, degreeOfA);
      for (let j = Math.max(0, k - degreeOfB); j <= end; j++) sum += a[j]! * b[k - j]!;
      y[k] = sum;
    }
  }

  divide(y: Series, a: Series, b: Series): void {
    const degreeOfB = degree(b);
    for (let k = 1; k < y.length; k++) {
      let sum = a[k]!;
      for (let j = Math.min(k, degreeOfB); j > 0; j--) sum -= b[j]! * y[k - j]!;
      y[k] = sum / b[0]!;
    }
  }

  integrateProduct(y: Series, w: Series, u: Series): void {
    const degreeOfU = degree(u);
    for (let k = 1; k < y.length; k++) {
      let sum = 0;
      for (let j = Math.min(k, degreeOfU); j > 0; j--) sum += j * u[j]! * w[k - j]!;
      y[k] = sum / k;
    }
  }

  integrateQuotient(y: Series, u: Series, w: Series): void {
    const degreeOfW = degree(w);
    for (let k = 1; k < y.length; k++) {
      let sum = k * u[k]!;
      for (let j = Math.max(1, k - degreeOfW); j < k; j++) sum -= j * y[j]! * w[k - j]!;
      y[k] = sum / (k * w[0]!);
    }
  }

  squareRoot(y: Series, u: Series): void {
    for (let k = 1; k < y.length; k++) {
      let sum = u[k]!;
      for (let j = 1; j < k; j++) sum -= y[j]! * y[k - j]!;
      y[k] = sum / (2 * y[0]!);
    }
  }

  oscillate(y: Series, w: Series, u: Series, factor: number): void {
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

  tangent(y: Series, w: Series, u: Series, factor: number): void {
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

  power(y: Series, u: Series, r: number): void {
    const degreeOfU = degree(u);
    for (let k = 1; k < y.length; k++) {
      let sum = 0;
      for (let j = Math.min(k, degreeOfU); j > 0; j--) sum += (j * r - (k - j)) * u[j]! * y[k - j]!;
      y[k] = sum / (k * u[0]!);
    }
  }

  override wholePower(y: Series, u: Series, n: number): void {
    // Nothing is there, whatever the coefficients are: also infinite ones.
    if (n >= y.length && u[0] === 0) y.fill(0, 1);
    else super.wholePower(y, u, n);
  }

  /** Everything is divided by y₀, so that no square overflows. */
  distance(y: Series, operands: readonly (Series | number)[]): void {
    const length = y.length;
    const radius = y[0]!;
    const { which: greatest, size } = greatestOf(operands);
    const m = asSeries(operands[greatest]!, length);
    const direction = m[0]! < 0 ? -1 : 1;
    const squares = float64Array(length);
    operands.forEach((u, i) => {
      if (i !== greatest) addSquareOver(squares, u, radius);
    });
    const degreeOfM = degree(m);
    const d = float64Array(length);
    d[0] = squares[0]! / (1 + size / radius);
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
    for (const u of operands)
      if (typeof u !== "number" && u[1] !== 0) y[1] = y[1]! + (u[0]! / radius) * u[1]!;
  }

  composeAtEdge(y: Series, u: Series, derivative: (order: number) => number): void {
    const length = y.length;
    y.fill(0, 1);
    const increment = u.slice();
    increment[0] = 0;
    let powerOfIncrement = constantSeries(1, length);
    for (let j = 1; j < length; j++) {
      powerOfIncrement = this.product(powerOfIncrement, increment);
      const factor = derivative(j);
      for (let k = j; k < length; k++) {
        const p = powerOfIncrement[k]!;
        // A power that the increment does not have contributes nothing, even to an infinite derivative;
        // but where it does not move at all to first order, ∞ · 0 stays unknown.
        if (p !== 0 || (u[1] === 0 && !Number.isFinite(factor))) y[k] = y[k]! + factor * p;
      }
    }
  }
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

export const inOneVariable: SeriesRing = new RingInOneVariable();
