/** JavaScript's conversions between primitive values, over the interpreter's values. */

import { isRecorded, primal } from "nested-tape";
import { IteratorValue, MapValue, SetValue } from "./collections.js";
import { absent, errorPrototype, hasPrototype, type PropertyKey, wellKnownSymbols } from "./objects.js";
import { RegularExpressionValue } from "./regularExpressions.js";
import { BufferValue, TypedArrayValue } from "./typedArrays.js";
import {
  Accessor,
  ArrayValue,
  type ErrorName,
  isFunction,
  ObjectValue,
  RecordValue,
  type Scalar,
  SymbolValue,
  type Value,
} from "./values.js";

/** What conversions need that call methods of the program: `valueOf`, `toString`. */
export interface Caller {
  call(callee: Value, thisValue: Value, parameters: Value[]): Value;
  /** Reads a property. */
  get(object: Value, key: Value): Value;
  /** Ends the run with an error that JavaScript would throw here. */
  fail(message: string, errorName?: ErrorName): never;
  /** Throws a value of the program. */
  throw(value: Value): never;
}

export function isScalar(value: Value): value is Scalar {
  return typeof value === "number" || isRecorded(value);
}

/** A number with its derivative where it has one; null for what JavaScript would have to call a method of to convert. */
export function toScalar(value: Value): Scalar | null {
  if (isScalar(value)) return value;
  switch (typeof value) {
    case "boolean":
      return value ? 1 : 0;
    case "string":
      return Number(value);
    case "undefined":
      return Number.NaN;
    default:
      return value === null ? 0 : null;
  }
}

export function toBoolean(value: Value): boolean {
  if (isRecorded(value)) {
    const number = primal(value);
    return number !== 0 && !Number.isNaN(number);
  }
  return Boolean(value);
}

/** The text of a value as JavaScript would join it; null for what has no text of its own here. */
export function toText(value: Value): string | null {
  if (isScalar(value)) return String(primal(value));
  if (value instanceof ArrayValue) return textOfArray(value, { around: new Set(), parts: 0 });
  if (value instanceof RecordValue) return isErrorRecord(value) ? errorText(value) : "[object Object]";
  return value instanceof ObjectValue || value instanceof SymbolValue ? null : String(value);
}

/** The primitive value that an object stands for in an operation, by its own `Symbol.toPrimitive`, `valueOf` or `toString`. */
export function toPrimitive(value: Value, hint: "default" | "number" | "string", caller: Caller): Value {
  if (isPrimitive(value)) return value;
  if (!(value instanceof ObjectValue)) return toText(value);
  const exotic = caller.get(value, wellKnownSymbols.toPrimitive);
  if (exotic !== undefined && exotic !== null) {
    const result = caller.call(exotic, value, [hint]);
    return isPrimitive(result) ? result : caller.fail("`Symbol.toPrimitive` gives an object.");
  }
  for (const name of hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]) {
    const method = caller.get(value, name);
    if (!isFunction(method)) continue;
    const result = caller.call(method, value, []);
    if (isPrimitive(result)) return result;
  }
  return caller.fail(`${describe(value)} has no value to compute with.`);
}

export function isPrimitive(value: Value): boolean {
  return value === null || isScalar(value) || typeof value !== "object" || value instanceof SymbolValue;
}

/** `String(value)`, `${value}`: calls the program's own `toString`. */
export function textOf(value: Value, caller: Caller): string {
  if (isPrimitive(value)) {
    return toText(value) ?? caller.fail("A symbol has no text; use its `description`.");
  }
  if (value instanceof ArrayValue && !value.elements.some(hasOwnText)) {
    const text = toText(value);
    if (text !== null) return text;
  }
  const primitive = toPrimitive(value, "string", caller);
  return toText(primitive) ?? caller.fail("A symbol has no text; use its `description`.");
}

/** Whether an element's text may come from a method of the program. */
function hasOwnText(value: Value): boolean {
  return value instanceof ObjectValue;
}

/** `Number(value)`, with its derivative: calls the program's own `valueOf`. */
export function scalarOf(value: Value, caller: Caller): Scalar {
  return (
    toScalar(value) ??
    toScalar(toPrimitive(value, "number", caller)) ??
    caller.fail(`A number is needed here, and this is ${describe(value)}.`)
  );
}

