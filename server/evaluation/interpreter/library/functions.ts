/** The methods that every function has. */

import { primal } from "nested-tape";
import { describe, known, toScalar } from "../objects/conversions.js";
import { BoundFunction, isFunction, type NativeCall, type Value } from "../objects/values.js";
import { natives, parametersFrom, plainArgument, unsupportedNatives } from "./natives.js";

function bound([thisValue, ...first]: Value[], call: NativeCall): Value {
  const callee = call.thisValue;
  if (!isFunction(callee)) return call.fail(`\`bind\` is called on ${describe(callee)}.`);
  const length = Math.max(0, plainArgument(call.get(callee, "length"), 0, call) - first.length);
  return BoundFunction.of(callee, thisValue, first, length, call);
}

export const closureMethods = new Map<string, Value>([
  ...natives("Function.prototype.", {
    call: ([thisValue, ...parameters], call) => call.call(call.thisValue, thisValue, parameters),
    apply: ([thisValue, list], call) =>
      call.call(
        call.thisValue,
        thisValue,
        list === undefined || list === null ? [] : parametersFrom(list, call),
      ),
    bind: bound,
  }),
  ...unsupportedNatives("Function.prototype.", {
    toString: "The text of a function is not known while it is interpreted.",
  }),
]);

/** Whether a comparator's answer puts its first argument after its second. */
export function orderOf(answer: Value, call: NativeCall): number {
  return primal(toScalar(known(answer, call)) ?? Number.NaN) || 0;
}
