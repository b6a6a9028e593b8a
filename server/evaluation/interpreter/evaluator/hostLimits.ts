/** Limits of the host that a program runs into, told where it does: how many parameters a call has, how long and how deep things are. */

import type { Span } from "../../../finding.js";
import type { Value } from "../objects/values.js";
import { RunEnded } from "../thrown.js";
import type { Frame } from "./frame.js";

/** More parameters than these are counted one by one. */
const fewParameters = 8;
/** Node.js, with the stack that it has by default, takes about so many. */
const mostParameters = 125_000;

/** Counts the parameters of a call, which it copies. */
export function countParameters({ length }: Value[], frame: Frame, span: Span): void {
  if (length <= fewParameters) return;
  frame.machine.spendElements(length, frame, span);
  if (length <= mostParameters) return;
  const message = `This call has ${length} parameters, which are more than Node.js takes. Pass them as one array.`;
  frame.machine.failWith("RangeError", frame, span, message);
}

/** What a limit of the host means for the program: Node.js has the same ones for lengths, and another one for depth. */
export function ofHost({ message }: RangeError, frame: Frame, span: Span): RunEnded {
  const { machine } = frame;
  // No pattern: the host has no room to read one where the stack is full.
  if (!message.includes("call stack")) {
    return new RunEnded(machine.findingAt("runtime-error", frame, span, `${message}.`), "RangeError");
  }
  machine.isSpent = true;
  const text =
    "What is called here is nested too deep to be run. Does it come to an end? Write it as a loop, or make the data less deep.";
  return new RunEnded(machine.findingAt("budget-depth", frame, span, text));
}
