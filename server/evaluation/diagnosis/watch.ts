/**
 * Looking on at each expression of a run, as cheaply as can be. What is known of an expression by its text is found
 * once, when the function is compiled; what is under way lies on one stack, whose entries are used again.
 *
 *     x * y       begin(x * y) · leaf(x) · leaf(y) · finish(x * y, 6)        the values of its parts are 2 and 3
 */

import type { Recorded } from "nested-tape";
import type { Expression, FunctionCode } from "../../routine.js";
import type { Run } from "../interpreter/evaluator/context.js";
import type { Frame } from "../interpreter/evaluator/frame.js";
import type { Watch } from "../interpreter/evaluator/observer.js";
import type { Value } from "../interpreter/objects/values.js";
import { comparisons, isOrder, mayCompute, mayKink, mayTurnIntoNumber, type Operation } from "./operation.js";
import { noStructure, type Structure, structureOf } from "./structure.js";

/** What the text says of an expression. */
export class Facts {
  readonly node: Expression;
  readonly isComparison: boolean;
  readonly isOrder: boolean;
  /** Its truth decides a branch, or how often a loop turns. */
  readonly isCondition: boolean;
  readonly isTurn: boolean;
  readonly decidesLoop: boolean;
  /** The name that its value is given to. */
  readonly name: string | undefined;
  /** The variable that it reads. */
  readonly read: string | null;
  readonly readsModule: boolean;
  readonly isWrite: boolean;
  readonly mayKink: boolean;
  readonly mayCompute: boolean;
  readonly mayTurnIntoNumber: boolean;

  constructor(node: Expression, { decidesLoop, turns, conditions, names }: Structure) {
    this.node = node;
    this.isComparison = node.kind === "binary" && comparisons.has(node.operator);
    this.isOrder = isOrder(node);
    this.isCondition = conditions.has(node);
    this.isTurn = turns.has(node);
    this.decidesLoop = decidesLoop.has(node);
    this.name = names.get(node);
    this.read = node.kind === "read" ? node.variable.name : null;
    this.readsModule = node.kind === "read" && node.variable.scope === "module";
    this.isWrite = node.kind === "assign" || node.kind === "update";
    this.mayKink = mayKink(node);
    this.mayCompute = mayCompute(node);
    this.mayTurnIntoNumber = mayTurnIntoNumber(node);
  }
}

/** An expression under way, with the parts of it that were evaluated in the same call. */
export class Seen {
  facts: Facts;
  frame: Frame;
  /** Active numbers from which the text or truth value of this expression was made. */
  origins: Recorded[] | null = null;
  /** Losses told by a native function whose result is not known yet. */
  pending: { what: string; origins: Recorded[] } | null = null;
  readonly #parts: Expression[] = [];
  readonly #values: Value[] = [];
  #count = 0;

  constructor(facts: Facts, frame: Frame) {
    this.facts = facts;
    this.frame = frame;
  }

  get node(): Expression {
    return this.facts.node;
  }

  begin(facts: Facts, frame: Frame): void {
    this.facts = facts;
    this.frame = frame;
    this.origins = null;
    this.pending = null;
    this.#count = 0;
  }

  add(part: Expression, value: Value, origins: Recorded[] | null): void {
    this.#parts[this.#count] = part;
    this.#values[this.#count++] = value;
    if (origins !== null) this.origins ??= origins;
  }

  /** The value of a part, in the order in which they were evaluated. */
  value(index: number): Value {
    return index < this.#count ? this.#values[index] : undefined;
  }

  /** The same as data, for what is asked only where something is worth a closer look. */
  operation(): Operation {
    return {
      node: this.facts.node,
      children: this.#parts.slice(0, this.#count),
      values: this.#values.slice(0, this.#count),
    };
  }
}

/** Keeps the stack of expressions under way. */
export abstract class Watcher {
  /** How many expressions are under way; whoever catches something takes it back to what it was. */
  depth = 0;
  readonly #stack: (Seen | undefined)[] = [];

  /** The innermost expression under way. */
  get innermost(): Seen | undefined {
    return this.depth === 0 ? undefined : this.#stack[this.depth];
  }

  begin(facts: Facts, frame: Frame): Seen {
    const seen = this.#stack[++this.depth];
    if (seen !== undefined) {
      seen.begin(facts, frame);
      return seen;
    }
    return (this.#stack[this.depth] = new Seen(facts, frame));
  }

  /** Hands what came out of an expression to the one around it, if that stands in the same call. */
  handOn(part: Expression, frame: Frame, value: Value, origins: Recorded[] | null): void {
    const around = this.innermost;
    if (around !== undefined && around.frame === frame) around.add(part, value, origins);
  }

  /** Looks at an expression that has come to its value. What it returns takes the place of the value. */
  abstract finished(seen: Seen, value: Value): Value;
  /** Looks at an expression without parts. Gives the active numbers that a text or truth value was made from. */
  abstract finishedLeaf(facts: Facts, frame: Frame, value: Value): Recorded[] | null;
}

/** Expressions in which nothing else of the program is evaluated that could ask for them. */
const leaves: ReadonlySet<Expression["kind"]> = new Set([
  "number",
  "string",
  "boolean",
  "null",
  "undefined",
  "regularExpression",
  "intrinsic",
  "read",
  "this",
  "newTarget",
]);

/** How the expressions of a function are looked on; null for what stands outside any. */
export function watchFor(code: FunctionCode | null): Watch {
  const structure = code === null ? noStructure : structureOf(code);
  return (node, run) => {
    if (node.kind === "function") return run;
    const facts = new Facts(node, structure);
    return leaves.has(node.kind) ? watchedLeaf(facts, run) : watched(facts, run);
  };
}

function watchedLeaf(facts: Facts, run: Run): Run {
  return (frame) => {
    const value = run(frame);
    const watcher = frame.machine.observer as unknown as Watcher;
    watcher.handOn(facts.node, frame, value, watcher.finishedLeaf(facts, frame, value));
    return value;
  };
}

function watched(facts: Facts, run: Run): Run {
  return (frame) => {
    const watcher = frame.machine.observer as unknown as Watcher;
    const seen = watcher.begin(facts, frame);
    const { depth } = watcher;
    const value = watcher.finished(seen, run(frame));
    watcher.depth = depth - 1;
    watcher.handOn(facts.node, frame, value, seen.origins);
    return value;
  };
}
