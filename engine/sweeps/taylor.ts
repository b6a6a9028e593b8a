/**
 * The Taylor sweep: forward through what a tape recorded, with a truncated power series for each node.
 * One sweep gives all orders along one direction, at a cost that grows with the square of the order.
 */

import { CUSTOM_CALL, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { primitives } from "../primitives/primitive.js";
import { constantSeries, type Series } from "../series/series.js";
import type { Segment } from "../tape/segments.js";
import { listOf } from "./reverseNumbers.js";

/** The series of the nodes that vary along the direction. */
export type SeriesOfNodes = Map<Graph, (Series | undefined)[]>;

/** Fills in the series of all operations in the segments, from the series of the sources, which are there already. */
export function sweepTaylor(segments: readonly Segment[], series: SeriesOfNodes, length: number): void {
  for (const { graph, start, end } of segments) {
    const known = series.get(graph) ?? [];
    series.set(graph, known);
    for (const entry of graph.imports) {
      known[entry.leaf] ??= series.get(entry.graph)?.[entry.index];
    }
    for (let node = start; node < end; node++) known[node] ??= seriesOf(graph, node, known, length);
  }
}

/** Whether a stretch holds a call whose derivative its author gave, which has no Taylor recurrence. */
export function hasCustomCall(segments: readonly Segment[]): boolean {
  return segments.some(({ graph, start, end }) => graph.codes.subarray(start, end).includes(CUSTOM_CALL));
}

function seriesOf(
  graph: Graph,
  node: number,
  known: (Series | undefined)[],
  length: number,
): Series | undefined {
  const code = graph.codes[node]!;
  if (code === LEAF) return undefined;
  const a = graph.first[node]!;
  const u = known[a];
  if (code === IDENTITY) return u;
  const primitive = primitives[code]!;
  if (primitive.arity === 1) {
    if (u === undefined) return undefined;
    const y = constantSeries(graph.values[node]!, length);
    primitive.series(y, u);
    return y;
  }
  if (primitive.arity === 2) {
    const b = graph.second[node]!;
    const v = known[b];
    if (u === undefined && v === undefined) return undefined;
    const y = constantSeries(graph.values[node]!, length);
    primitive.series(y, u ?? graph.valueOf(a), v ?? graph.valueOf(b));
    return y;
  }
  const operands = listOf(graph, node);
  if (operands.every((operand) => known[operand] === undefined)) return undefined;
  const y = constantSeries(graph.values[node]!, length);
  primitive.series(
    y,
    operands.map((operand) => known[operand] ?? graph.valueOf(operand)),
  );
  return y;
}
