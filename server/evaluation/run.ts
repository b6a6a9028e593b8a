/**
 * One run of a routine: the compiled program with a machine that meters it, a tape, and arguments whose numbers are
 * inputs. Whatever is run is put together here.
 *
 *     const run = new Run(setting);
 *     const call = run.bind();                  evaluates the point; run.inputs are there
 *     const result = run.record(call);          runs the marked function on the tape
 */

import { GradientTape, type Scalar } from "nested-tape";
import type { PointCode, Routine } from "../routine.js";
import { bindEntry, type PreparedCall } from "./arguments.js";
import type { Budget } from "./budget.js";
import type { Input } from "./inputs.js";
import { beginExecution, type Execution } from "./interpreter/evaluator/execution.js";
import type { Machine } from "./interpreter/evaluator/machine.js";
import type { Observer } from "./interpreter/evaluator/observer.js";
import { realm } from "./interpreter/library/realm.js";
import type { Value } from "./interpreter/objects/values.js";
import type { World } from "./modules/world.js";
import { type Output, outputsOf } from "./outputs.js";

/** What it takes to run a routine. */
export interface RunSetting {
  routine: Routine;
  /** The modules that it reaches, evaluated. */
  world: World;
  budget: Budget;
  /** Milliseconds from any origin. */
  clock: () => number;
}

/** The same with the point at which it runs. */
export interface Setting extends RunSetting {
  point: PointCode;
}

export interface RunOptions {
  /** What the program's random numbers come from. */
  seed?: number;
  /** Looks on at each expression. */
  observer?: Observer;
  /** Whether it is noted what the sites see. */
  isTraced?: boolean;
}

export class Run {
  readonly tape = new GradientTape({ persistent: true });
  readonly inputs: Input[] = [];
  readonly execution: Execution;

  constructor({ routine, world, budget, clock }: RunSetting, { seed, observer, isTraced }: RunOptions = {}) {
    this.execution = beginExecution({
      realm,
      routine,
      environments: world.environments,
      budget,
      clock,
      tapeLength: () => this.tape.operationCount,
      observer: observer ?? null,
      seed: seed ?? 1,
      isTraced: isTraced === true,
    });
  }

  get machine(): Machine {
    return this.execution.machine;
  }

  /**
   * Evaluates a point and binds the marked function's parameters.
   * @param scalarFor gives what stands for an input, where it is not to be a variable of this run
   * @throws whatever ends the evaluation of the point
   */
  bind(point: PointCode, scalarFor?: (input: number) => Scalar): PreparedCall {
    return bindEntry(this.execution, point, this.inputs, scalarFor);
  }

  /** Runs what was bound on the tape. */
  record(call: PreparedCall): Value {
    return this.tape.record(() => call.run());
  }
}

/** A run that came to its end. */
export interface FinishedRun {
  routine: Routine;
  tape: GradientTape;
  machine: Machine;
  inputs: Input[];
  /** The numbers of the result. */
  outputs: Output[];
}

/**
 * Runs a routine at a point once more: looked on, with other random numbers, or with the inputs moved.
 * @param move the number that an input has instead of its own, and which one it is
 * @returns null when the run does not come to its end: whatever ends it was told of by the run that it repeats
 */
export function repeat(
  setting: Setting,
  options: RunOptions & { move?: (number: number, input: number) => number } = {},
): FinishedRun | null {
  const run = new Run(setting, options);
  const { tape, machine, inputs } = run;
  try {
    const outputs = setting.world.run(() => {
      const call = run.bind(setting.point);
      const { move } = options;
      if (move !== undefined) {
        for (const [index, { variable }] of inputs.entries()) variable.assign(move(variable.value, index));
      }
      return outputsOf(run.record(call));
    });
    return { routine: setting.routine, tape, machine, inputs, outputs };
  } catch {
    return null;
  }
}

/** What a second call gives after the first one, which may have changed the modules; null when it does not come to its end. */
export function callTwice(setting: Setting): Output[] | null {
  const call = () => {
    const run = new Run(setting);
    return outputsOf(run.record(run.bind(setting.point)));
  };
  try {
    return setting.world.run(() => {
      call();
      return call();
    });
  } catch {
    return null;
  }
}
