/**
 * Calling functions: those of the program, which run in a frame of their own, and those of the standard library,
 * which are given what they need of the place where they are called.
 */

import { isRecorded } from "nested-tape";
import type { FindingCode, Span } from "../../../finding.js";
import type { BitMemory } from "../objects/bits.js";
import { describe, isPrimitive } from "../objects/conversions.js";
import { foundIn } from "../objects/foundIn.js";
import { collect, stepsOver } from "../objects/iteration.js";
import { getMember, type MemberSite } from "../objects/members.js";
import { generatorPrototype } from "../objects/prototypes.js";
import { objectPrototype } from "../objects/records.js";
import { isChangeable, type UnknownKind } from "../objects/unknown.js";
import {
  ArrayValue,
  absent,
  Closure,
  type ErrorName,
  type FunctionValue,
  isFunction,
  type NativeCall,
  NativeFunction,
  ObjectValue,
  RecordValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { ProgramThrow, RunEnded } from "../thrown.js";
import type { CompiledFunction } from "./context.js";
import { Frame } from "./frame.js";
import { enter, runBody } from "./frames.js";
import { GeneratorValue } from "./generatorValue.js";
import { countParameters, ofHost } from "./hostLimits.js";
import { areQuietOperands, areQuietValues } from "./inspection.js";
import type { Machine } from "./machine.js";
import { noVariables } from "./moduleVariables.js";
import { isChangingFirst, isNeverCalling, isNeverThrowing } from "./nativeTraits.js";
import type { OperatorSite } from "./operations.js";

/** Calls any function of the program. `span` is where the caller's frame calls. */
export function call(callee: Value, thisValue: Value, parameters: Value[], frame: Frame, span: Span): Value {
  if (callee instanceof Closure) return callClosure(callee, thisValue, parameters, frame, span);
  if (callee instanceof NativeFunction) {
    frame.machine.step(frame, span);
    return callMetered(callee, callee.run, thisValue, parameters, frame, span);
  }
  if (callee instanceof UnknownValue) return callUnknown(callee, [thisValue, ...parameters], frame, span);
  return frame.machine.fail(
    "runtime-error",
    frame,
    span,
    `${capitalised(describe(callee))} is called here, and it is not a function.`,
  );
}

/**
 * Calls a function of the library. Here is known where that is in the program: a limit of the host that it runs into
 * is told here, and the clock is read after one that did much.
 */
function callMetered(
  callee: NativeFunction,
  run: NativeFunction["run"],
  thisValue: Value,
  parameters: Value[],
  frame: Frame,
  span: Span,
): Value {
  const { machine } = frame;
  countParameters(parameters, frame, span);
  const { steps } = machine;
  let result: Value;
  try {
    result = callNative(callee, run, thisValue, parameters, frame, span);
  } catch (thrown) {
    throw thrown instanceof RangeError ? ofHost(thrown, frame, span) : thrown;
  }
  machine.readAfter(steps, frame, span);
  return result;
}

/** A function of the library that changes nothing gives something unknown where it would have to know something unknown. */
function callNative(
  callee: NativeFunction,
  run: NativeFunction["run"],
  thisValue: Value,
  parameters: Value[],
  frame: Frame,
  span: Span,
): Value {
  const site = new NativeSite(thisValue, frame, span);
  if (!callee.isPure) {
    const changed = sharedAmong(callee, thisValue, parameters);
    return changed === null ? run(parameters, site) : site.needed(changed);
  }
  const unknown = thisValue instanceof UnknownValue ? thisValue : firstUnknown(parameters);
  // What of the program it would have called, or asked for, might have changed something.
  if (unknown !== undefined) {
    const isLetPass = isNeverCalling(callee)
      ? areQuietOperands(parameters, unknown, site.member)
      : areQuietValues([thisValue, ...parameters], unknown, site.member);
    if (!isLetPass) return site.needed(unknown);
    if (!isNeverThrowing(callee)) frame.machine.noteUnknownUse(unknown);
    return foundIn([thisValue, ...parameters], unknown);
  }
  site.callees = parameters.filter(isFunction);
  try {
    return run(parameters, site);
  } catch (thrown) {
    if (thrown instanceof UnknownResult && thrown.site === site) {
      frame.machine.noteUnknownUse(thrown.value);
      return foundIn([thisValue, ...parameters], thrown.value);
    }
    throw thrown;
  }
}

/** What a function changes of which nobody knows which object of the program it is. */
function sharedAmong(callee: NativeFunction, thisValue: Value, [first]: Value[]): UnknownValue | null {
  // Nearly always nothing is unknown, and its name is not looked at.
  if (!(thisValue instanceof UnknownValue || first instanceof UnknownValue)) return null;
  const changed = isChangingFirst(callee) ? first : thisValue;
  return changed instanceof UnknownValue && changed.kind.isShared === true ? changed : null;
}

function firstUnknown(values: readonly Value[]): UnknownValue | undefined {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value instanceof UnknownValue) return value;
  }
  return undefined;
}

