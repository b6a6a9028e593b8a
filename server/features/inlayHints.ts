/**
 * The hints at the ends of lines: value and derivatives after a marked function's signature, and the values
 * that the lines of its body had.
 *
 *     export function f(x: number): number {     f(3) = 0.1411 · f′ = -0.9900
 *       const y = x * x;                         = 9 · ′ = 6
 *       return Math.sin(y) / x;
 *     }
 *
 * Hints are quiet: a line has at most 43 characters of them, because VS Code cuts there. What does not fit is
 * written shorter: first without names, then with fewer orders, then with fewer entries and digits.
 */

import type { ModuleReport, PlainValue, PointReport, Quantity, Report, TraceEntry } from "../report.js";
import {
  formatNumber,
  formatShort,
  formatTrustedValue,
  formatValue,
  orderMark,
  shortName,
  type TrustedValue,
  trustedByPath,
} from "../view/numbers.js";
import { type PartialTable, partialsOf } from "../view/partials.js";
import { type Lines, linesOf } from "./lines.js";

export interface InlayHintOptions {
  /** Value and derivatives after the signature, and on the `@at` lines when there are several. */
  signature: boolean;
  /** Values and derivatives on the lines of the body. */
  body: boolean;
  /** Significant digits. */
  digits: number;
}

export interface InlayHint {
  /** The end of a line. */
  offset: number;
  text: string;
  /** Plain text with more digits than the hint has room for. */
  tooltip: string;
}

/** What VS Code shows of the hints of one line, in characters. */
export const longestLine = 43;

/** Less room than this tells nothing. */
const shortestHint = 8;

/** Digits of tooltips. */
const tooltipDigits = 10;

const separator = " · ";

/** A hint before it is known how much room it has. */
interface Draft {
  /** Counted from the line that the function begins on. */
  line: number;
  tooltip: string;
  /** The best text of at most so many characters. */
  write(room: number): string | null;
}

/** The hints of one function, before it is known what else stands on its lines. They hold wherever the function stands. */
export interface HintDrafts {
  signature: Draft[];
  body: Draft[];
}

/** Everything that the drafts of a function depend on besides its report's numbers: the text of its lines. */
export function linesOfFunction({ extent }: Report, text: string, lines: Lines): string {
  return text.slice(lines.startOf(lines.lineAt(extent.start)), lines.endOf(lines.lineAt(extent.end)));
}

export function draftHints(
  report: Report,
  text: string,
  lines: Lines,
  options: InlayHintOptions,
): HintDrafts {
  const first = lines.lineAt(report.extent.start);
  const relative = ({ line, tooltip, write }: Draft): Draft => {
    return { line: line - first, tooltip, write: remembered(write) };
  };
  return {
    signature: options.signature ? signatureDrafts(report, lines, options.digits).map(relative) : [],
    body: options.body ? bodyDrafts(report, text, lines, options).map(relative) : [],
  };
}

/** A line mostly has the same room. */
function remembered(write: Draft["write"]): Draft["write"] {
  const texts = new Map<number, string | null>();
  return (room) => {
    const known = texts.get(room);
    if (known !== undefined) return known;
    const text = write(room);
    texts.set(room, text);
    return text;
  };
}

/** All hints of a module, in the order of their lines. */
export function inlayHints(module: ModuleReport, text: string, options: InlayHintOptions): InlayHint[] {
  const lines = linesOf(text);
  const drafts = module.reports.map((report) => draftHints(report, text, lines, options));
  return layHints(module.reports, drafts, lines);
}

/** Puts the drafts of all functions of a module on its lines. */
export function layHints(
  reports: readonly Report[],
  drafts: readonly HintDrafts[],
  lines: Lines,
): InlayHint[] {
  const byLine = new Map<number, Draft[]>();
  const firstLines = reports.map(({ extent }) => lines.lineAt(extent.start));
  const add = (line: number, draft: Draft) => {
    const others = byLine.get(line);
    if (others) others.push(draft);
    else byLine.set(line, [draft]);
  };
  for (const [index, { signature }] of drafts.entries()) {
    for (const draft of signature) add(firstLines[index]! + draft.line, draft);
  }
  const signatureLines = new Set(byLine.keys());
  for (const [index, { body }] of drafts.entries()) {
    for (const draft of body) {
      const line = firstLines[index]! + draft.line;
      if (!signatureLines.has(line)) add(line, draft);
    }
  }

  const hints: InlayHint[] = [];
  for (const [line, drafts] of [...byLine].sort(([a], [b]) => a - b)) {
    let room = longestLine;
    for (const draft of drafts) {
      const written = room < shortestHint ? null : draft.write(room);
      if (written === null) continue;
      hints.push({ offset: lines.endOf(line), text: written, tooltip: draft.tooltip });
      room -= written.length + 1;
    }
  }
  return hints;
}

