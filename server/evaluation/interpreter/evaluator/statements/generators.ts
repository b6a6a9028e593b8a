/**
 * The bodies of generators, on the host's own generators, statement by statement. A statement that holds others goes
 * by its shape (`shapes.ts`), with a stop wherever a statement inside stops. A simple statement that holds a `yield`,
 * and the head of a loop that does, is run again from its beginning each time that the generator goes on
 * (`expressions/yield.ts`).
 */

import type { Expression, Statement } from "../../../../routine.js";
import type { Steps } from "../../objects/iteration.js";
import type { Resumption } from "../../objects/iterators.js";
import type { Value } from "../../objects/values.js";
import { isCatchable, ProgramThrow } from "../../thrown.js";
import { type Completion, completions, continuesHere, leaveLoop } from "../completions.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  compileStatement,
  type Execute,
  type Resumable,
  type StatementOf,
} from "../context.js";
import { memoryOf, Suspension } from "../expressions/yield.js";
import type { Frame } from "../frame.js";
import { Mark } from "../mark.js";
import { isTrue } from "../operations.js";
import { holdsYield } from "../yields.js";
import { type LoopNode, loopShape } from "./loops.js";
import { compileScope } from "./scopes.js";
import { ifShape, Pending, switchShape, tryShape } from "./shapes.js";
import { leaveLabelled, leaveSwitch } from "./structured.js";

const { normal, return: returned } = completions;

type Part = Generator<Value, Completion, Resumption>;
type ResumablePart = (frame: Frame) => Part;

/** What an expression gives when `return` came in while it waited. */
const stopped = Symbol("stopped");
type Stopping<Result> = Generator<Value, Result | typeof stopped, Resumption>;

/** The body of a generator function. */
export function compileGenerator(body: readonly Statement[], context: Context): (frame: Frame) => Resumable {
  const run = compileAll(body, context);
  return function* (frame) {
    return (yield* run(frame)) === returned ? frame.result : undefined;
  };
}

function compileAll(body: readonly Statement[], context: Context): ResumablePart {
  const parts = body.map((node) => compilePart(node, context));
  return function* (frame) {
    for (const part of parts) {
      const completion = typeof part === "function" ? part(frame) : yield* part.resumable(frame);
      if (completion !== normal) return completion;
    }
    return normal;
  };
}

/** A statement that never stops is run as in any function. */
function compilePart(node: Statement, context: Context): Execute | { resumable: ResumablePart } {
  if (!holdsYield(node)) return compileStatement(node, context);
  return { resumable: compileResumable(node, context) };
}

function resumable(node: Statement, context: Context): ResumablePart {
  const part = compilePart(node, context);
  if (typeof part !== "function") return part.resumable;
  // biome-ignore lint/correctness/useYield: a part without a yield of its own has the same shape as one with.
  return function* (frame) {
    return part(frame);
  };
}

function compileResumable(node: Statement, context: Context): ResumablePart {
  switch (node.kind) {
    case "block": {
      const enter = compileScope(node.fresh, node.functions, context);
      const body = compileAll(node.body, context);
      return function* (frame) {
        enter(frame);
        return yield* body(frame);
      };
    }
    case "if":
      return compileIf(node, context);
    case "while":
    case "doWhile":
    case "for":
    case "forOf":
    case "forIn":
      return compileLoop(node, context);
    case "switch":
      return compileSwitch(node, context);
    case "try":
      return compileTry(node, context);
    case "labelled": {
      const body = resumable(node.body, context);
      return function* (frame) {
        return leaveLabelled(yield* body(frame), node.label, frame);
      };
    }
    case "expression":
      return compileYieldAlone(node.expression, context, () => {}) ?? compileSimple(node, context);
    case "declare": {
      const assign = compilePattern(node.pattern, context, true);
      return compileYieldAlone(node.value, context, assign) ?? compileSimple(node, context);
    }
    default:
      return compileSimple(node, context);
  }
}

function compileSimple(node: Statement, context: Context): ResumablePart {
  const run = compileStatement(node, { ...context, isRemembering: true });
  return function* (frame) {
    const completion = yield* restarting(run, frame);
    return completion === stopped ? returned : completion;
  };
}

/** `yield a;` and `const b = yield a;`, which need no running again. Null for anything else. */
function compileYieldAlone(node: Expression | null, context: Context, assign: Assign): ResumablePart | null {
  if (node === null || node.kind !== "yield" || node.isDelegate || holdsYield(node.value)) return null;
  const value = node.value === null ? () => undefined : compileExpression(node.value, context);
  return function* (frame) {
    frame.machine.step(frame, node);
    const resumption: Resumption = yield value(frame);
    if (resumption.kind === "throw") throw new ProgramThrow(resumption.value, frame, node);
    if (resumption.kind === "return") {
      frame.result = resumption.value;
      return returned;
    }
    assign(frame, resumption.value);
    return normal;
  };
}

