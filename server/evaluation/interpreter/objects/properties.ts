/** What properties are made of: keys, values or accessors, and what only few objects have. */

import { primal } from "nested-tape";
import type { FunctionValue } from "./functions.js";
import { isScalar } from "./primitives.js";
import type { SymbolValue } from "./symbols.js";
import type { Value } from "./values.js";

export type PropertyKey = string | SymbolValue;

/** A getter, a setter, or both. */
export class Accessor {
  readonly get: FunctionValue | undefined;
  readonly set: FunctionValue | undefined;
  constructor(get: FunctionValue | undefined, set: FunctionValue | undefined) {
    this.get = get;
    this.set = set;
  }
}

/** What only few objects have, for reading. */
export interface UnusualProperties {
  /** An accessor with a string key holds its place in the order with an `undefined` in `properties`. */
  readonly accessors: ReadonlyMap<PropertyKey, Accessor>;
  readonly symbols: ReadonlyMap<SymbolValue, Value>;
  /** Keys that enumeration passes over. */
  readonly hidden: ReadonlySet<PropertyKey>;
  readonly readOnly: ReadonlySet<PropertyKey>;
  /** Keys whose property can be neither deleted nor described anew. */
  readonly fixed: ReadonlySet<PropertyKey>;
  /** `#x` of a class, under a name that no other class has. */
  readonly privates: ReadonlyMap<string, Value>;
  readonly privateAccessors: ReadonlyMap<string, Accessor>;
}

/** The same, for the object that owns it. */
export class OwnUnusualProperties implements UnusualProperties {
  readonly accessors: Map<PropertyKey, Accessor>;
  readonly symbols: Map<SymbolValue, Value>;
  readonly hidden: Set<PropertyKey>;
  readonly readOnly: Set<PropertyKey>;
  readonly fixed: Set<PropertyKey>;
  readonly privates: Map<string, Value>;
  readonly privateAccessors: Map<string, Accessor>;
  constructor(original?: UnusualProperties) {
    this.accessors = new Map(original?.accessors);
    this.symbols = new Map(original?.symbols);
    this.hidden = new Set(original?.hidden);
    this.readOnly = new Set(original?.readOnly);
    this.fixed = new Set(original?.fixed);
    this.privates = new Map(original?.privates);
    this.privateAccessors = new Map(original?.privateAccessors);
  }
}

/** A class's own view of its fields, which everybody else may only read. */
export type Own<Owner> = { -readonly [Name in keyof Owner]: Owner[Name] };

/** What `findOwn` gives when there is no such property. */
export const absent = Symbol("absent");

/** `#x` of the name that keeps it apart from other classes' `#x`. */
export function privateLabel(key: string): string {
  return key.slice(0, key.indexOf("@"));
}

/** No number is written with more characters: `-1.2345678901234567e-300`. */
const longestNumber = 24;

/** The number that a canonical array index says ("0", "12"), or null. */
export function arrayIndexOf(key: string): number | null {
  if (key.length > longestNumber) return null;
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57)) return null;
  const number = Number(key);
  return Number.isInteger(number) && number < 2 ** 32 - 1 && String(number) === key ? number : null;
}

/** The number of a key that is an array index, be it written as a number or as a text; null for any other. */
export function indexOf(key: Value): number | null {
  const number = numberOf(key);
  return number !== null && Number.isInteger(number) && number >= 0 && number < 2 ** 32 - 1 ? number : null;
}

/** The number of a key that is one, be it no index: of a typed array, such a key is never a property. */
export function numberOf(key: Value): number | null {
  if (typeof key !== "string") return isScalar(key) ? primal(key) : null;
  if (key.length > longestNumber) return null;
  const number = Number(key);
  return String(number) === key ? number : null;
}

/** What a kind of value has under a key, by the table of its kind. */
export function propertyOf<Owner>(
  properties: Record<string, (owner: Owner) => Value>,
  owner: Owner,
  key: Value,
): Value | typeof absent {
  return typeof key === "string" && Object.hasOwn(properties, key) ? properties[key]!(owner) : absent;
}

/** Own keys with that of the length: after the elements, before the others. */
export function withLength(keys: string[]): string[] {
  const afterElements = keys.findIndex((key) => arrayIndexOf(key) === null);
  return afterElements < 0 ? [...keys, "length"] : keys.toSpliced(afterElements, 0, "length");
}
