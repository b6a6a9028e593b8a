/** The numbers of a result, named as `Partial.of` names them: `[0]`, `.x`, and nothing for a result that is one number. */

import type { PlainValue, PointReport } from "../../server/report.js";

/** A number of the result: where it is in the result, and its value. */
export interface Component {
  path: string;
  value: PlainValue;
}

/** None for a run that did not finish. */
export function componentsOf(point: PointReport): Component[] {
  if (!point.isComplete) return [];
  const components: Component[] = [];
  collectNumbers(point.value, "", components);
  return components;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function collectNumbers(value: PlainValue, path: string, found: Component[]): void {
  if (typeof value === "number") found.push({ path, value });
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collectNumbers(item, `${path}[${index}]`, found);
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    collectNumbers(item, identifier.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`, found);
  }
}
