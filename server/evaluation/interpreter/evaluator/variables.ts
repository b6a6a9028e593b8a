/** Reading variables that may have no value yet, and those around a nested marked function. */

import { Recorded } from "nested-tape";
import type { Span } from "../../../finding.js";
import type { OuterCode } from "../../../routine.js";
import { UnknownValue, uninitialised, type Value } from "../objects/values.js";
import { Frame } from "./frame.js";
import { freshSlots, runBody } from "./frames.js";
import type { Callable } from "./program.js";

/** A constant or function around a nested marked one: evaluated when the run first reads it. */
export function outerValue(outer: OuterCode, callable: Callable, frame: Frame, span: Span): Value {
  const { machine } = frame;
  const known = machine.outer;
  if (known.has(outer)) return initialised(known.get(outer)!, outer.name, frame, span);
  known.set(outer, uninitialised);
  const compiled = callable.compiledFor(machine);
  const slots = freshSlots(compiled);
  const inside = new Frame(machine, frame.environment, slots, [], undefined, outer.code, frame, span);
  try {
    const value = runBody(compiled, inside);
    known.set(outer, value);
    return value;
  } catch (thrown) {
    // The program may go on without it; whoever asks again is told the same.
    known.delete(outer);
    throw thrown;
  }
}

/** Reads a slot that a declaration must have filled. */
export function initialised(
  value: Value | typeof uninitialised,
  name: string,
  frame: Frame,
  span: Span,
): Value {
  if (value instanceof Recorded) return value;
  if (value === uninitialised) {
    const message = `${name} is read before its declaration has run.`;
    return frame.machine.failWith("ReferenceError", frame, span, message);
  }
  return value instanceof UnknownValue ? value.read(frame.machine.place(frame, span)) : value;
}
