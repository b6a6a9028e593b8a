/** `Math`: every function is the engine's operation of the same name, so that derivatives pass through. */

import * as engine from "nested-tape";
import { type NativeCall, NativeFunction, type Scalar, type Value } from "../objects/values.js";
import { type Native, namespace, plainArgument, pureNatives, scalarArgument } from "./natives.js";

type Unary = (x: Scalar) => Scalar;
type Variadic = (...xs: Scalar[]) => Scalar;

const unary: Record<string, Unary> = {
  abs: engine.abs,
  acos: engine.acos,
  acosh: engine.acosh,
  asin: engine.asin,
  asinh: engine.asinh,
  atan: engine.atan,
  atanh: engine.atanh,
  cbrt: engine.cbrt,
  ceil: engine.ceil,
  cos: engine.cos,
  cosh: engine.cosh,
  exp: engine.exp,
  expm1: engine.expm1,
  floor: engine.floor,
  fround: engine.fround,
  log: engine.log,
  log10: engine.log10,
  log1p: engine.log1p,
  log2: engine.log2,
  round: engine.round,
  sign: engine.sign,
  sin: engine.sin,
  sinh: engine.sinh,
  sqrt: engine.sqrt,
  tan: engine.tan,
  tanh: engine.tanh,
  trunc: engine.trunc,
};

const variadic: Record<string, Variadic> = { hypot: engine.hypot, max: engine.max, min: engine.min };

/** Functions of whole numbers: their value is right, and the derivative ends there. */
const integers: Record<string, (x: number, y: number) => number> = {
  clz32: (x) => Math.clz32(x),
  imul: (x, y) => Math.imul(x, y),
};

const constants: [string, number][] = [
  ["E", Math.E],
  ["LN10", Math.LN10],
  ["LN2", Math.LN2],
  ["LOG10E", Math.LOG10E],
  ["LOG2E", Math.LOG2E],
  ["PI", Math.PI],
  ["SQRT1_2", Math.SQRT1_2],
  ["SQRT2", Math.SQRT2],
];

function mapTable<Operation>(
  table: Record<string, Operation>,
  adapt: (operation: Operation, name: string) => Native,
) {
  return pureNatives(
    "Math.",
    Object.fromEntries(Object.entries(table).map(([name, operation]) => [name, adapt(operation, name)])),
  );
}

function scalars(values: Value[], call: NativeCall): Scalar[] {
  return values.map((value) => scalarArgument(value, call));
}

export const math = namespace([
  ...constants,
  ...mapTable(
    unary,
    (operation) =>
      ([x], call) =>
        operation(scalarArgument(x, call)),
  ),
  ...mapTable(variadic, (operation) => (values, call) => {
    call.spend(values.length);
    return operation(...scalars(values, call));
  }),
  ...mapTable(
    { atan2: engine.atan2, pow: engine.pow },
    (operation) =>
      ([x, y], call) =>
        operation(scalarArgument(x, call), scalarArgument(y, call)),
  ),
  ...mapTable(integers, (operation, name) => (values, call) => {
    call.loseDerivative(values, `Math.${name} works on whole numbers`);
    return operation(plainArgument(values[0], Number.NaN, call), plainArgument(values[1], Number.NaN, call));
  }),
  ["random", new NativeFunction("Math.random", (_values, call) => call.random())],
]);
