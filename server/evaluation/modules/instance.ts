/** A module under evaluation: its code, and the cells of its variables. */

import type { Finding } from "../../finding.js";
import type { ExportCode, ImportCode, ModuleCode } from "../../routine.js";
import { ModuleVariables } from "../interpreter/evaluator/moduleVariables.js";
import {
  Cell,
  NamespaceValue,
  type RecordValue,
  type UnknownValue,
  uninitialised,
  type Value,
} from "../interpreter/objects/values.js";
import type { ProgramThrow, RunEnded } from "../interpreter/thrown.js";

/** The names that a module has by `export *`, and which modules have them. */
export interface StarIndex {
  /** null for a name that several modules have. */
  providers: ReadonlyMap<string, ModuleInstance | null>;
  /** Modules that export one value, whose names are known when they have run. */
  wholes: readonly ModuleInstance[];
  /** An `export *` that leads to no module. */
  missing: { from: ModuleInstance; request: ImportCode } | null;
}

export class ModuleInstance {
  readonly code: ModuleCode;
  readonly environment: ModuleVariables;
  /** The modules that its links lead to: when one is made anew, this one has to be as well. */
  readonly linked = new Set<ModuleInstance>();
  state: "new" | "linked" | "evaluating" | "evaluated" = "new";
  /** What ended its evaluation before its end, as a value that says so. */
  failure: UnknownValue | null = null;
  /** What it threw, for whoever requires it: Node.js stops there. */
  thrown: ProgramThrow | RunEnded | null = null;
  /** Where it draws a random number that a statement cannot do without. */
  chance: Finding | null = null;
  /** What `require` gives, of a module that exports one value. */
  whole: Value = undefined;
  /** `module` of a CommonJS module. */
  moduleObject: RecordValue | null = null;
  readonly exportsByName: ReadonlyMap<string, ExportCode>;
  /** What it passes on from modules that export one value: filled before it runs, when those have run. */
  readonly #forwarded = new Map<string, { cell: Cell; value(): Value }>();
  /** The cells of exports that were asked for, its own and those of others. */
  readonly resolved = new Map<string, Cell>();
  /** How often its `export *` were gone through for a single name. */
  starWalks = 0;
  starIndex: StarIndex | null = null;
  /** By who looks: Node.js and bundlers see other things in a module of CommonJS. */
  readonly #namespaces = new Map<string, NamespaceValue>();

  constructor(code: ModuleCode) {
    this.code = code;
    this.exportsByName = new Map(code.exports.map((one) => [one.name, one]));
    const cells = code.variables.map(({ isHoisted }) => new Cell(isHoisted ? undefined : uninitialised));
    this.environment = new ModuleVariables(cells, code.variables);
  }

  /** Its evaluation was undone. */
  startAnew(): void {
    this.state = "linked";
    this.failure = null;
    this.thrown = null;
    this.chance = null;
    this.whole = undefined;
    this.moduleObject = null;
  }

  /** The cell of an export that is a part of what another module exports as a whole. */
  forward(name: string, value: () => Value): Cell {
    const known = this.#forwarded.get(name);
    if (known !== undefined) return known.cell;
    const isThere = this.state === "evaluating" || this.state === "evaluated";
    const cell = new Cell(isThere ? value() : undefined);
    this.#forwarded.set(name, { cell, value });
    return cell;
  }

  fillForwarded(): void {
    for (const { cell, value } of this.#forwarded.values()) cell.set(value());
  }

  /** `import * as name`: one object, however often it is asked for. */
  namespace(
    exports: () => ReadonlyMap<string, Cell>,
    view = "",
    others?: () => UnknownValue | null,
  ): NamespaceValue {
    const known = this.#namespaces.get(view);
    if (known !== undefined) return known;
    const made = new NamespaceValue(exports, others);
    this.#namespaces.set(view, made);
    return made;
  }
}
