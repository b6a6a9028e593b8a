/** Small systems of linear equations, over plain numbers and over what tapes record. */

import { div, mul, sub } from "../primitives/arithmetic.js";
import { numberOf, type Scalar } from "../scalar.js";

/** Below this part of the greatest entry of its equation a pivot is taken for what rounding left of 0. */
const leastPivot = 1e-13;

/**
 * The solution x of A x = b by elimination with the greatest pivots, chosen by their numbers.
 * @param matrix by row
 * @returns null for a matrix that is singular, up to rounding, or not finite
 */
export function solveLinear(
  matrix: readonly (readonly Scalar[])[],
  right: readonly Scalar[],
): Scalar[] | null {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const count = rows.length;
  const greatest = matrix.map((row) => Math.max(...row.map((entry) => Math.abs(numberOf(entry)))));
  for (let k = 0; k < count; k++) {
    let pivot = k;
    const size = (i: number) => Math.abs(numberOf(rows[i]![k]!)) / greatest[i]!;
    for (let i = k + 1; i < count; i++) if (size(i) > size(pivot)) pivot = i;
    if (!(size(pivot) > leastPivot && Number.isFinite(greatest[pivot]))) return null;
    for (const list of [rows, greatest] as unknown[][]) [list[k], list[pivot]] = [list[pivot], list[k]];
    for (let i = k + 1; i < count; i++) {
      if (rows[i]![k] === 0) continue;
      const factor = div(rows[i]![k]!, rows[k]![k]!);
      for (let j = k + 1; j <= count; j++) rows[i]![j] = sub(rows[i]![j]!, mul(factor, rows[k]![j]!));
    }
  }
  const solution: Scalar[] = [];
  for (let i = count - 1; i >= 0; i--) {
    let rest = rows[i]![count]!;
    for (let j = i + 1; j < count; j++) rest = sub(rest, mul(rows[i]![j]!, solution[j]!));
    solution[i] = div(rest, rows[i]![i]!);
  }
  return solution;
}
