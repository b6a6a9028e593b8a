/** Reading, writing and deleting properties: `a[i]`, `a.length`, `p.x`, `values.map`, along the chain of prototypes. */

import { describe, propertyKeyOf, shortened, shownKey } from "./conversions.js";
import { foundIn, isOfProgram } from "./foundIn.js";
import { followChain, type Meter } from "./metering.js";
import { NativeFunction } from "./natives.js";
import { ObjectValue } from "./objects.js";
import { Accessor, absent, type PropertyKey } from "./properties.js";
import { numberPrototype, prototypeOf, stringPrototype } from "./prototypes.js";
import type { Caller, MemberSite } from "./sites.js";
import { SymbolValue } from "./symbols.js";
import { UnknownValue } from "./unknown.js";
import type { Value } from "./values.js";
import { specialOfText } from "./wrappers.js";

export type { MemberSite } from "./sites.js";

/** The first property of this name along a chain of prototypes. */
export function lookUp(
  object: ObjectValue | null,
  key: PropertyKey,
  meter?: Meter,
): Value | Accessor | typeof absent {
  let found: Value | Accessor | typeof absent = absent;
  let length = 0;
  for (let at = object; at !== null; at = at.prototype) {
    found = at.findOwn(key);
    if (found !== absent) break;
    length++;
  }
  if (meter !== undefined) followChain(length, meter);
  return found;
}

/** @throws {RunEnded} for a property of null or undefined, and for what only the interpreter does not know */
export function getMember(object: Value, key: Value, site: MemberSite): Value {
  if (object === null || object === undefined) {
    return site.fail(`Cannot read ${quoted(key)} of ${describe(object)}.`);
  }
  const special = specialMember(object, key, site);
  if (special !== absent) return special;
  if (key instanceof UnknownValue) return memberByUnknown(object, key, site);
  const name = propertyKeyOf(key, site);
  const found = lookUp(object instanceof ObjectValue ? object : prototypeOf(object), name, site);
  return found === absent ? missing(object, name, site) : resultOf(found, object, site);
}

/** Which member is read is not known. If there are getters of the program, one of them may do something. */
function memberByUnknown(object: Value, key: UnknownValue, site: MemberSite): Value {
  for (let at = object instanceof ObjectValue ? object : null; at !== null; at = at.prototype) {
    for (const { get } of at.unusual?.accessors.values() ?? []) {
      if (get !== undefined && isOfProgram(get)) site.needed(key);
    }
  }
  return foundIn([object], key);
}

/** The value of a property that was found: of an accessor, what its getter gives for `receiver`. */
export function resultOf(found: Value | Accessor, receiver: Value, site: Caller): Value {
  if (!(found instanceof Accessor)) return found;
  return found.get === undefined ? undefined : site.call(found.get, receiver, []);
}

/** What a value has by its kind: elements, lengths, sizes. */
function specialMember(value: Value, key: Value, site?: MemberSite): Value | typeof absent {
  if (value instanceof ObjectValue) return value.special(key, site);
  if (typeof value === "string") return specialOfText(value, key);
  return value instanceof SymbolValue && key === "description" ? value.description : absent;
}

/** Undefined, unless JavaScript has there something that the interpreter has not. */
function missing(object: Value, key: PropertyKey, site: MemberSite): Value {
  if (typeof key !== "string") return undefined;
  if (key === "__proto__") return prototypeOf(object);
  if (object instanceof NativeFunction && isKnownStatic(object.name, key)) {
    return site.unknown("unsupported-construct", `\`${object.name}.${key}\` is not supported.`);
  }
  const owner = knownOwner(object);
  if (owner === null || !(key in owner.host)) return undefined;
  const message = `The method ${key} of ${owner.name} is not supported.`;
  return site.unknown("unsupported-construct", message, { typeOf: "function" });
}

/** The host is only asked for names, to tell what is missing here from what does not exist. */
function isKnownStatic(name: string, key: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  const host: unknown = (globalThis as Record<string, unknown>)[name];
  const isKnown = typeof host === "function" || (typeof host === "object" && host !== null);
  return isKnown && Object.hasOwn(host, key);
}

function knownOwner(value: Value): { host: object; name: string } | null {
  if (value instanceof ObjectValue) return value.standardMethods();
  switch (prototypeOf(value)) {
    case stringPrototype:
      return { host: String.prototype, name: "a text" };
    case numberPrototype:
      return { host: Number.prototype, name: "a number" };
    default:
      return null;
  }
}

function quoted(key: Value): string {
  return typeof key === "string" ? `\`${shortened(key)}\`` : `[${shownKey(key) ?? "…"}]`;
}

/** Whether the object or its chain of prototypes has a property: `key in object`. */
export function hasMember(object: Value, key: Value, site: MemberSite): boolean {
  if (object instanceof ObjectValue ? object.hasSpecial(key) : specialMember(object, key) !== absent)
    return true;
  const name = propertyKeyOf(key, site);
  return lookUp(object instanceof ObjectValue ? object : prototypeOf(object), name, site) !== absent;
}

