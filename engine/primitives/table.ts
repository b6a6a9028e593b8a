/**
 * The table of primitives: importing it makes every row known. To add a primitive, write its row in the file
 * of its kind and name it here.
 */

import { add, div, mod, mul, neg, sub } from "./arithmetic.js";
import { exp, expm1, log, log1p, log2, log10 } from "./exponential.js";
import { acosh, asinh, atanh, cosh, sech, sinh, tanh } from "./hyperbolic.js";
import { cbrt, componentOf, hypot, pow, sqrt } from "./power.js";
import { dotOfOperands, logSumExpOfOperands, sumOfOperands } from "./reduction.js";
import { ceil, floor, fround, round, sign, stopGradientOfScalar, trunc } from "./rounding.js";
import { abs, max, min } from "./selection.js";
import { acos, asin, atan, atan2, cos, oneMinusSquare, sin, slopeOfAtan, tan } from "./trigonometric.js";

export const table = {
  add,
  sub,
  mul,
  div,
  mod,
  neg,
  pow,
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  ceil,
  cos,
  cosh,
  exp,
  expm1,
  floor,
  fround,
  hypot,
  log,
  log10,
  log1p,
  log2,
  max,
  min,
  round,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
  oneMinusSquare,
  sech,
  componentOf,
  slopeOfAtan,
  sum: sumOfOperands,
  dot: dotOfOperands,
  logSumExp: logSumExpOfOperands,
  stopGradient: stopGradientOfScalar,
} as const;
