/**
 * `DataView`: numbers anywhere in a buffer, in either order of their bytes. As in typed arrays, a number that is read
 * as it was written has its derivative:
 *
 *     v.setFloat64(3, x);  v.getFloat64(3)        is x, with its derivative
 *     v.getUint32(3)                              some bits of it: a whole number, whose derivative is lost
 */

import { fround, isRecorded, primal, type Scalar } from "nested-tape";
import type { PlainValue } from "../../../report.js";
import { bitsOfBytes } from "./bits.js";
import { type BufferValue, slotOf, type Written } from "./buffers.js";
import { ObjectValue } from "./objects.js";
import { type absent, propertyOf } from "./properties.js";
import { dataViewPrototype } from "./prototypes.js";
import { type ElementKind, type Lose, type Reading, TypedArrayValue } from "./typedArrays.js";
import type { Value } from "./values.js";

/** What numbers can be read and written as, with how many bytes each takes. */
export const numberKinds = {
  Int8: 1,
  Uint8: 1,
  Int16: 2,
  Uint16: 2,
  Int32: 4,
  Uint32: 4,
  Float32: 4,
  Float64: 8,
} as const;

export type NumberKind = keyof typeof numberKinds;

export class DataViewValue extends ObjectValue {
  readonly buffer: BufferValue;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly #view: DataView;

  /** A view of so many bytes from one on; they must be there. */
  constructor(buffer: BufferValue, byteOffset: number, byteLength: number) {
    super(dataViewPrototype);
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.#view = new DataView(buffer.bytes);
  }

  /** The number at a byte of the view, which must be in it. */
  get(kind: NumberKind, offset: number, isLittle: boolean, reading: Reading): Value {
    const at = this.byteOffset + offset;
    const asElement = this.#element(kind, at, isLittle);
    if (asElement !== null) return asElement.get(0, reading);
    const plain = this.#view[`get${kind}`](at, isLittle);
    const { written } = this.buffer;
    if (written.size === 0) return plain;
    const known = written.get(at);
    if (known !== undefined && isSameKind(known, kind) && known.isSwapped === !isLittle) {
      if (Object.is(primal(known.scalar), plain)) return known.scalar;
    }
    const origins = this.#under(at, numberKinds[kind]);
    return origins.length === 0 ? plain : reading.lose("some bits of a number are read", origins, plain);
  }

  /** Writes a number, converted as JavaScript does, at a byte of the view, which must be in it. */
  set(kind: NumberKind, offset: number, isLittle: boolean, value: Scalar, lose: Lose): void {
    const at = this.byteOffset + offset;
    const asElement = this.#element(kind, at, isLittle);
    if (asElement !== null) {
      asElement.set(0, value, lose);
      return;
    }
    const { written, put } = this.buffer.changed();
    this.#view[`set${kind}`](at, primal(value), isLittle);
    const width = numberKinds[kind];
    const isFloating = kind.startsWith("Float");
    const kept = isRecorded(value) ? this.#converted(kind, value, at, isLittle, lose) : null;
    if (isRecorded(kept)) written.set(at, { scalar: kept, width, isFloating, isSwapped: !isLittle });
    else written.delete(at);
    for (let byte = at; byte < at + width; byte++) {
      const slot = slotOf(byte);
      if (isFloating) put.delete(slot);
      else put.set(slot, (put.get(slot) ?? 0) | bitsOfBytes(byte - slot, 1));
    }
  }

  /** What a recorded number is once it is in the buffer. */
  #converted(kind: NumberKind, value: Scalar, at: number, isLittle: boolean, lose: Lose): Value {
    const plain = this.#view[`get${kind}`](at, isLittle);
    if (!kind.startsWith("Float")) return lose(`set${kind} keeps whole numbers`, [value], plain);
    return Object.is(primal(value), plain) ? value : fround(value);
  }

  /** The same place as the element of a typed array, where there can be one: these know the bits of numbers. */
  #element(kind: NumberKind, at: number, isLittle: boolean): TypedArrayValue | null {
    if (!isLittle || at % numberKinds[kind] !== 0) return null;
    return new TypedArrayValue(`${kind}Array` satisfies ElementKind, this.buffer, at, 1);
  }

  /** The recorded numbers that lie on some bytes and are still there. */
  #under(from: number, width: number): Scalar[] {
    const found: Scalar[] = [];
    for (let at = from - 7; at < from + width; at++) {
      const known = this.buffer.written.get(at);
      if (known !== undefined && at + known.width > from && this.#isThere(known, at))
        found.push(known.scalar);
    }
    return found;
  }

  #isThere({ scalar, width, isFloating, isSwapped }: Written, at: number): boolean {
    return (Object.keys(numberKinds) as NumberKind[]).some(
      (kind) =>
        numberKinds[kind] === width &&
        kind.startsWith("Float") === isFloating &&
        Object.is(primal(scalar), this.#view[`get${kind}`](at, !isSwapped)),
    );
  }

  override special(key: Value): Value | typeof absent {
    return propertyOf(dataViewProperties, this, key);
  }
  override describe(): string {
    return "a DataView";
  }
  override tag(): string {
    return "DataView";
  }
  override emptyClone(cloneOf: (shared: ObjectValue) => ObjectValue): ObjectValue {
    return new DataViewValue(cloneOf(this.buffer) as BufferValue, this.byteOffset, this.byteLength);
  }
  override toPlain(): PlainValue {
    return `DataView of ${this.byteLength} bytes`;
  }
}

function isSameKind(known: Written, kind: NumberKind): boolean {
  return known.width === numberKinds[kind] && known.isFloating === kind.startsWith("Float");
}

/** What can be read of a view besides its methods. */
export const dataViewProperties: Record<string, (view: DataViewValue) => Value> = {
  buffer: (view) => view.buffer,
  byteLength: (view) => view.byteLength,
  byteOffset: (view) => view.byteOffset,
};
