/**
 * The second half of the pipeline: runs a routine at each of its points on a gradient tape, and differentiates
 * what the run recorded.
 */

import type { Outcome } from "../report.js";
import type { Routine } from "../routine.js";
import type { Budget } from "./budget.js";
import type { World } from "./modules/world.js";
import { Runner } from "./runner.js";

/**
 * Runs a routine at each of its points and differentiates it there.
 * Never throws: what goes wrong is a finding of the outcome.
 *
 * @param world the modules that it reaches
 * @param clock milliseconds from any origin, for the time budget
 * @param options.withDiagnosis false for the numbers alone; a `Runner` explains them afterwards
 */
export function evaluate(
  routine: Routine,
  world: World,
  budget: Budget,
  clock: () => number,
  { withDiagnosis = true }: { withDiagnosis?: boolean } = {},
): Outcome {
  const evaluation = new Runner(routine, world, clock).evaluate(budget);
  return withDiagnosis ? evaluation.explained() : evaluation.numbers;
}
