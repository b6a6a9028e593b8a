/** What one run left behind at the sites of the marked function. */

import { isRecorded, primal } from "nested-tape";
import type { Site } from "../routine.js";
import { fillCopy } from "./interpreter/objects/objects.js";
import { ArrayValue, RecordValue, type Value } from "./interpreter/objects/values.js";

/** The most numbers of one value that are shown for a site. */
export const mostShownNumbers = 16;

/** How many of the first and of the last passes are kept for a site that is passed more than once. */
const historyHead = 4;
const historyTail = 4;

export class Trace {
  readonly counts: number[];
  /** What each site saw last. */
  readonly last: Value[];
  readonly #isRead: boolean[];
  readonly #heads: number[][];
  readonly #tails: number[][];

  constructor(sites: readonly Site[]) {
    this.counts = new Array(sites.length).fill(0);
    this.last = new Array(sites.length).fill(undefined);
    this.#isRead = sites.map((site) => site.kind === "read");
    this.#heads = sites.map(() => []);
    this.#tails = sites.map(() => []);
  }

  /** Notes that the run came by a site with this value. */
  note(site: number, value: Value): void {
    const count = ++this.counts[site]!;
    this.last[site] = this.#isRead[site] ? value : snapshot(value, 0);
    if (typeof value !== "number" && !isRecorded(value)) return;
    const number = primal(value);
    if (count <= historyHead) this.#heads[site]!.push(number);
    else this.#tails[site]![(count - historyHead - 1) % historyTail] = number;
  }

  /** The primal values of the first and the last passes, oldest first. */
  history(site: number): number[] {
    const tail = this.#tails[site]!;
    const oldest = (this.counts[site]! - historyHead) % historyTail;
    const ordered = tail.length < historyTail ? tail : [...tail.slice(oldest), ...tail.slice(0, oldest)];
    return [...this.#heads[site]!, ...ordered];
  }

  /** Counts a pass of a loop's site, which has no value. */
  count(site: number): void {
    this.counts[site]!++;
  }
}

/**
 * A small array or record as it is at this moment: what a line assigned is shown on that line, although a later
 * line changes an element. Large ones, of which nothing is shown, are not copied.
 */
function snapshot(value: Value, depth: number): Value {
  if (depth > 3) return value;
  if (value instanceof ArrayValue && value.elements.length <= mostShownNumbers) {
    return new ArrayValue(value.elements.map((element) => snapshot(element, depth + 1)));
  }
  if (value instanceof RecordValue && value.properties.size <= mostShownNumbers) {
    const copy = new RecordValue(value.prototype);
    fillCopy(copy, value, (property) => snapshot(property, depth + 1));
    return copy;
  }
  return value;
}
