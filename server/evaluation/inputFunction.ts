/**
 * A marked function as a function of its inputs, around a point: its value and derivatives at any numbers, one point
 * at a time or many. What is no input stays as the point has it.
 *
 *     @at x = 3, p = [1, 2]        f.inputs  x, p[0], p[1]      f.here  3, 1, 2
 *     f.at([3.1, 1, 2])            value and first derivatives there
 *     f.along({ input: 0, samples: [2.9, 3, 3.1], order: 3 })
 */

import { primal, type Scalar } from "nested-tape";
import type { Finding } from "../finding.js";
import type { Partial } from "../report.js";
import { derivativesOf, inOrder } from "./derivatives.js";
import { findingOf } from "./endings.js";
import { outputsOf } from "./outputs.js";
import { type Recording, Replay } from "./replay.js";
import { Run, type Setting } from "./run.js";

/** The most numbers of a result that are followed. */
const mostOutputs = 1_000;

export interface NumbersAt {
  kind: "numbers";
  /** The numbers of the result: "" for a result that is one number, else "[0]", ".x". */
  values: { path: string; value: number }[];
  /** As in a report. */
  derivatives: Partial[];
  isTruncated: boolean;
}

/** The run did not come to its end there. */
export interface EndedAt {
  kind: "ended";
  finding: Finding;
}

/** A line through the inputs, and what is asked of it. */
export interface Line {
  /** Which input varies, by its place; the others stay. 0 if left out. */
  input?: number;
  /** Where the others stay, and which numbers the function is to be looked at around; `here` if left out. */
  from?: readonly number[];
  /** The numbers that the input takes. */
  samples: ArrayLike<number>;
  /** The highest derivative. */
  order: number;
}

/** Value and derivatives along a line, for each number of the result. NaN where the run does not come to its end. */
export interface Curve {
  outputs: {
    path: string;
    /** By order, from 0; in each the samples in their order. */
    derivatives: Float64Array[];
  }[];
}

