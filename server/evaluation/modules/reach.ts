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

/** What a piece of code does that may change something, in the order of its text. */
type Deed =
  /** A value of a variable gets another name. */
  | { kind: "name" | "assign" | "read"; variable: Variable }
  /** A part of what an expression gives is changed, or somebody else gets it. */
  | { kind: "changePart" | "handOver"; of: Expression }
  /** A function stands in it. */
  | { kind: "hold"; code: FunctionCode };

/** By code: it is walked once, however often somebody asks, until its text is another one. */
const knownDeeds = new WeakMap<FunctionCode, { version: number; deeds: readonly Deed[] }>();

function deedsOf(code: FunctionCode): readonly Deed[] {
  const known = knownDeeds.get(code);
  if (known?.version === code.version) return known.deeds;
  const deeds: Deed[] = [];
  for (const node of nodesOf(code)) walk(node, (inside) => noteDeeds(inside, deeds));
  knownDeeds.set(code, { version: code.version, deeds });
  return deeds;
}

function noteDeeds(node: Node, into: Deed[]): boolean {
  for (const named of namedAnew(node)) {
    if (named?.kind === "read") into.push({ kind: "name", variable: named.variable });
  }
  switch (node.kind) {
    case "name":
      into.push({ kind: "assign", variable: node.variable });
      return true;
    case "assign":
    case "update":
      if (node.target.kind === "member") into.push({ kind: "changePart", of: node.target.object });
      return true;
    case "delete":
      into.push({ kind: "changePart", of: node.object });
      return true;
    case "call":
    case "new":
      if (node.callee.kind === "member") into.push({ kind: "changePart", of: node.callee.object });
      for (const given of node.arguments) {
        into.push({ kind: "handOver", of: given.kind === "spread" ? given.expression : given });
      }
      return true;
    case "read":
      into.push({ kind: "read", variable: node.variable });
      return true;
    default:
      for (const code of functionsIn(node)) into.push({ kind: "hold", code });
      return true;
  }
}

/** The functions that stand directly in a node. */
function functionsIn(node: Node): readonly FunctionCode[] {
  switch (node.kind) {
    case "function":
    case "getter":
    case "setter":
      return [node.function];
    case "class": {
      const members = node.class.members.map((member) =>
        member.kind === "field" ? member.value : member.function,
      );
      return [node.class.constructorFunction, ...members.filter((code) => code !== null)];
    }
    case "block":
    case "switch":
      return node.functions.map(({ function: code }) => code);
    default:
      return [];
  }
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
    for (const deed of deedsOf(code)) this.#follows(deed, around);
  }

  /** Only the functions that stand in the code, not what it does itself. */
  readFunctionsIn(code: FunctionCode, around: Surroundings): void {
    for (const deed of deedsOf(code)) if (deed.kind === "hold") this.#follows(deed, around);
  }

  get changed(): Set<Cell> {
    if (this.#changesAliases) for (const cell of this.#aliased) this.#changed.add(cell);
    return this.#changed;
  }

  #follows(deed: Deed, around: Surroundings): void {
    switch (deed.kind) {
      case "name": {
        const cell = cellOf(deed.variable, around);
        if (cell !== null && isBag(cell.value)) this.#aliased.add(cell);
        break;
      }
      case "assign":
        this.#change(deed.variable, around);
        break;
      case "changePart":
        this.#changeRoot(deed.of, around);
        break;
      case "handOver":
        this.#handOver(deed.of, around);
        break;
      case "read":
        this.#follow(cellOf(deed.variable, around));
        break;
      case "hold":
        this.read(deed.code, inner(deed.code, around));
        break;
    }
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
  // Where half a text was typed, code may name a variable that is not there yet.
  if (variable.scope === "module") return environment.cells[variable.index] ?? null;
  return variable.scope === "captured" ? (captured[variable.index] ?? null) : null;
}

/** Around a function that stands in another: variables of that other are over with its call. */
function inner({ captures }: FunctionCode, { environment, captured }: Surroundings): Surroundings {
  return {
    environment,
    captured: captures.map(({ from, index }) => (from === "captured" ? captured[index] : undefined)),
  };
}
