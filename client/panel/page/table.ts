import type { Cell, Table } from "../panelModel.js";
import { element } from "./element.js";

/** A table with names for its rows and, if it has several columns, for its columns. */
export function tableElement(table: Table): HTMLElement {
  return element(
    "table",
    {},
    element(
      "caption",
      {},
      element("span", { class: table.isCaptionUnseen ? "unseen" : undefined }, table.caption),
    ),
    table.columns.length > 0 ? headElement(table.columns) : null,
    element(
      "tbody",
      {},
      ...table.rows.map(({ name, cells }) =>
        element("tr", {}, element("th", { scope: "row" }, name), ...cells.map(cellElement)),
      ),
    ),
  );
}

function headElement(columns: string[]): HTMLElement {
  const names = columns.map((column) => element("th", { scope: "col", title: column }, ...breakable(column)));
  return element("thead", {}, element("tr", {}, element("td"), ...names));
}

/** A long path such as `f.get("parts").list[0]` goes on below where a part of it begins. */
function breakable(name: string): (string | HTMLElement)[] {
  const [first, ...others] = name.split(/(?<=[\w)\]])(?=[.[])/);
  return [first!, ...others.flatMap((part) => [element("wbr"), part])];
}

function cellElement({ text, tone, explanation }: Cell): HTMLElement {
  return element("td", { class: tone, title: explanation }, text);
}
