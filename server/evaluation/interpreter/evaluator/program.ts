/**
 * Code in the form that runs: compiled once, run many times. Nothing here belongs to a run; what is compiled gets
 * the frame, and the frame leads to the run (`frame.machine`) and to the module's variables (`frame.environment`).
 *
 *     FunctionCode ── at its first call ──▶ Callable { plain · bare · observed · topLevel }
 */

import type { FunctionCode } from "../../../routine.js";
import type { CompiledFunction } from "./context.js";
import type { Machine } from "./machine.js";

/**
 * In which way code is compiled:
 * - `plain` for an ordinary run, with a trace of what the sites saw,
 * - `bare` for numbers alone, without a trace,
 * - `observed` for a run that is made to explain another one,
 * - `topLevel` for the top levels of modules, which pass over what hangs on something unknown.
 */
export type Variant = "plain" | "bare" | "observed" | "topLevel";

/** What turns a function into closures, in the way of a run; `compile.ts` has it. */
export type CompileFunction = (code: FunctionCode, machine: Machine) => CompiledFunction;

/** What a function was compiled to, for each way. */
class PerVariant {
  plain: CompiledFunction | null = null;
  bare: CompiledFunction | null = null;
  observed: CompiledFunction | null = null;
  topLevel: CompiledFunction | null = null;
}

/** A function's code, and what it was compiled to at its first call. */
export class Callable {
  readonly code: FunctionCode;
  readonly #compile: CompileFunction;
  #version: number;
  #compiled = new PerVariant();

  constructor(code: FunctionCode, compile: CompileFunction) {
    this.code = code;
    this.#compile = compile;
    this.#version = code.version;
  }

  compiledFor(machine: Machine): CompiledFunction {
    if (this.#version !== this.code.version) this.#forget();
    machine.used?.set(this.code, this.#version);
    return (this.#compiled[machine.variant] ??= this.#compile(this.code, machine));
  }

  /** The text of the function was edited. */
  #forget(): void {
    this.#version = this.code.version;
    this.#compiled = new PerVariant();
  }
}
