/** Reverse mode as a function: from a cotangent of the result to the cotangents of the arguments. */

import { requireResult } from "../require.js";
import { isRecorded } from "../scalar.js";
import { isScalar, leavesBeside, leavesOf, mapStructure, shapedAs } from "../structure.js";
import { gradientOfInputs, type Seed } from "../tape/gradient.js";
import { settledScalar } from "../tape/settled.js";
import type { Accepted, Derived, ResultFrom } from "../types.js";
import { describe } from "../words.js";
import { positionsOf } from "./jvp.js";
import { type AnyArguments, recordCall, settled } from "./recordedCall.js";

/**
 * The value of f and its pullback. The pullback may be called any number of times.
 *
 *     const [value, pullback] = vjp((x: Scalar, y: Scalar) => [mul(x, y), x], 2, 3);
 *     pullback([1, 0]);      // [3, 2]: one entry an argument
 *
 * @returns the value, and a function from a cotangent shaped like the value to a list of cotangents; null in
 *   a cotangent's place stands for 0
 * @throws TypeError if f returns nothing, and (by the pullback) if the cotangent has another shape
 */
export function vjp<A extends AnyArguments, R, B extends Accepted<A>>(
  f: (...args: A) => R,
  ...primals: B
): [ResultFrom<B, R>, (cotangent: unknown) => { [K in keyof B]: Derived<B[K]> }] {
  const { tape, inputs, result: returned } = recordCall(f, primals, positionsOf(primals));
  requireResult("vjp", returned);
  // What f returned may be changed by it or by others before the pullback is called; so may the primals.
  const result = mapStructure(returned, (leaf) => leaf);
  const shape = mapStructure(primals, (leaf) => leaf);
  const outputs = leavesOf(result);
  const pullback = (cotangent: unknown) => {
    const cotangents = leavesBeside(result, cotangent);
    if (cotangents === null) {
      throw new TypeError(
        `The pullback needs a cotangent shaped like the result, ${describe(result)}, not ${describe(cotangent)}.`,
      );
    }
    const seeds: Seed[] = [];
    outputs.forEach((output, i) => {
      const gradient = cotangents[i];
      if (!isScalar(output) || gradient === null) return;
      if (!isScalar(gradient)) {
        throw new TypeError(`A cotangent is a number, or null for none, not ${describe(gradient)}.`);
      }
      const node = isRecorded(output) ? tape.nodeOf(output) : null;
      if (node !== null) seeds.push({ ...node, gradient: settledScalar(gradient) });
    });
    return shapedAs(shape, gradientOfInputs(tape, seeds, inputs)) as never;
  };
  return [settled(result) as never, pullback];
}
