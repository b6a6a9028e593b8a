/** Modules whose top level hangs on something unknown: what is known behind it all the same, and what is not. */

import assert from "node:assert/strict";
import { it } from "mocha";
import { nodeValue, reportOf } from "./support.js";

export interface UnknownCase {
  /** The top level of a module. */
  top: string;
  /** Expressions of which Node's number comes. */
  known?: string[];
  /** Expressions of which it is said that they depend on a regular expression. */
  unknown?: string[];
}

/** One test for each case. */
export function checkUnknown(cases: Record<string, UnknownCase>): void {
  for (const [name, { top, known = [], unknown = [] }] of Object.entries(cases)) {
    it(name, () => {
      for (const result of known) {
        const { source, report } = reportWith(top, result);
        assert.deepEqual(
          report.findings.filter(({ severity }) => severity === "error"),
          [],
          result,
        );
        assert.deepEqual(report.points[0]!.value, nodeValue(source, "f(0.7)"), result);
      }
      for (const result of unknown) {
        const { report } = reportWith(top, result);
        assert.match(report.findings.map(({ message }) => message).join(), /[Rr]egular expression/, result);
      }
    });
  }
}

/** The report of a function that multiplies an expression by its parameter. */
export function reportWith(top: string, result: string) {
  const source = `${top}\n/** @differentiable @at x = 0.7 */\nfunction f(x: number): any { return (${result}) * x; }`;
  return { source, report: reportOf(source) };
}
