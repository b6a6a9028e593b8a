/**
 * Where a stretch of text is after edits of the text around it: hints of a function that is being computed stay
 * with what they belong to.
 *
 *     throughEdit({ start: 10, end: 12 }, { start: 4, end: 4, length: 3 })     { start: 13, end: 15 }
 */

import type { Span } from "../finding.js";
import type { Edit } from "../syntax/textEdit.js";

export { type Edit, editBetween } from "../syntax/textEdit.js";

/** Text put in at the very beginning of a stretch stands before it, and at its very end behind it. What the edit took away shrinks to where that was. */
export function throughEdit({ start, end }: Span, edit: Edit): Span {
  const shift = edit.length - (edit.end - edit.start);
  const isEmpty = start === end;
  const movedStart = start >= edit.end ? start + shift : Math.min(start, edit.start);
  if (isEmpty) return { start: movedStart, end: movedStart };
  const movedEnd = end <= edit.start ? end : end >= edit.end ? end + shift : edit.start;
  // What was replaced together with text before it begins behind the new text.
  const from =
    start > edit.start && start < edit.end && end > edit.end ? edit.start + edit.length : movedStart;
  return { start: from, end: Math.max(from, movedEnd) };
}

/** Through one edit after the other. */
export function throughEdits(span: Span, edits: readonly Edit[]): Span {
  for (const edit of edits) span = throughEdit(span, edit);
  return span;
}
