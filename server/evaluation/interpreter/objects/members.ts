/** Reading, writing and deleting properties: `a[i]`, `a.length`, `p.x`, `values.map`, along the chain of prototypes. */

import { isRecorded, primal } from "nested-tape";
import { prototypeOf } from "../library/prototypes.js";
import { regularExpressionProperties } from "../library/regularExpressions.js";
import { bufferProperties, typedArrayProperties } from "../library/typedArrays.js";
import type { BitMemory } from "./bits.js";
import { MapValue, SetValue } from "./collections.js";
import {
  type Caller,
  describe,
  isScalar,
  propertyKeyOf,
  scalarOf,
  toPropertyKey,
  toScalar,
} from "./conversions.js";
import {
  Accessor,
  absent,
  arrayPrototype,
  functionPrototype,
  numberPrototype,
  ObjectValue,
  objectPrototype,
  type PropertyKey,
  SymbolValue,
  stringPrototype,
} from "./objects.js";
import { RegularExpressionValue } from "./regularExpressions.js";
import { BufferValue, TypedArrayValue } from "./typedArrays.js";
import { ArrayValue, boundFunctions, isFunction, NativeFunction, type Value } from "./values.js";

export interface MemberSite extends Caller {
  unsupported(message: string): never;
  spend(elements: number): void;
  /** Notes that the derivative of a recorded number is lost. */
  lose(what: string, origins: Value[], result: number): Value;
  /** Where the numbers are remembered whose bits are read. */
  bits?: BitMemory;
}

/** The longest array that an assignment beyond the end may make. */
const longestGap = 1_000_000;

/** A key that is an array index, or null. */
function indexOf(key: Value): number | null {
  const number = typeof key === "string" ? canonicalIndex(key) : isScalar(key) ? primal(key) : null;
  return number !== null && Number.isInteger(number) && number >= 0 && number < 2 ** 32 - 1 ? number : null;
}

/** A key of a typed array that is a number, be it no index: such a key is never a property. */
function numericKey(key: Value): number | null {
  return typeof key === "string" ? canonicalIndex(key) : isScalar(key) ? primal(key) : null;
}

function canonicalIndex(key: string): number | null {
  const number = Number(key);
  return String(number) === key ? number : null;
}

/** The first property of this name along a chain of prototypes. */
export function lookUp(object: ObjectValue | null, key: PropertyKey): Value | Accessor | typeof absent {
  for (let at = object; at !== null; at = at.prototype) {
    const found = at.findOwn(key);
    if (found !== absent) return found;
  }
  return absent;
}

/** @throws {RunEnded} for a property of null or undefined, and for what only the interpreter does not know */
export function getMember(object: Value, key: Value, site: MemberSite): Value {
  if (object === null || object === undefined) {
    return site.fail(`Cannot read ${quoted(key)} of ${describe(object)}.`);
  }
  const special = specialMember(object, key, site);
  if (special !== absent) return special;
  const name = propertyKeyOf(key, site);
  const found = lookUp(object instanceof ObjectValue ? object : prototypeOf(object), name);
  return found === absent ? missing(object, name, site) : resultOf(found, object, site);
}

/** The value of a property that was found: of an accessor, what its getter gives for `receiver`. */
export function resultOf(found: Value | Accessor, receiver: Value, site: Caller): Value {
  if (!(found instanceof Accessor)) return found;
  return found.get === undefined ? undefined : site.call(found.get, receiver, []);
}

/** What a value has by its kind: elements, lengths, sizes. */
function specialMember(object: Value, key: Value, site?: MemberSite): Value | typeof absent {
  if (object instanceof ArrayValue) {
    if (key === "length") return object.elements.length;
    const index = indexOf(key);
    return index === null ? absent : object.elements[index];
  }
  if (object instanceof SymbolValue && key === "description") return object.description;
  if (typeof object === "string") {
    if (key === "length") return object.length;
    const index = indexOf(key);
    return index === null ? absent : object[index];
  }
  if (object instanceof TypedArrayValue) {
    const index = numericKey(key);
    return index === null ? propertyOf(typedArrayProperties, object, key) : object.get(index, site);
  }
  if (object instanceof MapValue || object instanceof SetValue) {
    return key === "size" && !object.isWeak ? object.size : absent;
  }
  if (object instanceof RegularExpressionValue) return propertyOf(regularExpressionProperties, object, key);
  return object instanceof BufferValue ? propertyOf(bufferProperties, object, key) : absent;
}

