/**
 * How a program is cut into stretches for the code that is generated for it, and what each of them needs.
 *
 * Of a long sum, as most objectives are, the adjoint of each summand is known before the sum is: it is the adjoint of
 * the sum. So a stretch of summands can be computed and differentiated in one go, without storing anything between.
 *
 *     stretch 1   steep₁ flat₁ … sum₁          values needed by nobody else: computed on the way back
 *     stretch 2   steep₂ flat₂ … sum₂          sum₁ is read here, but its value not needed for the derivatives
 */

import { rows } from "../primitives/primitive.js";
import { type Lowered, sizeOf, sizeOfOperation } from "./lowered.js";
import { pickOfTwo } from "./picks.js";

/** Up to here a program is one function. */
const LONGEST_FUNCTION = 1500;
/** As long are the stretches of a longer one at most, and at least half of it. */
const STRETCH = 400;

/** Operations from one place to another. The marks are by place, from the first. */
export interface Stretch {
  first: number;
  end: number;
  /** What is stored when the program is run forward. */
  isStored: Uint8Array;
  /** What is computed where the derivatives are all that is wanted. */
  isNeeded: Uint8Array;
  /** What is stored then. */
  isKept: Uint8Array;
  /** Whether it is computed on the way back: no other stretch needs its values for the derivatives. */
  isFused: boolean;
}

/** Tells which values an operation reads to be computed, and which to be differentiated. */
export interface Reader {
  valuesReadForward(operation: number, note: (place: number) => void): void;
  valuesReadBack(operation: number, note: (place: number) => void): void;
}

/** @param from the place that is differentiated */
export function stretchesOf(lowered: Lowered, from: number, reader: Reader): Stretch[] {
  const { start, codes, roots } = lowered;
  const count = codes.length;
  const isShort = sizeOf(lowered) <= LONGEST_FUNCTION;
  const isRead = readElsewhere(lowered);
  const isNeeded = new Uint8Array(count);
  /** The last operation that reads a value, to be computed; and that reads it for the derivatives. */
  const lastRead = new Int32Array(count).fill(-1);
  const lastNeed = new Int32Array(count).fill(-1);
  for (const place of isRead) if (place >= start) isNeeded[place - start] = 1;
  // A program in one piece gives its value in passing.
  if (isShort) for (const place of roots) if (place >= start) isNeeded[place - start] = 1;
  for (let i = count - 1; i >= 0; i--) {
    const note = (place: number, last: Int32Array) => {
      if (place >= start) last[place - start] = Math.max(last[place - start]!, i);
    };
    const need = (place: number) => {
      if (place < start) return;
      note(place, lastNeed);
      isNeeded[place - start] = 1;
    };
    if (start + i <= from) reader.valuesReadBack(i, need);
    reader.valuesReadForward(i, (place) => note(place, lastRead));
    if (isNeeded[i] === 1) reader.valuesReadForward(i, need);
  }
  const cuts = isShort ? [count] : cutsOf(lowered, lastNeed);
  let begin = 0;
  return cuts.map((end) => {
    const first = begin;
    begin = end;
    const marks = (isMarked: (i: number) => boolean) =>
      Uint8Array.from({ length: end - first }, (_, i) => Number(isMarked(first + i)));
    const own = marks((i) => isNeeded[i] === 1);
    // The rows of lists have their operands in memory anyway, and there it is faster to read them again from there.
    const isFused =
      isShort || !own.some((_, i) => lastNeed[first + i]! >= end || isOfList(lowered, first + i));
    return {
      first: start + first,
      end: start + end,
      isStored: marks(
        (i) =>
          isRead.has(start + i) ||
          roots.includes(start + i) ||
          lastRead[i]! >= end ||
          (!isFused && isNeeded[i] === 1),
      ),
      isNeeded: own,
      isKept: marks((i) => isRead.has(start + i) || (isShort && roots.includes(start + i))),
      isFused,
    };
  });
}

/** The places that are read from the memory: by comparisons, and by the rows of lists, whose own values are too. */
function readElsewhere(lowered: Lowered): Set<number> {
  const { codes, first, second, start, guards, lists } = lowered;
  const places = new Set<number>();
  for (let i = 0; i < codes.length; i++) {
    if (!isOfList(lowered, i)) continue;
    places.add(start + i);
    for (let k = first[i]!; k < first[i]! + second[i]!; k++) places.add(lists[k]!);
  }
  for (const guard of guards) {
    places.add(guard.first);
    if (guard.kind !== "read") places.add(guard.second);
  }
  return places;
}

/** Whether an operation is left to the row of a list. */
function isOfList(lowered: Lowered, i: number): boolean {
  return rows[lowered.codes[i]!]?.arity === "list" && pickOfTwo(lowered, i) === null;
}

/** Where the stretches end: where the fewest values are needed on both sides, so that most of them can be fused. */
function cutsOf(lowered: Lowered, lastNeed: Int32Array): number[] {
  const count = lowered.codes.length;
  /** By operation: how many values more are needed on both sides of what is behind it than of what is before. */
  const change = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) {
    if (lastNeed[i]! <= i) continue;
    change[i] = change[i]! + 1;
    change[lastNeed[i]!] = change[lastNeed[i]!]! - 1;
  }
  const cuts: number[] = [];
  let across = 0;
  let size = 0;
  let best = -1;
  let bestAcross = 0;
  let bestSize = 0;
  for (let i = 0; i < count; i++) {
    across += change[i]!;
    size += sizeOfOperation(lowered, i);
    if (best < 0 || across < bestAcross || (across === bestAcross && size <= STRETCH)) {
      if (size >= STRETCH / 2) [best, bestAcross, bestSize] = [i + 1, across, size];
    }
    if (size < STRETCH || best < 0 || i + 1 === count) continue;
    cuts.push(best);
    size -= bestSize;
    best = -1;
  }
  cuts.push(count);
  return cuts;
}
