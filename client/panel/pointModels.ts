/** What is shown of the points of a function: which tables, what above and below them, and what is left out. */

import {
  isInputOf,
  type OutputNumber,
  type PlainValue,
  type PointReport,
  type Report,
} from "../../server/report.js";
import { formatValue, shortName } from "../../server/view/numbers.js";
import {
  columnsByComponent,
  columnsByPoint,
  gradientTable,
  higherTables,
  jacobianTable,
} from "./derivativeTables.js";
import type { PointModel, Table } from "./panelModel.js";

/** More than these are not shown, and a note says so. */
const mostRows = 100;
const mostColumns = 30;
const mostPoints = 50;
const mostTables = 20;
/** Of an array or object that is written on one line. */
const mostItems = 6;

/** The points of a function, put together where one table can show them. */
export function pointModels(report: Report, digits: number): PointModel[] {
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
  if (!hasEnded(point)) return true;
  return point.outputs.length === 1 && point.outputs[0]!.path === "";
}

/** A run may come to its end without a number to show for it: then the value is a text, or nothing that has numbers. */
function hasEnded({ isComplete, value }: PointReport): boolean {
  return isComplete || value !== undefined;
}

/** One table for the points of a number-valued function of one input. */
function sideBySide(name: string, order: number, points: PointReport[], digits: number): PointModel[] {
  const models: PointModel[] = [];
  for (let start = 0; start < points.length; start += mostColumns) {
    const some = points.slice(start, start + mostColumns);
    const notes = some.some((point) => point.truncated) ? [truncatedNote] : [];
    const isShared = sharedAmong(some, digits);
    const columns = some.map((point) => headingOf(point, digits, (parameter) => !isShared(parameter)));
    const table = columnsByPoint(name, order, some, columns, digits);
    models.push({ heading: headingOf(some[0]!, digits, isShared), value: "", tables: [table], notes });
  }
  return models;
}

/** Tells the parameters that are the same at all points and do not hold the input: one heading for all has them. */
function sharedAmong(points: PointReport[], digits: number): (parameter: string) => boolean {
  const [first] = points;
  const textAt = (point: PointReport, parameter: string) => formatArgument(point.at[parameter], digits);
  return (parameter) =>
    points.every(
      (point) =>
        !isInputOf(point.inputs[0]!, parameter) && textAt(point, parameter) === textAt(first!, parameter),
    );
}

const truncatedNote = "Not every derivative was computed: there would be too many.";
const incompleteNote = "The run did not finish.";

function pointModel(name: string, order: number, point: PointReport, digits: number): PointModel {
  const notes = point.truncated ? [truncatedNote] : [];
  if (!hasEnded(point)) notes.push(incompleteNote);
  const all = point.outputs;
  const components = all.slice(0, mostRows);
  if (all.length > mostRows) {
    notes.push(`${all.length - mostRows} more numbers of the result are not shown.`);
  }
  const tables = tablesOf(name, order, point, components, digits);
  if (tables.length > mostTables) notes.push(`${tables.length - mostTables} more tables are not shown.`);
  return {
    heading: headingOf(point, digits),
    value:
      hasEnded(point) && !hasParts(components)
        ? `${name} = ${formatValue(point.value, digits, mostItems)}`
        : "",
    tables: tables.slice(0, mostTables).map((table) => cutTable(table, notes)),
    notes,
  };
}

/** Whether the numbers are parts of the result; otherwise the result is one number, or has none. */
function hasParts(components: readonly OutputNumber[]): boolean {
  return components.some(({ path }) => path !== "");
}

function tablesOf(
  name: string,
  order: number,
  point: PointReport,
  components: OutputNumber[],
  digits: number,
): Table[] {
  if (components.length === 0 || point.inputs.length === 0) return [];
  if (point.inputs.length === 1) return [columnsByComponent(name, order, point, components, digits)];
  return [
    hasParts(components)
      ? jacobianTable(name, point, components, digits)
      : gradientTable(name, point, digits),
    ...components.flatMap((component) => higherTables(name + component.path, component, point, digits)),
  ].filter(({ rows }) => rows.length > 0);
}

/** `x = 1, y = [2, 3]` */
function headingOf(
  point: PointReport,
  digits: number,
  isShown: (parameter: string) => boolean = () => true,
): string {
  return Object.entries(point.at)
    .filter(([parameter]) => isShown(parameter))
    .map(([parameter, value]) => `${parameter} = ${formatArgument(value, digits)}`)
    .join(", ");
}

/** An argument was written by somebody, who will not look for the zeros that a result is filled up with. */
function formatArgument(value: PlainValue, digits: number): string {
  const text = formatValue(value, digits, mostItems);
  if (text.includes('"')) return text;
  return text.replace(/(\.\d*?)0+(?!\d)/g, (_, kept: string) => (kept === "." ? "" : kept));
}

/** A table of a size to look at; a note for what is left out. */
function cutTable(table: Table, notes: string[]): Table {
  const { columns, rows } = table;
  if (rows.length > mostRows) {
    notes.push(`${table.caption}: ${rows.length - mostRows} more rows are not shown.`);
  }
  if (columns.length > mostColumns) {
    notes.push(`${table.caption}: ${columns.length - mostColumns} more columns are not shown.`);
  }
  return {
    ...table,
    columns: columns.slice(0, mostColumns),
    rows: rows.slice(0, mostRows).map((row) => ({ ...row, cells: row.cells.slice(0, mostColumns) })),
  };
}
