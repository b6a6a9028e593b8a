/**
 * What is shown of a point before it is written: which tables there are, which numbers stand in them, and what
 * is left out. Numbers and paths, no texts: hover, panel and command line write them, each in its way.
 *
 *     f of x at x = 3            one table of orders: f, f′, f″
 *     f of x giving [u, v]       one table of orders, a column for each number of the result
 *     f of x, y                  a gradient, a Hessian, a list for each higher order
 *     f of x, y giving [u, v]    a Jacobian, and a Hessian and lists for each number of the result
 */

import { isInputOf, type Partial, type PlainValue, type PointReport, type Quantity } from "../report.js";
import { type TrustedValue, trustedByPath } from "./numbers.js";
import { type PartialTable, partialsOf } from "./partials.js";

/** How much a face has room for. */
export interface ViewLimits {
  /** Rows of a table, and inputs of a gradient. */
  rows: number;
  columns: number;
  /** Partial derivatives in a list. */
  listed: number;
  tables: number;
  /** A Hessian of more inputs than these is a list; left out, it is a table that is cut. */
  hessianInputs?: number;
}

/** A number of a result, or a partial derivative of one. */
export interface ViewNumber {
  /** Which number of the result: "" for a result that is one number, else "[0]", ".x". */
  of: string;
  /** What it was differentiated with respect to; empty for the number itself. */
  wrt: readonly string[];
  /** Absent when it was not computed. */
  value?: number;
  /** No path leads from the inputs to the result: it is 0 everywhere. */
  isStructuralZero?: true;
  /** How many of its significant digits can be trusted; absent where that is not known. */
  digits?: number;
}

export interface ViewRow {
  /** The number of the result or the input that the row is for; "" for a row that its numbers name. */
  key: string;
  numbers: ViewNumber[];
}

/**
 * Numbers that are looked at together.
 *
 * | kind     | a row for each      | a column for each      | key of a row         |
 * |----------|---------------------|------------------------|----------------------|
 * | orders   | order, from 0       | number of the result   |                      |
 * | gradient | input               | (one)                  | the input            |
 * | jacobian | number of the result | input                 | the number's path    |
 * | hessian  | input               | input                  | the input            |
 * | list     | partial derivative  | (one)                  |                      |
 */
export interface TableView {
  kind: "orders" | "gradient" | "jacobian" | "hessian" | "list";
  /** The number of the result that all of it is of; "" also for a table of several. */
  of: string;
  /** The highest order in it. */
  order: number;
  /** Paths or inputs; one that is "" for a table of one column. */
  columns: string[];
  rows: ViewRow[];
  /** Derivatives that are 0 everywhere and are not among the rows of a list. */
  zeros: number;
  /** How many more there are than are here. */
  hidden: { rows: number; columns: number };
}

export interface PointView {
  /** The arguments, by parameter. */
  at: PointReport["at"];
  inputs: readonly string[];
  /** `noNumbers`: the run came to its end, with a result that has no number. `unfinished`: it did not. */
  ending: "numbers" | "noNumbers" | "unfinished";
  value: PlainValue;
  /** The numbers of the result that have room in a table, and how many have not. */
  outputs: ViewNumber[];
  hiddenOutputs: number;
  /** Empty when there is nothing to differentiate, or with respect to. */
  tables: TableView[];
  hiddenTables: number;
  /** As in the report. */
  truncated?: true;
  reachedOrder?: number;
  zeroFrom?: number;
}

/** The value of a result, with the digits of its numbers. */
export function trustedValueOf({ value, outputs }: Pick<PointView, "value" | "outputs">): TrustedValue {
  return { value, trustedAt: trustedByPath(outputs.map(({ of, digits }) => [of, digits])) };
}

/** @param order a table of orders has rows up to this one, computed or not */
export function viewOfPoint(point: PointReport, limits: ViewLimits, order = 0): PointView {
  const { at, inputs, value, truncated, reachedOrder, zeroFrom } = point;
  const outputs = point.outputs.map(({ path, value, digits }) => ({
    ...{ of: path, wrt: [], value },
    ...(digits !== undefined && { digits }),
  }));
  return {
    at,
    ...viewOf(value, inputs, outputs, partialsOf(point.derivatives), limits, order),
    ending: point.isComplete ? "numbers" : value === undefined ? "unfinished" : "noNumbers",
    ...(truncated && { truncated }),
    ...(reachedOrder !== undefined && { reachedOrder }),
    ...(zeroFrom !== undefined && { zeroFrom }),
  };
}

/** What was met on the way, as the result is shown. */
export function viewOfQuantity(
  { value, derivatives }: Quantity,
  inputs: readonly string[],
  limits: ViewLimits,
): Shown {
  const partials = partialsOf(derivatives);
  const outputs = partials.outputs.map((of) => ({
    ...{ of, wrt: [] },
    ...(of === "" && typeof value === "number" && { value }),
  }));
  return viewOf(value, inputs, outputs, partials, limits, 0);
}

export interface ParameterView {
  /** The inputs that the parameter holds. */
  inputs: string[];
  /** f′, f″, … with respect to each of them alone, by input and number of the result. */
  rows: ViewNumber[];
  /** How many more there are. */
  hidden: number;
}

/** The derivatives with respect to one parameter. */
export function viewOfParameter(
  { inputs: all, derivatives }: PointReport,
  parameter: string,
  limits: ViewLimits,
): ParameterView {
  const inputs = all.filter((input) => isInputOf(input, parameter));
  const { outputs, order, find } = partialsOf(derivatives);
  const rows: ViewNumber[] = [];
  for (const input of inputs.slice(0, limits.rows)) {
    for (const of of outputs.slice(0, limits.columns)) {
      const wrts = Array.from({ length: order }, (_, index) => Array<string>(index + 1).fill(input));
      rows.push(...wrts.map((wrt) => numberOf({ find }, of, wrt)));
    }
  }
  return { inputs, rows, hidden: inputs.length * outputs.length * order - rows.length };
}

