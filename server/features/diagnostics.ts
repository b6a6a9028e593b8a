/**
 * The findings to show in one module.
 *
 *     for (let i = 0; true; i++) {     ← budget-steps: the loop ran 20 000 000 steps …
 */

import type { Finding } from "../finding.js";
import type { ModuleReport, Report } from "../report.js";

/** More findings than this in one module hide more than they tell. */
const mostFindings = 500;

/**
 * All findings of a module, in the order of the text, each once. One that lies in another module, because a
 * marked function calls into it, is shown at the marked function's name and refers to its place.
 */
export function diagnostics(module: ModuleReport): Finding[] {
  const all = [
    ...module.findings.filter((finding) => finding.module === module.module),
    ...module.reports.flatMap((report) => report.findings.map((finding) => bringHome(finding, report))),
  ];
  const seen = new Set<string>();
  return all
    .filter(({ code, start, end, message }) => {
      const key = JSON.stringify([code, start, end, message]);
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .slice(0, mostFindings);
}

function bringHome(finding: Finding, report: Report): Finding {
  if (finding.module === report.module) return finding;
  const { module, start, end } = finding;
  return {
    ...finding,
    module: report.module,
    ...{ start: report.name.start, end: report.name.end },
    related: [{ module, start, end, message: finding.message }, ...(finding.related ?? [])],
  };
}
