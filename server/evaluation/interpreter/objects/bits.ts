/**
 * Numerical libraries take the bits of a number apart and put them together again, to read or change its
 * exponent: they write a `Float64Array` and read a `Uint32Array` of the same buffer, and the other way round.
 *
 *     view[0] = x;  words[1] = words[1] & 0x000fffff | 0x3ff00000;  view[0]      x / 2 ** k, between 1 and 2
 *
 * As long as the fraction stays what it was, that is a multiplication by a power of two, and the derivative
 * passes with that power. Clearing the last bits of the fraction is a rounding, as `Math.fround` is one.
 */

import { add, mul, primal, type Scalar } from "nested-tape";

/** The bytes from one offset within a number on, as one bit each. */
export function bitsOfBytes(offset: number, width: number): number {
  return ((1 << width) - 1) << offset;
}

export const allBytes = bitsOfBytes(0, 8);

const view = new DataView(new ArrayBuffer(8));

/** Sign, exponent, the first twenty bits of the fraction, and the other thirty-two. */
function partsOf(number: number): { sign: number; exponent: number; fraction: number; low: number } {
  view.setFloat64(0, number);
  const high = view.getUint32(0);
  return {
    sign: high >>> 31,
    exponent: (high >>> 20) & 0x7ff,
    fraction: high & 0xfffff,
    low: view.getUint32(4),
  };
}

/** A number whose bits were changed, with its derivative; null when the change is no scaling and no rounding. */
export function rescaled(scalar: Scalar, changed: number): Scalar | null {
  const before = partsOf(primal(scalar));
  const after = partsOf(changed);
  const areNormal = [before, after].every(({ exponent }) => exponent > 0 && exponent < 0x7ff);
  const factor = 2 ** (after.exponent - before.exponent) * (before.sign === after.sign ? 1 : -1);
  if (!areNormal || before.fraction !== after.fraction || !Number.isFinite(factor) || factor === 0)
    return null;
  const scaled = mul(scalar, factor);
  const rounding = changed - primal(scaled);
  return rounding === 0 ? scaled : add(scaled, rounding);
}

interface TakenApart {
  scalar: Scalar;
  /** The bytes that were read, as one bit each. */
  bytes: number;
}

/** More numbers at once are not taken apart by anybody. */
const mostRemembered = 8;

/** The numbers of one run whose bits were read as whole numbers, the latest first. */
export class BitMemory {
  readonly #taken: TakenApart[] = [];

  /** Some bytes of a recorded number were read as a whole number. */
  takenApart(scalar: Scalar, offset: number, width: number): void {
    const at = this.#taken.findIndex((taken) => taken.scalar === scalar);
    const [taken] = at < 0 ? [{ scalar, bytes: 0 }] : this.#taken.splice(at, 1);
    taken!.bytes |= bitsOfBytes(offset, width);
    this.#taken.unshift(taken!);
    if (this.#taken.length > mostRemembered) this.#taken.pop();
  }

  /**
   * A number all bytes of which were put there as whole numbers: it is the last one that was wholly taken
   * apart and has the same fraction, scaled.
   */
  putTogether(number: number): Scalar {
    const { fraction, low } = partsOf(number);
    for (const taken of this.#taken) {
      if (taken.bytes !== allBytes) continue;
      const parts = partsOf(primal(taken.scalar));
      if (parts.fraction !== fraction || parts.low !== low) continue;
      // Every power of two has this fraction, and libraries make them out of nothing: only once it is the number.
      if (fraction === 0 && low === 0) taken.bytes = 0;
      return rescaled(taken.scalar, number) ?? number;
    }
    return number;
  }
}
