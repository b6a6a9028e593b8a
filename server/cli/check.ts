/** `derivative-lens check`: works on the marked functions of files, one after the other. */

import { fullBudget } from "../evaluation/budget.js";
import type { FunctionResult, Pipeline } from "../pipeline.js";
import { placeOutcome } from "../places.js";
import { assembleReport, type ModuleReport } from "../report.js";

/** What is known of one module with the full budgets. `onFunction` is told the name of each function before it runs. */
export function checkModule(
  module: string,
  pipeline: Pipeline,
  onFunction: (name: string) => void,
): ModuleReport {
  const results = new Map<string, FunctionResult>();
  const { functions, findings } = pipeline.work({ module, budget: fullBudget, known: {} }, (result) => {
    if (!result.isFinal && !result.outcome) onFunction(result.outline.function);
    results.set(result.id, result);
  });
  const reports = functions.map((id) => {
    const { outline, findings: told, outcome, pieces } = results.get(id)!;
    return assembleReport(outline, told, outcome ? placeOutcome(outcome, pieces) : null);
  });
  return { module, reports, findings };
}

/** Whether a finding of severity error is among all. */
export function hasErrors(modules: readonly ModuleReport[]): boolean {
  return modules.some(({ findings, reports }) =>
    [...findings, ...reports.flatMap((report) => report.findings)].some(
      ({ severity }) => severity === "error",
    ),
  );
}