/** What a function of the library stops with that cannot know what it gives. */
class UnknownResult {
  readonly value: UnknownValue;
  readonly site: NativeSite;
  constructor(value: UnknownValue, site: NativeSite) {
    this.value = value;
    this.site = site;
  }
}

/** What nobody knows is let pass, unless it could change what it is given. */
function callUnknown(callee: UnknownValue, given: Value[], frame: Frame, span: Span): Value {
  frame.machine.step(frame, span);
  const { isHarmless, runsProgram } = callee.kind;
  if (runsProgram === true || (isHarmless !== true && given.some(isChangeable))) {
    return frame.machine.needed(callee, frame, span);
  }
  if (callee.kind.typeOf !== "function") frame.machine.noteUnknownUse(callee);
  // What it gives may be anything that a function of the program gives.
  return callee.kind.isShared === true ? callee.ofProgram() : callee.derived();
}

export function callClosure(
  callee: Closure,
  thisValue: Value,
  parameters: Value[],
  caller: Frame,
  span: Span,
): Value {
  if (callee.classOf !== null) {
    const name = callee.name || "A class";
    caller.machine.failWith("TypeError", caller, span, `${name} is a class: call it with \`new\`.`);
  }
  const compiled = callee.callable.compiledFor(caller.machine);
  const frame = prepare(callee, thisValue, parameters, compiled, caller, span);
  if (compiled.generator === null) return runBody(compiled, frame);
  const prototype = callee.findOwn("prototype");
  return new GeneratorValue(
    prototype instanceof ObjectValue ? prototype : generatorPrototype,
    compiled.generator(frame),
    frame,
  );
}

/** A frame whose parameters are bound. */
function prepare(
  callee: Closure,
  thisValue: Value,
  parameters: Value[],
  compiled: CompiledFunction,
  caller: Frame,
  span: Span,
  newTarget: FunctionValue | undefined = undefined,
): Frame {
  const { machine } = caller;
  machine.enterCall(callee.code, caller, span);
  countParameters(parameters, caller, span);
  const frame = enter(callee, thisValue, compiled, machine, caller, span);
  frame.parameters = parameters;
  if (newTarget !== undefined) {
    frame.newTarget = newTarget;
    frame.isThisKnown = callee.classOf?.isDerived !== true;
  }
  const { parameterSlots } = compiled;
  if (parameterSlots !== null) {
    for (let position = 0; position < parameterSlots.length; position++) {
      frame.slots[parameterSlots[position]!] = parameters[position];
    }
    return frame;
  }
  for (let position = 0; position < compiled.parameters.length; position++) {
    const parameter = compiled.parameters[position]!;
    const given = parameter.isRest ? new ArrayValue(parameters.slice(position)) : parameters[position];
    parameter.assign(frame, given);
  }
  return frame;
}

/** Calls a function that nobody of the program calls. */
export function callAlone(callee: FunctionValue, thisValue: Value, machine: Machine): Value {
  const code = { module: machine.home, name: "", isStrict: true, start: 0, end: 0 };
  const environment = callee instanceof Closure ? callee.environment : noVariables;
  const frame = new Frame(machine, environment, [], [], undefined, code, null, null);
  return call(callee, thisValue, [], frame, code);
}

