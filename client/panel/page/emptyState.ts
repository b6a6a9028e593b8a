import type { Actions } from "./actions.js";
import { element } from "./element.js";

const example = `/** @differentiable @at x = 3 @order 2 */
function f(x: number) {
  return x ** 2;
}`;

/** What stands in the panel until a function is marked. */
export function emptyStateElement(actions: Actions): HTMLElement {
  return element(
    "div",
    { class: "empty" },
    element(
      "p",
      {},
      "No function in the open files is marked. Put ",
      element("code", {}, "@differentiable"),
      " into the doc comment of a function, and its value and derivatives are shown here while you edit it.",
    ),
    element("pre", {}, example),
    element(
      "button",
      { class: "action", "data-focus": "mark", onclick: () => actions.mark() },
      "Mark the Function at the Cursor",
    ),
  );
}
