/**
 * What a kink makes of the value and the derivatives, in words: how they jump, what they are on either side, or that
 * the function is smooth there and only the convention is not what its derivative is.
 */

import type { Limit } from "./extrapolation.js";
import type { Side } from "./oneSidedLimits.js";

export const unsaid = "The derivative shown is the one by convention; on either side it may be another.";

const digitsOfValues = 7;
const digitsOfDerivatives = 5;

interface Sides<T> {
  left: T;
  right: T;
}

/** The first of value and derivatives that is not the same on both sides and here; null when all agree. */
export function differenceText(
  { left, right }: Sides<Side | null>,
  value: number,
  derivatives: readonly number[],
  path: string,
  name: string,
  at: number,
): string | null {
  // Where there is nothing on either side, an input is no number that varies.
  if (left === null && right === null) return null;
  const of = path === "" ? "" : ` of ${path}`;
  const values = { left: left?.value ?? null, right: right?.value ?? null };
  if (!isAt(values.left, value, 1e-7) || !isAt(values.right, value, 1e-7)) {
    return `The value${of} jumps at ${name} = ${written(at, digitsOfValues)}: it is ${written(value, digitsOfValues)} there and ${valuesText(values)}. The derivative shown is that of the piece that was taken.`;
  }
  for (const [index, here] of derivatives.entries()) {
    const limits = { left: left?.derivatives[index] ?? null, right: right?.derivatives[index] ?? null };
    if (left !== null && right !== null && isAt(limits.left, here) && isAt(limits.right, here)) {
      // A limit that is not known is no sign of anything, unless nothing else is either.
      if (limits.left!.kind === "unknown" && limits.right!.kind === "unknown") return unsaid;
      continue;
    }
    const derivative = `${index === 0 ? "derivative" : `derivative of order ${index + 1}`}${of} by ${name}`;
    const common = commonLimit(limits);
    if (common !== null) {
      return `Both sides agree, so that the function is smooth there and the convention is not needed: the ${derivative} is ${common}, although ${written(here, digitsOfDerivatives)} is shown.`;
    }
    return `The ${derivative} is shown as ${written(here, digitsOfDerivatives)} by convention; ${derivativesText(limits)}.`;
  }
  return null;
}

/** Whether a side leads to a number; of a limit that is not known it is assumed. */
function isAt(limit: Limit | null, here: number, tolerance = 1e-4): boolean {
  switch (limit?.kind) {
    case "unknown":
      return true;
    case "unbounded":
      return here === limit.sign * Number.POSITIVE_INFINITY;
    case "number":
      return Math.abs(limit.value - here) <= 3 * limit.error + tolerance * Math.max(1e-3, Math.abs(here));
    default:
      return limit === null && tolerance < 1e-4;
  }
}

/** The number that both sides lead to, with the digits that are certain; null where they do not lead to one. */
function commonLimit({ left, right }: Sides<Limit | null>): string | null {
  if (left?.kind !== "number" || right?.kind !== "number") return null;
  const error = left.error + right.error;
  if (Math.abs(left.value - right.value) > 3 * error + 1e-9 * Math.abs(left.value)) return null;
  return numberText(left.error < right.error ? left : right, digitsOfValues);
}

/** What values do: `tends to 1 from the left, to 0 from the right`. */
function valuesText({ left, right }: Sides<Limit | null>): string {
  const [fromLeft, fromRight] = [limitText(left, digitsOfValues), limitText(right, digitsOfValues)];
  if (isNumber(left) && isNumber(right)) {
    return `tends to ${fromLeft} from the left, to ${fromRight} from the right`;
  }
  if (fromLeft === fromRight) return `from both sides ${fromLeft}`;
  const side = (limit: Limit | null, text: string) => (isNumber(limit) ? `tends to ${text}` : text);
  return `${side(left, fromLeft)} from the left, and ${side(right, fromRight)} from the right`;
}

/** What derivatives are: `from the left it is -1, from the right 1`. */
function derivativesText({ left, right }: Sides<Limit | null>): string {
  const [fromLeft, fromRight] = [limitText(left, digitsOfDerivatives), limitText(right, digitsOfDerivatives)];
  if (isNumber(left) && isNumber(right))
    return `from the left it is ${fromLeft}, from the right ${fromRight}`;
  if (fromLeft === fromRight) return `from both sides it ${fromLeft}`;
  const side = (limit: Limit | null, text: string) => (isNumber(limit) ? `it is ${text}` : `it ${text}`);
  return `from the left ${side(left, fromLeft)}, from the right ${side(right, fromRight)}`;
}

function isNumber(limit: Limit | null): boolean {
  return limit?.kind === "number";
}

function limitText(limit: Limit | null, digits: number): string {
  switch (limit?.kind) {
    case "number":
      return numberText(limit, digits);
    case "unbounded":
      return limit.sign > 0 ? "grows without bound" : "falls without bound";
    case "unsettled":
      return "does not settle";
    case "unknown":
      return "has a limit that could not be found";
    default:
      return "is not defined";
  }
}

/** A limit with the digits that are certain. */
function numberText({ value, error }: Extract<Limit, { kind: "number" }>, digits: number): string {
  const certain = value === 0 ? digits : Math.floor(Math.log10(Math.abs(value) / Math.max(error, 1e-300)));
  return written(value, Math.max(1, Math.min(digits, certain)));
}

function written(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)) + 0);
}
