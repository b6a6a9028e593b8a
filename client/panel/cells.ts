/** One number in a table, and what to say of it when the pointer rests on it. */

import { formatNumber } from "../../server/view/numbers.js";
import type { ViewNumber } from "../../server/view/pointView.js";
import type { Cell } from "./panelModel.js";

/** @param what the name of the number, such as `f″` or `∂f/∂x` */
export function cellOf(what: string, { value, isStructuralZero }: ViewNumber, digits: number): Cell {
  if (isStructuralZero) {
    return { text: "0", tone: "zero", explanation: `${what} is 0 everywhere: no path leads there.` };
  }
  if (value === undefined) return { text: "–", tone: "missing", explanation: `${what} was not computed.` };
  const text = formatNumber(value, digits);
  if (!Number.isFinite(value)) return { text, tone: "alarming", explanation: `${what} is not finite.` };
  return { text, tone: "plain", explanation: `${what} = ${value}` };
}
