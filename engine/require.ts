/** What callers must pass to the transforms. The errors say what was passed and what to do. */

import type { Scalar } from "./scalar.js";
import { isScalar, leavesOf } from "./structure.js";
import { describe } from "./words.js";

/**
 * The argument to differentiate by. An empty list will do: there is nothing to differentiate by in it.
 * @throws TypeError if it is not there or holds no number
 */
export function requireNumbers(name: string, args: readonly unknown[], position: number): void {
  if (!Number.isInteger(position)) {
    throw new TypeError(
      `${name} differentiates by one argument, counted from 0, not by ${describe(position)}. Use vjp for all of them, or put several into one array.`,
    );
  }
  if (position < 0 || position >= args.length) {
    throw new TypeError(
      `${name} is to differentiate by argument ${position} (counted from 0), but was called with ${args.length}.`,
    );
  }
  const leaves = leavesOf(args[position]);
  if (leaves.length > 0 && !leaves.some(isScalar)) {
    throw new TypeError(
      `${name} needs a number, or a structure of numbers, as argument ${position}, not ${describe(args[position])}.`,
    );
  }
}

/** The result of a function that may return any structure. @throws TypeError if it returned nothing, or a promise */
export function requireResult(name: string, result: unknown): void {
  if (result === undefined || result === null) {
    throw new TypeError(
      `${name} cannot differentiate a function that returns ${result}. Does it return its result?`,
    );
  }
  if (result instanceof Promise) {
    throw new TypeError(
      `${name} cannot differentiate an asynchronous function: what runs after its first await would be lost.`,
    );
  }
}

/** The result of a function that must return one number. @throws TypeError if it returned anything else */
export function requireScalar(name: string, result: unknown): Scalar {
  if (isScalar(result)) return result;
  requireResult(name, result);
  throw new TypeError(
    `${name} needs a function that returns one number, but it returned ${describe(result)}. Use jacobian for several, or add them up.`,
  );
}

export function requireOrder(order: number): void {
  if (!Number.isInteger(order) || order < 0) {
    throw new RangeError(`The order must be a whole number from 0 on, not ${order}.`);
  }
}
