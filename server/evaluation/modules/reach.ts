/**
 * What a piece of code could have changed, had it gone on: the variables that it assigns, or parts of which it assigns
 * or hands over, and so on in every function that it can call.
 *
 *     let count = 0;
 *     function setUp() { …; count = 5; }
 *     setUp();                              reaches setUp, and by it count
 */

import { type Node, nodesOf, walk } from "../../routine/walk.js";
import type { Expression, FunctionCode, ModuleCode, Variable } from "../../routine.js";
import type { ModuleVariables } from "../interpreter/evaluator/moduleVariables.js";
import { objectsWithin } from "../interpreter/objects/objects.js";
import { isChangeable } from "../interpreter/objects/unknown.js";
import {
  type Cell,
  Closure,
  isFunction,
  ObjectValue,
  uninitialised,
  type Value,
} from "../interpreter/objects/values.js";

/** The variables around a function. */
interface Surroundings {
  environment: ModuleVariables;
  captured: readonly (Cell | undefined)[];
}

/** How many properties of an object are looked at for functions, and how many functions are read. */
const mostProperties = 500;
const mostFunctions = 5_000;

export function cellsInReach(code: FunctionCode, environment: ModuleVariables): Set<Cell> {
  const reach = new Reach();
  reach.read(code, { environment, captured: [] });
  return reach.changed;
}

/**
 * What may have been changed where something unknown is assigned to or called that may be anything of the program:
 * what any function of the module changes, and every object that one of its variables holds.
 */
export function cellsInReachOfAll(module: ModuleCode, environment: ModuleVariables): Set<Cell> {
  const reach = new Reach();
  const around = { environment, captured: [] };
  for (const { function: code } of module.functions) reach.read(code, around);
  for (const { code } of module.statements) reach.readFunctionsIn(code, around);
  const { changed } = reach;
  for (const cell of environment.cells) {
    const { value } = cell;
    if (isBag(value)) changed.add(cell);
  }
  return changed;
}

/** The variables that hold an object which one of the changed ones holds, or hold it as a part. */
export function sharing(changed: ReadonlySet<Cell>, cells: readonly Cell[]): Cell[] {
  const objects = new Set([...changed].map(({ value }) => value).filter(isBag));
  if (objects.size === 0) return [];
  return cells.filter(({ value }) => {
    if (!isHolder(value)) return false;
    for (const object of objectsWithin(value, mostProperties)) if (objects.has(object)) return true;
    return false;
  });
}

class Reach {
  readonly #changed = new Set<Cell>();
  /** Variables whose objects got another name: a part of something else, a local variable, the result of a call. */
  readonly #aliased = new Set<Cell>();
  /** Something is changed under another name than a variable's. */
  #changesAliases = false;
  readonly #seen = new Set<FunctionCode | ObjectValue>();

  read(code: FunctionCode, around: Surroundings): void {
    if (this.#seen.has(code) || this.#seen.size > mostFunctions) return;
    this.#seen.add(code);
    for (const node of nodesOf(code)) walk(node, (inside) => this.#visit(inside, around));
  }

  /** Only the functions that stand in the code, not what it does itself. */
  readFunctionsIn(code: FunctionCode, around: Surroundings): void {
    for (const node of nodesOf(code)) walk(node, (inside) => this.#visitFunctions(inside, around));
  }

  get changed(): Set<Cell> {
    if (this.#changesAliases) for (const cell of this.#aliased) this.#changed.add(cell);
    return this.#changed;
  }

  #visit(node: Node, around: Surroundings): boolean {
    for (const named of namedAnew(node)) {
      const cell = named?.kind === "read" ? cellOf(named.variable, around) : null;
      if (cell !== null && isBag(cell.value)) this.#aliased.add(cell);
    }
    switch (node.kind) {
      case "name":
        this.#change(node.variable, around);
        return true;
      case "assign":
      case "update":
        if (node.target.kind === "member") this.#changeRoot(node.target.object, around);
        return true;
      case "delete":
        this.#changeRoot(node.object, around);
        return true;
      case "call":
      case "new":
        if (node.callee.kind === "member") this.#changeRoot(node.callee.object, around);
        for (const given of node.arguments) {
          this.#handOver(given.kind === "spread" ? given.expression : given, around);
        }
        return true;
      case "read":
        this.#follow(cellOf(node.variable, around));
        return true;
      default:
        return this.#visitFunctions(node, around);
    }
  }

  /** Reads the functions that stand directly in a node. */
  #visitFunctions(node: Node, around: Surroundings): boolean {
    switch (node.kind) {
      case "function":
      case "getter":
      case "setter":
        this.read(node.function, inner(node.function, around));
        break;
      case "class":
        this.read(node.class.constructorFunction, inner(node.class.constructorFunction, around));
        for (const member of node.class.members) {
          const code = member.kind === "field" ? member.value : member.function;
          if (code !== null) this.read(code, inner(code, around));
        }
        break;
      case "block":
      case "switch":
        for (const { function: code } of node.functions) this.read(code, inner(code, around));
        break;
    }
    return true;
  }

  #change(variable: Variable, around: Surroundings): void {
    const cell = cellOf(variable, around);
    if (cell !== null) this.#changed.add(cell);
  }

  /** A part of what an expression gives might be changed. */
  #changeRoot(node: Expression, around: Surroundings): void {
    const root = rootOf(node);
    if (root.kind !== "read") this.#changesAliases ||= mayBeAlias(root);
    else if (cellOf(root.variable, around) === null) this.#changesAliases = true;
    else this.#changeHeld(root.variable, root === node, around);
  }

