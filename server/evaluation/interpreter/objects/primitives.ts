/** Values that are no objects: numbers, recorded or plain, texts, truth values, symbols, null and undefined. */

import { equal, isRecorded, primal } from "nested-tape";
import { SymbolValue } from "./symbols.js";
import type { Scalar, Value } from "./values.js";

export function isScalar(value: Value): value is Scalar {
  return typeof value === "number" || isRecorded(value);
}

export function isPrimitive(value: Value): boolean {
  return value === null || isScalar(value) || typeof value !== "object" || value instanceof SymbolValue;
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

/** The text of a primitive value; null for symbols and objects, which have none of their own. */
export function toText(value: Value): string | null {
  if (isScalar(value)) return String(primal(value));
  return typeof value === "object" && value !== null ? null : String(value);
}

/** `===`. Of recorded numbers the question is one that a replay asks again. */
export function strictlyEqual(left: Value, right: Value): boolean {
  if (isScalar(left) && isScalar(right)) return equal(left, right);
  return left === right;
}

/** Asked so that a replay can ask it again. */
export function isNotANumber(number: Scalar): boolean {
  return !equal(number, number);
}

/** Whether a number is other than 0 and NaN; asked so that a replay can ask it again. */
export function isTruthy(number: Scalar): boolean {
  return !equal(number, 0) && !isNotANumber(number);
}

/** `Object.is`: NaN equals itself, 0 and -0 differ. */
export function sameValue(left: Value, right: Value): boolean {
  if (isScalar(left) && isScalar(right)) return Object.is(primal(left), primal(right));
  return left === right;
}

/** The equality of `includes`: NaN equals itself, 0 equals -0. */
export function sameValueZero(left: Value, right: Value): boolean {
  if (isScalar(left) && isScalar(right))
    return equal(left, right) || (isNotANumber(left) && isNotANumber(right));
  return left === right;
}

/** `==`; null where JavaScript would have to convert an object to a primitive value. */
export function looselyEqual(left: Value, right: Value): boolean | null {
  if (left === null || left === undefined) return right === null || right === undefined;
  if (right === null || right === undefined) return false;
  const isLeftPrimitive = isPrimitive(left);
  const isRightPrimitive = isPrimitive(right);
  if (isLeftPrimitive !== isRightPrimitive) return null;
  if (!isLeftPrimitive || kindOf(left) === kindOf(right)) return strictlyEqual(left, right);
  if (left instanceof SymbolValue || right instanceof SymbolValue) return false;
  return equal(toScalar(left) as Scalar, toScalar(right) as Scalar);
}

function kindOf(value: Value): string {
  return isScalar(value) ? "number" : typeof value;
}
