/**
 * Generators: `function*` and what a call of one gives.
 *
 * The body runs on the host's own generators, statement by statement. A simple statement that holds a `yield`
 * (`total += yield x`) is run again from its beginning each time that the generator goes on, with every part that
 * was evaluated already remembered, so that nothing happens twice:
 *
 *     f(a(), yield b)     1st run: a() is evaluated and remembered; stops at the yield
 *                         2nd run: a() is remembered, the yield gives what came in; f is called
 */

import type { Expression, Statement } from "../../../routine.js";
import { type Caller, strictlyEqual, toBoolean } from "../objects/conversions.js";
import { type Step, SteppingValue, type Steps, stepsOver } from "../objects/iteration.js";
import { type ObjectValue, RecordValue } from "../objects/objects.js";
import type { Frame, Value } from "../objects/values.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  compileStatement,
  type Execute,
  type Run,
} from "./compile.js";
import { type Machine, ProgramThrow } from "./machine.js";
import { siteOf } from "./sites.js";
import {
  type Completion,
  caughtBy,
  compileScope,
  completions,
  continuesHere,
  copyCells,
  keysOf,
  leaveLoop,
  loopEntry,
} from "./statements.js";

const { normal, return: returned } = completions;

/** How a generator is told to go on. */
export interface Resumption {
  kind: "next" | "throw" | "return";
  value: Value;
}

/** A body under way: yields values, takes resumptions, and ends with what it returned. */
export type Resumable = Generator<Value, Value, Resumption>;
type Part = Generator<Value, Completion, Resumption>;
type ResumablePart = (frame: Frame) => Part;

export class GeneratorValue extends SteppingValue {
  readonly #body: Resumable;
  readonly #machine: Machine;
  #state: "new" | "waiting" | "running" | "ended" = "new";
  /** The loops of the body that were under way when it stopped. */
  #loops: Machine["loops"] = [];

  constructor(prototype: ObjectValue, body: Resumable, machine: Machine) {
    super(prototype);
    this.#body = body;
    this.#machine = machine;
  }

  /** `next`, `throw` or `return`, as a step with `value` and `done`. */
  resume(resumption: Resumption, caller: Caller): RecordValue {
    const { value, done } = this.step(resumption, caller);
    const step = new RecordValue();
    step.properties.set("value", value);
    step.properties.set("done", done);
    return step;
  }

