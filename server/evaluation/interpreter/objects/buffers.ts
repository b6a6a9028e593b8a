/**
 * Buffers: bytes, and beside them the recorded numbers that typed arrays wrote there.
 */

import type { Scalar } from "nested-tape";
import type { PlainValue } from "../../../report.js";
import { journal } from "./journal.js";
import { ObjectValue } from "./objects.js";
import { type absent, type Own, propertyOf } from "./properties.js";
import { bufferPrototype } from "./prototypes.js";
import type { Value } from "./values.js";

/** A number of the program that was written into a buffer, and over how many bytes. */
export interface Written {
  scalar: Scalar;
  width: number;
  isFloating: boolean;
  /** Its first byte counts most, as a `DataView` writes them unless it is told otherwise. */
  isSwapped: boolean;
}

/** Where the eight bytes begin that a byte is one of. */
export function slotOf(byte: number): number {
  return byte - (byte % 8);
}

export class BufferValue extends ObjectValue {
  /** Written to through `changed()` alone. */
  readonly bytes: ArrayBuffer;
  /** By the offset of the first byte. */
  readonly written: ReadonlyMap<number, Written> = new Map();
  /** Several kinds of typed arrays may look at it: numbers are taken apart and put together. */
  readonly isViewed: boolean = false;
  /** Which of the eight bytes from an offset on were put there by an array of whole numbers, one bit each. */
  readonly put: ReadonlyMap<number, number> = new Map();
  constructor(byteLength: number) {
    super(bufferPrototype);
    this.bytes = new ArrayBuffer(byteLength);
  }

  /** What a typed array changes when one of its elements is written. */
  changed(): { written: Map<number, Written>; put: Map<number, number> } {
    if (this.born !== journal.epoch) journal.save(this);
    return this as unknown as { written: Map<number, Written>; put: Map<number, number> };
  }

  /** Another kind of typed array looks at it from here on. */
  view(): void {
    if (this.isViewed) return;
    this.touch();
    (this as Own<BufferValue>).isViewed = true;
  }

  override saveState(): () => void {
    const restore = super.saveState();
    const { isViewed } = this;
    const bytes = this.bytes.slice(0);
    const written = new Map(this.written);
    const put = new Map(this.put);
    return () => {
      restore();
      // Typed arrays look at these very bytes.
      new Uint8Array(this.bytes).set(new Uint8Array(bytes));
      Object.assign(this as Own<BufferValue>, { isViewed, written, put });
    };
  }

  /** What a copy of so many bytes counts: eight are as long as an element. */
  elementsIn(bytes = this.bytes.byteLength): number {
    return Math.ceil(bytes / 8) + this.written.size;
  }

  /** A copy of some of the bytes, with the numbers that lie wholly within. */
  copy(from = 0, to = this.bytes.byteLength): BufferValue {
    const copied = new BufferValue(to - from);
    new Uint8Array(copied.bytes).set(new Uint8Array(this.bytes, from, to - from));
    const { written: copies } = copied.changed();
    for (const [offset, written] of this.written) {
      if (offset >= from && offset + written.width <= to) copies.set(offset - from, written);
    }
    return copied;
  }

  override special(key: Value): Value | typeof absent {
    return propertyOf(bufferProperties, this, key);
  }
  override describe(): string {
    return "an ArrayBuffer";
  }
  override tag(): string {
    return "ArrayBuffer";
  }
  override emptyClone(): ObjectValue {
    return this.copy();
  }
  override toPlain(): PlainValue {
    return `ArrayBuffer of ${this.bytes.byteLength} bytes`;
  }
}

/** What can be read of a buffer besides its methods. */
export const bufferProperties: Record<string, (buffer: BufferValue) => Value> = {
  byteLength: (buffer) => buffer.bytes.byteLength,
  maxByteLength: (buffer) => buffer.bytes.byteLength,
  resizable: () => false,
  detached: () => false,
};
