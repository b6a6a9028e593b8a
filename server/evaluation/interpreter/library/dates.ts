/** `Date`: its present time is another at each run, and dates themselves are not interpreted; `Date.UTC` computes. */

import { primal } from "nested-tape";
import { type NativeCall, NativeFunction, type Value } from "../objects/values.js";
import { type Native, natives, pureNatives, scalarArgument, unsupportedNatives } from "./natives.js";

/** What asks for the present time gives something unknown. */
function presentTime(typeOf: string): Native {
  return (_values, call) => call.unknown("non-deterministic", isPresent, { typeOf });
}

const isPresent =
  "`Date` gives the present time, which is another at each run, so that what depends on it has no derivative to show. Pass the number as a parameter.";

/** Milliseconds since 1970 of a date in universal time: a whole number, whatever it is computed from. */
function universalTime(values: Value[], call: NativeCall): Value {
  call.loseDerivative(values, "Date.UTC works on whole numbers");
  const numbers = values.slice(0, 7).map((value) => primal(scalarArgument(value, call)));
  return Date.UTC(...(numbers as [number, ...number[]]));
}

export const dateConstructor = new NativeFunction("Date", presentTime("string"), {
  construct: (values, call) =>
    values.length === 0
      ? call.unknown("non-deterministic", isPresent, { typeOf: "object" })
      : call.unknown("unsupported-construct", "Dates are not interpreted; pass the time as a number.", {
          typeOf: "object",
        }),
  members: new Map<string, Value>([
    ...natives("Date.", { now: presentTime("number") }),
    ...pureNatives("Date.", { UTC: universalTime }),
    ...unsupportedNatives("Date.", { parse: "Texts of dates are not read here; pass the time as a number." }),
  ]),
});
