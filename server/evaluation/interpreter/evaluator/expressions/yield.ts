/**
 * `yield` inside an expression: it stops the statement that it stands in, which is run again from its beginning when
 * the generator goes on, with every part that was evaluated already remembered, so that nothing happens twice:
 *
 *     f(a(), yield b)     1st run: a() is evaluated and remembered; stops at the yield
 *                         2nd run: a() is remembered, the yield gives what came in; f is called
 */

import type { Expression } from "../../../../routine.js";
import { type Steps, stepsOver } from "../../objects/iteration.js";
import type { Value } from "../../objects/values.js";
import { Site } from "../calls.js";
import { type Context, compileExpression, type ExpressionOf, type Run } from "../context.js";
import type { Frame } from "../frame.js";

/** What a statement throws to stop at a `yield`. */
export class Suspension {
  readonly node: Expression;
  readonly value: Value;
  /** What `yield*` goes over. */
  readonly steps: Steps | null;
  constructor(node: Expression, value: Value, steps: Steps | null) {
    this.node = node;
    this.value = value;
    this.steps = steps;
  }
}

/** What the parts of the statement under way gave, in the frame of its call. */
const remembered = new WeakMap<Frame, Map<Expression, Value>>();

export function memoryOf(frame: Frame): Map<Expression, Value> {
  let memory = remembered.get(frame);
  if (memory === undefined) {
    memory = new Map();
    remembered.set(frame, memory);
  }
  return memory;
}

/** Makes an expression of a statement with `yield` remember what it gave until the statement has ended. */
export function remembering(node: Expression, run: Run): Run {
  return (frame) => {
    const memory = memoryOf(frame);
    if (memory.has(node)) return memory.get(node);
    const value = run(frame);
    memory.set(node, value);
    return value;
  };
}

/** `yield` and `yield*`: stops the statement that they stand in. */
export function compileYield(node: ExpressionOf<"yield">, context: Context): Run {
  const value = node.value === null ? () => undefined : compileExpression(node.value, context);
  return (frame) => {
    const given = value(frame);
    const steps = node.isDelegate ? stepsOver(given, new Site(frame, node)) : null;
    throw new Suspension(node, given, steps);
  };
}
