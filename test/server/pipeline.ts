/** The whole pipeline in one call: prepares a module, runs its marked functions, puts the reports together. */

import { type Budget, fullBudget } from "../../server/evaluation/budget.js";
import { evaluate } from "../../server/evaluation/evaluate.js";
import { World } from "../../server/evaluation/modules/world.js";
import type { Finding } from "../../server/finding.js";
import {
  type ModuleHost,
  openPreparation,
  type PreparedModule,
  type PrepareOptions,
} from "../../server/prepare.js";
import { assembleReport, type Report } from "../../server/report.js";

/** Stands still: what a test says must not hang on how busy the machine is. Steps and the other budgets end a run. */
export const clock = () => 0;

/** The first half alone. */
export function prepareModule(
  module: string,
  host: ModuleHost,
  options: PrepareOptions = {},
): PreparedModule {
  return openPreparation(host).prepare(module, options);
}

/** The reports of a module's marked functions, and the findings outside of them. */
export function runModule(
  module: string,
  host: ModuleHost,
  {
    budget = fullBudget,
    options = {} as PrepareOptions,
    time = clock,
  }: { budget?: Budget; options?: PrepareOptions; time?: () => number } = {},
): { reports: Report[]; findings: Finding[] } {
  const preparation = openPreparation(host);
  const world = new World(preparation, time);
  const { functions, findings } = preparation.prepare(module, options);
  const reports = functions.map(({ outline, routine, findings: own }) =>
    assembleReport(outline, own, routine === null ? null : evaluate(routine, world, budget, time)),
  );
  return { reports, findings };
}
