/**
 * What running a piece of code could change, as far as its text says it: the variables and properties that it
 * assigns, and the calls in it, of which only the run knows whom they call.
 *
 *     if (isLoud) { count++; log(count); }      assigns count · calls log(count)
 *
 * Read once for each piece of code, when somebody asks.
 */

import { childrenOf, type Node } from "../../../routine/walk.js";
import type { Expression, FunctionCode, HoistedFunction, Statement, Variable } from "../../../routine.js";
import type { ExpressionOf, StatementOf } from "./context.js";

export type CallNode = ExpressionOf<"call"> | ExpressionOf<"new">;

export interface ChangedProperty {
  object: Expression;
  property: Expression;
  isDeleted: boolean;
}

export interface Effects {
  variables: Variable[];
  /** What declarations give to variables. */
  declared: { variable: Variable; value: Expression }[];
  properties: ChangedProperty[];
  calls: CallNode[];
  /** It may return from the function that it stands in. */
  mayReturn: boolean;
}

const ofNodes = new WeakMap<Node, Effects | null>();
const ofSides = new WeakMap<Node, Effects | null>();
const ofBodies = new WeakMap<readonly Statement[], Effects | null>();

/** Null where more may happen than can be said: it throws, breaks out of a loop around it, asks an iterator. */
export function effectsOf(node: Node): Effects | null {
  let effects = ofNodes.get(node);
  if (effects === undefined) {
    effects = read([node]);
    ofNodes.set(node, effects);
  }
  return effects;
}

/** The same of what an `if` chooses between. */
export function effectsOfSides(node: StatementOf<"if">): Effects | null {
  let effects = ofSides.get(node);
  if (effects === undefined) {
    effects = read(node.whenFalse === null ? [node.whenTrue] : [node.whenTrue, node.whenFalse]);
    ofSides.set(node, effects);
  }
  return effects;
}

/** The same of a call of a function. */
export function effectsOfFunction({ body, parameters }: FunctionCode): Effects | null {
  let effects = ofBodies.get(body);
  if (effects === undefined) {
    // Plain names are given their values by the call, before anything else happens.
    const patterns = parameters.flatMap(({ pattern }) => (pattern.kind === "name" ? [] : pattern));
    const defaults = parameters.flatMap(({ defaultValue }) => defaultValue ?? []);
    effects = read([...patterns, ...defaults, ...body]);
    ofBodies.set(body, effects);
  }
  return effects;
}

function read(nodes: readonly Node[]): Effects | null {
  const reader = new Reader();
  return nodes.every((node) => reader.visit(node, outside)) ? reader.effects : null;
}

/** What of the code under way a `break` or `continue` can lead to. */
interface Around {
  isInLoop: boolean;
  isInSwitch: boolean;
  labels: readonly string[];
}

const outside: Around = { isInLoop: false, isInSwitch: false, labels: [] };

class Reader {
  readonly effects: Effects = { variables: [], declared: [], properties: [], calls: [], mayReturn: false };

  /** Whether all that may happen is noted. */
  visit(node: Node, around: Around): boolean {
    const { effects } = this;
    let inside = around;
    switch (node.kind) {
      case "name":
        effects.variables.push(node.variable);
        return true;
      case "update":
      case "assign":
        if (node.target.kind === "member") effects.properties.push({ ...node.target, isDeleted: false });
        break;
      case "delete":
        effects.properties.push({ ...node, isDeleted: true });
        break;
      case "call":
      case "new":
        effects.calls.push(node);
        break;
      case "block":
        this.#hoist(node.functions);
        break;
      case "declare":
        if (node.pattern.kind === "name" && node.value !== null) {
          effects.declared.push({ variable: node.pattern.variable, value: node.value });
        }
        break;
      case "return":
        effects.mayReturn = true;
        break;
      case "break":
        return node.label === null
          ? around.isInLoop || around.isInSwitch
          : around.labels.includes(node.label);
      case "continue":
        return node.label === null ? around.isInLoop : around.labels.includes(node.label);
      case "while":
      case "doWhile":
      case "for":
      case "forIn":
        inside = { ...labelled(around, node.label), isInLoop: true };
        break;
      case "switch":
        this.#hoist(node.functions);
        inside = { ...labelled(around, node.label), isInSwitch: true };
        break;
      case "labelled":
        inside = labelled(around, node.label);
        break;
      case "throw":
      case "forOf":
      case "arrayPattern":
      case "spread":
      case "yield":
      case "class":
      case "superCall":
      case "taggedTemplate":
      case "enum":
      case "privateMember":
        return false;
    }
    return childrenOf(node).every((child) => this.visit(child, inside));
  }

  #hoist(functions: readonly HoistedFunction[]): void {
    for (const { variable } of functions) this.effects.variables.push(variable);
  }
}

function labelled(around: Around, label: string | null): Around {
  return label === null ? around : { ...around, labels: [...around.labels, label] };
}
