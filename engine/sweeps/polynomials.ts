/**
 * The forward sweep with a truncated polynomial for each node: all partial derivatives up to an order at once, mixed
 * ones included, of whatever is asked for. What no target needs is not computed, and what no later node needs is let
 * go.
 */

import { int32Array } from "../arrays.js";
import { LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { MARK, RingOfMarks } from "../series/marks.js";
import { countOf, type Monomials } from "../series/monomials.js";
import { inOneVariable } from "../series/oneVariable.js";
import type { SeriesRing } from "../series/ring.js";
import { constantSeries, type Series } from "../series/series.js";
import { RingInSeveralVariables } from "../series/severalVariables.js";
import type { Segment } from "../tape/segments.js";
import { forEachOperand } from "./dependence.js";
import { seriesOf } from "./taylor.js";

/** What is swept, one tape's stretches of one graph. */
export interface Swept {
  graph: Graph;
  segments: readonly Segment[];
  /** By source: the leaves that it stands for. */
  sources: readonly (readonly number[])[];
  /** Nodes whose polynomials are wanted. */
  targets: readonly number[];
}

/** By target: its polynomial; undefined where nothing that varies flows into it. */
export type Polynomials = (Series | undefined)[];

/** The most coefficients that may be held at a time, 256 MB. */
const mostCoefficients = 1 << 25;
/** How many products of coefficients are computed between two questions whether it is enough. */
const productsBetweenQuestions = 1 << 22;

/** What an operation costs beside the products of coefficients, in such products. */
const costOfOperation = 100;

/** About how many products of coefficients a sweep takes, with what is to be done besides. */
export function costOfSweep(operations: number, variables: number, degree: number): number {
  return operations * (costOfOperation + countOf(2 * variables, degree));
}

/**
 * The Taylor polynomials of the targets. In one variable as the Taylor series by conventions; in several all
 * coefficients of a target but its value are NaN where one of them is not finite, or has met one that is not: a
 * coefficient of 0 does not tell whether it is there, which decides what an infinity makes of it.
 * @param isEnough asked from time to time whether to give up
 * @returns null where it was enough, or memory is not
 */
export function sweepPolynomials(
  swept: Swept,
  monomials: Monomials,
  isEnough: () => boolean,
): Polynomials | null {
  if (monomials.variables === 1) return sweep(swept, monomials, isEnough, inOneVariable, 1, () => {});
  return sweep(swept, monomials, isEnough, new RingInSeveralVariables(monomials), 1, loseUnlessFinite);
}

/**
 * Which coefficients are there, whatever the numbers are: those are NaN, the others 0.
 */
export function sweepMarks(swept: Swept, monomials: Monomials, isEnough: () => boolean): Polynomials | null {
  return sweep(swept, monomials, isEnough, new RingOfMarks(monomials), MARK, () => {});
}

function loseUnlessFinite(y: Series): void {
  for (let k = 0; k < y.length; k++) {
    if (!Number.isFinite(y[k]!)) {
      y.fill(Number.NaN, 1);
      return;
    }
  }
}

/**
 * @param slope the derivative of a source by itself
 * @param check what is done to each polynomial that was computed
 */
function sweep(
  { graph, segments, sources, targets }: Swept,
  { count, degree, pairCount }: Monomials,
  isEnough: () => boolean,
  ring: SeriesRing,
  slope: number,
  check: (y: Series) => void,
): Polynomials | null {
  const readers = lastReaders(graph, segments, targets);
  const known: (Series | undefined)[] = [];
  let held = 0;
  let products = 0;
  let reader = 0;
  const release = (node: number) => {
    products += pairCount;
    if (node < 0 || readers[node] !== reader || known[node] === undefined) return;
    known[node] = undefined;
    held--;
  };
  sources.forEach((leaves, source) => {
    for (const leaf of leaves) {
      if (known[leaf] === undefined) held++;
      const line = known[leaf] ?? constantSeries(graph.values[leaf]!, count);
      if (degree > 0) line[source + 1] = line[source + 1]! + slope;
      check(line);
      known[leaf] = line;
    }
  });
  for (const { start, end } of segments) {
    for (let node = start; node < end; node++) {
      if (readers[node] === UNREAD || graph.codes[node] === LEAF) continue;
      const y = seriesOf(graph, node, known, 0, count, ring);
      reader = node;
      forEachOperand(graph, node, release);
      if (y === undefined) continue;
      check(y);
      known[node] = y;
      held++;
      if (held * count > mostCoefficients) return null;
      if (products > productsBetweenQuestions) {
        products = 0;
        if (isEnough()) return null;
      }
    }
  }
  return targets.map((target) => known[target]);
}

const UNREAD = -1;
/** Read by whoever asked. */
const READ_AT_THE_END = 0x7fffffff;

/** By node: the last one that reads it on the way to a target. */
function lastReaders(graph: Graph, segments: readonly Segment[], targets: readonly number[]): Int32Array {
  const readers = int32Array(graph.length).fill(UNREAD);
  for (const target of targets) readers[target] = READ_AT_THE_END;
  let reader = 0;
  const note = (operand: number) => {
    if (operand >= 0 && readers[operand] === UNREAD) readers[operand] = reader;
  };
  for (let s = segments.length - 1; s >= 0; s--) {
    const { start, end } = segments[s]!;
    for (let node = end - 1; node >= start; node--) {
      if (readers[node] === UNREAD) continue;
      reader = node;
      forEachOperand(graph, node, note);
    }
  }
  return readers;
}
