/** One number in a table, and what to say of it when the pointer rests on it. */

import type { Partial, PlainValue } from "../../server/report.js";
import { formatNumber } from "../../server/view/numbers.js";
import type { Cell } from "./panelModel.js";

/** @param what the name of the derivative, such as `f″` or `∂f/∂x` */
export function partialCell(what: string, partial: Partial | undefined, digits: number): Cell {
  if (partial?.isStructuralZero) {
    return { text: "0", tone: "zero", explanation: `${what} is 0 everywhere: no path leads there.` };
  }
  return numberCell(what, partial?.value, digits);
}

/** @param value anything but a number is one that is missing */
export function numberCell(what: string, value: PlainValue, digits: number): Cell {
  if (typeof value !== "number") {
    return { text: "–", tone: "missing", explanation: `${what} was not computed.` };
  }
  const text = formatNumber(value, digits);
  if (!Number.isFinite(value)) return { text, tone: "alarming", explanation: `${what} is not finite.` };
  return { text, tone: "plain", explanation: `${what} = ${value}` };
}
