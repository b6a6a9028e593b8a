/** How an operation gets into the graph that records now: as a node, if a tape follows one of its operands. */

import { numberOf, Recorded, type Scalar, Variable } from "../scalar.js";
import type { Graph } from "./graph.js";
import {
  currentGraph,
  currentLevel,
  flatGraph,
  leafOfVariable,
  NOT_FOLLOWED,
  outermostLevel,
} from "./recorders.js";
import { SharedOperations } from "./sharing.js";

/** The node that stands for a recorded scalar in the current graph, or `NOT_FOLLOWED`. */
export function operandOf(graph: Graph, scalar: Recorded): number {
  let index = scalar.index;
  if (scalar.graph !== graph) {
    index = scalar instanceof Variable ? leafOfVariable(graph, scalar) : leafOfForeign(graph, scalar);
    if (index < 0) return NOT_FOLLOWED;
  }
  return graph.levels[index]! <= currentLevel ? index : NOT_FOLLOWED;
}

function leafOfForeign(graph: Graph, scalar: Recorded): number {
  const origin = scalar.graph!;
  const level = outermostLevel((recorder) => recorder.follows(origin, scalar.index));
  if (level === 0) return graph.importedAs(origin, scalar.index) ?? NOT_FOLLOWED;
  return graph.import(origin, scalar.index, level);
}

/** Records a function of one scalar, whose value is known already. */
export function recordUnary(code: number, x: Recorded, value: number): Scalar {
  if (flatGraph !== null && x.graph === flatGraph) return writeDown(flatGraph, code, x.index, 0, value);
  const graph = currentGraph;
  if (graph === null) return value;
  const first = x.graph === graph ? x.index : operandOf(graph, x);
  if (first < 0) return value;
  const level = graph.levels[first]!;
  if (level > currentLevel) return value;
  return new Recorded(graph, recordOperation(graph, code, level, first, 0, value));
}

/** Writes an operation down in a flat graph. */
export function writeDown(
  graph: Graph,
  code: number,
  first: number,
  second: number,
  value: number,
): Recorded {
  const index = graph.length;
  if (index === graph.codes.length) graph.grow();
  graph.codes[index] = code;
  graph.first[index] = first;
  graph.second[index] = second;
  graph.values[index] = value;
  graph.length = index + 1;
  return new Recorded(graph, index);
}

/** Records a function of two scalars, whose value is known already. At least one of them is no plain number. */
export function recordBinary(code: number, a: Scalar, b: Scalar, value: number): Scalar {
  const graph = currentGraph;
  if (graph === null) return value;
  let first = NOT_FOLLOWED;
  let second = NOT_FOLLOWED;
  let level = 256;
  if (typeof a !== "number") {
    first = a.graph === graph ? a.index : operandOf(graph, a);
    if (first >= 0) {
      level = graph.levels[first]!;
      if (level > currentLevel) first = NOT_FOLLOWED;
    }
  }
  if (typeof b !== "number") {
    second = b.graph === graph ? b.index : operandOf(graph, b);
    if (second >= 0) {
      const other = graph.levels[second]!;
      if (other > currentLevel) second = NOT_FOLLOWED;
      else if (other < level) level = other;
    }
  }
  if (first < 0) {
    if (second < 0) return value;
    first = graph.constant(numberOf(a));
  } else if (second < 0) {
    second = graph.constant(numberOf(b));
  }
  return new Recorded(graph, recordOperation(graph, code, level, first, second, value));
}

/** Records an operation of operands that a recording tape follows, or that are constants. @returns its node */
export function recordOperation(
  graph: Graph,
  code: number,
  level: number,
  first: number,
  second: number,
  value: number,
): number {
  const { sharing } = graph;
  return sharing === null
    ? graph.push(code, level, first, second, value)
    : sharing.record(code, level, first, second, value);
}

/**
 * Runs the sweep of a gradient: operations that earlier ones recorded are shared. The first of a graph has nothing
 * to share, and leaves what it records for the second.
 */
export function whileSharing<T>(sweep: () => T): T {
  const graph = currentGraph!;
  const { shared, sharing } = graph;
  if (shared === null) {
    graph.shared = new SharedOperations(graph);
    graph.shared.beginStretch();
  } else {
    shared.enterStretches();
    graph.sharing = shared;
  }
  try {
    return sweep();
  } finally {
    graph.shared?.endStretch();
    graph.sharing = sharing;
  }
}

/** Runs code of the program's own in the midst of a sweep, of which nothing is shared. */
export function withoutSharing<T>(f: () => T): T {
  const graph = currentGraph;
  if (graph === null) return f();
  const { shared, sharing } = graph;
  const isInStretch = shared?.endStretch();
  graph.sharing = null;
  try {
    return f();
  } finally {
    graph.sharing = sharing;
    if (isInStretch) shared!.beginStretch();
  }
}

/** A result of a sweep as the program gets it: a scalar of its own, which nothing else stands for. */
export function handedOut(scalar: Scalar): Scalar {
  if (typeof scalar === "number" || scalar.graph !== currentGraph) return scalar;
  const graph = scalar.graph!;
  const index = graph.shared === null ? scalar.index : graph.shared.handedOut(scalar.index);
  return index === scalar.index ? scalar : new Recorded(graph, index);
}

/** Records a function of any number of scalars, whose value is known already. */
export function recordList(code: number, operands: readonly Scalar[], value: number): Scalar {
  const graph = currentGraph;
  if (graph === null) return value;
  const start = graph.operandCount;
  const level = writeOperands(graph, operands);
  return level === NOT_FOLLOWED
    ? value
    : new Recorded(graph, graph.push(code, level, start, operands.length, value));
}

/**
 * Writes down the operands of a list operation.
 * @returns the level of the operation; `NOT_FOLLOWED` if no operand is followed, and then nothing was written
 */
export function writeOperands(graph: Graph, operands: readonly Scalar[]): number {
  const mark = graph.operandCount;
  const room = graph.reserveOperands(operands.length);
  let level = NOT_FOLLOWED;
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i]!;
    const index = typeof operand === "number" ? NOT_FOLLOWED : operandOf(graph, operand);
    room[mark + i] = index >= 0 ? index : graph.constant(numberOf(operand));
    if (index >= 0 && (level < 0 || graph.levels[index]! < level)) level = graph.levels[index]!;
  }
  if (level !== NOT_FOLLOWED) graph.operandCount = mark + operands.length;
  return level;
}
