import type { DocumentModel } from "../panelModel.js";
import type { Actions } from "./actions.js";
import { disclosureElement } from "./disclosure.js";
import { element } from "./element.js";
import { findingsElement } from "./findings.js";

/** A file's heading and what is under it; the functions come into `functions`. */
export interface DocumentElement {
  section: HTMLElement;
  functions: HTMLElement;
}

export function documentElement(model: DocumentModel, actions: Actions): DocumentElement {
  const { uri, name, folder, findings } = model;
  const functions = element("div", { class: "functions" });
  const body = element(
    "div",
    { class: "body" },
    findings.length > 0 ? findingsElement(findings, uri, actions) : null,
    functions,
  );
  const header = element(
    "h2",
    {},
    disclosureElement(uri, name, body, actions.isOpen(uri), (isOpen) => actions.setOpen(uri, isOpen)),
    element("span", { class: "file" }, name),
    folder === "" ? null : element("span", { class: "detail" }, folder),
  );
  const section = element("section", { class: "document", "aria-label": name }, header, body);
  return { section, functions };
}
