/** From a point to the call of the marked function: its arguments, as inputs where they are numbers. */

import type { PlainValue } from "../report.js";
import type { Pattern, PointCode, Routine } from "../routine.js";
import { activate, copyArgument, type Input } from "./inputs.js";
import type { Program } from "./interpreter/calls.js";
import { type Context, compilePattern } from "./interpreter/compile.js";
import { ArrayValue, Cell, Closure, type Frame, RecordValue, type Value } from "./interpreter/values.js";
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
  const given = evaluatePoint(point, program);
  const compiled = program.compiled(routine.entry);
  const callee = new Closure(compiled.code, routine.entry, [], given.get("this"));
  const at: PreparedCall["at"] = {};
  const named = (name: string, value: Value): Value => {
    const isInput = routine.wrt === null || routine.wrt.includes(name);
    return isInput ? activate(value, name, inputs) : copyArgument(value);
  };

  if (given.has("this")) at.this = plainValue(given.get("this"));
  const thisValue = given.has("this") ? named("this", given.get("this")) : undefined;
  const frame = program.enter(callee, thisValue, compiled, null, null);
  const context: Context = { program, machine: program.machine, locals: compiled.code.locals };

  compiled.code.parameters.forEach((parameter, position) => {
    const { defaultValue, isRest } = compiled.parameters[position]!;
    const name = parameterName(parameter.pattern);
    if (name !== null) {
      let value = given.get(name);
      if (value === undefined && isRest) value = new ArrayValue([]);
      if (value === undefined && defaultValue !== null) value = defaultValue(frame);
      if (value !== undefined) at[name] = plainValue(value);
      compiled.parameters[position]!.assign(frame, named(name, value));
      return;
    }
    // A destructured parameter: the point names what is taken out of it.
    const whole = assembled(parameter.pattern, (variable) =>
      given.has(variable) ? named(variable, given.get(variable)) : undefined,
    );
    const value = whole === undefined && defaultValue !== null ? defaultValue(frame) : whole;
    compilePattern(parameter.pattern, context, true)(frame, value);
    for (const variable of namesOf(parameter.pattern)) {
      const current = readSlot(frame.slots[variable.index]);
      at[variable.name] = plainValue(current);
      if (!given.has(variable.name)) writeSlot(frame, variable.index, named(variable.name, current));
    }
  });
  return { at, run: () => program.runBody(compiled, frame) };
}

function evaluatePoint(point: PointCode, program: Program): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const { parameter, value } of point.values) {
    const code = { module: 0, name: "@at", start: point.start, end: point.end };
    values.set(parameter, program.evaluateIn(code, value, point.locals, null, null));
  }
  return values;
}

function parameterName(pattern: Pattern): string | null {
  return pattern.kind === "name" ? pattern.variable.name : null;
}

/** The value to take apart so that each name gets what the point gave it; undefined when it gave nothing. */
function assembled(pattern: Pattern, given: (name: string) => Value): Value {
  switch (pattern.kind) {
    case "name":
      return given(pattern.variable.name);
    case "arrayPattern": {
      const elements = pattern.elements.map((element) =>
        element === null ? undefined : assembled(element.pattern, given),
      );
      return elements.every((element) => element === undefined) ? undefined : new ArrayValue(elements);
    }
    case "objectPattern": {
      const record = new RecordValue();
      for (const property of pattern.properties) {
        const value = assembled(property.pattern, given);
        if (value !== undefined && property.key.kind === "string")
          record.properties.set(property.key.value, value);
      }
      return record.properties.size === 0 ? undefined : record;
    }
    default:
      return undefined;
  }
}

function namesOf(pattern: Pattern): { index: number; name: string }[] {
  switch (pattern.kind) {
    case "name":
      return [pattern.variable];
    case "arrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : namesOf(element.pattern)));
    case "objectPattern":
      return pattern.properties.flatMap((property) => namesOf(property.pattern));
    default:
      return [];
  }
}

function readSlot(slot: Frame["slots"][number]): Value {
  return (slot instanceof Cell ? slot.value : slot) as Value;
}

function writeSlot(frame: Frame, index: number, value: Value): void {
  const slot = frame.slots[index];
  if (slot instanceof Cell) slot.value = value;
  else frame.slots[index] = value;
}
