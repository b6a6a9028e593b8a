/** One number in a table, and what to say of it when the pointer rests on it. */

import { formatTrusted } from "../../server/view/numbers.js";
import type { ViewNumber } from "../../server/view/pointView.js";
import type { Cell } from "./panelModel.js";

/** @param what the name of the number, such as `f″` or `∂f/∂x` */
export function cellOf(what: string, number: ViewNumber, digits: number): Cell {
  const { value, isStructuralZero, digits: trusted } = number;
  if (isStructuralZero) {
    return { text: "0", tone: "zero", explanation: `${what} is 0 everywhere: no path leads there.` };
  }
  if (value === undefined) return { text: "–", tone: "missing", explanation: `${what} was not computed.` };
  const text = formatTrusted(value, digits, trusted);
  if (!Number.isFinite(value)) return { text, tone: "alarming", explanation: `${what} is not finite.` };
  const known = trusted === undefined || trusted >= digits ? "" : trustText(trusted);
  return { text, tone: "plain", explanation: `${what} = ${value}${known}` };
}

function trustText(trusted: number): string {
  if (trusted === 0) return ", of which no digit can be trusted";
  return `, of which ${trusted} ${trusted === 1 ? "digit" : "digits"} can be trusted`;
}
