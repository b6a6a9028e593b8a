/**
 * The reverse sweep over plain numbers: from the targets back to the sources, each operation hands what flows
 * into its result on to its operands. This is the hot path of every first derivative.
 */

import { float64Array, uint8Array } from "../arrays.js";
import {
  ADD,
  CUSTOM_CALL,
  CUSTOM_OUTPUT,
  DIV,
  DOT,
  IDENTITY,
  LEAF,
  MUL,
  NEG,
  SUB,
  SUM,
} from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { rows } from "../primitives/primitive.js";
import { numberOf } from "../scalar.js";

/** What has flowed to the nodes of a graph from `low` on. */
export class NumberAdjoints {
  readonly graph: Graph;
  readonly low: number;
  readonly values: Float64Array;
  /** 1 where something has flowed, even if it was 0. */
  readonly isTouched: Uint8Array;
  /** By call node: what has flowed to each output of a custom call. */
  readonly outputs = new Map<number, (number | null)[]>();

  constructor(graph: Graph, low: number, length: number) {
    this.graph = graph;
    this.low = low;
    this.values = float64Array(Math.max(0, length - low));
    this.isTouched = uint8Array(Math.max(0, length - low));
  }

  add(node: number, amount: number): void {
    const k = node - this.low;
    if (k < 0 || k >= this.values.length) return;
    this.values[k] = this.values[k]! + amount;
    this.isTouched[k] = 1;
  }

  /** What has flowed to a node; null when nothing has. */
  at(node: number): number | null {
    const k = node - this.low;
    return this.isTouched[k] === 1 ? this.values[k]! : null;
  }

  clearAll(): void {
    this.values.fill(0);
    this.isTouched.fill(0);
    this.outputs.clear();
  }

  clear(node: number): void {
    const k = node - this.low;
    if (k < 0 || k >= this.values.length) return;
    this.values[k] = 0;
    this.isTouched[k] = 0;
  }
}

/** Sweeps the operations start ≤ index < end. */
export function sweepNumbers(adjoints: NumberAdjoints, start: number, end: number): void {
  const { graph, low, values: adjoint, isTouched } = adjoints;
  const { codes, first, second, values, constants, operands } = graph;
  const lowest = Math.max(start, low);
  for (let i = Math.min(end, low + adjoint.length) - 1; i >= lowest; i--) {
    const k = i - low;
    if (isTouched[k] === 0) continue;
    const g = adjoint[k]!;
    const a = first[i]!;
    const b = second[i]!;
    const code = codes[i]!;
    switch (code) {
      case LEAF:
        break;
      case IDENTITY:
        if (a >= low) {
          adjoint[a - low]! += g;
          isTouched[a - low] = 1;
        }
        break;
      case ADD:
        if (a >= low) {
          adjoint[a - low]! += g;
          isTouched[a - low] = 1;
        }
        if (b >= low) {
          adjoint[b - low]! += g;
          isTouched[b - low] = 1;
        }
        break;
      case SUB:
        if (a >= low) {
          adjoint[a - low]! += g;
          isTouched[a - low] = 1;
        }
        if (b >= low) {
          adjoint[b - low]! -= g;
          isTouched[b - low] = 1;
        }
        break;
      case MUL:
        if (a >= low) {
          adjoint[a - low]! += g * (b >= 0 ? values[b]! : constants[-1 - b]!);
          isTouched[a - low] = 1;
        }
        if (b >= low) {
          adjoint[b - low]! += g * (a >= 0 ? values[a]! : constants[-1 - a]!);
          isTouched[b - low] = 1;
        }
        break;
      case DIV: {
        const divisor = b >= 0 ? values[b]! : constants[-1 - b]!;
        if (a >= low) {
          adjoint[a - low]! += g / divisor;
          isTouched[a - low] = 1;
        }
        if (b >= low) {
          adjoint[b - low]! -= (g * values[i]!) / divisor;
          isTouched[b - low] = 1;
        }
        break;
      }
      case NEG:
        if (a >= low) {
          adjoint[a - low]! -= g;
          isTouched[a - low] = 1;
        }
        break;
      case SUM:
        for (let j = a; j < a + b; j++) {
          const x = operands[j]!;
          if (x < low) continue;
          adjoint[x - low]! += g;
          isTouched[x - low] = 1;
        }
        break;
      case DOT:
        for (let j = a; j < a + b; j += 2) {
          const x = operands[j]!;
          const y = operands[j + 1]!;
          if (x >= low) {
            adjoint[x - low]! += g * (y >= 0 ? values[y]! : constants[-1 - y]!);
            isTouched[x - low] = 1;
          }
          if (y >= low) {
            adjoint[y - low]! += g * (x >= 0 ? values[x]! : constants[-1 - x]!);
            isTouched[y - low] = 1;
          }
        }
        break;
      case CUSTOM_OUTPUT: {
        const outputs = outputsOf(adjoints, a);
        outputs[b] = g;
        if (a >= low) isTouched[a - low] = 1;
        break;
      }
      case CUSTOM_CALL:
        sweepCustomCall(adjoints, i);
        break;
      default:
        sweepPrimitive(adjoints, i, code, g, a, b);
    }
  }
}

function sweepPrimitive(
  adjoints: NumberAdjoints,
  node: number,
  code: number,
  g: number,
  a: number,
  b: number,
): void {
  const { graph, low } = adjoints;
  const primitive = rows[code]!;
  const y = graph.values[node]!;
  if (primitive.arity === 1) {
    if (a < low) return;
    const flow = primitive.flow(g, graph.values[a]!, y) as number | null;
    if (flow !== null) adjoints.add(a, flow);
  } else if (primitive.arity === 2) {
    const x = graph.valueOf(a);
    const z = graph.valueOf(b);
    const toFirst = a < low ? null : (primitive.flows[0](g, x, z, y) as number | null);
    if (toFirst !== null) adjoints.add(a, toFirst);
    const toSecond = b < low ? null : (primitive.flows[1](g, x, z, y) as number | null);
    if (toSecond !== null) adjoints.add(b, toSecond);
  } else {
    const numbers = graph.numbersOf(node);
    for (let which = 0; which < b; which++) {
      const operand = graph.operands[a + which]!;
      const flow = operand < low ? null : (primitive.flow(g, numbers, which, y) as number | null);
      if (flow !== null) adjoints.add(operand, flow);
    }
  }
}

function outputsOf(adjoints: NumberAdjoints, call: number): (number | null)[] {
  const known = adjoints.outputs.get(call);
  if (known !== undefined) return known;
  const outputs = new Array<number | null>(adjoints.graph.customCallOf(call).outputCount).fill(null);
  adjoints.outputs.set(call, outputs);
  return outputs;
}

function sweepCustomCall(adjoints: NumberAdjoints, call: number): void {
  const { graph, low } = adjoints;
  const flows = graph.customCallOf(call).pullback(outputsOf(adjoints, call));
  graph.listOf(call).forEach((operand, which) => {
    const flow = flows[which];
    if (operand >= low && flow != null) adjoints.add(operand, numberOf(flow));
  });
}
