/**
 * Who looks on while a run is made only to explain another one: where a number that is not finite was born, which
 * kink the point sits on, where a derivative was lost. An ordinary run has no observer and pays nothing for it.
 */

import type { Span } from "../../../finding.js";
import type { Expression, FunctionCode } from "../../../routine.js";
import type { NativeFunction, Value } from "../objects/values.js";
import type { Run } from "./context.js";
import type { Frame } from "./frame.js";

/**
 * Wraps what evaluates an expression. It knows the text alone, as all that is compiled does: the observer of a run is
 * `frame.machine.observer`.
 */
export type Watch = (node: Expression, run: Run) => Run;

export interface Observer {
  /** How the expressions of a function are looked on; null for what stands outside any. */
  watchFor(code: FunctionCode | null): Watch;
  /** How many expressions are under way, one inside the other. */
  depth: number;
  /**
   * A function of the standard library was called by another one, as by `xs.map(Math.abs)`, where no expression
   * says so. What this returns takes the place of the result.
   */
  nativeCallback(frame: Frame, span: Span, callee: NativeFunction, parameters: Value[], result: Value): Value;
  /**
   * A number was computed from others whose derivative it does not carry.
   * @param result the number; null where it is not known yet and comes out of the expression under way
   * @returns what stands for the result from here on, or null for the number itself
   */
  loss(frame: Frame, span: Span, what: string, origins: Value[], result: number | null): Value;
}