/** `object[key] = value`. @throws {RunEnded} where JavaScript throws in strict mode: frozen objects, properties with a getter only */
export function setMember(object: Value, key: Value, value: Value, site: MemberSite): void {
  refuse(assignMember(object, key, value, site), site);
}

/** Sloppy code goes on as if nothing were where strict code is told. */
function refuse(refusal: string | null, site: MemberSite): void {
  if (refusal !== null && site.isStrict !== false) site.fail(refusal);
}

/**
 * Assigns a property where that can be done.
 *
 * @returns why JavaScript refuses; null when it is done
 */
export function assignMember(object: Value, key: Value, value: Value, site: MemberSite): string | null {
  if (object instanceof ObjectValue) {
    const done = object.setSpecial(key, value, site);
    return done === absent ? setProperty(object, propertyKeyOf(key, site), value, site) : done;
  }
  if (object === null || object === undefined) {
    return site.fail(`Cannot set ${quoted(key)} of ${describe(object)}.`);
  }
  const accessor = accessorAlong(prototypeOf(object), propertyKeyOf(key, site), site);
  if (accessor?.set === undefined) return `Properties of ${describe(object)} cannot be assigned.`;
  site.call(accessor.set, object, [value]);
  return null;
}

function setProperty(object: ObjectValue, key: PropertyKey, value: Value, site: MemberSite): string | null {
  const { unusual } = object;
  if (typeof key === "string" && unusual === null && !object.isFrozen && object.properties.has(key)) {
    object.setData(key, value);
    return null;
  }
  const shown = shownProperty(key);
  const accessor = accessorAlong(object, key, site);
  if (accessor !== null) {
    if (accessor.set === undefined) return `${shown} has a getter and no setter, so it cannot be assigned.`;
    site.call(accessor.set, object, [value]);
    return null;
  }
  if (key === "__proto__" && !object.hasOwn(key)) {
    return value === null || value instanceof ObjectValue ? changePrototype(object, value, site) : null;
  }
  if (object.isFrozen) return `${shown} cannot be assigned: the object is frozen.`;
  if (isReadOnlyAlong(object, key, site)) return `${shown} is read-only and cannot be assigned.`;
  if (!object.hasOwn(key)) {
    if (!object.isExtensible) return `${shown} cannot be added: the object is not extensible.`;
    site.spend(1);
  }
  object.define(key, value);
  return null;
}

/** Whether a property that cannot be assigned stands in the way, be it a prototype's. */
function isReadOnlyAlong(object: ObjectValue, key: PropertyKey, meter: Meter): boolean {
  let length = 0;
  for (let at: ObjectValue | null = object; at !== null; at = at.prototype) {
    if (at.hasOwn(key)) return at.isReadOnly(key);
    length++;
  }
  followChain(length, meter);
  return false;
}

function shownProperty(key: PropertyKey): string {
  return typeof key === "string" ? `\`${shortened(key)}\`` : `[${shortened(key.description)}]`;
}

function accessorAlong(object: ObjectValue | null, key: PropertyKey, meter: Meter): Accessor | null {
  let length = 0;
  for (let at = object; at !== null; at = at.prototype) {
    const accessor = at.unusual?.accessors.get(key);
    if (accessor !== undefined) return accessor;
    if (at.hasOwn(key)) return null;
    length++;
  }
  followChain(length, meter);
  return null;
}

/** `Object.setPrototypeOf`. */
export function setPrototypeOf(object: ObjectValue, prototype: ObjectValue | null, site: MemberSite): void {
  const refusal = changePrototype(object, prototype, site);
  if (refusal !== null) site.fail(refusal);
}

/** A chain of prototypes must come to an end. Says why JavaScript refuses; null when it is done. */
export function changePrototype(
  object: ObjectValue,
  prototype: ObjectValue | null,
  meter: Meter,
): string | null {
  if (object.prototype === prototype) return null;
  if (!object.isExtensible) return "The prototype of this object cannot be changed.";
  let length = 0;
  for (let at = prototype; at !== null; at = at.prototype) {
    if (at === object) return "The prototypes would go round in a circle.";
    length++;
  }
  followChain(length, meter);
  object.setPrototype(prototype);
  return null;
}

/** `delete object[key]`. Strict code is told where that cannot be done, sloppy code gets false. */
export function deleteMember(object: Value, key: Value, site: MemberSite): boolean {
  if (object === null || object === undefined) {
    return site.fail(`Cannot delete ${quoted(key)} of ${describe(object)}.`);
  }
  if (!(object instanceof ObjectValue)) return true;
  if (object instanceof UnknownValue) return object.kind.isShared === true ? site.needed(object) : true;
  const name = propertyKeyOf(key, site);
  if (!object.hasOwn(name)) return true;
  if (object.isSealed || object.isFixed(name)) {
    refuse(`${quoted(key)} cannot be deleted.`, site);
    return false;
  }
  object.deleteOwn(name);
  return true;
}
