/** Arrays of the program. */

import { isRecorded, primal } from "nested-tape";
import type { PlainValue } from "../../../report.js";
import { describe, known } from "./conversions.js";
import { journal } from "./journal.js";
import type { Meter } from "./metering.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { memberPath } from "./paths.js";
import { isPrimitive, toScalar, toText } from "./primitives.js";
import {
  type Accessor,
  absent,
  arrayIndexOf,
  indexOf,
  type Own,
  type PropertyKey,
  withLength,
} from "./properties.js";
import { arrayPrototype } from "./prototypes.js";
import type { MemberSite } from "./sites.js";
import { SymbolValue } from "./symbols.js";
import type { Value } from "./values.js";

/** The longest text that is made of the elements where nobody pays. */
const longestUnpaid = 10_000;

function lengthOfText(value: Value): number {
  return typeof value === "string" ? value.length : 0;
}

/** The longest array that an assignment beyond the end may make. */
const longestGap = 1_000_000;
/** So many values are passed to a function of the host at once. */
const fewAdded = 1000;

/** An array of the program. A position that was never set is a hole, as in JavaScript. */
export class ArrayValue extends ObjectValue {
  declare readonly elements: readonly Value[];
  /** The elements that it gets belong to it alone from here on. */
  constructor(elements: Value[]) {
    super(arrayPrototype);
    this.elements = elements;
  }
  /** What `Array.isArray` says. */
  get isArray(): boolean {
    return true;
  }
  /** It is no instance of a class that extends `Array`. */
  get hasStandardClass(): boolean {
    return this.prototype === arrayPrototype;
  }
  override get elementCount(): number {
    return this.elements.length;
  }
  override element(index: number): Value | typeof absent {
    return index in this.elements ? this.elements[index] : absent;
  }

  override special(key: Value): Value | typeof absent {
    if (key === "length") return this.elements.length;
    const index = indexOf(key);
    return index === null ? absent : this.elements[index];
  }

  override hasSpecial(key: Value): boolean {
    if (key === "length") return true;
    const index = indexOf(key);
    return index !== null && index in this.elements;
  }

  override setSpecial(key: Value, value: Value, site: MemberSite): string | null | typeof absent {
    if (key === "length") return this.#assignLength(value, site);
    const index = indexOf(key);
    return index === null ? absent : this.#assignElement(index, value, site);
  }

