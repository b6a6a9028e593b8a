/**
 * The interpreter's own values. Nothing of the host is among them: arrays, records and functions of the
 * interpreted program are these classes, so that no property name (`constructor`, `__proto__`) leads outside.
 *
 * A number is a plain `number`, or a `Recorded` of the engine where it depends on an input.
 */

import type { Recorded, Scalar } from "nested-tape";
import type { Span } from "../../finding.js";
import type { FunctionCode } from "../../routine.js";

export type Value = Scalar | string | boolean | null | undefined | ArrayValue | RecordValue | FunctionValue;

export class ArrayValue {
  readonly elements: Value[];
  /** `Object.freeze` was called on it. */
  isFrozen = false;
  constructor(elements: Value[]) {
    this.elements = elements;
  }
}

/** An object of the program. Properties keep their order of insertion, as JavaScript's string keys do. */
export class RecordValue {
  readonly properties = new Map<string, Value>();
  /** `Object.freeze` was called on it. */
  isFrozen = false;
  /** What `instanceof` and error messages go by: the intrinsic constructor's name, or "Object". */
  readonly constructedBy: string;
  constructor(constructedBy = "Object") {
    this.constructedBy = constructedBy;
  }
}

/** A variable shared between a function and the closures that capture it. */
export class Cell {
  value: Value | typeof uninitialised;
  constructor(value: Value | typeof uninitialised) {
    this.value = value;
  }
}

/** What a `let` or `const` holds before its declaration ran. */
export const uninitialised = Symbol("uninitialised");

export class Closure {
  readonly code: FunctionCode;
  readonly index: number;
  readonly captured: Cell[];
  /** The `this` of an arrow function. */
  readonly boundThis: Value;
  constructor(code: FunctionCode, index: number, captured: Cell[], boundThis: Value) {
    this.code = code;
    this.index = index;
    this.captured = captured;
    this.boundThis = boundThis;
  }
  get name(): string {
    return this.code.name;
  }
}

/** What a native function is given besides its arguments. */
export interface NativeCall {
  thisValue: Value;
  /** Calls a function of the program, counting the call against the budgets. */
  call(callee: Value, thisValue: Value, parameters: Value[]): Value;
  /** Counts work and memory of a native function that goes over many elements. */
  spend(elements: number): void;
  /** Counts work that makes nothing: looking through elements, comparing, converting. */
  work(steps: number): void;
  /** Ends the run with a finding at this call. */
  fail(message: string): never;
  /** Ends the run: this use of the standard library is not known to the interpreter. */
  unsupported(message: string): never;
  /** Ends the run: the call gives something else at each run. */
  nonDeterministic(message: string): never;
  /** Notes that the result no longer carries the derivative of an argument. */
  loseDerivative(parameters: Value[], what: string): void;
}

/** A function of the standard library, with the namespace it holds (`Number.isFinite` on `Number`). */
export class NativeFunction {
  readonly name: string;
  readonly run: (parameters: Value[], call: NativeCall) => Value;
  readonly members: ReadonlyMap<string, Value>;
  /** What `new` does; null for what is no constructor. */
  readonly construct: ((parameters: Value[], call: NativeCall) => Value) | null;
  constructor(
    name: string,
    run: (parameters: Value[], call: NativeCall) => Value,
    options: { members?: ReadonlyMap<string, Value>; construct?: NativeFunction["construct"] } = {},
  ) {
    this.name = name;
    this.run = run;
    this.members = options.members ?? new Map();
    this.construct = options.construct ?? null;
  }
}

export type FunctionValue = Closure | NativeFunction;

export function isFunction(value: Value): value is FunctionValue {
  return value instanceof Closure || value instanceof NativeFunction;
}

/** One call under way. */
export class Frame {
  readonly slots: (Value | Cell | typeof uninitialised)[];
  readonly captured: Cell[];
  readonly thisValue: Value;
  readonly code: { module: number; name: string } & Span;
  readonly caller: Frame | null;
  /** Where the caller called. */
  readonly callSpan: Span | null;
  readonly depth: number;
  /** What `return` left. */
  result: Value = undefined;
  /** The label that a `break` or `continue` on its way out looks for. */
  label: string | null = null;
  constructor(
    slots: Frame["slots"],
    captured: Cell[],
    thisValue: Value,
    code: Frame["code"],
    caller: Frame | null,
    callSpan: Span | null,
  ) {
    this.slots = slots;
    this.captured = captured;
    this.thisValue = thisValue;
    this.code = code;
    this.caller = caller;
    this.callSpan = callSpan;
    this.depth = caller === null ? 0 : caller.depth + 1;
  }
}

export type { Recorded, Scalar };
