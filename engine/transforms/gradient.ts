/** Gradients of functions that return one number. */

import { requireNumbers, requireScalar } from "../require.js";
import { isRecorded, type Scalar } from "../scalar.js";
import { shapedAs } from "../structure.js";
import { gradientOfInputs } from "../tape/gradient.js";
import { settledScalar } from "../tape/settled.js";
import type { Accepted, Derived, ResultFrom } from "../types.js";
import { type AnyArguments, recordCall } from "./recordedCall.js";

export interface ArgumentOption<I extends number> {
  /** Which argument to differentiate by, counted from 0; the first if left out. */
  argument?: I;
}

/**
 * The gradient of f by one of its arguments, in reverse mode.
 *
 *     grad((p: Scalar[]) => mul(p[0], p[1]))([2, 3]);      // [3, 2]
 *
 * @returns a function of the same arguments; its result is shaped like the one differentiated by
 * @throws TypeError (when called) if f does not return one number, or the argument holds none
 */
export function grad<A extends AnyArguments, const I extends number = 0>(
  f: (...args: A) => Scalar,
  options: ArgumentOption<I> = {},
): <B extends Accepted<A>>(...args: B) => Derived<B[I]> {
  const both = differentiate("grad", f, options.argument ?? 0);
  return (...args) => both(args)[1] as never;
}

/**
 * The value of f and its gradient by one of its arguments, from one run.
 *
 *     valueAndGrad((x: Scalar) => mul(x, x))(3);      // [9, 6]
 */
export function valueAndGrad<A extends AnyArguments, const I extends number = 0>(
  f: (...args: A) => Scalar,
  options: ArgumentOption<I> = {},
): <B extends Accepted<A>>(...args: B) => [ResultFrom<B, Scalar>, Derived<B[I]>] {
  const both = differentiate("valueAndGrad", f, options.argument ?? 0);
  return (...args) => both(args) as never;
}

function differentiate(name: string, f: (...args: AnyArguments) => unknown, argument: number) {
  return (args: AnyArguments): [unknown, unknown] => {
    requireNumbers(name, args, argument);
    const { tape, inputs, result } = recordCall(f, args, [argument]);
    if (typeof result === "function") {
      // The gradient of a function-valued f is the function of the gradients, taken anew at each of its calls.
      const applied = (rest: unknown[]) =>
        differentiate(name, (...a) => (f(...a) as typeof f)(...rest), argument)(args);
      return [result, (...rest: unknown[]) => applied(rest)[1]];
    }
    const value = requireScalar(name, result);
    const seeds =
      isRecorded(value) && value.graph !== null
        ? [{ graph: value.graph, index: value.index, gradient: 1 }]
        : [];
    const flows = gradientOfInputs(tape, seeds, inputs);
    return [settledScalar(value), shapedAs(args[argument], flows)];
  };
}