function signatureDrafts(report: Report, lines: Lines, digits: number): Draft[] {
  const [first] = report.points;
  if (!first) return [];
  const atLines =
    report.points.length < 2
      ? []
      : report.points.flatMap((point) => (point.span ? [{ point, offset: point.span.end }] : []));
  const places = [...atLines, { point: first, offset: report.signatureEnd }]
    .filter(({ point }) => hasNumbers(point.value))
    .map(({ point, offset }) => {
      const partials = partialsOf(point.derivatives);
      return { offset, point, partials, texts: [...signatureTexts(report, point, partials, digits)] };
    });
  // All points of a function are written in the same form, so that they can be compared.
  const form = Math.max(
    0,
    ...places.map(({ texts }) =>
      Math.max(
        0,
        texts.findIndex(({ length }) => length <= longestLine),
      ),
    ),
  );
  return places.map(({ offset, point, partials, texts }) => ({
    line: lines.lineAt(offset),
    tooltip: signatureTooltip(report, point, partials),
    write: (room) => firstThatFits(texts.slice(Math.min(form, texts.length - 1)), room),
  }));
}

/** Every way to write a signature's hint, the fullest first. */
function* signatureTexts(
  report: Report,
  point: PointReport,
  partials: PartialTable,
  digits: number,
): Generator<string> {
  const name = shortName(report.function);
  const given = Object.values(point.at);
  const value = shortValue(point);
  const called = `${name}(${given.map((value) => formatValue(value, digits, 4, formatShort)).join(", ")})`;
  const write = (head: string, symbol: string, orders: number, items: number, precision: number) =>
    [
      `${head}= ${formatTrustedValue(value, precision, items)}`,
      ...derivativeParts(point.inputs, partials, symbol, orders, items, precision),
      ...(orders < partials.order && point.inputs.length === 1 ? ["…"] : []),
    ].join(separator);

  const all = Number.POSITIVE_INFINITY;
  const { order } = partials;
  const heads = given.length > 0 ? [`${called} `, `${name}(…) `] : [`${called} `];
  for (const head of heads) {
    yield write(head, name, order, all, digits);
    yield write(head, "", order, all, digits);
  }
  yield write("", "", order, all, digits);
  for (const items of [all, 4, 3, 2]) {
    for (let orders = order; orders >= Math.min(1, order); orders--) {
      yield write("", "", orders, items, digits);
    }
  }
  for (let precision = digits - 1; precision >= 2; precision--) yield write("", "", 1, 2, precision);
  yield write("", "", 1, 1, 2);
  yield write("", "", 0, 2, digits);
}

/** More numbers than a line has room for, whatever they are. */
const mostNumbers = 100;

/** What a `Map` holds are its numbers alone, as those of its derivatives: its keys would leave no room for them. */
function shortValue(point: PointReport): TrustedValue {
  const { outputs } = point;
  const holdsMap = outputs.some(({ path }) => path.includes(".get("));
  return holdsMap ? asList(outputs.slice(0, mostNumbers)) : wholeValue(point);
}

function wholeValue({ value, outputs }: PointReport): TrustedValue {
  return { value, trustedAt: trustedByPath(outputs.map(({ path, digits }) => [path, digits])) };
}

/** What may be written as a number: undefined where it was not computed. */
type Entry = { value: number; digits?: number } | undefined;

function asList(entries: readonly Entry[]): TrustedValue {
  return {
    value: entries.map((entry) => entry?.value),
    trustedAt: trustedByPath(entries.map((entry, k) => [`[${k}]`, entry?.digits])),
  };
}

function asNumber(entry: Entry): TrustedValue {
  return { value: entry?.value, trustedAt: () => entry?.digits };
}

function asRows(rows: readonly (readonly Entry[])[]): TrustedValue {
  return {
    value: rows.map((row) => row.map((entry) => entry?.value)),
    trustedAt: trustedByPath(
      rows.flatMap((row, i) => row.map((entry, k) => [`[${i}][${k}]`, entry?.digits] as const)),
    ),
  };
}

/** `f′ = 6`, `f″ = 2` for one input; `∇f = [4, 5]` for several; `Jf = [[1, 0], [0, 1]]` for several results. */
function derivativeParts(
  inputs: readonly string[],
  partials: PartialTable,
  symbol: string,
  orders: number,
  items: number,
  digits: number,
): string[] {
  if (partials.order === 0 || orders === 0 || inputs.length === 0) return [];
  const { outputs } = partials;
  const isOneOutput = outputs.length === 1 && outputs[0] === "";
  const [only] = inputs;
  if (inputs.length === 1 && only !== undefined) {
    return Array.from({ length: Math.min(orders, partials.order) }, (_, index) => {
      const wrt = Array<string>(index + 1).fill(only);
      const found = outputs.map((of) => partials.find(of, wrt));
      const value = isOneOutput ? asNumber(found[0]) : asList(found);
      return `${symbol}${orderMark(index + 1)} = ${formatTrustedValue(value, digits, items)}`;
    });
  }
  const rows = outputs.map((of) => inputs.map((input) => partials.find(of, [input])));
  return [
    isOneOutput
      ? `∇${symbol} = ${formatTrustedValue(asList(rows[0]!), digits, items)}`
      : `J${symbol && ` ${symbol}`} = ${formatTrustedValue(asRows(rows), digits, items)}`,
  ];
}

