/**
 * Doc comments, and where they stand in the tree: those with certain words, with the outermost node that they
 * come before (or the node that they lie inside, where no node follows).
 */

import type { Span } from "../finding.js";
import type { ParsedModule } from "./parseModule.js";
import { ts } from "./typescript.js";

export interface AttachedComments {
  /** Every doc comment of one place, at least one of them with one of the words. */
  comments: Span[];
  /** The outermost node that begins after the comments; else the innermost around them. */
  node: ts.Node;
  /** The comments stand before `node`; otherwise inside. */
  isBefore: boolean;
}

/** Finds the doc comments that match a pattern, and those beside them, in the order of the text. One walk, only into the parts of the tree that have a match. */
export function findDocComments(parsed: ParsedModule, words: RegExp): AttachedComments[] {
  const { file, text } = parsed;
  const occurrences = [...text.matchAll(words)].map(({ index }) => index);
  const found: AttachedComments[] = [];
  if (occurrences.length === 0) return found;

  const contains = (start: number, end: number) => hasElementWithin(occurrences, start, end);
  const collect = (start: number, end: number, node: ts.Node, isBefore: boolean) => {
    if (!contains(start, end)) return;
    const comments = docCommentsIn(text, start, end);
    if (comments.some((one) => contains(one.start, one.end))) found.push({ comments, node, isBefore });
  };

  const waiting: { node: ts.Node; from: number }[] = [{ node: file, from: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, from } = next;
    const isFile = node.kind === ts.SyntaxKind.SourceFile;
    const start = isFile ? 0 : node.getStart(file);
    collect(from, start, node, true);
    if (isLeafWithText(node)) continue;
    // What no child covers holds punctuation, keywords and comments only.
    let covered = Math.max(from, start);
    ts.forEachChild(node, (child) => {
      if (child.pos > covered) collect(covered, child.pos, node, false);
      const childFrom = Math.max(child.pos, covered);
      if (contains(childFrom, child.end)) waiting.push({ node: child, from: childFrom });
      covered = Math.max(covered, child.end);
    });
    collect(covered, node.end, node, false);
  }
  return found.sort((one, other) => one.comments[0]!.start - other.comments[0]!.start);
}

/** The doc comments in a stretch of text that holds no strings. */
export function docCommentsIn(text: string, start: number, end: number): Span[] {
  const comments: Span[] = [];
  let position = text.indexOf("/", start);
  while (position >= 0 && position < end) {
    const opening = text.charAt(position + 1);
    let after = position + 1;
    if (opening === "/") after = lineEnd(text, position);
    if (opening === "*") {
      const closing = text.indexOf("*/", position + 2);
      if (closing < 0 || closing >= end) return comments;
      after = closing + 2;
      const isDoc = text.charAt(position + 2) === "*" && closing > position + 2;
      if (isDoc) comments.push({ start: position, end: after });
    }
    position = text.indexOf("/", after);
  }
  return comments;
}

function lineEnd(text: string, position: number): number {
  for (let index = position; index < text.length; index++) {
    if (ts.isLineBreak(text.charCodeAt(index))) return index;
  }
  return text.length;
}

/** Tokens whose own text may look like a comment. */
function isLeafWithText(node: ts.Node): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isTemplateHead(node) ||
    ts.isJsxText(node)
  );
}

function hasElementWithin(sorted: readonly number[], start: number, end: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low]! < end;
}
