/**
 * Objects of the interpreted program: a table of properties and a prototype, as in JavaScript. Nothing of the
 * host is among them, so no property name (`constructor`, `__proto__`) leads outside.
 *
 *     class A { get x() { return 1; } }    A.prototype: accessors x
 *     const a = new A(); a.y = 2           a: properties y · prototype A.prototype
 *
 * Each kind of object is a class of its own in a file of its own, and answers for itself whatever can be asked of
 * it. Here is what holds for all that say nothing else.
 */

import type { PlainValue } from "../../../report.js";
import { type Journalled, journal } from "./journal.js";
import type { Meter } from "./metering.js";
import {
  Accessor,
  absent,
  arrayIndexOf,
  type Own,
  OwnUnusualProperties,
  type PropertyKey,
  privateLabel,
  type UnusualProperties,
} from "./properties.js";
import type { MemberSite } from "./sites.js";
import type { SymbolValue } from "./symbols.js";
import type { Value } from "./values.js";

/** What can be said of a property. */
export interface Attributes {
  /** Enumeration passes over it. */
  isHidden?: boolean;
  /** It cannot be assigned. */
  isReadOnly?: boolean;
  /** It can be neither deleted nor described anew. */
  isFixed?: boolean;
}

function mark(keys: Set<PropertyKey>, key: PropertyKey, isMarked: boolean | undefined): void {
  if (isMarked === true) keys.add(key);
  else if (isMarked === false) keys.delete(key);
}

const noProperties: ReadonlyMap<string, Value> = new Map();

/** A value that an object holds, and where: `[0]`, `.x`, `.get("rate")`. */
export interface Part {
  path: string;
  value: Value;
}

/** Shows a part of an object as plain data, or nothing more when enough is shown. */
export interface Shower {
  /** Whether one more part may be shown. */
  goesOn(): boolean;
  show(value: Value): PlainValue;
}

/**
 * Everybody may read the fields; they are written by the methods alone, which tell the journal first. They are
 * only declared and set in the constructor: objects are made in great numbers, and this is the fast way.
 */
export abstract class ObjectValue implements Journalled {
  declare born: number;
  /** The object that properties are looked up in next. */
  declare readonly prototype: ObjectValue | null;
  /** `Object.freeze` was called on it. */
  declare readonly isFrozen: boolean;
  /** `Object.seal` was called on it. */
  declare readonly isSealed: boolean;
  declare readonly isExtensible: boolean;
  declare protected own: OwnUnusualProperties | null;
  /** See `properties`; null until there are any. */
  declare protected table: Map<string, Value> | null;

  constructor(prototype: ObjectValue | null) {
    this.born = journal.epoch;
    this.prototype = prototype;
    this.isFrozen = false;
    this.isSealed = false;
    this.isExtensible = true;
    this.own = null;
    this.table = null;
  }

  /** Every method that changes the object calls this first. */
  protected touch(): void {
    if (this.born !== journal.epoch) journal.save(this);
  }

  saveState(): () => void {
    const { prototype, isFrozen, isSealed, isExtensible } = this;
    const table = this.table === null ? null : new Map(this.table);
    const unusual = this.own === null ? null : new OwnUnusualProperties(this.own);
    return () => {
      Object.assign(this as Own<ObjectValue>, { prototype, isFrozen, isSealed, isExtensible });
      this.table = table;
      this.own = unusual;
    };
  }

  /** Own properties with string keys, elements excepted, in the order in which they came. */
  get properties(): ReadonlyMap<string, Value> {
    return this.table ?? noProperties;
  }

  /** What only few objects have; null where there is nothing. */
  get unusual(): UnusualProperties | null {
    return this.own;
  }

  /**
   * What the object has by its kind under a key: elements, lengths, sizes. Keys come as they were computed, so that
   * `a[3]` makes no text.
   */
  special(_key: Value, _site?: MemberSite): Value | typeof absent {
    return absent;
  }

  /** Whether the kind says that there is such a property. */
  hasSpecial(key: Value): boolean {
    return this.special(key) !== absent;
  }

  /**
   * Assigns what the object has by its kind.
   *
   * @returns null when it is done, a sentence when JavaScript refuses, `absent` where the key is none of the kind's
   */
  setSpecial(_key: Value, _value: Value, _site: MemberSite): string | null | typeof absent {
    return absent;
  }

  /** Nobody who gets it can change anything of it. */
  get isImmutable(): boolean {
    return false;
  }

  /** What messages call it: "an array". */
  describe(): string {
    return "an object";
  }

  /** What stands in `[object Array]`, by which older code tells what a value is. */
  tag(): string {
    return "Object";
  }

  typeOf(): "object" | "function" {
    return "object";
  }

  /** Its text where no method of the program has a say in it, paid for; null too where nobody pays and it is long. */
  ownText(_meter?: Meter): string | null {
    return null;
  }

  /**
   * The values of what the language itself can go over: live, so that elements that come to an array or entries
   * that come to a map on the way are met as in JavaScript. Null for what is not iterable by itself.
   */
  ownIterator(): Iterator<Value> | null {
    return null;
  }

  /** The host's object with the methods of this kind, to tell what is missing here from what does not exist. */
  standardMethods(): { host: object; name: string } | null {
    return null;
  }

  /** The values that it holds and that are shown of it, with their places. */
  parts(): Iterable<Part> {
    return [];
  }

  /** An empty object of the same kind, which `fillCopy` fills; null for what is shared and never copied. */
  emptyCopy(): ObjectValue | null {
    return null;
  }

