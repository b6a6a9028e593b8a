/** What plots and dragging ask for: a recorded function at fresh numbers, and its series at many samples at once. */

import {
  add,
  compile,
  derivatives,
  div,
  exp,
  GradientTape,
  less,
  max,
  min,
  mul,
  type Scalar,
  sin,
  sqrt,
  sub,
  Variable,
} from "../../engine/index.js";
import { microseconds } from "./measure.js";
import type { Problem } from "./problems/problem.js";

/** A function of about a thousand operations, written twice. */
interface LongFunction {
  name: string;
  plain: (x: number) => number;
  recorded: (x: Scalar) => Scalar;
}

const functions: LongFunction[] = [
  {
    name: "arithmetic",
    plain: (x) => {
      let [y, z] = [x, 0.5];
      for (let i = 0; i < 250; i++) {
        y = y * x + 0.1;
        z = z * x - y;
      }
      return y + z;
    },
    recorded: (x) => {
      let [y, z]: Scalar[] = [x, 0.5];
      for (let i = 0; i < 250; i++) {
        y = add(mul(y!, x), 0.1);
        z = sub(mul(z!, x), y);
      }
      return add(y!, z!);
    },
  },
  {
    name: "with quotients, sines, exponentials and roots",
    plain: (x) => {
      let y = x;
      for (let i = 0; i < 100; i++) {
        y = Math.sin(y * x) + Math.exp(-0.5 * y) / (1 + x * x) - Math.sqrt(x + i);
      }
      return y;
    },
    recorded: (x) => {
      let y = x;
      for (let i = 0; i < 100; i++) {
        y = sub(add(sin(mul(y, x)), div(exp(mul(-0.5, y)), add(1, mul(x, x)))), sqrt(add(x, i)));
      }
      return y;
    },
  },
  {
    name: "with branches, which turn at a third of the samples, and clamps",
    plain: (x) => {
      let y = x;
      for (let i = 0; i < 200; i++) {
        y = x < 0.5 ? y * x + 0.1 : (y + x) * 0.4;
        y = Math.min(Math.max(y * 1.1, 0.05), 0.9);
      }
      return y;
    },
    recorded: (x) => {
      let y = x;
      for (let i = 0; i < 200; i++) {
        y = less(x, 0.5) ? add(mul(y, x), 0.1) : mul(add(y, x), 0.4);
        y = min(max(mul(y, 1.1), 0.05), 0.9);
      }
      return y;
    },
  },
];

const SAMPLES = 500;
const ORDER = 3;

/** Rosenbrock's replayed gradient beside the one by hand, in turns, since both are a few hundred nanoseconds. */
export function replayByHand({ at, manual, replayed }: Problem): number {
  const replay = replayed();
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 5; round++) {
    best[0] = Math.min(
      best[0]!,
      microseconds(() => replay(at), 200),
    );
    best[1] = Math.min(
      best[1]!,
      microseconds(() => manual!(at), 200),
    );
  }
  return best[0]! / best[1]!;
}

/** One row a function: its operations, µs of the plain function, and what derivatives cost. */
export function replayRows(): (string | number)[][] {
  const samples = Float64Array.from({ length: SAMPLES }, (_, i) => 0.2 + i / 1100);
  return functions.map(({ name, plain, recorded }) => {
    const compiled = compile(recorded, samples[0]!);
    const x = new Variable(samples[0]!);
    const tape = new GradientTape({ persistent: true, replayable: true });
    const y = tape.record(() => recorded(x));
    const replay = tape.replay([x], [y])!;
    check(name, compiled.series(samples, ORDER), recorded, samples);
    let next = 0;
    // Points that move, within the way that the tape recorded.
    const moving = () => samples[(next = (next + 1) % 100)]!;
    const runs = [
      () => plain(moving()),
      () => compiled.valueAndGradient(moving()),
      () => replay.valueAndGradient([moving()]),
    ];
    // In turns, so that whatever else the machine does disturbs all of them; long, so that compilers are done.
    const best = runs.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < 6; round++)
      for (const [i, run] of runs.entries()) best[i] = Math.min(best[i]!, microseconds(run, 250));
    const [base, both, byTape] = best as [number, number, number];
    const series = microseconds(() => compiled.series(samples, ORDER), 1500);
    const single = microseconds(() => derivatives(recorded, ORDER)(moving()), 300);
    return [
      name,
      tape.operationCount,
      base,
      both / base,
      byTape / base,
      series / 1000,
      (single * SAMPLES) / series,
    ];
  });
}

/** Nothing is timed that gives other numbers than a tape at the sample itself. */
function check(
  name: string,
  series: readonly Float64Array[],
  f: (x: Scalar) => Scalar,
  samples: Float64Array,
): void {
  for (let sample = 0; sample < samples.length; sample += 50) {
    const expected = derivatives(f, ORDER)(samples[sample]!) as number[];
    let factorial = 1;
    expected.forEach((derivative, k) => {
      if (k > 1) factorial *= k;
      const found = series[k]![sample]! * factorial;
      if (found !== derivative) throw new Error(`${name}: ${found} is not ${derivative}`);
    });
  }
}
