/**
 * How many digits of a number can be trusted: what was recorded is computed again over decimals of many digits, where
 * rounding does not count, and the two numbers are compared. Inputs and constants count as exact.
 *
 *     y = (1 − cos x) / x² at x = 1e-8      shown 0, right 0.5: no digit
 *
 * Where a bound of the rounding says that all digits are there, nothing is computed again.
 */

import type { Decimal } from "decimal.js";
import { type GradientTape, primal, type Scalar } from "nested-tape";
import { overDecimals, relativeError } from "./decimals.js";

/** The digits that a double has in any case. */
export const allDigits = 15;

export interface Trusted {
  /** Significant digits of the number shown that are right, from 0 to 15. */
  digits: number;
  /** The right number, rounded to double precision. */
  right: number;
}

/** A number that is shown, and what was recorded of it. */
export interface ShownNumber {
  shown: number;
  scalar: Scalar;
}

/** Twice as many until two agree: cancellation may take any number of them. */
const precisions = [40, 80, 160] as const;

/** What is computed again for one point, in additions of decimals. */
const mostCost = 30_000;

/** A relative error of which not even the last of the digits knows. */
const noError = 1e-14;
/** Two precisions agree. */
const agreement = 1e-17;
/** What a computation may lose of its digits where its result is 0. */
const spareDigits = 6;

/**
 * For each number how far it can be trusted; null where that is not known: it is not finite, or there was no time.
 * @param isLate asked again and again whether to give up
 */
export function trustedOf(
  tape: GradientTape,
  numbers: readonly ShownNumber[],
  isLate: () => boolean,
): (Trusted | null)[] {
  const found: (Trusted | null)[] = numbers.map(() => null);
  const doubtful: { index: number; bound: number }[] = [];
  for (const [index, { shown, scalar }] of numbers.entries()) {
    if (!Number.isFinite(shown)) continue;
    if (isLate()) return found;
    const recorded = primal(scalar);
    const bound = tape.roundingError(scalar) + Math.abs(shown - recorded);
    if (bound <= noError * Math.abs(recorded)) found[index] = { digits: allDigits, right: shown };
    else doubtful.push({ index, bound });
  }
  if (doubtful.length === 0) return found;
  const scalars = doubtful.map(({ index }) => numbers[index]!.scalar);
  let coarser: { values: Decimal[]; precision: number } | null = null;
  let cost = 0;
  for (const precision of precisions) {
    const spent = cost;
    const isEnough = (more: number) => spent + more > mostCost || isLate();
    const { values, cost: more } = overDecimals(tape, scalars, precision, isEnough);
    if (values === null) return found;
    cost += more;
    const last = coarser;
    coarser = { values, precision };
    if (last === null) continue;
    for (const [k, { index, bound }] of doubtful.entries()) {
      const settled = settledValue(last.values[k]!, last.precision, values[k]!, precision, bound);
      if (settled !== null) found[index] = trusted(numbers[index]!.shown, settled);
    }
    if (doubtful.every(({ index }) => found[index] !== null)) return found;
  }
  return found;
}

/** The number that two precisions agree on; null where they do not. @param bound how far rounding moved it in double precision */
function settledValue(
  coarse: Decimal,
  coarseDigits: number,
  fine: Decimal,
  fineDigits: number,
  bound: number,
): Decimal | null {
  if (!fine.isFinite() || !coarse.isFinite()) return null;
  if (fine.equals(coarse)) return fine;
  if (fine.minus(coarse).abs().lte(fine.abs().times(agreement))) return fine;
  // What is 0 stays as small as its rounding: 2⁵³ times the bound is about the size of what cancelled.
  const isNothing = (value: Decimal, digits: number) =>
    value
      .abs()
      .times(`1e${digits - spareDigits}`)
      .div(2 ** 53)
      .lte(bound);
  return isNothing(coarse, coarseDigits) && isNothing(fine, fineDigits) ? fine.minus(fine) : null;
}

function trusted(shown: number, value: Decimal): Trusted {
  const right = value.toNumber();
  return { digits: digitsOf(shown, value, right), right };
}

function digitsOf(shown: number, value: Decimal, right: number): number {
  if (shown === right) return allDigits;
  return Math.max(0, Math.min(allDigits, Math.floor(-Math.log10(relativeError(shown, value)))));
}
