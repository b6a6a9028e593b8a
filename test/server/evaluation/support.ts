/** Runs source text through the whole pipeline, and through Node beside it. */

import assert from "node:assert/strict";
import vm from "node:vm";
import { transformSync } from "esbuild";
import { fullBudget } from "../../../server/evaluation/budget.js";
import type { PlainValue, Report } from "../../../server/report.js";
import { runModule } from "../pipeline.js";

const main = "/project/main.ts";

/** The reports of the marked functions of a module; other modules by their path. */
export function reportsOf(
  source: string,
  others: Record<string, string> = {},
  budget = fullBudget,
): Report[] {
  const files: Record<string, string> = { [main]: source, ...others };
  const { reports, findings } = runModule(main, { read: (module) => files[module] }, { budget });
  assert.deepEqual(findings, []);
  return reports;
}

/** The report of the only marked function. */
export function reportOf(source: string, others: Record<string, string> = {}, budget = fullBudget): Report {
  const reports = reportsOf(source, others, budget);
  assert.equal(reports.length, 1);
  return reports[0]!;
}

/** What Node's global object has besides the language's own. */
const ofNode = { performance, process, setTimeout, setInterval, clearInterval, queueMicrotask };

/** The value that Node gives for the expression `call` in the module. */
export function nodeValue(source: string, call: string): PlainValue {
  const { code } = transformSync(`${source}\n;globalThis.result = ${call};`, { loader: "ts", format: "cjs" });
  const context = vm.createContext({ module: { exports: {} }, exports: {}, structuredClone, ...ofNode });
  vm.runInContext(code, context);
  // Out of the other realm, so that arrays and objects compare by what they hold.
  return structuredClone(context.result) as PlainValue;
}

/** A body of `f(x: number)`: its value at x = 0.7 must be Node's, bit for bit. */
export function checkAgainstNode(body: string, declarations = ""): void {
  const source = `${declarations}\n/** @differentiable @at x = 0.7 */\nfunction f(x: number): any {\n${body}\n}`;
  const report = reportOf(source);
  const errors = report.findings.filter((finding) => finding.severity === "error");
  assert.deepEqual(
    errors.map((finding) => finding.message),
    [],
  );
  assert.deepEqual(report.points[0]!.value, nodeValue(source, "f(0.7)"));
}

/** The derivatives by "order/inputs", such as `{ "x": 6, "x,x": 2 }`; of a result of several numbers, `[0] x`. */
export function derivativesOf(report: Report, point = 0): Record<string, number> {
  return Object.fromEntries(
    report.points[point]!.derivatives.map(({ wrt, of, value }) => [
      of === undefined ? wrt.join() : `${of} ${wrt.join()}`,
      value,
    ]),
  );
}

/** Holds numbers to references: relative where they are large, absolute where they are near zero. */
export function assertClose(
  actual: Record<string, number>,
  expected: Record<string, number>,
  tolerance = 1e-12,
): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [key, reference] of Object.entries(expected)) {
    const error = Math.abs(actual[key]! - reference) / Math.max(1, Math.abs(reference));
    assert.ok(
      error <= tolerance || Object.is(actual[key], reference),
      `${key}: ${actual[key]} instead of ${reference}`,
    );
  }
}

/** The text of a span with the finding's code: `while: budget-steps`. */
export function findingsOf(source: string, report: Report): string[] {
  return report.findings.map(({ code, start, end }) => `${source.slice(start, end)}: ${code}`);
}
