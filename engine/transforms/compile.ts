/** Compiled replay: a function recorded once, then computed and differentiated again at other points without recording. */

import { currentGraph, withoutRecording } from "../graph/recording.js";
import type { Wanted } from "../replay/program.js";
import { Way } from "../replay/way.js";
import { isRecorded, numberOf, type Scalar } from "../scalar.js";
import { isScalar, mapStructure, scalarsOf } from "../structure.js";
import type { Accepted, Derived, InPlace, ResultFrom } from "../types.js";
import { grad, valueAndGrad } from "./gradient.js";
import { hessian } from "./jacobian.js";
import type { AnyArguments } from "./recordedCall.js";

/** For a function of one argument the gradient is shaped like it; for several it is a list, one entry an argument. */
type Gradient<A extends AnyArguments> = A extends [infer Only]
  ? Derived<Only>
  : { [K in keyof A]: Derived<A[K]> };
type Hessian<A extends AnyArguments> = InPlace<A extends [infer Only] ? Only : A, Gradient<A>>;

export interface Compiled<A extends AnyArguments, R> {
  /** What f gives. */
  value<B extends Accepted<A>>(...args: B): ResultFrom<B, R>;
  /** Its gradient: shaped like the argument, or for several arguments a list with one entry each. */
  gradient<B extends Accepted<A>>(...args: B): Gradient<B>;
  /** Both from one run, as a pair. */
  valueAndGradient<B extends Accepted<A>>(...args: B): [ResultFrom<B, R>, Gradient<B>];
  /** Its second derivatives: gradient × gradient, exactly symmetric. */
  hessian<B extends Accepted<A>>(...args: B): Hessian<B>;
}

/** How many ways through its branches are kept of one function. */
const KEPT_WAYS = 8;

/**
 * Records f once at an example, and gives its value, gradient and Hessian at other points by replaying what was
 * recorded. f must compute from its arguments and from variables alone.
 *
 * Branches: a comparison by `less`, `greater`, `equal` and their like is asked again at each replay; if the
 * answer is another one, f is recorded again there, and both ways are kept. A number that f reads for itself,
 * by `primal(x)` or `x.value`, may have gone anywhere: a replay is then valid only where it is exactly the same,
 * so that the result is always right, but for the price of a recording.
 *
 *     const { value, gradient } = compile((x: Scalar) => mul(x, x), 1);
 *     gradient(3);      // 6
 */
export function compile<A extends AnyArguments, R>(
  f: (...args: A) => R,
  ...example: NoInfer<Accepted<A>>
): Compiled<A, R> {
  /** The latest comes first. */
  let ways: Way[] = [];
  const at = (args: AnyArguments, wanted: Wanted): Way | null => {
    // Inside other tapes a replay would be invisible to them.
    if (currentGraph !== null) return null;
    if (ways.length > 0 && ways[0]!.accepts(args, wanted)) return ways[0]!;
    return other(args, wanted);
  };
  const other = (args: AnyArguments, wanted: Wanted): Way | null => {
    let way = ways.find((known, i) => i > 0 && known.accepts(args, wanted));
    if (way === undefined) {
      if (scalarsOf(args).some(isRecorded)) return null;
      way = new Way(f, args);
    }
    ways = [way, ...ways.filter((known) => known !== way)].slice(0, KEPT_WAYS);
    return way;
  };
  withoutRecording(() => at(numbersOnly(example) as A, "values"));
  const isSingle = example.length === 1;
  const g = f as unknown as (...args: AnyArguments) => Scalar;
  const ofList = (args: AnyArguments) => g(...args);
  return {
    value: (...args) => {
      const way = at(args, "values");
      return (way === null ? g(...(plainLists(args) as AnyArguments)) : way.value()) as never;
    },
    gradient: (...args) => {
      const way = at(args, "gradient");
      if (way !== null) return way.gradient() as never;
      return (isSingle ? grad(g)(...args) : grad(ofList)(args)) as never;
    },
    valueAndGradient: (...args) => {
      const way = at(args, "both");
      if (way !== null) return [way.value(), way.gradient()] as never;
      return (isSingle ? valueAndGrad(g)(...args) : valueAndGrad(ofList)(args)) as never;
    },
    hessian: (...args) => {
      const way = at(args, "values");
      if (way !== null) return way.hessian() as never;
      return (isSingle ? hessian(g)(...args) : hessian(ofList)(args)) as never;
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
