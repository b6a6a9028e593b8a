/** The names of the standard library that a program can read. A new one is one more entry here. */

import type { Value } from "../objects/values.js";
import { arrayConstructor } from "./arrays.js";
import { booleanConstructor } from "./booleans.js";
import { collectionConstructors } from "./collections.js";
import { dataViewConstructor } from "./dataViews.js";
import { dateConstructor } from "./dates.js";
import { errorConstructors } from "./errors.js";
import { json } from "./json.js";
import { math } from "./math.js";
import { namespace, natives, unsupportedNatives } from "./natives.js";
import { globalNumberFunctions, numberConstructor } from "./numbers.js";
import { objectConstructor } from "./objects.js";
import { reflect } from "./reflect.js";
import { regularExpressionConstructor } from "./regularExpressions.js";
import { stringConstructor } from "./strings.js";
import { structuredCloneFunction } from "./structuredClone.js";
import { symbolFunction } from "./symbols.js";
import { typedArrayConstructors } from "./typedArrays.js";
import { weakReferenceConstructors } from "./weakReferences.js";

const nothing = () => undefined;

/** Printing changes no number: it is let pass and does nothing. */
const console = namespace(
  natives("console.", {
    assert: nothing,
    clear: nothing,
    count: nothing,
    countReset: nothing,
    debug: nothing,
    dir: nothing,
    error: nothing,
    group: nothing,
    groupCollapsed: nothing,
    groupEnd: nothing,
    info: nothing,
    log: nothing,
    table: nothing,
    time: nothing,
    timeEnd: nothing,
    timeLog: nothing,
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
  ["Boolean", booleanConstructor],
  ["Array", arrayConstructor],
  ["Object", objectConstructor],
  ["Date", dateConstructor],
  ["JSON", json],
  ["Reflect", reflect],
  ["structuredClone", structuredCloneFunction],
  ["console", console],
  ...typedArrayConstructors,
  ["DataView", dataViewConstructor],
  ...collectionConstructors,
  ...weakReferenceConstructors,
  ...globalNumberFunctions,
  ["Symbol", symbolFunction],
  ["RegExp", regularExpressionConstructor],
  ...errorConstructors,
  ...unsupportedNatives(
    "",
    { Proxy: "Proxies are not interpreted; use the object itself." },
    { isShared: true },
  ),
  ...unsupportedNatives("", {
    Atomics: "Memory shared between threads is not interpreted.",
    BigInt: "BigInt has no derivatives and is not interpreted; use numbers.",
    Function: "Code that is made of a text while the program runs is not interpreted; write the function.",
    Intl: "Texts in the manner of a country are not made here; use `toFixed`.",
    WebAssembly: "WebAssembly is not interpreted: only TypeScript and JavaScript are.",
    eval: "Code that is made of a text while the program runs is not interpreted; write the function.",
  }),
]);
