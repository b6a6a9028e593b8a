/** Derivatives of functions of one number, of any order. */

import { currentGraph, levelOf } from "../graph/recorders.js";
import { div } from "../primitives/arithmetic.js";
import { requireNumbers, requireOrder } from "../require.js";
import { isRecorded, numberOf, type Scalar } from "../scalar.js";
import { constantSeries, type Series } from "../series/series.js";
import { isScalar, mapStructure, scalarsOf } from "../structure.js";
import { hasCustomCall, sweepSegment } from "../sweeps/taylor.js";
import { gradientOf } from "../tape/gradient.js";
import { settledScalar } from "../tape/settled.js";
import type { InPlace } from "../types.js";
import { type RecordedCall, recordCall } from "./recordedCall.js";

type Result<X, R> = X extends number ? InPlace<R, number> : InPlace<R, Scalar>;

/**
 * The derivative of any order of a function of one number.
 *
 *     derivative((x: Scalar) => pow(x, 3), 2)(3);      // 18
 *
 * Orders from 2 on come from a Taylor series, at a cost that grows with the square of the order; inside other
 * derivatives they come from nested tapes, which is the same number.
 *
 * @returns a function of x; its result is shaped like that of f
 * @throws RangeError if the order is not a whole number ≥ 0
 */
export function derivative<R>(f: (x: Scalar) => R, order = 1): <X extends Scalar>(x: X) => Result<X, R> {
  requireOrder(order);
  return (x) => expansionOf("derivative", f, x, order, "derivatives")(order) as never;
}

/**
 * The value of a function of one number and all its derivatives up to an order.
 *
 *     derivatives((x: Scalar) => exp(x), 2)(0);      // [1, 1, 1]
 */
export function derivatives<R>(
  f: (x: Scalar) => R,
  order: number,
): <X extends Scalar>(x: X) => Result<X, R>[] {
  requireOrder(order);
  return (x) => allOf(expansionOf("derivatives", f, x, order, "derivatives"), order) as never;
}

/**
 * The Taylor coefficients f⁽ᵏ⁾(x) / k! for k from 0 to the order.
 *
 *     taylor((x: Scalar) => exp(x), 0, 3);      // [1, 1, 1/2, 1/6]
 */
export function taylor<R, X extends Scalar>(f: (x: Scalar) => R, x: X, order: number): Result<X, R>[] {
  requireOrder(order);
  return allOf(expansionOf("taylor", f, x, order, "taylor"), order) as never;
}

/** By order: the result of f with the derivative of that order, or the Taylor coefficient, in place of each number. */
type Expansion = (order: number) => unknown;

function allOf(expansion: Expansion, order: number): unknown[] {
  const all: unknown[] = [];
  for (let k = 0; k <= order; k++) all.push(expansion(k));
  return all;
}

/**
 * Runs f at x once.
 * @param kind whether the k-th entry is the k-th derivative, or that divided by k!
 */
function expansionOf(
  name: string,
  f: (x: Scalar) => unknown,
  x: Scalar,
  order: number,
  kind: "derivatives" | "taylor",
): Expansion {
  requireNumbers(name, [x], 0);
  let nested: Scalar[][] | null = null;
  const call = recordCall(f, [x], [0], (running) => {
    if (mustNest(running))
      nested = scalarsOf(running.result).map((y) => nestedDerivatives(running, y, order));
  });
  if (call.result === undefined || call.result === null) {
    throw new TypeError(
      `${name} cannot differentiate a function that returns ${call.result}. Does it return its result?`,
    );
  }
  if (typeof call.result === "function") {
    // The derivative of a function-valued f is the function of the derivatives, taken anew at each of its calls.
    const curried = f as (x: Scalar) => (...rest: unknown[]) => unknown;
    return (k) =>
      (...rest: unknown[]) =>
        expansionOf(name, (u) => curried(u)(...rest), x, order, kind)(k);
  }
  const rows = nested ?? taylorCoefficients(call, order);
  for (const row of rows) rescale(row, nested !== null, kind);
  return (k) => {
    let next = 0;
    return mapStructure(call.result, (leaf) => (isScalar(leaf) ? rows[next++]![k] : leaf));
  };
}

/**
 * Taylor mode gives plain numbers, by the recurrences of the primitives. It will not do where a tape outside
 * follows the result, nor where somebody gave a derivative without a recurrence.
 */
function mustNest({ tape, result }: RecordedCall): boolean {
  const level = levelOf(tape);
  const isFollowedOutside = scalarsOf(result).some(
    (y) => isRecorded(y) && y.graph !== null && y.graph === currentGraph && y.graph.levels[y.index]! < level,
  );
  return isFollowedOutside || hasCustomCall(tape.segments());
}

/** The value and the derivatives of one number of the result, each the gradient of the one before, on the call's own tape. */
function nestedDerivatives({ tape, inputs }: RecordedCall, y: Scalar, order: number): Scalar[] {
  const derivatives: Scalar[] = [y];
  for (let k = 1; k <= order; k++) {
    const previous = derivatives[k - 1]!;
    const seed = isRecorded(previous) ? tape.nodeOf(previous) : null;
    derivatives.push(seed === null ? 0 : (gradientOf(tape, [{ ...seed, gradient: 1 }], inputs)[0] ?? 0));
  }
  return derivatives;
}

function taylorCoefficients({ tape, inputs, result }: RecordedCall, order: number): Scalar[][] {
  const input = inputs[0]!;
  const graph = input.graph!;
  const line = constantSeries(graph.values[input.index]!, order + 1);
  if (order > 0) line[1] = 1;
  const series: (Series | undefined)[] = [line];
  for (const segment of tape.segments()) sweepSegment(segment, series, input.index, order + 1);
  return scalarsOf(result).map((y) => {
    const found = isRecorded(y) && y.graph === graph ? series[y.index - input.index] : undefined;
    return asList(found ?? constantSeries(numberOf(y), order + 1));
  });
}

function asList(series: Series): Scalar[] {
  const list: Scalar[] = [];
  for (let k = 0; k < series.length; k++) list.push(series[k]!);
  return list;
}

/** Turns what the tapes gave, derivatives, or what the series gave, coefficients, into what was asked for. */
function rescale(row: Scalar[], isNested: boolean, kind: "derivatives" | "taylor"): void {
  let factorial = 1;
  for (let k = 0; k < row.length; k++) {
    if (k > 1) factorial *= k;
    if (isNested) row[k] = settledScalar(kind === "taylor" ? div(row[k]!, factorial) : row[k]!);
    else if (kind === "derivatives") row[k] = (row[k] as number) * factorial;
  }
}
