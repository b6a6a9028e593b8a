/** Compiled replay: a function recorded once, then computed and differentiated again at other points without recording. */

import type { Line } from "../batch/line.js";
import { withoutRecording } from "../graph/recorders.js";
import { add, mul } from "../primitives/arithmetic.js";
import { Ways } from "../replay/ways.js";
import { seriesOnLine } from "../replay/waysOnLine.js";
import { requireOrder } from "../require.js";
import { numberOf, type Scalar } from "../scalar.js";
import { isScalar, leavesBeside, leavesOf, mapStructure, scalarsOf } from "../structure.js";
import type { Accepted, Derived, InPlace, ResultFrom } from "../types.js";
import { taylor } from "./derivative.js";
import { grad, valueAndGrad } from "./gradient.js";
import { hessian } from "./jacobian.js";
import type { AnyArguments } from "./recordedCall.js";

/** For a function of one argument the gradient is shaped like it; for several it is a list, one entry an argument. */
type Gradient<A extends AnyArguments> = A extends [infer Only]
  ? Derived<Only>
  : { [K in keyof A]: Derived<A[K]> };
type Hessian<A extends AnyArguments> = InPlace<A extends [infer Only] ? Only : A, Gradient<A>>;

/** A line through the arguments of a function: from + t · direction. */
export interface SeriesLine<A extends readonly unknown[]> {
  /** The arguments where it begins, as a list. */
  from: A;
  /** One entry an argument, shaped like it. What has the direction 0 stays where it is; null stands for a whole part that does. */
  direction: readonly unknown[];
}

export interface Compiled<A extends AnyArguments, R> {
  /** What f gives. */
  value<B extends Accepted<A>>(...args: B): ResultFrom<B, R>;
  /** Its gradient: shaped like the argument, or for several arguments a list with one entry each. */
  gradient<B extends Accepted<A>>(...args: B): Gradient<B>;
  /** Both from one run, as a pair. */
  valueAndGradient<B extends Accepted<A>>(...args: B): [ResultFrom<B, R>, Gradient<B>];
  /** Its second derivatives: gradient × gradient, exactly symmetric. */
  hessian<B extends Accepted<A>>(...args: B): Hessian<B>;
  /**
   * Its Taylor series at many points at once, for plots: some microseconds for a point of a thousand operations. It is
   * made of plain numbers, so that no tape sees it.
   *
   *     compile((x: Scalar) => mul(x, x), 1).series([2, 3], 1);      // [[4, 9], [4, 6]]
   *
   * @param samples of a function of one number, its values; otherwise where along the line
   * @param line for a function of several numbers
   * @returns shaped like the result of f; for each number of it the coefficients f⁽ᵏ⁾ / k!, by order and sample
   * @throws RangeError if the order is not a whole number ≥ 0
   * @throws TypeError if the result has another shape at another sample
   */
  series(
    samples: ArrayLike<number>,
    order: number,
    line?: SeriesLine<Accepted<A>>,
  ): InPlace<R, Float64Array[]>;
}

/**
 * Records f once at an example, and gives its value, gradient, Hessian and series at other points by replaying what
 * was recorded. f must compute from its arguments and from variables alone.
 *
 * Branches: a comparison by `less`, `greater`, `equal` and their like is asked again at each replay; if the
 * answer is another one, f is recorded again there, and both ways are kept. A number that f reads for itself,
 * by `primal(x)` or `x.value`, may have gone anywhere: a replay is then valid only where it is exactly the same,
 * so that the result is always right, but for the price of a recording. What is only to be shown is read by `peek(x)`.
 *
 *     const { value, gradient } = compile((x: Scalar) => mul(x, x), 1);
 *     gradient(3);      // 6
 */
