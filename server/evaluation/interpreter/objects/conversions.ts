/** JavaScript's conversions between values: to texts, numbers, truth values and keys. */

import { isRecorded, peek, primal } from "nested-tape";
import { isFunction } from "./functions.js";
import { convertToNumber, lookUpKey, passOver } from "./metering.js";
import { ObjectValue } from "./objects.js";
import { isPrimitive, isScalar, isTruthy, toScalar, toText } from "./primitives.js";
import type { PropertyKey } from "./properties.js";
import type { Caller } from "./sites.js";
import { SymbolValue, wellKnownSymbols } from "./symbols.js";
import { UnknownValue } from "./unknown.js";
import type { Scalar, Value } from "./values.js";

export {
  isNotANumber,
  isPrimitive,
  isScalar,
  isTruthy,
  looselyEqual,
  sameValue,
  sameValueZero,
  strictlyEqual,
  toScalar,
} from "./primitives.js";

/** Whether a value counts as true. */
export function toBoolean(value: Value, caller: Pick<Caller, "needed">): boolean {
  if (value instanceof UnknownValue) return value.truth ?? caller.needed(value);
  if (isRecorded(value)) return isTruthy(value);
  return Boolean(value);
}

/** The primitive value, or the unknown one, that an object stands for in an operation, by its own `Symbol.toPrimitive`, `valueOf` or `toString`. */
export function toPrimitive(value: Value, hint: "default" | "number" | "string", caller: Caller): Value {
  if (isPrimitive(value) || value instanceof UnknownValue) return value;
  const exotic = caller.get(value, wellKnownSymbols.toPrimitive);
  if (exotic !== undefined && exotic !== null) {
    const result = caller.call(exotic, value, [hint]);
    return isPrimitive(result) || result instanceof UnknownValue
      ? result
      : caller.fail("`Symbol.toPrimitive` gives an object.");
  }
  for (const name of hint === "string" ? ["toString", "valueOf"] : ["valueOf", "toString"]) {
    const method = caller.get(value, name);
    if (!isFunction(method)) continue;
    const result = caller.call(method, value, []);
    if (isPrimitive(result) || result instanceof UnknownValue) return result;
  }
  return caller.fail(`${describe(value)} has no value to compute with.`);
}

/** `String(value)`, `${value}`: calls the program's own `toString`. */
export function textOf(value: Value, caller: Caller): string {
  if (value instanceof ObjectValue) caller.work(value.elementCount);
  const own = value instanceof ObjectValue ? value.ownText(caller) : toText(value);
  if (own !== null && typeof value !== "string") passOver(own.length, caller);
  return own ?? toText(known(toPrimitive(value, "string", caller), caller)) ?? caller.fail(noText);
}

/** A value that must be known to go on. */
export function known(value: Value, caller: Pick<Caller, "needed">): Value {
  return value instanceof UnknownValue ? caller.needed(value) : value;
}

const noText = "A symbol has no text; use its `description`.";

/** `Number(value)`, with its derivative: calls the program's own `valueOf`. */
export function scalarOf(value: Value, caller: Caller): Scalar {
  convertToNumber(value, caller);
  return (
    toScalar(value) ??
    toScalar(known(toPrimitive(value, "number", caller), caller)) ??
    caller.fail(`A number is needed here, and this is ${describe(value)}.`)
  );
}

/** The key that a value in brackets stands for. */
export function propertyKeyOf(key: Value, caller: Caller): PropertyKey {
  if (typeof key === "string") {
    lookUpKey(key, caller);
    return key;
  }
  if (key instanceof SymbolValue) return key;
  if (isScalar(key)) return String(primal(key));
  const primitive = known(toPrimitive(key, "string", caller), caller);
  return primitive instanceof SymbolValue ? primitive : textOf(primitive, caller);
}

/** A key as messages show it; null where that would take a method of the program. */
export function shownKey(key: Value): string | null {
  const text = key instanceof ObjectValue ? (key.size > longestShown ? "…" : key.ownText()) : toText(key);
  return text === null ? null : shortened(text);
}

/** The longest text of the program that is shown in a message. */
const longestShown = 200;

/** A text of the program as messages show it. */
export function shortened(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

export function typeOf(value: Value): string {
  if (isScalar(value)) return "number";
  if (value instanceof ObjectValue) return value.typeOf();
  return value instanceof SymbolValue ? "symbol" : typeof value;
}

/** What messages call a value: "an array", "undefined", "the text \"a\"". */
export function describe(value: Value): string {
  if (value instanceof ObjectValue) return value.describe();
  if (isScalar(value)) return `the number ${peek(value)}`;
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  return value instanceof SymbolValue ? "a symbol" : String(value);
}
