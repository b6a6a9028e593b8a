/**
 * Derivatives from the left and from the right: what the function's value and derivatives tend to as one input
 * tends to the point from one side. The function is differentiated at nested steps, and the limit is extrapolated.
 *
 * A guard, such as `Math.max(r, 1e-10)`, makes another function of a small neighbourhood: the steps have to become
 * smaller than it. Steps that are so small that rounding swallows them sit on the kink as the point does; they are
 * told by that, and tell nothing.
 */

import { isRecorded } from "nested-tape";
import { type FinishedRun, repeat, type Setting } from "../run.js";
import { type Limit, limitOf } from "./extrapolation.js";
import { Observation } from "./observation.js";

/** Steps relative to the input: not a power of 2, at which something periodic would look constant. */
const step = (exponent: number) => (1269 / 1024) * 2 ** exponent;
const nested = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => step(first - 2 * index));

/** Two steps tell whether anything is the matter. */
const glance = [step(-20), step(-26)] as const;
const outer = nested(-14, 10);
/** Within a guard; at 0 there is room for smaller ones. */
const inner = { elsewhere: nested(-36, 6), at0: nested(-64, 7) };
/** Below any guard that is likely, one after the other. */
const smallest = { elsewhere: [step(-46)], at0: [step(-46), step(-64), step(-120)] };

/** What a number of the result tends to from one side. */
export interface Side {
  value: Limit;
  /** Of orders 1, 2, … */
  derivatives: Limit[];
}

/** By number of the result: its value and its derivatives of orders 1, 2, … */
type Series = number[][];

export class OneSidedLimits {
  readonly #setting: Setting;
  readonly #input: number;
  readonly #at: number;
  readonly #order: number;
  readonly #scale: number;
  readonly #away = new Map<-1 | 1, ReadonlySet<string>>();

  constructor(setting: Setting, input: number, at: number, order: number) {
    this.#setting = setting;
    this.#input = input;
    this.#at = at;
    this.#order = order;
    this.#scale = at === 0 ? 1 : 2 ** Math.floor(Math.log2(Math.abs(at)));
  }

  /** Whether two samples on each side say that all goes on as it is at the point. */
  isSmoothAtAGlance(here: Series): boolean {
    return ([-1, 1] as const).every((direction) => {
      const far = this.#sample(direction * glance[0]);
      const near = this.#sample(direction * glance[1]);
      if (far === null || near === null) return false;
      return here.every((numbers, output) =>
        numbers.every((number, order) => {
          const further = far[output]?.[order] ?? Number.NaN;
          const closer = near[output]?.[order] ?? Number.NaN;
          const limit = closer + ((closer - further) * glance[1]) / (glance[0] - glance[1]);
          return isNear(limit, number, order);
        }),
      );
    });
  }

  /** Whether the function is the same on both sides of the point, very near: a guard makes it so. */
  isSmoothVeryNear(here: Series): boolean {
    return this.#pick(smallest).some((small) =>
      ([-1, 1] as const).every((direction) => {
        const steps = [2 * small, small];
        const samples = steps.map((by) => this.#sampleOff(direction * by));
        return here.every((numbers, output) =>
          numbers.every((number, order) => {
            const found = this.#trusted(samples, steps, direction, output, order).at(1);
            return found !== undefined && isNear(found, number, order);
          }),
        );
      }),
    );
  }

