/** The sentences about claims to be a derivative. */

import type { PlainValue } from "../report.js";
import type { ClaimCode } from "../routine.js";
import type { Comparison } from "./claimRun.js";

/** What disagrees: both numbers, the point and the relative error. */
export function disagreementMessage(
  claim: ClaimCode,
  { at, inputs }: Comparison,
  entry: Comparison["entries"][number],
  relativeError: number,
  isSample: boolean,
): string {
  const what = derivativeName(claim.name, entry.of, inputs.length === 1 ? null : entry.input);
  const where = `${isSample ? "near the given point, at" : "at"} ${pointText(at)}`;
  const error = Number.isFinite(relativeError) ? `, a relative error of ${relativeError.toPrecision(2)}` : "";
  return `This is not the derivative of \`${claim.name}\`: ${where}, ${what} is ${numberText(entry.tape)}, and this function gives ${numberText(entry.claimed)}${error}.`;
}

/** `f′`, `∂f/∂x`, `∂f[0]/∂x`. */
function derivativeName(name: string, of: string, input: string | null): string {
  return input === null ? `${name}${of}′` : `∂${name}${of}/∂${input}`;
}

/** `x = 3, p = [1, 2]`, shortened. */
export function pointText(at: { [parameter: string]: PlainValue }): string {
  const text = Object.entries(at)
    .map(([name, value]) => `${name} = ${valueText(value)}`)
    .join(", ");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** `x`, `x and y`, `x, y and 5 more`. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  if (names.length > most) return `${shown.join(", ")} and ${names.length - most} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

export function numberText(number: number): string {
  return String(Number.isFinite(number) ? Number(number.toPrecision(10)) : number);
}

function valueText(value: PlainValue): string {
  if (typeof value === "number") return String(Number.isFinite(value) ? Number(value.toPrecision(6)) : value);
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key}: ${valueText(item)}`)
    .join(", ")} }`;
}
