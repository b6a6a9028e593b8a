/** Reading and writing properties: `a[i]`, `a.length`, `p.x`, `values.map`. */

import { isRecorded, primal } from "nested-tape";
import { describe, isScalar, toPropertyKey, toScalar } from "./conversions.js";
import { arrayMethods } from "./library/arrays.js";
import { closureMethods } from "./library/functions.js";
import { numberMethods } from "./library/numbers.js";
import { objectMethods } from "./library/objects.js";
import { stringMethods } from "./library/strings.js";
import { ArrayValue, Closure, NativeFunction, RecordValue, type Value } from "./values.js";

export interface MemberSite {
  fail(message: string): never;
  unsupported(message: string): never;
  spend(elements: number): void;
}

/** The longest array that an assignment beyond the end may make. */
const longestGap = 1_000_000;

/** A key that is an array index, or null. */
function indexOf(key: Value): number | null {
  const number = typeof key === "string" ? canonicalIndex(key) : isScalar(key) ? primal(key) : null;
  return number !== null && Number.isInteger(number) && number >= 0 && number < 2 ** 32 - 1 ? number : null;
}

function canonicalIndex(key: string): number | null {
  const number = Number(key);
  return String(number) === key ? number : null;
}

export function getMember(object: Value, key: Value, site: MemberSite): Value {
  if (object instanceof ArrayValue) {
    const index = indexOf(key);
    if (index !== null) return object.elements[index];
    if (key === "length") return object.elements.length;
    return method(arrayMethods, key, "an array", site) ?? commonMethod(key);
  }
  if (object instanceof RecordValue) {
    const name = propertyName(key, site);
    return object.properties.has(name) ? object.properties.get(name) : commonMethod(name);
  }
  if (typeof object === "string") {
    const index = indexOf(key);
    if (index !== null) return object[index];
    if (key === "length") return object.length;
    return method(stringMethods, key, "a text", site);
  }
  if (object instanceof NativeFunction) {
    const name = propertyName(key, site);
    if (object.members.has(name)) return object.members.get(name);
    if (closureMethods.has(name)) return closureMethods.get(name);
    return site.unsupported(`\`${object.name}.${name}\` is not supported.`);
  }
  if (object instanceof Closure) {
    if (key === "name") return object.name;
    if (key === "length") return object.code.parameters.length;
    return method(closureMethods, key, "a function", site);
  }
  if (isScalar(object)) return method(numberMethods, key, "a number", site);
  if (typeof object === "boolean") return undefined;
  return site.fail(`Cannot read ${quoted(key)} of ${describe(object)}.`);
}

function method(methods: ReadonlyMap<string, Value>, key: Value, owner: string, site: MemberSite): Value {
  if (typeof key !== "string") return undefined;
  const found = methods.get(key);
  if (found !== undefined || !(key in knownElsewhere(owner))) return found;
  return site.unsupported(`The method ${key} of ${owner} is not supported.`);
}

/** The host's own prototype, only to tell a method that is missing here from a property that does not exist. */
function knownElsewhere(owner: string): object {
  if (owner === "an array") return Array.prototype;
  if (owner === "a text") return String.prototype;
  if (owner === "a number") return Number.prototype;
  return Function.prototype;
}

function commonMethod(key: Value): Value {
  return typeof key === "string" ? objectMethods.get(key) : undefined;
}

function propertyName(key: Value, site: MemberSite): string {
  return toPropertyKey(key) ?? site.fail(`${describe(key)} cannot be the name of a property.`);
}

function quoted(key: Value): string {
  return typeof key === "string" ? `\`${key}\`` : `[${toPropertyKey(key) ?? "…"}]`;
}

export function setMember(object: Value, key: Value, value: Value, site: MemberSite): void {
  if (object instanceof ArrayValue) {
    const index = indexOf(key);
    if (index !== null) setElement(object, index, value, site);
    else if (key === "length") setLength(object, value, site);
    else site.unsupported("Named properties on arrays are not supported; use an object.");
    return;
  }
  if (object instanceof RecordValue) {
    const name = propertyName(key, site);
    if (object.isFrozen) site.fail(`${quoted(name)} cannot be assigned: the object is frozen.`);
    if (!object.properties.has(name)) site.spend(1);
    object.properties.set(name, value);
    return;
  }
  if (object === null || object === undefined) site.fail(`Cannot set ${quoted(key)} of ${describe(object)}.`);
  site.unsupported(`Properties of ${describe(object)} cannot be assigned.`);
}

function setElement(array: ArrayValue, index: number, value: Value, site: MemberSite): void {
  if (array.isFrozen) site.fail("The array is frozen.");
  const grows = index - array.elements.length + 1;
  if (grows > longestGap) site.fail(`The index ${index} is too far beyond the array's end.`);
  if (grows > 0) site.spend(grows);
  array.elements[index] = value;
}

function setLength(array: ArrayValue, value: Value, site: MemberSite): void {
  if (array.isFrozen) site.fail("The array is frozen.");
  const length = toScalar(value);
  const number = length === null ? Number.NaN : primal(length);
  if (isRecorded(value) || !Number.isInteger(number) || number < 0 || number > longestGap) {
    site.fail(`${describe(value)} cannot be an array's length.`);
  }
  site.spend(Math.max(0, number - array.elements.length));
  array.elements.length = number;
}
