/** Scalars as the program gets them from a tape or a transform. */

import { IDENTITY } from "../graph/codes.js";
import { currentGraph, NOT_FOLLOWED } from "../graph/recorders.js";
import { handedOut, operandOf } from "../graph/recording.js";
import { numberOf, Recorded, type Scalar, Variable } from "../scalar.js";

/** Where a graph ends before a sweep over scalars: what it records comes after. */
export function endOfRecording(): number {
  return currentGraph?.length ?? 0;
}

/** A scalar as it is now: recorded where a tape that records now follows it, the number alone otherwise. */
export function settledScalar(scalar: Scalar): Scalar {
  if (typeof scalar === "number") return scalar;
  const graph = currentGraph;
  const index = graph === null ? NOT_FOLLOWED : operandOf(graph, scalar);
  if (index === NOT_FOLLOWED) return numberOf(scalar);
  return scalar instanceof Variable ? new Recorded(graph, index) : scalar;
}

/**
 * A derivative as the program gets it: a scalar of its own. The derivative of x · z by x equals z, but is not z:
 * what is computed from one of them does not depend on the other.
 * @param end where the graph ended before the sweep
 */
export function ownScalar(derivative: Scalar, end: number): Scalar {
  const own = handedOut(settledScalar(derivative));
  if (typeof own === "number" || own.graph !== currentGraph || own.index >= end) return own;
  const graph = own.graph!;
  return new Recorded(
    graph,
    graph.push(IDENTITY, graph.levels[own.index]!, own.index, 0, graph.values[own.index]!),
  );
}