/** The key that a value in brackets stands for. */
export function propertyKeyOf(key: Value, caller: Caller): PropertyKey {
  if (typeof key === "string" || key instanceof SymbolValue) return key;
  if (isScalar(key)) return String(primal(key));
  const primitive = toPrimitive(key, "string", caller);
  return primitive instanceof SymbolValue ? primitive : textOf(primitive, caller);
}

/** The most elements of nested arrays that are joined: arrays that share their elements can stand for endless texts. */
const mostJoined = 1_000_000;

/** The elements' texts; an array inside itself has an empty one, as in JavaScript. */
function textOfArray(array: ArrayValue, under: { around: Set<ArrayValue>; parts: number }): string | null {
  if (under.around.has(array)) return "";
  under.around.add(array);
  const parts: string[] = [];
  for (const element of array.elements) {
    if (++under.parts > mostJoined) return null;
    const part =
      element === null || element === undefined
        ? ""
        : element instanceof ArrayValue
          ? textOfArray(element, under)
          : toText(element);
    if (part === null) return null;
    parts.push(part);
  }
  under.around.delete(array);
  return parts.join(",");
}

/** The property name that a key in brackets stands for. */
export function toPropertyKey(value: Value): string | null {
  return typeof value === "string" ? value : toText(value);
}

export function typeOf(value: Value): string {
  if (isScalar(value)) return "number";
  if (isFunction(value)) return "function";
  if (value instanceof SymbolValue) return "symbol";
  return typeof value;
}

/** What messages call a value: "an array", "undefined", "the text \"a\"". */
export function describe(value: Value): string {
  if (isScalar(value)) return `the number ${primal(value)}`;
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (value instanceof ArrayValue) return "an array";
  if (value instanceof RecordValue) return isErrorRecord(value) ? "an error" : "an object";
  if (isFunction(value)) return "a function";
  if (value instanceof SymbolValue) return "a symbol";
  if (value instanceof TypedArrayValue) return `a ${value.kind}`;
  if (value instanceof MapValue) return value.isWeak ? "a WeakMap" : "a Map";
  if (value instanceof SetValue) return value.isWeak ? "a WeakSet" : "a Set";
  if (value instanceof BufferValue) return "an ArrayBuffer";
  if (value instanceof RegularExpressionValue) return "a regular expression";
  if (value instanceof IteratorValue) return "an iterator";
  if (value instanceof ObjectValue) return "an object";
  return String(value);
}

export function strictlyEqual(left: Value, right: Value): boolean {
  if (isScalar(left) && isScalar(right)) return primal(left) === primal(right);
  return left === right;
}

/** `==`; null where JavaScript would have to convert an object to a primitive value. */
export function looselyEqual(left: Value, right: Value): boolean | null {
  if (left === null || left === undefined) return right === null || right === undefined;
  if (right === null || right === undefined) return false;
  const isLeftPrimitive = isScalar(left) || typeof left === "string" || typeof left === "boolean";
  const isRightPrimitive = isScalar(right) || typeof right === "string" || typeof right === "boolean";
  if (isLeftPrimitive !== isRightPrimitive) return null;
  if (!isLeftPrimitive || typeof left === typeof right) return strictlyEqual(left, right);
  return primal(toScalar(left) as Scalar) === primal(toScalar(right) as Scalar);
}

/** `Object.is`: NaN equals itself, 0 and -0 differ. */
export function sameValue(left: Value, right: Value): boolean {
  if (isScalar(left) && isScalar(right)) return Object.is(primal(left), primal(right));
  return left === right;
}

/** The equality of `includes`: NaN equals itself, 0 equals -0. */
export function sameValueZero(left: Value, right: Value): boolean {
  return strictlyEqual(left, right) || sameValue(left, right);
}

export function isErrorRecord(value: Value): value is RecordValue {
  return value instanceof RecordValue && hasPrototype(value, errorPrototype);
}

export function errorText(error: RecordValue): string {
  const name = dataAlong(error, "name") ?? "Error";
  const message = dataAlong(error, "message") ?? "";
  return message === "" ? name : name === "" ? message : `${name}: ${message}`;
}

/** The text of a property that is plain data, along the chain of prototypes. */
function dataAlong(object: ObjectValue, key: string): string | null {
  for (let at: ObjectValue | null = object; at !== null; at = at.prototype) {
    const found = at.findOwn(key);
    if (found !== absent) return found instanceof Accessor ? null : toText(found);
  }
  return null;
}
