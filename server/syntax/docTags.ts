/**
 * The tags of this product in a doc comment, with exact offsets.
 *
 *     scanDocTags("/** @differentiable @at x = 3 *" + "/", comment)
 *     // → [{ name: "differentiable", … }, { name: "at", argument: { text: "x = 3", start: 24, end: 29 }, … }]
 *
 * A scanner of our own, because TypeScript's reads a tag's argument as prose: it does not know that a comma
 * at the end of a line continues the point, nor that an `@` in quotes begins no tag.
 *
 * An argument ends at the end of its line, at the next tag or at the end of the comment. That of `@at` and
 * `@wrt` goes on in the next line while a bracket is open or the line ends in a comma or an operator.
 */

import type { Span } from "../finding.js";

export const tagNames = ["differentiable", "at", "order", "wrt", "derivativeOf"] as const;
export type TagName = (typeof tagNames)[number];

export interface DocTag extends Span {
  name: TagName;
  /** The tag itself: `@order`. */
  tag: Span;
  /** What is written after it, without the white space around. Line prefixes (` * `) are blanks in `text`, so that offsets hold. */
  argument: Span & { text: string };
}

/** Finds our tags in one doc comment (from its `/**` to its end). */
export function scanDocTags(text: string, comment: Span): DocTag[] {
  const body = blankPrefixes(text.slice(comment.start, comment.end));
  const ourTag = new RegExp(`@(${tagNames.join("|")})(?![\\w$-])`, "y");
  const tags: DocTag[] = [];
  const prose: Prose = { text: body, closedUntil: 0 };
  let position = 3;
  while (position < body.length) {
    ourTag.lastIndex = position;
    const match = startsTag(body, position) ? ourTag.exec(body) : null;
    if (match === null) {
      position = skipProse(prose, position);
      continue;
    }
    const name = match[1] as TagName;
    const tagEnd = ourTag.lastIndex;
    const argumentEnd = findArgumentEnd(body, tagEnd, name === "at" || name === "wrt");
    const argument = trimmed(body, tagEnd, argumentEnd);
    tags.push({
      name,
      start: comment.start + position,
      end: comment.start + Math.max(tagEnd, argument.end),
      tag: { start: comment.start + position, end: comment.start + tagEnd },
      argument: {
        start: comment.start + argument.start,
        end: comment.start + argument.end,
        text: body.slice(argument.start, argument.end),
      },
    });
    position = argumentEnd;
  }
  return tags;
}

/** Replaces the comment's own marks by blanks, character for character. */
function blankPrefixes(comment: string): string {
  const body = comment.endsWith("*/") ? `${comment.slice(0, -2)}  ` : comment;
  return body.replace(/([\r\n\u2028\u2029][^\S\r\n\u2028\u2029]*)\*/g, "$1 ");
}

/** A tag begins at an `@` after white space or after the comment's opening. */
function startsTag(body: string, position: number): boolean {
  return body[position] === "@" && (position === 3 || /\s/.test(body[position - 1]!));
}

interface Prose {
  text: string;
  /** Before this offset no inline tag ends that was not found yet. */
  closedUntil: number;
}

/** Steps over one character of prose, or over a stretch in which an `@` begins no tag: code in backticks, an inline tag. */
function skipProse(prose: Prose, position: number): number {
  const { text: body } = prose;
  if (body.startsWith("```", position)) {
    const closing = body.indexOf("```", position + 3);
    return closing < 0 ? position + 3 : closing + 3;
  }
  const character = body[position]!;
  if (character === "`") return skipOnLine(body, position, "`");
  if (character !== "{" || body[position + 1] !== "@" || position < prose.closedUntil) return position + 1;
  const after = skipOnLine(body, position, "}");
  // None ends on this line, then: asking again for each of thousands would take long.
  if (after === position + 1) prose.closedUntil = lineEnd(body, position);
  return after;
}

function skipOnLine(body: string, position: number, closing: string): number {
  for (let index = position + 1; index < body.length && !isLineBreak(body[index]!); index++) {
    if (body[index] === closing) return index + 1;
  }
  return position + 1;
}

function lineEnd(body: string, position: number): number {
  let end = position;
  while (end < body.length && !isLineBreak(body[end]!)) end++;
  return end;
}

function findArgumentEnd(body: string, start: number, mayContinue: boolean): number {
  let depth = 0;
  let lastVisible = "";
  let position = start;
  while (position < body.length) {
    const character = body[position]!;
    if (isLineBreak(character)) {
      const isOpen = depth > 0 || (lastVisible !== "" && ",=+-*/%&|?:<>".includes(lastVisible));
      if (!mayContinue || !isOpen) return position;
      const nextWord = firstWordOfNextLine(body, position);
      if (nextWord === "" || nextWord.startsWith("@")) return position;
      position += body.startsWith("\r\n", position) ? 2 : 1;
      continue;
    }
    if (character === "@" && /\s/.test(body[position - 1]!) && /[a-zA-Z]/.test(body[position + 1] ?? "")) {
      return position;
    }
    if (!/\s/.test(character)) lastVisible = character;
    if (character === '"' || character === "'" || character === "`") {
      position = skipQuoted(body, position);
      continue;
    }
    if (character === "(" || character === "[" || character === "{") depth++;
    if (character === ")" || character === "]" || character === "}") depth--;
    position++;
  }
  return body.length;
}

function isLineBreak(character: string): boolean {
  return character === "\n" || character === "\r" || character === "\u2028" || character === "\u2029";
}

function firstWordOfNextLine(body: string, lineBreak: number): string {
  const next = body.startsWith("\r\n", lineBreak) ? lineBreak + 2 : lineBreak + 1;
  return body.slice(next, lineEnd(body, next)).trim();
}

/** The position after a quoted string; one character further where it is not closed. */
function skipQuoted(body: string, position: number): number {
  const quote = body[position]!;
  for (let index = position + 1; index < body.length; index++) {
    const character = body[index]!;
    if (character === "\\") index++;
    else if (character === quote) return index + 1;
    else if (quote !== "`" && isLineBreak(character)) break;
  }
  return position + 1;
}

function trimmed(body: string, start: number, end: number): Span {
  const piece = body.slice(start, end);
  const content = piece.trim();
  // An empty argument stands right after its tag.
  if (content === "") return { start, end: start };
  const first = start + piece.indexOf(content);
  return { start: first, end: first + content.length };
}