/** Runs something to its end, however often it stops. */
function* restarting<Result>(run: (frame: Frame) => Result, frame: Frame): Stopping<Result> {
  const memory = memoryOf(frame);
  const mark = new Mark(frame);
  for (;;) {
    let suspension: Suspension;
    try {
      const result = run(frame);
      memory.clear();
      return result;
    } catch (thrown) {
      if (!(thrown instanceof Suspension)) {
        memory.clear();
        throw thrown;
      }
      suspension = thrown;
      mark.return();
    }
    const { node, value, steps } = suspension;
    const kept = new Map(memory);
    memory.clear();
    const resumption: Resumption = steps === null ? yield value : yield* delegate(steps, frame, node);
    for (const [part, given] of kept) memory.set(part, given);
    if (resumption.kind === "throw") {
      memory.clear();
      throw new ProgramThrow(resumption.value, frame, node);
    }
    if (resumption.kind === "return") {
      memory.clear();
      frame.result = resumption.value;
      return stopped;
    }
    memory.set(node, resumption.value);
  }
}

/** The same for the head of a statement, which seldom stops. */
function* headOf<Result>(
  { run, mayYield }: { run: (frame: Frame) => Result; mayYield: boolean },
  frame: Frame,
): Stopping<Result> {
  return mayYield ? yield* restarting(run, frame) : run(frame);
}

/** `yield*`: hands on what comes in to what it goes over; ends with what that returned. */
function* delegate(steps: Steps, frame: Frame, node: Expression): Generator<Value, Resumption, Resumption> {
  let resumption: Resumption = { kind: "next", value: undefined };
  for (;;) {
    frame.machine.step(frame, node);
    const step = steps.step(resumption);
    if (step.done) {
      return { kind: resumption.kind === "return" ? "return" : "next", value: step.value };
    }
    resumption = yield step.value;
  }
}

function compileIf(node: StatementOf<"if">, context: Context): ResumablePart {
  const { condition, begin } = ifShape(node, context);
  const whenTrue = resumable(node.whenTrue, context);
  const whenFalse = node.whenFalse === null ? null : resumable(node.whenFalse, context);
  return function* (frame) {
    begin(frame);
    const value = yield* headOf(condition, frame);
    if (value === stopped) return returned;
    if (isTrue(value as Value, frame, node.condition)) return yield* whenTrue(frame);
    return whenFalse === null ? normal : yield* whenFalse(frame);
  };
}

function compileLoop(node: LoopNode, context: Context): ResumablePart {
  const { label, subject, mayYield, open, advance, ...shape } = loopShape(node, context);
  const initial = shape.initial === null ? null : resumable(shape.initial, context);
  const body = resumable(shape.body, context);
  return function* (frame) {
    const turns = open(frame);
    if (initial !== null && (yield* initial(frame)) === returned) return returned;
    if (subject !== null) {
      const value = yield* headOf(subject, frame);
      if (value === stopped) return returned;
      turns.value = value as Value;
    }
    const step = { run: () => advance(frame, turns), mayYield };
    for (;;) {
      const goesOn = yield* headOf(step, frame);
      if (goesOn === stopped) return returned;
      if (goesOn === false) break;
      let completion: Completion;
      try {
        completion = yield* body(frame);
      } catch (thrown) {
        turns.source?.closeAfter(thrown);
        throw thrown;
      }
      if (completion !== normal && !continuesHere(completion, label, frame)) {
        turns.source?.close();
        frame.machine.loops.pop();
        return leaveLoop(completion, label, frame);
      }
    }
    frame.machine.loops.pop();
    return normal;
  };
}

function compileSwitch(node: StatementOf<"switch">, context: Context): ResumablePart {
  const { subject, begin, enter, select } = switchShape(node, context);
  const bodies = node.cases.map(({ body }) => compileAll(body, context));
  return function* (frame) {
    begin(frame);
    const value = yield* headOf(subject, frame);
    if (value === stopped) return returned;
    enter(frame);
    const selecting = { run: () => select.run(frame, value as Value), mayYield: select.mayYield };
    const first = yield* headOf(selecting, frame);
    if (first === stopped) return returned;
    for (let index = first as number; index >= 0 && index < bodies.length; index++) {
      const completion = yield* bodies[index]!(frame);
      if (completion !== normal) return leaveSwitch(completion, node.label, frame);
    }
    return normal;
  };
}

function compileTry(node: StatementOf<"try">, context: Context): ResumablePart {
  const { catches } = tryShape(node, context);
  const block = resumable(node.block, context);
  const handler = node.handler === null ? null : resumable(node.handler.body, context);
  const finalizer = node.finalizer === null ? null : resumable(node.finalizer, context);

  function* guarded(frame: Frame): Part {
    const mark = new Mark(frame);
    try {
      return yield* block(frame);
    } catch (thrown) {
      if (!catches(thrown, mark, frame)) throw thrown;
    }
    return yield* handler!(frame);
  }

  if (finalizer === null) return guarded;
  return function* (frame) {
    let completion: Completion = normal;
    let thrown: { thrown: unknown } | null = null;
    const mark = new Mark(frame);
    try {
      completion = yield* guarded(frame);
    } catch (caught) {
      if (!isCatchable(caught)) throw caught;
      thrown = { thrown: caught };
      mark.return();
    }
    const pending = new Pending(frame, completion, thrown);
    const last = yield* finalizer(frame);
    return last === normal ? pending.settle() : last;
  };
}
