/** Loops as shapes, see `shapes.ts`: how each begins, and what comes before its next turn. */

import type { Span } from "../../../../finding.js";
import type { Statement } from "../../../../routine.js";
import { known } from "../../objects/conversions.js";
import { type Steps, stepsOver } from "../../objects/iteration.js";
import { hasMember, type MemberSite } from "../../objects/members.js";
import { keysOf as ownKeysOf } from "../../objects/metering.js";
import { ArrayValue, ObjectValue, TypedArrayValue, type Value } from "../../objects/values.js";
import { Site } from "../calls.js";
import { type Context, compileExpression, compilePattern, type StatementOf } from "../context.js";
import type { Frame } from "../frame.js";
import type { ActiveLoop } from "../machine.js";
import { isTrue } from "../operations.js";
import { compileScope, copyCells } from "./scopes.js";
import { compileHead, contextOf, type Head } from "./shapes.js";

export type LoopNode = StatementOf<"while" | "doWhile" | "for" | "forOf" | "forIn">;

/** A loop under way. */
export class Turns implements ActiveLoop {
  readonly span: Span;
  readonly frame: Frame;
  turns = 0;
  /** What `for…of` and `for…in` go over, and the value of the turn that is about to begin. */
  source: Source | null = null;
  /** How far the way to the next turn is gone. A head with `yield` is run again from its beginning, and nothing is to happen twice. */
  stage: number = 0;
  value: Value = undefined;

  constructor(span: Span, frame: Frame) {
    this.span = span;
    this.frame = frame;
  }
}

export interface LoopShape {
  label: string | null;
  body: Statement;
  /** `let i = 0` of a `for`. */
  initial: Statement | null;
  /** What is gone over; comes after `open`. */
  subject: Head<Value> | null;
  /** The head holds a `yield`. */
  mayYield: boolean;
  open(frame: Frame): Turns;
  /** Whether there is another turn; all is ready for it then. */
  advance(frame: Frame, turns: Turns): boolean;
}

/** What a `for…of` or `for…in` goes over. */
interface Source {
  /** Gives the next value; false where there is none. */
  next(turns: Turns): boolean;
  /** The loop is left before its end. */
  close(): void;
  /** The same, because something was thrown. */
  closeAfter(thrown: unknown): void;
}

export function loopShape(node: LoopNode, context: Context): LoopShape {
  switch (node.kind) {
    case "while":
    case "doWhile":
      return whileShape(node, context);
    case "for":
      return forShape(node, context);
    case "forOf":
    case "forIn":
      return overShape(node, context);
  }
}

/** What a loop tells the machine: that it began, and each turn. */
function metersOf(node: LoopNode, { marked, isTraced }: Context) {
  const keyword = node.site === undefined || marked === null ? node : marked.sites[node.site]!;
  const site = isTraced ? node.site : undefined;
  return {
    open(frame: Frame): Turns {
      const { machine } = frame;
      machine.step(frame, node);
      const turns = new Turns(keyword, frame);
      machine.loops.push(turns);
      return turns;
    },
    turn(frame: Frame, turns: Turns): void {
      turns.turns++;
      const { machine } = frame;
      if (site !== undefined) machine.trace.turn(marked, site);
      machine.step(frame, keyword);
    },
  };
}

function whileShape(node: StatementOf<"while" | "doWhile">, context: Context): LoopShape {
  const { run, mayYield } = compileHead(node.condition, context);
  const { open, turn } = metersOf(node, context);
  const asksFirst = node.kind === "while";
  return {
    label: node.label,
    body: node.body,
    initial: null,
    subject: null,
    mayYield,
    open,
    advance(frame, turns) {
      if ((asksFirst || turns.turns > 0) && !isTrue(run(frame), frame, node.condition)) return false;
      turn(frame, turns);
      return true;
    },
  };
}

/** The stages of a `for` between two turns. */
const fresh = 0;
const copied = 1;

