/** Compiled replay: a function recorded once, then computed and differentiated again at other points without recording. */

import { currentGraph, withoutRecording } from "../graph/recording.js";
import { Program } from "../replay/program.js";
import { isRecorded, numberOf, type Scalar } from "../scalar.js";
import { isScalar, mapStructure, scalarsOf } from "../structure.js";
import type { Accepted, Derived, InPlace, ResultFrom } from "../types.js";
import { grad } from "./gradient.js";
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
  /** Its second derivatives: gradient × gradient, exactly symmetric. */
  hessian<B extends Accepted<A>>(...args: B): Hessian<B>;
}

/** How many ways through its branches are kept of one function. */
const KEPT_PROGRAMS = 8;

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
  let programs: Program[] = [];
  const at = (args: AnyArguments, wantsGradient = false): Program | null => {
    // Inside other tapes a replay would be invisible to them.
    if (currentGraph !== null) return null;
    for (const program of programs) {
      if (!program.accepts(args, wantsGradient)) continue;
      // The latest is asked first.
      if (programs[0] !== program) programs = [program, ...programs.filter((other) => other !== program)];
      return program;
    }
    if (scalarsOf(args).some(isRecorded)) return null;
    const program = new Program(f, args);
    programs = [program, ...programs.slice(0, KEPT_PROGRAMS - 1)];
    return program;
  };
  withoutRecording(() => at(numbersOnly(example) as A));
  const isSingle = example.length === 1;
  const g = f as unknown as (...args: AnyArguments) => Scalar;
  const ofList = (args: AnyArguments) => g(...args);
  return {
    value: (...args) => {
      const program = at(args);
      return (program === null ? g(...(plainLists(args) as AnyArguments)) : program.value()) as never;
    },
    gradient: (...args) => {
      const program = at(args, true);
      if (program !== null) return program.gradient() as never;
      return (isSingle ? grad(g)(...args) : grad(ofList)(args)) as never;
    },
    hessian: (...args) => {
      const program = at(args);
      if (program !== null) return program.hessian() as never;
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
