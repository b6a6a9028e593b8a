/** NaN and infinity: a finding at the first place in the source where one stands. */

import { type Finding, finding } from "../finding.js";
import type { Partial, PointReport } from "../report.js";
import type { Routine } from "../routine.js";

export function notFiniteFinding(routine: Routine, point: PointReport): Finding | null {
  const bad = firstNotFinite(numbersOf(point.value), point.derivatives);
  if (bad === null) return null;
  const birth = point.trace.find((entry) => {
    if (entry.quantity === undefined) return false;
    const quantity = point.quantities[entry.quantity]!;
    return firstNotFinite(numbersOf(quantity.value), quantity.derivatives) !== null;
  });
  const module = routine.modules[0]!;
  if (birth === undefined) {
    return finding("not-finite", { module, ...routine.name }, `At ${pointText(point)}, ${bad} here.`);
  }
  const quantity = point.quantities[birth.quantity!]!;
  const what = firstNotFinite(numbersOf(quantity.value), quantity.derivatives);
  const of = birth.name === "" ? "the result" : birth.name;
  return finding(
    "not-finite",
    { module, start: birth.start, end: birth.end },
    `At ${pointText(point)}, ${what} for ${of} here, and this reaches the result. Is the function defined at this point?`,
  );
}

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

/** "the value is NaN", "the derivative by x is Infinity" or null. */
function firstNotFinite(values: number[], derivatives: Partial[]): string | null {
  const value = values.find((number) => !Number.isFinite(number));
  if (value !== undefined) return `the value is ${value}`;
  const derivative = derivatives.find((entry) => !Number.isFinite(entry.value));
  if (derivative === undefined) return null;
  const order = derivative.order === 1 ? "derivative" : `derivative of order ${derivative.order}`;
  return `the ${order} by ${[...new Set(derivative.wrt)].join(" and ")} is ${derivative.value}`;
}

function pointText(point: PointReport): string {
  const text = Object.entries(point.at)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
