/** What one run left behind at the sites of the marked function. */

import { primal, Recorded } from "nested-tape";
import type { MarkedCode, Site } from "../routine.js";
import { ObjectValue, type Scalar, type Value } from "./interpreter/objects/values.js";

/** The most numbers of one value that are shown for a site. */
export const mostShownNumbers = 16;

/** How many of the first and of the last passes are kept for a site that is passed more than once. */
const historyHead = 4;
const historyTail = 4;

/** What one site saw. */
class SiteTrace {
  count = 0;
  /** How many of these passes had no number. */
  others = 0;
  last: Value = undefined;
  readonly isRead: boolean;
  /** The first numbers, and the last ones in turn. Recorded ones are kept as they are: to read them now would take time. */
  readonly first: Scalar[] = [];
  readonly latest: Scalar[] = [];

  constructor({ kind }: Site) {
    this.isRead = kind === "read";
  }
}

export class Trace {
  /** The marked function that is looked at; what others saw is not noted. */
  readonly marked: MarkedCode | null;
  readonly #seen: (SiteTrace | undefined)[] = [];

  constructor(marked: MarkedCode | null) {
    this.marked = marked;
  }

  /** Notes that the run came by a site of a marked function with this value. */
  note(marked: MarkedCode | null, site: number, value: Value): void {
    if (marked !== this.marked) return;
    const seen = this.#seen[site] ?? this.#begin(site);
    const count = ++seen.count;
    if (typeof value !== "number" && !(value instanceof Recorded)) {
      seen.last = seen.isRead ? value : snapshot(value, 0);
      seen.others++;
      return;
    }
    seen.last = value;
    const place = count - seen.others;
    if (place <= historyHead) seen.first.push(value);
    else seen.latest[(place - historyHead - 1) % historyTail] = value;
  }

  /** Counts a pass of a loop's site, which has no value. */
  turn(marked: MarkedCode | null, site: number): void {
    if (marked === this.marked) (this.#seen[site] ?? this.#begin(site)).count++;
  }

  /** How often the run came by. */
  countOf(site: number): number {
    return this.#seen[site]?.count ?? 0;
  }

  /** What the site saw last. */
  lastOf(site: number): Value {
    return this.#seen[site]?.last;
  }

  /** The primal values of the first and the last passes, oldest first. */
  history(site: number): number[] {
    const seen = this.#seen[site];
    if (seen === undefined) return [];
    const { first, latest, count, others } = seen;
    const oldest = (count - others - historyHead) % historyTail;
    const ordered =
      latest.length < historyTail ? latest : [...latest.slice(oldest), ...latest.slice(0, oldest)];
    return [...first, ...ordered].map((scalar) => primal(scalar));
  }

  #begin(site: number): SiteTrace {
    const seen = new SiteTrace(this.marked!.sites[site]!);
    // Functions are lowered as they are called, and so sites come in any order.
    while (this.#seen.length < site) this.#seen.push(undefined);
    this.#seen[site] = seen;
    return seen;
  }
}

/**
 * A small array or object as it is at this moment: what a line assigned is shown on that line, although a later
 * line changes an element. Large ones, of which nothing is shown, are not copied.
 */
function snapshot(value: Value, depth: number): Value {
  if (depth > 3 || !(value instanceof ObjectValue)) return value;
  const isSmall = value.properties.size + value.size <= mostShownNumbers;
  const copy = isSmall ? value.emptyCopy() : null;
  if (copy === null) return value;
  value.fillCopy(copy, (part) => snapshot(part, depth + 1));
  return copy;
}