export function compile<A extends AnyArguments, R>(
  f: (...args: A) => R,
  ...example: NoInfer<Accepted<A>>
): Compiled<A, R> {
  const ways = new Ways(f);
  const start = numbersOnly(example) as AnyArguments;
  withoutRecording(() => ways.at(start, "values"));
  const isSingle = example.length === 1;
  const g = f as unknown as (...args: AnyArguments) => Scalar;
  const ofList = (args: AnyArguments) => g(...args);
  return {
    value: (...args) => {
      const way = ways.at(args, "values");
      return (way === null ? g(...(plainLists(args) as AnyArguments)) : way.value()) as never;
    },
    gradient: (...args) => {
      const way = ways.at(args, "gradient");
      if (way !== null) return way.gradient() as never;
      return (isSingle ? grad(g)(...args) : grad(ofList)(args)) as never;
    },
    valueAndGradient: (...args) => {
      const way = ways.at(args, "both");
      if (way !== null) return [way.value(), way.gradient()] as never;
      return (isSingle ? valueAndGrad(g)(...args) : valueAndGrad(ofList)(args)) as never;
    },
    hessian: (...args) => {
      const way = ways.at(args, "values");
      if (way !== null) return way.hessian() as never;
      return (isSingle ? hessian(g)(...args) : hessian(ofList)(args)) as never;
    },
    series: (samples, order, way) => {
      requireOrder(order);
      const { from, direction } = way === undefined ? valuesOfOne(start) : lineOf(way);
      const numbers = scalarsOf(from) as number[];
      const line = { from: numbers, direction, samples, order };
      return withoutRecording(() =>
        seriesOnLine(ways, from, line, (sample) => seriesByTape(f, from, line, sample)),
      ) as never;
    },
  };
}

/** The function is to see the same lists whether it is recorded or not: plain ones. */
function plainLists(structure: unknown): unknown {
  return mapStructure(structure, (leaf) => leaf);
}

/** The example may come with variables; only their numbers count. */
function numbersOnly(structure: unknown): unknown {
  return mapStructure(structure, (leaf) => (isScalar(leaf) ? numberOf(leaf) : leaf));
}

/** The line of a function of one number: its samples are the values of that number. */
function valuesOfOne(example: AnyArguments): { from: AnyArguments; direction: number[] } {
  const count = scalarsOf(example).length;
  if (count !== 1) {
    throw new TypeError(
      `series needs a line, { from, direction }, for a function of ${count} numbers: the samples are where along it.`,
    );
  }
  // −0 + 1 · t is t, whatever t is.
  return {
    from: mapStructure(example, (leaf) => (isScalar(leaf) ? -0 : leaf)) as AnyArguments,
    direction: [1],
  };
}

function lineOf(line: SeriesLine<AnyArguments>): { from: AnyArguments; direction: number[] } {
  const from = numbersOnly(line.from) as AnyArguments;
  const leaves = leavesOf(from);
  const direction = leavesBeside(from, line.direction)?.filter((_, i) => isScalar(leaves[i])) ?? [];
  if (direction.length !== scalarsOf(from).length || !direction.every((d) => d === null || isScalar(d))) {
    throw new TypeError(
      "series needs a direction for each number of the arguments where its line begins, in the same structure: { from: [x, y], direction: [1, 0] }.",
    );
  }
  return { from, direction: direction.map((d) => (d === null ? 0 : numberOf(d as Scalar))) };
}

/** The series of a function that cannot be replayed, at one sample. */
function seriesByTape(
  f: (...args: AnyArguments) => unknown,
  from: AnyArguments,
  { direction, samples, order }: Line,
  sample: number,
): number[][] {
  const along = (t: Scalar) => {
    let input = 0;
    return mapStructure(from, (leaf) => {
      if (!isScalar(leaf)) return leaf;
      const slope = direction[input++]!;
      return slope === 0 ? leaf : add(leaf, mul(slope, t));
    }) as AnyArguments;
  };
  const orders = taylor((t) => f(...along(t)), samples[sample]!, order).map(scalarsOf) as number[][];
  return orders[0]!.map((_, output) => orders.map((numbers) => numbers[output]!));
}
