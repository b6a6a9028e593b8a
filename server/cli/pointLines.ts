/**
 * A point as a person reads it in a terminal: a line for each number, a table for a Hessian.
 *
 *     at x = 1, y = 2
 *       f      2
 *       ∂f/∂x  2
 *       ∂f/∂y  1
 */

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
  type TableView,
  trustedValueOf,
  type ViewLimits,
  type ViewNumber,
} from "../view/pointView.js";
import type { Style } from "./style.js";

const digits = 10;
const mostRows = 60;
const mostItems = 12;

export const terminalLimits: ViewLimits = {
  ...{ rows: mostRows, columns: mostRows, listed: mostRows, tables: mostRows },
  hessianInputs: 8,
};

export function pointLines(name: string, view: PointView, style: Style): string[] {
  const given = Object.entries(view.at).map(
    ([parameter, value]) => `${parameter} = ${formatValue(value, digits, mostItems, formatShort)}`,
  );
  const lines = [`  ${style.dim("at")} ${given.join(", ")}`, ...resultLines(name, view, style)];
  if (view.zeroFrom !== undefined) lines.push(`    all derivatives from order ${view.zeroFrom} on are 0`);
  return lines;
}

function resultLines(name: string, view: PointView, style: Style): string[] {
  if (view.ending === "unfinished") return ["    the run did not come to its end"];
  const value = formatTrustedValue(trustedValueOf(view), digits, mostItems, formatShort);
  if (view.ending === "noNumbers") return [`    gives ${value}, and no number`];

  const first = view.tables.filter(({ order, kind }) => kind === "orders" || order === 1);
  const hessians = view.tables.filter(({ kind }) => kind === "hessian");
  const lists = view.tables
    .filter(({ kind }) => kind === "list")
    .sort((one, other) => one.order - other.order);
  const rows = [[name, value], ...first.flatMap((table) => rowsOf(name, table))];
  const lines = cut(
    rows,
    first.reduce((sum, table) => sum + hiddenNumbers(table), 0),
  );
  for (const { of, columns, rows } of hessians) {
    const numbers = rows.map(({ key, numbers }) => [key, ...numbers.map(write)]);
    lines.push(
      `    ${style.dim(`Hessian${of && ` of ${name}${of}`}`)}`,
      ...aligned([["", ...columns], ...numbers]),
    );
  }
  const higher = lists.flatMap((table) => rowsOf(name, table));
  if (higher.length > 0) {
    const title = style.dim("higher orders that are not 0 everywhere");
    const hidden = lists.reduce((sum, { hidden }) => sum + hidden.rows, 0);
    lines.push(`    ${title}`, ...cut(higher, hidden));
  }
  if (view.hiddenTables > 0) lines.push(`    … and ${view.hiddenTables} more tables; --json has all of them`);
  const omission = leftOut(view);
  if (omission !== null) lines.push(`    ${omission}`);
  return lines;
}

/** A row for each number of a table except the value, which has a row of its own. */
function rowsOf(name: string, { kind, rows }: TableView): string[][] {
  const numbers = rows
    .flatMap(({ numbers }) => numbers)
    .filter(({ wrt, isStructuralZero }) => {
      return wrt.length > 0 && !(kind === "list" && isStructuralZero);
    });
  return numbers.map((number) => {
    const { of, wrt } = number;
    const named = kind === "orders" ? derivativeName(name, wrt.length) + of : partialName(name + of, wrt);
    return [named, write(number)];
  });
}

function write({ value, digits: trusted }: ViewNumber): string {
  return value === undefined ? "" : formatTrusted(value, digits, trusted, formatShort);
}

/** How many derivatives of a table of orders, a gradient or a Jacobian are not in it. */
function hiddenNumbers({ kind, rows, columns, hidden }: TableView): number {
  const derivatives = kind === "orders" ? rows.length - 1 : rows.length;
  const all = (derivatives + hidden.rows) * (columns.length + hidden.columns);
  return all - derivatives * columns.length;
}

/** @param hidden how many there are besides the rows */
function cut(rows: readonly string[][], hidden: number): string[] {
  const shown = rows.slice(0, mostRows);
  const others = rows.length - shown.length + hidden;
  const lines = aligned(shown);
  if (others > 0) lines.push(`    … and ${others} more; --json has all of them`);
  return lines;
}

/** Rows of cells under each other: the first column to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  const isTable = rows[0]!.length > 2;
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      if (column === 0) return cell.padEnd(widths[column]!);
      return isTable ? cell.padStart(widths[column]!) : cell;
    });
    return `    ${cells.join("  ")}`.trimEnd();
  });
}
