/** One run of a routine: the machine that meters it, over the modules as they stand after their evaluation. */

import type { FunctionCode, Routine } from "../../../routine.js";
import type { Value } from "../objects/values.js";
import { Closure } from "../objects/values.js";
import { callableOf } from "./compile.js";
import { enter, runBody } from "./frames.js";
import { Machine, type RunOptions } from "./machine.js";
import type { ModuleVariables } from "./moduleVariables.js";

/** The variables of evaluated modules, by the module's name. */
export type Environments = (module: string) => ModuleVariables;

export interface Execution {
  routine: Routine;
  machine: Machine;
  environments: Environments;
}

export interface ExecutionOptions extends Omit<RunOptions, "home" | "marked"> {
  routine: Routine;
  environments: Environments;
}

export function beginExecution({ routine, environments, ...options }: ExecutionOptions): Execution {
  try {
    // Lowering a long function, which happens when it is first asked for, is no part of the run's time.
    void routine.entry.body;
  } catch {
    // It is nested too deeply: the run comes upon it again, and says so.
  }
  const machine = new Machine({ ...options, home: routine.module.name, marked: routine.entry.marked });
  return { routine, machine, environments };
}

/** Runs a function without parameters that stands in the scope of a module: the value of a point. */
export function valueIn({ machine, environments }: Execution, code: FunctionCode, module: string): Value {
  const callable = callableOf(code);
  const compiled = callable.compiledFor(machine);
  const callee = new Closure(callable, environments(module), [], null);
  return runBody(compiled, enter(callee, undefined, compiled, machine, null, null));
}