  step(resumption: Resumption, caller: Caller): Step {
    if (this.#state === "running")
      caller.fail("This generator runs already: it asks for its own next value.");
    if (this.#state === "new" && resumption.kind !== "next") this.#state = "ended";
    if (this.#state === "ended") {
      if (resumption.kind === "throw") caller.throw(resumption.value);
      return { value: resumption.kind === "return" ? resumption.value : undefined, done: true };
    }
    const { loops } = this.#machine;
    const around = loops.length;
    loops.push(...this.#loops);
    this.#state = "running";
    let isDone = true;
    try {
      const step = this.#body.next(resumption);
      isDone = step.done === true;
      return { value: step.value, done: isDone };
    } finally {
      this.#state = isDone ? "ended" : "waiting";
      this.#loops = loops.splice(around);
    }
  }
}

/** What a simple statement throws to stop at a `yield`. */
class Suspension {
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

function memoryOf(frame: Frame): Map<Expression, Value> {
  let memory = remembered.get(frame);
  if (memory === undefined) {
    memory = new Map();
    remembered.set(frame, memory);
  }
  return memory;
}

/** Makes an expression of a statement with `yield` remember what it gave until the statement has ended. */
export function rememberingRun(node: Expression, run: Run): Run {
  return (frame) => {
    const memory = memoryOf(frame);
    if (memory.has(node)) return memory.get(node);
    const value = run(frame);
    memory.set(node, value);
    return value;
  };
}

/** `yield` and `yield*`: stops the statement that they stand in. */
export function compileYield(node: Extract<Expression, { kind: "yield" }>, context: Context): Run {
  const value = node.value === null ? () => undefined : compileExpression(node.value, context);
  return (frame) => {
    const given = value(frame);
    const steps = node.isDelegate ? stepsOver(given, siteOf(context, frame, node)) : null;
    throw new Suspension(node, given, steps);
  };
}

/** The body of a generator function. */
export function compileGenerator(body: Statement[], context: Context): (frame: Frame) => Resumable {
  const run = compileList(body, context);
  return function* (frame) {
    return (yield* run(frame)) === returned ? frame.result : undefined;
  };
}

const withYield = new WeakMap<object, boolean>();

/** Whether a node holds a `yield` of its own function. Functions are elsewhere in the routine, so all of it is. */
function holdsYield(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  const known = withYield.get(node);
  if (known !== undefined) return known;
  const holds =
    (node as { kind?: string }).kind === "yield" || Object.values(node).some((part) => holdsYield(part));
  withYield.set(node, holds);
  return holds;
}

function compilePart(node: Statement, context: Context): ResumablePart {
  if (!holdsYield(node)) return plain(compileStatement(node, context));
  switch (node.kind) {
    case "block": {
      const enter = compileScope(node.fresh, node.functions, context);
      const body = compileList(node.body, context);
      return function* (frame) {
        enter(frame);
        return yield* body(frame);
      };
    }
    case "if": {
      const condition = compileValue(node.condition, context);
      const whenTrue = compilePart(node.whenTrue, context);
      const whenFalse = node.whenFalse === null ? null : compilePart(node.whenFalse, context);
      return function* (frame) {
        const value = yield* condition(frame);
        if (value === stopped) return returned;
        if (toBoolean(value as Value)) return yield* whenTrue(frame);
        return whenFalse === null ? normal : yield* whenFalse(frame);
      };
    }
    case "while":
    case "doWhile":
    case "for":
      return compileLoop(node, context);
    case "forOf":
    case "forIn":
      return compileLoopOver(node, context);
    case "switch":
      return compileSwitch(node, context);
    case "try":
      return compileTry(node, context);
    case "labelled": {
      const body = compilePart(node.body, context);
      return function* (frame) {
        return leaveLoop(yield* body(frame), node.label, frame);
      };
    }
    case "expression":
      return compileYieldAlone(node.expression, context, () => undefined) ?? simple(node, context);
    case "declare": {
      const assign = compilePattern(node.pattern, context, true);
      return compileYieldAlone(node.value, context, assign) ?? simple(node, context);
    }
    default:
      return simple(node, context);
  }
}

/** A statement that runs again from its beginning each time that the generator goes on. */
function simple(node: Statement, context: Context): ResumablePart {
  return restarting(compileStatement(node, { ...context, isRemembering: true }), context);
}

/** `yield a;` and `const b = yield a;`, which need no running again. Null for anything else. */
function compileYieldAlone(node: Expression | null, context: Context, assign: Assign): ResumablePart | null {
  if (node === null || node.kind !== "yield" || node.isDelegate || holdsYield(node.value)) return null;
  const value = node.value === null ? () => undefined : compileExpression(node.value, context);
  const { machine } = context;
  return function* (frame) {
    machine.step(frame, node);
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

function plain(run: Execute): ResumablePart {
  // biome-ignore lint/correctness/useYield: a part without a yield of its own has the same shape as one with.
  return function* (frame) {
    return run(frame);
  };
}

function compileList(body: Statement[], context: Context): ResumablePart {
  const parts = body.map((node) => {
    const isPlain = !holdsYield(node);
    return {
      run: isPlain ? compileStatement(node, context) : null,
      part: isPlain ? null : compilePart(node, context),
    };
  });
  return function* (frame) {
    for (const { run, part } of parts) {
      const completion = run === null ? yield* part!(frame) : run(frame);
      if (completion !== normal) return completion;
    }
    return normal;
  };
}

/** What an expression gives when `return` came in while it waited. */
const stopped = Symbol("stopped");

/** Runs a simple statement to its end, however often it stops. */
function restarting(run: Execute, context: Context): ResumablePart {
  const value = restartingRun(run, context);
  return function* (frame) {
    const completion = yield* value(frame);
    return completion === stopped ? returned : completion;
  };
}

function compileValue(
  node: Expression,
  context: Context,
): (frame: Frame) => Generator<Value, Value | typeof stopped, Resumption> {
  if (holdsYield(node)) {
    return restartingRun(compileExpression(node, { ...context, isRemembering: true }), context);
  }
  const run = compileExpression(node, context);
  // biome-ignore lint/correctness/useYield: an expression without a yield has the same shape as one with.
  return function* (frame) {
    return run(frame);
  };
}

function restartingRun<Result>(
  run: (frame: Frame) => Result,
  context: Context,
): (frame: Frame) => Generator<Value, Result | typeof stopped, Resumption> {
  return function* (frame) {
    const memory = memoryOf(frame);
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
      }
      const { node, value, steps } = suspension;
      const kept = new Map(memory);
      memory.clear();
      const resumption: Resumption =
        steps === null ? yield value : yield* delegate(steps, frame, node, context);
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
  };
}

/** `yield*`: hands on what comes in to what it goes over; ends with what that returned. */
function* delegate(
  steps: Steps,
  frame: Frame,
  node: Expression,
  context: Context,
): Generator<Value, Resumption, Resumption> {
  let resumption: Resumption = { kind: "next", value: undefined };
  for (;;) {
    context.machine.step(frame, node);
    const step = steps.step(resumption);
    if (step.done) {
      return { kind: resumption.kind === "return" ? "return" : "next", value: step.value };
    }
    resumption = yield step.value;
  }
}

type LoopNode = Extract<Statement, { kind: "while" | "doWhile" | "for" }>;

function compileLoop(node: LoopNode, context: Context): ResumablePart {
  const enter = node.kind === "for" ? compileScope(node.fresh, [], context) : () => undefined;
  const initial = node.kind === "for" && node.initial !== null ? compilePart(node.initial, context) : null;
  const condition = node.condition === null ? null : compileValue(node.condition, context);
  const update = node.kind === "for" && node.update !== null ? compileValue(node.update, context) : null;
  const body = compilePart(node.body, context);
  const perIteration = node.kind === "for" ? node.perIteration : [];
  return watched(node, context, function* (frame, turn) {
    enter(frame);
    if (initial !== null && (yield* initial(frame)) === returned) return returned;
    for (let isFirst = true; ; isFirst = false) {
      if (condition !== null && !(isFirst && node.kind === "doWhile")) {
        const value = yield* condition(frame);
        if (value === stopped) return returned;
        if (!toBoolean(value as Value)) return normal;
      }
      turn();
      const completion = yield* body(frame);
      if (completion !== normal && !continuesHere(completion, node.label, frame)) {
        return leaveLoop(completion, node.label, frame);
      }
      copyCells(perIteration, frame);
      if (update !== null && (yield* update(frame)) === stopped) return returned;
    }
  });
}

type LoopOverNode = Extract<Statement, { kind: "forOf" | "forIn" }>;

function compileLoopOver(node: LoopOverNode, context: Context): ResumablePart {
  const enter = compileScope(node.fresh, [], context);
  const subject = compileValue(node.kind === "forOf" ? node.iterable : node.object, context);
  const assign = compilePattern(node.target, context, true);
  const body = compilePart(node.body, context);
  return watched(node, context, function* (frame, turn) {
    const over = yield* subject(frame);
    if (over === stopped) return returned;
    const site = siteOf(context, frame, node);
    const steps = stepsOver(node.kind === "forOf" ? (over as Value) : keysOf(over as Value, site), site);
    for (let step = steps.next(); !step.done; step = steps.next()) {
      let isLeft = true;
      try {
        turn();
        enter(frame);
        assign(frame, step.value);
        const completion = yield* body(frame);
        if (completion !== normal && !continuesHere(completion, node.label, frame)) {
          isLeft = false;
          steps.close();
          return leaveLoop(completion, node.label, frame);
        }
        isLeft = false;
      } catch (thrown) {
        if (isLeft) steps.closeAfter(thrown);
        throw thrown;
      }
    }
    return normal;
  });
}

function compileSwitch(node: Extract<Statement, { kind: "switch" }>, context: Context): ResumablePart {
  const enter = compileScope(node.fresh, node.functions, context);
  const subject = compileValue(node.subject, context);
  const tests = node.cases.map(({ test }) => (test === null ? null : compileValue(test, context)));
  const bodies = node.cases.map(({ body }) => compileList(body, context));
  return function* (frame) {
    const value = yield* subject(frame);
    if (value === stopped) return returned;
    enter(frame);
    let first = -1;
    for (const [index, test] of tests.entries()) {
      if (test === null) continue;
      const wanted = yield* test(frame);
      if (wanted === stopped) return returned;
      if (!strictlyEqual(wanted as Value, value as Value)) continue;
      first = index;
      break;
    }
    if (first < 0) first = tests.indexOf(null);
    for (let index = first; index >= 0 && index < bodies.length; index++) {
      const completion = yield* bodies[index]!(frame);
      if (completion !== normal) return leaveLoop(completion, node.label, frame);
    }
    return normal;
  };
}

function compileTry(node: Extract<Statement, { kind: "try" }>, context: Context): ResumablePart {
  const block = compilePart(node.block, context);
  const { handler } = node;
  const enter = handler === null ? null : compileScope(handler.fresh, [], context);
  const parameter =
    handler === null || handler.parameter === null ? null : compilePattern(handler.parameter, context, true);
  const body = handler === null ? null : compilePart(handler.body, context);
  const finalizer = node.finalizer === null ? null : compilePart(node.finalizer, context);
  const { machine } = context;

  function* guarded(frame: Frame): Part {
    const depth = machine.loops.length;
    try {
      return yield* block(frame);
    } catch (thrown) {
      const caught = body === null ? null : caughtBy(thrown);
      if (caught === null) throw thrown;
      machine.loops.length = Math.min(machine.loops.length, depth);
      enter!(frame);
      parameter?.(frame, caught.value);
    }
    return yield* body!(frame);
  }

  return function* (frame) {
    if (finalizer === null) return yield* guarded(frame);
    let completion: Completion = normal;
    let pending: { thrown: unknown } | null = null;
    try {
      completion = yield* guarded(frame);
    } catch (thrown) {
      if (caughtBy(thrown) === null) throw thrown;
      pending = { thrown };
    }
    const { result, label } = frame;
    const last = yield* finalizer(frame);
    if (last !== normal) return last;
    frame.result = result;
    frame.label = label;
    if (pending !== null) throw pending.thrown;
    return completion;
  };
}

/** Keeps the machine informed of a loop and its turns, as `loop` in `statements.ts` does. */
function watched(
  node: LoopNode | LoopOverNode,
  context: Context,
  turns: (frame: Frame, turn: () => void) => Part,
): ResumablePart {
  const enter = loopEntry(node, context);
  return function* (frame) {
    const { turn, leave } = enter(frame);
    const completion = yield* turns(frame, turn);
    leave();
    return completion;
  };
}
