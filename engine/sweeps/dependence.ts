/** What depends on what, whatever the numbers are. */

import { CUSTOM_CALL, CUSTOM_OUTPUT, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { primitives } from "../primitives/primitive.js";
import type { Node, Segment } from "../tape/segments.js";

/** A mark for each node of a graph from `low` on. */
export class Marks {
  readonly low: number;
  readonly bits: Uint8Array;

  constructor(low: number, end: number) {
    this.low = low;
    this.bits = new Uint8Array(Math.max(0, end - low));
  }

  has(node: number): boolean {
    return node >= this.low && this.bits[node - this.low] === 1;
  }

  add(node: number): void {
    if (node >= this.low) this.bits[node - this.low] = 1;
  }
}

/**
 * Marks the nodes that depend on one of the roots by way of operations in the segments, which are in the order
 * they were recorded. A root depends on itself.
 */
export function markDependents(segments: readonly Segment[], roots: readonly Node[]): Map<Graph, Marks> {
  const marks = new Map<Graph, Marks>();
  for (const { graph } of [...segments, ...roots]) {
    if (!marks.has(graph)) marks.set(graph, new Marks(lowest(segments, roots, graph), graph.length));
  }
  for (const { graph, index } of roots) marks.get(graph)!.add(index);
  for (const { graph, start, end } of segments) {
    const mark = marks.get(graph)!;
    for (const entry of graph.imports) {
      if (marks.get(entry.graph)?.has(entry.index)) mark.add(entry.leaf);
    }
    for (let node = Math.max(start, mark.low); node < end; node++) {
      if (dependsOnMarked(graph, node, mark)) mark.add(node);
    }
  }
  return marks;
}

/** No node below the lowest root depends on it, unless it came in from another graph. */
function lowest(segments: readonly Segment[], roots: readonly Node[], graph: Graph): number {
  if (segments.some((segment) => segment.graph !== graph)) return 0;
  return Math.min(graph.length, ...roots.map((root) => (root.graph === graph ? root.index : graph.length)));
}

function dependsOnMarked(graph: Graph, node: number, marks: Marks): boolean {
  const code = graph.codes[node]!;
  if (code === LEAF) return false;
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  const arity =
    code === IDENTITY || code === CUSTOM_OUTPUT ? 1 : code === CUSTOM_CALL ? "list" : primitives[code]!.arity;
  if (arity === 1) return marks.has(a);
  if (arity === 2) return marks.has(a) || marks.has(b);
  for (let k = a; k < a + b; k++) if (marks.has(graph.operands[k]!)) return true;
  return false;
}
