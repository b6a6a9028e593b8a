/**
 * What is written of the points of a function: which share a table, and what stands above and below the tables.
 *
 *     f of x at x = 3 and x = 4       one table, a row an order, a column a point:   f │ 9 │ 16,  f′ │ 6 │ 8
 *     f of x, y                       for each point its heading, its value and its tables
 */

import { isInputOf, type PlainValue } from "../../server/report.js";
import { leftOut } from "../../server/view/leftOut.js";
import { formatTrustedValue, formatValue, shortName } from "../../server/view/numbers.js";
import { type PointView, trustedValueOf } from "../../server/view/pointView.js";
import { columnsByPoint, notesOf, tableOf } from "./derivativeTables.js";
import type { FunctionModel, PointModel } from "./panelModel.js";

/** Points that stand side by side in one table. */
const mostColumns = 30;
/** Of an array or object that is written on one line. */
const mostItems = 6;

/** The points of a function, put together where one table can show them. */
export function pointModels(
  { name: fullName, order, points, hiddenPoints }: FunctionModel,
  digits: number,
): PointModel[] {
  const name = shortName(fullName);
  const models =
    points.length > 0 && points.every(isScalarOfOneInput)
      ? sideBySide(name, order, points, digits)
      : points.map((point) => pointModel(name, point, digits));
  if (hiddenPoints > 0) models.at(-1)?.notes.push(`${hiddenPoints} more points are not shown.`);
  return models;
}

function isScalarOfOneInput({ inputs, ending, tables }: PointView): boolean {
  if (inputs.length !== 1) return false;
  return ending === "unfinished" || (tables.length === 1 && tables[0]!.columns.join() === "");
}

/** One table for the points of a number-valued function of one input. */
function sideBySide(name: string, order: number, points: PointView[], digits: number): PointModel[] {
  const models: PointModel[] = [];
  for (let start = 0; start < points.length; start += mostColumns) {
    const some = points.slice(start, start + mostColumns);
    const notes = distinct(some.map(leftOut));
    const isShared = sharedAmong(some, digits);
    const columns = some.map((point) => headingOf(point, digits, (parameter) => !isShared(parameter)));
    const table = columnsByPoint(name, order, some, columns, digits);
    models.push({ heading: headingOf(some[0]!, digits, isShared), value: "", tables: [table], notes });
  }
  return models;
}

/** Tells the parameters that are the same at all points and do not hold the input: one heading for all has them. */
function sharedAmong(points: PointView[], digits: number): (parameter: string) => boolean {
  const [first] = points;
  const textAt = (point: PointView, parameter: string) => formatArgument(point.at[parameter], digits);
  return (parameter) =>
    points.every(
      (point) =>
        !isInputOf(point.inputs[0]!, parameter) && textAt(point, parameter) === textAt(first!, parameter),
    );
}

const incompleteNote = "The run did not finish.";

function pointModel(name: string, point: PointView, digits: number): PointModel {
  const { ending, outputs, hiddenOutputs, hiddenTables } = point;
  const notes = distinct([leftOut(point)]);
  if (ending === "unfinished") notes.push(incompleteNote);
  if (hiddenOutputs > 0) notes.push(`${hiddenOutputs} more numbers of the result are not shown.`);
  if (hiddenTables > 0) notes.push(`${hiddenTables} more tables are not shown.`);
  const tables = point.tables.map((view) => {
    const table = tableOf(name, view, outputs, digits);
    notes.push(...notesOf(view, table));
    return table;
  });
  const hasParts = outputs.some(({ of }) => of !== "");
  const isWritten = ending !== "unfinished" && !(hasParts && tables.length > 0);
  return {
    heading: headingOf(point, digits),
    value: isWritten ? `${name} = ${formatTrustedValue(trustedValueOf(point), digits, mostItems)}` : "",
    tables,
    notes,
  };
}

function distinct(notes: readonly (string | null)[]): string[] {
  return [...new Set(notes.filter((note) => note !== null))];
}

/** `x = 1, y = [2, 3]` */
function headingOf(
  { at }: PointView,
  digits: number,
  isShown: (parameter: string) => boolean = () => true,
): string {
  return Object.entries(at)
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
