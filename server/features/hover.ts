/**
 * What a hover shows: on a marked function's name its values and derivatives at each point, on a parameter the
 * derivatives with respect to it, on a name of the body what it held.
 *
 *     f at x = 3
 *     | f   | 9 |
 *     | f′  | 6 |
 *     | f″  | 2 |
 */

import type { Span } from "../finding.js";
import type { ModuleReport, PointReport, Report, TraceEntry } from "../report.js";
import { describeClaim } from "../view/claims.js";
import { formatShort, partialName, shortName } from "../view/numbers.js";
import { viewOfParameter, viewOfPoint, viewOfQuantity } from "../view/pointView.js";
import { escapeMarkdown, table } from "./markdown.js";
import {
  describeAt,
  describePoint,
  describeShown,
  describeValue,
  hoverLimits,
  writtenNumber,
  writtenValue,
} from "./viewMarkdown.js";

export interface Hover {
  /** Markdown in which every word of the workspace is escaped. */
  markdown: string;
  span: Span;
}

/** Points that one hover shows. */
const mostPoints = 4;

/** The hover at an offset; null where there is nothing to say. */
export function hover(module: ModuleReport, offset: number, digits: number): Hover | null {
  for (const report of module.reports) {
    if (!contains(report.extent, offset)) continue;
    const found = hoverInFunction(report, offset, digits);
    if (found) return found;
  }
  return null;
}

function hoverInFunction(report: Report, offset: number, digits: number): Hover | null {
  if (contains(report.name, offset)) {
    if (report.isUnmarked) return hoverOnClaims(report);
    return { markdown: describeFunction(report, report.points, digits), span: report.name };
  }
  const point = report.points.find(({ span }) => span && contains(span, offset));
  if (point?.span) return { markdown: describeFunction(report, [point], digits), span: point.span };

  const parameter = report.parameters.find((span) => contains(span, offset));
  if (parameter && report.points.length > 0) {
    return { markdown: describeParameter(report, parameter.name, digits), span: parameter };
  }
  const entries = report.points.map(({ trace }) => entryAt(trace, offset));
  const [first] = entries.filter((entry) => entry !== undefined);
  if (!first) return null;
  const sections = report.points.flatMap((of, index) => {
    const entry = entries[index];
    return entry ? [describeEntry(of, entry, report.points.length > 1, digits)] : [];
  });
  const markdown = sections.slice(0, mostPoints).join("\n\n");
  return markdown === "" ? null : { markdown, span: spanToMark(first) };
}

/** The smallest named place at the offset; a return counts on its keyword. */
function entryAt(trace: readonly TraceEntry[], offset: number): TraceEntry | undefined {
  let best: TraceEntry | undefined;
  for (const entry of trace) {
    const span = spanToMark(entry);
    if (!contains(span, offset) || entry.quantity === undefined) continue;
    if (!best || span.end - span.start < best.end - best.start) best = entry;
  }
  return best;
}

function spanToMark({ kind, start, end }: TraceEntry): Span {
  return kind === "return" ? { start, end: Math.min(end, start + "return".length) } : { start, end };
}

function describeFunction(report: Report, points: readonly PointReport[], digits: number): string {
  const name = shortName(report.function);
  if (points.length === 0) {
    const advice =
      "has no point yet: add a line such as `@at x = 1` to its doc comment to see its derivatives.";
    return `**${escapeMarkdown(name)}** ${advice}`;
  }
  const sections = points.slice(0, mostPoints).map((point) => {
    const title = `**${escapeMarkdown(name)}**${describeAt(point.at, digits)}`;
    const view = viewOfPoint(point, hoverLimits);
    return [title, ...describePoint(name, view, digits)].join("\n\n");
  });
  if (points.length > mostPoints) sections.push(`… and ${points.length - mostPoints} more points`);
  for (const claim of report.claims ?? []) sections.push(escapeMarkdown(describeClaim(claim)));
  return sections.join("\n\n");
}

/** A function that is not marked has nothing to show but how its claims turned out. */
function hoverOnClaims({ claims = [], name }: Report): Hover | null {
  const markdown = claims.map((claim) => escapeMarkdown(describeClaim(claim))).join("\n\n");
  return markdown === "" ? null : { markdown, span: name };
}

/** The derivatives with respect to the inputs that one parameter holds. */
function describeParameter(report: Report, parameter: string, digits: number): string {
  const name = shortName(report.function);
  const sections = report.points.slice(0, mostPoints).map((point) => {
    const value = Object.hasOwn(point.at, parameter) ? point.at[parameter] : undefined;
    const title = `**${escapeMarkdown(parameter)}** = ${writtenValue(value, digits)}`;
    const { inputs, rows, hidden } = viewOfParameter(point, parameter, hoverLimits);
    if (inputs.length === 0) return `${title}\n\nNothing is differentiated with respect to it.`;
    if (rows.length === 0) return title;
    const written = rows.map((number) => [
      partialName(name + number.of, number.wrt),
      writtenNumber(number, digits),
    ]);
    const sections = [title, table(["derivative", "value"], written)];
    if (hidden > 0) sections.push(`… and ${hidden} more`);
    return sections.join("\n\n");
  });
  return sections.join("\n\n");
}

function describeEntry(point: PointReport, entry: TraceEntry, sayPoint: boolean, digits: number): string {
  const quantity = point.quantities[entry.quantity!];
  if (!quantity) return "";
  const name = entry.name || "returned";
  const sections = sayPoint ? [`${describeAt(point.at, digits).trim()}:`] : [];
  if (quantity.derivatives.length === 0) {
    sections.push(`${describeValue(name, quantity.value, digits)} · depends on no input`);
  } else {
    const [only] = point.inputs;
    sections.push(
      point.inputs.length === 1 && only !== undefined
        ? `**${escapeMarkdown(name)}** with respect to ${escapeMarkdown(only)}`
        : `**${escapeMarkdown(name)}**`,
      ...describeShown(name, viewOfQuantity(quantity, point.inputs, hoverLimits), digits),
    );
  }
  if (entry.count > 1) sections.push(describeHistory(entry));
  return sections.join("\n\n");
}

/** How often the run came by, and the values that it had. */
function describeHistory({ count, history = [] }: TraceEntry): string {
  const values = history.map((value) => escapeMarkdown(formatShort(value, 6)));
  if (values.length === 0) return `The last of ${count} passes.`;
  const half = Math.ceil(values.length / 2);
  const list = values.length < count ? [...values.slice(0, half), "…", ...values.slice(half)] : values;
  return `The last of ${count} passes: ${list.join(", ")}`;
}

/** The end counts too, because a cursor may stand there. */
function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
