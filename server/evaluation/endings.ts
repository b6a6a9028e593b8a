/** What is said of whatever ended a run. */

import { type Finding, finding } from "../finding.js";
import type { Routine } from "../routine.js";
import type { Machine } from "./interpreter/evaluator/machine.js";
import { thrownText } from "./interpreter/objects/errors.js";
import { UnknownValue } from "./interpreter/objects/values.js";
import { ProgramThrow, RunEnded } from "./interpreter/thrown.js";

export function findingOf(thrown: unknown, routine: Routine, machine: Machine): Finding {
  if (thrown instanceof RunEnded) return thrown.finding;
  if (thrown instanceof ProgramThrow) {
    if (thrown.value instanceof UnknownValue) {
      return thrown.value.neededAt(machine.place(thrown.frame, thrown.span));
    }
    const text = thrownText(thrown.value);
    return machine.findingAt(
      "runtime-error",
      thrown.frame,
      thrown.span,
      `At this point the function throws: ${text}`,
    );
  }
  const place = { module: routine.module.name, ...routine.name };
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) {
    machine.isSpent = true;
    return finding(
      "budget-depth",
      place,
      "The calls or expressions are nested too deep to be run. Does the recursion come to an end? Add a base case, or write it as a loop.",
    );
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return finding(
    "internal-error",
    place,
    `Derivative Lens failed here (${text}). This is a defect of the tool: please report it with this function.`,
  );
}
