/**
 * What is to be done to compute the Taylor series of a recorded program at many samples: which operations vary when
 * some of the inputs move, by which kernel or row each of them is computed, and where its series stands. A place is
 * free again after the last step that reads it, so that even a long program works within the cache.
 *
 *     values       at fixed numbers: places of the lowered program that do not vary
 *     slots        series of what varies
 *     y = 3 + 2x   {kernel: AFFINE, y: 1, reads: [0], constant: [{factor: 1, first: 5}], factor: {factor: 1, first: 6}}
 */

import { ADD, DIV, EXP, IDENTITY, MUL, NEG, SUB } from "../graph/codes.js";
import type { Guard } from "../graph/graph.js";
import { log } from "../primitives/exponential.js";
import { pow, sqrt } from "../primitives/power.js";
import { type Primitive, rows } from "../primitives/primitive.js";
import { cos, sin } from "../primitives/trigonometric.js";
import { ADD_PRODUCT, ADD_PRODUCTS, type Lowered, SUB_PRODUCT } from "../replay/lowered.js";

/** The steps; those of the table's rows that have no kernel are `ROW`. */
export const AFFINE = 0;
export const LINEAR = 1;
export const DIVIDE_BY_NUMBER = 2;
export const MULTIPLY = 3;
export const ADD_A_PRODUCT = 4;
export const DIVIDE = 5;
export const DIVIDE_NUMBER = 6;
export const EXPONENTIAL = 7;
export const SINE = 8;
export const COSINE = 9;
export const SQUARE_ROOT = 10;
export const FIRST_OF_POWER = 11;
export const LOGARITHM = 12;
export const ROW = 13;
export const GUARD = 14;

/** A number that is the same at all samples: factor · the value at a place · the value at another one, if they are there. */
export interface Term {
  factor: number;
  first?: number;
  second?: number;
}

export interface Step {
  kernel: number;
  /** The slot of the result. */
  y: number;
  /** The slots of what varies among the operands. */
  reads: number[];
  /** A sum of terms, from left to right. */
  constant: Term[];
  factor: Term;
  row: Primitive | null;
  /** Of a row and a guard: for each operand its slot, or −1 − its place where it does not vary. */
  operands: number[];
  guard: Guard | null;
}

export interface Plan {
  steps: Step[];
  slotCount: number;
  /** The slots of the inputs that move, in the order of these. */
  inputs: number[];
  /** For each output its slot, or −1 − its place, or null for a plain number. */
  outputs: (number | null)[];
  /** The comparisons whose answers are the same at all samples. */
  fixedGuards: Guard[];
}

const ONE: Term = { factor: 1 };
/** Adds nothing, not even to a −0. */
const NOTHING: Term = { factor: -0 };

/** A greater power is left to its row. */
const GREATEST_POWER = 64;

/** @param moving the places of the inputs that move; @param outputs places, or null for a plain number */
export function planOf(
  lowered: Lowered,
  moving: readonly number[],
  outputs: readonly (number | null)[],
): Plan {
  return new Planner(lowered, moving).plan(outputs);
}

class Planner {
  private readonly lowered: Lowered;
  private readonly steps: Step[] = [];
  /** By place: its slot, or −1 where it does not vary. One slot for each place at first. */
  private readonly slotOf: Int32Array;
  private readonly inputs: number[];
  private slotCount = 0;

  constructor(lowered: Lowered, moving: readonly number[]) {
    this.lowered = lowered;
    this.slotOf = new Int32Array(lowered.values.length).fill(-1);
    this.inputs = moving.map((place) => {
      this.slotOf[place] = this.slotCount;
      return this.slotCount++;
    });
  }

  plan(outputs: readonly (number | null)[]): Plan {
    const { lowered, slotOf, steps } = this;
    const guards = this.guardsByPlace();
    // Those of the inputs come first of all.
    for (let place = lowered.constantCount; place < lowered.values.length; place++) {
      if (place >= lowered.start) this.operation(place);
      for (const guard of guards.get(place) ?? []) this.guard(guard);
    }
    const wanted = outputs.map((place) => (place === null ? null : this.operand(place)));
    const kept = wanted.filter((slot) => slot !== null && slot >= 0) as number[];
    const { slotCount, newSlots } = reuseSlots(steps, this.slotCount, this.inputs, kept);
    const renamed = (slot: number) => (slot >= 0 ? newSlots[slot]! : slot);
    return {
      steps,
      slotCount,
      inputs: this.inputs.map(renamed),
      outputs: wanted.map((slot) => (slot === null ? null : renamed(slot))),
      fixedGuards: lowered.guards.filter((guard) => placesOf(guard).every((place) => slotOf[place]! < 0)),
    };
  }

