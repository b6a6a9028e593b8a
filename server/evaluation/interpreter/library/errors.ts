/** `Error` and its kinds: records that `throw` carries to the finding. */

import { toText } from "../conversions.js";
import { NativeFunction, RecordValue, type Value } from "../values.js";

function errorConstructor(name: string): NativeFunction {
  const make = ([message]: Value[]): Value => {
    const error = new RecordValue(name);
    error.properties.set("name", name);
    error.properties.set("message", message === undefined ? "" : (toText(message) ?? ""));
    return error;
  };
  return new NativeFunction(name, make, { construct: make });
}

export const errorConstructors = new Map<string, Value>(
  ["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"].map(
    (name): [string, Value] => [name, errorConstructor(name)],
  ),
);
