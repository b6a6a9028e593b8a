/**
 * The edit that marks a function: it puts the tags into the function's doc comment, or a new comment above it.
 *
 *     function f(x) {…}        /**
 *                               * @differentiable
 *                        →      * @at x = 1
 *                               *\/
 *                              function f(x) {…}
 */

import type { Span } from "../finding.js";

/** What the syntax tells of a function that may be marked. */
export interface MarkableFunction {
  isMarked: boolean;
  /** The doc comment that belongs to the function. */
  docComment: Span | null;
  /** Where the declaration begins, modifiers such as `export` included: a new doc comment goes there. */
  start: number;
}

export interface TextEdit extends Span {
  text: string;
}

/**
 * The edit that marks the function and gives it a point; on a marked function, the one that adds the point.
 *
 * @param at the text of a point as after `@at`; without one, only the mark is set
 * @returns null when there is nothing to do
 */
export function markFunction(text: string, found: MarkableFunction, at: string | undefined): TextEdit | null {
  const point = at?.replace(/\s+/g, " ").replaceAll("*/", "* /").trim();
  const tags = [...(found.isMarked ? [] : ["@differentiable"]), ...(point ? [`@at ${point}`] : [])];
  if (tags.length === 0) return null;
  return found.docComment ? addTags(text, found.docComment, tags) : newComment(text, found.start, tags);
}

function newComment(text: string, start: number, tags: readonly string[]): TextEdit {
  const indentation = /[^\S\r\n]*$/.exec(text.slice(lineStart(text, start), start))?.[0] ?? "";
  const lineEnd = lineEndOf(text);
  const lines = ["/**", ...tags.map((tag) => ` * ${tag}`), " */", ""];
  return { start, end: start, text: lines.join(lineEnd + indentation) };
}

/**
 * Adds tags to a doc comment: after its `@differentiable` when it has one, otherwise at its end. A comment of
 * one line stays one.
 */
function addTags(text: string, comment: Span, tags: readonly string[]): TextEdit {
  const body = text.slice(comment.start, comment.end);
  const marker = /@differentiable(?![\w-])/.exec(body);
  if (!/[\r\n]/.test(body)) {
    const at = marker ? comment.start + marker.index + marker[0].length : endOfContent(text, comment);
    return { start: at, end: at, text: ` ${tags.join(" ")}` };
  }
  const lineEnd = lineEndOf(text);
  if (marker) {
    const tag = comment.start + marker.index;
    const prefix = /^[^\S\r\n]*(\*[^\S\r\n]*)?/.exec(text.slice(lineStart(text, tag), tag))?.[0] ?? "";
    const isFirstLine = lineStart(text, tag) <= comment.start;
    const continued = isFirstLine ? `${indentationOf(text, comment.start)} * ` : prefix;
    const rest = text.slice(tag, comment.end).search(/[\r\n]/);
    const at = rest < 0 ? endOfContent(text, comment) : tag + rest;
    return { start: at, end: at, text: tags.map((each) => lineEnd + continued + each).join("") };
  }
  const at = endOfContent(text, comment);
  const prefix = `${indentationOf(text, comment.start)} * `;
  return { start: at, end: at, text: tags.map((tag) => lineEnd + prefix + tag).join("") };
}

/** After the last character of a comment that is neither blank nor part of its closing. */
function endOfContent(text: string, comment: Span): number {
  const closing = text.slice(comment.start, comment.end).endsWith("*/") ? 2 : 0;
  const content = text.slice(comment.start, comment.end - closing);
  const kept = content.replace(/\s+$/, "");
  return comment.start + Math.max(kept.length, Math.min(3, content.length));
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

/** The white space that the offset's line begins with. */
function indentationOf(text: string, offset: number): string {
  return /^[^\S\r\n]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}

function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
