/** From a point to the call of the marked function: its arguments, as inputs where they are numbers. */

import type { PlainValue } from "../report.js";
import type { PointCode, Routine } from "../routine.js";
import { activate, copyArgument, type Input } from "./inputs.js";
import type { Program } from "./interpreter/evaluator/calls.js";
import { RunEnded } from "./interpreter/evaluator/machine.js";
import { objectPrototype } from "./interpreter/objects/objects.js";
import { ArrayValue, Closure, RecordValue, type Value } from "./interpreter/objects/values.js";
import { plainValue } from "./outputs.js";

export interface PreparedCall {
  /** The arguments as plain values, by parameter; defaults included. */
  at: { [parameter: string]: PlainValue };
  run(): Value;
}

/**
 * Evaluates the point and binds the parameters; `inputs` receives every number that is to be differentiated
 * with respect to. A parameter that the point leaves out takes its default value, which is an input as well.
 *
 * @throws {RunEnded} when the point's expressions cannot be evaluated
 */
export function bindArguments(
  routine: Routine,
  point: PointCode,
  program: Program,
  inputs: Input[],
): PreparedCall {
  return bindParameters(program, routine.entry, evaluatePoint(point, program), (name, value) => {
    const isInput = routine.wrt === null || routine.wrt.includes(name);
    return isInput ? activate(value, name, inputs) : copyArgument(value);
  });
}

/**
 * Binds the parameters of a function whose parameters are plain names to the values of a point.
 *
 * @param named what the function gets for a value: a copy, with the numbers that are to be inputs replaced
 */
export function bindParameters(
  program: Program,
  index: number,
  given: ReadonlyMap<string, Value>,
  named: (name: string, value: Value) => Value,
): PreparedCall {
  const compiled = program.compiled(index);
  const callee = new Closure(compiled.code, index, [], null);
  const at: PreparedCall["at"] = {};

  if (given.has("this")) at.this = plainValue(given.get("this"));
  const instance = given.has("this") ? named("this", given.get("this")) : undefined;
  const isOfClass = index === program.routine.entry && program.routine.owner !== undefined;
  const thisValue = isOfClass ? joinClass(program, program.routine.owner!, callee, instance) : instance;
  const frame = program.enter(callee, thisValue, compiled, null, null);

  compiled.code.parameters.forEach(({ pattern }, position) => {
    // Lowering gives the marked function plain parameters: what a destructured one takes out are its parameters.
    const name = pattern.kind === "name" ? pattern.variable.name : "";
    const { assign, defaultValue, isRest } = compiled.parameters[position]!;
    let value = given.get(name);
    if (value === undefined && isRest) value = new ArrayValue([]);
    if (value === undefined && defaultValue !== null) value = defaultValue(frame);
    if (value !== undefined) at[name] = plainValue(value);
    assign(frame, named(name, value));
  });
  return { at, run: () => program.runBody(compiled, frame) };
}

/**
 * Makes the marked method one of its class: `super` is known to it, and an object given as `this = { … }` has the
 * class's other methods. A static method has the class as its `this`.
 */
function joinClass(
  program: Program,
  owner: NonNullable<Routine["owner"]>,
  callee: Closure,
  instance: Value,
): Value {
  const { start, end } = program.routine.name;
  const code = { module: 0, name: owner.class.name, start, end };
  let holder: Value;
  try {
    const read = { kind: "read", variable: owner.class, start, end } as const;
    holder = program.evaluateIn(code, read, [], null, null);
  } catch (thrown) {
    // A class that cannot be made (it extends something unknown) may still have methods that run by themselves.
    if (thrown instanceof RunEnded && !program.machine.isSpent) return instance;
    throw thrown;
  }
  if (!(holder instanceof Closure)) return instance;
  const prototype = holder.findOwn("prototype");
  if (!(prototype instanceof RecordValue)) return instance;
  callee.home = owner.isStatic ? holder : prototype;
  if (owner.isStatic) return instance ?? holder;
  if (instance instanceof RecordValue && instance.prototype === objectPrototype)
    instance.prototype = prototype;
  return instance;
}

/** The values of a point, by the names that it gives them. */
export function evaluatePoint(point: PointCode, program: Program): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const { parameter, value } of point.values) {
    const code = { module: point.module ?? 0, name: "@at", start: point.start, end: point.end };
    values.set(parameter, program.evaluateIn(code, value, point.locals, null, null));
  }
  return values;
}
