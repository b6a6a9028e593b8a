/** The methods that every function has. */

import { primal } from "nested-tape";
import { toScalar } from "../conversions.js";
import { NativeFunction } from "../values.js";
import { elementsOf, natives } from "./natives.js";

export const closureMethods = natives("Function.prototype.", {
  call: ([thisValue, ...parameters], call) => call.call(call.thisValue, thisValue, parameters),
  apply: ([thisValue, list], call) =>
    call.call(
      call.thisValue,
      thisValue,
      list === undefined || list === null ? [] : [...elementsOf(list, call)],
    ),
  bind: ([thisValue, ...first], { thisValue: callee }) =>
    new NativeFunction("bound", (rest, call) => call.call(callee, thisValue, [...first, ...rest])),
});

/** Whether a comparator's answer puts its first argument after its second. */
export function orderOf(answer: Parameters<typeof toScalar>[0]): number {
  return primal(toScalar(answer) ?? Number.NaN) || 0;
}
