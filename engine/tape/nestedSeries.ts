/**
 * Taylor series by nesting, for what has no recurrence: a call whose derivative its author gave. The tape goes on
 * and records its own derivative along the line, then the derivative of that, and so on: about three times as
 * much with each order.
 */

import type { Graph } from "../graph/graph.js";
import { withoutRecording } from "../graph/recorders.js";
import { numberOf, type Scalar } from "../scalar.js";
import { constantSeries, type Series } from "../series/series.js";
import { type ScalarTangents, sweepScalarTangents } from "../sweeps/forwardRecorded.js";
import type { Tape } from "./tape.js";

/**
 * @param graph the only one that the tape recorded in
 * @param lines the series of the sources, by their nodes
 * @returns for any node its Taylor coefficients
 */
export function nestedSeries(
  tape: Tape,
  graph: Graph,
  lines: readonly (Series | undefined)[],
  length: number,
): (node: number) => Series {
  const tangents: ScalarTangents = new Map();
  lines.forEach((line, node) => {
    if (line !== undefined && length > 1) tangents.set(node, line[1]!);
  });
  const end = graph.length;
  whileRecording(tape, () => {
    for (const segment of tape.segments()) {
      sweepScalarTangents(graph, tangents, segment.start, Math.min(segment.end, end));
    }
    let start = end;
    for (let order = 2; order < length; order++) {
      const next = graph.length;
      sweepScalarTangents(graph, tangents, start, next);
      start = next;
    }
  });
  return (node) => {
    const series = constantSeries(graph.values[node]!, length);
    let derivative: Scalar | undefined = tangents.get(node);
    let factorial = 1;
    for (let k = 1; k < length && derivative !== undefined; k++) {
      factorial *= k;
      series[k] = numberOf(derivative) / factorial;
      derivative = typeof derivative === "number" ? undefined : tangents.get(derivative.index);
    }
    return series;
  };
}

/** Runs f while the tape records, and takes from the tape what it recorded. */
export function whileRecording<T>(tape: Tape, f: () => T): T {
  if (tape.isRecording) return f();
  return withoutRecording(() => {
    tape.start();
    const end = tape.segments().at(-1)!.start;
    try {
      return f();
    } finally {
      tape.stop();
      tape.forgetFrom(end);
    }
  });
}
