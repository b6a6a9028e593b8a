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
import { foundIn } from "../objects/foundIn.js";
import type { PropertyKey } from "../objects/properties.js";
import { SymbolValue } from "../objects/symbols.js";
import { isChangeable } from "../objects/unknown.js";
import {
  Cell,
  Closure,
  isFunction,
  NativeFunction,
  ObjectValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import type { Site } from "./calls.js";
import {
  type CallNode,
  type Effects,
  effectsOf,
  effectsOfFunction,
  noEffects,
  type ReadProperty,
} from "./effects.js";
import { callsOfConversion, callsOfRead, callsWithin, type ImplicitCall } from "./implicitCalls.js";
import { isMaking, isNeverCalling, isPureNative } from "./nativeTraits.js";
import { cellOf, innerScope, isPlain, type Scope, Teller, type Told, untold } from "./told.js";

/** How many calls are looked into. */
const mostCalls = 300;

export class Inspection {
  readonly #unknown: UnknownValue;
  readonly #teller: Teller;
  /** Variables that only ever hold an object which the code in question makes. */
  readonly #fresh = new Set<Cell | number>();
  readonly #underWay = new Set<FunctionCode>();
  #calls = 0;

  /**
   * @param effects those of the code in question
   * @param unknown what it hangs on
   */
  constructor(site: Site, effects: Effects, unknown: UnknownValue) {
    this.#unknown = unknown;
    this.#teller = new Teller(site);
    for (const variable of effects.variables) this.#teller.willChange(variable);
  }

  get #scope(): Scope {
    return this.#teller.scope;
  }

  /** The code in question is all of a function: what its variables hold, they got there. */
  isWholeCall(effects: Effects): void {
    this.#noteFresh(effects, this.#scope);
  }

  #noteFresh(effects: Effects, scope: Scope): void {
    for (const { variable, value } of effects.declared) {
      const key = this.#keyOf(variable, scope);
      const times = effects.variables.filter((other) => this.#keyOf(other, scope) === key).length;
      if (key !== null && times === 1 && this.isMade(value, scope)) this.#fresh.add(key);
    }
  }

  #keyOf(variable: Variable, scope: Scope): Cell | number | null {
    const cell = cellOf(variable, scope);
    if (cell !== null) return cell;
    return variable.scope === "local" && scope === this.#scope ? variable.index : null;
  }

  /** What an expression stands for at the site. */
  told(node: Expression): Told {
    return this.#teller.told(node);
  }

  /** What a variable holds at the site. */
  valueOf(variable: Variable): Told {
    return this.#teller.valueOf(variable);
  }

  /** Whether a function that stands at the site changes nothing. */
  isQuietLiteral(code: FunctionCode): boolean {
    return this.#isQuietCode(code, givenTo(code, this.#unknown), innerScope(code, this.#scope));
  }

  /** Whether an expression makes a new object, which nobody else has. */
  isMade(node: Expression, scope = this.#scope): boolean {
    if (node.kind === "array" || node.kind === "object") return true;
    if (node.kind !== "call" && node.kind !== "new") return false;
    const callee = this.#teller.told(node.callee, scope);
    return callee instanceof NativeFunction && isMaking(callee);
  }

  /** Whether nobody else sees what is assigned to a property of what an expression stands for. */
  isForgiving(owner: Expression, scope = this.#scope): boolean {
    const value = this.#teller.told(owner, scope);
    if (value instanceof UnknownValue) return value.kind.isShared !== true && value.kind.runsProgram !== true;
    const key = owner.kind === "read" ? this.#keyOf(owner.variable, scope) : null;
    return key !== null && this.#fresh.has(key);
  }

  /** The object that a property is assigned of, and its key. */
  propertyOf({ object, property }: Effects["properties"][number]): { owner: Told; key: Told } {
    const owner = this.#teller.told(object);
    const key = this.#teller.told(property);
    if (owner instanceof ObjectValue && key !== untold) this.#teller.willChangeProperty(owner, key);
    return { owner, key };
  }

  /** Whether nothing is assigned, and nothing that is called changes anything. */
  changesNothing(effects: Effects): boolean {
    return effects.variables.length === 0 && effects.properties.length === 0 && this.areQuiet(effects);
  }

  /** Whether nothing that is called, by the text or without it, changes anything. */
  areQuiet({ calls, reads, converted }: Effects, scope = this.#scope): boolean {
    return (
      calls.every((call) => this.#isQuietCall(call, scope)) &&
      reads.every((read) => this.#isQuietRead(read, scope)) &&
      converted.every((operand) => this.isQuietOperand(this.#teller.told(operand, scope)))
    );
  }

  #isQuietRead({ object, property }: ReadProperty, scope: Scope): boolean {
    const owner = this.#teller.told(object, scope);
    if (owner === untold) return true;
    const key = this.#teller.told(property, scope);
    const isKey = typeof key === "string" || typeof key === "number" || key instanceof SymbolValue;
    return this.#areQuietCalls(callsOfRead(owner, isKey ? asPropertyKey(key) : null));
  }

  /** Whether converting a value to a number or a text changes nothing. */
  isQuietOperand(value: Told): boolean {
    return value === untold || this.#areQuietCalls(callsOfConversion(value));
  }

  #areQuietCalls(calls: readonly ImplicitCall[] | null): boolean {
    if (calls === null || calls.length > mostCalls) return false;
    return calls.every(
      ({ callee, thisValue }) => callee instanceof Closure && this.#isQuietClosure(callee, [], thisValue),
    );
  }

  /**
   * Whether a function of the library that gets a value changes nothing by calling it or what it holds.
   *
   * @param given what a function is called with
   */
  isQuietValue(value: Value, given: UnknownValue): boolean {
    if (value instanceof UnknownValue)
      return value.kind.isHarmless === true || value.kind.runsProgram !== true;
    if (value instanceof NativeFunction) return isPureNative(value);
    if (value instanceof Closure) return this.#isQuietClosure(value, givenTo(value.code, given), untold);
    return !isFunction(value) && this.#areQuietCalls(callsWithin(value));
  }

  #isQuietCall(node: CallNode, scope: Scope): boolean {
    if (++this.#calls > mostCalls) return false;
    const { callee, arguments: given } = node;
    const called = this.#teller.told(callee, scope);
    if (called === untold) return false;
    const owner = callee.kind === "member" ? this.#teller.told(callee.object, scope) : undefined;
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
      const isConverting = isNeverCalling(called);
      const values = [owner, ...given.map((one) => this.#valueOf(one, scope))];
      const held = foundIn(
        values.filter((value): value is Value => value !== untold).filter((value) => !isFunction(value)),
        this.#unknown,
      );
      return given.every((one) =>
        isConverting
          ? this.isQuietOperand(this.#valueOf(one, scope))
          : this.#isQuietArgument(one, scope, held),
      );
    }
    if (!(called instanceof Closure) || node.kind === "new") return false;
    const values = given.map((one) => (one.kind === "spread" ? untold : this.#teller.told(one, scope)));
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
        return this.#isQuietArgument(node, scope, this.#unknown);
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
        const value = this.#teller.told(node, scope);
        return value === untold ? this.isMade(node, scope) : !isChangeable(value);
      }
    }
  }

  #valueOf(node: Expression | Spread, scope: Scope): Told {
    return node.kind === "spread" ? untold : this.#teller.told(node, scope);
  }

  /**
   * Whether a function of the library that gets this calls nothing that changes something.
   *
   * @param held what it may call a function with
   */
  #isQuietArgument(node: Expression | Spread, scope: Scope, held: UnknownValue): boolean {
    switch (node.kind) {
      case "function":
        return this.#isQuietCode(
          node.function,
          givenTo(node.function, held),
          innerScope(node.function, scope),
        );
      case "logical":
        return [node.left, node.right].every((side) => this.#isQuietArgument(side, scope, held));
      case "conditional":
        return [node.whenTrue, node.whenFalse].every((side) => this.#isQuietArgument(side, scope, held));
      case "array":
        return node.elements.every(
          (element) => element === null || this.#isQuietArgument(element, scope, held),
        );
      case "spread":
        return false;
      default: {
        if (isPlain(node)) return true;
        const value = this.#teller.told(node, scope);
        return value !== untold && this.isQuietValue(value, held);
      }
    }
  }

  #isQuietClosure(callee: Closure, given: readonly Told[], thisValue: Told): boolean {
    const { code, captured, environment, classOf, lexical } = callee;
    if (classOf !== null || code.isGenerator) return false;
    const own = lexical === null ? thisValue : lexical.isThisKnown ? lexical.thisValue : untold;
    return this.#isQuietCode(code, given, { locals: [], captured, environment, thisValue: own });
  }

  /** Cells that stand for the variables of a call: of those that are only given their value by the call, it is told. */
  #localsOf({ locals, parameters }: FunctionCode, { variables }: Effects, given: readonly Told[]): Cell[] {
    const cells = locals.map(() => new Cell(undefined));
    for (const cell of cells) this.#teller.willChangeCell(cell);
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
    // What the code in question assigns as well will be unknown.
    if (!changed.every((variable) => this.#teller.isChanged(variable, scope))) return false;
    const inside = { ...scope, locals: this.#localsOf(code, effects, given) };
    this.#noteFresh(effects, inside);
    this.#underWay.add(code);
    const isQuiet =
      effects.properties.every(({ object }) => this.isForgiving(object, inside)) &&
      this.areQuiet(effects, inside);
    this.#underWay.delete(code);
    return isQuiet;
  }
}

/** Whether running code that hangs on something unknown changes nothing. */
export function isQuiet(nodes: readonly (Node | null)[], unknown: UnknownValue, site: Site): boolean {
  return nodes.every((node) => {
    if (node === null) return true;
    const effects = effectsOf(node);
    return (
      effects !== null && !effects.mayReturn && new Inspection(site, effects, unknown).changesNothing(effects)
    );
  });
}

/** Whether a function of the library that gets these values changes nothing by calling them, or what they hold. */
export function areQuietValues(values: readonly Value[], unknown: UnknownValue, site: Site): boolean {
  const inspection = new Inspection(site, noEffects(), unknown);
  const held = foundIn(
    values.filter((value) => !isFunction(value)),
    unknown,
  );
  return values.every((value) => inspection.isQuietValue(value, held));
}

/** Whether converting values to numbers or texts changes nothing. */
export function areQuietOperands(values: readonly Value[], unknown: UnknownValue, site: Site): boolean {
  const inspection = new Inspection(site, noEffects(), unknown);
  return values.every((value) => inspection.isQuietOperand(value));
}

function givenTo({ parameters }: FunctionCode, given: UnknownValue): Told[] {
  return parameters.map(() => given);
}

function asPropertyKey(key: string | number | SymbolValue): PropertyKey {
  return typeof key === "number" ? String(key) : key;
}
