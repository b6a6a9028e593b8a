/** Blocks: their `let`, `const` and functions start anew each time that they are entered. */

import type { HoistedFunction } from "../../../../routine.js";
import { Cell, uninitialised } from "../../objects/values.js";
import { type Context, callableOf, compilePattern } from "../context.js";
import type { Frame } from "../frame.js";
import { closureOf } from "../frames.js";

export type Enter = (frame: Frame) => void;

const nothing: Enter = () => {};

export function compileScope(fresh: number[], functions: HoistedFunction[], context: Context): Enter {
  if (fresh.length === 0 && functions.length === 0) return nothing;
  const cells = fresh.filter((slot) => context.locals[slot]!.isCaptured);
  const plain = fresh.filter((slot) => !context.locals[slot]!.isCaptured);
  const declare = functions.map((hoisted) => ({
    callable: callableOf(hoisted.function, context),
    assign: compilePattern(
      { kind: "name", variable: hoisted.variable, isConstant: false, start: 0, end: 0 },
      context,
      true,
    ),
  }));
  return (frame) => {
    for (const slot of plain) frame.slots[slot] = uninitialised;
    for (const slot of cells) frame.slots[slot] = new Cell(uninitialised);
    for (const { callable, assign } of declare) assign(frame, closureOf(callable, frame));
  };
}

/** Each turn of a `for` has its own copy of the variables that closures capture. */
export function copyCells(slots: number[], frame: Frame): void {
  for (const slot of slots) frame.slots[slot] = new Cell((frame.slots[slot] as Cell).value);
}
