/** Running statements. One entry a statement. */

import type { HandlerCode, HoistedFunction, Statement } from "../../../routine.js";
import { makeError } from "../library/errors.js";
import { strictlyEqual, toBoolean } from "../objects/conversions.js";
import { stepsOver } from "../objects/iteration.js";
import { hasMember, type MemberSite } from "../objects/members.js";
import { TypedArrayValue } from "../objects/typedArrays.js";
import { ArrayValue, Cell, type Frame, ObjectValue, uninitialised, type Value } from "../objects/values.js";
import {
  type Context,
  compileExpression,
  compilePattern,
  compileStatement,
  type Execute,
  type StatementCompilers,
} from "./compile.js";
import { type ActiveLoop, isCatchable, ProgramThrow } from "./machine.js";
import { siteOf } from "./sites.js";

/** How a statement ended. A return leaves its value, a break or continue its label, in the frame. */
export const completions = { normal: 0, break: 1, continue: 2, return: 3 } as const;
export type Completion = (typeof completions)[keyof typeof completions];

const { normal, break: broken, continue: continued, return: returned } = completions;

export const statementCompilers: StatementCompilers = {
  expression(node, context) {
    const run = compileExpression(node.expression, context);
    const { machine } = context;
    return (frame) => {
      machine.step(frame, node);
      run(frame);
      return normal;
    };
  },

  declare(node, context) {
    const assign = compilePattern(node.pattern, context, true);
    const value = node.value === null ? null : compileExpression(node.value, context);
    const { machine } = context;
    return (frame) => {
      machine.step(frame, node);
      assign(frame, value === null ? undefined : value(frame));
      return normal;
    };
  },

  return(node, context) {
    const value = node.value === null ? null : compileExpression(node.value, context);
    const { machine } = context;
    const { site } = node;
    return (frame) => {
      machine.step(frame, node);
      frame.result = value === null ? undefined : value(frame);
      if (site !== undefined) machine.trace.note(site, frame.result);
      return returned;
    };
  },

  block(node, context) {
    const enter = compileScope(node.fresh, node.functions, context);
    const body = node.body.map((statement) => compileStatement(statement, context));
    return (frame) => {
      enter(frame);
      return runAll(body, 0, frame);
    };
  },

  if(node, context) {
    const condition = compileExpression(node.condition, context);
    const whenTrue = compileStatement(node.whenTrue, context);
    const whenFalse = node.whenFalse === null ? null : compileStatement(node.whenFalse, context);
    const { machine } = context;
    return (frame) => {
      machine.step(frame, node);
      if (toBoolean(condition(frame))) return whenTrue(frame);
      return whenFalse === null ? normal : whenFalse(frame);
    };
  },

  while(node, context) {
    const condition = compileExpression(node.condition, context);
    const body = compileStatement(node.body, context);
    return loop(node, context, (frame, turn) => {
      while (toBoolean(condition(frame))) {
        turn();
        const completion = body(frame);
        if (completion !== normal && !continuesHere(completion, node.label, frame)) {
          return leaveLoop(completion, node.label, frame);
        }
      }
      return normal;
    });
  },

  doWhile(node, context) {
    const condition = compileExpression(node.condition, context);
    const body = compileStatement(node.body, context);
    return loop(node, context, (frame, turn) => {
      do {
        turn();
        const completion = body(frame);
        if (completion !== normal && !continuesHere(completion, node.label, frame)) {
          return leaveLoop(completion, node.label, frame);
        }
      } while (toBoolean(condition(frame)));
      return normal;
    });
  },

  for(node, context) {
    const enter = compileScope(node.fresh, [], context);
    const initial = node.initial === null ? null : compileStatement(node.initial, context);
    const condition = node.condition === null ? null : compileExpression(node.condition, context);
    const update = node.update === null ? null : compileExpression(node.update, context);
    const body = compileStatement(node.body, context);
    return loop(node, context, (frame, turn) => {
      enter(frame);
      initial?.(frame);
      for (;;) {
        if (condition !== null && !toBoolean(condition(frame))) return normal;
        turn();
        const completion = body(frame);
        if (completion !== normal && !continuesHere(completion, node.label, frame)) {
          return leaveLoop(completion, node.label, frame);
        }
        copyCells(node.perIteration, frame);
        update?.(frame);
      }
    });
  },

  forOf(node, context) {
    const enter = compileScope(node.fresh, [], context);
    const iterable = compileExpression(node.iterable, context);
    const assign = compilePattern(node.target, context, true);
    const body = compileStatement(node.body, context);
    const takeTurn = (value: Value, frame: Frame, turn: () => void): Completion => {
      turn();
      enter(frame);
      assign(frame, value);
      const completion = body(frame);
      return completion !== normal && continuesHere(completion, node.label, frame) ? normal : completion;
    };
    return loop(node, context, (frame, turn) => {
      const subject = iterable(frame);
      if (subject instanceof ArrayValue) {
        // A body may push onto the array that it goes over: the length is read at each turn, as in JavaScript.
        const { elements } = subject;
        for (let index = 0; index < elements.length; index++) {
          const completion = takeTurn(elements[index], frame, turn);
          if (completion !== normal) return leaveLoop(completion, node.label, frame);
        }
        return normal;
      }
      const steps = stepsOver(subject, siteOf(context, frame, node.iterable));
      for (let step = steps.next(); !step.done; step = steps.next()) {
        let completion: Completion;
        try {
          completion = takeTurn(step.value, frame, turn);
        } catch (thrown) {
          steps.closeAfter(thrown);
          throw thrown;
        }
        if (completion === normal) continue;
        steps.close();
        return leaveLoop(completion, node.label, frame);
      }
      return normal;
    });
  },

  forIn(node, context) {
    const enter = compileScope(node.fresh, [], context);
    const object = compileExpression(node.object, context);
    const assign = compilePattern(node.target, context, true);
    const body = compileStatement(node.body, context);
    return loop(node, context, (frame, turn) => {
      const subject = object(frame);
      const site = siteOf(context, frame, node.object);
      for (const key of keysOf(subject, site).elements) {
        // A key that the body deletes is not met any more.
        if (!hasMember(subject, key, site)) continue;
        turn();
        enter(frame);
        assign(frame, key);
        const completion = body(frame);
        if (completion !== normal && !continuesHere(completion, node.label, frame)) {
          return leaveLoop(completion, node.label, frame);
        }
      }
      return normal;
    });
  },

  try(node, context) {
    const block = compileStatement(node.block, context);
    const handler = node.handler === null ? null : compileHandler(node.handler, context);
    const finalizer = node.finalizer === null ? null : compileStatement(node.finalizer, context);
    const { machine } = context;
    const guarded: Execute = (frame) => {
      const depth = machine.loops.length;
      try {
        return block(frame);
      } catch (thrown) {
        const caught = handler === null ? null : caughtBy(thrown);
        if (caught === null) throw thrown;
        machine.loops.length = Math.min(machine.loops.length, depth);
        return handler!(frame, caught.value);
      }
    };
    if (finalizer === null) return guarded;
    return (frame) => {
      let completion: Completion = normal;
      let pending: { thrown: unknown } | null = null;
      try {
        completion = guarded(frame);
      } catch (thrown) {
        if (!isCatchable(thrown)) throw thrown;
        pending = { thrown };
      }
      const { result, label } = frame;
      const last = finalizer(frame);
      if (last !== normal) return last;
      frame.result = result;
      frame.label = label;
      if (pending !== null) throw pending.thrown;
      return completion;
    };
  },

  switch(node, context) {
    const enter = compileScope(node.fresh, node.functions, context);
    const subject = compileExpression(node.subject, context);
    const tests = node.cases.map(({ test }) => (test === null ? null : compileExpression(test, context)));
    const bodies = node.cases.map(({ body }) =>
      body.map((statement) => compileStatement(statement, context)),
    );
    const { machine } = context;
    return (frame) => {
      machine.step(frame, node);
      const value = subject(frame);
      enter(frame);
      let first = tests.findIndex((test) => test !== null && strictlyEqual(test(frame), value));
      if (first < 0) first = tests.indexOf(null);
      for (let index = first; index >= 0 && index < bodies.length; index++) {
        const completion = runAll(bodies[index]!, 0, frame);
        if (completion !== normal)
          return completion === continued ? continued : leaveLoop(completion, node.label, frame);
      }
      return normal;
    };
  },

  break(node, { machine }) {
    return (frame) => {
      machine.step(frame, node);
      frame.label = node.label;
      return broken;
    };
  },

  continue(node, { machine }) {
    return (frame) => {
      machine.step(frame, node);
      frame.label = node.label;
      return continued;
    };
  },

  labelled(node, context) {
    const body = compileStatement(node.body, context);
    return (frame) => {
      const completion = body(frame);
      if (completion !== broken || frame.label !== node.label) return completion;
      frame.label = null;
      return normal;
    };
  },

  throw(node, context) {
    const value = compileExpression(node.value, context);
    return (frame) => context.program.throw(value(frame), frame, node);
  },

  unsupported(node, { machine }) {
    return (frame) => machine.raise(node.finding, frame);
  },
};

