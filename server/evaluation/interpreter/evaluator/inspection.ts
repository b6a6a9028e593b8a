/**
 * Looks, without running anything, what names and properties of the program stand for at a moment, and from it
 * whether a call would change something.
 *
 *     _warn("slow");        _warn is () => {}: it changes nothing
 *     list.push(t);         it changes something
 *
 * What it does not see at once counts as changing something.
 */

import type { Node } from "../../../routine/walk.js";
import type { Expression, FunctionCode, LocalReference, Spread, Variable } from "../../../routine.js";
import { unsupportedReasons } from "../library/natives.js";
import { realm } from "../library/realm.js";
import { isPrimitive } from "../objects/conversions.js";
import { lookUp } from "../objects/members.js";
import { prototypeOf } from "../objects/prototypes.js";
import { isChangeable } from "../objects/unknown.js";
import {
  Accessor,
  absent,
  Cell,
  Closure,
  isFunction,
  NativeFunction,
  ObjectValue,
  RegularExpressionValue,
  UnknownValue,
  uninitialised,
  type Value,
} from "../objects/values.js";
import type { Site } from "./calls.js";
import { type CallNode, type Effects, effectsOf, effectsOfFunction } from "./effects.js";
import type { ModuleVariables } from "./moduleVariables.js";

/** What cannot be told without running the program. */
export const untold = Symbol("untold");
type Told = Value | typeof untold;

/** The variables around a piece of code: cells where they are shared, values where they are not. */
interface Scope {
  locals: readonly (Value | Cell | typeof uninitialised | typeof untold)[];
  captured: readonly (Cell | typeof untold)[];
  environment: ModuleVariables;
  thisValue: Told;
}

/** The functions of the library that only compute with their arguments, whatever those are. */
const neverCalling = /^(Math|Number)\.|^(is(NaN|Finite)|Object|String|Number|Boolean|Array)$/;
/** Those that make a new object. */
const making = /^(ArrayBuffer|\w*Array|(Weak)?(Map|Set)|\w*Error)$/;
/** How many calls are looked into. */
const mostCalls = 300;

export class Inspection {
  readonly #site: Site;
  readonly #unknown: UnknownValue;
  readonly #scope: Scope;
  /** What the code in question assigns: what it stands for later is not told. */
  readonly #changedCells = new Set<Cell>();
  readonly #changedLocals = new Set<number>();
  readonly #changedGlobals = new Set<string>();
  /** Variables that only ever hold an object which the code in question makes. */
  readonly #fresh = new Set<Cell | number>();
  readonly #changedProperties = new Map<ObjectValue, Set<Value>>();
  readonly #underWay = new Set<FunctionCode>();
  #calls = 0;

