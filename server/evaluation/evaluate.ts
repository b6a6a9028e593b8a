import type { Outcome } from "../report.js";
import type { Routine } from "../routine.js";
import type { Budget } from "./budget.js";

/**
 * Runs a routine at each of its points and differentiates it there.
 * Never throws: what goes wrong is a finding of the outcome.
 *
 * @param clock milliseconds from any origin, for the time budget
 */
export declare function evaluate(routine: Routine, budget: Budget, clock: () => number): Outcome;
