/**
 * What the results panel is sent, made from the server's reports: files, functions, and the views of their points.
 * Pure, so that it is tested without an editor.
 */

import type { Finding, Place } from "../../server/finding.js";
import type { DocumentReport } from "../../server/protocol/messages.js";
import type { Report } from "../../server/report.js";
import { type ViewLimits, viewOfPoint } from "../../server/view/pointView.js";
import type { DocumentModel, FindingModel, FunctionModel, ResultsModel } from "./panelModel.js";

/** What the reports do not say themselves. */
export interface ModelOptions {
  /** Significant digits. */
  digits: number;
  /** How the file of a document is named to the user: its path relative to the workspace, with forward slashes. */
  pathOf(uri: string): string;
  /** Line from 1 of a place, where its text is at hand. */
  lineOf(place: Place): number | null;
}

const limits: ViewLimits = { rows: 100, columns: 30, listed: 100, tables: 20 };

const mostPoints = 50;

/** Names of inputs that are listed beside the name of a function. */
const mostInputs = 6;

/** The documents that have something to show, ordered by path. */
export function resultsModel(documents: readonly DocumentReport[], options: ModelOptions): ResultsModel {
  const shown = documents
    .filter(({ module }) => module.reports.length > 0 || module.findings.length > 0)
    .map((document) => ({ path: options.pathOf(document.uri), document }))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  return {
    documents: shown.map(({ path, document }) => documentModel(document, path, options)),
    digits: options.digits,
  };
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
    order: report.order,
    points: report.points.slice(0, mostPoints).map((point) => viewOfPoint(point, limits, report.order)),
    hiddenPoints: Math.max(0, report.points.length - mostPoints),
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
