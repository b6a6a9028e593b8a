/**
 * A keystroke inside one top-level statement: the statement is read by itself, and the tree of the module stays
 * what it was. Only where that is sure to give what reading the whole text gives:
 *
 *     /** @at x = 3| *\/              in the comments before a statement, beyond the first line break
 *     function f(x) { …|… }          inside the body of a function, whose statement ends where it ended
 */

import type { Span } from "../finding.js";
import { functionAround } from "./editedFunction.js";
import { isFlawless, type ParsedModule, parseText } from "./parseModule.js";
import { takeAsPart } from "./strict.js";
import type { Edit } from "./textEdit.js";
import { ts } from "./typescript.js";

/** A top-level statement with the comments before it: from the end of the one before to its own. */
export interface StatementText extends Span {
  node: ts.Statement;
  /** The tree that the node is in, and what to add to offsets in it to get those in the text. */
  parsed: ParsedModule;
  offset: number;
}

export interface EditedStatement {
  index: number;
  /** As it is after the edit, in a small tree of its own. */
  now: StatementText;
  /** The outermost function around the edit: where it was and is in the module, and its node. null for an edit in the comments before. */
  within: { from: Span; to: Span; node: ts.Node } | null;
}

/** The statements of a module that was read whole. */
export function statementsOf(parsed: ParsedModule): StatementText[] {
  return parsed.file.statements.map((node) => ({ start: node.pos, end: node.end, node, parsed, offset: 0 }));
}

/**
 * @param whole the module as it was read last as a whole
 * @param statements where its statements are before the edit
 * @param text the text after the edit
 * @returns null where the text has to be read whole
 */
export function editedStatement(
  whole: ParsedModule,
  statements: readonly StatementText[],
  edit: Edit,
  text: string,
): EditedStatement | null {
  const index = statementAt(statements, edit.start);
  const before = statements[index];
  if (before === undefined || edit.start <= before.start || edit.end >= before.end) return null;
  const delta = edit.length - (edit.end - edit.start);
  const span = { start: before.start, end: before.end + delta };
  const piece = text.slice(span.start, span.end);
  // At the top level of a module it is a keyword, and a name elsewhere.
  if (piece.includes("await")) return null;
  const parsed = parseText(whole.module, piece);
  const [node] = parsed.file.statements;
  if (node === undefined || !endsWhereItEnded(parsed, node, before.node)) return null;
  const next = statements[index + 1];
  if (!endsByItself(node, piece) && next !== undefined) {
    const both = parseText(whole.module, text.slice(span.start, next.end + delta));
    const [first, second] = both.file.statements;
    if (!isFlawless(both) || first?.end !== piece.length || second?.kind !== next.node.kind) return null;
  }
  takeAsPart(parsed.file, whole.file);
  const now = { ...span, node, parsed, offset: span.start };
  const start = before.node.getStart(before.parsed.file) + before.offset;
  if (edit.end <= start) {
    const isApart = text.slice(span.start, edit.start).includes("\n") || index === 0;
    const from = node.getStart(parsed.file);
    const isSame = from + span.start === start + delta && before.end - start === piece.length - from;
    return isApart && isSame ? { index, now, within: null } : null;
  }
  const within = functionWithin(before, now, edit);
  return within && { index, now, within };
}

/** The last statement that begins before a place. */
function statementAt(statements: readonly StatementText[], place: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.start < place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function endsWhereItEnded(parsed: ParsedModule, node: ts.Statement, before: ts.Statement): boolean {
  const isAlone = parsed.file.statements.length === 1 && node.end === parsed.text.length;
  return isFlawless(parsed) && isAlone && node.kind === before.kind;
}

/** Whether what comes behind a statement has no part in where it ends. */
function endsByItself(node: ts.Statement, text: string): boolean {
  return text.endsWith(";") || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
}

function functionWithin(before: StatementText, now: StatementText, edit: Edit): EditedStatement["within"] {
  const start = edit.start - before.offset;
  const old = functionAround(before.node, before.parsed.file, start, edit.end - before.offset);
  const from = edit.start - now.offset;
  const node = functionAround(now.node, now.parsed.file, from, from + edit.length);
  if (old === null || node === null || old.kind !== node.kind) return null;
  const was = spanIn(old, before);
  const is = spanIn(node, now);
  const isSame = was.start === is.start && before.end - was.end === now.end - is.end;
  return isSame ? { from: was, to: is, node } : null;
}

function spanIn(node: ts.Node, { parsed, offset }: StatementText): Span {
  return { start: node.getStart(parsed.file) + offset, end: node.end + offset };
}