/** `new callee(…)`. `newTarget` is what `new` was written with, where `super(…)` leads here. */
export function construct(
  callee: Value,
  parameters: Value[],
  frame: Frame,
  span: Span,
  newTarget = callee,
): Value {
  const { machine } = frame;
  if (callee instanceof Closure && callee.code.isConstructor) {
    return constructClosure(callee, parameters, frame, span, newTarget as FunctionValue);
  }
  if (callee instanceof NativeFunction && callee.construct !== null) {
    machine.step(frame, span);
    const instance = callMetered(callee, callee.construct, undefined, parameters, frame, span);
    if (newTarget === callee || instance instanceof UnknownValue) return instance;
    if (!(instance instanceof ObjectValue) || isFunction(instance)) {
      const message = `A class that extends ${callee.name} is not supported. Keep the ${callee.name} in a field of the class.`;
      return machine.fail("unsupported-construct", frame, span, message);
    }
    instance.setPrototype(prototypeForInstances(newTarget));
    return instance;
  }
  if (callee instanceof UnknownValue) {
    // What is made may call a function that it is given at once, as a promise does.
    if (parameters.some(isFunction)) return machine.needed(callee, frame, span);
    return callUnknown(callee, parameters, frame, span);
  }
  const isPlain = isFunction(callee) && !(callee instanceof Closure);
  if (isPlain) {
    return machine.fail("unsupported-construct", frame, span, "`new` with this function is not supported.");
  }
  const message = `${capitalised(describe(callee))} is no class, so \`new\` cannot be used with it.`;
  return machine.failWith("TypeError", frame, span, message);
}

function constructClosure(
  callee: Closure,
  parameters: Value[],
  caller: Frame,
  span: Span,
  newTarget: FunctionValue,
): Value {
  const { machine } = caller;
  const compiled = callee.callable.compiledFor(machine);
  const { classOf } = callee;
  let instance: RecordValue | undefined;
  if (classOf?.isDerived !== true) {
    machine.spendElements(1, caller, span);
    instance = new RecordValue(prototypeForInstances(newTarget));
    classOf?.initialise(instance, caller, span);
  }
  const frame = prepare(callee, instance, parameters, compiled, caller, span, newTarget);
  const result = runBody(compiled, frame);
  if (result !== undefined && !isPrimitive(result)) return result;
  if (!frame.isThisKnown) {
    const message = `The constructor of ${callee.name || "this class"} ends without a call of \`super(…)\`.`;
    machine.failWith("ReferenceError", frame, compiled.code, message);
  }
  return frame.thisValue;
}

/** `super(…)` in a constructor, or in an arrow function inside it. */
export function constructSuper(parameters: Value[], frame: Frame, span: Span): void {
  const { thisFrame } = frame;
  const machine: Machine = frame.machine;
  const { callee } = thisFrame;
  if (callee === null) {
    machine.fail("unsupported-construct", frame, span, "`super(…)` stands outside a constructor.");
  }
  const made = construct(callee.prototype, parameters, frame, span, thisFrame.newTarget ?? callee);
  const instance = made instanceof UnknownValue ? made.instance() : made;
  if (thisFrame.isThisKnown) {
    machine.failWith("ReferenceError", frame, span, "`super(…)` is called a second time.");
  }
  thisFrame.thisValue = instance;
  thisFrame.isThisKnown = true;
  if (instance instanceof ObjectValue) callee.classOf?.initialise(instance, frame, span);
}

