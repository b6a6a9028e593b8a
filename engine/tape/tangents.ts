/** Derivatives along a direction of what a transform's tape recorded. */

import { currentGraph, NOT_FOLLOWED } from "../graph/recorders.js";
import { operandOf } from "../graph/recording.js";
import { isRecorded, type Recorded, type Scalar } from "../scalar.js";
import { NumberTangents, sweepTangents } from "../sweeps/forwardNumbers.js";
import { type ScalarTangents, sweepScalarTangents } from "../sweeps/forwardRecorded.js";
import { hasCustomCall } from "../sweeps/taylor.js";
import { endOfRecording, ownScalar } from "./settled.js";
import type { Tape } from "./tape.js";

/** Whether a tape that records now follows a scalar. */
export function isFollowed(scalar: Scalar): boolean {
  return currentGraph !== null && isRecorded(scalar) && operandOf(currentGraph, scalar) !== NOT_FOLLOWED;
}

/**
 * Whether a derivative of what a tape recorded may be followed by tapes that record now although its value is not:
 * a pullback that an author gave computes from whatever it captured.
 */
export function hasPullbackInside(tape: Tape): boolean {
  return currentGraph !== null && hasCustomCall(tape.segments());
}

/**
 * The derivatives of the targets along a direction of the inputs; null for one that does not vary along it.
 * Inputs whose direction is 0 do not vary.
 * @param inputs the tape's fresh inputs, one after the other in the graph
 */
export function tangentsOf(
  tape: Tape,
  inputs: readonly Recorded[],
  direction: readonly Scalar[],
  targets: readonly Recorded[],
): (Scalar | null)[] {
  const graph = inputs[0]?.graph;
  if (graph == null) return targets.map(() => null);
  if (direction.some(isRecorded) || targets.some(isFollowed) || hasPullbackInside(tape)) {
    const end = endOfRecording();
    const tangents: ScalarTangents = new Map();
    inputs.forEach((input, i) => {
      if (direction[i] !== 0) tangents.set(input.index, direction[i]!);
    });
    for (const { start, end } of tape.segments()) sweepScalarTangents(graph, tangents, start, end);
    return targets.map((target) => {
      const tangent = target.graph === graph ? tangents.get(target.index) : undefined;
      return tangent === undefined ? null : ownScalar(tangent, end);
    });
  }
  const tangents = new NumberTangents(graph, inputs[0]!.index, graph.length);
  fillTangents(tape, inputs, direction as readonly number[], tangents);
  return targets.map((target) => (target.graph === graph ? tangents.at(target.index) : null));
}

/** The same over plain numbers, into room that may be used again. */
export function fillTangents(
  tape: Tape,
  inputs: readonly Recorded[],
  direction: readonly number[],
  tangents: NumberTangents,
): void {
  tangents.clear();
  inputs.forEach((input, i) => {
    if (direction[i] !== 0) tangents.set(input.index, direction[i]!);
  });
  for (const { start, end } of tape.segments()) sweepTangents(tangents, start, end);
}
