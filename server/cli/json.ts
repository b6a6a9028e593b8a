/**
 * The result as one JSON object: what `--json` prints. The form is a contract; other programs read it.
 */

import path from "node:path";
import { type Lines, linesOf } from "../features/lines.js";
import type { Finding, Place } from "../finding.js";
import {
  digitsOfValue,
  type ModuleReport,
  type Partial,
  type PlainValue,
  type PointReport,
  type Report,
} from "../report.js";

/** A position in a text, both from 1. */
export interface LineAndColumn {
  line: number;
  column: number;
}

/** How places are named for people and programs outside. */
export interface Locator {
  /** A module's file, relative to the working folder, with forward slashes. */
  file(module: string): string;
  locate(module: string, offset: number): LineAndColumn;
}

/** @param read the text of a module that a finding may lie in */
export function createLocator(folder: string, read: (module: string) => string | undefined): Locator {
  const known = new Map<string, Lines>();
  return {
    file: (module) =>
      path.isAbsolute(module) ? path.relative(folder, module).replaceAll("\\", "/") : module,
    locate(module, offset) {
      const lines = known.get(module) ?? linesOf(read(module) ?? "");
      known.set(module, lines);
      const line = lines.lineAt(offset);
      return { line: line + 1, column: Math.max(0, offset - lines.startOf(line)) + 1 };
    },
  };
}

/** The whole result, ready for `JSON.stringify`. */
export function toJson(modules: readonly ModuleReport[], locator: Locator): object {
  return {
    version: 1,
    reports: modules.flatMap(({ reports }) =>
      reports.filter(({ isUnmarked }) => !isUnmarked).map((report) => reportToJson(report, locator)),
    ),
    diagnostics: modules.flatMap(({ findings, reports }) => {
      const ofUnmarked = reports.filter(({ isUnmarked }) => isUnmarked).flatMap((report) => report.findings);
      return [...findings, ...ofUnmarked].map((finding) => diagnosticToJson(finding, locator));
    }),
  };
}

function reportToJson(report: Report, locator: Locator): object {
  return {
    function: report.function,
    file: locator.file(report.module),
    line: locator.locate(report.module, report.name.start).line,
    order: report.order,
    inputs: report.inputs,
    points: report.points.map(pointToJson),
    diagnostics: report.findings.map((finding) => diagnosticToJson(finding, locator)),
  };
}

function pointToJson(point: PointReport): object {
  return {
    at: valueToJson(point.at),
    value: valueToJson(point.value),
    ...digitsToJson(digitsOfValue(point)),
    derivatives: point.derivatives.map(partialToJson),
    ...(point.truncated && { truncated: true, reachedOrder: point.reachedOrder }),
  };
}

function partialToJson({ order, wrt, of, value, digits }: Partial): object {
  const named = { order, wrt, ...(of !== undefined && { of }) };
  return { ...named, value: valueToJson(value), ...digitsToJson(digits) };
}

function digitsToJson(digits: number | undefined): object {
  return digits === undefined ? {} : { digits };
}

/** JSON has no word for NaN, the infinities and undefined. */
function valueToJson(value: PlainValue): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(valueToJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, valueToJson(item)]));
}

function diagnosticToJson(finding: Finding, locator: Locator): object {
  const { code, severity, message, related = [] } = finding;
  const placed = (place: Place) => ({
    file: locator.file(place.module),
    ...locator.locate(place.module, place.start),
  });
  return {
    code,
    severity,
    message,
    ...placed(finding),
    ...(related.length > 0 && {
      related: related.map((each) => ({ message: each.message, ...placed(each) })),
    }),
  };
}