  /** For each number of the result the limits from one side; null where the function gives no numbers there. */
  from(direction: -1 | 1): (Side | null)[] | null {
    const samples = outer.map((by) => this.#sample(direction * by));
    if (samples.some((sample) => sample === null)) return null;
    const outside = samples as Series[];
    const least = this.#pick(smallest)[0]!;
    const closest = [2 * least, least].map((by) => this.#sampleOff(direction * by));
    let within: (Series | null)[] | undefined;
    const sampledWithin = () => (within ??= this.#pick(inner).map((by) => this.#sampleOff(direction * by)));
    return outside[0]!.map((numbers, output) => {
      if (Number.isNaN(outside.at(-1)![output]?.[0] ?? Number.NaN)) return null;
      const [value, ...derivatives] = numbers.map((_, order) => {
        const sampled = this.#trusted(outside, outer, direction, output, order);
        const limit = limitOf(sampled);
        const check = this.#trusted(closest, [2 * least, least], direction, output, order).at(1);
        if (check === undefined || goesOn(limit, sampled.at(-1) ?? Number.NaN, check)) return limit;
        // There is another piece between the steps and the point.
        return limitOf(this.#trusted(sampledWithin(), this.#pick(inner), direction, output, order));
      });
      return { value: value!, derivatives };
    });
  }

  /**
   * The samples of one order at steps, down to the last one that the order below bears out: by the mean value theorem
   * its change from step to step is about the derivative there. Where rounding makes something else of a sample, or
   * a sample of something that oscillates is one by chance, it is not so.
   */
  #trusted(
    samples: readonly (Series | null)[],
    steps: readonly number[],
    direction: -1 | 1,
    output: number,
    order: number,
  ): number[] {
    const numbers = samples.map((sample) => sample?.[output]?.[order] ?? Number.NaN);
    if (order === 0) return numbers;
    const below = samples.map((sample) => sample?.[output]?.[order - 1] ?? Number.NaN);
    const isBorneOut = (closer: number): boolean => {
      const further = closer - 1;
      const distance = direction * (steps[further]! - steps[closer]!) * this.#scale;
      const slope = (below[further]! - below[closer]!) / distance;
      // Rounding of the numbers, and of the inputs that they were computed at.
      const lost = Math.abs(below[closer]!) + Math.abs(slope * this.#at);
      const rounded = (8 * Number.EPSILON * lost) / Math.abs(distance);
      const [one, other] = [numbers[further]!, numbers[closer]!];
      const room = Math.abs(one - other) + rounded + 1e-3 * Math.max(Math.abs(one), Math.abs(other));
      return slope >= Math.min(one, other) - room && slope <= Math.max(one, other) + room;
    };
    let count = numbers.length;
    while (count > 1 && !isBorneOut(count - 1)) count--;
    return count > 1 ? numbers.slice(0, count) : [];
  }

  #pick<T>({ at0, elsewhere }: { at0: T; elsewhere: T }): T {
    return this.#at === 0 ? at0 : elsewhere;
  }

  #run(by: number, observer?: Observation): FinishedRun | null {
    const distance = by * this.#scale;
    const move = (number: number, index: number) => (index === this.#input ? number + distance : number);
    return repeat(this.#setting, observer === undefined ? { move } : { move, observer });
  }

  #sample(by: number): Series | null {
    return this.#seriesOf(this.#run(by));
  }

  /** The same, where the step leads off what the point sits on; null where rounding swallows it. */
  #sampleOff(by: number): Series | null {
    const observer = new Observation(true);
    const run = this.#run(by, observer);
    if (run === null) return null;
    const always = this.#placesAway(by < 0 ? -1 : 1);
    return placesOf(observer).every((place) => always.has(place)) ? this.#seriesOf(run) : null;
  }

  /** Where runs off the point sit on a kink as well, whatever it has to do with the point. */
  #placesAway(direction: -1 | 1): ReadonlySet<string> {
    const known = this.#away.get(direction);
    if (known !== undefined) return known;
    const observer = new Observation(true);
    this.#run(direction * glance[0], observer);
    const places = new Set(placesOf(observer));
    this.#away.set(direction, places);
    return places;
  }

  #seriesOf(run: FinishedRun | null): Series | null {
    if (run === null) return null;
    const series = run.tape.taylor([run.inputs[this.#input]!.variable], [1], this.#order);
    return run.outputs.slice(0, 64).map(({ scalar }) => {
      let factorial = 1;
      return [...series(scalar)].map((coefficient, k) => {
        factorial *= Math.max(1, k);
        return coefficient * factorial;
      });
    });
  }
}

/** Whether a sample far nearer to the point than the last one is where a limit leads to expect it. */
function goesOn(limit: Limit, last: number, closest: number): boolean {
  if (!Number.isFinite(closest)) return false;
  if (limit.kind === "unbounded") return limit.sign * closest >= limit.sign * last;
  if (limit.kind !== "number") return true;
  const { value, error } = limit;
  return (
    Math.abs(closest - value) <= Math.abs(last - value) + 0.02 * Math.max(Math.abs(value), 1e-9) + 10 * error
  );
}

/** Where a run sits on a kink or a tie. */
function placesOf({ observations: { kinks, ties } }: Observation): string[] {
  return [...kinks.filter(({ result }) => isRecorded(result)), ...ties].map(
    ({ frame, span }) => `${frame.code.module} ${frame.code.name} ${span.start} ${span.end}`,
  );
}

/** As near as a limit that was estimated can be. */
function isNear(limit: number, value: number, order: number): boolean {
  if (order === 0) return Math.abs(limit - value) <= 1e-7 * Math.max(1e-3, Math.abs(value));
  return Object.is(limit, value) || Math.abs(limit - value) <= 1e-4 * Math.max(1e-3, Math.abs(value));
}
