/** One call under way, or the evaluation of what stands outside any function. From it the compiled code reaches the run. */

import type { Span } from "../../../finding.js";
import type { FunctionCode } from "../../../routine.js";
import type {
  ArgumentsValue,
  Cell,
  Closure,
  FunctionValue,
  uninitialised,
  Value,
} from "../objects/values.js";
import type { Machine } from "./machine.js";
import type { ModuleVariables } from "./moduleVariables.js";

export class Frame {
  /** The run that it belongs to; a generator's changes where another run goes on with it. */
  machine: Machine;
  /** Where the module's variables are. */
  readonly environment: ModuleVariables;
  readonly slots: (Value | Cell | typeof uninitialised)[];
  readonly captured: Cell[];
  /** Unknown in a derived class's constructor until `super(…)` has run. */
  thisValue: Value;
  isThisKnown = true;
  /** The call whose `this`, `super` and `arguments` hold here: an arrow function's is the one around it. */
  thisFrame: Frame = this;
  /** The function that runs, and what it was called with; null for what stands outside any function. */
  callee: Closure | null = null;
  /** An `ArgumentsValue` from when `arguments` was first asked for. */
  parameters: readonly Value[] | ArgumentsValue = [];
  /** The class or function that `new` was used with; undefined in an ordinary call. */
  newTarget: FunctionValue | undefined = undefined;
  readonly code: Pick<FunctionCode, "module" | "name" | "isStrict"> & Span;
  readonly caller: Frame | null;
  /** Where the caller called. */
  readonly callSpan: Span | null;
  readonly depth: number;
  /** What `return` left. */
  result: Value = undefined;
  /** How many loops and looked-on expressions were under way around a generator when it went on last. */
  loopsAround = 0;
  watchedAround = 0;
  /** The label that a `break` or `continue` on its way out looks for. */
  label: string | null = null;
  constructor(
    machine: Machine,
    environment: ModuleVariables,
    slots: Frame["slots"],
    captured: Cell[],
    thisValue: Value,
    code: Frame["code"],
    caller: Frame | null,
    callSpan: Span | null,
  ) {
    this.machine = machine;
    this.environment = environment;
    this.slots = slots;
    this.captured = captured;
    this.thisValue = thisValue;
    this.code = code;
    this.caller = caller;
    this.callSpan = callSpan;
    this.depth = caller === null ? 0 : caller.depth + 1;
  }
}
