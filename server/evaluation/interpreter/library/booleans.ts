/** `Boolean`, and the methods of truth values. */

import { describe, toBoolean } from "../objects/conversions.js";
import { type NativeCall, NativeFunction, type Value, WrapperValue } from "../objects/values.js";
import { unwrapped } from "../objects/wrappers.js";
import { pureNatives } from "./natives.js";

function own(call: NativeCall): boolean {
  const value = unwrapped(call.thisValue);
  if (typeof value === "boolean") return value;
  return call.fail(`This method of truth values is called on ${describe(call.thisValue)}.`);
}

export const booleanConstructor = new NativeFunction("Boolean", ([value], call) => toBoolean(value, call), {
  isPure: true,
  construct: ([value], call) => new WrapperValue(toBoolean(value, call)),
});

export const booleanMethods = pureNatives("Boolean.prototype.", {
  toString: (_values: Value[], call: NativeCall) => String(own(call)),
  valueOf: (_values: Value[], call: NativeCall) => own(call),
});