function forShape(node: StatementOf<"for">, context: Context): LoopShape {
  const inner = contextOf([node.condition, node.update], context);
  const condition = node.condition === null ? null : compileExpression(node.condition, inner);
  const update = node.update === null ? null : compileExpression(node.update, inner);
  const enter = compileScope(node.fresh, [], context);
  const { open, turn } = metersOf(node, context);
  const { perIteration } = node;
  return {
    label: node.label,
    body: node.body,
    initial: node.initial,
    subject: null,
    mayYield: inner.isRemembering,
    open(frame) {
      const turns = open(frame);
      enter(frame);
      return turns;
    },
    advance(frame, turns) {
      if (turns.turns > 0) {
        if (turns.stage === fresh) {
          if (perIteration.length > 0) copyCells(perIteration, frame);
          turns.stage = copied;
        }
        update?.(frame);
      }
      if (condition !== null && !isTrue(condition(frame), frame, node.condition!)) return false;
      turns.stage = fresh;
      turn(frame, turns);
      return true;
    },
  };
}

/** The stages of a `for…of` and `for…in` before a turn. */
const waiting = 0;
const taken = 1;
const entered = 2;

function overShape(node: StatementOf<"forOf" | "forIn">, context: Context): LoopShape {
  const inner = contextOf([node.target], context);
  const enter = compileScope(node.fresh, [], context);
  const assign = compilePattern(node.target, inner, true);
  const { open, turn } = metersOf(node, context);
  const subject = node.kind === "forOf" ? node.iterable : node.object;
  const sourceOf = node.kind === "forOf" ? valuesOf : keysInTurn;
  return {
    label: node.label,
    body: node.body,
    initial: null,
    subject: compileHead(subject, context),
    mayYield: inner.isRemembering,
    open,
    advance(frame, turns) {
      const source = (turns.source ??= sourceOf(turns.value, new Site(frame, subject)));
      if (turns.stage === waiting) {
        if (!source.next(turns)) return false;
        turns.stage = taken;
      }
      try {
        if (turns.stage === taken) {
          turn(frame, turns);
          enter(frame);
          turns.stage = entered;
        }
        assign(frame, turns.value);
      } catch (thrown) {
        source.closeAfter(thrown);
        throw thrown;
      }
      turns.stage = waiting;
      return true;
    },
  };
}

/** The values of `for…of`. Elements that come to an array on the way are met, as in JavaScript. */
function valuesOf(subject: Value, site: MemberSite): Source {
  if (subject instanceof ArrayValue && subject.hasStandardClass) return new ElementsInTurn(subject);
  return new StepsInTurn(stepsOver(subject, site));
}

class ElementsInTurn implements Source {
  readonly #array: ArrayValue;
  #index = 0;
  constructor(array: ArrayValue) {
    this.#array = array;
  }
  next(turns: Turns): boolean {
    const { elements } = this.#array;
    if (this.#index >= elements.length) return false;
    turns.value = elements[this.#index++];
    return true;
  }
  close(): void {}
  closeAfter(): void {}
}

class StepsInTurn implements Source {
  readonly #steps: Steps;
  constructor(steps: Steps) {
    this.#steps = steps;
  }
  next(turns: Turns): boolean {
    const { done, value } = this.#steps.next();
    turns.value = value;
    return !done;
  }
  close(): void {
    this.#steps.close();
  }
  closeAfter(thrown: unknown): void {
    this.#steps.closeAfter(thrown);
  }
}

/** The keys of `for…in`. One that the body deletes is not met any more. */
function keysInTurn(subject: Value, site: MemberSite): Source {
  const keys = keysOf(subject, site);
  let index = 0;
  return {
    next(turns) {
      while (index < keys.length) {
        const key = keys[index++]!;
        if (!hasMember(subject, key, site)) continue;
        turns.value = key;
        return true;
      }
      return false;
    },
    close: () => {},
    closeAfter: () => {},
  };
}

/** An object's own keys, then those of its prototypes, each once. */
function keysOf(value: Value, site: MemberSite): string[] {
  const keys = new Set<string>();
  const hidden = new Set<string>();
  const count = typeof value === "string" || value instanceof TypedArrayValue ? value.length : 0;
  site.spend(count);
  for (let index = 0; index < count; index++) keys.add(String(index));
  for (let at = value instanceof ObjectValue ? value : null; at !== null; at = at.prototype) {
    known(at, site);
    const own = ownKeysOf(at, false, site);
    site.spend(own.length + 1);
    for (const key of own) {
      if (at.isEnumerable(key) && !hidden.has(key)) keys.add(key);
      else hidden.add(key);
    }
  }
  return [...keys];
}