  #assignElement(index: number, value: Value, site: MemberSite): string | null {
    if (this.isFrozen) return "The array is frozen.";
    const grows = index - this.elements.length + 1;
    if (grows > longestGap) return site.fail(`The index ${index} is too far beyond the array's end.`);
    if (grows > 0) {
      if (!this.isExtensible) return "The array is not extensible.";
      site.spend(grows);
    }
    this.setElement(index, value);
    return null;
  }

  #assignLength(value: Value, site: MemberSite): string | null {
    if (this.isFrozen) return "The array is frozen.";
    const length = toScalar(known(value, site));
    const number = length === null ? Number.NaN : primal(length);
    if (isRecorded(value) || !Number.isInteger(number) || number < 0 || number > longestGap) {
      return site.fail(`${describe(value)} cannot be an array's length.`, "RangeError");
    }
    site.spend(Math.max(0, number - this.elements.length));
    this.setLength(number);
    return null;
  }

  /** Elements, the length, then the others. */
  override ownKeys(): string[] {
    return withLength(super.ownKeys());
  }
  override enumerableKeys(): string[] {
    const { unusual } = this;
    return super.ownKeys().filter((key) => unusual?.hidden.has(key) !== true);
  }
  override isEnumerable(key: PropertyKey): boolean {
    return key !== "length" && super.isEnumerable(key);
  }
  override isFixed(key: PropertyKey): boolean {
    return key === "length" || super.isFixed(key);
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    return key === "length" ? this.elements.length : super.findOwn(key);
  }
  override define(key: PropertyKey, value: Value): void {
    const index = typeof key === "string" ? arrayIndexOf(key) : null;
    if (index === null) super.define(key, value);
    else this.setElement(index, value);
  }
  override deleteOwn(key: PropertyKey): void {
    const index = typeof key === "string" ? arrayIndexOf(key) : null;
    if (index === null) super.deleteOwn(key);
    else delete this.#changed()[index];
  }

  override describe(): string {
    return "an array";
  }
  override tag(): string {
    return "Array";
  }
  override ownText(meter?: Meter): string | null {
    if (!this.elements.every(isPrimitive)) return null;
    const { elements } = this;
    const length = elements.reduce<number>((sum, element) => sum + lengthOfText(element), elements.length);
    if (meter === undefined && length > longestUnpaid) return null;
    meter?.spend(length);
    const text = joined(elements);
    if (text !== null) meter?.spend(Math.max(0, text.length - length));
    return text;
  }
  override ownIterator(): Iterator<Value> | null {
    return this.hasStandardClass ? elementsInTurn(this) : null;
  }
  override standardMethods(): { host: object; name: string } | null {
    return this.hasStandardClass ? { host: Array.prototype, name: "an array" } : null;
  }

  override *parts(): Generator<Part> {
    for (const [index, value] of this.elements.entries()) yield { path: `[${index}]`, value };
  }
  override emptyCopy(): ObjectValue {
    const copy = new ArrayValue([]);
    copy.setPrototype(this.prototype);
    return copy;
  }
  override fillCopy(copy: ArrayValue, ofPart: (value: Value, path: string) => Value): void {
    copy.setLength(this.elements.length);
    this.elements.forEach((element, index) => {
      copy.setElement(index, ofPart(element, `[${index}]`));
    });
    copy.copyProperties(this, (value, key) => ofPart(value, memberPath(key)));
  }
  override emptyClone(): ObjectValue {
    return new ArrayValue([]);
  }
  override fillClone(clone: ArrayValue, ofPart: (value: Value) => Value): void {
    clone.setLength(this.elements.length);
    this.elements.forEach((element, index) => {
      clone.setElement(index, ofPart(element));
    });
  }
  override toPlain({ goesOn, show }: Shower): PlainValue {
    const shown: PlainValue[] = [];
    for (const element of this.elements) {
      if (!goesOn()) break;
      shown.push(show(element));
    }
    return shown;
  }

  override saveState(): () => void {
    const restore = super.saveState();
    const elements = this.elements.slice();
    return () => {
      restore();
      (this as Own<ArrayValue>).elements = elements;
    };
  }

  /** The elements, to be changed. */
  #changed(): Value[] {
    if (this.born !== journal.epoch) journal.save(this);
    return this.elements as Value[];
  }
  /** Changes many elements at once. */
  protected change<Result>(how: (elements: Value[]) => Result): Result {
    return how(this.#changed());
  }

  setElement(index: number, value: Value): void {
    if (this.born !== journal.epoch) journal.save(this);
    (this.elements as Value[])[index] = value;
  }
  setLength(length: number): void {
    this.#changed().length = length;
  }
  push(value: Value): void {
    this.#changed().push(value);
  }
  pop(): Value {
    return this.#changed().pop();
  }
  shift(): Value {
    return this.change((elements) => elements.shift());
  }
  unshift(values: readonly Value[]): void {
    this.splice(0, 0, values);
  }
  splice(from: number, count: number, added: readonly Value[]): Value[] {
    return this.change((elements) => {
      if (added.length <= fewAdded) return elements.splice(from, count, ...added);
      // More than that do not fit into one call of the host.
      const behind = elements.splice(from);
      for (const value of added) elements.push(value);
      const start = elements.length;
      elements.length += Math.max(0, behind.length - count);
      for (let index = count; index < behind.length; index++) {
        if (index in behind) elements[start + index - count] = behind[index];
      }
      behind.length = Math.min(behind.length, count);
      return behind;
    });
  }
  reverse(): void {
    this.change((elements) => elements.reverse());
  }
  fill(value: Value, from: number, to: number): void {
    this.change((elements) => elements.fill(value, from, to));
  }
  copyWithin(to: number, from: number, end: number): void {
    this.change((elements) => elements.copyWithin(to, from, end));
  }
  /** Puts elements at the front; of what was there up to a length, nothing stays. */
  putFirst(elements: readonly Value[], length: number): void {
    this.change((changed) => {
      elements.forEach((element, index) => {
        changed[index] = element;
      });
      for (let index = elements.length; index < length; index++) delete changed[index];
    });
  }
  /** Puts other elements in the place of all; holes stay holes. */
  replaceElements(elements: readonly Value[]): void {
    this.change((changed) => {
      changed.length = 0;
      changed.length = elements.length;
      elements.forEach((element, index) => {
        changed[index] = element;
      });
    });
  }
}

/** `Array.isArray`. */
export function isArray(value: Value): value is ArrayValue {
  return value instanceof ArrayValue && value.isArray;
}

/** The elements one after the other, those that come on the way as well. */
export function* elementsInTurn(array: ArrayValue): Generator<Value> {
  for (let index = 0; index < array.elements.length; index++) yield array.elements[index];
}

/** The texts of primitive elements; null where a symbol is among them. */
function joined(elements: readonly Value[]): string | null {
  if (elements.some((element) => element instanceof SymbolValue)) return null;
  return Array.from(elements, (element) =>
    element === null ? "" : element === undefined ? "" : toText(element),
  ).join(",");
}
