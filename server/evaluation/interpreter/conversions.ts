/** JavaScript's conversions between primitive values, over the interpreter's values. */

import { isRecorded, primal } from "nested-tape";
import { ArrayValue, isFunction, RecordValue, type Scalar, type Value } from "./values.js";

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
  if (value instanceof ArrayValue) {
    const parts: string[] = [];
    for (const element of value.elements) {
      const part = element === null || element === undefined ? "" : toText(element);
      if (part === null) return null;
      parts.push(part);
    }
    return parts.join(",");
  }
  if (value instanceof RecordValue) return isErrorRecord(value) ? errorText(value) : "[object Object]";
  return isFunction(value) ? null : String(value);
}

/** The property name that a key in brackets stands for. */
export function toPropertyKey(value: Value): string | null {
  return typeof value === "string" ? value : toText(value);
}

export function typeOf(value: Value): string {
  if (isScalar(value)) return "number";
  if (isFunction(value)) return "function";
  return typeof value;
}

/** What messages call a value: "an array", "undefined", "the text \"a\"". */
export function describe(value: Value): string {
  if (isScalar(value)) return `the number ${primal(value)}`;
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (value instanceof ArrayValue) return "an array";
  if (value instanceof RecordValue) return isErrorRecord(value) ? "an error" : "an object";
  if (isFunction(value)) return "a function";
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
  return value instanceof RecordValue && value.constructedBy.endsWith("Error");
}

export function errorText(error: RecordValue): string {
  const message = toText(error.properties.get("message")) ?? "";
  return message === "" ? error.constructedBy : `${error.constructedBy}: ${message}`;
}