  /**
   * @param effects those of the code in question
   * @param unknown what it hangs on
   */
  constructor(site: Site, effects: Effects, unknown: UnknownValue) {
    const { frame } = site;
    this.#site = site;
    this.#unknown = unknown;
    const { thisFrame } = frame;
    const thisValue = thisFrame.isThisKnown ? thisFrame.thisValue : untold;
    this.#scope = {
      locals: frame.slots,
      captured: frame.captured,
      environment: frame.environment,
      thisValue,
    };
    for (const variable of effects.variables) this.#willChange(variable);
  }

  /** The code in question is all of a function: what its variables hold, they got there. */
  isWholeCall(effects: Effects): void {
    this.#noteFresh(effects, this.#scope);
  }

  #noteFresh(effects: Effects, scope: Scope): void {
    for (const { variable, value } of effects.declared) {
      const key = this.#keyOf(variable, scope);
      const times = effects.variables.filter((other) => this.#keyOf(other, scope) === key).length;
      if (key !== null && times === 1 && this.#isMade(value, scope)) this.#fresh.add(key);
    }
  }

  #keyOf(variable: Variable, scope: Scope): Cell | number | null {
    const cell = cellOf(variable, scope);
    if (cell !== null) return cell;
    return variable.scope === "local" && scope === this.#scope ? variable.index : null;
  }

  /** Whether an expression makes a new object, which nobody else has. */
  #isMade(node: Expression, scope: Scope): boolean {
    if (node.kind === "array" || node.kind === "object") return true;
    if (node.kind !== "call" && node.kind !== "new") return false;
    const callee = this.#told(node.callee, scope);
    return callee instanceof NativeFunction && making.test(callee.name);
  }

  /** Whether nobody else sees what is assigned to a property of what an expression stands for. */
  isForgiving(owner: Expression, scope = this.#scope): boolean {
    const value = this.#told(owner, scope);
    if (value instanceof UnknownValue) return value.kind.isProxy !== true && value.kind.runsProgram !== true;
    const key = owner.kind === "read" ? this.#keyOf(owner.variable, scope) : null;
    return key !== null && this.#fresh.has(key);
  }

  #willChange(variable: Variable): void {
    const cell = cellOf(variable, this.#scope);
    if (cell !== null) this.#changedCells.add(cell);
    else if (variable.scope === "local") this.#changedLocals.add(variable.index);
    else if (variable.scope === "global") this.#changedGlobals.add(variable.name);
  }

  /** The object that a property is assigned of, and its key. */
  propertyOf({ object, property }: Effects["properties"][number]): { owner: Told; key: Told } {
    const owner = this.#told(object, this.#scope);
    const key = this.#told(property, this.#scope);
    if (owner instanceof ObjectValue && key !== untold) {
      const keys = this.#changedProperties.get(owner) ?? new Set();
      this.#changedProperties.set(owner, keys.add(typeof key === "number" ? String(key) : key));
    }
    return { owner, key };
  }

  /** Whether none of the calls changes anything. */
  areQuiet({ calls }: Effects): boolean {
    return calls.every((call) => this.#isQuietCall(call, this.#scope));
  }

  /** Whether calling a function changes nothing, with something unknown as each of its arguments. */
  isQuietFunction(callee: Value): boolean {
    if (callee instanceof UnknownValue) return callee.kind.isHarmless === true;
    if (callee instanceof NativeFunction) return isPureNative(callee);
    if (!(callee instanceof Closure)) return false;
    const given = this.#givenTo(callee.code);
    return this.#isQuietClosure(callee, given, untold);
  }

  #givenTo({ parameters }: FunctionCode): Told[] {
    return parameters.map(() => this.#unknown.derived());
  }

  #isQuietCall(node: CallNode, scope: Scope): boolean {
    if (++this.#calls > mostCalls) return false;
    const { callee, arguments: given } = node;
    const called = this.#told(callee, scope);
    if (called === untold) return false;
    const owner = callee.kind === "member" ? this.#told(callee.object, scope) : undefined;
    if (
      called instanceof NativeFunction &&
      called.name === "Function.prototype.call" &&
      node.kind === "call"
    ) {
      return owner !== untold && this.#isQuiet(owner, given.slice(1), node, scope, untold);
    }
    if (called instanceof NativeFunction && called.name === "Function.prototype.apply") {
      const values = owner instanceof Closure ? owner.code.parameters.map(() => untold as Told) : [];
      return owner instanceof Closure && this.#isQuietClosure(owner, values, untold);
    }
    return this.#isQuiet(called, given, node, scope, owner);
  }

  #isQuiet(
    called: Value,
    given: readonly (Expression | Spread)[],
    node: CallNode,
    scope: Scope,
    owner: Told,
  ): boolean {
    if (called instanceof UnknownValue) return this.#isUnknownQuiet(called, given, node, scope, owner);
    if (called instanceof NativeFunction) {
      if (!isPureNative(called)) return false;
      return neverCalling.test(called.name) || given.every((one) => this.#isQuietArgument(one, scope));
    }
    if (!(called instanceof Closure) || node.kind === "new") return false;
    const values = given.map((one) => (one.kind === "spread" ? untold : this.#told(one, scope)));
    return this.#isQuietClosure(called, values, owner);
  }

  /** As in a call of something unknown that is run. */
  #isUnknownQuiet(
    { kind }: UnknownValue,
    given: readonly (Expression | Spread)[],
    node: CallNode,
    scope: Scope,
    owner: Told,
  ): boolean {
    if (kind.runsProgram === true) return false;
    if (node.kind === "call" && kind.isHarmless === true) return true;
    if (owner === untold || isChangeable(owner)) return false;
    return given.every((one) => this.#isOutOfReach(one, scope));
  }

  /** Whether somebody unknown who gets this can change nothing by it. */
  #isOutOfReach(node: Expression | Spread, scope: Scope): boolean {
    switch (node.kind) {
      case "function":
        return this.#isQuietArgument(node, scope);
      case "array":
        return node.elements.every((element) => element === null || this.#isOutOfReach(element, scope));
      case "object":
        return node.properties.length === 0;
      case "unary":
      case "binary":
      case "template":
        return true;
      case "spread":
        return false;
      default: {
        const value = this.#told(node, scope);
        return value === untold ? this.#isMade(node, scope) : !isChangeable(value);
      }
    }
  }

  /** Whether a function of the library that gets this calls nothing that changes something. */
  #isQuietArgument(node: Expression | Spread, scope: Scope): boolean {
    switch (node.kind) {
      case "number":
      case "string":
      case "boolean":
      case "null":
      case "undefined":
      case "regularExpression":
      case "template":
      case "unary":
      case "binary":
      case "update":
        return true;
      case "function":
        return this.#isQuietCode(
          node.function,
          this.#givenTo(node.function),
          innerScope(node.function, scope),
        );
      case "logical":
        return this.#isQuietArgument(node.left, scope) && this.#isQuietArgument(node.right, scope);
      case "conditional":
        return this.#isQuietArgument(node.whenTrue, scope) && this.#isQuietArgument(node.whenFalse, scope);
      case "array":
        return node.elements.every((element) => element === null || this.#isQuietArgument(element, scope));
      case "spread":
        return false;
      default: {
        const value = this.#told(node, scope);
        if (value === untold) return false;
        return !isFunction(value) || this.isQuietFunction(value);
      }
    }
  }

  #isQuietClosure(callee: Closure, given: readonly Told[], thisValue: Told): boolean {
    const { code, captured, environment, classOf, lexical } = callee;
    if (classOf !== null || code.isGenerator) return false;
    const own = lexical === null ? thisValue : lexical.isThisKnown ? lexical.thisValue : untold;
    return this.#isQuietCode(code, given, { locals: [], captured, environment, thisValue: own });
  }

  /** The code in question assigns the variable itself, so that it will be unknown. */
  #isLeftUnknown(variable: Variable, scope: Scope): boolean {
    const cell = cellOf(variable, scope);
    return cell !== null && this.#changedCells.has(cell);
  }

  /** Cells that stand for the variables of a call: of those that are only given their value by the call, it is told. */
  #localsOf({ locals, parameters }: FunctionCode, { variables }: Effects, given: readonly Told[]): Cell[] {
    const cells = locals.map(() => new Cell(undefined));
    for (const cell of cells) this.#changedCells.add(cell);
    parameters.forEach(({ pattern, isRest, defaultValue }, position) => {
      const value = position < given.length ? given[position]! : undefined;
      if (pattern.kind !== "name" || isRest || defaultValue !== null || value === untold) return;
      const { index } = pattern.variable as LocalReference;
      const isAssigned = variables.some((one) => one.scope === "local" && one.index === index);
      if (!isAssigned) cells[index] = new Cell(value);
    });
    return cells;
  }

  #isQuietCode(code: FunctionCode, given: readonly Told[], scope: Scope): boolean {
    // A function that calls itself changes nothing if nothing else in it does.
    if (this.#underWay.has(code)) return true;
    const effects = effectsOfFunction(code);
    if (effects === null) return false;
    const changed = effects.variables.filter((variable) => variable.scope !== "local");
    if (!changed.every((variable) => this.#isLeftUnknown(variable, scope))) return false;
    const inside = { ...scope, locals: this.#localsOf(code, effects, given) };
    this.#noteFresh(effects, inside);
    this.#underWay.add(code);
    const isQuiet =
      effects.properties.every(({ object }) => this.isForgiving(object, inside)) &&
      effects.calls.every((call) => this.#isQuietCall(call, inside));
    this.#underWay.delete(code);
    return isQuiet;
  }

  /** What an expression stands for, where it is a path of names and properties. */
  #told(node: Expression, scope: Scope): Told {
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
        return this.#member(this.#told(node.object, scope), this.#told(node.property, scope));
      case "optionalChain":
        return this.#told(node.expression, scope);
      case "call":
      case "new": {
        const callee = this.#told(node.callee, scope);
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
    if (scope === this.#scope && this.#changedLocals.has(variable.index)) return untold;
    const value = scope.locals[variable.index];
    return value === uninitialised || value instanceof Cell ? untold : (value as Told);
  }

  #global(name: string): Told {
    if (this.#changedGlobals.has(name)) return untold;
    const found = realm.global.get(name);
    if (found === absent) return realm.global.unknown(name, this.#site);
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

/** Whether running code that hangs on something unknown changes nothing. */
export function isQuiet(nodes: readonly (Node | null)[], unknown: UnknownValue, site: Site): boolean {
  return nodes.every((node) => {
    if (node === null) return true;
    const effects = effectsOf(node);
    if (effects === null || effects.mayReturn) return false;
    if (effects.variables.length > 0 || effects.properties.length > 0) return false;
    return effects.calls.length === 0 || new Inspection(site, effects, unknown).areQuiet(effects);
  });
}

const noEffects: Effects = { variables: [], declared: [], properties: [], calls: [], mayReturn: false };

/** Whether functions change nothing when somebody calls them with something unknown. */
export function areQuietFunctions(callees: readonly Value[], unknown: UnknownValue, site: Site): boolean {
  const inspection = new Inspection(site, noEffects, unknown);
  return callees.every((callee) => inspection.isQuietFunction(callee));
}

function isPureNative(callee: NativeFunction): boolean {
  return callee.isPure || unsupportedReasons.has(callee) || making.test(callee.name);
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
function innerScope({ captures }: FunctionCode, scope: Scope): Scope {
  const captured = captures.map(({ from, index }) => {
    const found = from === "local" ? scope.locals[index] : scope.captured[index];
    return found instanceof Cell ? found : untold;
  });
  return { ...scope, locals: [], captured };
}
