/** From a point to the call of the marked function: its arguments, as inputs where they are numbers. */

import type { PlainValue } from "../report.js";
import type { FunctionCode, PointCode, Routine } from "../routine.js";
import { activate, copyArgument, copyNumbers, type Input } from "./inputs.js";
import { callableOf } from "./interpreter/evaluator/compile.js";
import { type Execution, valueIn } from "./interpreter/evaluator/execution.js";
import { enter, runBody } from "./interpreter/evaluator/frames.js";
import { objectPrototype } from "./interpreter/objects/records.js";
import { ArrayValue, Closure, RecordValue, type Scalar, type Value } from "./interpreter/objects/values.js";
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
 * @param scalarFor gives what stands for an input, in the order of the inputs, where it is not to be a variable
 * @throws {RunEnded} when the point's expressions cannot be evaluated
 */
export function bindEntry(
  execution: Execution,
  point: PointCode,
  inputs: Input[],
  scalarFor?: (input: number) => Scalar,
): PreparedCall {
  const { routine } = execution;
  let count = 0;
  const asInputs = (value: Value, name: string, made: Set<Value>): Value =>
    scalarFor === undefined
      ? activate(value, name, inputs, made)
      : copyNumbers(value, name, () => scalarFor(count++), made);
  const entry = { function: routine.entry, module: routine.module.name };
  return bindParameters(execution, entry, evaluatePoint(point, execution), (name, value, made) => {
    const isInput = routine.wrt === null || routine.wrt.includes(name);
    return isInput ? asInputs(value, name, made) : copyArgument(value, made);
  });
}

/**
 * Binds the parameters of a function whose parameters are plain names to the values of a point.
 *
 * @param named what the function gets for a value: a copy, with the numbers that are to be inputs replaced; the copies
 *   made so far are kept as they are where a default value has them
 */
export function bindParameters(
  execution: Execution,
  { function: code, module }: { function: FunctionCode; module: string },
  given: ReadonlyMap<string, Value>,
  named: (name: string, value: Value, made: Set<Value>) => Value,
): PreparedCall {
  const { routine, machine, environments } = execution;
  const callable = callableOf(code);
  const compiled = callable.compiledFor(machine);
  const callee = new Closure(callable, environments(module), [], null);
  const at: PreparedCall["at"] = {};
  const made = new Set<Value>();

  if (given.has("this")) at.this = plainValue(given.get("this"));
  const instance = given.has("this") ? named("this", given.get("this"), made) : undefined;
  const isOfClass = code === routine.entry && routine.owner !== undefined;
  const thisValue = isOfClass ? joinClass(execution, routine.owner!, callee, instance) : instance;
  const frame = enter(callee, thisValue, compiled, machine, null, null);

  const passed: Value[] = [];
  frame.parameters = passed;
  compiled.code.parameters.forEach(({ pattern }, position) => {
    // Lowering gives the marked function plain parameters: what a destructured one takes out are its parameters.
    const name = pattern.kind === "name" ? pattern.variable.name : "";
    const { assign, defaultValue, isRest } = compiled.parameters[position]!;
    let value = given.get(name);
    if (value === undefined && isRest) value = new ArrayValue([]);
    if (value === undefined && defaultValue !== null) value = defaultValue(frame);
    if (value !== undefined) at[name] = plainValue(value);
    const own = named(name, value, made);
    assign(frame, own);
    if (given.has(name)) passed[position] = own;
  });
  return { at, run: () => runBody(compiled, frame) };
}

/**
 * Makes the marked method one of its class: `super` is known to it, and an object given as `this = { … }` has the
 * class's other methods. A static method has the class as its `this`.
 */
function joinClass(
  { routine, environments }: Execution,
  owner: NonNullable<Routine["owner"]>,
  callee: Closure,
  instance: Value,
): Value {
  // A class that could not be made (it extends something unknown) may still have methods that run by themselves.
  if (owner.class.scope !== "module") return instance;
  const holder = environments(routine.module.name).cells[owner.class.index]!.value;
  if (!(holder instanceof Closure)) return instance;
  const prototype = holder.findOwn("prototype");
  if (!(prototype instanceof RecordValue)) return instance;
  callee.home = owner.isStatic ? holder : prototype;
  if (owner.isStatic) return instance ?? holder;
  if (instance instanceof RecordValue && instance.prototype === objectPrototype)
    instance.setPrototype(prototype);
  return instance;
}

/** The values of a point, by the names that it gives them. */
export function evaluatePoint(point: PointCode, execution: Execution): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const { parameter, value } of point.values) {
    values.set(parameter, valueIn(execution, value, point.scope));
  }
  return values;
}
