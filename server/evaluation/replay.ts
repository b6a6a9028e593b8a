/**
 * Replay: what a routine computes from its inputs is recorded once, and computed again at other numbers without
 * interpreting anything, as long as the same branches are taken. Otherwise it is recorded again, and both ways are
 * kept. What the engine offers for that is used here and nowhere else.
 */

import { compile, type Scalar } from "nested-tape";

/** The numbers of a result, by their paths. */
export type Numbers = { [path: string]: number };

/** What records: gives the numbers of the result, by their paths. */
export type Recording = (inputs: Scalar[]) => { [path: string]: Scalar };

/** What the engine makes of a function of a list of numbers. */
interface Replayed<Result> {
  value(inputs: number[]): Result;
  valueAndGradient(inputs: number[]): [value: Result, gradient: number[]];
  series(
    samples: ArrayLike<number>,
    order: number,
    line: { from: [number[]]; direction: [number[]] },
  ): { [path: string]: Float64Array[] };
}

/** The result has other numbers than it had before. */
class OtherShape extends Error {}

export class Replay {
  readonly #recording: Recording;
  #all: Replayed<Numbers> | null = null;
  /** The only number of the result: where it stands, and what computes it. */
  #only: { path: string; replayed: Replayed<number> } | null = null;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /**
   * All numbers of the result.
   * @throws whatever ends the run, where it is recorded
   */
  values(inputs: number[]): Numbers {
    this.#all ??= replayOf<Numbers>(this.#recording, inputs);
    return this.#all.value(inputs);
  }

  /**
   * Taylor series at many points of a line, from + sample · direction: by path, the coefficients by order and sample.
   * What is not recorded yet is recorded at the example first.
   * @throws whatever ends the run, where it is recorded
   * @throws TypeError where the result has other numbers at another sample
   */
  series(
    samples: ArrayLike<number>,
    order: number,
    line: { from: number[]; direction: number[]; example: number[] },
  ): { [path: string]: Float64Array[] } {
    this.#all ??= replayOf<Numbers>(this.#recording, line.example);
    return this.#all.series(samples, order, { from: [line.from], direction: [line.direction] });
  }

  /**
   * The number that the function gives, and its derivatives by the inputs; null for a result of several numbers.
   * @throws whatever ends the run, where it is recorded
   */
  valueAndGradient(inputs: number[]): { path: string; value: number; gradient: number[] } | null {
    try {
      this.#only ??= this.#record(inputs);
      if (this.#only === null) return null;
      const { path, replayed } = this.#only;
      const [value, gradient] = replayed.valueAndGradient(inputs);
      return { path, value, gradient };
    } catch (thrown) {
      if (thrown instanceof OtherShape) return null;
      throw thrown;
    }
  }

  #record(inputs: number[]): { path: string; replayed: Replayed<number> } | null {
    const paths = Object.keys(this.values(inputs));
    const [path] = paths;
    if (path === undefined || paths.length > 1) return null;
    const onlyNumber = (given: Scalar[]): Scalar => {
      const numbers = this.#recording(given);
      const [found, other] = Object.keys(numbers);
      if (found !== path || other !== undefined) throw new OtherShape();
      return numbers[path]!;
    };
    return { path, replayed: replayOf<number>(onlyNumber, inputs) };
  }
}

/** The engine's types follow the shapes of arguments and results, which are known here only as the program runs. */
function replayOf<Result>(f: (inputs: Scalar[]) => unknown, example: number[]): Replayed<Result> {
  return (compile as (f: unknown, example: number[]) => unknown)(f, example) as Replayed<Result>;
}