  /** Gives an empty copy what the object holds, each part as `ofPart` makes it. */
  fillCopy(_copy: ObjectValue, _ofPart: (value: Value, path: string) => Value): void {}

  /** An empty object for `structuredClone`; null for what cannot be cloned. `cloneOf` finds what is shared. */
  emptyClone(_cloneOf: (shared: ObjectValue) => ObjectValue): ObjectValue | null {
    return null;
  }

  /** Gives a clone what the object holds. Accessors give their values. */
  fillClone(_clone: ObjectValue, _ofPart: (value: Value) => Value, _site: MemberSite): void {}

  /** The object as plain data. */
  toPlain(_shower: Shower): PlainValue {
    return "object";
  }

  /** How many elements the object has by number beside its properties: those of arrays. */
  get elementCount(): number {
    return 0;
  }

  /** How many elements, entries or members it holds. */
  get size(): number {
    return this.elementCount;
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

  /** Own keys that are symbols. */
  ownSymbols(): SymbolValue[] {
    const { unusual } = this;
    if (unusual === null) return [];
    const ofAccessors = [...unusual.accessors.keys()].filter((key) => typeof key !== "string");
    return [...unusual.symbols.keys(), ...ofAccessors];
  }

  isEnumerable(key: PropertyKey): boolean {
    return this.unusual === null || !this.unusual.hidden.has(key);
  }

  isReadOnly(key: PropertyKey): boolean {
    return this.isFrozen || this.own?.readOnly.has(key) === true;
  }

  /** The property can be neither deleted nor described anew. */
  isFixed(key: PropertyKey): boolean {
    return this.isSealed || this.own?.fixed.has(key) === true;
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
    this.touch();
    this.own?.accessors.delete(key);
    if (typeof key === "string") this.names().set(key, value);
    else this.made().symbols.set(key, value);
  }

  /** Makes or replaces an own data property that has a string key and is known to be no accessor. */
  setData(key: string, value: Value): void {
    if (this.born !== journal.epoch) journal.save(this);
    this.names().set(key, value);
  }

  /** Makes or replaces an own data property that enumeration passes over, as methods of classes are. */
  defineHidden(key: PropertyKey, value: Value): void {
    this.define(key, value);
    this.made().hidden.add(key);
  }

  /** Adds a getter or a setter to what the key has already. */
  defineAccessor(key: PropertyKey, part: Partial<Accessor>): void {
    this.touch();
    const { accessors, symbols } = this.made();
    const known = accessors.get(key);
    accessors.set(key, new Accessor(part.get ?? known?.get, part.set ?? known?.set));
    if (typeof key === "string") this.names().set(key, undefined);
    else symbols.delete(key);
  }

  /** What is said of a property, be it there already: what is left out stays as it is. */
  setAttributes(key: PropertyKey, attributes: Attributes): void {
    this.touch();
    const { hidden, readOnly, fixed } = this.made();
    mark(hidden, key, attributes.isHidden);
    mark(readOnly, key, attributes.isReadOnly);
    mark(fixed, key, attributes.isFixed);
  }

  deleteOwn(key: PropertyKey): void {
    this.touch();
    if (typeof key === "string") this.table?.delete(key);
    const { own } = this;
    if (own === null) return;
    if (typeof key !== "string") own.symbols.delete(key);
    own.accessors.delete(key);
    own.hidden.delete(key);
    own.readOnly.delete(key);
    own.fixed.delete(key);
  }

  setPrivate(name: string, value: Value): void {
    this.touch();
    this.made().privates.set(name, value);
  }

  /** Adds a private getter or setter to what the name has already. */
  definePrivateAccessor(name: string, part: Partial<Accessor>): void {
    this.touch();
    const { privateAccessors } = this.made();
    const known = privateAccessors.get(name);
    privateAccessors.set(name, new Accessor(part.get ?? known?.get, part.set ?? known?.set));
  }

  setPrototype(prototype: ObjectValue | null): void {
    this.touch();
    (this as Own<ObjectValue>).prototype = prototype;
  }

  freeze(): void {
    this.seal();
    (this as Own<ObjectValue>).isFrozen = true;
  }

  seal(): void {
    this.preventExtensions();
    (this as Own<ObjectValue>).isSealed = true;
  }

  preventExtensions(): void {
    this.touch();
    (this as Own<ObjectValue>).isExtensible = false;
  }

  /**
   * Gives a new object what another one has: its properties and private fields as `ofValue` makes them, its
   * accessors and attributes as they are. The key of a private field begins with `#`.
   */
  copyProperties(original: ObjectValue, ofValue: (value: Value, key: string) => Value): void {
    this.touch();
    for (const [key, value] of original.properties) this.names().set(key, ofValue(value, key));
    if (original.unusual === null) return;
    const unusual = new OwnUnusualProperties(original.unusual);
    for (const [key, value] of unusual.privates) unusual.privates.set(key, ofValue(value, privateLabel(key)));
    this.own = unusual;
  }

  protected names(): Map<string, Value> {
    this.table ??= new Map();
    return this.table;
  }

  protected made(): OwnUnusualProperties {
    this.own ??= new OwnUnusualProperties();
    return this.own;
  }
}

/** An object and those among its parts, and so on, each once: the first `most` of them, in the order of the parts. */
export function* objectsWithin(
  value: Value,
  most: number,
  seen = new Set<ObjectValue>(),
): Generator<ObjectValue> {
  if (!(value instanceof ObjectValue) || seen.has(value) || seen.size >= most) return;
  seen.add(value);
  yield value;
  for (const part of value.parts()) yield* objectsWithin(part.value, most, seen);
}
