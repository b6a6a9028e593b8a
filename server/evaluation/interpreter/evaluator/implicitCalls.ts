/**
 * Functions of the program that are called without a call in the text: getters, and the methods by which objects are
 * converted and iterated.
 *
 *     const h = { get v() { … }, valueOf() { … } };
 *     h.v                  the getter of v
 *     h + 1                valueOf
 *     JSON.stringify(h)    both
 */

import { isOfProgram } from "../objects/foundIn.js";
import { lookUp } from "../objects/members.js";
import { objectsWithin } from "../objects/objects.js";
import type { PropertyKey } from "../objects/properties.js";
import { prototypeOf } from "../objects/prototypes.js";
import { wellKnownSymbols } from "../objects/symbols.js";
import {
  Accessor,
  absent,
  type FunctionValue,
  isFunction,
  ObjectValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";

/** A function, and the object that it is called for. */
export interface ImplicitCall {
  callee: FunctionValue;
  thisValue: Value;
}

const converting: readonly PropertyKey[] = [wellKnownSymbols.toPrimitive, "valueOf", "toString"];
const asking: readonly PropertyKey[] = [...converting, "toJSON", wellKnownSymbols.iterator];
/** How many objects are looked into. */
const mostObjects = 1000;

/**
 * The getter that reading a property calls.
 *
 * @param key null where it is not known: any of them
 */
export function callsOfRead(owner: Value, key: PropertyKey | null): ImplicitCall[] {
  if (owner === undefined || owner === null || owner instanceof UnknownValue) return [];
  const first = owner instanceof ObjectValue ? owner : prototypeOf(owner);
  if (key === null) return gettersAlong(first, owner);
  const found = lookUp(first, key);
  return found instanceof Accessor ? ofProgram(found.get, owner) : [];
}

/** What an operator calls that needs a number or a text. */
export function callsOfConversion(value: Value): ImplicitCall[] {
  return value instanceof ObjectValue && !(value instanceof UnknownValue) ? methodsOf(value, converting) : [];
}

/** What a function of the library may call that gets the value; null where there is too much of it to tell. */
export function callsWithin(value: Value): ImplicitCall[] | null {
  const objects = [...objectsWithin(value, mostObjects + 1)];
  if (objects.length > mostObjects) return null;
  // A function among other things is not called for being there.
  return objects
    .filter((object) => !isFunction(object) && !(object instanceof UnknownValue))
    .flatMap((object) => [...gettersAlong(object, object), ...methodsOf(object, asking)]);
}

function gettersAlong(first: ObjectValue | null, thisValue: Value): ImplicitCall[] {
  const calls: ImplicitCall[] = [];
  for (let at = first; at !== null; at = at.prototype) {
    for (const { get } of at.unusual?.accessors.values() ?? []) calls.push(...ofProgram(get, thisValue));
  }
  return calls;
}

function methodsOf(object: ObjectValue, keys: readonly PropertyKey[]): ImplicitCall[] {
  return keys.flatMap((key) => {
    const found = lookUp(object, key);
    return found === absent ? [] : ofProgram(found instanceof Accessor ? found.get : found, object);
  });
}

function ofProgram(callee: Value, thisValue: Value): ImplicitCall[] {
  return isFunction(callee) && isOfProgram(callee) ? [{ callee, thisValue }] : [];
}
