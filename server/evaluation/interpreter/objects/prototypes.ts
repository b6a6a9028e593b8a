/** The prototypes of the standard library's kinds of values. The library fills them. */

import type { ObjectValue } from "./objects.js";
import { isScalar } from "./primitives.js";
import { objectPrototype, RecordValue } from "./records.js";
import { SymbolValue } from "./symbols.js";
import type { Value } from "./values.js";

export { objectPrototype };
export const functionPrototype = new RecordValue();
export const arrayPrototype = new RecordValue();
export const stringPrototype = new RecordValue();
export const numberPrototype = new RecordValue();
export const booleanPrototype = new RecordValue();
export const symbolPrototype = new RecordValue();
export const errorPrototype = new RecordValue();
export const iteratorPrototype = new RecordValue();
export const generatorPrototype = new RecordValue(iteratorPrototype);
export const mapPrototype = new RecordValue();
export const setPrototype = new RecordValue();
export const weakMapPrototype = new RecordValue();
export const weakSetPrototype = new RecordValue();
export const regularExpressionPrototype = new RecordValue();
export const weakRefPrototype = new RecordValue();
export const finalizationRegistryPrototype = new RecordValue();
export const bufferPrototype = new RecordValue();
export const dataViewPrototype = new RecordValue();
/** What the prototypes of all kinds of typed arrays have in common. */
export const typedArrayPrototype = new RecordValue();

/** The first object that a value's properties are looked up in beyond its own. */
export function prototypeOf(value: Value): ObjectValue | null {
  if (isScalar(value)) return numberPrototype;
  if (typeof value === "string") return stringPrototype;
  if (typeof value === "boolean") return booleanPrototype;
  if (value === null || value === undefined) return null;
  return value instanceof SymbolValue ? symbolPrototype : value.prototype;
}

/** Whether `prototype` is in an object's chain. */
export function hasPrototype(object: ObjectValue, prototype: ObjectValue): boolean {
  for (let at = object.prototype; at !== null; at = at.prototype) if (at === prototype) return true;
  return false;
}
