/**
 * The forward sweep over plain numbers: from a direction of the inputs, the derivative of every node along it.
 * A scalar operation multiplies by its partial derivative whichever way one goes, so that the rules are those
 * of the reverse sweep.
 */

import { float64Array, uint8Array } from "../arrays.js";
import { ADD, CUSTOM_CALL, CUSTOM_OUTPUT, DIV, IDENTITY, LEAF, MUL, NEG, SUB } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { rows } from "../primitives/primitive.js";
import { numberOf, type Scalar } from "../scalar.js";

/** The derivatives of a graph's nodes along a direction. */
export class NumberTangents {
  readonly graph: Graph;
  readonly low: number;
  readonly values: Float64Array;
  /** 1 where something varies along the direction. */
  readonly isTouched: Uint8Array;

  constructor(graph: Graph, low: number, end: number) {
    this.graph = graph;
    this.low = low;
    this.values = float64Array(Math.max(0, end - low));
    this.isTouched = uint8Array(Math.max(0, end - low));
  }

  set(node: number, tangent: number): void {
    this.values[node - this.low] = tangent;
    this.isTouched[node - this.low] = 1;
  }

  at(node: number): number | null {
    return node >= this.low && this.isTouched[node - this.low] === 1 ? this.values[node - this.low]! : null;
  }

  clear(): void {
    this.values.fill(0);
    this.isTouched.fill(0);
  }
}

/** Sweeps the operations start ≤ index < end. */
export function sweepTangents(tangents: NumberTangents, start: number, end: number): void {
  const { graph, low, values: tangent, isTouched } = tangents;
  const { codes, first, second, values } = graph;
  for (let i = Math.max(start, low); i < end; i++) {
    const k = i - low;
    if (isTouched[k] === 1) continue;
    const code = codes[i]!;
    if (code === LEAF) continue;
    const a = first[i]!;
    const b = second[i]!;
    const hasFirst = a >= low && isTouched[a - low] === 1;
    const hasSecond = b >= low && isTouched[b - low] === 1;
    switch (code) {
      case IDENTITY:
        if (hasFirst) tangents.set(i, tangent[a - low]!);
        break;
      case ADD:
        if (hasFirst || hasSecond)
          tangents.set(i, (hasFirst ? tangent[a - low]! : 0) + (hasSecond ? tangent[b - low]! : 0));
        break;
      case SUB:
        if (hasFirst || hasSecond)
          tangents.set(i, (hasFirst ? tangent[a - low]! : 0) - (hasSecond ? tangent[b - low]! : 0));
        break;
      case MUL: {
        if (!hasFirst && !hasSecond) break;
        const left = hasFirst ? tangent[a - low]! * graph.valueOf(b) : 0;
        tangents.set(i, hasSecond ? left + tangent[b - low]! * graph.valueOf(a) : left);
        break;
      }
      case DIV: {
        if (!hasFirst && !hasSecond) break;
        const numerator =
          (hasFirst ? tangent[a - low]! : 0) - (hasSecond ? values[i]! * tangent[b - low]! : 0);
        tangents.set(i, numerator / graph.valueOf(b));
        break;
      }
      case NEG:
        if (hasFirst) tangents.set(i, -tangent[a - low]!);
        break;
      case CUSTOM_CALL:
        break;
      default: {
        const flow =
          code === CUSTOM_OUTPUT ? customTangent(tangents, i) : primitiveTangent(tangents, i, code, a, b);
        if (flow !== null) tangents.set(i, flow);
      }
    }
  }
}

function primitiveTangent(
  tangents: NumberTangents,
  node: number,
  code: number,
  a: number,
  b: number,
): number | null {
  const { graph } = tangents;
  const primitive = rows[code]!;
  const y = graph.values[node]!;
  if (primitive.arity === 1) {
    const g = tangents.at(a);
    return g === null ? null : (primitive.flow(g, graph.valueOf(a), y) as number | null);
  }
  if (primitive.arity === 2) {
    const g = tangents.at(a);
    const h = tangents.at(b);
    const x = graph.valueOf(a);
    const z = graph.valueOf(b);
    return sum(
      g === null ? null : primitive.flows[0](g, x, z, y),
      h === null ? null : primitive.flows[1](h, x, z, y),
    );
  }
  const numbers = graph.numbersOf(node);
  return graph.listOf(node).reduce<number | null>((total, operand, which) => {
    const g = tangents.at(operand);
    return g === null ? total : sum(total, primitive.flow(g, numbers, which, y));
  }, null);
}

function customTangent(tangents: NumberTangents, node: number): number | null {
  const { graph } = tangents;
  const call = graph.first[node]!;
  const custom = graph.customCallOf(call);
  const unit = new Array<Scalar | null>(custom.outputCount).fill(null);
  unit[graph.second[node]!] = 1;
  const partials = custom.pullback(unit);
  return graph.listOf(call).reduce<number | null>((total, operand, which) => {
    const g = tangents.at(operand);
    const partial = partials[which];
    return g === null || partial == null ? total : sum(total, g * numberOf(partial));
  }, null);
}

function sum(a: Scalar | null, b: Scalar | null): number | null {
  if (a === null) return b === null ? null : numberOf(b);
  return b === null ? numberOf(a) : numberOf(a) + numberOf(b);
}
