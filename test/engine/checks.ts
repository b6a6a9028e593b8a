/** What the engine's tests share: comparisons of numbers, and derivatives by way of nested tapes alone. */

import assert from "node:assert/strict";
import { grad, type Operation, primitives, type Scalar } from "../../engine/index.js";
import { leavesOf } from "../../engine/structure.js";

/** |a − b| relative to the greater of them; 0 for equal infinities and for two NaN. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  if (Number.isNaN(actual) || Number.isNaN(expected)) return Number.POSITIVE_INFINITY;
  return Math.abs(actual - expected) / Math.max(Math.abs(actual), Math.abs(expected));
}

/** @param tiny differences below this do not count */
export function assertClose(
  actual: number,
  expected: number,
  tolerance = 1e-12,
  what = "",
  tiny = 1e-300,
): void {
  if (Math.abs(actual - expected) <= tiny || Object.is(actual, expected)) return;
  const error = relativeError(actual, expected);
  assert.ok(error <= tolerance, `${what}: ${actual}, expected ${expected} (relative error ${error})`);
}

export function assertAllClose(
  actual: unknown,
  expected: unknown,
  tolerance = 1e-12,
  what = "",
  tiny = 1e-300,
): void {
  const [left, right] = [leavesOf(actual), leavesOf(expected)];
  assert.equal(left.length, right.length, `${what}: as many numbers`);
  left.forEach((leaf, i) => {
    if (typeof right[i] !== "number") assert.deepEqual(leaf, right[i], `${what} [${i}]`);
    else assertClose(leaf as number, right[i], tolerance, `${what} [${i}]`, tiny);
  });
}

/** A primitive by its name. */
export function operationNamed(name: string): Operation {
  const operation = primitives.get(name);
  assert.ok(operation !== undefined, `no primitive is called ${name}`);
  return operation;
}

/** A mixed derivative by nested `grad`: orders[i] times by argument i. */
export function nested(
  f: (...args: Scalar[]) => Scalar,
  orders: readonly number[],
): (...args: Scalar[]) => Scalar {
  let derived = f;
  orders.forEach((order, argument) => {
    for (let k = 0; k < order; k++) derived = grad(derived, { argument }) as typeof derived;
  });
  return derived;
}
