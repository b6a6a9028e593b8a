/**
 * The result as a person reads it in a terminal.
 *
 *     f  examples/quickstart.ts:6
 *       at x = 3
 *         f   9
 *         f′  6
 *         f″  2
 */

import type { Finding, Severity } from "../finding.js";
import type { ModuleReport, PointReport, Report } from "../report.js";
import { describeClaim } from "../view/claims.js";
import { derivativeName, formatShort, formatValue, partialName, shortName } from "../view/numbers.js";
import { type PartialTable, partialsOf } from "../view/partials.js";
import type { Locator } from "./json.js";

/** Ways to set off words; on anything but a colour terminal they are left as they are. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  severity(text: string, severity: Severity): string;
}

export const plainStyle: Style = { bold: (text) => text, dim: (text) => text, severity: (text) => text };

const colours: Record<Severity, number> = { error: 31, warning: 33, information: 36, hint: 2 };

export const colourStyle: Style = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
  severity: (text, severity) => `\u001b[${colours[severity]}m${text}\u001b[0m`,
};

const digits = 10;
const mostColumns = 8;
const mostRows = 60;
const mostItems = 12;

/** Everything as text that ends in a newline. */
export function toTable(modules: readonly ModuleReport[], locator: Locator, style: Style): string {
  const reports = modules.flatMap((module) => module.reports);
  const sections = reports.map((report) => describeReport(report, locator, style));
  const outside = modules.flatMap(({ findings }) =>
    findings.map((each) => describeFinding(each, locator, style)),
  );
  if (outside.length > 0) sections.push(outside.join("\n"));
  if (reports.length === 0) sections.push("No function is marked @differentiable here.");
  return `${sections.map(printable).join("\n\n")}\n`;
}

function describeReport(report: Report, locator: Locator, style: Style): string {
  const { line } = locator.locate(report.module, report.name.start);
  const lines = [`${style.bold(report.function)}  ${style.dim(`${locator.file(report.module)}:${line}`)}`];
  for (const point of report.points) lines.push(...describePoint(report, point, style));
  for (const claim of report.claims ?? []) if (claim.agrees) lines.push(`  ${describeClaim(claim)}`);
  for (const finding of report.findings) lines.push(`  ${describeFinding(finding, locator, style)}`);
  return lines.join("\n");
}

function describeFinding(finding: Finding, locator: Locator, style: Style): string {
  const { line, column } = locator.locate(finding.module, finding.start);
  const place = `${locator.file(finding.module)}:${line}:${column}`;
  const severity = style.severity(finding.severity, finding.severity);
  const related = (finding.related ?? []).map((each) => {
    const at = locator.locate(each.module, each.start);
    return `\n    ${style.dim(`${locator.file(each.module)}:${at.line}:${at.column}`)}  ${each.message}`;
  });
  return `${place}  ${severity}  ${finding.message}  ${style.dim(finding.code)}${related.join("")}`;
}

function describePoint(report: Report, point: PointReport, style: Style): string[] {
  const lines = describeNumbers(report, point, style);
  if (point.zeroFrom !== undefined) lines.push(`    all derivatives from order ${point.zeroFrom} on are 0`);
  return lines;
}

function describeNumbers(report: Report, point: PointReport, style: Style): string[] {
  const given = Object.entries(point.at).map(
    ([parameter, value]) => `${parameter} = ${formatValue(value, digits, mostItems, formatShort)}`,
  );
  const lines = [`  ${style.dim("at")} ${given.join(", ")}`];
  if (!point.isComplete) {
    const given = formatValue(point.value, digits, mostItems, formatShort);
    const isEnded = point.value !== undefined;
    return [...lines, isEnded ? `    gives ${given}, and no number` : "    the run did not come to its end"];
  }
  const name = shortName(report.function);
  const partials = partialsOf(point.derivatives);
  const rows = [[name, formatValue(point.value, digits, mostItems, formatShort)]];
  const [only] = point.inputs;
  if (point.inputs.length === 1 && only !== undefined) {
    for (let order = 1; order <= partials.order; order++) {
      for (const of of partials.outputs) {
        const found = partials.find(of, Array<string>(order).fill(only));
        rows.push([derivativeName(name, order) + of, found ? formatShort(found.value, digits) : ""]);
      }
    }
    return [...lines, ...columns(rows)];
  }

  const hasHessian = partials.order >= 2 && point.inputs.length <= mostColumns;
  const higher: string[][] = [];
  for (const { order, wrt, of = "", value, isStructuralZero } of point.derivatives) {
    const row = [partialName(name + of, wrt), formatShort(value, digits)];
    if (order === 1) rows.push(row);
    else if (!(order === 2 && hasHessian) && !isStructuralZero) higher.push(row);
  }
  lines.push(...cut(rows));
  if (hasHessian) {
    for (const of of partials.outputs) {
      lines.push(
        `    ${style.dim(`Hessian${of && ` of ${name}${of}`}`)}`,
        ...hessian(point.inputs, partials, of),
      );
    }
  }
  if (higher.length > 0)
    lines.push(`    ${style.dim("higher orders that are not 0 everywhere")}`, ...cut(higher));
  if (point.truncated) lines.push("    some partial derivatives were left out, because they are too many");
  return lines;
}

function hessian(inputs: readonly string[], partials: PartialTable, of: string): string[] {
  const rows = inputs.map((row) => [
    row,
    ...inputs.map((column) => {
      const found = partials.find(of, [row, column]);
      return found ? formatShort(found.value, digits) : "";
    }),
  ]);
  return columns([["", ...inputs], ...rows]);
}

function cut(rows: readonly string[][]): string[] {
  const lines = columns(rows.slice(0, mostRows));
  if (rows.length > mostRows) lines.push(`    … and ${rows.length - mostRows} more; --json has all of them`);
  return lines;
}

/** Rows of cells under each other: the first column to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0
        ? cell.padEnd(widths[column]!)
        : rows[0]!.length > 2
          ? cell.padStart(widths[column]!)
          : cell,
    );
    return `    ${cells.join("  ")}`.trimEnd();
  });
}

const escapeCharacter = "\u001b";

/** Our own colours, or a character that commands a terminal or turns the direction of writing. */
const commanding = new RegExp(
  `(${escapeCharacter}\\[\\d{1,2}m)|(?!\\n)[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069]`,
  "gu",
);

/** Words of the workspace must not command the terminal. */
function printable(text: string): string {
  return text.replace(commanding, (_, colour: string | undefined) => colour ?? "\ufffd");
}