function compileHandler(node: HandlerCode, context: Context): (frame: Frame, value: Value) => Completion {
  const enter = compileScope(node.fresh, [], context);
  const parameter = node.parameter === null ? null : compilePattern(node.parameter, context, true);
  const body = compileStatement(node.body, context);
  return (frame, value) => {
    enter(frame);
    parameter?.(frame, value);
    return body(frame);
  };
}

/** What `catch` gets of something thrown: the program's value, or an error of the language. Null for what ends our run. */
export function caughtBy(thrown: unknown): { value: Value } | null {
  if (!isCatchable(thrown)) return null;
  if (thrown instanceof ProgramThrow) return { value: thrown.value };
  return { value: makeError(thrown.errorName ?? "Error", thrown.finding.message) };
}

/** The keys that `for…in` goes over: an object's own, then those of its prototypes, each once. */
export function keysOf(value: Value, site: MemberSite): ArrayValue {
  const keys = new Set<string>();
  const hidden = new Set<string>();
  const count = typeof value === "string" || value instanceof TypedArrayValue ? value.length : 0;
  site.spend(count);
  for (let index = 0; index < count; index++) keys.add(String(index));
  for (let at = value instanceof ObjectValue ? value : null; at !== null; at = at.prototype) {
    const own = at.ownKeys();
    site.spend(own.length);
    for (const key of own) {
      if (at.isEnumerable(key) && !hidden.has(key)) keys.add(key);
      else hidden.add(key);
    }
  }
  return new ArrayValue([...keys]);
}

