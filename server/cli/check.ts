/** `derivative-lens check`: prepares and evaluates the marked functions of files, one after the other. */

import { fullBudget } from "../evaluation/budget.js";
import { evaluate } from "../evaluation/evaluate.js";
import { type ModuleHost, type PrepareOptions, prepareModule } from "../prepare.js";
import { assembleReport, type ModuleReport } from "../report.js";

/** What is known of one module with the full budgets. `onFunction` is told the name of each function before it runs. */
export function checkModule(
  module: string,
  host: ModuleHost,
  options: PrepareOptions,
  onFunction: (name: string) => void,
): ModuleReport {
  const { functions, findings } = prepareModule(module, host, options);
  const reports = functions.map((prepared) => {
    const { outline, routine } = prepared;
    if (!routine) return assembleReport(outline, prepared.findings, null);
    onFunction(outline.function);
    return assembleReport(
      outline,
      prepared.findings,
      evaluate(routine, fullBudget, () => performance.now()),
    );
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
