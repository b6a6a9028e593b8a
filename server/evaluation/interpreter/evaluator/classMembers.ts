/** Private members, and what `super` leads to. */

import { describe, propertyKeyOf } from "../objects/conversions.js";
import { lookUp, type MemberSite, resultOf } from "../objects/members.js";
import { privateLabel } from "../objects/properties.js";
import { absent, ObjectValue, type Value } from "../objects/values.js";
import type { Frame } from "./frame.js";

/** `object.#x`. */
export function getPrivate(object: Value, name: string, site: MemberSite): Value {
  const unusual = object instanceof ObjectValue ? object.unusual : null;
  const accessor = unusual?.privateAccessors.get(name);
  if (accessor !== undefined) return resultOf(accessor, object, site);
  if (unusual?.privates.has(name) === true) return unusual.privates.get(name);
  return site.fail(`${describe(object)} has no ${privateLabel(name)}: it is not an instance of the class.`);
}

/** `object.#x = value`. */
export function setPrivate(object: Value, name: string, value: Value, site: MemberSite): void {
  const owner = object instanceof ObjectValue ? object : null;
  const accessor = owner?.unusual?.privateAccessors.get(name);
  if (accessor !== undefined) {
    if (accessor.set === undefined) site.fail(`${privateLabel(name)} has a getter and no setter.`);
    site.call(accessor.set, object, [value]);
    return;
  }
  if (owner?.unusual?.privates.has(name) !== true) {
    site.fail(`${describe(object)} has no ${privateLabel(name)}: it is not an instance of the class.`);
  }
  owner.setPrivate(name, value);
}

/** `#x in object`. */
export function hasPrivate(object: Value, name: string): boolean {
  const unusual = object instanceof ObjectValue ? object.unusual : null;
  return unusual !== null && (unusual.privates.has(name) || unusual.privateAccessors.has(name));
}

/** `super.key`: looked up beyond the object that the running method belongs to. */
export function getSuper(key: Value, frame: Frame, site: MemberSite): Value {
  const home = frame.thisFrame.callee?.home ?? null;
  if (home === null) return site.unsupported("`super` stands outside a method here.");
  const found = lookUp(home.prototype, propertyKeyOf(key, site));
  return found === absent ? undefined : resultOf(found, frame.thisFrame.thisValue, site);
}
