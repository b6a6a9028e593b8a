/** Making closures, and frames for the calls of them. */

import type { Span } from "../../../finding.js";
import { ArgumentsValue, Cell, Closure, ParameterCell, type Value } from "../objects/values.js";
import { sloppyThis } from "../objects/wrappers.js";
import { completions } from "./completions.js";
import type { CompiledFunction } from "./context.js";
import { Frame } from "./frame.js";
import type { Machine } from "./machine.js";
import type { Callable } from "./program.js";

/** A closure of a function that stands in the running one. */
export function closureOf(callable: Callable, frame: Frame): Closure {
  const { captures, isArrow } = callable.code;
  const captured = captures.map((capture) =>
    capture.from === "local" ? (frame.slots[capture.index] as Cell) : frame.captured[capture.index]!,
  );
  return new Closure(callable, frame.environment, captured, isArrow ? frame.thisFrame : null);
}

/** A frame for a call whose parameters are not bound yet. */
export function enter(
  callee: Closure,
  thisValue: Value,
  compiled: CompiledFunction,
  machine: Machine,
  caller: Frame | null,
  span: Span | null,
): Frame {
  const slots = freshSlots(compiled);
  const { environment, captured } = callee;
  const { code, global } = compiled;
  const own = global === null ? thisValue : sloppyThis(thisValue, global);
  const frame = new Frame(machine, environment, slots, captured, own, code, caller, span);
  frame.callee = callee;
  if (callee.lexical !== null) frame.thisFrame = callee.lexical;
  return frame;
}

/** `arguments` of the call that runs: one object, made when it is first asked for. */
export function argumentsOf(frame: Frame, span: Span): ArgumentsValue {
  const { thisFrame, machine } = frame;
  const { parameters, callee, slots } = thisFrame;
  if (parameters instanceof ArgumentsValue) return parameters;
  machine.spendElements(parameters.length, frame, span);
  const mapped = callee?.callable.compiledFor(machine).mappedSlots ?? [];
  const cells = mapped.map((slot) => slots[slot] as ParameterCell);
  const made = new ArgumentsValue([...parameters], thisFrame.code.isStrict ? null : callee, cells);
  thisFrame.parameters = made;
  return made;
}

/** Slots for a call, the captured ones in cells of their own. */
export function freshSlots({ slotCount, capturedSlots, mappedSlots }: CompiledFunction): Frame["slots"] {
  const slots: Frame["slots"] = new Array(slotCount);
  for (let slot = 0; slot < slotCount; slot++) slots[slot] = undefined;
  for (const slot of capturedSlots) slots[slot] = new Cell(undefined);
  if (mappedSlots !== null) for (const slot of mappedSlots) slots[slot] = new ParameterCell(undefined);
  return slots;
}

export function runBody(compiled: CompiledFunction, frame: Frame): Value {
  for (const statement of compiled.body) {
    if (statement(frame) === completions.return) return frame.result;
  }
  return undefined;
}

/** Runs a top-level statement. @returns whether it returned, which ends a CommonJS module */
export function runTopLevel(compiled: CompiledFunction, frame: Frame): boolean {
  for (const statement of compiled.body) if (statement(frame) === completions.return) return true;
  return false;
}
