/**
 * One call of a function, recorded: what every transform begins with. The inputs are made anew for each call,
 * so that a derivative at a captured scalar, or inside another derivative, never mixes up two of them.
 */

import { isRecorded, numberOf, type Recorded, type Scalar } from "../scalar.js";
import { isScalar, leavesOf, mapStructure } from "../structure.js";
import { isFollowed } from "../tape/tangents.js";
import { Tape } from "../tape/tape.js";

// biome-ignore lint/suspicious/noExplicitAny: a function of structures of any shape; its type is inferred from it.
export type AnyArguments = any[];

export interface RecordedCall {
  tape: Tape;
  /** The scalars of the arguments that were to be differentiated by, from left to right. */
  inputs: Recorded[];
  /** What the function returned. */
  result: unknown;
}

/**
 * Calls f with fresh inputs in place of the scalars of some arguments.
 * @param which the positions of the arguments to differentiate by
 * @param more what to do with the result while the tape is still recording
 */
export function recordCall(
  f: (...args: AnyArguments) => unknown,
  args: readonly unknown[],
  which: readonly number[],
  more?: (call: RecordedCall) => void,
): RecordedCall {
  const tape = new Tape(false);
  const call: RecordedCall = { tape, inputs: [], result: undefined };
  tape.start();
  try {
    const fresh = args.map((argument, position) =>
      which.includes(position) ? freshInputs(call, argument) : argument,
    );
    tape.endInputs();
    call.result = f(...fresh);
    more?.(call);
  } finally {
    tape.stop();
  }
  return call;
}

function freshInputs(call: RecordedCall, argument: unknown): unknown {
  return mapStructure(argument, (leaf) => {
    if (!isScalar(leaf)) return leaf;
    const input = call.tape.freshInput(leaf);
    call.inputs.push(input);
    return input;
  });
}

/** The argument to differentiate by. @throws TypeError if it is not there or holds no number */
export function requireNumbers(name: string, args: readonly unknown[], position: number): void {
  if (position < 0 || position >= args.length) {
    throw new TypeError(
      `${name} is to differentiate by argument ${position} (counted from 0), but was called with ${args.length}.`,
    );
  }
  if (!leavesOf(args[position]).some(isScalar)) {
    throw new TypeError(
      `${name} needs a number, or a structure of numbers, as argument ${position}, not ${describe(args[position])}.`,
    );
  }
}

/** The result of a function that must return one number. @throws TypeError if it returned anything else */
export function requireScalar(name: string, result: unknown): Scalar {
  if (isScalar(result)) return result;
  if (result === undefined || result === null) {
    throw new TypeError(
      `${name} cannot differentiate a function that returns ${result}. Does it return its result?`,
    );
  }
  throw new TypeError(
    `${name} needs a function that returns one number, but it returned ${describe(result)}. Use jacobian for several, or add them up.`,
  );
}

export function requireOrder(order: number): void {
  if (!Number.isInteger(order) || order < 0) {
    throw new RangeError(`The order must be a whole number from 0 on, not ${order}.`);
  }
}

/** The same structure after its tape has closed: plain numbers, except for what the tapes outside follow. */
export function settled(structure: unknown): unknown {
  return mapStructure(structure, (leaf) => (isRecorded(leaf) ? settledScalar(leaf) : leaf));
}

export function settledScalar(scalar: Scalar): Scalar {
  return isFollowed(scalar) ? scalar : numberOf(scalar);
}

/** The structure of an argument, with derivatives in place of its scalars and null in place of whatever is no number. */
export function shapedAs(structure: unknown, derivatives: readonly unknown[]): unknown {
  let next = 0;
  return mapStructure(structure, (leaf) => (isScalar(leaf) ? derivatives[next++] : null));
}

export function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return JSON.stringify(value);
  return value === null
    ? "null"
    : typeof value === "object"
      ? "an object"
      : `${typeof value} ${String(value)}`;
}
