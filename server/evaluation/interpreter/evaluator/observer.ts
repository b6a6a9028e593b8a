/**
 * Who looks on while a run is made only to explain another one: where a number that is not finite was born, which
 * kink the point sits on, where a derivative was lost. An ordinary run has no observer and pays nothing for it.
 */

import type { Span } from "../../../finding.js";
import type { Expression } from "../../../routine.js";
import type { Frame, NativeFunction, Value } from "../objects/values.js";
import type { Run } from "./compile.js";

export interface Observer {
  /** Wraps what evaluates an expression. What it returns takes the place of the expression. */
  expression(node: Expression, run: Run): Run;
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
