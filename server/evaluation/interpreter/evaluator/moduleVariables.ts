/**
 * The variables of a module, one cell each. An imported one is the cell of the module that exports it, so that
 * whoever imports it sees what it holds at any time.
 */

import type { Span } from "../../../finding.js";
import type { ModuleVariable } from "../../../routine.js";
import { type Cell, UnknownValue, uninitialised, type Value } from "../objects/values.js";
import type { Frame } from "./frame.js";

export class ModuleVariables {
  readonly cells: Cell[];
  readonly variables: readonly ModuleVariable[];

  constructor(cells: Cell[], variables: readonly ModuleVariable[]) {
    this.cells = cells;
    this.variables = variables;
  }

  read(index: number, frame: Frame, span: Span): Value {
    const { value } = this.cells[index]!;
    if (value === uninitialised) {
      const { name } = this.variables[index]!;
      frame.machine.failWith("ReferenceError", frame, span, `${name} is read before it has a value.`);
    }
    return value instanceof UnknownValue ? value.read(frame.machine.place(frame, span)) : value;
  }

  write(index: number, value: Value): void {
    this.cells[index]!.set(value);
  }
}

/** Those of code that stands in no module. */
export const noVariables = new ModuleVariables([], []);
