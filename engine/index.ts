/**
 * nested-tape: nested gradient tapes for ordinary numeric code.
 *
 *     import { derivative, GradientTape, mul, sin, Variable } from "nested-tape";
 *
 *     derivative((x) => mul(x, sin(x)))(1);      // sin 1 + cos 1
 */

export { equal, greater, greaterEqual, less, lessEqual, notEqual } from "./comparisons.js";
export * from "./operations.js";
export {
  type BinaryOperation,
  type Kink,
  type ListOperation,
  type Operation,
  type Primitive,
  primitives,
  type UnaryOperation,
} from "./primitives/primitive.js";
export type { Callable, Condition, Expression } from "./primitives/rule.js";
export { isRecorded, peek, primal, Recorded, type Scalar, Variable } from "./scalar.js";
export type { Structure } from "./structure.js";
export {
  type GradientOptions,
  GradientTape,
  type GradientTapeOptions,
  type UnconnectedGradients,
} from "./tape/gradientTape.js";
export type { Arithmetic, OperationOver } from "./tape/otherArithmetic.js";
export type { Partial, Partials } from "./tape/partials.js";
export { TapeError } from "./tape/tapeError.js";
export type { Replay, SampledSeries } from "./tape/tapeReplay.js";
export {
  type CheckEntry,
  type CheckOptions,
  type CheckResult,
  checkGradients,
} from "./transforms/checkGradients.js";
export { type Compiled, compile, type SeriesLine } from "./transforms/compile.js";
export { customGradient, type Pullback, stopGradient } from "./transforms/custom.js";
export { derivative, derivatives, taylor } from "./transforms/derivative.js";
export { grad, valueAndGrad } from "./transforms/gradient.js";
export { ImplicitError, implicit } from "./transforms/implicit.js";
export { hessian, jacobian } from "./transforms/jacobian.js";
export { hvp, jvp } from "./transforms/jvp.js";
export { vjp } from "./transforms/vjp.js";
export type { Derived, InPlace } from "./types.js";
