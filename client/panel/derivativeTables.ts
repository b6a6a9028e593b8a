/** The tables of derivatives: by order, gradient, Jacobian, Hessian, and lists of the partial derivatives of higher orders. */

import type { OutputNumber, Partial, PointReport } from "../../server/report.js";
import { derivativeName, partialName } from "../../server/view/numbers.js";
import { numberCell, partialCell } from "./cells.js";
import type { Cell, Row, Table } from "./panelModel.js";

/** For a number-valued function of one input: a row an order, a column a point. */
export function columnsByPoint(
  name: string,
  order: number,
  points: PointReport[],
  columns: string[],
  digits: number,
): Table {
  return {
    caption: `Value and derivatives of ${name} by order`,
    isCaptionUnseen: true,
    columns,
    rows: orders(order, points).map((each) => ({
      name: derivativeName(name, each),
      cells: points.map((point) => scalarCell(name, each, point, digits)),
    })),
  };
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

/** For a function of one input with several numbers as its result: a row an order, a column a number. */
export function columnsByComponent(
  name: string,
  order: number,
  point: PointReport,
  components: OutputNumber[],
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

/** 0 to the order asked for, or to the highest order that is there. */
function orders(order: number, points: PointReport[]): number[] {
  const highest = points.reduce(
    (best, point) => point.derivatives.reduce((most, partial) => Math.max(most, partial.order), best),
    order,
  );
  return Array.from({ length: highest + 1 }, (_, each) => each);
}

export function gradientTable(name: string, point: PointReport, digits: number): Table {
  return {
    caption: "Gradient",
    isCaptionUnseen: false,
    columns: [],
    rows: point.derivatives
      .filter(({ order, of = "" }) => order === 1 && of === "")
      .map((partial) => partialRow(name, partial, digits)),
  };
}

/** A row a number of the result, with its value; a column an input. */
export function jacobianTable(
  name: string,
  point: PointReport,
  components: OutputNumber[],
  digits: number,
): Table {
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
export function higherTables(
  name: string,
  { path }: OutputNumber,
  point: PointReport,
  digits: number,
): Table[] {
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
    rows: withoutZeros(partials, (partial) => partialRow(name, partial, digits)),
  };
}

/** Of high orders most are 0 everywhere: they share the last row. */
function withoutZeros(partials: Partial[], rowOf: (partial: Partial) => Row): Row[] {
  const zeros = partials.filter(({ isStructuralZero }) => isStructuralZero);
  if (zeros.length <= 1) return partials.map(rowOf);
  const name = zeros.length === partials.length ? `all ${zeros.length}` : `${zeros.length} others`;
  const explanation = "They are 0 everywhere: no path leads there.";
  return [
    ...partials.filter(({ isStructuralZero }) => !isStructuralZero).map(rowOf),
    { name, cells: [{ text: "0", tone: "zero", explanation }] },
  ];
}

/** Named without the function, which the heading names: `∂/∂x`, `∂³/∂x²∂y`. */
function partialRow(name: string, partial: Partial, digits: number): Row {
  return {
    name: partialName("", partial.wrt),
    cells: [partialCell(partialName(name, partial.wrt), partial, digits)],
  };
}
