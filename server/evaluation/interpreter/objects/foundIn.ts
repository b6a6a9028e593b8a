/**
 * What is found in objects of the program by something unknown. Whether it is an object or a function of the program
 * as well decides if something may be assigned to it, or if it may be called, without anybody knowing what changes.
 *
 *     [1, 2, 3][unknown]             a number: nothing is reached by it
 *     [first, second][unknown]       one of two objects, under another name
 */

import { BoundFunction, NativeFunction } from "./natives.js";
import { ObjectValue } from "./objects.js";
import { Accessor } from "./properties.js";
import { isChangeable, UnknownValue } from "./unknown.js";
import type { Value } from "./values.js";

/**
 * What something unknown finds in one of the holders: an element, a member, what a function among them gives.
 *
 * @param unknown the key, or whatever else decides what is found
 */
export function foundIn(holders: readonly Value[], unknown: UnknownValue): UnknownValue {
  return holders.some(holdsObjects) ? unknown.ofProgram() : unknown.derived();
}

/** Whether something of the program is reached by the value: natives change nothing by themselves. */
export function isOfProgram(value: Value | Accessor): boolean {
  if (value instanceof Accessor) return isOfProgram(value.get);
  if (value instanceof BoundFunction) return isOfProgram(value.target);
  return isChangeable(value) && !(value instanceof NativeFunction);
}

function holdsObjects(value: Value): boolean {
  if (value instanceof UnknownValue) return value.kind.isShared === true;
  if (!(value instanceof ObjectValue) || !isOfProgram(value)) return false;
  if (value.typeOf() === "function") return true;
  for (const part of value.parts()) if (isOfProgram(part.value)) return true;
  // The methods of a class; the library's own prototypes hold natives.
  for (let at = value.prototype; at !== null; at = at.prototype) {
    if (at instanceof UnknownValue) return at.kind.isShared === true;
    for (const member of at.properties.values()) if (isOfProgram(member)) return true;
  }
  return false;
}
