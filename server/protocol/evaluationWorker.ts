/**
 * Entry point of the process that runs routines, apart from the server: the server goes on answering whatever
 * a run does.
 */

import { worker } from "workerpool";
import type { Budget } from "../evaluation/budget.js";
import { evaluate } from "../evaluation/evaluate.js";
import type { Routine } from "../routine.js";

/** The methods that a lane may call, by name. */
const methods = {
  evaluate: (routine: Routine, budget: Budget) => evaluate(routine, budget, () => performance.now()),
};

worker(methods);
