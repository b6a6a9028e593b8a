/** Runs a routine at a point once more: looked on, or with the inputs moved a little. */

import { GradientTape } from "nested-tape";
import type { PointCode, Routine } from "../../routine.js";
import { bindArguments } from "../arguments.js";
import type { Budget } from "../budget.js";
import type { Input } from "../inputs.js";
import { Program } from "../interpreter/evaluator/calls.js";
import { Machine } from "../interpreter/evaluator/machine.js";
import type { Observer } from "../interpreter/evaluator/observer.js";
import type { Value } from "../interpreter/objects/values.js";

export interface Repeat {
  tape: GradientTape;
  machine: Machine;
  inputs: Input[];
  result: Value;
}

export interface RepeatOptions {
  /** What the program's random numbers come from. */
  seed?: number;
  observer?: (machine: () => Machine) => Observer;
  /** Moves the inputs: the number that each has, and which one it is. */
  nudge?: (number: number, input: number) => number;
}

/** What it takes to run a routine. */
export interface Setting {
  routine: Routine;
  point: PointCode;
  budget: Budget;
  clock: () => number;
}

/** The run; null when it does not come to its end. */
export function repeat(
  { routine, point, budget, clock }: Setting,
  options: RepeatOptions = {},
): Repeat | null {
  const tape = new GradientTape({ persistent: true });
  const observer = options.observer?.(() => machine) ?? null;
  const machine: Machine = new Machine(
    routine,
    budget,
    clock,
    () => tape.operationCount,
    observer,
    options.seed,
  );
  const inputs: Input[] = [];
  try {
    const call = bindArguments(routine, point, new Program(routine, machine), inputs);
    const { nudge } = options;
    if (nudge !== undefined) {
      for (const [index, { variable }] of inputs.entries()) variable.assign(nudge(variable.value, index));
    }
    const result = tape.record(() => call.run());
    return { tape, machine, inputs, result };
  } catch {
    // Whatever ends it was told of by the run that it repeats.
    return null;
  }
}
