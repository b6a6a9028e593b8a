/** Which stretches of which graphs a tape recorded. */

import type { Graph } from "../graph/graph.js";

/** Operations start ≤ index < end of a graph. */
export interface Segment {
  graph: Graph;
  start: number;
  end: number;
}

/** A node of a graph. */
export interface Node {
  graph: Graph;
  index: number;
}

export function contains(segments: readonly Segment[], graph: Graph, index: number): boolean {
  return segments.some((segment) => segment.graph === graph && segment.start <= index && index < segment.end);
}