function propertyOf<Owner>(
  properties: Record<string, (owner: Owner) => Value>,
  object: Owner,
  key: Value,
): Value | typeof absent {
  return typeof key === "string" && Object.hasOwn(properties, key) ? properties[key]!(object) : absent;
}

/** Undefined, unless JavaScript has there something that the interpreter has not. */
function missing(object: Value, key: PropertyKey, site: MemberSite): Value {
  if (typeof key !== "string") return undefined;
  if (key === "__proto__") return prototypeOf(object);
  if (object instanceof NativeFunction && isKnownStatic(object.name, key)) {
    return site.unsupported(`\`${object.name}.${key}\` is not supported.`);
  }
  const owner = knownOwner(object);
  if (owner === null || !(key in owner.host)) return undefined;
  return site.unsupported(`The method ${key} of ${owner.name} is not supported.`);
}

/** The host is only asked for names, to tell what is missing here from what does not exist. */
function isKnownStatic(name: string, key: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  const host: unknown = (globalThis as Record<string, unknown>)[name];
  const isKnown = typeof host === "function" || (typeof host === "object" && host !== null);
  return isKnown && Object.hasOwn(host, key);
}

function knownOwner(object: Value): { host: object; name: string } | null {
  if (object instanceof TypedArrayValue) return { host: Float64Array.prototype, name: "a typed array" };
  switch (prototypeOf(object)) {
    case arrayPrototype:
      return { host: Array.prototype, name: "an array" };
    case stringPrototype:
      return { host: String.prototype, name: "a text" };
    case numberPrototype:
      return { host: Number.prototype, name: "a number" };
    case functionPrototype:
      return { host: Function.prototype, name: "a function" };
    case objectPrototype:
      return { host: Object.prototype, name: "an object" };
    default:
      return null;
  }
}

function quoted(key: Value): string {
  return typeof key === "string" ? `\`${key}\`` : `[${toPropertyKey(key) ?? "…"}]`;
}

/** Whether the object or its chain of prototypes has a property: `key in object`. */
export function hasMember(object: Value, key: Value, site: MemberSite): boolean {
  if (specialMember(object, key) !== absent) {
    if (!(object instanceof ArrayValue) || key === "length") return true;
    const index = indexOf(key);
    if (index !== null && index in object.elements) return true;
  }
  const name = propertyKeyOf(key, site);
  return lookUp(object instanceof ObjectValue ? object : prototypeOf(object), name) !== absent;
}

/** @throws {RunEnded} where JavaScript throws in strict mode: frozen objects, properties with a getter only */
export function setMember(object: Value, key: Value, value: Value, site: MemberSite): void {
  if (object instanceof ArrayValue) {
    const index = indexOf(key);
    if (index !== null || key === "length") {
      if (index !== null) setElement(object, index, value, site);
      else setLength(object, value, site);
      return;
    }
  }
  if (object instanceof TypedArrayValue) {
    const index = numericKey(key);
    if (index !== null) {
      object.set(index, scalarOf(value, site), site.lose);
      return;
    }
  }
  if (object instanceof ObjectValue) {
    setProperty(object, propertyKeyOf(key, site), value, object, site);
    return;
  }
  if (object === null || object === undefined) site.fail(`Cannot set ${quoted(key)} of ${describe(object)}.`);
  site.unsupported(`Properties of ${describe(object)} cannot be assigned.`);
}

