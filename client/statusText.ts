/** What the language status says. Pure. */

import type { StatusParams } from "../server/protocol/messages.js";

export interface StatusText {
  text: string;
  detail: string;
  severity: "information" | "error";
  isBusy: boolean;
  action: { title: string; command: string } | undefined;
}

const showResults = { title: "Show Results", command: "derivativeLens.showResults" };
const markFunction = { title: "Mark a Function", command: "derivativeLens.markFunction" };

export const serverStopped: StatusText = {
  text: "Derivatives are off",
  detail: "The server is not running.",
  severity: "error",
  isBusy: false,
  action: { title: "Restart", command: "derivativeLens.restartServer" },
};

/** @param status undefined until the server has said something of the document */
export function statusText(status: StatusParams | undefined): StatusText {
  const { state = "ready", functions = 0, errors = 0 } = status ?? {};
  return {
    text: functions === 0 ? "No differentiable function" : count(functions, "differentiable function"),
    detail: errors > 0 ? count(errors, "error") : "",
    severity: errors > 0 ? "error" : "information",
    isBusy: state === "computing",
    action: functions > 0 ? showResults : markFunction,
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
