/**
 * The result as a person reads it in a terminal.
 *
 *     f  examples/quickstart.ts:6
 *       at x = 3
 *         f   9
 *         f′  6
 *         f″  2
 */

import type { Finding } from "../finding.js";
import type { ModuleReport, Report } from "../report.js";
import { describeClaim } from "../view/claims.js";
import { shortName } from "../view/numbers.js";
import { viewOfPoint } from "../view/pointView.js";
import { printable, printableData } from "../view/printable.js";
import type { Locator } from "./json.js";
import { pointLines, terminalLimits } from "./pointLines.js";
import type { Style } from "./style.js";

/** Everything as text that ends in a newline. */
export function toTable(found: readonly ModuleReport[], locator: Locator, style: Style): string {
  const modules = printableData(found);
  const reports = modules.flatMap((module) => module.reports);
  const sections = reports.map((report) => describeReport(report, locator, style));
  const outside = modules.flatMap(({ findings }) =>
    findings.map((each) => describeFinding(each, locator, style)),
  );
  if (outside.length > 0) sections.push(outside.join("\n"));
  if (reports.length === 0) sections.push("No function is marked @differentiable here.");
  return `${sections.join("\n\n")}\n`;
}

function describeReport(report: Report, locator: Locator, style: Style): string {
  const { line } = locator.locate(report.module, report.name.start);
  const lines = [
    `${style.bold(report.function)}  ${style.dim(`${printable(locator.file(report.module))}:${line}`)}`,
  ];
  const name = shortName(report.function);
  for (const point of report.points)
    lines.push(...pointLines(name, viewOfPoint(point, terminalLimits), style));
  for (const claim of report.claims ?? []) if (claim.agrees) lines.push(`  ${describeClaim(claim)}`);
  for (const finding of report.findings) lines.push(`  ${describeFinding(finding, locator, style)}`);
  return lines.join("\n");
}

function describeFinding(finding: Finding, locator: Locator, style: Style): string {
  const { line, column } = locator.locate(finding.module, finding.start);
  const place = `${printable(locator.file(finding.module))}:${line}:${column}`;
  const severity = style.severity(finding.severity, finding.severity);
  const related = (finding.related ?? []).map((each) => {
    const at = locator.locate(each.module, each.start);
    return `\n    ${style.dim(`${printable(locator.file(each.module))}:${at.line}:${at.column}`)}  ${each.message}`;
  });
  return `${place}  ${severity}  ${finding.message}  ${style.dim(finding.code)}${related.join("")}`;
}
