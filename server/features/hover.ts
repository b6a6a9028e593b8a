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
import {
  isInputOf,
  type ModuleReport,
  type PlainValue,
  type PointReport,
  type Report,
  type TraceEntry,
} from "../report.js";
import { describeClaim } from "../view/claims.js";
import { derivativeName, formatShort, formatValue, partialName, shortName } from "../view/numbers.js";
import { type PartialTable, partialsOf } from "../view/partials.js";
import { escapeMarkdown, table } from "./markdown.js";

export interface Hover {
  /** Markdown in which every word of the workspace is escaped. */
  markdown: string;
  span: Span;
}

/** A hover has room, yet not for everything. */
const mostPoints = 4;
const mostInputs = 8;
const mostOutputs = 8;
const mostHessians = 2;
const mostMixed = 24;
const mostItems = 12;

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
  const sections = points.slice(0, mostPoints).map((point) => describePoint(name, point, digits));
  if (points.length > mostPoints) sections.push(`… and ${points.length - mostPoints} more points`);
  for (const claim of report.claims ?? []) sections.push(escapeMarkdown(describeClaim(claim)));
  return sections.join("\n\n");
}

/** A function that is not marked has nothing to show but how its claims turned out. */
function hoverOnClaims({ claims = [], name }: Report): Hover | null {
  const markdown = claims.map((claim) => escapeMarkdown(describeClaim(claim))).join("\n\n");
  return markdown === "" ? null : { markdown, span: name };
}

function describePoint(name: string, point: PointReport, digits: number): string {
  const title = `**${escapeMarkdown(name)}**${describeAt(point, digits)}`;
  if (!point.isComplete) return `${title}\n\nThe run did not come to its end.`;
  const partials = partialsOf(point.derivatives);
  const sections = [title, ...describeDerivatives(name, point.value, point.inputs, partials, digits)];
  if (point.truncated) sections.push("Some partial derivatives were left out, because they are too many.");
  if (point.zeroFrom !== undefined) sections.push(`All derivatives from order ${point.zeroFrom} on are 0.`);
  if (point.derivatives.some(({ isStructuralZero }) => isStructuralZero)) {
    sections.push(`${structuralZero}: no path leads from the input to the result.`);
  }
  return sections.join("\n\n");
}

function describeAt(point: PointReport, digits: number): string {
  const given = Object.entries(point.at).map(([parameter, value]) => {
    return escapeMarkdown(`${parameter} = ${formatValue(value, digits, mostItems, formatShort)}`);
  });
  return given.length > 0 ? ` at ${given.join(", ")}` : "";
}

const structuralZero = "0°";

function cell(partials: PartialTable, of: string, wrt: readonly string[], digits: number): string {
  const partial = partials.find(of, wrt);
  if (!partial) return "";
  return partial.isStructuralZero ? structuralZero : formatShort(partial.value, digits);
}

/** Value and derivatives as tables: by order for one input, gradient and Hessian for several. */
function describeDerivatives(
  name: string,
  value: PlainValue,
  inputs: readonly string[],
  partials: PartialTable,
  digits: number,
): string[] {
  const [only] = inputs;
  const outputs = partials.outputs.slice(0, mostOutputs);
  if (inputs.length === 1 && only !== undefined && outputs.length > 0) {
    const isOne = outputs.length === 1 && outputs[0] === "";
    const head = isOne ? ["", "value"] : ["", ...outputs.map((of) => name + of)];
    const rows = Array.from({ length: partials.order }, (_, index) => [
      derivativeName(name, index + 1),
      ...outputs.map((of) => cell(partials, of, Array<string>(index + 1).fill(only), digits)),
    ]);
    return isOne
      ? [table(head, [[name, formatValue(value, digits, mostItems, formatShort)], ...rows])]
      : [describeValue(name, value, digits), table(head, rows)];
  }

  const sections = [describeValue(name, value, digits)];
  const shown = inputs.slice(0, mostInputs);
  if (outputs.length === 0 || shown.length === 0) return sections;
  sections.push(
    table(
      ["input", ...outputs.map((of) => `∂${name}${of}`)],
      shown.map((input) => [`∂${input}`, ...outputs.map((of) => cell(partials, of, [input], digits))]),
    ),
  );
  if (inputs.length > shown.length) sections.push(`… and ${inputs.length - shown.length} more inputs`);
  if (partials.order >= 2) {
    for (const of of outputs.slice(0, mostHessians)) {
      sections.push(
        `Hessian${of ? ` of ${escapeMarkdown(name + of)}` : ""}`,
        table(
          ["∂²", ...shown.map((input) => `∂${input}`)],
          shown.map((row) => [
            `∂${row}`,
            ...shown.map((column) => cell(partials, of, [row, column], digits)),
          ]),
        ),
      );
    }
  }
  if (partials.order >= 3) sections.push(...describeHigher(name, outputs, shown, partials, digits));
  return sections;
}

