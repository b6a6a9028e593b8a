/** Calling functions, making closures, and reading module-level variables. */

import { isRecorded } from "nested-tape";
import type { Span } from "../../../finding.js";
import type { Expression, LocalVariable, Routine } from "../../../routine.js";
import { intrinsics } from "../library/intrinsics.js";
import { fillPrototypes } from "../library/prototypes.js";
import { describe, isPrimitive } from "../objects/conversions.js";
import { collect, stepsOver } from "../objects/iteration.js";
import { absent, generatorPrototype, ObjectValue, objectPrototype, RecordValue } from "../objects/objects.js";
import {
  ArrayValue,
  Cell,
  Closure,
  Frame,
  type FunctionValue,
  isFunction,
  type NativeCall,
  NativeFunction,
  uninitialised,
  type Value,
} from "../objects/values.js";
import {
  type CompiledFunction,
  type Context,
  compileExpression,
  compileFunction,
  compileStatement,
} from "./compile.js";
import { GeneratorValue, type Resumable } from "./generators.js";
import { type Machine, ProgramThrow, RunEnded } from "./machine.js";
import { siteOf } from "./sites.js";
import { completions } from "./statements.js";
import { Unknown } from "./unknown.js";

interface GlobalState {
  /** Uninitialised where the group that gives it its value has not come to it yet. */
  value: Value | typeof uninitialised;
  state: "untouched" | "evaluating" | "known";
}

interface GroupState {
  state: "untouched" | "running" | "done";
  /** What ended the group's run; it ends everything that reads its variables. */
  failure: { thrown: unknown } | null;
}

/** A routine in the course of one run: compiled functions, module-level values and the machine that meters it. */
export class Program {
  readonly routine: Routine;
  readonly machine: Machine;
  readonly #compiled: (CompiledFunction | undefined)[] = [];
  readonly #globals: GlobalState[];
  readonly #groups: GroupState[];
  #isPreludeDue: boolean;
  #globalObject: RecordValue | null = null;

