/** The tables of a view as texts: by order, gradient, Jacobian, Hessian, and lists of higher orders. */

import { derivativeName, partialName } from "../../server/view/numbers.js";
import type { PointView, TableView, ViewNumber } from "../../server/view/pointView.js";
import { cellOf } from "./cells.js";
import type { Cell, Table } from "./panelModel.js";

/** For number-valued functions of one input: a row an order, a column a point. */
export function columnsByPoint(
  name: string,
  order: number,
  points: readonly PointView[],
  columns: string[],
  digits: number,
): Table {
  const highest = Math.max(order, ...points.map(({ tables }) => tables[0]?.order ?? 0));
  return {
    caption: `Value and derivatives of ${name} by order`,
    isCaptionUnseen: true,
    columns,
    rows: Array.from({ length: highest + 1 }, (_, each) => {
      const named = derivativeName(name, each);
      const numbers = points.map(({ tables }) => tables[0]?.rows[each]?.numbers[0] ?? { of: "", wrt: [] });
      return { name: named, cells: numbers.map((number) => cellOf(named, number, digits)) };
    }),
  };
}

/** @param outputs the numbers of the result, which stand beside a Jacobian */
export function tableOf(
  name: string,
  view: TableView,
  outputs: readonly ViewNumber[],
  digits: number,
): Table {
  const { kind, of, order, columns, rows } = view;
  const partial = (number: ViewNumber) => cellOf(partialName(name + number.of, number.wrt), number, digits);
  const isCaptionUnseen = false;
  switch (kind) {
    case "orders":
      return {
        caption: `Value and derivatives of ${name} by order`,
        isCaptionUnseen: true,
        columns: columns.map((path) => name + path),
        rows: rows.map(({ numbers }, each) => ({
          name: each === 0 ? "value" : derivativeName("", each),
          cells: numbers.map((number) => cellOf(derivativeName(name + number.of, each), number, digits)),
        })),
      };
    case "gradient":
      return {
        ...{ caption: "Gradient", isCaptionUnseen, columns: [] },
        rows: rows.map(({ key, numbers }) => ({ name: partialName("", [key]), cells: numbers.map(partial) })),
      };
    case "jacobian":
      return {
        ...{ caption: "Jacobian", isCaptionUnseen },
        columns: ["value", ...columns.map((input) => partialName("", [input]))],
        rows: rows.map(({ key, numbers }, index) => ({
          name: name + key,
          cells: [cellOf(name + key, outputs[index]!, digits), ...numbers.map(partial)],
        })),
      };
    case "hessian":
      return {
        ...{ caption: of === "" ? "Hessian" : `Hessian of ${name}${of}`, isCaptionUnseen, columns },
        rows: rows.map(({ key, numbers }) => ({ name: key, cells: numbers.map(partial) })),
      };
    case "list":
      return {
        ...{ caption: of === "" ? `Order ${order}` : `Order ${order} of ${name}${of}`, isCaptionUnseen },
        columns: [],
        rows: [
          ...rows.flatMap(({ numbers }) =>
            // Named without the function, which the heading names: `∂³/∂x²∂y`.
            numbers.map((number) => ({ name: partialName("", number.wrt), cells: [partial(number)] })),
          ),
          ...(view.zeros > 0 ? [{ name: zerosName(view), cells: [zeroEverywhere] }] : []),
        ],
      };
  }
}

const zeroEverywhere: Cell = {
  text: "0",
  tone: "zero",
  explanation: "They are 0 everywhere: no path leads there.",
};

function zerosName({ rows, zeros }: TableView): string {
  return rows.length === 0 ? `all ${zeros}` : `${zeros} others`;
}

/** What is left out of a table. What of it are numbers of the result is said once for the point. */
export function notesOf({ kind, hidden }: TableView, { caption }: Table): string[] {
  const rows = kind === "jacobian" ? 0 : hidden.rows;
  const columns = kind === "orders" ? 0 : hidden.columns;
  return [
    ...(rows > 0 ? [`${caption}: ${rows} more rows are not shown.`] : []),
    ...(columns > 0 ? [`${caption}: ${columns} more columns are not shown.`] : []),
  ];
}
