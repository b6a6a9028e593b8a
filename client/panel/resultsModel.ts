/**
 * What the results panel shows, made from the server's reports: texts and tables, ready to be put on the page.
 * Pure, so that it is tested without an editor and the page has nothing left to decide.
 *
 *     f of x at x = 3 to order 2      one table, a row an order, a column a point:   f │ 9,  f′ │ 6,  f″ │ 2
 *     f of x, y                       for each point a gradient and a Hessian
 *     f of x giving { u, v }          for each point a table, a column a number of the result
 *     f of x, y giving [a, b]         for each point a Jacobian, and a Hessian for each number of the result
 */

import type { Finding, Place } from "../../server/finding.js";
import type { DocumentReport } from "../../server/protocol/messages.js";
import type { Report } from "../../server/report.js";
import type { DocumentModel, FindingModel, FunctionModel, ResultsModel } from "./panelModel.js";
import { pointModels } from "./pointModels.js";

/** What the reports do not say themselves. */
export interface ModelOptions {
  /** Significant digits. */
  digits: number;
  /** How the file of a document is named to the user: its path relative to the workspace, with forward slashes. */
  pathOf(uri: string): string;
  /** Line from 1 of a place, where its text is at hand. */
  lineOf(place: Place): number | null;
}

/** Names of inputs that are listed beside the name of a function. */
const mostInputs = 6;

/** The documents that have something to show, ordered by path. */
export function resultsModel(documents: readonly DocumentReport[], options: ModelOptions): ResultsModel {
  const shown = documents
    .filter(({ module }) => module.reports.length > 0 || module.findings.length > 0)
    .map((document) => ({ path: options.pathOf(document.uri), document }))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  return { documents: shown.map(({ path, document }) => documentModel(document, path, options)) };
}

/** The key of the function at an offset of a document; null where no marked function is. */
export function functionAt(document: DocumentReport, offset: number): string | null {
  const { reports } = document.module;
  let innermost = -1;
  for (const [index, { extent }] of reports.entries()) {
    if (offset < extent.start || offset > extent.end) continue;
    const best = reports[innermost]?.extent;
    if (!best || extent.end - extent.start <= best.end - best.start) innermost = index;
  }
  return innermost < 0 ? null : keyOf(document, innermost);
}

/** Functions of all documents are told apart. */
function keyOf({ uri, ids }: DocumentReport, index: number): string {
  return `${uri}#${ids[index]}`;
}

function documentModel(document: DocumentReport, path: string, options: ModelOptions): DocumentModel {
  const lastSlash = path.lastIndexOf("/");
  return {
    uri: document.uri,
    name: path.slice(lastSlash + 1),
    folder: path.slice(0, Math.max(0, lastSlash)),
    functions: document.module.reports.map((report, index) =>
      functionModel(document, report, index, options),
    ),
    findings: document.module.findings.map((finding) => findingModel(finding, options)),
  };
}

function functionModel(
  document: DocumentReport,
  report: Report,
  index: number,
  options: ModelOptions,
): FunctionModel {
  const range = document.nameRanges[index];
  const isPending = document.pending.includes(document.ids[index]!);
  const inputs = formatList(report.inputs);
  return {
    key: keyOf(document, index),
    name: report.function,
    line: range ? range.start.line + 1 : null,
    place: { module: report.module, ...report.name },
    detail: [inputs, `order ${report.order}`].filter(Boolean).join(" · "),
    isPending,
    needsPoint: report.points.length === 0 && !isPending && !report.findings.some(isError),
    findings: report.findings.map((finding) => findingModel(finding, options)),
    points: pointModels(report, options.digits),
  };
}

function formatList(names: readonly string[]): string {
  const shown = names.slice(0, mostInputs).join(", ");
  return names.length > mostInputs ? `${shown}, … (${names.length} inputs)` : shown;
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function findingModel(finding: Finding, options: ModelOptions): FindingModel {
  const { severity, message, code, module, start, end } = finding;
  const place = { module, start, end };
  return { severity, message, code, line: options.lineOf(place), place };
}
