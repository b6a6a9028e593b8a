/**
 * How numbers, values and derivatives are written wherever a user reads them: hints, hovers, panel, table.
 *
 *     formatNumber(0.35, 4)                     0.3500
 *     formatTrusted(0.35217, 4, 2)              0.35
 *     formatValue({ x: 1, y: [2, 3] }, 4)       { x: 1, y: [2, 3] }
 *     derivativeName("f", 3)                    f‴
 *     partialName("f", ["x", "y", "y"])         ∂³f/∂x∂y²
 */

import type { PlainValue } from "../report.js";

/** Integers are written out up to this many digits more than the significant ones asked for. */
const extraIntegerDigits = 2;

/** Smaller numbers are written with an exponent. */
const smallestFixed = 1e-4;

/**
 * Writes a number with a fixed count of significant digits, so that its width holds still while it changes.
 * Integers are exact and short; NaN and the infinities are `NaN`, `∞`, `-∞`.
 *
 * @param digits significant digits, 1 to 17
 */
export function formatNumber(value: number, digits: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (value === 0) return "0";
  const significant = Math.min(17, Math.max(1, Math.trunc(digits) || 1));
  const magnitude = Math.abs(value);
  const isLarge = magnitude >= 10 ** (significant + extraIntegerDigits);
  if (Number.isInteger(value) && !isLarge) return String(value);
  if (isLarge || magnitude < smallestFixed) return withExponent(value, significant);
  const text = value.toPrecision(significant);
  return text.includes("e") ? value.toFixed(0) : text;
}

/** No digit of the number is right. */
const untrusted = "?";

/** How a number is written: by `formatNumber`, or in another way. */
export type NumberFormat = (value: number, digits: number) => string;

/**
 * A number with no more digits than can be trusted; `?` where none can.
 *
 * @param trusted how many of its significant digits are right; undefined where that is not known
 */
export function formatTrusted(
  value: number,
  digits: number,
  trusted: number | undefined,
  format: NumberFormat = formatNumber,
): string {
  if (trusted === undefined || !Number.isFinite(value)) return format(value, digits);
  // Also of 0: it may be what is wrong.
  if (trusted < 1) return untrusted;
  const written = Math.min(digits, trusted);
  // Otherwise all digits before the point would be written.
  return Math.abs(value) >= 10 ** trusted ? withExponent(value, written) : format(value, written);
}

/** `1.500e-7`; a number that fewer digits give exactly, such as `1e-7`, is written with those. */
function withExponent(value: number, significant: number): string {
  const short = value.toExponential().replace("e+", "e");
  const fixed = value.toExponential(significant - 1).replace("e+", "e");
  return short.length <= 5 && short.length < fixed.length ? short : fixed;
}

/** As `formatNumber`, without zeros at the end: where there is room and the width need not hold still. */
export function formatShort(value: number, digits: number): string {
  const fixed = formatNumber(value, digits);
  const [, whole, decimals, exponent = ""] = /^(-?\d+)\.(\d+)(e.*)?$/.exec(fixed) ?? [];
  if (whole === undefined || decimals === undefined) return fixed;
  const kept = decimals.replace(/0+$/, "");
  return (kept === "" ? whole : `${whole}.${kept}`) + exponent;
}

/** Whether a key of an object can be written without quotes. */
const plainKey = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** Longest text of a string value that is shown. */
const longestString = 24;

/** Deepest nesting that is shown. */
const deepestNesting = 8;

/** How many digits can be trusted of the number at a path such as `[0].x`; undefined where that is not known. */
export type TrustedAt = (path: string) => number | undefined;

export function trustedByPath(
  entries: Iterable<readonly [path: string, digits: number | undefined]>,
): TrustedAt {
  const byPath = new Map(entries);
  return (path) => byPath.get(path);
}

/** A value of whose numbers is known how many digits can be trusted. */
export interface TrustedValue {
  value: PlainValue;
  trustedAt: TrustedAt;
}

/**
 * Writes a value as its source would read, on one line. Numbers are written by `formatNumber`; of an array or
 * an object the first `items` entries are written and the rest are an ellipsis.
 */
export function formatValue(
  value: PlainValue,
  digits: number,
  items: number = Number.POSITIVE_INFINITY,
  writeNumber: NumberFormat = formatNumber,
): string {
  return writeValue(value, (number) => writeNumber(number, digits), items, 0, "");
}

/** The same with no more digits of each number than can be trusted. */
export function formatTrustedValue(
  { value, trustedAt }: TrustedValue,
  digits: number,
  items: number = Number.POSITIVE_INFINITY,
  writeNumber: NumberFormat = formatNumber,
): string {
  const write = (number: number, path: string) => formatTrusted(number, digits, trustedAt(path), writeNumber);
  return writeValue(value, write, items, 0, "");
}

function writeValue(
  value: PlainValue,
  writeNumber: (value: number, path: string) => string,
  items: number,
  depth: number,
  path: string,
): string {
  if (typeof value === "number") return writeNumber(value, path);
  if (typeof value === "string") return formatString(value);
  if (typeof value !== "object" || value === null) return String(value);
  const isArray = Array.isArray(value);
  if (depth >= deepestNesting) return isArray ? "[…]" : "{…}";
  const entries = Object.entries(value);
  const written = entries.slice(0, items).map(([key, item]) => {
    const isPlain = plainKey.test(key);
    const place = isArray ? `[${key}]` : isPlain ? `.${key}` : `[${JSON.stringify(key)}]`;
    const text = writeValue(item, writeNumber, items, depth + 1, path + place);
    return isArray ? text : `${isPlain ? key : JSON.stringify(key)}: ${text}`;
  });
  if (entries.length > items) written.push("…");
  if (isArray) return `[${written.join(", ")}]`;
  return written.length === 0 ? "{}" : `{ ${written.join(", ")} }`;
}

function formatString(value: string): string {
  const shown = value.length > longestString ? `${value.slice(0, longestString - 1)}…` : value;
  return JSON.stringify(shown);
}

const primes = ["", "′", "″", "‴", "⁗"];
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `³` for 3. */
export function superscript(count: number): string {
  return [...String(count)].map((digit) => superscripts[Number(digit)] ?? digit).join("");
}

/** The mark of an order behind a function's name: `′`, `″`, `‴`, `⁗`, `⁽⁵⁾`, …; nothing for order 0. */
export function orderMark(order: number): string {
  return primes[order] ?? `⁽${superscript(order)}⁾`;
}

/** `f`, `f′`, `f″`, `f‴`, `f⁗`, `f⁽⁵⁾`, … */
export function derivativeName(name: string, order: number): string {
  return name + orderMark(order);
}

/** `∂f/∂x`, `∂²f/∂x²`, `∂³f/∂x∂y²`: equal neighbours among the inputs are written once, with a power. */
export function partialName(name: string, wrt: readonly string[]): string {
  const power = (count: number) => (count === 1 ? "" : superscript(count));
  let below = "";
  for (let start = 0; start < wrt.length; ) {
    let end = start + 1;
    while (wrt[end] === wrt[start]) end++;
    below += `∂${wrt[start]}${power(end - start)}`;
    start = end;
  }
  return `∂${power(wrt.length)}${name}/${below}`;
}

/** The last part of a name with dots: `energy` of `Spring.energy`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1) || name;
}
