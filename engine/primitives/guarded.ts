/**
 * Comparisons that a compiled replay knows of: while a program is being compiled, each answer is noted, and a
 * replay whose numbers would answer otherwise is refused. Elsewhere they are the plain comparisons of the numbers.
 *
 *     const f = (x: Scalar) => (less(x, 0) ? neg(x) : x);
 */

import { currentGraph, operandOf } from "../graph/recording.js";
import { numberOf, type Scalar } from "../scalar.js";

/** a < b */
export function isLess(a: Scalar, b: Scalar): boolean {
  return note("less", a, b, numberOf(a) < numberOf(b));
}

/** a ≤ b */
export function isLessOrEqual(a: Scalar, b: Scalar): boolean {
  return note("lessOrEqual", a, b, numberOf(a) <= numberOf(b));
}

/** a = b, as numbers: 0 equals −0, NaN equals nothing. */
export function areEqual(a: Scalar, b: Scalar): boolean {
  return note("equal", a, b, numberOf(a) === numberOf(b));
}

export function isNotANumber(a: Scalar): boolean {
  return !areEqual(a, a);
}

function note(kind: "less" | "lessOrEqual" | "equal", a: Scalar, b: Scalar, holds: boolean): boolean {
  const graph = currentGraph;
  if (graph === null || graph.guards === null) return holds;
  const first = typeof a === "number" ? -1 : operandOf(graph, a);
  const second = typeof b === "number" ? -1 : operandOf(graph, b);
  if (first < 0 && second < 0) return holds;
  graph.guards.push({
    kind,
    first: first < 0 ? graph.constant(numberOf(a)) : first,
    second: second < 0 ? graph.constant(numberOf(b)) : second,
    holds,
  });
  return holds;
}
