/**
 * What the results panel shows, made from the server's reports: texts and tables, ready to be put on the page.
 * Pure, so that it is tested without an editor and the page has nothing left to decide.
 *
 *     f of x at x = 3 to order 2      one table, a row an order, a column a point:   f │ 9,  f′ │ 6,  f″ │ 2
 *     f of x, y                       for each point a gradient and a Hessian
 *     f of x giving { u, v }          for each point a table, a column a number of the result
 *     f of x, y giving [a, b]         for each point a Jacobian, and a Hessian for each number of the result
 */

import {
  derivativeName,
  formatNumber,
  formatValue,
  partialName,
  shortName,
} from "../../server/features/numbers.js";
import type { Finding, Place, Severity } from "../../server/finding.js";
import type { DocumentReport } from "../../server/protocol/messages.js";
import type { Partial, PlainValue, PointReport, Report } from "../../server/report.js";

/** How a cell stands out: a derivative that is 0 everywhere, a number that is not finite, one that is not there. */
export type Tone = "plain" | "zero" | "alarming" | "missing";

export interface Cell {
  text: string;
  tone: Tone;
  /** Which number it is, and why it stands out; shown when the pointer rests on it. */
  explanation: string;
}

export interface Row {
  name: string;
  cells: Cell[];
}

export interface Table {
  /** What the table shows. */
  caption: string;
  /** The table speaks for itself: the caption is only for those who do not see it. */
  isCaptionUnseen: boolean;
  /** Empty for a table of one column that needs no name. */
  columns: string[];
  rows: Row[];
}

/** What is shown of one point, or of several that share a table. */
export interface PointModel {
  /** `x = 1, y = 2`; empty where the columns name the points. */
  heading: string;
  /** `f = 401`; empty where the table has it. */
  value: string;
  tables: Table[];
  notes: string[];
}

export interface FindingModel {
  severity: Severity;
  message: string;
  code: string;
  /** Line from 1; null where the text is not at hand. */
  line: number | null;
  place: Place;
}

export interface FunctionModel {
  /** The same function has the same key from one model to the next. */
  key: string;
  name: string;
  /** Line from 1. */
  line: number | null;
  place: Place;
  /** `x, y · order 2` */
  detail: string;
  isPending: boolean;
  /** It has no point, so that there is nothing to compute. */
  needsPoint: boolean;
  findings: FindingModel[];
  points: PointModel[];
}

export interface DocumentModel {
  uri: string;
  /** Name of the file. */
  name: string;
  /** The folder it is in, relative to the workspace. */
  folder: string;
  functions: FunctionModel[];
  /** Findings outside any marked function. */
  findings: FindingModel[];
}

export interface ResultsModel {
  documents: DocumentModel[];
}

/** What the reports do not say themselves. */
export interface ModelOptions {
  /** Significant digits. */
  digits: number;
  /** How the file of a document is named to the user: its path relative to the workspace, with forward slashes. */
  pathOf(uri: string): string;
  /** Line from 1 of a place, where its text is at hand. */
  lineOf(place: Place): number | null;
}

/** More than these are not shown, and a note says so. */
const mostRows = 100;
const mostColumns = 30;
const mostPoints = 50;
const mostItems = 6;

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

