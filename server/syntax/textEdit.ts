/** What changed between two texts. */

import type { Span } from "../finding.js";

/** What stood from `start` to `end` was replaced by a text of this length. */
export interface Edit extends Span {
  length: number;
}

/** Longer stretches are compared as wholes, which takes a small part of the time. */
const stretch = 1_024;

/** The smallest edit that makes one text of another. */
export function editBetween(before: string, after: string): Edit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  const isSameFrom = (from: number) =>
    before.slice(from, from + stretch) === after.slice(from, from + stretch);
  while (start + stretch <= shortest && isSameFrom(start)) start += stretch;
  while (start < shortest && before.charCodeAt(start) === after.charCodeAt(start)) start++;

  const most = shortest - start;
  let same = 0;
  const isSameUpTo = (back: number) => {
    const [one, other] = [before.length - back, after.length - back];
    return before.slice(one - stretch, one) === after.slice(other - stretch, other);
  };
  while (same + stretch <= most && isSameUpTo(same)) same += stretch;
  while (
    same < most &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { start, end: before.length - same, length: after.length - same - start };
}

/** What an edit leaves where it is, and how far it moves what begins at a place or behind it. */
export interface Move {
  behind: number;
  by: number;
}

/** Where a stretch is after moves that do not touch it: those from one to before another of a list. */
export function throughMoves(place: Span, moves: readonly Move[], from = 0, to = moves.length): Span {
  let { start } = place;
  for (let index = from; index < to; index++) {
    const { behind, by } = moves[index]!;
    if (start >= behind) start += by;
  }
  return { start, end: place.end + start - place.start };
}
