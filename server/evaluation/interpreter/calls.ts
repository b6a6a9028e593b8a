/** Calling functions, making closures, and reading module-level variables. */

import { isRecorded } from "nested-tape";
import type { Span } from "../../finding.js";
import type { Expression, LocalVariable, Routine } from "../../routine.js";
import { type CompiledFunction, type Context, compileExpression, compileFunction } from "./compile.js";
import { describe } from "./conversions.js";
import { type Machine, ProgramThrow } from "./machine.js";
import { completions } from "./statements.js";
import {
  ArrayValue,
  Cell,
  Closure,
  Frame,
  isFunction,
  type NativeCall,
  NativeFunction,
  uninitialised,
  type Value,
} from "./values.js";

interface GlobalState {
  value: Value;
  state: "untouched" | "evaluating" | "known";
}

/** A routine in the course of one run: compiled functions, module-level values and the machine that meters it. */
export class Program {
  readonly routine: Routine;
  readonly machine: Machine;
  readonly #compiled: (CompiledFunction | undefined)[] = [];
  readonly #globals: GlobalState[];

  constructor(routine: Routine, machine: Machine) {
    this.routine = routine;
    this.machine = machine;
    this.#globals = routine.globals.map(() => ({ value: undefined, state: "untouched" }));
  }

  compiled(index: number): CompiledFunction {
    return (this.#compiled[index] ??= compileFunction(this.routine.functions[index]!, this));
  }

  closure(index: number, frame: Frame): Closure {
    const code = this.routine.functions[index]!;
    const captured = code.captures.map((capture) =>
      capture.from === "local" ? (frame.slots[capture.index] as Cell) : frame.captured[capture.index]!,
    );
    return new Closure(code, index, captured, code.isArrow ? frame.thisValue : undefined);
  }

  /** Reads a module-level variable; its initialiser runs at the first read. */
  readGlobal(index: number, frame: Frame, span: Span): Value {
    const global = this.#globals[index]!;
    if (global.state === "known") return global.value;
    const code = this.routine.globals[index]!;
    if (global.state === "evaluating") {
      this.machine.fail("runtime-error", frame, span, `${code.name} is read before it has a value.`);
    }
    global.state = "evaluating";
    global.value = this.evaluateIn(code, code.value, code.locals, frame, span);
    global.state = "known";
    return global.value;
  }

  writeGlobal(index: number, value: Value): void {
    const global = this.#globals[index]!;
    global.value = value;
    global.state = "known";
  }

  /** Evaluates an expression that stands outside any function, in a frame of its own. */
  evaluateIn(
    code: Span & { module: number; name: string },
    expression: Expression,
    locals: LocalVariable[],
    caller: Frame | null,
    callSpan: Span | null,
  ): Value {
    const slots = locals.map((local) => (local.isCaptured ? new Cell(undefined) : undefined));
    const frame = new Frame(slots, [], undefined, code, caller, callSpan);
    return compileExpression(expression, { program: this, machine: this.machine, locals })(frame);
  }

  /** Calls any function of the program. `span` is where the caller's frame calls. */
  call(callee: Value, thisValue: Value, parameters: Value[], frame: Frame, span: Span): Value {
    if (callee instanceof Closure) return this.callClosure(callee, thisValue, parameters, frame, span);
    if (callee instanceof NativeFunction) {
      this.machine.step(frame, span);
      return callee.run(parameters, this.nativeCall(thisValue, frame, span));
    }
    this.machine.fail(
      "runtime-error",
      frame,
      span,
      `${capitalised(describe(callee))} is called here, and it is not a function.`,
    );
  }

  callClosure(callee: Closure, thisValue: Value, parameters: Value[], caller: Frame, span: Span): Value {
    this.machine.enterCall(callee.index, caller, span);
    const compiled = this.compiled(callee.index);
    const frame = this.enter(callee, thisValue, compiled, caller, span);
    for (let position = 0; position < compiled.parameters.length; position++) {
      const parameter = compiled.parameters[position]!;
      const given = parameter.isRest ? new ArrayValue(parameters.slice(position)) : parameters[position];
      parameter.assign(
        frame,
        given === undefined && parameter.defaultValue !== null ? parameter.defaultValue(frame) : given,
      );
    }
    return this.runBody(compiled, frame);
  }

  /** A frame for a call whose parameters are not bound yet. */
  enter(
    callee: Closure,
    thisValue: Value,
    compiled: CompiledFunction,
    caller: Frame | null,
    span: Span | null,
  ): Frame {
    const slots: Frame["slots"] = new Array(compiled.code.locals.length).fill(undefined);
    for (const slot of compiled.capturedSlots) slots[slot] = new Cell(undefined);
    const boundThis = compiled.code.isArrow ? callee.boundThis : thisValue;
    return new Frame(slots, callee.captured, boundThis, compiled.code, caller, span);
  }

  runBody(compiled: CompiledFunction, frame: Frame): Value {
    for (const statement of compiled.body) {
      if (statement(frame) === completions.return) return frame.result;
    }
    return undefined;
  }

  construct(callee: Value, parameters: Value[], frame: Frame, span: Span): Value {
    if (callee instanceof NativeFunction && callee.construct !== null) {
      this.machine.step(frame, span);
      return callee.construct(parameters, this.nativeCall(undefined, frame, span));
    }
    const what = isFunction(callee)
      ? "`new` with this function is not supported."
      : `${capitalised(describe(callee))} is not a constructor.`;
    this.machine.fail("unsupported-construct", frame, span, what);
  }

  nativeCall(thisValue: Value, frame: Frame, span: Span): NativeCall {
    return {
      thisValue,
      call: (callee, itsThis, parameters) => this.call(callee, itsThis, parameters, frame, span),
      spend: (elements) => this.machine.spendElements(elements, frame, span),
      work: (steps) => this.machine.spendSteps(steps, frame, span),
      fail: (message) => this.machine.fail("runtime-error", frame, span, message),
      unsupported: (message) => this.machine.fail("unsupported-construct", frame, span, message),
      nonDeterministic: (message) => this.machine.fail("non-deterministic", frame, span, message),
      loseDerivative: (values, what) => {
        if (values.some(isRecorded)) this.machine.noteLoss(frame, span, what, values, null);
      },
    };
  }

  throw(value: Value, frame: Frame, span: Span): never {
    throw new ProgramThrow(value, frame, span);
  }
}

/** The elements that spreading, destructuring or `for…of` goes over. */
export function iterate(value: Value, context: Context, frame: Frame, span: Span): Value[] {
  if (value instanceof ArrayValue) return value.elements;
  if (typeof value === "string") return Array.from(value);
  context.machine.fail(
    "runtime-error",
    frame,
    span,
    `${capitalised(describe(value))} cannot be iterated over.`,
  );
}

/** Reads a slot that a declaration must have filled. */
export function initialised(
  value: Value | typeof uninitialised,
  name: string,
  context: Context,
  frame: Frame,
  span: Span,
): Value {
  if (value === uninitialised) {
    context.machine.fail("runtime-error", frame, span, `${name} is read before its declaration has run.`);
  }
  return value;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
