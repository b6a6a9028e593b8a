/**
 * One call of a function, recorded: what every transform begins with. The inputs are made anew for each call,
 * so that a derivative at a captured scalar, or inside another derivative, never mixes up two of them.
 */

import { isRecorded, type Recorded } from "../scalar.js";
import { isScalar, mapStructure } from "../structure.js";
import { settledScalar } from "../tape/settled.js";
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

/** The same structure after its tape has closed: plain numbers, except for what the tapes outside follow. */
export function settled(structure: unknown): unknown {
  return mapStructure(structure, (leaf) => (isRecorded(leaf) ? settledScalar(leaf) : leaf));
}
