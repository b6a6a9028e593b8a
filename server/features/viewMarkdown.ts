/**
 * A view of a result as Markdown: value and derivatives in tables.
 *
 *     describeShown("f", view, 10)      | f   | 9 |
 *                                       | f′  | 6 |
 */

import type { PlainValue } from "../report.js";
import { leftOut } from "../view/leftOut.js";
import {
  derivativeName,
  formatShort,
  formatTrusted,
  formatTrustedValue,
  formatValue,
  partialName,
} from "../view/numbers.js";
import {
  type PointView,
  type Shown,
  type TableView,
  trustedValueOf,
  type ViewLimits,
  type ViewNumber,
} from "../view/pointView.js";
import { escapeMarkdown, table } from "./markdown.js";

/** A hover has room, yet not for everything. */
export const hoverLimits: ViewLimits = { rows: 8, columns: 8, listed: 12, tables: 5 };

const mostItems = 12;

const structuralZero = "0°";

/** The numbers of a point and what is to be said of them, below a title. */
export function describePoint(name: string, view: PointView, digits: number): string[] {
  if (view.ending === "unfinished") return ["The run did not come to its end."];
  const sections = describeShown(name, view, digits);
  const omission = leftOut(view);
  if (omission !== null) sections.push(omission);
  if (view.zeroFrom !== undefined) sections.push(`All derivatives from order ${view.zeroFrom} on are 0.`);
  if (view.tables.some(hasStructuralZeros)) {
    sections.push(`${structuralZero}: no path leads from the input to the result.`);
  }
  return sections;
}

function hasStructuralZeros({ rows, zeros }: TableView): boolean {
  return zeros > 0 || rows.some(({ numbers }) => numbers.some(({ isStructuralZero }) => isStructuralZero));
}

/** ` at x = 1, y = 2` */
export function describeAt(at: PointView["at"], digits: number): string {
  const given = Object.entries(at).map(([parameter, value]) => {
    return `${escapeMarkdown(parameter)} = ${writtenValue(value, digits)}`;
  });
  return given.length > 0 ? ` at ${given.join(", ")}` : "";
}

export function describeValue(name: string, value: PlainValue, digits: number): string {
  return `${escapeMarkdown(name)} = ${writtenValue(value, digits)}`;
}

export function writtenValue(value: PlainValue, digits: number): string {
  return escapeMarkdown(formatValue(value, digits, mostItems, formatShort));
}

function writtenTrusted(shown: Shown, digits: number): string {
  return escapeMarkdown(formatTrustedValue(trustedValueOf(shown), digits, mostItems, formatShort));
}

/** The value of something and its derivatives. */
export function describeShown(name: string, shown: Shown, digits: number): string[] {
  const { tables, hiddenOutputs, hiddenTables } = shown;
  const [first] = tables;
  const hasValue = first?.kind === "orders" && first.columns.length === 1 && first.columns[0] === "";
  const sections = hasValue ? [] : [`${escapeMarkdown(name)} = ${writtenTrusted(shown, digits)}`];
  for (const each of tables) sections.push(...describeTable(name, each, digits));
  if (hiddenOutputs > 0) sections.push(`… and ${counted(hiddenOutputs, "more number")} of the result`);
  if (hiddenTables > 0) sections.push(`… and ${counted(hiddenTables, "more table")}`);
  return sections;
}

function describeTable(name: string, view: TableView, digits: number): string[] {
  const write = (number: ViewNumber) => writtenNumber(number, digits);
  const { kind, rows, columns } = view;
  switch (kind) {
    case "orders":
      return ordersTable(name, view, write);
    case "gradient":
      return [
        table(
          ["input", `∂${name}${view.of}`],
          rows.map(({ key, numbers }) => [`∂${key}`, ...numbers.map(write)]),
        ),
        ...moreInputs(view.hidden.rows),
      ];
    case "jacobian":
      // A row an input, as in a gradient: names of inputs are longer than numbers are wide.
      return [
        table(
          ["input", ...rows.map(({ key }) => `∂${name}${key}`)],
          columns.map((input, column) => [
            `∂${input}`,
            ...rows.map(({ numbers }) => write(numbers[column]!)),
          ]),
        ),
        ...moreInputs(view.hidden.columns),
      ];
    case "hessian":
      return [
        `Hessian${view.of && ` of ${escapeMarkdown(name + view.of)}`}`,
        table(
          ["∂²", ...columns.map((input) => `∂${input}`)],
          rows.map(({ key, numbers }) => [`∂${key}`, ...numbers.map(write)]),
        ),
      ];
    case "list":
      return [listTable(name, view, write)];
  }
}

/** For a result of one number its value is a row of the table, for others it stands above. */
function ordersTable(name: string, view: TableView, write: (number: ViewNumber) => string): string[] {
  const { columns, rows } = view;
  const isOne = columns.length === 1 && columns[0] === "";
  const shown = isOne ? rows : rows.slice(1);
  if (shown.length === 0) return [];
  return [
    table(
      ["", ...(isOne ? ["value"] : columns.map((of) => name + of))],
      shown.map(({ numbers }) => [derivativeName(name, numbers[0]!.wrt.length), ...numbers.map(write)]),
    ),
  ];
}

function listTable(name: string, view: TableView, write: (number: ViewNumber) => string): string {
  const { order, of, rows, zeros, hidden } = view;
  const listed = rows.flatMap(({ numbers }) =>
    numbers.map((number) => [partialName(name + number.of, number.wrt), write(number)]),
  );
  if (hidden.rows > 0) listed.push([`… and ${hidden.rows} more`, ""]);
  if (zeros > 0) listed.push([listed.length > 0 ? `${zeros} others` : `all ${zeros}`, structuralZero]);
  return table([`order ${order}${of && ` of ${name}${of}`}`, "value"], listed);
}

function moreInputs(hidden: number): string[] {
  return hidden > 0 ? [`… and ${counted(hidden, "more input")}`] : [];
}

/** "" for a number that was not computed. */
export function writtenNumber(number: ViewNumber, digits: number): string {
  const { value, isStructuralZero, digits: trusted } = number;
  if (value === undefined) return "";
  return isStructuralZero ? structuralZero : formatTrusted(value, digits, trusted, formatShort);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
