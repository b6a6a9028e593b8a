/**
 * The Taylor sweep: forward through what a tape recorded, with a truncated power series for each node.
 * One sweep gives all orders along one direction, at a cost that grows with the square of the order.
 */

import { CUSTOM_CALL, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import {
  type BinaryPrimitive,
  type ListPrimitive,
  rows,
  type UnaryPrimitive,
} from "../primitives/primitive.js";
import { inOneVariable } from "../series/oneVariable.js";
import type { SeriesRing } from "../series/ring.js";
import { constantSeries, degree, type Series } from "../series/series.js";
import type { Segment } from "../tape/segments.js";

/** The series of the nodes that vary along the direction. */
export type SeriesOfNodes = Map<Graph, (Series | undefined)[]>;

/** Fills in the series of all operations in the segments, from the series of the sources, which are there already. */
export function sweepTaylor(segments: readonly Segment[], series: SeriesOfNodes, length: number): void {
  for (const segment of segments) {
    const known = series.get(segment.graph) ?? [];
    series.set(segment.graph, known);
    for (const entry of segment.graph.imports) {
      known[entry.leaf] ??= series.get(entry.graph)?.[entry.index];
    }
    sweepSegment(segment, known, 0, length);
  }
}

/**
 * Fills in the series of the operations of one segment.
 * @param known the series of the nodes from `low` on; no node below varies
 */
export function sweepSegment(
  { graph, start, end }: Segment,
  known: (Series | undefined)[],
  low: number,
  length: number,
): void {
  for (let node = Math.max(start, low); node < end; node++) {
    known[node - low] ??= seriesOf(graph, node, known, low, length, inOneVariable);
  }
}

/** Whether a stretch holds a call whose derivative its author gave, which has no Taylor recurrence. */
export function hasCustomCall(segments: readonly Segment[]): boolean {
  return segments.some(
    ({ graph, start, end }) =>
      graph.customCalls.length > 0 && graph.codes.subarray(start, end).includes(CUSTOM_CALL),
  );
}

/** The series of the result of an operation; undefined where it does not vary. */
export function seriesOf(
  graph: Graph,
  node: number,
  known: readonly (Series | undefined)[],
  low: number,
  length: number,
  ring: SeriesRing,
): Series | undefined {
  const code = graph.codes[node]!;
  if (code === LEAF) return undefined;
  const a = graph.first[node]!;
  const u = a < low ? undefined : known[a - low];
  if (code === IDENTITY) return u;
  const primitive = rows[code]!;
  if (primitive.arity === 1) {
    if (u === undefined) return undefined;
    const y = constantSeries(graph.values[node]!, length);
    primitive.series(y, u, ring);
    return isUnaryCut(primitive, y, u) ? undefined : y;
  }
  if (primitive.arity === 2) {
    const b = graph.second[node]!;
    const v = b < low ? undefined : known[b - low];
    if (u === undefined && v === undefined) return undefined;
    const y = constantSeries(graph.values[node]!, length);
    const first = u ?? graph.valueOf(a);
    const second = v ?? graph.valueOf(b);
    primitive.series(y, first, second, ring);
    return isBinaryCut(primitive, y, first, second) ? undefined : y;
  }
  const operands = graph.listOf(node);
  const series = operands.map((operand) => (operand < low ? undefined : known[operand - low]));
  if (series.every((operand) => operand === undefined)) return undefined;
  const y = constantSeries(graph.values[node]!, length);
  const numbers = graph.numbersOf(node);
  const mixed = series.map((operand, k) => operand ?? numbers[k]!);
  primitive.series(y, mixed, ring);
  return isListCut(primitive, y, mixed) ? undefined : y;
}

// Whether the series of a result is that of a constant, and nothing flows through the operation to what varies among
// its operands: then the result counts as one, since what it goes into may have no derivative there, as √max(x, 0)
// where x is negative.

export function isUnaryCut(row: UnaryPrimitive, y: Series, u: Series): boolean {
  return isAtRest(y) && row.flow(1, u[0]!, y[0]!) === null;
}

export function isBinaryCut(
  row: BinaryPrimitive,
  y: Series,
  a: Series | number,
  b: Series | number,
): boolean {
  if (!isAtRest(y)) return false;
  const first = typeof a === "number" ? a : a[0]!;
  const second = typeof b === "number" ? b : b[0]!;
  return (
    (typeof a === "number" || row.flows[0](1, first, second, y[0]!) === null) &&
    (typeof b === "number" || row.flows[1](1, first, second, y[0]!) === null)
  );
}

export function isListCut(row: ListPrimitive, y: Series, operands: readonly (Series | number)[]): boolean {
  if (!isAtRest(y)) return false;
  const numbers = operands.map((u) => (typeof u === "number" ? u : u[0]!));
  return operands.every((u, which) => typeof u === "number" || row.flow(1, numbers, which, y[0]!) === null);
}

/** Whether a series is that of a constant. */
function isAtRest(y: Series): boolean {
  return y.length > 1 && degree(y) === 0;
}
