/**
 * What a piece of code could have changed, had it gone on: the variables that it assigns, or parts of which it assigns
 * or hands over, and so on in every function that it can call.
 *
 *     let count = 0;
 *     function setUp() { …; count = 5; }
 *     setUp();                              reaches setUp, and by it count
 */

import { type Node, nodesOf, walk } from "../../routine/walk.js";
import type { Expression, FunctionCode, Variable } from "../../routine.js";
import type { ModuleVariables } from "../interpreter/evaluator/moduleVariables.js";
import { isChangeable } from "../interpreter/objects/unknown.js";
import { type Cell, Closure, isFunction, ObjectValue, uninitialised } from "../interpreter/objects/values.js";

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

class Reach {
  readonly changed = new Set<Cell>();
  readonly #seen = new Set<FunctionCode | ObjectValue>();

  read(code: FunctionCode, around: Surroundings): void {
    if (this.#seen.has(code) || this.#seen.size > mostFunctions) return;
    this.#seen.add(code);
    for (const node of nodesOf(code)) walk(node, (inside) => this.#visit(inside, around));
  }

  #visit(node: Node, around: Surroundings): boolean {
    switch (node.kind) {
      case "name":
        this.#change(node.variable, around);
        break;
      case "assign":
      case "update":
        if (node.target.kind === "member") this.#changeRoot(node.target.object, around);
        break;
      case "delete":
        this.#changeRoot(node.object, around);
        break;
      case "call":
      case "new":
        if (node.callee.kind === "member") this.#changeRoot(node.callee.object, around);
        for (const given of node.arguments) {
          this.#changeRoot(given.kind === "spread" ? given.expression : given, around);
        }
        break;
      case "read":
        this.#follow(cellOf(node.variable, around));
        break;
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
    if (cell !== null) this.changed.add(cell);
  }

  /** The variable whose value has the part that might be changed. */
  #changeRoot(node: Expression, around: Surroundings): void {
    let root = node;
    while (root.kind === "member" || root.kind === "optionalChain") {
      root = root.kind === "member" ? root.object : root.expression;
    }
    const cell = root.kind === "read" ? cellOf(root.variable, around) : null;
    const value = cell?.value;
    if (cell === null || value === uninitialised || !isChangeable(value)) return;
    // A function that is handed over or called is followed; only what has parts of its own is changed.
    if (root !== node || !isFunction(value)) this.changed.add(cell);
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
    for (const part of value.properties.values()) {
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
