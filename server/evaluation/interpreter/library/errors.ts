/** `Error` and its kinds. */

import { errorText, textOf, toText } from "../objects/conversions.js";
import { ObjectValue, RecordValue } from "../objects/objects.js";
import { type NativeCall, NativeFunction, type Value } from "../objects/values.js";
import { natives } from "./natives.js";
import { errorPrototypeOf } from "./prototypes.js";

/** A new error of one of the standard kinds. */
export function makeError(name: string, message: string | undefined): RecordValue {
  const error = new RecordValue(errorPrototypeOf(name));
  if (message !== undefined) error.defineHidden("message", message);
  error.defineHidden("stack", message === undefined ? name : `${name}: ${message}`);
  return error;
}

function errorConstructor(name: string): NativeFunction {
  const make = ([message, options]: Value[], call: NativeCall): Value => {
    const text = message === undefined ? undefined : (toText(message) ?? textOf(message, call));
    const error = makeError(name, text);
    if (options instanceof ObjectValue && options.hasOwn("cause")) {
      error.defineHidden("cause", call.get(options, "cause"));
    }
    return error;
  };
  const members = natives(`${name}.`, { captureStackTrace: () => undefined });
  return new NativeFunction(name, make, { construct: make, members });
}

export const errorConstructors = new Map<string, Value>(
  ["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"].map(
    (name): [string, Value] => [name, errorConstructor(name)],
  ),
);

export const errorMethods = natives("Error.prototype.", {
  toString: (_values: Value[], { thisValue }: NativeCall) =>
    thisValue instanceof RecordValue ? errorText(thisValue) : "[object Object]",
});
