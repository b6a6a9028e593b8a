/**
 * Reports on their way through JSON, which knows neither NaN nor the infinities: they travel as the strings
 * "NaN", "Infinity" and "-Infinity", as on the command line.
 *
 *     encodeReport(module)    before it is sent
 *     decodeReport(module)    after it was received: numbers are numbers again
 */

import type { ModuleReport, PointReport, Quantity } from "../report.js";

const nonFinite: { [text: string]: number } = {
  // biome-ignore lint/complexity/useLiteralKeys: the keys are what JavaScript writes for these numbers.
  ["NaN"]: Number.NaN,
  // biome-ignore lint/complexity/useLiteralKeys: as above.
  ["Infinity"]: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/** A copy in which every number that JSON cannot write is a string. */
export function encodeReport(module: ModuleReport): ModuleReport {
  return mapPoints(module, (value) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
}

/** A copy of a received report in which the numbers are numbers again. */
export function decodeReport(module: ModuleReport): ModuleReport {
  return mapPoints(module, (value) =>
    typeof value === "string" && Object.hasOwn(nonFinite, value) ? nonFinite[value] : value,
  );
}

function mapPoints(module: ModuleReport, replace: (value: unknown) => unknown): ModuleReport {
  const reports = module.reports.map((report) => ({
    ...report,
    points: report.points.map((point) => mapPoint(point, replace)),
  }));
  return { ...module, reports };
}

/** Names stay as they are, even an input that is called NaN. */
function mapPoint(point: PointReport, replace: (value: unknown) => unknown): PointReport {
  const mapQuantity = <T extends Quantity>(quantity: T): T => ({
    ...quantity,
    value: mapValue(quantity.value, replace),
    derivatives: quantity.derivatives.map((partial) => ({ ...partial, value: replace(partial.value) })),
  });
  return {
    ...mapQuantity(point),
    at: mapValue(point.at, replace) as PointReport["at"],
    quantities: point.quantities.map(mapQuantity),
    trace: point.trace.map((entry) =>
      entry.history ? { ...entry, history: entry.history.map(replace) as number[] } : entry,
    ),
  };
}

function mapValue(value: unknown, replace: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace));
  if (typeof value !== "object" || value === null) return replace(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapValue(item, replace)]));
}