function describeValue(name: string, value: PlainValue, digits: number): string {
  return `${escapeMarkdown(name)} = ${escapeMarkdown(formatValue(value, digits, mostItems, formatShort))}`;
}

/** A list of the partial derivatives beyond the Hessian. */
function describeHigher(
  name: string,
  outputs: readonly string[],
  inputs: readonly string[],
  partials: PartialTable,
  digits: number,
): string[] {
  const rows: string[][] = [];
  const visit = (of: string, wrt: string[], from: number) => {
    if (rows.length >= mostMixed) return;
    if (wrt.length >= 3 && partials.find(of, wrt)) {
      rows.push([partialName(name + of, wrt), cell(partials, of, wrt, digits)]);
    }
    if (wrt.length === partials.order) return;
    for (let index = from; index < inputs.length; index++) visit(of, [...wrt, inputs[index]!], index);
  };
  for (const of of outputs) visit(of, [], 0);
  return rows.length === 0 ? [] : [table(["higher orders", "value"], rows)];
}

/** The derivatives with respect to the inputs that one parameter holds. */
function describeParameter(report: Report, parameter: string, digits: number): string {
  const name = shortName(report.function);
  const sections = report.points.slice(0, mostPoints).map((point) => {
    const value = Object.hasOwn(point.at, parameter) ? point.at[parameter] : undefined;
    const title = `**${escapeMarkdown(parameter)}** = ${escapeMarkdown(formatValue(value, digits, mostItems, formatShort))}`;
    const inputs = point.inputs.filter((input) => isInputOf(input, parameter));
    if (inputs.length === 0) return `${title}\n\nNothing is differentiated with respect to it.`;
    const partials = partialsOf(point.derivatives);
    const rows = inputs.slice(0, mostInputs).flatMap((input) =>
      partials.outputs.slice(0, mostOutputs).flatMap((of) =>
        Array.from({ length: partials.order }, (_, index) => {
          const wrt = Array<string>(index + 1).fill(input);
          return [partialName(name + of, wrt), cell(partials, of, wrt, digits)];
        }),
      ),
    );
    return rows.length === 0 ? title : `${title}\n\n${table(["derivative", "value"], rows)}`;
  });
  return sections.join("\n\n");
}

function describeEntry(point: PointReport, entry: TraceEntry, sayPoint: boolean, digits: number): string {
  const quantity = point.quantities[entry.quantity!];
  if (!quantity) return "";
  const name = entry.name || "returned";
  const sections = sayPoint ? [`${describeAt(point, digits).trim()}:`] : [];
  const partials = partialsOf(quantity.derivatives);
  if (quantity.derivatives.length === 0) {
    sections.push(`${describeValue(name, quantity.value, digits)} · depends on no input`);
  } else {
    const [only] = point.inputs;
    sections.push(
      point.inputs.length === 1 && only !== undefined
        ? `**${escapeMarkdown(name)}** with respect to ${escapeMarkdown(only)}`
        : `**${escapeMarkdown(name)}**`,
      ...describeDerivatives(name, quantity.value, point.inputs, partials, digits),
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
