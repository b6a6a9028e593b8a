/** Small helpers with which the library's tables are written. */

import { primal } from "nested-tape";
import { isScalar, scalarOf, textOf } from "../objects/conversions.js";
import { collect, stepsOver } from "../objects/iteration.js";
import { passOver } from "../objects/metering.js";
import type { UnknownKind } from "../objects/unknown.js";
import {
  ArrayValue,
  isFunction,
  type NativeCall,
  NativeFunction,
  ObjectValue,
  RecordValue,
  type Scalar,
  UnknownValue,
  type Value,
  wellKnownSymbols,
} from "../objects/values.js";

export type Native = (parameters: Value[], call: NativeCall) => Value;

/** A table of native functions by name. */
export function natives(
  prefix: string,
  table: Record<string, Native>,
  options: { isPure?: boolean } = {},
): Map<string, Value> {
  return new Map(
    Object.entries(table).map(([name, run]): [string, Value] => [
      name,
      new NativeFunction(prefix + name, run, options),
    ]),
  );
}

/** The same for functions that change nothing: of something unknown they make something unknown. */
export function pureNatives(prefix: string, table: Record<string, Native>): Map<string, Value> {
  return natives(prefix, table, { isPure: true });
}

/** A namespace such as `Math`. */
export function namespace(members: Iterable<[string, Value]>): RecordValue {
  const record = new RecordValue();
  for (const [name, value] of members) {
    record.defineHidden(name, value);
    if (!isFunction(value)) record.setAttributes(name, { isReadOnly: true, isFixed: true });
  }

  return record;
}

/** Entries that give something unknown, for what JavaScript has and the interpreter has not. */
export function unsupportedNatives(
  prefix: string,
  reasons: Record<string, string>,
  made: UnknownKind = {},
): Map<string, Value> {
  return new Map(
    Object.entries(reasons).map(([name, reason]): [string, Value] => {
      const give =
        (kind: UnknownKind): Native =>
        (parameters, call) => {
          // A function of the program that it would call could do anything.
          const unknown = call.unknown("unsupported-construct", reason, kind);
          return parameters.some(isFunction) ? call.needed(unknown) : unknown;
        };
      const construct = give({ typeOf: "object", ...made });
      return [name, new NativeFunction(prefix + name, give({}), { construct, refusal: reason })];
    }),
  );
}

/** An argument as a number with its derivative. */
export function scalarArgument(value: Value, call: NativeCall): Scalar {
  return scalarOf(value, call);
}

/** An argument as a plain number, for positions and counts, of which derivatives make no sense. */
export function plainArgument(value: Value, fallback: number, call: NativeCall): number {
  return value === undefined ? fallback : primal(scalarArgument(value, call));
}

/** An argument as a whole number or an infinity: fractions are cut off, and what is no number counts as 0. */
export function integerArgument(value: Value, fallback: number, call: NativeCall): number {
  return Math.trunc(plainArgument(value, fallback, call)) || 0;
}

/** JavaScript's relative position (`slice`, `at`): negative counts from the end; within 0 … length. */
export function relativePosition(value: Value, fallback: number, length: number, call: NativeCall): number {
  const position = integerArgument(value, fallback, call);
  return position < 0 ? Math.max(length + position, 0) : Math.min(position, length);
}

/** The text of an argument. */
export function textArgument(value: Value, call: NativeCall): string {
  return textOf(value, call);
}

export function arrayOf(values: Value[], call: NativeCall): ArrayValue {
  call.spend(values.length);
  return new ArrayValue(values);
}

/** The elements of what can be iterated: an array's own list, not to be changed, or a new one. */
export function elementsOf(value: Value, call: NativeCall): readonly Value[] {
  if (value instanceof ArrayValue && value.hasStandardClass) return value.elements;
  return collect(stepsOver(value, call), (count) => call.spend(count));
}

/** Goes over what can be iterated as `for…of` does: what comes on the way is met, and what throws closes it. */
export function goOver(value: Value, call: NativeCall, seen: (element: Value, index: number) => void): void {
  if (value instanceof ArrayValue && value.hasStandardClass) {
    for (let index = 0; index < value.elements.length; index++) seen(value.elements[index], index);
    return;
  }
  const steps = stepsOver(value, call);
  let index = 0;
  for (let step = steps.next(); !step.done; step = steps.next()) {
    call.work(1);
    try {
      seen(step.value, index++);
    } catch (thrown) {
      steps.closeAfter(thrown);
      throw thrown;
    }
  }
}

/** The same for what can be iterated, or has a `length` and elements by number: `{ length: 3 }`. */
export function goOverSequence(
  value: Value,
  call: NativeCall,
  seen: (element: Value, index: number) => void,
): void {
  if (isScalar(value) || typeof value === "boolean") return;
  if (!(value instanceof ObjectValue) || value instanceof UnknownValue || isIterable(value, call)) {
    goOver(value, call, seen);
    return;
  }
  const length = lengthOf(value, call);
  for (let index = 0; index < length; index++) {
    call.work(1);
    seen(call.get(value, String(index)), index);
  }
}

/** The elements of what can be iterated, or has a `length`: an array's own list, not to be changed, or a new one. */
export function sequenceOf(value: Value, call: NativeCall): readonly Value[] {
  if (value instanceof ArrayValue && value.hasStandardClass) return value.elements;
  const elements: Value[] = [];
  goOverSequence(value, call, (element) => {
    call.spend(1);
    elements.push(element);
  });
  return elements;
}

/** The length that an object says to have. */
export function lengthOf(object: Value, call: NativeCall): number {
  const length = integerArgument(call.get(object, "length"), 0, call);
  return Math.min(Math.max(0, length), Number.MAX_SAFE_INTEGER);
}

/** The elements of a list, to be the parameters of a call. */
export function parametersFrom(list: Value, call: NativeCall): Value[] {
  const elements = sequenceOf(list, call);
  passOver(elements.length, call);
  return [...elements];
}

function isIterable(value: ObjectValue, call: NativeCall): boolean {
  if (value.ownIterator() !== null) return true;
  const method = call.get(value, wellKnownSymbols.iterator);
  return method !== undefined && method !== null;
}