function runAll(body: Execute[], first: number, frame: Frame): Completion {
  for (let index = first; index < body.length; index++) {
    const completion = body[index]!(frame);
    if (completion !== normal) return completion;
  }
  return normal;
}

/** Whether a `continue` on its way out is for this loop. */
export function continuesHere(completion: Completion, label: string | null, frame: Frame): boolean {
  if (completion !== continued) return false;
  if (frame.label !== null && frame.label !== label) return false;
  frame.label = null;
  return true;
}

/** What a loop or switch ends with when its body did not end normally: a `break` of its own ends here. */
export function leaveLoop(completion: Completion, label: string | null, frame: Frame): Completion {
  if (completion !== broken) return completion;
  if (frame.label !== null && frame.label !== label) return broken;
  frame.label = null;
  return normal;
}

/** Keeps the machine informed of the loop and its turns. */
function loop(
  node: LoopStatement,
  context: Context,
  turns: (frame: Frame, turn: () => void) => Completion,
): Execute {
  const enter = loopEntry(node, context);
  return (frame) => {
    const { turn, leave } = enter(frame);
    const completion = turns(frame, turn);
    leave();
    return completion;
  };
}

export type LoopStatement = Extract<Statement, { kind: "while" | "doWhile" | "for" | "forOf" | "forIn" }>;

/** What a loop tells the machine: that it began, each turn, and that it ended. */
export function loopEntry(
  node: LoopStatement,
  { machine }: Context,
): (frame: Frame) => { turn(): void; leave(): void } {
  const { site } = node;
  const keyword = site === undefined ? node : machine.routine.sites[site]!;
  return (frame) => {
    machine.step(frame, node);
    const active: ActiveLoop = { span: keyword, frame, turns: 0 };
    machine.loops.push(active);
    return {
      turn: () => {
        active.turns++;
        if (site !== undefined) machine.trace.count(site);
        machine.step(frame, keyword);
      },
      leave: () => machine.loops.pop(),
    };
  };
}

/** Entering a block: its `let`, `const` and functions start anew. */
export function compileScope(
  fresh: number[],
  functions: HoistedFunction[],
  context: Context,
): (frame: Frame) => void {
  const cells = fresh.filter((slot) => context.locals[slot]!.isCaptured);
  const plain = fresh.filter((slot) => !context.locals[slot]!.isCaptured);
  const declare = functions.map((hoisted) => ({
    index: hoisted.function,
    assign: compilePattern(
      { kind: "name", variable: hoisted.variable, isConstant: false, start: 0, end: 0 },
      context,
      true,
    ),
  }));
  return (frame) => {
    for (const slot of plain) frame.slots[slot] = uninitialised;
    for (const slot of cells) frame.slots[slot] = new Cell(uninitialised);
    for (const { index, assign } of declare) assign(frame, context.program.closure(index, frame));
  };
}

/** Each turn of a `for` has its own copy of the variables that closures capture. */
export function copyCells(slots: number[], frame: Frame): void {
  for (const slot of slots) frame.slots[slot] = new Cell((frame.slots[slot] as Cell).value);
}
