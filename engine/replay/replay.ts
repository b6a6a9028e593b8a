/**
 * Replay: a recorded graph computed again at other inputs, without recording. Nothing is generated or
 * evaluated as code: it is a loop over typed arrays.
 *
 * It is valid as long as the program would take the same branches. Every comparison that it made while it was
 * recorded is kept as a guard and asked again.
 */

import { answer } from "../comparisons.js";
import { ADD, DIV, IDENTITY, LEAF, MUL, NEG, SUB } from "../graph/codes.js";
import type { Graph, Guard } from "../graph/graph.js";
import { rows } from "../primitives/primitive.js";

/** Computes the operations start ≤ index < end anew from the leaves. */
export function replay(graph: Graph, start: number, end: number): void {
  const { codes, first, second, values, constants } = graph;
  for (let i = start; i < end; i++) {
    const code = codes[i]!;
    if (code === LEAF) continue;
    const a = first[i]!;
    const b = second[i]!;
    switch (code) {
      case IDENTITY:
        values[i] = values[a]!;
        break;
      case ADD:
        values[i] = (a >= 0 ? values[a]! : constants[-1 - a]!) + (b >= 0 ? values[b]! : constants[-1 - b]!);
        break;
      case SUB:
        values[i] = (a >= 0 ? values[a]! : constants[-1 - a]!) - (b >= 0 ? values[b]! : constants[-1 - b]!);
        break;
      case MUL:
        values[i] = (a >= 0 ? values[a]! : constants[-1 - a]!) * (b >= 0 ? values[b]! : constants[-1 - b]!);
        break;
      case DIV:
        values[i] = (a >= 0 ? values[a]! : constants[-1 - a]!) / (b >= 0 ? values[b]! : constants[-1 - b]!);
        break;
      case NEG:
        values[i] = -values[a]!;
        break;
      default:
        values[i] = valueOfPrimitive(graph, i, a, b);
    }
  }
}

/** Whether the program would answer all its comparisons as it did. */
export function holds(graph: Graph, guards: readonly Guard[]): boolean {
  for (const guard of guards) {
    if (guard.kind === "read") {
      if (!Object.is(graph.values[guard.first], guard.value)) return false;
    } else if (answer(guard.kind, graph.valueOf(guard.first), graph.valueOf(guard.second)) !== guard.holds) {
      return false;
    }
  }
  return true;
}

function valueOfPrimitive(graph: Graph, node: number, a: number, b: number): number {
  const primitive = rows[graph.codes[node]!]!;
  if (primitive.arity === 1) return primitive.value(graph.values[a]!);
  if (primitive.arity === 2) return primitive.value(graph.valueOf(a), graph.valueOf(b));
  return primitive.value(graph.numbersOf(node));
}
