/** `Error` and its kinds. */

import { describe, textOf } from "../objects/conversions.js";
import { joinTexts } from "../objects/metering.js";
import { errorPrototype } from "../objects/prototypes.js";
import {
  ErrorValue,
  type NativeCall,
  NativeFunction,
  ObjectValue,
  RecordValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { natives, pureNatives } from "./natives.js";

const errorPrototypes = new Map<string, RecordValue>([["Error", errorPrototype]]);

/** Every kind of error has a prototype of its own. */
export function errorPrototypeOf(name: string): RecordValue {
  const known = errorPrototypes.get(name);
  if (known !== undefined) return known;
  const made = new RecordValue(errorPrototype);
  errorPrototypes.set(name, made);
  return made;
}

/** A new error of one of the standard kinds. */
export function makeError(name: string, message: string | undefined): ErrorValue {
  const error = new ErrorValue(errorPrototypeOf(name));
  if (message !== undefined) error.defineHidden("message", message);
  error.defineHidden("stack", message === undefined ? name : `${name}: ${message}`);
  return error;
}

function errorConstructor(name: string): NativeFunction {
  const make = ([message, options]: Value[], call: NativeCall): Value => {
    const isUnknown = message instanceof UnknownValue;
    const text = message === undefined || isUnknown ? undefined : textOf(message, call);
    const error = makeError(name, text);
    if (isUnknown) error.defineHidden("message", message);
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

export const errorMethods = pureNatives("Error.prototype.", {
  toString: (_values: Value[], call: NativeCall) => {
    const { thisValue } = call;
    if (!(thisValue instanceof ObjectValue)) {
      return call.fail(`\`toString\` of errors is called on ${describe(thisValue)}.`);
    }
    const part = (key: string, otherwise: string) => {
      const value = call.get(thisValue, key);
      return value === undefined ? otherwise : textOf(value, call);
    };
    const name = part("name", "Error");
    const message = part("message", "");
    if (name === "" || message === "") return name + message;
    return joinTexts(`${name}: `, message, call);
  },
});
