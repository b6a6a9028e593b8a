/**
 * Whether a result depends on random numbers. The interpreter gives numbers of its own in their place, the same
 * in each run; a run with others tells whether they reach the result. An identifier that a constructor draws for
 * itself does not; noise that is added does.
 */

import { isRecorded, primal } from "nested-tape";
import type { Finding } from "../finding.js";
import { repeat, type Setting } from "./diagnosis/repeat.js";
import type { Machine } from "./interpreter/evaluator/machine.js";
import { type Output, outputsOf } from "./outputs.js";

/** Two other runs: a branch that is seldom taken is taken in few. */
const otherSeeds = [271_828_182, 3_141_592_653];

/** The finding at the first random number, if the result is another with other ones. */
export function chanceFinding(setting: Setting, machine: Machine, outputs: Output[]): Finding | null {
  const { chance } = machine;
  if (chance === null) return null;
  const isSame = otherSeeds.every((seed) => {
    const run = repeat(setting, { seed });
    return run !== null && isSameResult(outputs, outputsOf(run.result));
  });
  if (isSame) return null;
  return machine.findingAt(
    "non-deterministic",
    chance.frame,
    chance.span,
    "This gives another number at each run, and the result depends on it, so that there is no derivative to show. Pass the random number as a parameter.",
  );
}

function isSameResult(one: Output[], other: Output[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ path, scalar }, index) => {
      const twin = other[index]!;
      return (
        path === twin.path &&
        Object.is(primal(scalar), primal(twin.scalar)) &&
        isRecorded(scalar) === isRecorded(twin.scalar)
      );
    })
  );
}