  constructor(routine: Routine, machine: Machine) {
    this.routine = routine;
    this.machine = machine;
    fillPrototypes();
    this.#globals = routine.globals.map(({ group, isHoisted }) =>
      group === undefined
        ? { value: undefined, state: "untouched" }
        : { value: isHoisted === true ? undefined : uninitialised, state: "known" },
    );
    this.#groups = (routine.groups ?? []).map(() => ({ state: "untouched", failure: null }));
    this.#isPreludeDue = routine.prelude !== undefined;
  }

  /** `globalThis`: an object of this run with the names of the standard library. */
  globalObject(): Value {
    if (this.#globalObject === null) {
      this.#globalObject = new RecordValue();
      for (const [name, value] of intrinsics) this.#globalObject.properties.set(name, value);
    }
    return this.#globalObject;
  }

  compiled(index: number): CompiledFunction {
    return (this.#compiled[index] ??= compileFunction(this.routine.functions[index]!, this));
  }

  closure(index: number, frame: Frame): Closure {
    const code = this.routine.functions[index]!;
    const captured = code.captures.map((capture) =>
      capture.from === "local" ? (frame.slots[capture.index] as Cell) : frame.captured[capture.index]!,
    );
    return new Closure(code, index, captured, code.isArrow ? frame.thisFrame : null);
  }

  /** Reads a module-level variable; its initialiser runs at the first read. */
  readGlobal(index: number, frame: Frame, span: Span): Value {
    if (this.#isPreludeDue) this.#runPrelude(frame, span);
    const global = this.#globals[index]!;
    const code = this.routine.globals[index]!;
    if (code.group !== undefined) this.#runGroup(code.group, frame, span);
    if (global.state === "known") {
      if (global.value === uninitialised) {
        this.machine.fail("runtime-error", frame, span, `${code.name} is read before it has a value.`);
      }
      if (global.value instanceof Unknown) throw global.value.ended;
      return global.value;
    }
    if (global.state === "evaluating") {
      this.machine.fail("runtime-error", frame, span, `${code.name} is read before it has a value.`);
    }
    global.state = "evaluating";
    try {
      global.value = this.evaluateIn(code, code.value, code.locals, frame, span);
    } catch (thrown) {
      // The program may go on without it; whoever asks again is told the same.
      global.state = "untouched";
      throw thrown;
    }
    global.state = "known";
    return global.value;
  }

  writeGlobal(index: number, value: Value, frame: Frame, span: Span): void {
    const global = this.#globals[index]!;
    const { group } = this.routine.globals[index]!;
    if (group !== undefined) this.#runGroup(group, frame, span);
    global.value = value;
    global.state = "known";
  }

  /** Runs the statements of a group, unless they have run or are running. */
  #runGroup(index: number, caller: Frame, span: Span): void {
    const group = this.#groups[index]!;
    if (group.failure !== null) throw group.failure.thrown;
    if (group.state !== "untouched") return;
    group.state = "running";
    const code = this.routine.groups![index]!;
    const { locals, functions, body } = code;
    const slots = locals.map((local) => (local.isCaptured ? new Cell(undefined) : undefined));
    const frame = new Frame(slots, [], undefined, code, caller, span);
    try {
      for (const { variable, function: made } of functions) {
        this.writeGlobal(variable.index, this.closure(made, frame), frame, span);
      }
      const context: Context = { program: this, machine: this.machine, locals };
      for (const statement of body) compileStatement(statement, context)(frame);
    } catch (thrown) {
      group.failure = { thrown };
      throw thrown;
    }
    group.state = "done";
  }

  /** Statements that change what other modules made. One that cannot be run leaves it as it was. */
  #runPrelude(caller: Frame, span: Span): void {
    this.#isPreludeDue = false;
    for (const index of this.routine.prelude!) {
      try {
        this.#runGroup(index, caller, span);
      } catch (thrown) {
        const isLeftOut =
          thrown instanceof ProgramThrow ||
          (thrown instanceof RunEnded && !thrown.finding.code.startsWith("budget-"));
        if (!isLeftOut) throw thrown;
      }
    }
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
    if (callee.classOf !== null) {
      const name = callee.name || "A class";
      this.machine.failWith("TypeError", caller, span, `${name} is a class: call it with \`new\`.`);
    }
    const compiled = this.compiled(callee.index);
    const frame = this.#prepare(callee, thisValue, parameters, compiled, caller, span);
    if (compiled.generator !== null) return this.#generate(callee, compiled.generator, frame);
    return this.runBody(compiled, frame);
  }

  /** A frame whose parameters are bound. */
  #prepare(
    callee: Closure,
    thisValue: Value,
    parameters: Value[],
    compiled: CompiledFunction,
    caller: Frame,
    span: Span,
    newTarget: FunctionValue | undefined = undefined,
  ): Frame {
    this.machine.enterCall(callee.index, caller, span);
    const frame = this.enter(callee, thisValue, compiled, caller, span);
    frame.parameters = parameters;
    if (newTarget !== undefined) {
      frame.newTarget = newTarget;
      frame.isThisKnown = callee.classOf?.isDerived !== true;
    }
    for (let position = 0; position < compiled.parameters.length; position++) {
      const parameter = compiled.parameters[position]!;
      const given = parameter.isRest ? new ArrayValue(parameters.slice(position)) : parameters[position];
      parameter.assign(
        frame,
        given === undefined && parameter.defaultValue !== null ? parameter.defaultValue(frame) : given,
      );
    }
    return frame;
  }

  #generate(callee: Closure, body: (frame: Frame) => Resumable, frame: Frame): GeneratorValue {
    const prototype = callee.findOwn("prototype");
    return new GeneratorValue(
      prototype instanceof ObjectValue ? prototype : generatorPrototype,
      body(frame),
      this.machine,
    );
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
    const frame = new Frame(slots, callee.captured, thisValue, compiled.code, caller, span);
    frame.callee = callee;
    if (callee.lexical !== null) frame.thisFrame = callee.lexical;
    return frame;
  }

  runBody(compiled: CompiledFunction, frame: Frame): Value {
    for (const statement of compiled.body) {
      if (statement(frame) === completions.return) return frame.result;
    }
    return undefined;
  }

  /** `new callee(…)`. `newTarget` is what `new` was written with, where `super(…)` leads here. */
  construct(callee: Value, parameters: Value[], frame: Frame, span: Span, newTarget = callee): Value {
    if (callee instanceof Closure && callee.code.isConstructor === true) {
      return this.#constructClosure(callee, parameters, frame, span, newTarget as FunctionValue);
    }
    if (callee instanceof NativeFunction && callee.construct !== null) {
      this.machine.step(frame, span);
      const instance = callee.construct(parameters, this.nativeCall(undefined, frame, span));
      if (newTarget === callee) return instance;
      if (!(instance instanceof ObjectValue) || isFunction(instance)) {
        const message = `A class that extends ${callee.name} is not supported. Keep the ${callee.name} in a field of the class.`;
        this.machine.fail("unsupported-construct", frame, span, message);
      }
      instance.prototype = prototypeForInstances(newTarget);
      return instance;
    }
    const isPlain = isFunction(callee) && !(callee instanceof Closure);
    if (isPlain)
      this.machine.fail("unsupported-construct", frame, span, "`new` with this function is not supported.");
    const message = `${capitalised(describe(callee))} is no class, so \`new\` cannot be used with it.`;
    this.machine.failWith("TypeError", frame, span, message);
  }

  #constructClosure(
    callee: Closure,
    parameters: Value[],
    caller: Frame,
    span: Span,
    newTarget: FunctionValue,
  ): Value {
    const compiled = this.compiled(callee.index);
    const { classOf } = callee;
    let instance: RecordValue | undefined;
    if (classOf?.isDerived !== true) {
      this.machine.spendElements(1, caller, span);
      instance = new RecordValue(prototypeForInstances(newTarget));
      classOf?.initialise(instance, caller, span);
    }
    const frame = this.#prepare(callee, instance, parameters, compiled, caller, span, newTarget);
    const result = this.runBody(compiled, frame);
    if (result !== undefined && !isPrimitive(result)) return result;
    if (!frame.isThisKnown) {
      const message = `The constructor of ${callee.name || "this class"} ends without a call of \`super(…)\`.`;
      this.machine.failWith("ReferenceError", frame, compiled.code, message);
    }
    return frame.thisValue;
  }

  /** `super(…)` in a constructor, or in an arrow function inside it. */
  constructSuper(parameters: Value[], frame: Frame, span: Span): void {
    const { thisFrame } = frame;
    const { callee } = thisFrame;
    if (callee === null)
      this.machine.fail("unsupported-construct", frame, span, "`super(…)` stands outside a constructor.");
    const instance = this.construct(callee.prototype, parameters, frame, span, thisFrame.newTarget ?? callee);
    if (thisFrame.isThisKnown) {
      this.machine.failWith("ReferenceError", frame, span, "`super(…)` is called a second time.");
    }
    thisFrame.thisValue = instance;
    thisFrame.isThisKnown = true;
    if (instance instanceof ObjectValue) callee.classOf?.initialise(instance, frame, span);
  }

  nativeCall(thisValue: Value, frame: Frame, span: Span): NativeCall {
    const site = siteOf({ program: this, machine: this.machine, locals: [] }, frame, span);
    return {
      thisValue,
      call: this.machine.observer === null ? site.call : this.#observedCall(site.call, frame, span),
      construct: (callee, parameters) => this.construct(callee, parameters, frame, span),
      get: site.get,
      spend: site.spend,
      work: (steps) => this.machine.spendSteps(steps, frame, span),
      fail: site.fail,
      unsupported: site.unsupported,
      random: () => this.machine.random(frame, span),
      nonDeterministic: (message) => this.machine.fail("non-deterministic", frame, span, message),
      loseDerivative: (values, what) => {
        if (values.some(isRecorded)) this.machine.noteLoss(frame, span, what, values, null);
      },
      member: site,
      throw: site.throw,
      lose: site.lose,
    };
  }

  #observedCall(call: NativeCall["call"], frame: Frame, span: Span): NativeCall["call"] {
    return (callee, thisValue, parameters) => {
      const result = call(callee, thisValue, parameters);
      const { observer } = this.machine;
      return observer === null || !(callee instanceof NativeFunction)
        ? result
        : observer.nativeCallback(frame, span, callee, parameters, result);
    };
  }

  throw(value: Value, frame: Frame, span: Span): never {
    throw new ProgramThrow(value, frame, span);
  }
}

/** The elements that spreading goes over: an array's own list, not to be changed, or a new one. */
export function iterate(value: Value, context: Context, frame: Frame, span: Span): Value[] {
  if (value instanceof ArrayValue) return value.elements;
  const site = siteOf(context, frame, span);
  return collect(stepsOver(value, site), site.spend);
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
    const message = `${name} is read before its declaration has run.`;
    context.machine.failWith("ReferenceError", frame, span, message);
  }
  if (value instanceof Unknown) throw value.neededAt(context.machine.place(frame, span));
  return value;
}

/** The prototype that `new` gives to an instance. */
function prototypeForInstances(newTarget: Value): ObjectValue {
  const prototype = newTarget instanceof ObjectValue ? newTarget.findOwn("prototype") : absent;
  return prototype instanceof ObjectValue ? prototype : objectPrototype;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