  /** The comparisons of what varies, by the place after which they can be answered. */
  private guardsByPlace(): Map<number, Guard[]> {
    const byPlace = new Map<number, Guard[]>();
    for (const guard of this.lowered.guards) {
      const place = Math.max(...placesOf(guard));
      byPlace.set(place, [...(byPlace.get(place) ?? []), guard]);
    }
    return byPlace;
  }

  private guard(guard: Guard): void {
    const operands = placesOf(guard).map((place) => this.operand(place));
    const reads = operands.filter((slot) => slot >= 0);
    if (reads.length > 0) this.steps.push(this.step(GUARD, reads, { operands, guard }));
  }

  private operand(place: number): number {
    return this.slotOf[place]! >= 0 ? this.slotOf[place]! : -1 - place;
  }

  private operation(place: number): void {
    const { codes, first, second, third, factors, start } = this.lowered;
    const i = place - start;
    const [a, b] = [first[i]!, second[i]!];
    const code = codes[i]!;
    if (code === ADD_PRODUCT || code === SUB_PRODUCT) {
      this.addProducts(place, third[i]!, [[a, b]], code === ADD_PRODUCT ? 1 : -1);
    } else if (code === ADD_PRODUCTS) {
      const pairs: [number, number][] = [];
      for (let k = a; k < b; k += 2) pairs.push([factors[k]!, factors[k + 1]!]);
      this.addProducts(place, third[i]!, pairs, 1);
    } else {
      const row = rows[code];
      const places =
        row?.arity === "list" ? this.lowered.lists.subarray(a, a + b) : row?.arity === 2 ? [a, b] : [a];
      const operands = Array.from(places, (operand) => this.operand(operand));
      const reads = operands.filter((slot) => slot >= 0);
      if (reads.length > 0) this.slotOf[place] = this.resultOf(code, row ?? null, operands, reads);
    }
  }

  /** c ± a · b ± …, from left to right. */
  private addProducts(place: number, c: number, pairs: readonly [number, number][], sign: number): void {
    let sum = this.slotOf[c]!;
    /** What was added up so far, while it does not vary. */
    const constant: Term[] = [{ factor: 1, first: c }];
    for (const [a, b] of pairs) {
      const [u, v] = [this.slotOf[a]!, this.slotOf[b]!];
      if (u < 0 && v < 0) {
        const term = { factor: sign, first: a, second: b };
        if (sum < 0) constant.push(term);
        else sum = this.push(AFFINE, [sum], { constant: [term] });
      } else if (u >= 0 && v >= 0) {
        const factor = { factor: sign };
        sum =
          sum < 0
            ? this.push(AFFINE, [this.push(MULTIPLY, [u, v])], { constant, factor })
            : this.push(ADD_A_PRODUCT, [sum, u, v], { factor });
      } else {
        const factor = { factor: sign, first: u >= 0 ? b : a };
        const x = u >= 0 ? u : v;
        sum =
          sum < 0 ? this.push(AFFINE, [x], { constant, factor }) : this.push(LINEAR, [sum, x], { factor });
      }
    }
    this.slotOf[place] = sum;
  }

