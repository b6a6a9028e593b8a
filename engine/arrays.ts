/**
 * Typed arrays of numbers, zero at first. Those of moderate size are cut from larger buffers: to make a buffer takes
 * ten times as long as to make an array in one, and a small gradient needs half a dozen of them.
 */

const BUFFER_BYTES = 1 << 16;
/** Up to here V8 keeps an array on its own heap, and needs no buffer. */
const SMALL_BYTES = 64;
/** From here on it has a buffer of its own, so that no large one is kept alive by another. */
const LARGE_BYTES = BUFFER_BYTES >> 3;

let buffer = new ArrayBuffer(0);
let used = 0;

export function float64Array(length: number): Float64Array {
  return isApart(8 * length) ? new Float64Array(length) : new Float64Array(buffer, cut(8 * length), length);
}

export function int32Array(length: number): Int32Array {
  return isApart(4 * length) ? new Int32Array(length) : new Int32Array(buffer, cut(4 * length), length);
}

export function uint8Array(length: number): Uint8Array {
  return isApart(length) ? new Uint8Array(length) : new Uint8Array(buffer, cut(length), length);
}

/** Whether an array does not go into the buffer; if it does, there is room for it. */
function isApart(bytes: number): boolean {
  if (bytes <= SMALL_BYTES || bytes > LARGE_BYTES) return true;
  if (used + bytes > buffer.byteLength) {
    buffer = new ArrayBuffer(BUFFER_BYTES);
    used = 0;
  }
  return false;
}

/** @returns where the next so many bytes of the buffer start, which are taken then */
function cut(bytes: number): number {
  const start = used;
  // The next one starts at a multiple of eight, as numbers must.
  used = (start + bytes + 7) & ~7;
  return start;
}
