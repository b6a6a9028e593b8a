/** What depends on what, whatever the numbers are. */

import { uint8Array } from "../arrays.js";
import { CUSTOM_CALL, CUSTOM_OUTPUT, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { rows } from "../primitives/primitive.js";
import type { Node, Segment } from "../tape/segments.js";

/** A mark for each node of a graph from `low` on. */
export class Marks {
  readonly low: number;
  readonly bits: Uint8Array;

  constructor(low: number, end: number) {
    this.low = low;
    this.bits = uint8Array(Math.max(0, end - low));
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
    markOperations(graph, start, end, mark);
  }
  return marks;
}

/** Marks those of the operations start ≤ index < end that depend on a marked node. */
export function markOperations(graph: Graph, start: number, end: number, marks: Marks): void {
  for (let node = Math.max(start, marks.low); node < end; node++) {
    if (dependsOnMarked(graph, node, marks)) marks.add(node);
  }
}

/** Marks the nodes from which a path leads to one of the targets by way of operations in the segments. */
export function markAncestors(segments: readonly Segment[], targets: readonly Node[]): Map<Graph, Marks> {
  const marks = new Map<Graph, Marks>();
  const of = (graph: Graph) => {
    const known = marks.get(graph) ?? new Marks(0, graph.length);
    marks.set(graph, known);
    return known;
  };
  for (const { graph, index } of targets) of(graph).add(index);
  for (let s = segments.length - 1; s >= 0; s--) {
    const { graph, start, end } = segments[s]!;
    const mark = of(graph);
    for (let node = end - 1; node >= start; node--) {
      if (mark.has(node)) forEachOperand(graph, node, (operand) => mark.add(operand));
    }
    for (const entry of graph.imports) if (mark.has(entry.leaf)) of(entry.graph).add(entry.index);
  }
  return marks;
}

/** No node below the lowest root depends on it, unless it came in from another graph. */
function lowest(segments: readonly Segment[], roots: readonly Node[], graph: Graph): number {
  if (segments.some((segment) => segment.graph !== graph)) return 0;
  return Math.min(graph.length, ...roots.map((root) => (root.graph === graph ? root.index : graph.length)));
}

function dependsOnMarked(graph: Graph, node: number, marks: Marks): boolean {
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  switch (arityOf(graph.codes[node]!)) {
    case 0:
      return false;
    case 1:
      return marks.has(a);
    case 2:
      return marks.has(a) || marks.has(b);
    case "list":
      for (let k = a; k < a + b; k++) if (marks.has(graph.operands[k]!)) return true;
      return false;
  }
}

export function forEachOperand(graph: Graph, node: number, visit: (operand: number) => void): void {
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  const arity = arityOf(graph.codes[node]!);
  if (arity === "list") {
    for (let k = a; k < a + b; k++) visit(graph.operands[k]!);
    return;
  }
  if (arity > 0) visit(a);
  if (arity > 1) visit(b);
}

function arityOf(code: number): 0 | 1 | 2 | "list" {
  if (code === LEAF) return 0;
  if (code === IDENTITY || code === CUSTOM_OUTPUT) return 1;
  return code === CUSTOM_CALL ? "list" : rows[code]!.arity;
}