/** The first text with room; when there is none, the last one cut. */
function firstThatFits(texts: Iterable<string>, room: number): string | null {
  let last: string | null = null;
  for (const text of texts) {
    if (text.length <= room) return text;
    last = text;
  }
  return last === null ? null : `${last.slice(0, room - 1).trimEnd()}…`;
}

function signatureTooltip(report: Report, point: PointReport, partials: PartialTable): string {
  const name = shortName(report.function);
  const given = Object.entries(point.at).map(
    ([parameter, value]) => `${parameter} = ${formatValue(value, tooltipDigits, 8, formatShort)}`,
  );
  return [
    given.length > 0 ? `${name} at ${given.join(", ")}` : name,
    `${name} = ${formatTrustedValue(wholeValue(point), tooltipDigits, 8)}`,
    ...derivativeParts(point.inputs, partials, name, partials.order, 8, tooltipDigits),
  ].join("\n");
}

/** What a line of the body has: its last assigned name or returned value. */
function bodyDrafts(report: Report, text: string, lines: Lines, options: InlayHintOptions): Draft[] {
  const [point] = report.points;
  if (!point) return [];
  const loopLines = new Set(
    point.trace.filter(({ kind }) => kind === "loop").map(({ start }) => lines.lineAt(start)),
  );
  const returns = point.trace.filter(({ kind }) => kind === "return");
  const byLine = new Map<number, { entry: TraceEntry; quantity: Quantity; names: Set<string> }>();
  for (const entry of point.trace) {
    if (entry.kind !== "assign" && entry.kind !== "return") continue;
    const quantity = entry.quantity === undefined ? undefined : point.quantities[entry.quantity];
    if (!quantity || entry.count === 0 || !hasNumbers(quantity.value)) continue;
    // The only returned value is what the signature already says.
    if (entry.kind === "return" && options.signature && returns.length === 1 && entry.count === 1) continue;
    const line = lines.lineAt(entry.end);
    if (quantity.derivatives.length === 0) {
      if (loopLines.has(line) || isWrittenOut(entry, text.slice(entry.end, lines.endOf(line)))) continue;
    }
    const other = byLine.get(line);
    const names = new Set([...(other?.names ?? []), entry.name]);
    const isLater = !other || entry.start >= other.entry.start;
    byLine.set(line, isLater ? { entry, quantity, names } : { ...other, names });
  }
  return [...byLine].map(([line, { entry, quantity, names }]) => {
    const partials = partialsOf(quantity.derivatives);
    const head = names.size > 1 && entry.name ? `${entry.name} ` : "";
    return {
      line,
      tooltip: bodyTooltip(entry, quantity, point.inputs, partials),
      write: (room) =>
        firstThatFits(bodyTexts(head, entry, quantity, point.inputs, partials, options.digits), room),
    };
  });
}

/** Whether the line itself says the value: `= 3;`, `= -1e-3 // step`, `= []`. */
function isWrittenOut(entry: TraceEntry, rest: string): boolean {
  const after = entry.kind === "return" ? rest : rest.replace(/^\s*:[^=]*/, "");
  return /^\s*=\s*([-+]?[\d.][\w.]*|\[\s*\]|\{\s*\})\s*[;,]?\s*(\/\/.*|\/\*.*)?$/.test(after);
}

/** Every way to write the hint of a line of the body, the fullest first. */
function* bodyTexts(
  head: string,
  entry: TraceEntry,
  quantity: Quantity,
  inputs: readonly string[],
  partials: PartialTable,
  digits: number,
): Generator<string> {
  const times = entry.count > 1 ? ` ×${entry.count}` : "";
  const write = (orders: number, items: number, precision: number) =>
    head +
    [
      `= ${formatValue(quantity.value, precision, items)}`,
      ...derivativeParts(inputs, partials, "", orders, items, precision),
    ].join(separator) +
    times;
  for (const items of [Number.POSITIVE_INFINITY, 4, 3, 2]) yield write(1, items, digits);
  for (let precision = digits - 1; precision >= 2; precision--) yield write(1, 2, precision);
  yield write(1, 1, 2);
  yield write(0, 2, digits);
}

function bodyTooltip(
  entry: TraceEntry,
  quantity: Quantity,
  inputs: readonly string[],
  partials: PartialTable,
): string {
  const name = entry.name || "returned";
  const rows = [`${name} = ${formatValue(quantity.value, tooltipDigits, 8)}`];
  rows.push(...derivativeParts(inputs, partials, entry.name, partials.order, 8, tooltipDigits));
  if (entry.count > 1) rows.push(`the last of ${entry.count} passes`);
  const history = entry.history ?? [];
  if (history.length > 1) rows.push(history.map((value) => formatNumber(value, 4)).join(", "));
  return rows.join("\n");
}

/** Whether a value has a number in it, not too deep. */
function hasNumbers(value: PlainValue, depth = 0): boolean {
  if (typeof value === "number") return true;
  if (typeof value !== "object" || value === null || depth > 8) return false;
  return Object.values(value).some((item) => hasNumbers(item, depth + 1));
}
