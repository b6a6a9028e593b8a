/** Where a new `@at` line goes in a doc comment, in the style of the comment: on the same line or on one of its own. */

import type { Place } from "../finding.js";
import type { DocTag } from "../syntax/docTags.js";
import type { ParsedModule } from "../syntax/parseModule.js";

/** The edit that adds a point after a tag. */
export function pointInsertion(parsed: ParsedModule, after: DocTag, point: string): Place & { text: string } {
  const { module, text } = parsed;
  const at = { module, start: after.end, end: after.end };
  const lineStart = Math.max(text.lastIndexOf("\n", after.start), text.lastIndexOf("\r", after.start)) + 1;
  const prefix = text.slice(lineStart, after.start);
  if (!/^\s*\*\s*$/.test(prefix)) return { ...at, text: ` @at ${point}` };
  return { ...at, text: `${lineBreakBefore(text, lineStart)}${prefix}@at ${point}` };
}

function lineBreakBefore(text: string, lineStart: number): string {
  return text.slice(lineStart - 2, lineStart) === "\r\n" ? "\r\n" : text.charAt(lineStart - 1);
}
