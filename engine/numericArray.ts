/** Typed arrays, as far as they hold numbers. */

/** A typed array of numbers; one of bigints is no structure. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

export function isNumericArray(x: unknown): x is NumericArray {
  return (
    ArrayBuffer.isView(x) &&
    !(x instanceof DataView || x instanceof BigInt64Array || x instanceof BigUint64Array)
  );
}
