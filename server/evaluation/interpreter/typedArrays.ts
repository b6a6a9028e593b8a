/**
 * Typed arrays and the buffers that they look at. A buffer keeps bytes, so that two views of it agree bit for
 * bit, and beside the bytes the recorded numbers that were written there, so that their derivatives come back:
 *
 *     const a = new Float64Array(2);  a[0] = x;  a.subarray(0, 1)[0]     is x, with its derivative
 *
 * A recorded number counts as long as the bytes still say its value: writing through another view needs no
 * book-keeping.
 */

import { add, fround, isRecorded, mul, primal, type Scalar } from "nested-tape";
import { absent, bufferPrototype, ObjectValue, RecordValue, typedArrayPrototype } from "./objects.js";
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

/** Gives what stands for a number that lost its derivative on the way into an array of whole numbers. */
export type Lose = (what: string, origins: Value[], result: number) => Value;

/** A number of the program that was written into a buffer, and over how many bytes. */
interface Written {
  scalar: Scalar;
  width: number;
}

export const typedArrayPrototypes: ReadonlyMap<ElementKind, RecordValue> = new Map(
  (Object.keys(elementKinds) as ElementKind[]).map((kind) => [kind, new RecordValue(typedArrayPrototype)]),
);

export class BufferValue extends ObjectValue {
  readonly bytes: ArrayBuffer;
  /** By the offset of the first byte. */
  readonly written = new Map<number, Written>();
  constructor(byteLength: number) {
    super(bufferPrototype);
    this.bytes = new ArrayBuffer(byteLength);
  }

  /** A copy of some of the bytes, with the numbers that lie wholly within. */
  copy(from = 0, to = this.bytes.byteLength): BufferValue {
    const copied = new BufferValue(to - from);
    new Uint8Array(copied.bytes).set(new Uint8Array(this.bytes, from, to - from));
    for (const [offset, written] of this.written) {
      if (offset >= from && offset + written.width <= to) copied.written.set(offset - from, written);
    }
    return copied;
  }
}

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

  /** The element with its derivative; undefined outside the array. */
  get(index: number): Scalar | undefined {
    const plain = this.#view[index];
    if (plain === undefined || this.buffer.written.size === 0) return plain;
    const written = this.buffer.written.get(this.byteOffset + index * this.width);
    if (written === undefined || written.width !== this.width) return plain;
    if (Object.is(primal(written.scalar), plain)) return written.scalar;
    return this.kind === "Float64Array" ? rescaled(written.scalar, plain) : plain;
  }

  /**
   * Writes an element, converted as JavaScript does; outside the array nothing happens.
   *
   * @param lose gives what stands for a number whose derivative the conversion ends
   */
  set(index: number, value: Scalar, lose: Lose): void {
    if (!(index >= 0 && index < this.length) || !Number.isInteger(index)) return;
    this.#view[index] = primal(value);
    const kept = isRecorded(value) ? this.#converted(value, this.#view[index]!, lose) : null;
    const { written } = this.buffer;
    const offset = this.byteOffset + index * this.width;
    if (isRecorded(kept)) written.set(offset, { scalar: kept, width: this.width });
    else if (written.size > 0) written.delete(offset);
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
}

/** A new typed array over bytes of its own, all zero. */
export function emptyTypedArray(kind: ElementKind, length: number): TypedArrayValue {
  return new TypedArrayValue(kind, new BufferValue(length * elementKinds[kind].BYTES_PER_ELEMENT), 0, length);
}

export function isTypedArray(value: Value): value is TypedArrayValue {
  return value instanceof TypedArrayValue;
}

const words = new DataView(new ArrayBuffer(8));

/** Sign and exponent of a number as its first twelve bits, and the first twenty bits of its fraction. */
function highWord(number: number): { exponent: number; sign: number; fraction: number } {
  words.setFloat64(0, number);
  const high = words.getUint32(0);
  return { sign: high >>> 31, exponent: (high >>> 20) & 0x7ff, fraction: high & 0xfffff };
}

/**
 * Numerical libraries change the exponent of a number, or clear the last bits of its fraction, by writing
 * words of it through an integer view. The first multiplies by a power of two, the second rounds: the
 * derivative passes with that power. Any other change of the bits makes a number without derivative.
 */
function rescaled(scalar: Scalar, changed: number): Scalar {
  const before = highWord(primal(scalar));
  const after = highWord(changed);
  const isNormal = [before, after].every(({ exponent }) => exponent > 0 && exponent < 0x7ff);
  if (!isNormal || before.fraction !== after.fraction) return changed;
  const factor = 2 ** (after.exponent - before.exponent) * (before.sign === after.sign ? 1 : -1);
  const scaled = mul(scalar, factor);
  return add(scaled, changed - primal(scaled));
}
