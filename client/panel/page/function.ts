import type { FunctionModel, PointModel } from "../panelModel.js";
import { pointModels } from "../pointModels.js";
import type { Actions } from "./actions.js";
import { disclosureElement } from "./disclosure.js";
import { element } from "./element.js";
import { findingsElement, lineText } from "./findings.js";
import { tableElement } from "./table.js";

/** A marked function: its name, which goes to the source, its findings, and its points. */
export function functionElement(model: FunctionModel, digits: number, actions: Actions): HTMLElement {
  const { key, name } = model;
  const points = pointModels(model, digits);
  const body = element(
    "div",
    { class: "body" },
    model.findings.length > 0 ? findingsElement(model.findings, key, actions) : null,
    points.length > 0 ? element("div", { class: "points" }, ...points.map(pointElement)) : null,
    model.needsPoint ? needsPointElement(model, actions) : null,
  );
  const header = element(
    "h3",
    {},
    disclosureElement(key, name, body, actions.isOpen(key), (isOpen) => actions.setOpen(key, isOpen)),
    element(
      "button",
      {
        class: "name",
        title: "Go to the function",
        "data-focus": `${key} name`,
        onclick: () => actions.reveal(model.place),
      },
      name,
    ),
    element("span", { class: "detail" }, [model.detail, lineText(model.line)].filter(Boolean).join(" · ")),
    model.isPending ? element("span", { class: "pending" }, "computing…") : null,
  );
  return element(
    "article",
    { class: "function", "aria-busy": model.isPending ? "true" : undefined, "aria-label": name },
    header,
    body,
  );
}

function pointElement(point: PointModel): HTMLElement {
  return element(
    "section",
    { class: "point" },
    point.heading === "" ? null : element("h4", { title: point.heading }, point.heading),
    point.value === "" ? null : element("p", { class: "value", title: point.value }, point.value),
    point.tables.length > 0 ? element("div", { class: "tables" }, ...point.tables.map(tableElement)) : null,
    ...point.notes.map((note) => element("p", { class: "note" }, note)),
  );
}

function needsPointElement({ key, place }: FunctionModel, actions: Actions): HTMLElement {
  return element(
    "p",
    {},
    element(
      "button",
      { class: "link", "data-focus": `${key} addPoint`, onclick: () => actions.addPoint(place) },
      "Add a point",
    ),
  );
}