  /** The slot of the result of an operation that varies. */
  private resultOf(code: number, row: Primitive | null, operands: number[], reads: number[]): number {
    const fixed = (which: number, factor = 1): Term => ({ factor, first: -1 - operands[which]! });
    const [a, b] = [operands[0]!, operands[1]!];
    switch (code) {
      case IDENTITY:
        return a;
      case NEG:
        return this.push(AFFINE, reads, { factor: { factor: -1 } });
      case ADD:
        if (reads.length === 2) return this.push(LINEAR, reads);
        return this.push(AFFINE, reads, { constant: [fixed(a < 0 ? 0 : 1)] });
      case SUB:
        if (reads.length === 2) return this.push(LINEAR, reads, { factor: { factor: -1 } });
        if (a >= 0) return this.push(AFFINE, reads, { constant: [fixed(1, -1)] });
        return this.push(AFFINE, reads, { constant: [fixed(0)], factor: { factor: -1 } });
      case MUL:
        if (reads.length === 2) return this.push(MULTIPLY, reads);
        return this.push(AFFINE, reads, { factor: fixed(a < 0 ? 0 : 1) });
      case DIV:
        if (reads.length === 2) return this.push(DIVIDE, reads);
        if (b < 0) return this.push(DIVIDE_BY_NUMBER, reads, { factor: fixed(1) });
        return this.push(DIVIDE_NUMBER, reads, { constant: [fixed(0)] });
      case EXP:
        return this.push(EXPONENTIAL, reads);
      case sin.primitive.code:
        return this.push(SINE, reads);
      case cos.primitive.code:
        return this.push(COSINE, reads);
      case sqrt.primitive.code:
        return this.push(SQUARE_ROOT, reads);
      case log.primitive.code:
        return this.push(LOGARITHM, reads);
      case pow.primitive.code: {
        const exponent = b < 0 && -1 - b < this.lowered.constantCount ? this.lowered.values[-1 - b]! : 0;
        if (Number.isInteger(exponent) && exponent > 1 && exponent <= GREATEST_POWER)
          return this.wholePower(a, exponent, row, operands);
      }
    }
    return this.push(ROW, reads, { row, operands });
  }

  /** A whole power by multiplication, as its row computes it. */
  private wholePower(u: number, exponent: number, row: Primitive | null, operands: number[]): number {
    let result = -1;
    let square = u;
    for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = result < 0 ? square : this.push(MULTIPLY, [result, square]);
      if (rest > 1) square = this.push(MULTIPLY, [square, square]);
    }
    this.steps.push({ ...this.step(FIRST_OF_POWER, [u], { row, operands }), y: result });
    return result;
  }

  private push(kernel: number, reads: number[], more: Partial<Step> = {}): number {
    const y = this.slotCount++;
    this.steps.push({ ...this.step(kernel, reads, more), y });
    return y;
  }

  private step(kernel: number, reads: number[], more: Partial<Step>): Step {
    return {
      kernel,
      y: -1,
      reads: [...reads],
      constant: [NOTHING],
      factor: ONE,
      row: null,
      operands: [],
      guard: null,
      ...more,
    };
  }
}

function placesOf(guard: Guard): number[] {
  return guard.kind === "read" ? [guard.first] : [guard.first, guard.second];
}

/** The kernels that may write where the first series is that they read, if they read it nowhere else. */
const IN_PLACE: readonly number[] = [AFFINE, LINEAR, DIVIDE_BY_NUMBER, ADD_A_PRODUCT];

/**
 * Gives the slots new numbers, so that one that nobody reads any more serves again.
 * @param kept the slots that are read in the end
 */
function reuseSlots(
  steps: readonly Step[],
  count: number,
  inputs: readonly number[],
  kept: readonly number[],
): { slotCount: number; newSlots: Int32Array } {
  const lastRead = new Int32Array(count).fill(-1);
  steps.forEach(({ reads, y }, i) => {
    for (const slot of reads) lastRead[slot] = i;
    if (y >= 0) lastRead[y] = i;
  });
  for (const slot of kept) lastRead[slot] = steps.length;
  const newSlots = new Int32Array(count).fill(-1);
  const free: number[] = [];
  let slotCount = 0;
  for (const input of inputs) newSlots[input] = slotCount++;
  steps.forEach((step, i) => {
    const { kernel, y } = step;
    const dead = [...new Set(step.reads)].filter((slot) => lastRead[slot] === i);
    const first = step.reads[0]!;
    if (y >= 0 && newSlots[y]! < 0) {
      const isHere = IN_PLACE.includes(kernel) && dead.includes(first) && !step.reads.includes(first, 1);
      newSlots[y] = isHere ? newSlots[first]! : (free.pop() ?? slotCount++);
      if (isHere) dead.splice(dead.indexOf(first), 1);
    }
    for (const slot of dead) free.push(newSlots[slot]!);
    if (y >= 0 && lastRead[y] === i && !dead.includes(y)) free.push(newSlots[y]!);
    const renamed = (slot: number) => (slot >= 0 ? newSlots[slot]! : slot);
    step.y = renamed(y);
    step.reads = step.reads.map(renamed);
    step.operands = step.operands.map(renamed);
  });
  return { slotCount, newSlots };
}
