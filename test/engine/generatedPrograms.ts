/** Programs put together at random from operations that are tame wherever they are. */

import fc from "fast-check";
import { add, div, dot, logSumExp, mul, type Scalar, sum } from "../../engine/index.js";
import { table } from "../../engine/primitives/table.js";

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
  ...(table as unknown as { [name: string]: (...xs: Scalar[]) => Scalar }),
  cbrtOfSquarePlus: (x) => table.cbrt(add(mul(x!, x!), 1)),
  expOfSine: (x) => table.exp(table.sin(x!)),
  softplus: (x) => table.log1p(table.exp(table.sin(x!))),
  quotient: (a, b) => div(a!, add(1.5, table.sin(b!))),
  hypotPlus: (a, b) => table.hypot(a!, b!, 1),
  atan2Plus: (a, b) => table.atan2(a!, add(2, table.cos(b!))),
  sumPlus: (a, b) => sum([a!, 1, b!, a!]),
  dotOf: (a, b) => dot([table.sin(a!), 2, b!], [b!, a!, 0.5]),
  smoothMax: (a, b) => logSumExp([a!, b!, 0]),
  powOfBounded: (a, b) => table.pow(add(2, table.sin(a!)), table.cos(b!)),
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
