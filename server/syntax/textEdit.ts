/** What changed between two texts. */

import type { Span } from "../finding.js";

/** What stood from `start` to `end` was replaced by a text of this length. */
export interface Edit extends Span {
  length: number;
}

/** The smallest edit that makes one text of another. */
export function editBetween(before: string, after: string): Edit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shortest - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { start, end: before.length - same, length: after.length - same - start };
}