/** What a result and a quantity have in common. */
export type Shown = Pick<
  PointView,
  "inputs" | "value" | "outputs" | "hiddenOutputs" | "tables" | "hiddenTables"
>;

function viewOf(
  value: PlainValue,
  inputs: readonly string[],
  all: ViewNumber[],
  partials: PartialTable,
  limits: ViewLimits,
  order: number,
): Shown {
  const [only] = inputs;
  const isCurve = inputs.length === 1 && only !== undefined;
  const outputs = all.slice(0, isCurve ? limits.columns : limits.rows);
  const tables: TableView[] = [];
  if (isCurve && outputs.length > 0) {
    tables.push(ordersTable(only, outputs, all.length, partials, Math.max(order, partials.order)));
  } else if (inputs.length > 1 && outputs.length > 0) {
    const isOne = outputs.length === 1 && outputs[0]!.of === "";
    if (!isOne) tables.push(jacobianTable(inputs, outputs, all.length, partials, limits));
    else if (partials.ofOrder("", 1).length > 0) tables.push(gradientTable(inputs, partials, limits));
    tables.push(...outputs.flatMap(({ of }) => higherTables(of, inputs, partials, limits)));
  }
  return {
    ...{ inputs, value, outputs },
    hiddenOutputs: all.length - outputs.length,
    tables: tables.slice(0, limits.tables),
    hiddenTables: Math.max(0, tables.length - limits.tables),
  };
}

function numberOf(partials: Pick<PartialTable, "find">, of: string, wrt: readonly string[]): ViewNumber {
  const found = partials.find(of, wrt);
  return found ? viewed(found) : { of, wrt };
}

function viewed({ of = "", wrt, value, isStructuralZero, digits }: Partial): ViewNumber {
  return {
    ...{ of, wrt, value },
    ...(isStructuralZero && { isStructuralZero }),
    ...(digits !== undefined && { digits }),
  };
}

function ordersTable(
  input: string,
  outputs: ViewNumber[],
  count: number,
  partials: PartialTable,
  order: number,
): TableView {
  const rows = Array.from({ length: order + 1 }, (_, each) => {
    const wrt = Array<string>(each).fill(input);
    return {
      key: "",
      numbers: each === 0 ? outputs : outputs.map(({ of }) => numberOf(partials, of, wrt)),
    };
  });
  return {
    ...{ kind: "orders", of: "", order, rows, zeros: 0 },
    columns: outputs.map(({ of }) => of),
    hidden: { rows: 0, columns: count - outputs.length },
  };
}

function gradientTable(inputs: readonly string[], partials: PartialTable, limits: ViewLimits): TableView {
  const shown = inputs.slice(0, limits.rows);
  return {
    ...{ kind: "gradient", of: "", order: 1, columns: [""], zeros: 0 },
    rows: shown.map((input) => ({ key: input, numbers: [numberOf(partials, "", [input])] })),
    hidden: { rows: inputs.length - shown.length, columns: 0 },
  };
}

function jacobianTable(
  inputs: readonly string[],
  outputs: ViewNumber[],
  count: number,
  partials: PartialTable,
  limits: ViewLimits,
): TableView {
  const columns = inputs.slice(0, limits.columns);
  return {
    ...{ kind: "jacobian", of: "", order: 1, columns, zeros: 0 },
    rows: outputs.map(({ of }) => ({
      key: of,
      numbers: columns.map((input) => numberOf(partials, of, [input])),
    })),
    hidden: { rows: count - outputs.length, columns: inputs.length - columns.length },
  };
}

/** The Hessian of one number of the result, and a list for each higher order. */
function higherTables(
  of: string,
  inputs: readonly string[],
  partials: PartialTable,
  limits: ViewLimits,
): TableView[] {
  const tables: TableView[] = [];
  for (let order = 2; order <= partials.order; order++) {
    const numbers = partials.ofOrder(of, order).map(viewed);
    if (numbers.length === 0) continue;
    const isList = order > 2 || inputs.length > (limits.hessianInputs ?? inputs.length);
    tables.push(isList ? listTable(of, order, numbers, limits) : hessianTable(of, inputs, partials, limits));
  }
  return tables;
}

function hessianTable(
  of: string,
  inputs: readonly string[],
  partials: PartialTable,
  limits: ViewLimits,
): TableView {
  const rows = inputs.slice(0, limits.rows);
  const columns = inputs.slice(0, limits.columns);
  return {
    ...{ kind: "hessian", of, order: 2, columns, zeros: 0 },
    rows: rows.map((row) => ({
      key: row,
      numbers: columns.map((column) => numberOf(partials, of, [row, column])),
    })),
    hidden: { rows: inputs.length - rows.length, columns: inputs.length - columns.length },
  };
}

/** Of high orders most are 0 everywhere: several of those are counted and not listed. */
function listTable(of: string, order: number, numbers: readonly ViewNumber[], limits: ViewLimits): TableView {
  const others = numbers.filter(({ isStructuralZero }) => !isStructuralZero);
  const zeros = numbers.length - others.length;
  const listed = zeros > 1 ? others : numbers;
  const shown = listed.slice(0, limits.listed);
  return {
    ...{ kind: "list", of, order, columns: [""] },
    rows: shown.map((number) => ({ key: "", numbers: [number] })),
    zeros: zeros > 1 ? zeros : 0,
    hidden: { rows: listed.length - shown.length, columns: 0 },
  };
}
