/** Where the way back begins: the numbers of a target, each with what flows into it. */

import { isRecorded, type Scalar } from "../scalar.js";
import { isScalar, leavesBeside, leavesOf } from "../structure.js";
import { describe } from "../words.js";
import type { Seed } from "./gradient.js";
import { settledScalar } from "./settled.js";
import type { Tape } from "./tape.js";

/**
 * The recorded scalars of the target, each with what flows into it: 1 where nothing is given.
 * @throws TypeError if there are fewer output gradients than numbers, or one that is no scalar
 */
export function seedsOf(tape: Tape, target: unknown, outputGradients: unknown): Seed[] {
  const gradients = outputGradients === undefined ? null : gradientsBeside(target, outputGradients);
  const seeds: Seed[] = [];
  leavesOf(target).forEach((leaf, i) => {
    const node = isRecorded(leaf) ? tape.nodeOf(leaf) : null;
    if (node !== null) seeds.push({ ...node, gradient: gradients?.[i] ?? 1 });
  });
  return seeds;
}

/** The output gradients, one for each number of the target; a list of all of them in any structure will do as well. */
function gradientsBeside(target: unknown, outputGradients: unknown): (Scalar | null)[] {
  const gradients = leavesBeside(target, outputGradients) ?? leavesOf(outputGradients);
  const targets = leavesOf(target);
  if (gradients.length < targets.length) {
    throw new TypeError(
      `outputGradients must have an entry for each of the ${targets.length} numbers of the target, but has ${gradients.length}. null in an entry's place stands for 1.`,
    );
  }
  return targets.map((leaf, i) => {
    const gradient = gradients[i] ?? null;
    if (gradient === null || !isRecorded(leaf)) return null;
    if (isScalar(gradient)) return settledScalar(gradient);
    throw new TypeError(`outputGradients must hold numbers or recorded scalars, not ${describe(gradient)}.`);
  });
}