/** What operators and property access need of the place where they stand: made only where it is needed. */
export class Site implements OperatorSite, MemberSite {
  readonly frame: Frame;
  readonly span: Span;
  constructor(frame: Frame, span: Span) {
    this.frame = frame;
    this.span = span;
  }
  /** Whether what JavaScript refuses to assign is an error here. */
  get isStrict(): boolean {
    return this.frame.code.isStrict;
  }
  get bits(): BitMemory {
    return this.frame.machine.bits;
  }
  /** Handed on by itself as well, so that it knows its place wherever it is. */
  get lose(): (what: string, origins: Value[], result: number) => Value {
    return (what, origins, result) =>
      this.frame.machine.noteLoss(this.frame, this.span, what, origins, result);
  }
  fail(message: string, errorName: ErrorName = "TypeError"): never {
    return this.frame.machine.failWith(errorName, this.frame, this.span, message);
  }
  unsupported(message: string): never {
    return this.frame.machine.fail("unsupported-construct", this.frame, this.span, message);
  }
  spend(count: number): void {
    this.frame.machine.spendElements(count, this.frame, this.span);
  }
  work(steps: number): void {
    this.frame.machine.spendSteps(steps, this.frame, this.span);
  }
  call(callee: Value, thisValue: Value, parameters: Value[]): Value {
    return call(callee, thisValue, parameters, this.frame, this.span);
  }
  throw(value: Value): never {
    throw new ProgramThrow(value, this.frame, this.span);
  }
  needed(value: UnknownValue): never {
    return this.frame.machine.needed(value, this.frame, this.span);
  }
  noteUnknownUse(value: UnknownValue): void {
    this.frame.machine.noteUnknownUse(value);
  }
  unknown(code: FindingCode, message: string, kind?: UnknownKind): UnknownValue {
    const { frame, span } = this;
    return new UnknownValue(frame.machine.findingAt(code, frame, span, message), kind);
  }
  get(object: Value, key: Value): Value {
    return getMember(object, key, this);
  }
}

/** What a function of the standard library is given besides its arguments. */
class NativeSite implements NativeCall {
  readonly thisValue: Value;
  readonly member: Site;
  /** The functions of the program that it calls, where it changes nothing itself; null where it does. */
  callees: FunctionValue[] | null = null;
  constructor(thisValue: Value, frame: Frame, span: Span) {
    this.thisValue = thisValue;
    this.member = new Site(frame, span);
  }
  get frame(): Frame {
    return this.member.frame;
  }
  get lose(): NativeCall["lose"] {
    return this.member.lose;
  }
  call(callee: Value, thisValue: Value, parameters: Value[]): Value {
    const { frame, span } = this.member;
    const result = call(callee, thisValue, parameters, frame, span);
    const { observer } = frame.machine;
    return observer === null || !(callee instanceof NativeFunction)
      ? result
      : observer.nativeCallback(frame, span, callee, parameters, result);
  }
  construct(callee: Value, parameters: Value[], newTarget = callee): Value {
    return construct(callee, parameters, this.member.frame, this.member.span, newTarget);
  }
  get bits(): BitMemory {
    return this.member.bits;
  }
  get(object: Value, key: Value): Value {
    return getMember(object, key, this);
  }
  spend(elements: number): void {
    this.member.spend(elements);
  }
  work(steps: number): void {
    this.member.work(steps);
  }
  fail(message: string, errorName?: ErrorName): never {
    return this.member.fail(message, errorName);
  }
  throw(value: Value): never {
    return this.member.throw(value);
  }
  unsupported(message: string): never {
    return this.member.unsupported(message);
  }
  random(): Value {
    const { frame, span } = this.member;
    return frame.machine.random(frame, span);
  }
  unknown(code: FindingCode, message: string, kind?: UnknownKind): UnknownValue {
    return this.member.unknown(code, message, kind);
  }
  needed(value: UnknownValue): never {
    const { callees, member } = this;
    if (callees !== null && (callees.length === 0 || areQuietValues(callees, value, member))) {
      throw new UnknownResult(value, this);
    }
    return this.member.needed(value);
  }
  unresolved(message: string, code: string): never {
    const { frame, span } = this.member;
    throw new RunEnded(frame.machine.findingAt("unresolved-import", frame, span, message), "Error", {
      errorCode: code,
    });
  }
  loseDerivative(parameters: Value[], what: string): void {
    const { frame, span } = this.member;
    if (parameters.some(isRecorded)) frame.machine.noteLoss(frame, span, what, parameters, null);
  }
}

/** The elements that spreading goes over: an array's own list, not to be changed, or a new one. */
export function iterate(value: Value, frame: Frame, span: Span): readonly Value[] {
  if (value instanceof ArrayValue && value.hasStandardClass) return value.elements;
  const site = new Site(frame, span);
  return collect(stepsOver(value, site), (count) => site.spend(count));
}

/** The prototype that `new` gives to an instance. */
function prototypeForInstances(newTarget: Value): ObjectValue {
  const prototype = newTarget instanceof ObjectValue ? newTarget.findOwn("prototype") : absent;
  return prototype instanceof ObjectValue ? prototype : objectPrototype;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
