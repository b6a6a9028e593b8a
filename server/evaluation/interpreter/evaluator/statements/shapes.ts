/**
 * Statements that hold statements: what happens between those, as plain functions. Who runs the statements inside is
 * another matter: a function runs them one after the other (`structured.ts`), a generator may stop in each of them
 * (`generators.ts`). Both do it by the same shape.
 *
 *     for (let i = 0; i < n; i++) body      open · initial · [ advance · body ]* · close
 */

import type { Node } from "../../../../routine/walk.js";
import type { Expression, HandlerCode } from "../../../../routine.js";
import type { Realm } from "../../objects/globals.js";
import type { Value } from "../../objects/values.js";
import { isCatchable, ProgramThrow } from "../../thrown.js";
import type { Completion } from "../completions.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  type StatementOf,
} from "../context.js";
import type { Frame } from "../frame.js";
import type { Mark } from "../mark.js";
import { areSame } from "../operations.js";
import { holdsYield } from "../yields.js";
import { compileScope, type Enter } from "./scopes.js";

/** An expression that a shape asks for. Where it holds a `yield`, it is run again until it comes to its end. */
export interface Head<Result> {
  run: (frame: Frame) => Result;
  mayYield: boolean;
}

/** The head expression of a shape. */
export function compileHead(node: Expression, context: Context): Head<Value> {
  const inner = contextOf([node], context);
  return { run: compileExpression(node, inner), mayYield: inner.isRemembering };
}

/** Where one of the nodes holds a `yield`, all that is evaluated with it is remembered. */
export function contextOf(nodes: readonly (Node | null)[], context: Context): Context {
  if (!context.isGenerator || context.isRemembering || !nodes.some(holdsYield)) return context;
  return { ...context, isRemembering: true };
}

/** `if`. */
export interface IfShape {
  condition: Head<Value>;
  begin(frame: Frame): void;
}

export function ifShape(node: StatementOf<"if">, context: Context): IfShape {
  return {
    condition: compileHead(node.condition, context),
    begin: (frame) => frame.machine.step(frame, node),
  };
}

/** `switch`: which of the cases is the first to run. */
export interface SwitchShape {
  subject: Head<Value>;
  begin(frame: Frame): void;
  /** Begins the block; comes after the subject. */
  enter: Enter;
  /** Gives the position of the first case that runs; -1 for none. */
  select: { mayYield: boolean; run(frame: Frame, value: Value): number };
}

export function switchShape(node: StatementOf<"switch">, context: Context): SwitchShape {
  const tests = node.cases.flatMap(({ test }) => (test === null ? [] : [test]));
  const inner = contextOf(tests, context);
  const runs = node.cases.map(({ test }) => (test === null ? null : compileExpression(test, inner)));
  return {
    subject: compileHead(node.subject, context),
    begin: (frame) => frame.machine.step(frame, node),
    enter: compileScope(node.fresh, node.functions, context),
    select: {
      mayYield: inner.isRemembering,
      run(frame, value) {
        const found = runs.findIndex((test) => test !== null && areSame(test(frame), value, frame, node));
        return found < 0 ? runs.indexOf(null) : found;
      },
    },
  };
}

/** `try`: what is caught, and what holds after `finally`. */
export interface TryShape {
  /** Whether the handler runs; its parameter is bound then. The mark is that of the moment when the block began. */
  catches(thrown: unknown, mark: Mark, frame: Frame): boolean;
}

export function tryShape({ handler }: StatementOf<"try">, context: Context): TryShape {
  const bind = handler === null ? null : compileHandler(handler, context);
  const { realm } = context;
  return {
    catches(thrown, mark, frame) {
      const caught = bind === null ? null : caughtBy(thrown, realm);
      if (caught === null) return false;
      mark.return();
      bind!(frame, caught.value);
      return true;
    },
  };
}

function compileHandler(node: HandlerCode, context: Context): Assign {
  const enter = compileScope(node.fresh, [], context);
  const parameter = node.parameter === null ? null : compilePattern(node.parameter, context, true);
  return (frame, value) => {
    enter(frame);
    parameter?.(frame, value);
  };
}

/** What `catch` gets of something thrown: the program's value, or an error of the language. Null for what ends our run. */
function caughtBy(thrown: unknown, realm: Realm): { value: Value } | null {
  if (!isCatchable(thrown)) return null;
  if (thrown instanceof ProgramThrow) return { value: thrown.value };
  const error = realm.makeError(thrown.errorName ?? "Error", thrown.finding.message);
  if (thrown.errorCode !== null) error.define("code", thrown.errorCode);
  return { value: error };
}

/** What a block on its way out left behind, while `finally` runs. */
export class Pending {
  readonly #frame: Frame;
  readonly #result: Value;
  readonly #label: string | null;
  readonly #completion: Completion;
  readonly #thrown: { thrown: unknown } | null;

  constructor(frame: Frame, completion: Completion, thrown: { thrown: unknown } | null) {
    this.#frame = frame;
    this.#result = frame.result;
    this.#label = frame.label;
    this.#completion = completion;
    this.#thrown = thrown;
  }

  /** Goes on with it, after a `finally` that ended normally. */
  settle(): Completion {
    this.#frame.result = this.#result;
    this.#frame.label = this.#label;
    if (this.#thrown !== null) throw this.#thrown.thrown;
    return this.#completion;
  }
}
