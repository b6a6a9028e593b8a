/**
 * Objects of the interpreted program: a table of properties and a prototype, as in JavaScript. Nothing of the
 * host is among them, so no property name (`constructor`, `__proto__`) leads outside.
 *
 *     class A { get x() { return 1; } }    A.prototype: accessors x
 *     const a = new A(); a.y = 2           a: properties y · prototype A.prototype
 */

import type { FunctionValue, Value } from "./values.js";

/** A symbol of the program. Each is itself only. */
export class SymbolValue {
  readonly description: string;
  constructor(description: string) {
    this.description = description;
  }
}

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

/** What only few objects have. */
export class UnusualProperties {
  /** An accessor with a string key holds its place in the order with an `undefined` in `properties`. */
  readonly accessors = new Map<PropertyKey, Accessor>();
  readonly symbols = new Map<SymbolValue, Value>();
  /** Keys that enumeration passes over. */
  readonly hidden = new Set<PropertyKey>();
  readonly readOnly = new Set<PropertyKey>();
  /** `#x` of a class, under a name that no other class has. */
  readonly privates = new Map<string, Value>();
  readonly privateAccessors = new Map<string, Accessor>();
}

/** What `findOwn` gives when there is no such property. */
export const absent = Symbol("absent");

/** The fields are only declared and set in the constructor: objects are made in great numbers, and this is the fast way. */
export abstract class ObjectValue {
  /** The object that properties are looked up in next. */
  declare prototype: ObjectValue | null;
  declare unusual: UnusualProperties | null;
  /** `Object.freeze` was called on it. */
  declare isFrozen: boolean;
  /** `Object.seal` was called on it. */
  declare isSealed: boolean;
  declare isExtensible: boolean;
  /** See `properties`; null until there are any. */
  declare protected table: Map<string, Value> | null;

  constructor(prototype: ObjectValue | null) {
    this.prototype = prototype;
    this.unusual = null;
    this.isFrozen = false;
    this.isSealed = false;
    this.isExtensible = true;
    this.table = null;
  }

  /** Own properties with string keys, elements excepted, in the order in which they came. */
  get properties(): Map<string, Value> {
    this.table ??= new Map();
    return this.table;
  }

  /** How many elements the object has by number beside its properties: those of arrays. */
  get elementCount(): number {
    return 0;
  }

  /** The element of an array; `absent` for objects without. */
  element(_index: number): Value | typeof absent {
    return absent;
  }

  /** An own property: its value or accessor, or `absent`. */
  findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    if (typeof key !== "string") {
      if (this.unusual === null) return absent;
      if (this.unusual.symbols.has(key)) return this.unusual.symbols.get(key);
      return this.unusual.accessors.get(key) ?? absent;
    }
    const properties = this.table;
    if (properties !== null) {
      const value = properties.get(key);
      if (value !== undefined) return value;
      if (properties.has(key)) return this.unusual?.accessors.get(key);
    }
    if (this.elementCount === 0) return absent;
    const index = arrayIndexOf(key);
    return index === null ? absent : this.element(index);
  }

  hasOwn(key: PropertyKey): boolean {
    return this.findOwn(key) !== absent;
  }

  /** Own string keys in JavaScript's order: whole numbers ascending, then the others as they came. */
  ownKeys(): string[] {
    const keys: string[] = [];
    for (let index = 0; index < this.elementCount; index++) {
      if (this.element(index) !== absent) keys.push(String(index));
    }
    if (this.table === null) return keys;
    const numbers: string[] = [];
    const names: string[] = [];
    for (const key of this.table.keys()) (arrayIndexOf(key) === null ? names : numbers).push(key);
    numbers.sort((left, right) => Number(left) - Number(right));
    return [...keys, ...numbers, ...names];
  }

  isEnumerable(key: PropertyKey): boolean {
    return this.unusual === null || !this.unusual.hidden.has(key);
  }

  /** The own string keys that `for…in`, `Object.keys` and spreading see. */
  enumerableKeys(): string[] {
    const keys = this.ownKeys();
    const { unusual } = this;
    return unusual === null || unusual.hidden.size === 0
      ? keys
      : keys.filter((key) => !unusual.hidden.has(key));
  }

  /** Makes or replaces an own data property, whatever was there. */
  define(key: PropertyKey, value: Value): void {
    this.unusual?.accessors.delete(key);
    if (typeof key === "string") this.properties.set(key, value);
    else this.made().symbols.set(key, value);
  }

  /** Makes or replaces an own data property that enumeration passes over, as methods of classes are. */
  defineHidden(key: PropertyKey, value: Value): void {
    this.define(key, value);
    this.made().hidden.add(key);
  }

  /** Adds a getter or a setter to what the key has already. */
  defineAccessor(key: PropertyKey, part: Partial<Accessor>): void {
    const { accessors, symbols } = this.made();
    const known = accessors.get(key);
    accessors.set(key, new Accessor(part.get ?? known?.get, part.set ?? known?.set));
    if (typeof key === "string") this.properties.set(key, undefined);
    else symbols.delete(key);
  }

  deleteOwn(key: PropertyKey): void {
    if (typeof key === "string") this.table?.delete(key);
    const { unusual } = this;
    if (unusual === null) return;
    if (typeof key !== "string") unusual.symbols.delete(key);
    unusual.accessors.delete(key);
    unusual.hidden.delete(key);
    unusual.readOnly.delete(key);
  }

  made(): UnusualProperties {
    this.unusual ??= new UnusualProperties();
    return this.unusual;
  }
}

