/** Small helpers with which the library's tables are written. */

import { primal } from "nested-tape";
import { describe, toScalar } from "../conversions.js";
import {
  ArrayValue,
  type NativeCall,
  NativeFunction,
  RecordValue,
  type Scalar,
  type Value,
} from "../values.js";

export type Native = (parameters: Value[], call: NativeCall) => Value;

/** A table of native functions by name. */
export function natives(prefix: string, table: Record<string, Native>): Map<string, Value> {
  return new Map(
    Object.entries(table).map(([name, run]): [string, Value] => [
      name,
      new NativeFunction(prefix + name, run),
    ]),
  );
}

/** A namespace such as `Math`: a record that the program can read but not change. */
export function namespace(members: Iterable<[string, Value]>): RecordValue {
  const record = new RecordValue();
  for (const [name, value] of members) record.properties.set(name, value);
  record.isFrozen = true;
  return record;
}

/** An argument as a number with its derivative. */
export function scalarArgument(value: Value, call: NativeCall): Scalar {
  return toScalar(value) ?? call.fail(`A number is needed here, and this is ${describe(value)}.`);
}

/** An argument as a plain number, for positions and counts, of which derivatives make no sense. */
export function plainArgument(value: Value, fallback: number, call: NativeCall): number {
  return value === undefined ? fallback : primal(scalarArgument(value, call));
}

/** JavaScript's relative position (`slice`, `at`): negative counts from the end; within 0 … length. */
export function relativePosition(value: Value, fallback: number, length: number, call: NativeCall): number {
  const position = Math.trunc(plainArgument(value, fallback, call)) || 0;
  return position < 0 ? Math.max(length + position, 0) : Math.min(position, length);
}

export function arrayOf(values: Value[], call: NativeCall): ArrayValue {
  call.spend(values.length);
  return new ArrayValue(values);
}

/** The elements of what can be iterated. */
export function elementsOf(value: Value, call: NativeCall): Value[] {
  if (value instanceof ArrayValue) return value.elements;
  if (typeof value === "string") return Array.from(value);
  return call.fail(`${describe(value)} cannot be iterated over.`);
}