function setProperty(
  object: ObjectValue,
  key: PropertyKey,
  value: Value,
  receiver: Value,
  site: MemberSite,
): void {
  const shown = typeof key === "string" ? `\`${key}\`` : `[${key.description}]`;
  const { unusual } = object;
  if (typeof key === "string" && unusual === null && !object.isFrozen && object.properties.has(key)) {
    object.properties.set(key, value);
    return;
  }
  const accessor = accessorAlong(object, key);
  if (accessor !== null) {
    if (accessor.set === undefined)
      site.fail(`${shown} has a getter and no setter, so it cannot be assigned.`);
    site.call(accessor.set, receiver, [value]);
    return;
  }
  if (key === "__proto__" && !object.hasOwn(key)) {
    if (value === null || value instanceof ObjectValue) setPrototype(object, value, site);
    return;
  }
  if (object.isFrozen) {
    refuseStandard(object, shown, site);
    site.fail(`${shown} cannot be assigned: the object is frozen.`);
  }
  if (unusual?.readOnly.has(key) === true) site.fail(`${shown} is read-only and cannot be assigned.`);
  if (!object.hasOwn(key)) {
    if (!object.isExtensible || object.isSealed)
      site.fail(`${shown} cannot be added: the object is not extensible.`);
    site.spend(1);
  } else if (isFunction(object) && (key === "name" || key === "length")) {
    site.fail(`${shown} of a function is read-only and cannot be assigned.`);
  }
  object.define(key, value);
}

/** The standard library is the same for every run, so no run may change it. */
function refuseStandard(object: ObjectValue, shown: string, site: MemberSite): void {
  const isStandard =
    (object instanceof NativeFunction && !boundFunctions.has(object)) || standardPrototypes.has(object);
  if (isStandard) site.unsupported(`${shown} of the standard library cannot be changed here.`);
}

const standardPrototypes: ReadonlySet<ObjectValue> = new Set([
  arrayPrototype,
  functionPrototype,
  numberPrototype,
  objectPrototype,
  stringPrototype,
]);

function accessorAlong(object: ObjectValue, key: PropertyKey): Accessor | null {
  for (let at: ObjectValue | null = object; at !== null; at = at.prototype) {
    const accessor = at.unusual?.accessors.get(key);
    if (accessor !== undefined) return accessor;
    if (at.hasOwn(key)) return null;
  }
  return null;
}

/** `Object.setPrototypeOf`: a chain must come to an end. */
export function setPrototype(object: ObjectValue, prototype: ObjectValue | null, site: MemberSite): void {
  if (object.isFrozen || !object.isExtensible) site.fail("The prototype of this object cannot be changed.");
  for (let at = prototype; at !== null; at = at.prototype) {
    if (at === object) site.fail("The prototypes would go round in a circle.");
  }
  object.prototype = prototype;
}

/** `delete object[key]`. */
export function deleteMember(object: Value, key: Value, site: MemberSite): boolean {
  if (object === null || object === undefined) {
    return site.fail(`Cannot delete ${quoted(key)} of ${describe(object)}.`);
  }
  if (!(object instanceof ObjectValue)) return true;
  const name = propertyKeyOf(key, site);
  const isKept = object.isFrozen || object.isSealed || object.unusual?.readOnly.has(name) === true;
  if (isKept && object.hasOwn(name)) return site.fail(`${quoted(key)} cannot be deleted.`);
  const index = object instanceof ArrayValue ? indexOf(key) : null;
  if (object instanceof ArrayValue && index !== null) delete object.elements[index];
  else object.deleteOwn(name);
  return true;
}

function setElement(array: ArrayValue, index: number, value: Value, site: MemberSite): void {
  if (array.isFrozen) site.fail("The array is frozen.");
  const grows = index - array.elements.length + 1;
  if (grows > longestGap) site.fail(`The index ${index} is too far beyond the array's end.`);
  if (grows > 0) {
    if (!array.isExtensible || array.isSealed) site.fail("The array is not extensible.");
    site.spend(grows);
  }
  array.elements[index] = value;
}

function setLength(array: ArrayValue, value: Value, site: MemberSite): void {
  if (array.isFrozen) site.fail("The array is frozen.");
  const length = toScalar(value);
  const number = length === null ? Number.NaN : primal(length);
  if (isRecorded(value) || !Number.isInteger(number) || number < 0 || number > longestGap) {
    site.fail(`${describe(value)} cannot be an array's length.`, "RangeError");
  }
  site.spend(Math.max(0, number - array.elements.length));
  array.elements.length = number;
}
