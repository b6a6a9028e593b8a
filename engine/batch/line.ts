/**
 * A recorded program along a line of its inputs: from + t · direction. At many t at once the Taylor series of its
 * outputs, by kernels where all numbers are finite, and by the sweep of a tape where they are not.
 */

import type { Program } from "../replay/program.js";
import { constantSeries, type Series } from "../series/series.js";
import { sweepSegment } from "../sweeps/taylor.js";
import { Batch } from "./batch.js";
import { WIDTH } from "./kernels.js";
import { planOf } from "./plan.js";

export interface Line {
  /** By input. An input whose direction is 0 stays where it is. */
  from: ArrayLike<number>;
  direction: ArrayLike<number>;
  /** Where along the line the series are wanted: t. */
  samples: ArrayLike<number>;
  order: number;
}

/** By output and order: the Taylor coefficients at the samples. */
export type Coefficients = Float64Array[][];

export function newCoefficients(outputCount: number, { order, samples }: Line): Coefficients {
  return Array.from({ length: outputCount }, () =>
    Array.from({ length: order + 1 }, () => new Float64Array(samples.length)),
  );
}

/** Where the input stands at a sample. */
export function inputAt({ from, direction, samples }: Line, input: number, sample: number): number {
  return direction[input] === 0 ? from[input]! : from[input]! + direction[input]! * samples[sample]!;
}

export class ProgramOnLines {
  private readonly program: Program;
  private batch: Batch | null = null;
  private moving: number[] = [];
  private holdsEverywhere = false;

  constructor(program: Program) {
    this.program = program;
  }

  /** To be called before `run` for each line. */
  enter(line: Line): void {
    const { program } = this;
    const { lowered, firstInput, inputs, outputs } = program;
    const moving: number[] = [];
    for (let i = 0; i < inputs.length; i++) {
      lowered.values[firstInput + i] = line.from[i]!;
      if (line.direction[i] !== 0) moving.push(i);
    }
    program.runByLoop();
    const isSame =
      moving.length === this.moving.length && moving.every((input, i) => input === this.moving[i]);
    if (this.batch === null || !isSame || this.batch.length !== line.order + 1) {
      const plan = planOf(
        lowered,
        moving.map((input) => firstInput + input),
        outputs.map((node) => (node < 0 ? null : lowered.placeOfNode[node]!)),
      );
      this.batch = new Batch(lowered, plan, line.order + 1);
      this.moving = moving;
    }
    this.holdsEverywhere = this.batch.answersFixed();
  }

  /**
   * Computes the series at some samples.
   * @param which at most `WIDTH` of them
   * @returns those at which the program would go another way
   */
  run(line: Line, which: readonly number[], coefficients: Coefficients): readonly number[] {
    if (!this.holdsEverywhere) return which;
    const { moving, program } = this;
    const batch = this.batch!;
    batch.plan.inputs.forEach((slot, m) => {
      const at = batch.at(slot);
      const input = moving[m]!;
      which.forEach((sample, s) => {
        batch.data[at + s] = inputAt(line, input, sample);
      });
      for (let k = 1; k < batch.length; k++)
        batch.data.fill(k === 1 ? line.direction[input]! : 0, at + k * WIDTH, at + k * WIDTH + which.length);
    });
    batch.run(which.length);
    const otherwise = which.filter((_, s) => batch.isOtherwise[s] === 1);
    if (otherwise.length === which.length) return otherwise;
    program.outputs.forEach((node, output) => {
      if (node >= 0) this.copyOut(batch.plan.outputs[output]!, which, coefficients[output]!);
    });
    which.forEach((sample, s) => {
      if (batch.isDoubtful[s] === 1 && batch.isOtherwise[s] === 0)
        this.runCarefully(line, sample, coefficients);
    });
    return otherwise;
  }

  private copyOut(operand: number, which: readonly number[], rows: readonly Float64Array[]): void {
    const batch = this.batch!;
    for (let k = 0; k < batch.length; k++) {
      const row = rows[k]!;
      const at = batch.at(operand) + k * WIDTH;
      for (let s = 0; s < which.length; s++) {
        if (batch.isOtherwise[s] === 1) continue;
        if (operand >= 0) row[which[s]!] = batch.data[at + s]!;
        else row[which[s]!] = k === 0 ? this.program.lowered.values[-1 - operand]! : 0;
      }
    }
  }

  /** By the sweep of a tape, which knows what is not there. */
  private runCarefully(line: Line, sample: number, coefficients: Coefficients): void {
    const { program, moving } = this;
    const { graph, length: end, firstInput, inputs, outputs, lowered } = program;
    const length = line.order + 1;
    for (const input of moving) lowered.values[firstInput + input] = inputAt(line, input, sample);
    program.forgetGraph();
    program.refreshGraph();
    const known: (Series | undefined)[] = [];
    for (const input of moving) {
      const series = constantSeries(lowered.values[firstInput + input]!, length);
      if (length > 1) series[1] = line.direction[input]!;
      known[inputs[input]!] = series;
    }
    sweepSegment({ graph, start: 0, end }, known, 0, length);
    outputs.forEach((node, output) => {
      if (node < 0) return;
      const series = known[node] ?? constantSeries(graph.values[node]!, length);
      series.forEach((c, k) => {
        coefficients[output]![k]![sample] = c;
      });
    });
  }
}

/** The samples by blocks that are computed together. */
export function blocksOf(count: number): number[][] {
  const blocks: number[][] = [];
  for (let start = 0; start < count; start += WIDTH)
    blocks.push(Array.from({ length: Math.min(WIDTH, count - start) }, (_, s) => start + s));
  return blocks;
}
