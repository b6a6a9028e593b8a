/** Looking for a text in another one, in a time that grows with both lengths together and not with their product. */

import { type Meter, passOver } from "../objects/metering.js";

/** Up to this length of what is looked for, the host's own way is fast whatever the texts are. */
const longestForHost = 64;
/** A comparison here takes longer than one of the host. */
const slowness = 16;

/** The first position of a part from another one on, as `indexOf` gives it. */
export function firstPosition(text: string, part: string, from: number, meter: Meter): number {
  const start = Math.min(Math.max(Math.trunc(from) || 0, 0), text.length);
  if (part.length > longestForHost) return sought(text, part, start, false, meter);
  const found = text.indexOf(part, start);
  passOver(found < 0 ? text.length - start : found - start, meter);
  return found;
}

/** The last position of a part up to another one, as `lastIndexOf` gives it. */
export function lastPosition(text: string, part: string, from: number, meter: Meter): number {
  const end = Number.isNaN(from) ? text.length : Math.min(Math.max(Math.trunc(from), 0), text.length);
  const start = Math.min(end, text.length - part.length);
  if (start < 0) return -1;
  if (part.length > longestForHost) return sought(text, part, text.length - part.length - start, true, meter);
  const found = text.lastIndexOf(part, start);
  passOver(found < 0 ? start : start - found, meter);
  return found;
}

/** The parts between separators, at most so many. */
export function splitText(text: string, separator: string, most: number, meter: Meter): string[] {
  if (separator.length <= longestForHost) {
    if (separator === "") meter.work(Math.min(text.length, most));
    passOver(text.length, meter);
    return text.split(separator, most);
  }
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; parts.length < most; from = at + separator.length) {
    at = firstPosition(text, separator, from, meter);
    parts.push(at < 0 ? text.slice(from) : text.slice(from, at));
    if (at < 0) break;
  }
  return parts;
}

/** Knuth, Morris and Pratt's search, from the front or from the back: `start` counts from there. */
function sought(text: string, part: string, start: number, isBackward: boolean, meter: Meter): number {
  const { length } = part;
  if (length > text.length - start) return -1;
  meter.work(Math.ceil((text.length - start + length) / slowness));
  const ofText = isBackward ? fromBack(text) : fromFront(text);
  const ofPart = isBackward ? fromBack(part) : fromFront(part);
  const borders = bordersOf(ofPart, length);
  let matched = 0;
  for (let index = start; index < text.length; index++) {
    const code = ofText(index);
    while (matched > 0 && ofPart(matched) !== code) matched = borders[matched - 1]!;
    if (ofPart(matched) === code) matched++;
    if (matched === length) return isBackward ? text.length - 1 - index : index + 1 - length;
  }
  return -1;
}

type CodeAt = (index: number) => number;

const fromFront =
  (text: string): CodeAt =>
  (index) =>
    text.charCodeAt(index);
const fromBack =
  (text: string): CodeAt =>
  (index) =>
    text.charCodeAt(text.length - 1 - index);

/** For each beginning of the part, how long its longest proper beginning is that it also ends with. */
function bordersOf(codeAt: CodeAt, length: number): Int32Array {
  const borders = new Int32Array(length);
  let matched = 0;
  for (let index = 1; index < length; index++) {
    const code = codeAt(index);
    while (matched > 0 && codeAt(matched) !== code) matched = borders[matched - 1]!;
    if (codeAt(matched) === code) matched++;
    borders[index] = matched;
  }
  return borders;
}
