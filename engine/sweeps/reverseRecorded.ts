/**
 * The reverse sweep over scalars: as the one over numbers, but what flows may itself be recorded by the tapes
 * outside. The derivative rules are written with primitives, so that nesting needs nothing more.
 */

import { CUSTOM_CALL, CUSTOM_OUTPUT, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { currentGraph, currentLevel, withoutSharing } from "../graph/recording.js";
import { add } from "../primitives/arithmetic.js";
import { primitives } from "../primitives/primitive.js";
import { Recorded, type Scalar } from "../scalar.js";
import type { Marks } from "./dependence.js";
import { customCallOf, listOf } from "./reverseNumbers.js";

export class ScalarAdjoints {
  readonly graph: Graph;
  private readonly low: number;
  private readonly values: (Scalar | undefined)[];
  /** By call node: what has flowed to each output of a custom call; null when nothing has. */
  outputs: Map<number, (Scalar | null)[]> | null = null;
  /** The nodes that depend on a source; the others need not be visited. */
  readonly varied: Marks;

  constructor(graph: Graph, varied: Marks) {
    this.graph = graph;
    this.low = varied.low;
    this.values = new Array<Scalar | undefined>(varied.bits.length).fill(undefined);
    this.varied = varied;
  }

  add(node: number, amount: Scalar): void {
    const k = node - this.low;
    const known = this.values[k];
    this.values[k] = known === undefined ? amount : add(known, amount);
  }

  at(node: number): Scalar | null {
    return this.values[node - this.low] ?? null;
  }

  clear(node: number): void {
    if (node >= this.low) this.values[node - this.low] = undefined;
  }
}

/** An operand as the rules see it: recorded if a tape that records now follows it, the number alone otherwise. */
export function scalarAt(graph: Graph, operand: number): Scalar {
  if (operand >= 0 && graph === currentGraph && graph.levels[operand]! <= currentLevel) {
    return new Recorded(graph, operand);
  }
  return graph.valueOf(operand);
}

/** Sweeps the operations start ≤ index < end. */
export function sweepScalars(adjoints: ScalarAdjoints, start: number, end: number): void {
  const lowest = Math.max(start, adjoints.varied.low);
  for (let node = end - 1; node >= lowest; node--) {
    const g = adjoints.at(node);
    if (g !== null || adjoints.outputs?.has(node)) sweepNode(adjoints, node, g);
  }
}

function sweepNode(adjoints: ScalarAdjoints, node: number, g: Scalar | null): void {
  const { graph } = adjoints;
  const code = graph.codes[node]!;
  const a = graph.first[node]!;
  if (code === LEAF) return;
  if (code === IDENTITY) pass(adjoints, a, g!);
  else if (code === CUSTOM_OUTPUT) noteOutput(adjoints, a, graph.second[node]!, g!);
  else if (code === CUSTOM_CALL) sweepCustomCall(adjoints, node);
  else sweepPrimitive(adjoints, node, code, g!);
}

function pass(adjoints: ScalarAdjoints, operand: number, flow: Scalar | null | undefined): void {
  if (flow != null && adjoints.varied.has(operand)) adjoints.add(operand, flow);
}

function sweepPrimitive(adjoints: ScalarAdjoints, node: number, code: number, g: Scalar): void {
  const { graph, varied } = adjoints;
  const primitive = primitives[code]!;
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  const y = scalarAt(graph, node);
  if (primitive.arity === 1) {
    pass(adjoints, a, primitive.flow(g, scalarAt(graph, a), y));
  } else if (primitive.arity === 2) {
    const x = scalarAt(graph, a);
    const z = scalarAt(graph, b);
    if (varied.has(a)) pass(adjoints, a, primitive.flows[0](g, x, z, y));
    if (varied.has(b)) pass(adjoints, b, primitive.flows[1](g, x, z, y));
  } else {
    const operands = listOf(graph, node);
    const scalars = operands.map((operand) => scalarAt(graph, operand));
    operands.forEach((operand, which) => {
      if (varied.has(operand)) pass(adjoints, operand, primitive.flow(g, scalars, which, y));
    });
  }
}

function noteOutput(adjoints: ScalarAdjoints, call: number, which: number, g: Scalar): void {
  adjoints.outputs ??= new Map();
  let outputs = adjoints.outputs.get(call);
  if (outputs === undefined) {
    outputs = new Array<Scalar | null>(customCallOf(adjoints.graph, call).outputCount).fill(null);
    adjoints.outputs.set(call, outputs);
  }
  outputs[which] = g;
}

function sweepCustomCall(adjoints: ScalarAdjoints, call: number): void {
  const { graph } = adjoints;
  const flows = withoutSharing(() => customCallOf(graph, call).pullback(adjoints.outputs!.get(call)!));
  listOf(graph, call).forEach((operand, which) => {
    pass(adjoints, operand, flows[which]);
  });
}
