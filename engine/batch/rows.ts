/**
 * The rows of the table, sample by sample: what has no kernel of its own. An operand is a series where it varies and
 * a number where it does not, as in the Taylor sweep of a tape, and what the row cuts off is a constant from there on.
 */

import type { Primitive } from "../primitives/primitive.js";
import { max, min } from "../primitives/selection.js";
import { inOneVariable } from "../series/oneVariable.js";
import type { Series } from "../series/series.js";
import { isBinaryCut, isListCut, isUnaryCut } from "../sweeps/taylor.js";
import { doubtNotFinite, type Samples, WIDTH } from "./kernels.js";
import type { Step } from "./plan.js";

/** Samples with what is known of their series, and of what does not vary. */
export interface MarkedSamples extends Samples {
  /** By slot and sample: 1 where the series counts as a constant. */
  isCut: Uint8Array;
  /** By slot: whether that is so at any sample. */
  hasCut: Uint8Array;
  /** Where the series of a slot begins. */
  at(slot: number): number;
  /** The number of an operand at a sample. */
  valueOf(operand: number, sample: number): number;
}

export class Rows {
  private readonly samples: MarkedSamples;
  private readonly y: Series;
  /** A series for each operand, used again at each sample. */
  private readonly scratch: Series[] = [];

  constructor(samples: MarkedSamples) {
    this.samples = samples;
    this.y = new Float64Array(samples.length);
  }

  /** Computes a step by its row. @returns whether the result is cut off at any sample */
  compute({ y: slot, reads, operands, row }: Step): boolean {
    const { samples, y } = this;
    const { data, length, count, isCut, hasCut } = samples;
    for (const read of reads) doubtNotFinite(samples, samples.at(read));
    const to = samples.at(slot);
    // Of two numbers that differ, the one that is picked is all that its row would look at.
    const picks = (row === max.primitive || row === min.primitive) && operands.length === 2;
    let isAnyCut = false;
    for (let s = 0; s < count; s++) {
      const picked = picks ? this.pickedAt(row!, operands, s) : null;
      let isOff: boolean;
      if (picked === null) {
        y.fill(0);
        isOff = this.rowAt(row!, operands, s);
        for (let k = 0; k < length; k++) data[to + k * WIDTH + s] = y[k]!;
      } else if (picked < 0 || this.isNumber(picked, s)) {
        isOff = true;
        data[to + s] = samples.valueOf(picked, s);
        for (let k = 1; k < length; k++) data[to + k * WIDTH + s] = 0;
      } else {
        isOff = false;
        const from = samples.at(picked) + s;
        for (let k = 0; k < length; k++) data[to + k * WIDTH + s] = data[from + k * WIDTH]!;
      }
      isCut[slot * WIDTH + s] = Number(isOff);
      if (isOff) isAnyCut = true;
    }
    hasCut[slot] = Number(isAnyCut);
    return isAnyCut;
  }

  /** The operand that `max` or `min` picks at a sample; null where it is for the row to say. */
  private pickedAt(row: Primitive, operands: readonly number[], s: number): number | null {
    const [first, second] = operands as [number, number];
    const a = this.samples.valueOf(first, s);
    const b = this.samples.valueOf(second, s);
    if (a > b) return row === max.primitive ? first : second;
    return a < b ? (row === max.primitive ? second : first) : null;
  }

  /** Whether a slot counts as a constant at a sample. */
  private isNumber(slot: number, s: number): boolean {
    const { isCut, hasCut } = this.samples;
    return hasCut[slot] === 1 && isCut[slot * WIDTH + s] === 1;
  }

  /** Fills y. @returns whether it counts as a constant */
  private rowAt(row: Primitive, operands: readonly number[], s: number): boolean {
    const { y, samples } = this;
    const { length } = y;
    if (row.arity === 1) {
      const u = this.seriesAt(operands, 0, s);
      y[0] = row.value(samples.valueOf(operands[0]!, s));
      if (typeof u === "number") return true;
      if (length > 1) row.series(y, u, inOneVariable);
      return isUnaryCut(row, y, u);
    }
    if (row.arity === 2) {
      const a = this.seriesAt(operands, 0, s);
      const b = this.seriesAt(operands, 1, s);
      y[0] = row.value(samples.valueOf(operands[0]!, s), samples.valueOf(operands[1]!, s));
      if (typeof a === "number" && typeof b === "number") return true;
      if (length > 1) row.series(y, a, b, inOneVariable);
      return isBinaryCut(row, y, a, b);
    }
    // The lists are made anew, since a row may remember the last one that it saw.
    const mixed: (Series | number)[] = [];
    const numbers: number[] = [];
    let isFixed = true;
    for (let which = 0; which < operands.length; which++) {
      const u = this.seriesAt(operands, which, s);
      mixed.push(u);
      numbers.push(typeof u === "number" ? u : u[0]!);
      if (typeof u !== "number") isFixed = false;
    }
    y[0] = row.value(numbers);
    if (isFixed) return true;
    if (length > 1) row.series(y, mixed, inOneVariable);
    return isListCut(row, y, mixed);
  }

  /** The series of an operand at a sample; a number where it does not vary, or was cut off. */
  private seriesAt(operands: readonly number[], which: number, s: number): Series | number {
    const { samples, scratch } = this;
    const { data, length } = samples;
    const slot = operands[which]!;
    if (slot < 0 || this.isNumber(slot, s)) return samples.valueOf(slot, s);
    scratch[which] ??= new Float64Array(length);
    const series = scratch[which]!;
    const from = samples.at(slot) + s;
    for (let k = 0; k < length; k++) series[k] = data[from + k * WIDTH]!;
    return series;
  }
}
