/**
 * The Taylor sweep: forward through what a tape recorded, with a truncated power series for each node.
 * One sweep gives all orders along one direction, at a cost that grows with the square of the order.
 */

import { CUSTOM_CALL, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { primitives } from "../primitives/primitive.js";
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
    known[node - low] ??= seriesOf(graph, node, known, low, length);
  }
}

/** Whether a stretch holds a call whose derivative its author gave, which has no Taylor recurrence. */
export function hasCustomCall(segments: readonly Segment[]): boolean {
  return segments.some(
    ({ graph, start, end }) =>
      graph.customCalls.length > 0 && graph.codes.subarray(start, end).includes(CUSTOM_CALL),
  );
}

function seriesOf(
  graph: Graph,
  node: number,
  known: readonly (Series | undefined)[],
  low: number,
  length: number,
): Series | undefined {
  const code = graph.codes[node]!;
  if (code === LEAF) return undefined;
  const a = graph.first[node]!;
  const u = a < low ? undefined : known[a - low];
  if (code === IDENTITY) return u;
  const primitive = primitives[code]!;
  if (primitive.arity === 1) {
    if (u === undefined) return undefined;
    const y = constantSeries(graph.values[node]!, length);
    primitive.series(y, u);
    return isAtRest(y) && primitive.flow(1, u[0]!, y[0]!) === null ? undefined : y;
  }
  if (primitive.arity === 2) {
    const b = graph.second[node]!;
    const v = b < low ? undefined : known[b - low];
    if (u === undefined && v === undefined) return undefined;
    const y = constantSeries(graph.values[node]!, length);
    const first = graph.valueOf(a);
    const second = graph.valueOf(b);
    primitive.series(y, u ?? first, v ?? second);
    if (!isAtRest(y)) return y;
    const isCut =
      (u === undefined || primitive.flows[0](1, first, second, y[0]!) === null) &&
      (v === undefined || primitive.flows[1](1, first, second, y[0]!) === null);
    return isCut ? undefined : y;
  }
  const operands = graph.listOf(node);
  const series = operands.map((operand) => (operand < low ? undefined : known[operand - low]));
  if (series.every((operand) => operand === undefined)) return undefined;
  const y = constantSeries(graph.values[node]!, length);
  const numbers = graph.numbersOf(node);
  primitive.series(
    y,
    series.map((operand, k) => operand ?? numbers[k]!),
  );
  if (!isAtRest(y)) return y;
  const isCut = series.every(
    (operand, which) => operand === undefined || primitive.flow(1, numbers, which, y[0]!) === null,
  );
  return isCut ? undefined : y;
}

/**
 * Whether a series is that of a constant. If moreover nothing flows through the operation, its result counts as one:
 * what it goes into may have no derivative there, as √max(x, 0) where x is negative.
 */
function isAtRest(y: Series): boolean {
  return y.length > 1 && degree(y) === 0;
}
