/** Functions of the standard library, called on values without a program around. */

import { intrinsics } from "../../../server/evaluation/interpreter/library/intrinsics.js";
import { finding } from "../../../server/finding.js";
import "../../../server/evaluation/interpreter/library/realm.js";
import { getMember, type MemberSite } from "../../../server/evaluation/interpreter/objects/members.js";
import {
  generatorPrototype,
  iteratorPrototype,
  typedArrayPrototype,
} from "../../../server/evaluation/interpreter/objects/prototypes.js";
import {
  type NativeCall,
  NativeFunction,
  ObjectValue,
  UnknownValue,
  type Value,
} from "../../../server/evaluation/interpreter/objects/values.js";

/** Every function of the standard library by its name: `Math.sin`, `Array.prototype.map`. */
export function libraryFunctions(): ReadonlyMap<string, NativeFunction> {
  const found = new Map<string, NativeFunction>();
  const seen = new Set<Value>();
  const add = (value: Value) => {
    if (!(value instanceof ObjectValue) || seen.has(value)) return;
    seen.add(value);
    if (value instanceof NativeFunction) found.set(value.name, value);
    for (const inner of value.properties.values()) add(inner);
    for (const inner of value.unusual?.symbols.values() ?? []) add(inner);
  };
  for (const value of intrinsics.values()) add(value);
  for (const prototype of [generatorPrototype, iteratorPrototype, typedArrayPrototype]) add(prototype);
  return found;
}

export function callNative(native: NativeFunction, thisValue: Value, parameters: Value[]): Value {
  return native.run(parameters, nativeCall(thisValue));
}

/** A place without a program around it: what ends a run there is an error of the host. */
export function siteOfTest(): MemberSite {
  const fail = (message: string): never => {
    throw new Error(message);
  };
  const site: MemberSite = {
    fail,
    unsupported: fail,
    throw: () => fail("thrown by the program"),
    spend: () => undefined,
    work: () => undefined,
    unknown: (code, message, kind) =>
      new UnknownValue(finding(code, { module: "", start: 0, end: 0 }, message), kind),
    needed: (value) => fail(value.finding.message),
    lose: (_what, _origins, result) => result,
    call: (callee, receiver, parameters) =>
      callee instanceof NativeFunction
        ? callNative(callee, receiver, parameters)
        : fail("no native function"),
    get: (object, key) => getMember(object, key, site),
  };
  return site;
}

function nativeCall(thisValue: Value): NativeCall {
  const site = siteOfTest();
  return {
    ...site,
    thisValue,
    construct: () => site.fail("no constructor"),
    random: () => 0.5,
    unresolved: (message) => site.fail(message),
    loseDerivative: () => undefined,
  };
}
