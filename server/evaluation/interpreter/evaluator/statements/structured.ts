/** Statements that hold statements, in a function: they are run one after the other. See `shapes.ts`. */

import type { Statement } from "../../../../routine.js";
import { UnknownValue } from "../../objects/values.js";
import { isCatchable } from "../../thrown.js";
import { type Completion, completions, continuesHere, leaveLoop } from "../completions.js";
import {
  type Context,
  compileStatement,
  type Execute,
  type StatementCompilers,
  type StatementOf,
} from "../context.js";
import type { Frame } from "../frame.js";
import { Mark } from "../mark.js";
import { isTrue } from "../operations.js";
import { behindUnknownTry, unknownIf } from "../passingOver.js";
import { type LoopNode, loopShape } from "./loops.js";
import { compileScope } from "./scopes.js";
import { ifShape, Pending, switchShape, tryShape } from "./shapes.js";

const { normal, continue: continued } = completions;

export const structuredCompilers: Pick<
  StatementCompilers,
  "block" | "if" | "while" | "doWhile" | "for" | "forOf" | "forIn" | "try" | "switch" | "labelled"
> = {
  block(node, context) {
    const enter = compileScope(node.fresh, node.functions, context);
    const run = compileAll(node.body, context);
    if (node.fresh.length === 0 && node.functions.length === 0) return run;
    return (frame) => {
      enter(frame);
      return run(frame);
    };
  },

  if(node, context) {
    const { condition, begin } = ifShape(node, context);
    const { run } = condition;
    const goesOnBehind = unknownIf(node, context);
    const whenTrue = compileStatement(node.whenTrue, context);
    const whenFalse = node.whenFalse === null ? null : compileStatement(node.whenFalse, context);
    return (frame) => {
      begin(frame);
      const value = run(frame);
      if (value instanceof UnknownValue && goesOnBehind(value, frame)) return normal;
      if (isTrue(value, frame, node.condition)) return whenTrue(frame);
      return whenFalse === null ? normal : whenFalse(frame);
    };
  },

  while: compileLoop,
  doWhile: compileLoop,
  for: compileLoop,
  forOf: compileLoop,
  forIn: compileLoop,
  try: compileTry,

  switch(node, context) {
    const { subject, begin, enter, select } = switchShape(node, context);
    const bodies = node.cases.map(({ body }) => compileAll(body, context));
    return (frame) => {
      begin(frame);
      const value = subject.run(frame);
      enter(frame);
      const first = select.run(frame, value);
      for (let index = first; index >= 0 && index < bodies.length; index++) {
        const completion = bodies[index]!(frame);
        if (completion !== normal) return leaveSwitch(completion, node.label, frame);
      }
      return normal;
    };
  },

  labelled(node, context) {
    const body = compileStatement(node.body, context);
    return (frame) => leaveLabelled(body(frame), node.label, frame);
  },
};

/** A `continue` in a switch is for the loop around it. */
export function leaveSwitch(completion: Completion, label: string | null, frame: Frame): Completion {
  return completion === continued ? continued : leaveLoop(completion, label, frame);
}

/** A labelled statement that is no loop is left by a `break` with its label alone. */
export function leaveLabelled(completion: Completion, label: string, frame: Frame): Completion {
  if (completion !== completions.break || frame.label !== label) return completion;
  frame.label = null;
  return normal;
}

/** Statements one after the other. */
function compileAll(nodes: Statement[], context: Context): Execute {
  const body = nodes.map((node) => compileStatement(node, context));
  const [first, second] = body;
  if (first === undefined) return () => normal;
  if (second === undefined) return first;
  if (body.length === 2) {
    return (frame) => {
      const completion = first(frame);
      return completion === normal ? second(frame) : completion;
    };
  }
  return (frame) => {
    for (let index = 0; index < body.length; index++) {
      const completion = body[index]!(frame);
      if (completion !== normal) return completion;
    }
    return normal;
  };
}

function compileLoop(node: LoopNode, context: Context): Execute {
  const { label, subject, open, advance, ...shape } = loopShape(node, context);
  const initial = shape.initial === null ? null : compileStatement(shape.initial, context);
  const body = compileStatement(shape.body, context);
  if (subject !== null) {
    return (frame) => {
      const turns = open(frame);
      turns.value = subject.run(frame);
      while (advance(frame, turns)) {
        let completion: Completion;
        try {
          completion = body(frame);
        } catch (thrown) {
          turns.source!.closeAfter(thrown);
          throw thrown;
        }
        if (completion !== normal && !continuesHere(completion, label, frame)) {
          turns.source!.close();
          frame.machine.loops.pop();
          return leaveLoop(completion, label, frame);
        }
      }
      frame.machine.loops.pop();
      return normal;
    };
  }
  return (frame) => {
    const turns = open(frame);
    if (initial !== null) initial(frame);
    while (advance(frame, turns)) {
      const completion = body(frame);
      if (completion !== normal && !continuesHere(completion, label, frame)) {
        frame.machine.loops.pop();
        return leaveLoop(completion, label, frame);
      }
    }
    frame.machine.loops.pop();
    return normal;
  };
}

function compileTry(node: StatementOf<"try">, context: Context): Execute {
  const { catches } = tryShape(node, context);
  const behind = behindUnknownTry(node);
  const block = compileStatement(node.block, context);
  const handler = node.handler === null ? null : compileStatement(node.handler.body, context);
  const finalizer = node.finalizer === null ? null : compileStatement(node.finalizer, context);
  const guarded: Execute = (frame) => {
    if (handler === null) return block(frame);
    const mark = new Mark(frame);
    const { machine } = frame;
    const around = machine.mayHaveThrown;
    let completion: Completion | null = null;
    let unknown: UnknownValue | null = null;
    machine.mayHaveThrown = null;
    machine.catching++;
    try {
      completion = block(frame);
    } catch (thrown) {
      if (!catches(thrown, mark, frame)) throw thrown;
    } finally {
      unknown = machine.mayHaveThrown;
      machine.mayHaveThrown = around;
      machine.catching--;
    }
    if (unknown !== null) return behind(unknown, completion ?? normal, frame);
    return completion ?? handler(frame);
  };
  if (finalizer === null) return guarded;
  return (frame) => {
    let completion: Completion = normal;
    let thrown: { thrown: unknown } | null = null;
    const mark = new Mark(frame);
    try {
      completion = guarded(frame);
    } catch (caught) {
      if (!isCatchable(caught)) throw caught;
      thrown = { thrown: caught };
      mark.return();
    }
    const pending = new Pending(frame, completion, thrown);
    const last = finalizer(frame);
    return last === normal ? pending.settle() : last;
  };
}
