/**
 * The reverse sweep that most first derivatives take: one graph without custom calls, from a target back to the
 * inputs in front of all. It does not keep where something has flowed and where not. So 0 · ∞ may come from a branch
 * that leads nowhere: where the adjoint of an input is NaN, the careful sweep (reverseNumbers.ts) must decide.
 */

import { ADD, DIV, DOT, EXP, IDENTITY, LEAF, MUL, NEG, SUB, SUM } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { rows } from "../primitives/primitive.js";

/** Adds up the adjoints, given those of the targets, from node `end` − 1 back to node `start`. */
export function sweepQuickly(graph: Graph, adjoint: Float64Array, start: number, end: number): void {
  const { codes, first, second, values, constants, operands } = graph;
  for (let i = end - 1; i >= start; i--) {
    const g = adjoint[i]!;
    const a = first[i]!;
    const b = second[i]!;
    switch (codes[i]) {
      case LEAF:
        break;
      case IDENTITY:
        adjoint[a]! += g;
        break;
      case ADD:
        if (a >= 0) adjoint[a]! += g;
        if (b >= 0) adjoint[b]! += g;
        break;
      case SUB:
        if (a >= 0) adjoint[a]! += g;
        if (b >= 0) adjoint[b]! -= g;
        break;
      case MUL:
        if (a >= 0) adjoint[a]! += g * (b >= 0 ? values[b]! : constants[-1 - b]!);
        if (b >= 0) adjoint[b]! += g * (a >= 0 ? values[a]! : constants[-1 - a]!);
        break;
      case DIV: {
        const divisor = b >= 0 ? values[b]! : constants[-1 - b]!;
        if (a >= 0) adjoint[a]! += g / divisor;
        if (b >= 0) adjoint[b]! -= (g * values[i]!) / divisor;
        break;
      }
      case NEG:
        adjoint[a]! -= g;
        break;
      case EXP:
        adjoint[a]! += g * values[i]!;
        break;
      case SUM:
        for (let k = a; k < a + b; k++) {
          const x = operands[k]!;
          if (x >= 0) adjoint[x]! += g;
        }
        break;
      case DOT:
        flowOfDot(graph, adjoint, a, a + b, g);
        break;
      default:
        flowOfRow(graph, adjoint, i, g);
    }
  }
}

/** A loop of its own, which compilers do better than one in the midst of the others. */
function flowOfDot(graph: Graph, adjoint: Float64Array, start: number, end: number, g: number): void {
  const { operands, values, constants } = graph;
  for (let k = start; k < end; k += 2) {
    const x = operands[k]!;
    const y = operands[k + 1]!;
    if ((x | y) >= 0) {
      const left = values[x]!;
      adjoint[x]! += g * values[y]!;
      adjoint[y]! += g * left;
    } else if (x >= 0) {
      adjoint[x]! += g * constants[-1 - y]!;
    } else if (y >= 0) {
      adjoint[y]! += g * constants[-1 - x]!;
    }
  }
}

function flowOfRow(graph: Graph, adjoint: Float64Array, node: number, g: number): void {
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  const row = rows[graph.codes[node]!]!;
  const y = graph.values[node]!;
  if (row.arity === 1) {
    adjoint[a]! += (row.flow(g, graph.values[a]!, y) ?? 0) as number;
  } else if (row.arity === 2) {
    const x = graph.valueOf(a);
    const z = graph.valueOf(b);
    if (a >= 0) adjoint[a]! += (row.flows[0](g, x, z, y) ?? 0) as number;
    if (b >= 0) adjoint[b]! += (row.flows[1](g, x, z, y) ?? 0) as number;
  } else {
    const numbers = graph.numbersOf(node);
    for (let which = 0; which < b; which++) {
      const operand = graph.operands[a + which]!;
      if (operand >= 0) adjoint[operand]! += (row.flow(g, numbers, which, y) ?? 0) as number;
    }
  }
}
