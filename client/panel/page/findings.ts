import type { Severity } from "../../../server/finding.js";
import type { FindingModel } from "../panelModel.js";
import type { Actions } from "./actions.js";
import { element, icon } from "./element.js";

const severityIcons: Record<Severity, string> = {
  error:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm2.6 4.7L8.7 8l1.9 2.3-.9.9L8 9.1l-1.7 2.1-.9-.9L7.3 8 5.4 5.7l.9-.9L8 6.9l1.7-2.1Z",
  warning: "M8 1.5 15 14.5H1ZM7.3 6v4.5h1.4V6Zm0 5.7v1.4h1.4v-1.4Z",
  information: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.7 2.9h1.4v1.5H7.3Zm0 3h1.4v5.2H7.3Z",
  hint: "M8 1a5 5 0 0 0-3 9v2.5h6V10a5 5 0 0 0-3-9ZM5.5 13.5h5V15h-5Z",
};

/** A list of findings; each is a button that goes to its place. */
export function findingsElement(
  findings: readonly FindingModel[],
  focusKey: string,
  actions: Actions,
): HTMLElement {
  return element(
    "ul",
    { class: "findings" },
    ...findings.map((finding, index) =>
      element(
        "li",
        { class: finding.severity },
        element(
          "button",
          {
            class: "finding",
            "data-focus": `${focusKey} finding ${index}`,
            onclick: () => actions.reveal(finding.place),
          },
          icon("severity", severityIcons[finding.severity]),
          element("span", { class: "unseen" }, `${finding.severity}: `),
          element("span", { class: "message" }, finding.message),
          element(
            "span",
            { class: "where" },
            [finding.code, lineText(finding.line)].filter(Boolean).join(" · "),
          ),
        ),
      ),
    ),
  );
}

export function lineText(line: number | null): string {
  return line === null ? "" : `line ${line}`;
}
