/**
 * The reverse sweep over scalars: as the one over numbers, but what flows may itself be recorded by the tapes
 * outside. The derivative rules are written with primitives, so that nesting needs nothing more. The arithmetic,
 * which is most of what there is, is in line, as in the sweep over numbers: it is recorded without handles.
 */

import { ADD, CUSTOM_CALL, CUSTOM_OUTPUT, DIV, IDENTITY, LEAF, MUL, NEG, SUB } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { currentGraph, currentLevel } from "../graph/recorders.js";
import { operandOf, recordOperation, withoutSharing } from "../graph/recording.js";
import { rows } from "../primitives/primitive.js";
import { numberOf, Recorded, type Scalar } from "../scalar.js";
import type { Marks } from "./dependence.js";

/** Where nothing has flowed. Neither a node nor a constant has this number. */
const NOTHING = -0x80000000;

/** What has flowed to the nodes of a graph, as operands of the graph that records now: nodes and constants. */
export class ScalarAdjoints {
  readonly graph: Graph;
  /** The graph that records now. */
  readonly into: Graph;
  readonly flows: number[];
  /** By call node: what has flowed to each output of a custom call; null when nothing has. */
  outputs: Map<number, (Scalar | null)[]> | null = null;
  /** The nodes that depend on a source; the others need not be visited. */
  readonly varied: Marks;

  constructor(graph: Graph, varied: Marks) {
    this.graph = graph;
    this.into = currentGraph!;
    this.flows = new Array<number>(varied.bits.length).fill(NOTHING);
    this.varied = varied;
  }

  add(node: number, amount: Scalar): void {
    const operand = typeof amount === "number" ? -1 : operandOf(this.into, amount);
    this.addOperand(node, operand >= 0 ? operand : this.into.constant(numberOf(amount)));
  }

  at(node: number): Scalar | null {
    const flow = this.flows[node - this.varied.low] ?? NOTHING;
    return flow === NOTHING ? null : this.scalarOf(flow);
  }

  clear(node: number): void {
    if (node >= this.varied.low) this.flows[node - this.varied.low] = NOTHING;
  }

  addOperand(node: number, flow: number): void {
    const k = node - this.varied.low;
    const known = this.flows[k]!;
    this.flows[k] = known === NOTHING ? flow : this.sum(known, flow);
  }

  sum(a: number, b: number): number {
    return this.record(ADD, a, b, this.into.valueOf(a) + this.into.valueOf(b));
  }

  product(a: number, b: number): number {
    const x = this.into.valueOf(a);
    const y = this.into.valueOf(b);
    if (a < 0 && x === 1) return b;
    if (b < 0 && y === 1) return a;
    return this.record(MUL, a, b, x * y);
  }

  quotient(a: number, b: number): number {
    return this.record(DIV, a, b, this.into.valueOf(a) / this.into.valueOf(b));
  }

  negative(a: number): number {
    const { into } = this;
    const value = -into.valueOf(a);
    return a < 0 ? into.constant(value) : recordOperation(into, NEG, into.levels[a]!, a, 0, value);
  }

  private record(code: number, a: number, b: number, value: number): number {
    const { into } = this;
    if (a < 0 && b < 0) return into.constant(value);
    const levelOfFirst = a < 0 ? 255 : into.levels[a]!;
    const levelOfSecond = b < 0 ? 255 : into.levels[b]!;
    return recordOperation(into, code, Math.min(levelOfFirst, levelOfSecond), a, b, value);
  }

  /** An operand of the swept graph, as one of the graph that records: a constant if no tape that records now follows it. */
  operandAt(operand: number): number {
    const { graph, into } = this;
    if (graph === into && (operand < 0 || graph.levels[operand]! <= currentLevel)) return operand;
    return into.constant(graph.valueOf(operand));
  }

  scalarOf(flow: number): Scalar {
    return flow >= 0 ? new Recorded(this.into, flow) : this.into.valueOf(flow);
  }
}

/** An operand as the rules see it: recorded if a tape that records now follows it, the number alone otherwise. */
export function scalarAt(graph: Graph, operand: number): Scalar {
  if (operand >= 0 && graph === currentGraph && graph.levels[operand]! <= currentLevel) {
    return new Recorded(graph, operand);
  }
  return graph.valueOf(operand);
}

