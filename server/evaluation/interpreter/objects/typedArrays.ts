/**
 * Typed arrays and the buffers that they look at. A buffer keeps bytes, so that two views of it agree bit for
 * bit, and beside the bytes the recorded numbers that were written there, so that their derivatives come back:
 *
 *     const a = new Float64Array(2);  a[0] = x;  a.subarray(0, 1)[0]     is x, with its derivative
 *
 * A recorded number counts as long as the bytes still say its value: writing through another view needs no
 * book-keeping.
 */

import { fround, isRecorded, primal, type Scalar } from "nested-tape";
import type { PlainValue } from "../../../report.js";
import { allBytes, bitsOfBytes, rescaled } from "./bits.js";
import { BufferValue, slotOf } from "./buffers.js";
import { scalarOf } from "./conversions.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { memberPath } from "./paths.js";
import { absent, arrayIndexOf, numberOf, type PropertyKey, propertyOf } from "./properties.js";
import { typedArrayPrototype } from "./prototypes.js";
import { RecordValue } from "./records.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

/** The conversions of typed arrays are the host's own, on plain numbers. */
type HostArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Every kind of typed array: its name in the program and how a view of bytes is made. */
export const elementKinds = {
  Float64Array: Float64Array,
  Float32Array: Float32Array,
  Int8Array: Int8Array,
  Uint8Array: Uint8Array,
  Uint8ClampedArray: Uint8ClampedArray,
  Int16Array: Int16Array,
  Uint16Array: Uint16Array,
  Int32Array: Int32Array,
  Uint32Array: Uint32Array,
} as const;

export type ElementKind = keyof typeof elementKinds;

/** What reading an element needs to know of the place where it is read. */
export type Reading = Pick<MemberSite, "bits" | "lose">;

/** Gives what stands for a number whose derivative the conversion to an element ends. */
export type Lose = MemberSite["lose"];

export const typedArrayPrototypes: ReadonlyMap<ElementKind, RecordValue> = new Map(
  (Object.keys(elementKinds) as ElementKind[]).map((kind) => [kind, new RecordValue(typedArrayPrototype)]),
);

export class TypedArrayValue extends ObjectValue {
  readonly kind: ElementKind;
  readonly buffer: BufferValue;
  readonly byteOffset: number;
  readonly length: number;
  readonly #view: HostArray;

  /** A view of `length` elements from a byte of the buffer on; both must fit, as the constructors have made sure. */
  constructor(kind: ElementKind, buffer: BufferValue, byteOffset: number, length: number) {
    super(typedArrayPrototypes.get(kind)!);
    this.kind = kind;
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.length = length;
    this.#view = new elementKinds[kind](buffer.bytes, byteOffset, length);
  }

  /** It is no instance of a class that extends one of the standard ones. */
  get hasStandardClass(): boolean {
    return this.prototype === typedArrayPrototypes.get(this.kind);
  }

  override get elementCount(): number {
    return this.length;
  }

  override element(index: number): Value | typeof absent {
    return index < this.length ? this.get(index) : absent;
  }

  get width(): number {
    return elementKinds[this.kind].BYTES_PER_ELEMENT;
  }

  get isFloating(): boolean {
    return this.kind === "Float64Array" || this.kind === "Float32Array";
  }

  /**
   * The element with its derivative; undefined outside the array.
   *
   * @param reading remembers the numbers that are taken apart, where somebody may put them together again, and
   *   gives what stands for a number that lost its derivative by a change of its bits
   */
  get(index: number, reading?: Reading): Scalar | undefined {
    const plain = this.#view[index];
    const { written, isViewed, put } = this.buffer;
    if (plain === undefined || (written.size === 0 && !isViewed)) return plain;
    const offset = this.byteOffset + index * this.width;
    const known = written.get(offset);
    const isKnown = known !== undefined && known.width === this.width;
    if (isKnown && !known.isSwapped && Object.is(primal(known.scalar), plain)) return known.scalar;
    if (!isViewed || reading?.bits === undefined) return plain;
    if (this.kind === "Float64Array" && put.get(offset) === allBytes) return reading.bits.putTogether(plain);
    if (isKnown && this.isFloating) return this.#changed(known.scalar, plain, reading);
    const slot = slotOf(offset);
    const whole = written.get(slot);
    if (whole?.width === 8 && !this.isFloating) {
      reading.bits.takenApart(whole.scalar, offset - slot, this.width);
    }
    return plain;
  }

