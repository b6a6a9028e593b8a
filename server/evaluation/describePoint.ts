/** A point and its derivatives in the words of a message: `x = 3, p = [1,2]`, `derivative of order 2 by x and y`. */

import type { PlainValue, PointReport } from "../report.js";

const longest = 60;

export function pointText({ at }: Pick<PointReport, "at">): string {
  const text = Object.entries(at)
    .map(([name, value]) => `${name} = ${written(value)}`)
    .join(", ");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** @param wrt what is differentiated by, as many as the order */
export function derivativeText(wrt: readonly string[]): string {
  const derivative = wrt.length === 1 ? "derivative" : `derivative of order ${wrt.length}`;
  return `${derivative} by ${[...new Set(wrt)].join(" and ")}`;
}

/** JSON has no word for NaN and the infinities. */
function written(value: PlainValue): string {
  const text = JSON.stringify(value, (_key, part) =>
    typeof part === "number" && !Number.isFinite(part) ? `<${part}>` : part,
  );
  return (text ?? "undefined").replaceAll(/"<(NaN|-?Infinity)>"/g, "$1");
}
