/**
 * All partial derivatives of what a tape recorded, up to an order: by gradients of gradients, or by one sweep of
 * polynomials, whichever takes less.
 *
 * Nested gradients give the meaning, and first and second derivatives always. A sweep gives the same numbers from
 * order 3 on, in the time of some thousand operations for each recorded one instead of hundreds of thousands: where
 * it meets an infinity or a NaN in several variables it does not know, and nested gradients are asked.
 */

import { LEAF } from "../graph/codes.js";
import { withoutRecording } from "../graph/recorders.js";
import { isRecorded, numberOf, type Recorded, type Scalar } from "../scalar.js";
import { countOf, Monomials } from "../series/monomials.js";
import type { Series } from "../series/series.js";
import { markDependents } from "../sweeps/dependence.js";
import { costOfSweep, type Swept, sweepMarks, sweepPolynomials } from "../sweeps/polynomials.js";
import { hasCustomCall } from "../sweeps/taylor.js";
import { gradientOf } from "./gradient.js";
import { whileRecording } from "./nestedSeries.js";
import { placesOf } from "./places.js";
import type { Tape } from "./tape.js";

/** A partial derivative. */
export interface Partial {
  /** By which sources: their places in the list of them, ascending; as many as the order. */
  by: number[];
  /** null where there is none, whatever the numbers are: no path of operations leads there. */
  value: number | null;
}

/** The partial derivatives of one target. */
export interface Partials {
  /** The highest order up to which none is missing. */
  order: number;
  /** By order from 1, then by sources; each mixed one once. */
  partials: Partial[];
}

/** Up to here nested gradients are as fast, and know what a sweep does not. */
const highestNestedOrder = 2;
/** A recorded operation of a nested gradient takes the time of so many products of coefficients. */
const costOfVisit = 30;
/** How many times more an order records than the one before. */
const growth = 2.5;
/** A sweep that costs no more is made to the highest order at once, others to lower orders first. */
const smallCost = 1 << 23;
/** How many times more each sweep costs than the one before, so that all of them cost little more than the last. */
const step = 4;

/** The most products of monomials that are listed, in 64 MB. */
const mostPairs = 1 << 24;

/** @param isEnough asked again and again whether to give up; what is known by then is returned */
export function partialsOf(
  tape: Tape,
  targets: readonly Scalar[],
  sources: readonly Recorded[],
  order: number,
  isEnough: () => boolean,
): Partials[] {
  const swept = sources.length === 0 ? null : sweptOf(tape, targets, sources);
  if (swept === null || !isSweepCheaper(targets.length, sources.length, order))
    return nestedPartials(tape, targets, sources, order, isEnough);
  const isOne = sources.length === 1;
  const nested = isOne
    ? targets.map(() => ({ order: 0, partials: [] }))
    : nestedPartials(tape, targets, sources, Math.min(order, highestNestedOrder), isEnough);
  if (!isOne && nested.some((found) => found.order < highestNestedOrder)) return nested;
  const found = isOne
    ? inOneVariable(tape, swept, targets, sources[0]!, order, isEnough)
    : inSeveralVariables(tape, swept, nested, sources.length, order, isEnough);
  const unknown = targets.map((_, k) => k).filter((k) => found[k] === null);
  const asked = unknown.map((k) => targets[k]!);
  const others = nestedPartials(tape, asked, sources, order, isEnough);
  unknown.forEach((k, i) => {
    found[k] = others[i]!.order >= nested[k]!.order ? others[i]! : nested[k]!;
  });
  return found as Partials[];
}

/** What a sweep goes over; null where it cannot: over several graphs, by results of operations, through calls without a rule. */
function sweptOf(tape: Tape, targets: readonly Scalar[], sources: readonly Recorded[]): Swept | null {
  // A variable that no operation read has no node yet.
  for (const source of sources) tape.nodeOf(source);
  const places = sources.map((source) => placesOf(tape, source));
  const segments = tape.segments();
  const graph = segments[0]?.graph;
  if (graph === undefined || graph.imports.length > 0 || hasCustomCall(segments)) return null;
  const nodes = targets.map((target) => (isRecorded(target) ? tape.nodeOf(target) : null));
  const all = [...segments, ...places.flat(), ...nodes.filter((node) => node !== null)];
  if (all.some((part) => part.graph !== graph)) return null;
  const leaves = places.map((place) => place.map(({ index }) => index));
  if (leaves.flat().some((leaf) => graph.codes[leaf] !== LEAF)) return null;
  return { graph, segments, sources: leaves, targets: nodes.map((node) => node?.index ?? -1) };
}

/** Whether a sweep takes less than nested gradients would, and is needed. In one variable it always does. */
function isSweepCheaper(targets: number, variables: number, order: number): boolean {
  if (variables === 1) return true;
  if (order <= highestNestedOrder || countOf(2 * variables, order) > mostPairs) return false;
  let nested = 0;
  for (let k = 1; k <= order; k++) {
    const gradients = countOf(variables, k - 1) - (k > 1 ? countOf(variables, k - 2) : 0);
    nested += gradients * growth ** (k - 1) * costOfVisit * targets;
  }
  return costOfSweep(1, variables, order) < nested;
}