export class InputFunction {
  /** The inputs' names: `x`, `p[0]`, `q.y`. Empty where the point cannot be evaluated. */
  readonly inputs: readonly string[];
  /** The numbers that the point gives them. */
  readonly here: readonly number[];
  readonly #setting: Setting;
  readonly #replay: Replay;
  /** Why the point cannot be evaluated. */
  readonly #ended: Finding | null;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#replay = new Replay(recordingOf(setting));
    const run = new Run(setting);
    let ended: Finding | null = null;
    try {
      setting.world.run(() => run.bind(setting.point));
    } catch (thrown) {
      ended = findingOf(thrown, setting.routine, run.machine);
    }
    this.#ended = ended;
    this.inputs = run.inputs.map(({ name }) => name);
    this.here = run.inputs.map(({ variable }) => variable.value);
  }

  /** Value and derivatives at any numbers, one for each input. Never throws. */
  at(numbers: readonly number[], order = 1): NumbersAt | EndedAt {
    if (this.#ended !== null) return { kind: "ended", finding: this.#ended };
    return this.#guarded(() => this.#replayedAt(numbers, order) ?? this.#runAt(numbers, order));
  }

  /** The values alone, of many points. Never throws: null where the run does not come to its end. */
  values(points: Iterable<readonly number[]>): ({ [path: string]: number } | null)[] {
    return Array.from(points, (numbers) => {
      try {
        return this.#ended === null ? this.#replay.values([...numbers]) : null;
      } catch {
        return null;
      }
    });
  }

  /** Value and derivatives of many points on a line. Never throws. */
  along(line: Line): Curve {
    if (this.#ended !== null) return { outputs: [] };
    try {
      return this.#replayedAlong(line);
    } catch {
      // Somewhere the run does not come to its end, or gives other numbers.
      return this.#runAlong(line);
    }
  }

  #replayedAlong({ input = 0, from = this.here, samples, order }: Line): Curve {
    const begin = from.map((number, index) => (index === input ? 0 : number));
    const direction = from.map((_number, index) => (index === input ? 1 : 0));
    const series = this.#replay.series(samples, order, { from: begin, direction, example: [...from] });
    const outputs = Object.entries(series).map(([path, coefficients]) => {
      let factorial = 1;
      const derivatives = coefficients.map((row, k) => {
        factorial *= Math.max(1, k);
        return row.map((coefficient) => coefficient * factorial);
      });
      return { path, derivatives };
    });
    return { outputs };
  }

  #runAlong({ input = 0, from = this.here, samples, order }: Line): Curve {
    const outputs = new Map<string, Float64Array[]>();
    const room = () =>
      Array.from({ length: order + 1 }, () => new Float64Array(samples.length).fill(Number.NaN));
    for (let sample = 0; sample < samples.length; sample++) {
      const numbers = from.map((number, index) => (index === input ? samples[sample]! : number));
      for (const { path, series } of this.#seriesAt(numbers, input, order)) {
        let derivatives = outputs.get(path);
        if (derivatives === undefined) {
          derivatives = room();
          outputs.set(path, derivatives);
        }
        let factorial = 1;
        for (let k = 0; k <= order; k++) {
          factorial *= Math.max(1, k);
          derivatives[k]![sample] = series[k]! * factorial;
        }
      }
    }
    return { outputs: [...outputs].map(([path, derivatives]) => ({ path, derivatives })) };
  }

  /** By what was recorded; null where that does not give it. */
  #replayedAt(numbers: readonly number[], order: number): NumbersAt | null {
    const given = [...numbers];
    const isTruncated = false;
    if (order < 1) {
      const values = Object.entries(this.#replay.values(given)).map(([path, value]) => ({ path, value }));
      return { kind: "numbers", values, derivatives: [], isTruncated };
    }
    const found = order === 1 ? this.#replay.valueAndGradient(given) : null;
    if (found === null) return this.inputs.length === 1 ? this.#replayedSeries(given, order) : null;
    const { path, value, gradient } = found;
    const of = path === "" ? {} : { of: path };
    const derivatives = gradient.map(
      (partial, index): Partial => ({ order: 1, wrt: [this.inputs[index]!], ...of, value: partial }),
    );
    return { kind: "numbers", values: [{ path, value }], derivatives, isTruncated };
  }

  /** All orders by the one input, from the Taylor series of the result; null where the replay has none. */
  #replayedSeries(numbers: number[], order: number): NumbersAt | null {
    let outputs: Curve["outputs"];
    try {
      ({ outputs } = this.#replayedAlong({ samples: numbers, order, from: numbers }));
    } catch {
      return null;
    }
    const values = outputs.map(({ path, derivatives }) => ({ path, value: derivatives[0]![0]! }));
    const partials: Partial[] = [];
    for (let k = 1; k <= order; k++) {
      const wrt = new Array<string>(k).fill(this.inputs[0]!);
      for (const { path, derivatives } of outputs) {
        const of = path === "" ? {} : { of: path };
        partials.push({ order: k, wrt, ...of, value: derivatives[k]![0]! });
      }
    }
    return { kind: "numbers", values, derivatives: partials, isTruncated: false };
  }

  #runAt(numbers: readonly number[], order: number): NumbersAt {
    const { run, outputs } = this.#run(numbers);
    const { tape, inputs, machine } = run;
    const derivatives = derivativesOf(tape, inputs, outputs, order, () => machine.isLate);
    return {
      kind: "numbers",
      values: outputs.map(({ path, scalar }) => ({ path, value: primal(scalar) })),
      derivatives: inOrder(derivatives),
      isTruncated: derivatives.reachedOrder < order,
    };
  }

  #seriesAt(
    numbers: readonly number[],
    input: number,
    order: number,
  ): { path: string; series: ArrayLike<number> }[] {
    if (this.#ended !== null) return [];
    try {
      const { run, outputs } = this.#run(numbers);
      const series = run.tape.taylor([run.inputs[input]!.variable], [1], order);
      return outputs.map(({ path, scalar }) => ({ path, series: series(scalar) }));
    } catch {
      return [];
    }
  }

  /** @throws whatever ends the run */
  #run(numbers: readonly number[]) {
    const { world, point } = this.#setting;
    const run = new Run(this.#setting);
    const outputs = world.run(() => {
      const call = run.bind(point);
      for (const [index, { variable }] of run.inputs.entries()) {
        const number = numbers[index];
        if (number !== undefined) variable.assign(number);
      }
      return outputsOf(run.record(call), mostOutputs);
    });
    return { run, outputs };
  }

  #guarded(compute: () => NumbersAt): NumbersAt | EndedAt {
    try {
      return compute();
    } catch (thrown) {
      const { machine } = new Run(this.#setting);
      return { kind: "ended", finding: findingOf(thrown, this.#setting.routine, machine) };
    }
  }
}

/** Runs the function with scalars in the place of its inputs. */
function recordingOf(setting: Setting): Recording {
  return (inputs) => {
    const run = new Run(setting);
    const numbers: { [path: string]: Scalar } = {};
    setting.world.run(() => {
      const result = run.bind(setting.point, (input) => inputs[input]!).run();
      for (const { path, scalar } of outputsOf(result, mostOutputs)) numbers[path] = scalar;
    });
    return numbers;
  };
}
