/**
 * The four operations of arithmetic, written out: they are most of what any program does, and each is recorded in
 * about ten nanoseconds. What they do is what every operation does: the plain operator on numbers; an entry in
 * the graph where a tape follows an operand. The short way is for a graph that one tape alone records.
 * What is missing is told from a scalar by one comparison, which costs nothing measurable; `?.` would cost a
 * twentieth of an operation.
 */

import { ADD, DIV, MUL, SUB } from "../graph/codes.js";
import { flatGraph } from "../graph/recorders.js";
import { recordBinary, writeDown } from "../graph/recording.js";
import { numberOf, type Scalar } from "../scalar.js";

export function plus(a: Scalar, b: Scalar): Scalar {
  const graph = flatGraph;
  if (typeof a === "number") {
    if (typeof b === "number") return a + b;
    if (graph !== null && b !== undefined && b.graph === graph) {
      return writeDown(graph, ADD, graph.constant(a), b.index, a + graph.values[b.index]!);
    }
  } else if (typeof b === "number") {
    if (graph !== null && a !== undefined && a.graph === graph) {
      return writeDown(graph, ADD, a.index, graph.constant(b), graph.values[a.index]! + b);
    }
  } else if (graph !== null && a !== undefined && a.graph === graph && b !== undefined && b.graph === graph) {
    return writeDown(graph, ADD, a.index, b.index, graph.values[a.index]! + graph.values[b.index]!);
  }
  return recordBinary(ADD, a, b, numberOf(a) + numberOf(b));
}

export function minus(a: Scalar, b: Scalar): Scalar {
  const graph = flatGraph;
  if (typeof a === "number") {
    if (typeof b === "number") return a - b;
    if (graph !== null && b !== undefined && b.graph === graph) {
      return writeDown(graph, SUB, graph.constant(a), b.index, a - graph.values[b.index]!);
    }
  } else if (typeof b === "number") {
    if (graph !== null && a !== undefined && a.graph === graph) {
      return writeDown(graph, SUB, a.index, graph.constant(b), graph.values[a.index]! - b);
    }
  } else if (graph !== null && a !== undefined && a.graph === graph && b !== undefined && b.graph === graph) {
    return writeDown(graph, SUB, a.index, b.index, graph.values[a.index]! - graph.values[b.index]!);
  }
  return recordBinary(SUB, a, b, numberOf(a) - numberOf(b));
}

export function times(a: Scalar, b: Scalar): Scalar {
  const graph = flatGraph;
  if (typeof a === "number") {
    if (typeof b === "number") return a * b;
    if (graph !== null && b !== undefined && b.graph === graph) {
      return writeDown(graph, MUL, graph.constant(a), b.index, a * graph.values[b.index]!);
    }
  } else if (typeof b === "number") {
    if (graph !== null && a !== undefined && a.graph === graph) {
      return writeDown(graph, MUL, a.index, graph.constant(b), graph.values[a.index]! * b);
    }
  } else if (graph !== null && a !== undefined && a.graph === graph && b !== undefined && b.graph === graph) {
    return writeDown(graph, MUL, a.index, b.index, graph.values[a.index]! * graph.values[b.index]!);
  }
  return recordBinary(MUL, a, b, numberOf(a) * numberOf(b));
}

/** a · b, of which a factor of 1 costs nothing. */
export function scaled(a: Scalar, b: Scalar): Scalar {
  if (a === 1) return b;
  return b === 1 ? a : times(a, b);
}

export function over(a: Scalar, b: Scalar): Scalar {
  const graph = flatGraph;
  if (typeof a === "number") {
    if (typeof b === "number") return a / b;
    if (graph !== null && b !== undefined && b.graph === graph) {
      return writeDown(graph, DIV, graph.constant(a), b.index, a / graph.values[b.index]!);
    }
  } else if (typeof b === "number") {
    if (graph !== null && a !== undefined && a.graph === graph) {
      return writeDown(graph, DIV, a.index, graph.constant(b), graph.values[a.index]! / b);
    }
  } else if (graph !== null && a !== undefined && a.graph === graph && b !== undefined && b.graph === graph) {
    return writeDown(graph, DIV, a.index, b.index, graph.values[a.index]! / graph.values[b.index]!);
  }
  return recordBinary(DIV, a, b, numberOf(a) / numberOf(b));
}
