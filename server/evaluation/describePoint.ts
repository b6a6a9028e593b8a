/** A point in the words of a message: `x = 3, p = [1,2]`. */

import type { PointReport } from "../report.js";

const longest = 60;

export function pointText({ at }: Pick<PointReport, "at">): string {
  const text = Object.entries(at)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
