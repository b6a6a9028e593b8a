/** `Boolean`, and the methods of truth values. */

import { describe, toBoolean } from "../objects/conversions.js";
import { type NativeCall, NativeFunction, type Value } from "../objects/values.js";
import { natives } from "./natives.js";

function own({ thisValue, fail }: NativeCall): boolean {
  if (typeof thisValue === "boolean") return thisValue;
  return fail(`This method of truth values is called on ${describe(thisValue)}.`);
}

export const booleanConstructor = new NativeFunction("Boolean", ([value]) => toBoolean(value), {
  construct: (_values, call) =>
    call.unsupported(
      "`new Boolean` makes an object, which always counts as true; write `Boolean(…)` without `new`.",
    ),
});

export const booleanMethods = natives("Boolean.prototype.", {
  toString: (_values: Value[], call: NativeCall) => String(own(call)),
  valueOf: (_values: Value[], call: NativeCall) => own(call),
});
