/** The operations, for users: what the table of primitives has of JavaScript's own arithmetic and functions, and of lists. */

export { add, div, mod, mul, neg, sub } from "./primitives/arithmetic.js";
export { exp, expm1, log, log1p, log2, log10 } from "./primitives/exponential.js";
export { acosh, asinh, atanh, cosh, sinh, tanh } from "./primitives/hyperbolic.js";
export { cbrt, hypot, pow, sqrt } from "./primitives/power.js";
export { dot, logSumExp, sum } from "./primitives/reduction.js";
export { ceil, floor, fround, round, sign, trunc } from "./primitives/rounding.js";
export { abs, max, min } from "./primitives/selection.js";
export { acos, asin, atan, atan2, cos, sin, tan } from "./primitives/trigonometric.js";