/** By target; null where the sweep does not know. */
function inSeveralVariables(
  tape: Tape,
  swept: Swept,
  nested: readonly Partials[],
  variables: number,
  order: number,
  isEnough: () => boolean,
): (Partials | null)[] {
  const isKnown = nested.map(({ partials }) => partials.every(({ value }) => Number.isFinite(value ?? 0)));
  if (!isKnown.includes(true)) return nested.map(() => null);
  let found: (Partials | null)[] = [...nested];
  for (const degree of degreesOf(tape, variables, highestNestedOrder, order)) {
    const monomials = new Monomials(variables, degree);
    const polynomials = sweepPolynomials(swept, monomials, isEnough);
    if (polynomials === null) break;
    const isUnknown = (y: Series | undefined, k: number) =>
      !isKnown[k] || (y !== undefined && Number.isNaN(y[1]));
    const begin = monomials.countUpTo[highestNestedOrder]!;
    const hasZeros = polynomials.some((y) => y !== undefined && y.indexOf(0, begin) >= 0);
    const marks = hasZeros ? sweepMarks(swept, monomials, isEnough) : null;
    found = polynomials.map((y, k) => {
      if (isUnknown(y, k)) return null;
      const { partials } = nested[k]!;
      return { order: degree, partials: [...partials, ...higherPartials(monomials, begin, y, marks?.[k])] };
    });
    if (polynomials.every(isUnknown)) break;
  }
  return found;
}

/** Those of a polynomial from a monomial on. @param marks what is there; all of it if left out */
function higherPartials(
  monomials: Monomials,
  begin: number,
  y: Series | undefined,
  marks: Series | undefined,
): Partial[] {
  const partials: Partial[] = [];
  for (let m = begin; m < monomials.count; m++) {
    const by: number[] = [];
    let factor = 1;
    monomials.exponentsOf(m).forEach((exponent, source) => {
      for (let k = 1; k <= exponent; k++) {
        by.push(source);
        factor *= k;
      }
    });
    const isAbsent = y === undefined || (marks !== undefined && marks[m] === 0);
    partials.push({ by, value: isAbsent ? null : y[m]! * factor });
  }
  return partials;
}

function inOneVariable(
  tape: Tape,
  swept: Swept,
  targets: readonly Scalar[],
  source: Recorded,
  order: number,
  isEnough: () => boolean,
): Partials[] {
  const { graph } = swept;
  const paths = markDependents(swept.segments, placesOf(tape, source)).get(graph);
  let found: Partials[] = targets.map(() => ({ order: 0, partials: [] }));
  for (const degree of degreesOf(tape, 1, 0, order)) {
    const polynomials = sweepPolynomials(swept, new Monomials(1, degree), found[0]?.order ? isEnough : never);
    if (polynomials === null) break;
    found = polynomials.map((y, k) => {
      const partials: Partial[] = [];
      let factorial = 1;
      for (let each = 1; each <= degree; each++) {
        factorial *= each;
        const value = paths?.has(swept.targets[k]!) ? (y?.[each] ?? 0) * factorial : null;
        partials.push({ by: new Array<number>(each).fill(0), value });
      }
      return { order: degree, partials };
    });
  }
  return found;
}

const never = () => false;

/** The degrees of the sweeps that are made one after the other, so that something is known when it is enough. */
function degreesOf(tape: Tape, variables: number, above: number, order: number): number[] {
  const cost = (degree: number) => costOfSweep(tape.operationCount, variables, degree);
  const degrees: number[] = [];
  let least = smallCost;
  for (let degree = above + 1; degree < order; degree++) {
    if (cost(degree + 1) <= least) continue;
    degrees.push(degree);
    least = step * cost(degree);
  }
  if (order > above) degrees.push(order);
  return degrees;
}

/** A partial derivative that is to be differentiated once more. */
interface Lower {
  scalar: Scalar | null;
  by: number[];
  target: number;
}

/** The same by gradients of gradients, one order after the other. */
function nestedPartials(
  tape: Tape,
  targets: readonly Scalar[],
  sources: readonly Recorded[],
  order: number,
  isEnough: () => boolean,
): Partials[] {
  const found: Partials[] = targets.map(() => ({ order: 0, partials: [] }));
  let lower: Lower[] = targets.map((scalar, target) => ({ scalar, by: [], target }));
  let isFirst = true;
  const next = (isLast: boolean): Lower[] | null => {
    const higher: Lower[] = [];
    for (const { scalar, by, target } of lower) {
      if (!isFirst && isEnough()) return null;
      isFirst = false;
      // By those from the last one on, so that a mixed one appears once.
      const first = by.at(-1) ?? 0;
      const gradient = () => gradientBy(tape, scalar, sources.slice(first));
      // Only what is differentiated again has to be recorded.
      const derivatives = isLast ? withoutRecording(gradient) : gradient();
      derivatives.forEach((derivative, offset) => {
        const higherBy = [...by, first + offset];
        const value = derivative === null ? null : numberOf(derivative);
        found[target]!.partials.push({ by: higherBy, value });
        if (!isLast) higher.push({ scalar: derivative, by: higherBy, target });
      });
    }
    return higher;
  };
  if (targets.length === 0) return found;
  whileRecording(tape, () => {
    for (let k = 1; k <= order; k++) {
      const higher = next(k === order);
      if (higher === null) return;
      for (const each of found) each.order = k;
      lower = higher;
    }
  });
  return found;
}

function gradientBy(tape: Tape, scalar: Scalar | null, sources: readonly Recorded[]): (Scalar | null)[] {
  const node = isRecorded(scalar) ? tape.nodeOf(scalar) : null;
  return node === null ? sources.map(() => null) : gradientOf(tape, [{ ...node, gradient: 1 }], sources);
}
