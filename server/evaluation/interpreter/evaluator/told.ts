/**
 * What names and properties of the program stand for at a moment, looked up without running anything.
 *
 *     const list = [f]; list[0]        the function f
 *     list.at(0)                       not told: that is a call
 */

import type { Expression, FunctionCode, LocalReference, Variable } from "../../../routine.js";
import { isPrimitive } from "../objects/conversions.js";
import { lookUp } from "../objects/members.js";
import { prototypeOf } from "../objects/prototypes.js";
import {
  Accessor,
  absent,
  Cell,
  ObjectValue,
  RegularExpressionValue,
  UnknownValue,
  uninitialised,
  type Value,
} from "../objects/values.js";
import type { Site } from "./calls.js";
import type { ModuleVariables } from "./moduleVariables.js";

/** What cannot be told without running the program. */
export const untold = Symbol("untold");
export type Told = Value | typeof untold;

/** The variables around a piece of code: cells where they are shared, values where they are not. */
export interface Scope {
  locals: readonly (Value | Cell | typeof uninitialised | typeof untold)[];
  captured: readonly (Cell | typeof untold)[];
  environment: ModuleVariables;
  thisValue: Told;
}

/** Whether an expression gives a primitive value, or a regular expression that nobody else has, whatever it stands in. */
export function isPlain({ kind }: Expression): boolean {
  return plainKinds.has(kind);
}

const plainKinds: ReadonlySet<Expression["kind"]> = new Set([
  ...(["number", "string", "boolean", "null", "undefined", "regularExpression"] as const),
  ...(["template", "unary", "binary", "update"] as const),
]);

/** What stands around the code at a site. */
export function scopeAt({ frame }: Site): Scope {
  const { slots: locals, captured, environment, thisFrame } = frame;
  const thisValue = thisFrame.isThisKnown ? thisFrame.thisValue : untold;
  return { locals, captured, environment, thisValue };
}

/** Tells what expressions stand for, except where a piece of code will have changed it. */
export class Teller {
  readonly scope: Scope;
  readonly #site: Site;
  readonly #changedCells = new Set<Cell>();
  readonly #changedLocals = new Set<number>();
  readonly #changedGlobals = new Set<string>();
  readonly #changedProperties = new Map<ObjectValue, Set<Value>>();

  constructor(site: Site) {
    this.#site = site;
    this.scope = scopeAt(site);
  }

  willChange(variable: Variable): void {
    const cell = cellOf(variable, this.scope);
    if (cell !== null) this.#changedCells.add(cell);
    else if (variable.scope === "local") this.#changedLocals.add(variable.index);
    else if (variable.scope === "global") this.#changedGlobals.add(variable.name);
  }

  willChangeCell(cell: Cell): void {
    this.#changedCells.add(cell);
  }

  willChangeProperty(owner: ObjectValue, key: Value): void {
    const keys = this.#changedProperties.get(owner) ?? new Set();
    this.#changedProperties.set(owner, keys.add(typeof key === "number" ? String(key) : key));
  }

  /** What a variable holds, be it that it will be changed. */
  valueOf(variable: Variable): Told {
    const cell = cellOf(variable, this.scope);
    if (cell === null && variable.scope !== "local") return untold;
    const value = cell === null ? this.scope.locals[(variable as LocalReference).index] : cell.value;
    return value === uninitialised || value instanceof Cell ? untold : (value as Told);
  }

  isChanged(variable: Variable, scope: Scope): boolean {
    const cell = cellOf(variable, scope);
    return cell !== null && this.#changedCells.has(cell);
  }

  /** What an expression stands for, where it is a path of names and properties. */
  told(node: Expression, scope = this.scope): Told {
    switch (node.kind) {
      case "number":
      case "string":
      case "boolean":
        return node.value;
      case "null":
        return null;
      case "undefined":
        return undefined;
      case "regularExpression":
        return new RegularExpressionValue(node.source, node.flags);
      case "this":
        return scope.thisValue;
      case "intrinsic":
        return this.#global(node.name);
      case "read":
        return this.#variable(node.variable, scope);
      case "member":
        return this.#member(this.told(node.object, scope), this.told(node.property, scope));
      case "optionalChain":
        return this.told(node.expression, scope);
      case "call":
      case "new": {
        const callee = this.told(node.callee, scope);
        return callee instanceof UnknownValue ? callee.derived() : untold;
      }
      default:
        return untold;
    }
  }

  #variable(variable: Variable, scope: Scope): Told {
    if (variable.scope === "global") return this.#global(variable.name);
    const cell = cellOf(variable, scope);
    if (cell !== null) {
      return this.#changedCells.has(cell) || cell.value === uninitialised ? untold : (cell.value as Value);
    }
    if (variable.scope !== "local") return untold;
    if (scope === this.scope && this.#changedLocals.has(variable.index)) return untold;
    const value = scope.locals[variable.index];
    return value === uninitialised || value instanceof Cell ? untold : (value as Told);
  }

  #global(name: string): Told {
    if (this.#changedGlobals.has(name)) return untold;
    const { global } = this.#site.frame.machine.realm;
    const found = global.get(name);
    if (found === absent) return global.unknown(name, this.#site);
    return found instanceof Accessor ? untold : found;
  }

  #member(owner: Told, key: Told): Told {
    if (owner === untold || key === untold || owner === undefined || owner === null) return untold;
    if (owner instanceof UnknownValue) return owner.derived();
    if (!isPrimitive(key)) return untold;
    if (owner instanceof ObjectValue) {
      const name = typeof key === "number" ? String(key) : key;
      if (this.#changedProperties.get(owner)?.has(name) === true) return untold;
      const special = owner.special(key);
      if (special !== absent) return special;
    }
    if (typeof key !== "string") return untold;
    const found = lookUp(owner instanceof ObjectValue ? owner : prototypeOf(owner), key);
    return found === absent || found instanceof Accessor ? untold : found;
  }
}

/** The shared cell of a variable; null where it has none, or none is told. */
export function cellOf(
  variable: Variable,
  { locals, captured, environment }: Omit<Scope, "thisValue">,
): Cell | null {
  if (variable.scope === "module") return environment.cells[variable.index]!;
  const found =
    variable.scope === "local"
      ? locals[variable.index]
      : variable.scope === "captured"
        ? captured[variable.index]
        : null;
  return found instanceof Cell ? found : null;
}

/** What a function that stands in the code in question has around it. */
export function innerScope({ captures }: FunctionCode, scope: Scope): Scope {
  const captured = captures.map(({ from, index }) => {
    const found = from === "local" ? scope.locals[index] : scope.captured[index];
    return found instanceof Cell ? found : untold;
  });
  return { ...scope, locals: [], captured };
}
