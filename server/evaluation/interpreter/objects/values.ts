/**
 * The interpreter's own values. Nothing of the host is among them: arrays, records and functions of the
 * interpreted program are these classes, so that no property name (`constructor`, `__proto__`) leads outside.
 *
 * A number is a plain `number`, or a `Recorded` of the engine where it depends on an input.
 */

import type { Recorded, Scalar } from "nested-tape";
import type { Span } from "../../../finding.js";
import type { FunctionCode } from "../../../routine.js";
import type { MemberSite } from "./members.js";
import {
  Accessor,
  absent,
  arrayPrototype,
  functionPrototype,
  generatorPrototype,
  ObjectValue,
  objectPrototype,
  type PropertyKey,
  RecordValue,
  SymbolValue,
} from "./objects.js";

export type Value = Scalar | string | boolean | null | undefined | SymbolValue | ObjectValue;

export class ArrayValue extends ObjectValue {
  readonly elements: Value[];
  constructor(elements: Value[]) {
    super(arrayPrototype);
    this.elements = elements;
  }
  /** It is no instance of a class that extends `Array`. */
  get hasStandardClass(): boolean {
    return this.prototype === arrayPrototype;
  }
  override get elementCount(): number {
    return this.elements.length;
  }
  override element(index: number): Value | typeof absent {
    return index in this.elements ? this.elements[index] : absent;
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

/** A function of the program, a class's constructor included. */
export class Closure extends ObjectValue {
  readonly code: FunctionCode;
  readonly index: number;
  readonly captured: Cell[];
  /** The call that an arrow function takes `this`, `super` and `arguments` from; null for every other function. */
  readonly lexical: Frame | null;
  /** Where `super.m` begins to look: the prototype of this. */
  home: ObjectValue | null = null;
  /** What a class's constructor does to a new instance; null for a function that is no class. */
  classOf: ClassValue | null = null;
  constructor(code: FunctionCode, index: number, captured: Cell[], lexical: Frame | null) {
    super(functionPrototype);
    this.code = code;
    this.index = index;
    this.captured = captured;
    this.lexical = lexical;
  }
  get name(): string {
    return this.code.name;
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    const found = super.findOwn(key);
    if (found !== absent) return found;
    if (key === "name") return this.name;
    if (key === "length") return lengthOf(this.code);
    const { isConstructor, isGenerator } = this.code;
    if (key !== "prototype" || (isConstructor !== true && isGenerator !== true)) return absent;
    const prototype = new RecordValue(isGenerator === true ? generatorPrototype : objectPrototype);
    if (isConstructor === true) prototype.defineHidden("constructor", this);
    this.defineHidden("prototype", prototype);
    return prototype;
  }
}

/** How many parameters stand before the first with a default value and the rest parameter. */
function lengthOf({ parameters }: FunctionCode): number {
  const end = parameters.findIndex(({ defaultValue, isRest }) => defaultValue !== null || isRest);
  return end < 0 ? parameters.length : end;
}

/** What `new` with a class does beside running its constructor. */
export interface ClassValue {
  /** `extends` stands in its head: its constructor gets `this` from `super(…)`. */
  isDerived: boolean;
  /** Adds private methods and fields to a new instance. */
  initialise(instance: ObjectValue, frame: Frame, span: Span): void;
}

/** The kinds of errors that JavaScript itself throws. */
export type ErrorName = "TypeError" | "RangeError" | "ReferenceError" | "SyntaxError";

/** What a native function is given besides its arguments. */
export interface NativeCall {
  thisValue: Value;
  /** Calls a function of the program, counting the call against the budgets. */
  call(callee: Value, thisValue: Value, parameters: Value[]): Value;
  /** `new callee(…)`. */
  construct(callee: Value, parameters: Value[]): Value;
  /** Reads a property, along the chain of prototypes. */
  get(object: Value, key: Value): Value;
  /** Counts work and memory of a native function that goes over many elements. */
  spend(elements: number): void;
  /** Counts work that makes nothing: looking through elements, comparing, converting. */
  work(steps: number): void;
  /** Ends the run with a finding at this call. */
  fail(message: string, errorName?: ErrorName): never;
  /** Throws a value of the program. */
  throw(value: Value): never;
  /** Ends the run: this use of the standard library is not known to the interpreter. */
  unsupported(message: string): never;
  /** A number that stands for a random one. */
  random(): number;
  /** Ends the run: the call gives something else at each run. */
  nonDeterministic(message: string): never;
  /** Notes that the result no longer carries the derivative of an argument. */
  loseDerivative(parameters: Value[], what: string): void;
  /** What `members.ts` needs to read and write properties on behalf of this call. */
  member: MemberSite;
  /** Gives what stands for a number that does not carry the derivative of what it was computed from. */
  lose(what: string, origins: Value[], result: number): Value;
}

/** A function of the standard library, with the namespace it holds (`Number.isFinite` on `Number`). */
export class NativeFunction extends ObjectValue {
  readonly name: string;
  readonly run: (parameters: Value[], call: NativeCall) => Value;
  /** What `new` does; null for what is no constructor. */
  readonly construct: ((parameters: Value[], call: NativeCall) => Value) | null;
  /** How many parameters it says to have. */
  readonly length: number;
  constructor(
    name: string,
    run: (parameters: Value[], call: NativeCall) => Value,
    options: {
      members?: ReadonlyMap<string, Value>;
      construct?: NativeFunction["construct"];
      length?: number;
    } = {},
  ) {
    super(functionPrototype);
    this.length = options.length ?? hostLength(name);
    this.name = name;
    this.run = run;
    for (const [member, value] of options.members ?? []) this.properties.set(member, value);
    this.isFrozen = true;
    this.construct = options.construct ?? null;
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    if (key === "length") return this.length;
    return key === "name" ? this.name.slice(this.name.lastIndexOf(".") + 1) : super.findOwn(key);
  }
}

/** The length of the host's function of the same name: of the host only numbers are read. */
function hostLength(name: string): number {
  let at: unknown = globalThis;
  for (const part of name.split(".")) {
    if ((typeof at !== "object" && typeof at !== "function") || at === null) return 0;
    at = Object.getOwnPropertyDescriptor(at, part)?.value;
  }
  return typeof at === "function" ? at.length : 0;
}

/** What `bind` made belongs to the program, which may give it properties. */
export const boundFunctions = new WeakSet<NativeFunction>();

export type FunctionValue = Closure | NativeFunction;

export function isFunction(value: Value): value is FunctionValue {
  return value instanceof Closure || value instanceof NativeFunction;
}

/** One call under way. */
export class Frame {
  readonly slots: (Value | Cell | typeof uninitialised)[];
  readonly captured: Cell[];
  /** Unknown in a derived class's constructor until `super(…)` has run. */
  thisValue: Value;
  isThisKnown = true;
  /** The call whose `this`, `super` and `arguments` hold here: an arrow function's is the one around it. */
  thisFrame: Frame = this;
  /** The function that runs, and what it was called with. */
  callee: Closure | null = null;
  parameters: readonly Value[] = [];
  /** The class or function that `new` was used with; undefined in an ordinary call. */
  newTarget: FunctionValue | undefined = undefined;
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

export { Accessor, ObjectValue, type PropertyKey, type Recorded, RecordValue, type Scalar, SymbolValue };
