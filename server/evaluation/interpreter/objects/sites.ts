/** What those who read, write and convert values need of the place in the program where they do. */

import type { FindingCode } from "../../../finding.js";
import type { BitMemory } from "./bits.js";
import type { Meter } from "./metering.js";
import type { UnknownKind, UnknownValue } from "./unknown.js";
import type { Value } from "./values.js";

/** The kinds of errors that JavaScript itself throws. */
export type ErrorName = "Error" | "TypeError" | "RangeError" | "ReferenceError" | "SyntaxError";

/** What conversions need, which call methods of the program: `valueOf`, `toString`. */
export interface Caller extends Meter {
  call(callee: Value, thisValue: Value, parameters: Value[]): Value;
  /** Reads a property, along the chain of prototypes. */
  get(object: Value, key: Value): Value;
  /** Ends the run with an error that JavaScript would throw here. */
  fail(message: string, errorName?: ErrorName): never;
  /** Throws a value of the program. */
  throw(value: Value): never;
  /** Ends the run, because something depends on a value that cannot be known. */
  needed(value: UnknownValue): never;
}

export interface MemberSite extends Caller {
  /** Strict code stands here: what JavaScript refuses to assign is an error. Sloppy code goes on as if nothing were; left out, it is strict. */
  isStrict?: boolean;
  /** Ends the run: the interpreter does not know this. */
  unsupported(message: string): never;
  /** What stands for something that cannot be known. */
  unknown(code: FindingCode, message: string, kind?: UnknownKind): UnknownValue;
  /** Gives what stands for a number that does not carry the derivative of what it was computed from. */
  lose(what: string, origins: Value[], result: number): Value;
  /** Where the numbers are remembered whose bits are read. */
  bits?: BitMemory;
}
