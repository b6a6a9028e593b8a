/** The forward sweep over scalars: what varies along a direction, recorded by the tapes outside. */

import { CUSTOM_CALL, CUSTOM_OUTPUT, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { add } from "../primitives/arithmetic.js";
import { scaled } from "../primitives/hotArithmetic.js";
import { rows } from "../primitives/primitive.js";
import type { Scalar } from "../scalar.js";
import { scalarAt, scalarsAt } from "./reverseRecorded.js";

/** The derivatives of a graph's nodes along a direction; a node that is not there does not vary. */
export type ScalarTangents = Map<number, Scalar>;

/** Sweeps the operations start ≤ index < end. */
export function sweepScalarTangents(
  graph: Graph,
  tangents: ScalarTangents,
  start: number,
  end: number,
): void {
  for (let node = start; node < end; node++) {
    if (tangents.has(node)) continue;
    const tangent = tangentOf(graph, tangents, node);
    if (tangent !== null) tangents.set(node, tangent);
  }
}

function tangentOf(graph: Graph, tangents: ScalarTangents, node: number): Scalar | null {
  const code = graph.codes[node]!;
  if (code === LEAF || code === CUSTOM_CALL) return null;
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  if (code === IDENTITY) return tangents.get(a) ?? null;
  if (code === CUSTOM_OUTPUT) return customTangent(graph, tangents, a, b);
  const primitive = rows[code]!;
  const y = scalarAt(graph, node);
  if (primitive.arity === 1) {
    const g = tangents.get(a);
    return g === undefined ? null : primitive.flow(g, scalarAt(graph, a), y);
  }
  if (primitive.arity === 2) {
    const g = tangents.get(a);
    const h = tangents.get(b);
    if (g === undefined && h === undefined) return null;
    const x = scalarAt(graph, a);
    const z = scalarAt(graph, b);
    return sum(
      g === undefined ? null : primitive.flows[0](g, x, z, y),
      h === undefined ? null : primitive.flows[1](h, x, z, y),
    );
  }
  const operands = graph.listOf(node);
  const scalars = scalarsAt(graph, operands, y);
  return operands.reduce<Scalar | null>((total, operand, which) => {
    const g = tangents.get(operand);
    return g === undefined ? total : sum(total, primitive.flow(g, scalars, which, y));
  }, null);
}

function customTangent(graph: Graph, tangents: ScalarTangents, call: number, output: number): Scalar | null {
  const custom = graph.customCallOf(call);
  const unit = new Array<Scalar | null>(custom.outputCount).fill(null);
  unit[output] = 1;
  const operands = graph.listOf(call);
  if (!operands.some((operand) => tangents.has(operand))) return null;
  const partials = custom.pullback(unit);
  return operands.reduce<Scalar | null>((total, operand, which) => {
    const g = tangents.get(operand);
    const partial = partials[which];
    return g === undefined || partial == null ? total : sum(total, scaled(g, partial));
  }, null);
}

function sum(a: Scalar | null, b: Scalar | null): Scalar | null {
  if (a === null) return b;
  return b === null ? a : add(a, b);
}
