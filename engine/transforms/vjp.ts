/** Reverse mode as a function: from a cotangent of the result to the cotangents of the arguments. */

import { isRecorded } from "../scalar.js";
import { isScalar, leavesOf, shapedAs } from "../structure.js";
import { gradientOfInputs, type Seed } from "../tape/gradient.js";
import type { Derived, ResultFrom } from "../types.js";
import { positionsOf } from "./jvp.js";
import { type AnyArguments, recordCall, settled } from "./recordedCall.js";

/**
 * The value of f and its pullback. The pullback may be called any number of times.
 *
 *     const [value, pullback] = vjp((x: Scalar, y: Scalar) => [mul(x, y), x], 2, 3);
 *     pullback([1, 0]);      // [3, 2]: one entry an argument
 *
 * @returns the value, and a function from a cotangent shaped like the value to a list of cotangents
 */
export function vjp<A extends AnyArguments, R, B extends A>(
  f: (...args: A) => R,
  ...primals: B
): [ResultFrom<B, R>, (cotangent: unknown) => { [K in keyof B]: Derived<B[K]> }] {
  const { tape, inputs, result } = recordCall(f, primals, positionsOf(primals));
  const outputs = leavesOf(result);
  const pullback = (cotangent: unknown) => {
    const cotangents = leavesOf(cotangent);
    if (cotangents.length !== outputs.length) {
      throw new TypeError(
        `The pullback needs a cotangent for each of the ${outputs.length} numbers of the result, not ${cotangents.length}.`,
      );
    }
    const seeds: Seed[] = [];
    outputs.forEach((output, i) => {
      const node = isRecorded(output) ? tape.nodeOf(output) : null;
      const gradient = cotangents[i];
      if (node !== null && isScalar(gradient)) seeds.push({ ...node, gradient });
    });
    return shapedAs(primals, gradientOfInputs(tape, seeds, inputs)) as never;
  };
  return [settled(result) as never, pullback];
}
