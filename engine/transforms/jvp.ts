/** Forward mode: derivatives along a direction. */

import { requireNumbers, requireResult, requireScalar } from "../require.js";
import { isRecorded, type Scalar } from "../scalar.js";
import { isScalar, leavesBeside, leavesOf, mapStructure, shapedAs } from "../structure.js";
import { gradientOf } from "../tape/gradient.js";
import { settledScalar } from "../tape/settled.js";
import { tangentsOf } from "../tape/tangents.js";
import type { Accepted, Derived, ResultFrom } from "../types.js";
import { describe } from "../words.js";
import { type AnyArguments, recordCall, settled } from "./recordedCall.js";

/**
 * The value of f and its derivative along a direction of its arguments, in forward mode.
 *
 *     jvp((x: Scalar, y: Scalar) => mul(x, y), [2, 3], [1, 0]);      // [6, 3]
 *
 * @param primals the arguments, as a list
 * @param tangents the direction: one entry an argument, shaped like it
 * @returns the value and the tangent, both shaped like the result of f
 * @throws TypeError if the primals and the tangents differ in shape
 */
export function jvp<A extends AnyArguments, R, B extends Accepted<A>>(
  f: (...args: A) => R,
  primals: readonly [...B],
  tangents: readonly unknown[],
): [ResultFrom<B, R>, ResultFrom<B, R>] {
  const direction = directionOf("jvp", primals, tangents);
  const { tape, inputs, result } = recordCall(f, primals, positionsOf(primals));
  requireResult("jvp", result);
  const targets = leavesOf(result).filter(isRecorded);
  const found = tangentsOf(tape, inputs, direction, targets).map((tangent) => settledScalar(tangent ?? 0));
  let next = 0;
  const tangent = mapStructure(result, (leaf) =>
    isRecorded(leaf) ? found[next++] : isScalar(leaf) ? 0 : null,
  );
  return [settled(result), tangent] as never;
}

/**
 * The Hessian of f times a vector, forward over reverse: about four runs of f, however many inputs there are.
 *
 *     hvp((p: Scalar[]) => mul(p[0], mul(p[1], p[1])), [2, 3], [1, 0]);      // [0, 6]
 *
 * @param f a function of one structure that returns one number
 * @returns shaped like x
 */
export function hvp<A, X extends Accepted<[A]>[0], V>(f: (x: A) => Scalar, x: X, v: V): Derived<X> {
  const direction = directionOf("hvp", [x], [v]);
  requireNumbers("hvp", [x], 0);
  let gradient: (Scalar | null)[] = [];
  const { tape, inputs } = recordCall(f as never, [x], [0], (call) => {
    const value = requireScalar("hvp", call.result);
    const node = isRecorded(value) ? call.tape.nodeOf(value) : null;
    if (node !== null) gradient = gradientOf(call.tape, [{ ...node, gradient: 1 }], call.inputs);
  });
  const targets = gradient.filter(isRecorded);
  const found = tangentsOf(tape, inputs, direction, targets);
  let next = 0;
  const product = inputs.map((_, i) => (isRecorded(gradient[i]) ? settledScalar(found[next++] ?? 0) : 0));
  return shapedAs(x, product) as never;
}

export function positionsOf(args: readonly unknown[]): number[] {
  return args.map((_, position) => position);
}

/** The numbers of the tangents, each beside its primal. @throws TypeError if the shapes differ, or for no lists */
function directionOf(name: string, primals: readonly unknown[], tangents: readonly unknown[]): Scalar[] {
  if (!Array.isArray(primals) || !Array.isArray(tangents)) {
    throw new TypeError(
      `${name} takes the primals and the tangents as lists, one entry an argument: [x] and [v], not ${describe(primals)} and ${describe(tangents)}.`,
    );
  }
  const leaves = leavesOf(primals);
  const beside = leavesBeside(primals, tangents);
  const direction = beside?.filter((_, i) => isScalar(leaves[i]));
  if (direction === undefined || !direction.every(isScalar)) {
    throw new TypeError(`${name} needs a tangent for each number of the primals, in the same structure.`);
  }
  return direction;
}