  /** Somebody gets what an expression gives: parts of a local variable are changed where that is said. */
  #handOver(node: Expression, around: Surroundings): void {
    const root = rootOf(node);
    if (root.kind === "read") this.#changeHeld(root.variable, root === node, around);
  }

  #changeHeld(variable: Variable, isWhole: boolean, around: Surroundings): void {
    const cell = cellOf(variable, around);
    if (cell === null || !isHolder(cell.value)) return;
    // A function that is handed over or called is followed; only what has parts of its own is changed.
    if (!isWhole || isBag(cell.value)) this.#changed.add(cell);
  }

  #follow(cell: Cell | null): void {
    const value = cell?.value;
    if (value instanceof ObjectValue) this.#followValue(value);
  }

  #followValue(value: ObjectValue): void {
    if (this.#seen.has(value) || this.#seen.size > mostFunctions) return;
    this.#seen.add(value);
    if (value instanceof Closure) this.read(value.code, value);
    let count = 0;
    for (const part of heldBy(value)) {
      if (++count > mostProperties) break;
      if (part instanceof ObjectValue) this.#followValue(part);
    }
    for (const { get, set } of value.unusual?.accessors.values() ?? []) {
      if (get instanceof Closure) this.#followValue(get);
      if (set instanceof Closure) this.#followValue(set);
    }
    if (value.prototype !== null) this.#followValue(value.prototype);
  }
}

/** What an object holds: by symbols, by names that may be hidden, and what is shown of it besides, elements and entries. */
function* heldBy(value: ObjectValue): Generator<Value> {
  yield* value.unusual?.symbols.values() ?? [];
  yield* value.properties.values();
  for (const part of value.parts()) yield part.value;
}

/** The expressions whose values get another name by a node. */
function namedAnew(node: Node): readonly (Expression | null)[] {
  switch (node.kind) {
    case "declare":
    case "assign":
    case "return":
    case "yield":
    case "property":
      return [node.value];
    case "array":
      return node.elements.filter((element) => element?.kind !== "spread") as (Expression | null)[];
    case "logical":
      return [node.left, node.right];
    case "conditional":
      return [node.whenTrue, node.whenFalse];
    case "sequence":
      return node.expressions.slice(-1);
    case "forOf":
      return [node.iterable];
    default:
      return [];
  }
}

/** What stands at the start of a path. */
function rootOf(node: Expression): Expression {
  let root = node;
  while (root.kind === "member" || root.kind === "optionalChain") {
    root = root.kind === "member" ? root.object : root.expression;
  }
  return root;
}

/** Whether what an expression gives may be an object that has a name already: neither `this`, which is the callee's object, nor what is made on the spot. */
function mayBeAlias({ kind }: Expression): boolean {
  return (
    kind === "call" ||
    kind === "logical" ||
    kind === "conditional" ||
    kind === "assign" ||
    kind === "sequence"
  );
}

function isHolder(value: Value | typeof uninitialised): value is ObjectValue {
  return value !== uninitialised && isChangeable(value);
}

/** Whether there is something to assign to: plain functions are hardly ever given properties. */
function isBag(value: Value | typeof uninitialised): value is ObjectValue {
  return isHolder(value) && (!isFunction(value) || (value instanceof Closure && value.classOf !== null));
}

function cellOf(variable: Variable, { environment, captured }: Surroundings): Cell | null {
  if (variable.scope === "module") return environment.cells[variable.index]!;
  return variable.scope === "captured" ? (captured[variable.index] ?? null) : null;
}

/** Around a function that stands in another: variables of that other are over with its call. */
function inner({ captures }: FunctionCode, { environment, captured }: Surroundings): Surroundings {
  return {
    environment,
    captured: captures.map(({ from, index }) => (from === "captured" ? captured[index] : undefined)),
  };
}
