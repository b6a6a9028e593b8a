/**
 * Whether a result depends on random numbers. The interpreter gives numbers of its own in their place, the same
 * in each run; a run with others tells whether they reach the result. An identifier that a constructor draws for
 * itself does not; noise that is added does.
 */

import { isRecorded, primal } from "nested-tape";
import type { Finding } from "../finding.js";
import { chanceMessage, type Machine } from "./interpreter/evaluator/machine.js";
import type { Output } from "./outputs.js";
import { repeat, type Setting } from "./run.js";

/** Two other runs: a branch that is seldom taken is taken in few. */
const otherSeeds = [271_828_182, 3_141_592_653];

/** The finding at the first random number, if the result is another with other ones. */
export function chanceFinding(setting: Setting, machine: Machine, outputs: Output[]): Finding | null {
  return chanceInRun(setting, machine, outputs) ?? chanceInModules(setting, outputs);
}

function chanceInRun(setting: Setting, machine: Machine, outputs: Output[]): Finding | null {
  const { chance } = machine;
  if (chance === null) return null;
  const isSame = otherSeeds.every((seed) => isSameResult(outputs, repeat(setting, { seed })?.outputs));
  return isSame ? null : machine.findingAt("non-deterministic", chance.frame, chance.span, chanceMessage);
}

/** The top levels of modules may depend on such numbers as well. */
function chanceInModules(setting: Setting, outputs: Output[]): Finding | null {
  const { world } = setting;
  const found = world.chance;
  if (found === null) return null;
  const isSame = otherSeeds.every((seed) =>
    world.withSeed(seed, () => isSameResult(outputs, repeat(setting)?.outputs)),
  );
  return isSame ? null : found;
}

/** Whether two runs gave the same numbers, with or without derivatives alike. */
export function isSameResult(one: Output[], other: Output[] | null | undefined): boolean {
  return (
    other !== null &&
    other !== undefined &&
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