/**
 * The operands of a list operation as the rules see them: numbers where the result is one. A tape that began to
 * watch an operand after the operation follows the operand, but not what came of it.
 */
export function scalarsAt(graph: Graph, operands: readonly number[], result: Scalar): Scalar[] {
  return operands.map((operand) =>
    typeof result === "number" ? graph.valueOf(operand) : scalarAt(graph, operand),
  );
}

/** Sweeps the operations start ≤ index < end. */
export function sweepScalars(adjoints: ScalarAdjoints, start: number, end: number): void {
  const { flows, varied } = adjoints;
  const lowest = Math.max(start, varied.low);
  for (let node = end - 1; node >= lowest; node--) {
    const g = flows[node - varied.low]!;
    if (g !== NOTHING) sweepNode(adjoints, node, g);
    else if (adjoints.outputs?.has(node)) sweepCustomCall(adjoints, node);
  }
}

function sweepNode(adjoints: ScalarAdjoints, node: number, g: number): void {
  const { graph, varied } = adjoints;
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  const code = graph.codes[node]!;
  switch (code) {
    case LEAF:
      break;
    case IDENTITY:
      if (varied.has(a)) adjoints.addOperand(a, g);
      break;
    case ADD:
      if (varied.has(a)) adjoints.addOperand(a, g);
      if (varied.has(b)) adjoints.addOperand(b, g);
      break;
    case SUB:
      if (varied.has(a)) adjoints.addOperand(a, g);
      if (varied.has(b)) adjoints.addOperand(b, adjoints.negative(g));
      break;
    case MUL:
      if (varied.has(a)) adjoints.addOperand(a, adjoints.product(g, adjoints.operandAt(b)));
      if (varied.has(b)) adjoints.addOperand(b, adjoints.product(g, adjoints.operandAt(a)));
      break;
    case DIV: {
      const divisor = adjoints.operandAt(b);
      if (varied.has(a)) adjoints.addOperand(a, adjoints.quotient(g, divisor));
      if (varied.has(b)) {
        const fall = adjoints.quotient(adjoints.product(g, adjoints.operandAt(node)), divisor);
        adjoints.addOperand(b, adjoints.negative(fall));
      }
      break;
    }
    case NEG:
      if (varied.has(a)) adjoints.addOperand(a, adjoints.negative(g));
      break;
    case CUSTOM_OUTPUT:
      noteOutput(adjoints, a, b, adjoints.scalarOf(g));
      break;
    case CUSTOM_CALL:
      sweepCustomCall(adjoints, node);
      break;
    default:
      sweepPrimitive(adjoints, node, code, adjoints.scalarOf(g));
  }
}

function pass(adjoints: ScalarAdjoints, operand: number, flow: Scalar | null | undefined): void {
  if (flow != null && adjoints.varied.has(operand)) adjoints.add(operand, flow);
}

function sweepPrimitive(adjoints: ScalarAdjoints, node: number, code: number, g: Scalar): void {
  const { graph, varied } = adjoints;
  const primitive = rows[code]!;
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
    const operands = graph.listOf(node);
    const scalars = scalarsAt(graph, operands, y);
    operands.forEach((operand, which) => {
      if (varied.has(operand)) pass(adjoints, operand, primitive.flow(g, scalars, which, y));
    });
  }
}

function noteOutput(adjoints: ScalarAdjoints, call: number, which: number, g: Scalar): void {
  adjoints.outputs ??= new Map();
  let outputs = adjoints.outputs.get(call);
  if (outputs === undefined) {
    outputs = new Array<Scalar | null>(adjoints.graph.customCallOf(call).outputCount).fill(null);
    adjoints.outputs.set(call, outputs);
  }
  outputs[which] = g;
}

function sweepCustomCall(adjoints: ScalarAdjoints, call: number): void {
  const { graph } = adjoints;
  const flows = withoutSharing(() => graph.customCallOf(call).pullback(adjoints.outputs!.get(call)!));
  graph.listOf(call).forEach((operand, which) => {
    pass(adjoints, operand, flows[which]);
  });
}
