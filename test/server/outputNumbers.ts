/** The numbers of a plain result, named as the evaluation names them: for reports that are made by hand. */

import type { OutputNumber, PlainValue } from "../../server/report.js";

export function outputNumbers(value: PlainValue, path = ""): OutputNumber[] {
  if (typeof value === "number") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => outputNumbers(item, `${path}[${index}]`));
  return Object.entries(value).flatMap(([key, item]) => {
    return outputNumbers(item, path + (/^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
  });
}