/** An object made by `{ … }`, by `new` with a class or a function of the program, or by the library. */
export class RecordValue extends ObjectValue {
  constructor(prototype: ObjectValue | null = objectPrototype) {
    super(prototype);
  }
  declare protected readonly kind: "record";
}

/**
 * Gives a new object what another one has: its properties and private fields as `ofValue` makes them, its
 * accessors and attributes as they are. The key of a private field begins with `#`.
 */
export function fillCopy(
  copy: RecordValue,
  original: RecordValue,
  ofValue: (value: Value, key: string) => Value,
): void {
  for (const [key, value] of original.properties) copy.properties.set(key, ofValue(value, key));
  if (original.unusual === null) return;
  const { accessors, symbols, hidden, readOnly, privates, privateAccessors } = original.unusual;
  const made = copy.made();
  for (const [key, accessor] of accessors) made.accessors.set(key, accessor);
  for (const [key, value] of symbols) made.symbols.set(key, value);
  for (const key of hidden) made.hidden.add(key);
  for (const key of readOnly) made.readOnly.add(key);
  for (const [key, value] of privates) made.privates.set(key, ofValue(value, privateLabel(key)));
  for (const [key, accessor] of privateAccessors) made.privateAccessors.set(key, accessor);
}

/** `#x` of the name that keeps it apart from other classes' `#x`. */
export function privateLabel(key: string): string {
  return key.slice(0, key.indexOf("@"));
}

/** The number that a canonical array index says ("0", "12"), or null. */
export function arrayIndexOf(key: string): number | null {
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57)) return null;
  const number = Number(key);
  return Number.isInteger(number) && number < 2 ** 32 - 1 && String(number) === key ? number : null;
}

/** Whether `prototype` is in an object's chain. */
export function hasPrototype(object: ObjectValue, prototype: ObjectValue): boolean {
  for (let at = object.prototype; at !== null; at = at.prototype) if (at === prototype) return true;
  return false;
}

/** Where the methods of `Object`'s instances are; the library fills it, as it does the other prototypes. */
export const objectPrototype: RecordValue = new RecordValue(null);
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
export const bufferPrototype = new RecordValue();
/** What the prototypes of all kinds of typed arrays have in common. */
export const typedArrayPrototype = new RecordValue();

/** The symbols that the language itself looks for. */
export const wellKnownSymbols = {
  iterator: new SymbolValue("Symbol.iterator"),
  asyncIterator: new SymbolValue("Symbol.asyncIterator"),
  hasInstance: new SymbolValue("Symbol.hasInstance"),
  toPrimitive: new SymbolValue("Symbol.toPrimitive"),
  toStringTag: new SymbolValue("Symbol.toStringTag"),
  species: new SymbolValue("Symbol.species"),
  isConcatSpreadable: new SymbolValue("Symbol.isConcatSpreadable"),
  dispose: new SymbolValue("Symbol.dispose"),
} as const;
