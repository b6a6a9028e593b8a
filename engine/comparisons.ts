/**
 * Comparisons of scalars. They answer true or false, through which no derivative flows, and a compiled replay
 * knows of them: each answer is noted, and a replay whose numbers would answer otherwise records again.
 *
 *     const f = (x: Scalar) => (less(x, 0) ? neg(x) : x);
 */

import type { Guard } from "./graph/graph.js";
import { currentGraph } from "./graph/recorders.js";
import { operandOf } from "./graph/recording.js";
import { numberOf, type Scalar } from "./scalar.js";

/** a < b */
export function less(a: Scalar, b: Scalar): boolean {
  return noted("less", a, b);
}

/** a ≤ b */
export function lessEqual(a: Scalar, b: Scalar): boolean {
  return noted("lessEqual", a, b);
}

/** a > b */
export function greater(a: Scalar, b: Scalar): boolean {
  return noted("less", b, a);
}

/** a ≥ b */
export function greaterEqual(a: Scalar, b: Scalar): boolean {
  return noted("lessEqual", b, a);
}

/** a = b, as numbers: 0 equals −0, NaN equals nothing. */
export function equal(a: Scalar, b: Scalar): boolean {
  return typeof a === "number" && typeof b === "number" ? a === b : noted("equal", a, b);
}

/** a ≠ b, as numbers. */
export function notEqual(a: Scalar, b: Scalar): boolean {
  return !equal(a, b);
}

/** @internal */
export function isNotANumber(a: Scalar): boolean {
  return !equal(a, a);
}

/** @internal The answer to a comparison of two numbers. */
export function answer(kind: "less" | "lessEqual" | "equal", a: number, b: number): boolean {
  if (kind === "less") return a < b;
  return kind === "equal" ? a === b : a <= b;
}

function noted(kind: "less" | "lessEqual" | "equal", a: Scalar, b: Scalar): boolean {
  const holds = answer(kind, numberOf(a), numberOf(b));
  const graph = currentGraph;
  if (graph === null || graph.guards === null) return holds;
  const first = typeof a === "number" ? -1 : operandOf(graph, a);
  const second = typeof b === "number" ? -1 : operandOf(graph, b);
  if (first < 0 && second < 0) return holds;
  const guard: Guard = {
    kind,
    first: first < 0 ? graph.constant(numberOf(a)) : first,
    second: second < 0 ? graph.constant(numberOf(b)) : second,
    holds,
  };
  graph.guards.push(guard);
  return holds;
}
