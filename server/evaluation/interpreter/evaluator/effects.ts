/**
 * What running a piece of code could change, as far as its text says it: the variables and properties that it
 * assigns, and the calls in it, of which only the run knows whom they call.
 *
 *     if (isLoud) { count++; log(count); }      assigns count · calls log(count)
 *
 * Read once for each piece of code, when somebody asks.
 */

import { childrenOf, type Node } from "../../../routine/walk.js";
import type {
  BinaryOperator,
  Expression,
  FunctionCode,
  HoistedFunction,
  Pattern,
  Statement,
  UnaryOperator,
  Variable,
} from "../../../routine.js";
import type { ExpressionOf, StatementOf } from "./context.js";

export type CallNode = ExpressionOf<"call"> | ExpressionOf<"new">;

export interface GivenValue {
  variable: Variable;
  /** Of `++` and `+=`, the whole. */
  value: Expression;
}

export interface ReadProperty {
  object: Expression;
  property: Expression;
}

export interface ChangedProperty {
  object: Expression;
  property: Expression;
  isDeleted: boolean;
}

export interface Effects {
  variables: Variable[];
  /** What declarations give to variables. */
  declared: GivenValue[];
  /** What is assigned to variables: where a variable is named more often than here, it gets something else as well. */
  given: GivenValue[];
  properties: ChangedProperty[];
  /** The properties that it reads, which may have getters. */
  reads: ReadProperty[];
  /** What operators convert. */
  converted: Expression[];
  calls: CallNode[];
  /** It may return from the function that it stands in. */
  mayReturn: boolean;
  /** What it may return. */
  returned: Expression[];
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

export function noEffects(): Effects {
  return {
    variables: [],
    declared: [],
    given: [],
    properties: [],
    reads: [],
    converted: [],
    calls: [],
    mayReturn: false,
    returned: [],
  };
}

/** The operators that make numbers or texts of objects. */
const converts: ReadonlySet<UnaryOperator | BinaryOperator> = new Set([
  ...(["-", "+", "~", "*", "/", "%", "**", "<", "<=", ">", ">=", "&", "|", "^", "<<", ">>", ">>>"] as const),
  ...(["==", "!="] as const),
]);

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
  readonly effects: Effects = noEffects();
  /** What is assigned to: a member among them is not read. */
  readonly #targets = new Set<Node>();

  /** Whether all that may happen is noted. */
  visit(node: Node, around: Around): boolean {
    const { effects } = this;
    let inside = around;
    switch (node.kind) {
      case "name":
        effects.variables.push(node.variable);
        return true;
      case "update":
        this.#targets.add(node.target);
        if (node.target.kind === "member") effects.reads.push(node.target);
        this.#give(node.target, node);
        break;
      case "assign":
        this.#targets.add(node.target);
        if (node.operator === null) this.#takeApart(node.target, node.value);
        else if (node.target.kind === "member") effects.reads.push(node.target);
        this.#give(node.target, givenBy(node));
        break;
      case "objectPattern":
        for (const { pattern } of node.properties) this.#targets.add(pattern);
        if (node.rest !== null) this.#targets.add(node.rest);
        break;
      case "member":
        if (this.#targets.has(node)) effects.properties.push({ ...node, isDeleted: false });
        else effects.reads.push(node);
        break;
      case "unary":
        if (converts.has(node.operator)) effects.converted.push(node.operand);
        break;
      case "binary":
        if (converts.has(node.operator)) effects.converted.push(node.left, node.right);
        break;
      case "chain":
        effects.converted.push(node.first, ...node.links.map(({ right }) => right));
        break;
      case "template":
        effects.converted.push(...node.expressions);
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
        if (node.value !== null) {
          this.#takeApart(node.pattern, node.value);
          this.#give(node.pattern, node.value);
        }
        break;
      case "return":
        effects.mayReturn = true;
        if (node.value !== null) effects.returned.push(node.value);
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
        inside = { ...labelled(around, node.label), isInLoop: true };
        break;
      case "forIn":
        this.#targets.add(node.target);
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

  #give(target: Pattern, value: Expression): void {
    if (target.kind === "name") this.effects.given.push({ variable: target.variable, value });
  }

  /** The properties that a pattern reads of a value. */
  #takeApart(pattern: Pattern, object: Expression): void {
    if (pattern.kind !== "objectPattern") return;
    for (const { key } of pattern.properties) this.effects.reads.push({ object, property: key });
  }

  #hoist(functions: readonly HoistedFunction[]): void {
    for (const { variable } of functions) this.effects.variables.push(variable);
  }
}

/** What an assignment gives its variable; arithmetic gives a primitive value, as the operation itself would. */
function givenBy(node: ExpressionOf<"assign">): Expression {
  const { operator, value, start, end } = node;
  const isPlain = operator === null || operator === "&&" || operator === "||" || operator === "??";
  return isPlain ? value : { kind: "unary", operator: "+", operand: value, start, end };
}

function labelled(around: Around, label: string | null): Around {
  return label === null ? around : { ...around, labels: [...around.labels, label] };
}
