/** Programs put together at random from operations that are tame wherever they are. */

import fc from "fast-check";
import {
  add,
  atan2,
  cbrt,
  cos,
  div,
  dot,
  exp,
  hypot,
  log1p,
  logSumExp,
  mul,
  pow,
  primitives,
  type Scalar,
  sin,
  sum,
} from "../../engine/index.js";

/** Operations that are smooth, and tame, for any operands. */
const unary = [
  "sin",
  "cos",
  "tanh",
  "atan",
  "asinh",
  "neg",
  "sech",
  "cbrtOfSquarePlus",
  "expOfSine",
  "softplus",
] as const;
const binary = [
  "add",
  "sub",
  "mul",
  "quotient",
  "hypotPlus",
  "atan2Plus",
  "powOfBounded",
  "sumPlus",
  "dotOf",
  "smoothMax",
] as const;

const tame: { [name: string]: (...xs: Scalar[]) => Scalar } = {
  ...Object.fromEntries(primitives),
  cbrtOfSquarePlus: (x) => cbrt(add(mul(x!, x!), 1)),
  expOfSine: (x) => exp(sin(x!)),
  softplus: (x) => log1p(exp(sin(x!))),
  quotient: (a, b) => div(a!, add(1.5, sin(b!))),
  hypotPlus: (a, b) => hypot(a!, b!, 1),
  atan2Plus: (a, b) => atan2(a!, add(2, cos(b!))),
  sumPlus: (a, b) => sum([a!, 1, b!, a!]),
  dotOf: (a, b) => dot([sin(a!), 2, b!], [b!, a!, 0.5]),
  smoothMax: (a, b) => logSumExp([a!, b!, 0]),
  powOfBounded: (a, b) => pow(add(2, sin(a!)), cos(b!)),
};

/** A step computes a new value from two earlier ones, counted back from the latest. */
const step = fc.record({
  name: fc.constantFrom(...unary, ...binary),
  first: fc.nat(5),
  second: fc.nat(5),
});
export const programs = fc.array(step, { minLength: 1, maxLength: 9 });
export const inputNumber = fc
  .double({ min: -1.5, max: 1.5, noNaN: true, noDefaultInfinity: true })
  .map((x) => Math.fround(x));

export type Step = { name: string; first: number; second: number };

export function runProgram(steps: readonly Step[], inputs: readonly Scalar[]): Scalar {
  const values = [...inputs];
  for (const { name, first, second } of steps) {
    const back = (n: number) => values[values.length - 1 - (n % values.length)]!;
    values.push(tame[name]!(back(first), back(second)));
  }
  return values.at(-1)!;
}