/** Functions of one name are told apart by their order in the file. */
function keyOf(document: DocumentReport, index: number): string {
  const { reports } = document.module;
  const name = reports[index]!.function;
  const earlier = reports.slice(0, index).filter((report) => report.function === name).length;
  return `${document.uri}#${name}${earlier > 0 ? `#${earlier}` : ""}`;
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
  const isPending = document.pending.includes(report.function);
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
  const shown = names.slice(0, mostItems).join(", ");
  return names.length > mostItems ? `${shown}, … (${names.length} inputs)` : shown;
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function findingModel(finding: Finding, options: ModelOptions): FindingModel {
  const { severity, message, code, module, start, end } = finding;
  const place = { module, start, end };
  return { severity, message, code, line: options.lineOf(place), place };
}

function pointModels(report: Report, digits: number): PointModel[] {
  const name = shortName(report.function);
  const points = report.points.slice(0, mostPoints);
  const models =
    points.length > 0 && points.every(isScalarOfOneInput)
      ? sideBySide(name, report.order, points, digits)
      : points.map((point) => pointModel(name, report.order, point, digits));
  if (report.points.length > mostPoints) {
    models.at(-1)!.notes.push(`${report.points.length - mostPoints} more points are not shown.`);
  }
  return models;
}

function isScalarOfOneInput(point: PointReport): boolean {
  if (point.inputs.length !== 1) return false;
  if (!point.isComplete) return true;
  return isNumber(point.value);
}

/** One table for the points of a number-valued function of one input. */
function sideBySide(name: string, order: number, points: PointReport[], digits: number): PointModel[] {
  const models: PointModel[] = [];
  for (let start = 0; start < points.length; start += mostColumns) {
    const some = points.slice(start, start + mostColumns);
    const notes = some.some((point) => point.truncated) ? [truncatedNote] : [];
    const table: Table = {
      caption: `Value and derivatives of ${name} by order`,
      isCaptionUnseen: true,
      columns: some.map((point) => headingOf(point, digits)),
      rows: orders(order, some).map((each) => ({
        name: derivativeName(name, each),
        cells: some.map((point) => scalarCell(name, each, point, digits)),
      })),
    };
    models.push({ heading: "", value: "", tables: [table], notes });
  }
  return models;
}

const truncatedNote = "Not every derivative was computed: there would be too many.";
const incompleteNote = "The run did not finish.";

/** 0 to the order asked for, or to the highest order that is there. */
function orders(order: number, points: PointReport[]): number[] {
  const highest = points.reduce(
    (best, point) => point.derivatives.reduce((most, partial) => Math.max(most, partial.order), best),
    order,
  );
  return Array.from({ length: highest + 1 }, (_, each) => each);
}

function scalarCell(name: string, order: number, point: PointReport, digits: number): Cell {
  const what = derivativeName(name, order);
  if (order === 0) return numberCell(what, point.isComplete ? point.value : undefined, digits);
  return partialCell(
    what,
    point.derivatives.find((partial) => partial.order === order),
    digits,
  );
}

function pointModel(name: string, order: number, point: PointReport, digits: number): PointModel {
  const notes = point.truncated ? [truncatedNote] : [];
  if (!point.isComplete) notes.push(incompleteNote);
  const components = componentsOf(point);
  const model: PointModel = {
    heading: headingOf(point, digits),
    value: "",
    tables: [],
    notes,
  };
  const isOneNumber = components.length === 1 && components[0]!.path === "";
  if (point.isComplete && (isOneNumber || components.length === 0)) {
    model.value = `${name} = ${formatValue(revive(point.value), digits, mostItems)}`;
  }
  if (point.inputs.length === 1) {
    if (!isOneNumber && components.length > 0) {
      model.tables.push(columnsByComponent(name, order, point, components, digits));
    }
  } else if (point.inputs.length > 1) {
    model.tables.push(
      isOneNumber || !point.isComplete
        ? gradientTable(name, point, digits)
        : jacobianTable(name, point, components, digits),
    );
    for (const component of components) {
      model.tables.push(...higherTables(name + component.path, component, point, digits));
    }
  }
  model.tables = model.tables.filter(({ rows }) => rows.length > 0).map((table) => cutTable(table, notes));
  return model;
}

/** A number of the result: where it is in the result, and its value. */
interface Component {
  path: string;
  value: PlainValue;
}

function componentsOf(point: PointReport): Component[] {
  if (!point.isComplete) return [];
  const components: Component[] = [];
  collectNumbers(point.value, "", components);
  return components;
}

const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

function collectNumbers(value: PlainValue, path: string, found: Component[]): void {
  if (isNumber(value)) found.push({ path, value });
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collectNumbers(item, `${path}[${index}]`, found);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    collectNumbers(item, identifier.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`, found);
  }
}

/** `x = 1, y = [2, 3]` */
function headingOf(point: PointReport, digits: number): string {
  return Object.entries(point.at)
    .map(([parameter, value]) => `${parameter} = ${formatArgument(revive(value), digits)}`)
    .join(", ");
}

/** An argument was written by somebody, who will not look for the zeros that a result is filled up with. */
function formatArgument(value: PlainValue, digits: number): string {
  const text = formatValue(value, digits, mostItems);
  if (text.includes('"')) return text;
  return text.replace(/(\.\d*?)0+(?!\d)/g, (_, kept: string) => (kept === "." ? "" : kept));
}

function columnsByComponent(
  name: string,
  order: number,
  point: PointReport,
  components: Component[],
  digits: number,
): Table {
  return {
    caption: `Value and derivatives of ${name} by order`,
    isCaptionUnseen: true,
    columns: components.map(({ path }) => name + path),
    rows: orders(order, [point]).map((each) => ({
      name: each === 0 ? "value" : derivativeName("", each),
      cells: components.map((component) => {
        const what = derivativeName(name + component.path, each);
        if (each === 0) return numberCell(what, component.value, digits);
        const partial = point.derivatives.find(
          ({ order, of = "" }) => order === each && of === component.path,
        );
        return partialCell(what, partial, digits);
      }),
    })),
  };
}

function gradientTable(name: string, point: PointReport, digits: number): Table {
  return {
    caption: "Gradient",
    isCaptionUnseen: false,
    columns: [],
    rows: point.derivatives
      .filter(({ order, of = "" }) => order === 1 && of === "")
      .map((partial) => partialRow(name, partial, digits)),
  };
}

function jacobianTable(name: string, point: PointReport, components: Component[], digits: number): Table {
  const partials = new Map(
    point.derivatives
      .filter(({ order }) => order === 1)
      .map((partial) => [pairKey(partial.of ?? "", partial.wrt[0]!), partial]),
  );
  return {
    caption: "Jacobian",
    isCaptionUnseen: false,
    columns: ["value", ...point.inputs.map((input) => partialName("", [input]))],
    rows: components.map(({ path, value }) => ({
      name: name + path,
      cells: [
        numberCell(name + path, value, digits),
        ...point.inputs.map((input) =>
          partialCell(partialName(name + path, [input]), partials.get(pairKey(path, input)), digits),
        ),
      ],
    })),
  };
}

/** Names have no line breaks, so that no two pairs have the same key. */
function pairKey(one: string, other: string): string {
  return `${one}\n${other}`;
}

/** The Hessian of one number of the result, and a list of the partial derivatives of each higher order. */
function higherTables(name: string, { path }: Component, point: PointReport, digits: number): Table[] {
  const partials = point.derivatives.filter(({ order, of = "" }) => order > 1 && of === path);
  const highest = partials.reduce((most, { order }) => Math.max(most, order), 1);
  const tables: Table[] = [];
  for (let order = 2; order <= highest; order++) {
    const some = partials.filter((partial) => partial.order === order);
    if (some.length === 0) continue;
    tables.push(
      order === 2
        ? hessianTable(name, path, point, some, digits)
        : partialTable(name, path, order, some, digits),
    );
  }
  return tables;
}

function hessianTable(
  name: string,
  path: string,
  point: PointReport,
  partials: Partial[],
  digits: number,
): Table {
  const byPair = new Map<string, Partial>();
  for (const partial of partials) {
    const [one, other] = partial.wrt as [string, string];
    byPair.set(pairKey(one, other), partial);
    byPair.set(pairKey(other, one), partial);
  }
  return {
    caption: path === "" ? "Hessian" : `Hessian of ${name}`,
    isCaptionUnseen: false,
    columns: point.inputs,
    rows: point.inputs.map((row) => ({
      name: row,
      cells: point.inputs.map((column) => {
        const partial = byPair.get(pairKey(row, column));
        return partialCell(partialName(name, partial?.wrt ?? [row, column]), partial, digits);
      }),
    })),
  };
}

function partialTable(name: string, path: string, order: number, partials: Partial[], digits: number): Table {
  return {
    caption: path === "" ? `Order ${order}` : `Order ${order} of ${name}`,
    isCaptionUnseen: false,
    columns: [],
    rows: partials.map((partial) => partialRow(name, partial, digits)),
  };
}

/** Named without the function, which the heading names: `∂/∂x`, `∂³/∂x²∂y`. */
function partialRow(name: string, partial: Partial, digits: number): Row {
  return {
    name: partialName("", partial.wrt),
    cells: [partialCell(partialName(name, partial.wrt), partial, digits)],
  };
}

function cutTable(table: Table, notes: string[]): Table {
  const { columns, rows } = table;
  if (rows.length > mostRows)
    notes.push(`${table.caption}: ${rows.length - mostRows} more rows are not shown.`);
  if (columns.length > mostColumns) {
    notes.push(`${table.caption}: ${columns.length - mostColumns} more columns are not shown.`);
  }
  return {
    ...table,
    columns: columns.slice(0, mostColumns),
    rows: rows.slice(0, mostRows).map((row) => ({ ...row, cells: row.cells.slice(0, mostColumns) })),
  };
}

function partialCell(what: string, partial: Partial | undefined, digits: number): Cell {
  if (partial?.isStructuralZero) {
    return { text: "0", tone: "zero", explanation: `${what} is 0 everywhere: no path leads there.` };
  }
  return numberCell(what, partial?.value, digits);
}

function numberCell(what: string, value: PlainValue, digits: number): Cell {
  const revived = revive(value);
  if (typeof revived !== "number")
    return { text: "–", tone: "missing", explanation: `${what} was not computed.` };
  const text = formatNumber(revived, digits);
  if (!Number.isFinite(revived)) return { text, tone: "alarming", explanation: `${what} is not finite.` };
  return { text, tone: "plain", explanation: `${what} = ${revived}` };
}

/** Numbers that JSON cannot carry come as strings. */
const namedNumbers = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

function isNumber(value: PlainValue): boolean {
  return typeof value === "number" || (typeof value === "string" && namedNumbers.has(value));
}

function revive(value: PlainValue): PlainValue {
  if (typeof value === "string") return namedNumbers.get(value) ?? value;
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}
