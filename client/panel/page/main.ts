/**
 * The page of the results panel: shows the model that the host side sends, and tells it what was clicked.
 * What did not change stays as it is on the page, so that focus, selection and scrolling survive an update.
 */

import { encode } from "../../../server/protocol/wire.js";
import { Channel } from "../channel.js";
import type { FromHost, FromPage } from "../panelMessages.js";
import type { DocumentModel, FunctionModel, ResultsModel } from "../panelModel.js";
import type { Actions } from "./actions.js";
import { type DocumentElement, documentElement } from "./document.js";
import { placeChildren } from "./element.js";
import { emptyStateElement } from "./emptyState.js";
import { functionElement } from "./function.js";

/** What VS Code keeps while the panel is hidden. */
interface State {
  closed: string[];
}

const vscode = acquireVsCodeApi<State>();
const closed = new Set(vscode.getState()?.closed);
const root = document.getElementById("results")!;

const actions: Actions = {
  reveal: (place) => host.tell("reveal", place),
  mark: () => host.tell("mark", null),
  addPoint: (place) => host.tell("addPoint", place),
  isOpen: (key) => !closed.has(key),
  setOpen(key, isOpen) {
    if (isOpen) closed.delete(key);
    else closed.add(key);
    vscode.setState({ closed: [...closed] });
  },
};

/** What is on the page, by key, with the model that it was made from. */
interface Shown<Made> {
  model: string;
  made: Made;
}
const shownDocuments = new Map<string, Shown<DocumentElement>>();
const shownFunctions = new Map<string, Shown<HTMLElement>>();
const emptyState = emptyStateElement(actions);

/** The element made from a model earlier, if the model is still the same; otherwise a new one. */
function reuse<Made>(shown: Map<string, Shown<Made>>, key: string, model: unknown, make: () => Made): Made {
  const text = JSON.stringify(encode(model));
  const earlier = shown.get(key);
  if (earlier?.model === text) return earlier.made;
  const made = make();
  shown.set(key, { model: text, made });
  return made;
}

function showResults({ documents, digits }: ResultsModel): void {
  const focused = document.activeElement?.getAttribute("data-focus");
  if (documents.length === 0) placeChildren(root, [emptyState]);
  else
    placeChildren(
      root,
      documents.map((document) => showDocument(document, digits)),
    );
  forgetOthers(
    shownDocuments,
    documents.map(({ uri }) => uri),
  );
  forgetOthers(
    shownFunctions,
    documents.flatMap(({ functions }) => functions.map(({ key }) => key)),
  );
  if (focused && document.activeElement?.getAttribute("data-focus") !== focused) {
    root.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

function showDocument(model: DocumentModel, digits: number): HTMLElement {
  const { functions, ...head } = model;
  const made = reuse(shownDocuments, model.uri, head, () => documentElement(model, actions));
  placeChildren(
    made.functions,
    functions.map((each) => showFunction(each, digits)),
  );
  return made.section;
}

function showFunction(model: FunctionModel, digits: number): HTMLElement {
  const made = reuse(shownFunctions, model.key, { model, digits }, () =>
    functionElement(model, digits, actions),
  );
  markCurrent(made, model.key === currentKey);
  return made;
}

function forgetOthers(shown: Map<string, unknown>, keys: string[]): void {
  const kept = new Set(keys);
  for (const key of shown.keys()) if (!kept.has(key)) shown.delete(key);
}

let currentKey: string | null = null;

function showCurrent(key: string | null, scroll: boolean): void {
  currentKey = key;
  for (const [each, { made }] of shownFunctions) {
    markCurrent(made, each === key);
    if (each !== key) continue;
    if (scroll) unfold(made);
    if (scroll || !root.contains(document.activeElement)) made.scrollIntoView({ block: "nearest" });
  }
}

function markCurrent(made: HTMLElement, isCurrent: boolean): void {
  if (isCurrent) made.setAttribute("aria-current", "true");
  else made.removeAttribute("aria-current");
}

/** Opens a function that was closed, and the file around it. */
function unfold(made: HTMLElement): void {
  for (const part of [made, made.closest(".document")]) {
    part?.querySelector<HTMLElement>(":scope > :first-child > .disclosure[aria-expanded=false]")?.click();
  }
}

const host = new Channel<FromPage, FromHost>(
  {
    post: (message) => vscode.postMessage(message),
    listen: (take) => window.addEventListener("message", ({ data }) => take(data)),
  },
  String(Math.random()),
  { results: showResults, current: ({ key, scroll }) => showCurrent(key, scroll) },
);

host.tell("ready", null);
