/** The names of the standard library that a program can read. A new one is one more entry here. */

import { toBoolean } from "../conversions.js";
import { NativeFunction, type Value } from "../values.js";
import { arrayConstructor } from "./arrays.js";
import { collectionConstructors } from "./collections.js";
import { errorConstructors } from "./errors.js";
import { math } from "./math.js";
import { namespace, natives } from "./natives.js";
import { globalNumberFunctions, numberConstructor } from "./numbers.js";
import { objectConstructor } from "./objects.js";
import { stringConstructor } from "./strings.js";
import { symbolFunction } from "./symbols.js";
import { typedArrayConstructors } from "./typedArrays.js";

const nothing = () => undefined;

/** Printing changes no number: it is let pass and does nothing. */
const console = namespace(
  natives("console.", {
    assert: nothing,
    debug: nothing,
    error: nothing,
    info: nothing,
    log: nothing,
    table: nothing,
    time: nothing,
    timeEnd: nothing,
    trace: nothing,
    warn: nothing,
  }),
);

export const intrinsics: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["Math", math],
  ["Number", numberConstructor],
  ["String", stringConstructor],
  ["Boolean", new NativeFunction("Boolean", ([value]) => toBoolean(value))],
  ["Array", arrayConstructor],
  ["Object", objectConstructor],
  ["console", console],
  ...typedArrayConstructors,
  ...collectionConstructors,
  ...globalNumberFunctions,
  ["Symbol", symbolFunction],
  ...errorConstructors,
]);
