/** Runs a plan: the Taylor series of a recorded program, at up to `WIDTH` samples at a time. */

import { answer } from "../comparisons.js";
import { answersAsRecorded, type Lowered } from "../replay/lowered.js";
import * as kernels from "./kernels.js";
import { WIDTH } from "./kernels.js";
import type { Plan, Step, Term } from "./plan.js";
import * as plans from "./plan.js";
import { type MarkedSamples, Rows } from "./rows.js";

export class Batch implements MarkedSamples {
  readonly data: Float64Array;
  readonly length: number;
  count = 0;
  readonly isDoubtful = new Uint8Array(WIDTH);
  /** 1 for a sample at which the program answers a comparison otherwise than it did. */
  readonly isOtherwise = new Uint8Array(WIDTH);
  /**
   * By slot and sample: 1 where it is a constant, although it comes from something that moves: nothing flows through
   * `floor`, or to an operand that `max` does not pick. What it goes into may have no derivative there.
   */
  readonly isCut: Uint8Array;
  /** By slot: whether that is so at any sample. */
  readonly hasCut: Uint8Array;
  readonly plan: Plan;
  private readonly lowered: Lowered;
  private readonly rows: Rows;
  /** Where the cosines are that go with sines. */
  private readonly scratch: number;

  /** @param length how many coefficients are wanted */
  constructor(lowered: Lowered, plan: Plan, length: number) {
    this.lowered = lowered;
    this.plan = plan;
    this.length = length;
    const slots = plan.slotCount + 1;
    this.data = new Float64Array(slots * length * WIDTH);
    this.isCut = new Uint8Array(slots * WIDTH);
    this.hasCut = new Uint8Array(slots);
    this.scratch = this.at(plan.slotCount);
    this.rows = new Rows(this);
  }

  /** Where the series of a slot begins. */
  at(slot: number): number {
    return slot * this.length * WIDTH;
  }

  /** Whether the comparisons of what does not vary are answered as they were. */
  answersFixed(): boolean {
    return answersAsRecorded({ guards: this.plan.fixedGuards, values: this.lowered.values });
  }

  /**
   * Computes the series of the outputs, from those of the inputs that move, which are there, and from the values of
   * the lowered program at the places that do not vary.
   */
  run(count: number): void {
    this.count = count;
    this.isDoubtful.fill(0);
    this.isOtherwise.fill(0);
    this.hasCut.fill(0);
    let hasCut = false;
    for (const step of this.plan.steps) {
      switch (step.kernel) {
        case plans.GUARD:
          if (!this.ask(step)) return;
          break;
        case plans.ROW:
          if (this.rows.compute(step)) hasCut = true;
          break;
        default:
          this.compute(step);
          if (hasCut) this.passCut(step);
      }
    }
    for (const output of this.plan.outputs) {
      if (output !== null && output >= 0) kernels.doubtNotFinite(this, this.at(output));
    }
  }

  private compute({ kernel, y: slot, reads, constant, factor, row, operands }: Step): void {
    const y = this.at(slot);
    const a = this.at(reads[0]!);
    switch (kernel) {
      case plans.AFFINE:
        kernels.affine(this, y, a, this.sumOf(constant), this.numberOf(factor));
        break;
      case plans.LINEAR:
        kernels.linear(this, y, a, this.at(reads[1]!), this.numberOf(factor));
        break;
      case plans.DIVIDE_BY_NUMBER:
        kernels.divideByNumber(this, y, a, this.numberOf(factor));
        break;
      case plans.MULTIPLY:
        kernels.multiply(this, y, a, this.at(reads[1]!));
        break;
      case plans.ADD_A_PRODUCT:
        kernels.addProduct(this, y, a, this.at(reads[1]!), this.at(reads[2]!), factor.factor);
        break;
      case plans.DIVIDE:
        kernels.divide(this, y, a, this.at(reads[1]!));
        break;
      case plans.DIVIDE_NUMBER:
        kernels.divideNumber(this, y, this.sumOf(constant), a);
        break;
      case plans.EXPONENTIAL:
        kernels.exponential(this, y, a);
        break;
      case plans.SINE:
        kernels.mapFirst(this, y, a, Math.sin);
        kernels.mapFirst(this, this.scratch, a, Math.cos);
        kernels.oscillate(this, y, this.scratch, a);
        break;
      case plans.COSINE:
        kernels.mapFirst(this, this.scratch, a, Math.sin);
        kernels.mapFirst(this, y, a, Math.cos);
        kernels.oscillate(this, this.scratch, y, a);
        break;
      case plans.SQUARE_ROOT:
        kernels.squareRoot(this, y, a);
        break;
      case plans.LOGARITHM:
        kernels.logarithm(this, y, a);
        break;
      case plans.FIRST_OF_POWER: {
        const exponent = this.lowered.values[-1 - operands[1]!]!;
        const value = row!.value as (a: number, b: number) => number;
        kernels.mapFirst(this, y, a, (x) => value(x, exponent));
      }
    }
  }

  private sumOf(terms: readonly Term[]): number {
    let sum = this.numberOf(terms[0]!);
    for (let i = 1; i < terms.length; i++) sum += this.numberOf(terms[i]!);
    return sum;
  }

  private numberOf({ factor, first, second }: Term): number {
    const { values } = this.lowered;
    if (first === undefined) return factor;
    return factor * (second === undefined ? values[first]! : values[first]! * values[second]!);
  }

  /** Asks a comparison at all samples. @returns whether the answer is the recorded one anywhere */
  private ask({ guard, operands }: Step): boolean {
    const { isOtherwise, count } = this;
    let left = 0;
    for (let s = 0; s < count; s++) {
      const a = this.valueOf(operands[0]!, s);
      const holds =
        guard!.kind === "read"
          ? Object.is(a, guard!.value)
          : answer(guard!.kind, a, this.valueOf(operands[1]!, s)) === guard!.holds;
      if (!holds) isOtherwise[s] = 1;
      left += 1 - isOtherwise[s]!;
    }
    return left > 0;
  }

  /** The number of an operand at a sample. */
  valueOf(operand: number, sample: number): number {
    return operand >= 0 ? this.data[this.at(operand) + sample]! : this.lowered.values[-1 - operand]!;
  }

  /** What comes of constants alone is one. */
  private passCut({ kernel, y, reads }: Step): void {
    const { isCut, hasCut, count } = this;
    if (kernel === plans.FIRST_OF_POWER) return;
    const isAnywhere = reads.every((slot) => hasCut[slot] === 1);
    hasCut[y] = Number(isAnywhere);
    if (!isAnywhere) return;
    for (let s = 0; s < count; s++) {
      let isOne = 1;
      for (const slot of reads) isOne &= isCut[slot * WIDTH + s]!;
      isCut[y * WIDTH + s] = isOne;
    }
  }
}
