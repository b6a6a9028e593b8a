/** Derivatives checked against two others that share nothing with them: finite differences and Taylor mode. */

import { add, mul } from "../primitives/arithmetic.js";
import { requireOrder, requireResult } from "../require.js";
import { numberOf, type Scalar } from "../scalar.js";
import { isScalar, mapStructure, scalarsOf } from "../structure.js";
import { taylor } from "./derivative.js";
import { grad } from "./gradient.js";
import type { AnyArguments } from "./recordedCall.js";

export interface CheckOptions {
  /** The highest order checked; 1 if left out. */
  order?: number;
  /** The greatest relative error against finite differences that counts as agreement; 1e-5 if left out. */
  tolerance?: number;
}

/** One derivative along one direction, three times. */
export interface CheckEntry {
  order: number;
  /** Which number of the result, counted from 0. */
  output: number;
  /** Which number of the arguments is varied, counted from 0; "all" for a direction that mixes them. */
  input: number | "all";
  /** By nested tapes. */
  engine: number;
  finiteDifference: number;
  taylor: number;
  /** The greater of the two relative errors. */
  error: number;
}

export interface CheckResult {
  ok: boolean;
  /** The entry with the greatest error; null when there is nothing to differentiate. */
  worst: CheckEntry | null;
  entries: CheckEntry[];
}

/**
 * Checks the derivatives of f at a point: along each of its inputs and along a direction that mixes them all, to
 * the order asked for. Made for functions with a custom gradient, and for whoever wants to see.
 *
 *     checkGradients((x: Scalar) => sin(x), [1], { order: 3 }).ok      // true
 *
 * Finite differences are worth about ten digits at best, and nothing at a kink or at the edge of a domain.
 */
export function checkGradients(
  f: (...args: AnyArguments) => unknown,
  args: readonly unknown[],
  { order = 1, tolerance = 1e-5 }: CheckOptions = {},
): CheckResult {
  requireOrder(order);
  const point = scalarsOf(args).map(numberOf);
  const plain = mapStructure(args, (leaf) => (isScalar(leaf) ? numberOf(leaf) : leaf)) as AnyArguments;
  const result = f(...plain);
  requireResult("checkGradients", result);
  const outputCount = scalarsOf(result).length;
  const entries: CheckEntry[] = [];
  for (let output = 0; output < outputCount; output++) {
    for (const input of [...point.keys(), "all" as const]) {
      const direction = point.map((_, i) => (input === "all" ? 1 / (i + 1) : Number(i === input)));
      const alongLine = (t: Scalar) => outputAlong(f, args, direction, t, output);
      entries.push(...checkLine(alongLine, order).map((entry) => ({ ...entry, output, input })));
    }
  }
  const worst = entries.reduce<CheckEntry | null>(
    (a, b) => (a !== null && !(b.error > a.error) ? a : b),
    null,
  );
  return { ok: entries.every((entry) => entry.error <= tolerance), worst, entries };
}

/** One number of f(point + t · direction). */
function outputAlong(
  f: (...args: AnyArguments) => unknown,
  args: readonly unknown[],
  direction: readonly number[],
  t: Scalar,
  output: number,
): Scalar {
  let next = 0;
  const moved = args.map((argument) =>
    mapStructure(argument, (leaf) => {
      if (!isScalar(leaf)) return leaf;
      const slope = direction[next++]!;
      return slope === 0 ? leaf : add(leaf, mul(slope, t));
    }),
  );
  return scalarsOf(f(...moved))[output]!;
}

function checkLine(f: (t: Scalar) => Scalar, order: number) {
  const series = taylor(f, 0, order) as number[];
  let lower = f;
  let factorial = 1;
  return Array.from({ length: order }, (_, i) => {
    factorial *= i + 1;
    const below = lower;
    lower = grad(below) as (t: Scalar) => Scalar;
    const engine = numberOf(lower(0));
    const finiteDifference = extrapolatedDifference((t) => numberOf(below(t)));
    const fromSeries = series[i + 1]! * factorial;
    const error = Math.max(relative(engine, finiteDifference), relative(engine, fromSeries));
    return { order: i + 1, engine, finiteDifference, taylor: fromSeries, error };
  });
}

/**
 * The derivative at 0 by central differences of shrinking width, extrapolated to width 0.
 * Ridders, Accurate computation of F′(x) and F′(x) F″(x), Advances in Engineering Software 4 (1982).
 */
function extrapolatedDifference(f: (t: number) => number): number {
  const shrink = 1.4;
  let width = 0.02;
  let best = Number.NaN;
  let bestError = Number.POSITIVE_INFINITY;
  let previous: number[] = [];
  for (let row = 0; row < 12; row++, width /= shrink) {
    const current = [(f(width) - f(-width)) / (2 * width)];
    let factor = 1;
    for (let k = 1; k <= row; k++) {
      factor *= shrink * shrink;
      current[k] = (current[k - 1]! * factor - previous[k - 1]!) / (factor - 1);
      const error = Math.max(
        Math.abs(current[k]! - current[k - 1]!),
        Math.abs(current[k]! - previous[k - 1]!),
      );
      if (error <= bestError) {
        bestError = error;
        best = current[k]!;
      }
    }
    if (row > 0 && Math.abs(current[row]! - previous[row - 1]!) >= 2 * bestError) break;
    previous = current;
  }
  return best;
}

function relative(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const error = Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}