  /** A number some bits of which were written over. */
  #changed(before: Scalar, plain: number, { lose }: Reading): Scalar {
    const scaled = this.kind === "Float64Array" ? rescaled(before, plain) : null;
    return scaled ?? (lose("the bits of the number are changed", [before], plain) as Scalar);
  }

  /**
   * Writes an element, converted as JavaScript does; outside the array nothing happens.
   *
   * @param lose gives what stands for a number whose derivative the conversion ends
   */
  set(index: number, value: Scalar, lose: Lose): void {
    if (!(index >= 0 && index < this.length) || !Number.isInteger(index)) return;
    const { written, put } = this.buffer.changed();
    this.#view[index] = primal(value);
    const kept = isRecorded(value) ? this.#converted(value, this.#view[index]!, lose) : null;
    const offset = this.byteOffset + index * this.width;
    if (isRecorded(kept)) {
      written.set(offset, {
        scalar: kept,
        width: this.width,
        isFloating: this.isFloating,
        isSwapped: false,
      });
    } else if (written.size > 0 && (this.isFloating || written.get(offset)?.isFloating === false)) {
      // A whole number over some bits of a recorded one leaves it there: reading it finds the bits changed.
      written.delete(offset);
    }
    if (this.buffer.isViewed) this.#notePut(put, offset);
  }

  #notePut(put: Map<number, number>, offset: number): void {
    const slot = slotOf(offset);
    if (this.isFloating) put.delete(slot);
    else put.set(slot, (put.get(slot) ?? 0) | bitsOfBytes(offset - slot, this.width));
  }

  /** What a recorded number is once it is an element. */
  #converted(value: Scalar, element: number, lose: Lose): Value {
    if (!this.isFloating) return lose(`${this.kind} keeps whole numbers`, [value], element);
    // A number that needs no rounding is kept as it is: the same derivatives, and one operation less.
    return Object.is(primal(value), element) ? value : fround(value);
  }

  /** The elements with their derivatives, from one position up to another. */
  elements(from = 0, to = this.length): Scalar[] {
    const result: Scalar[] = [];
    for (let index = from; index < to; index++) result.push(this.get(index) as Scalar);
    return result;
  }

  override special(key: Value, site?: MemberSite): Value | typeof absent {
    const index = numberOf(key);
    return index === null ? propertyOf(typedArrayProperties, this, key) : this.get(index, site);
  }
  override hasSpecial(key: Value): boolean {
    const index = numberOf(key);
    return index === null ? this.special(key) !== absent : this.get(index) !== undefined;
  }
  override setSpecial(key: Value, value: Value, site: MemberSite): null | typeof absent {
    const index = numberOf(key);
    if (index === null) return absent;
    this.set(index, scalarOf(value, site), site.lose);
    return null;
  }
  override define(key: PropertyKey, value: Value): void {
    const index = typeof key === "string" ? arrayIndexOf(key) : null;
    if (index === null) super.define(key, value);
    else this.set(index, value as Scalar, keepsNothing);
  }

  override describe(): string {
    return `a ${this.kind}`;
  }
  override tag(): string {
    return this.kind;
  }
  override ownIterator(): Iterator<Value> | null {
    return this.hasStandardClass ? typedElementsInTurn(this) : null;
  }
  override standardMethods(): { host: object; name: string } {
    return { host: Float64Array.prototype, name: "a typed array" };
  }
  override *parts(): Generator<Part> {
    for (let index = 0; index < this.length; index++) yield { path: `[${index}]`, value: this.get(index) };
  }
  override emptyCopy(): ObjectValue {
    const copy = emptyTypedArray(this.kind, this.length);
    copy.setPrototype(this.prototype);
    return copy;
  }
  /** Whole numbers of an integer array have no derivative to follow. */
  override fillCopy(copy: TypedArrayValue, ofPart: (value: Value, path: string) => Value): void {
    this.elements().forEach((element, index) => {
      const copied = this.isFloating ? ofPart(element, `[${index}]`) : element;
      copy.set(index, copied as Scalar, keepsNothing);
    });
    copy.copyProperties(this, (value, key) => ofPart(value, memberPath(key)));
  }
  override emptyClone(cloneOf: (shared: ObjectValue) => ObjectValue): ObjectValue {
    return new TypedArrayValue(this.kind, cloneOf(this.buffer) as BufferValue, this.byteOffset, this.length);
  }
  override toPlain({ goesOn, show }: Shower): PlainValue {
    const shown: PlainValue[] = [];
    for (let index = 0; index < this.length && goesOn(); index++) shown.push(show(this.get(index)));
    return shown;
  }
}

/** Of a number that loses its derivative, what is left. */
const keepsNothing: Lose = (_what, _origins, result) => result;

/** What can be read of a typed array besides its elements and methods. */
export const typedArrayProperties: Record<string, (array: TypedArrayValue) => Value> = {
  length: (array) => array.length,
  buffer: (array) => array.buffer,
  byteLength: (array) => array.length * array.width,
  byteOffset: (array) => array.byteOffset,
  BYTES_PER_ELEMENT: (array) => array.width,
};

export function* typedElementsInTurn(array: TypedArrayValue): Generator<Value> {
  for (let index = 0; index < array.length; index++) yield array.get(index);
}

/** A new typed array over bytes of its own, all zero. */
export function emptyTypedArray(kind: ElementKind, length: number): TypedArrayValue {
  return new TypedArrayValue(kind, new BufferValue(length * elementKinds[kind].BYTES_PER_ELEMENT), 0, length);
}
