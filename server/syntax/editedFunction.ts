/**
 * Where two texts of a module differ, if that is inside one function and nothing else is another:
 *
 *     function edited() { …|… }                       // anything may happen in here
 *     function other(x) { … }                         // what it was, perhaps further down
 */

import type { Span } from "../finding.js";
import { isFunctionLike } from "./functions.js";
import type { ParsedModule } from "./parseModule.js";
import { editBetween } from "./textEdit.js";
import { ts } from "./typescript.js";

/** The outermost function that holds an edit, as it was and as it is. */
export interface EditedFunction {
  before: ts.Node;
  after: ts.Node;
  /** Their spans. What lies behind the first has moved with its end. */
  from: Span;
  to: Span;
}

/** The function that an edit happened in; null where it happened outside of all, or where more than one differs. */
export function editedFunction(previous: ParsedModule, parsed: ParsedModule): EditedFunction | null {
  const { text: before } = previous;
  const { text: after } = parsed;
  const { start, end, length } = editBetween(before, after);
  const old = functionAround(previous.file, previous.file, start, end);
  const now = functionAround(parsed.file, parsed.file, start, start + length);
  if (old === null || now === null || old.kind !== now.kind) return null;
  const from = { start: old.getStart(previous.file), end: old.end };
  const to = { start: now.getStart(parsed.file), end: now.end };
  const isSame = from.start === to.start && before.length - from.end === after.length - to.end;
  if (!isSame || !areAlikeAround(previous, parsed, from, to)) return null;
  return { before: old, after: now, from, to };
}

/** The outermost function at or below a node whose body holds a stretch of the text. */
export function functionAround(
  root: ts.Node,
  file: ts.SourceFile,
  start: number,
  end: number,
): ts.Node | null {
  const holds = (node: ts.Node) => node.pos <= start && end <= node.end;
  let at: ts.Node = root;
  if (isFunctionLike(at)) return holdsInBody(at, file, start, end) ? at : null;
  for (;;) {
    const next: ts.Node | undefined = ts.forEachChild(at, (child) => (holds(child) ? child : undefined));
    if (next === undefined) return null;
    if (isFunctionLike(next)) return holdsInBody(next, file, start, end) ? next : null;
    at = next;
  }
}

function holdsInBody(node: ts.Node, file: ts.SourceFile, start: number, end: number): boolean {
  const { body } = node as ts.FunctionLikeDeclaration;
  return body !== undefined && ts.isBlock(body) && body.getStart(file) < start && end < body.end;
}

/** Whether everything besides the edited function is what it was. */
function areAlikeAround(previous: ParsedModule, parsed: ParsedModule, from: Span, to: Span): boolean {
  const isWithin = (problems: ParsedModule["problems"], span: Span) =>
    problems.every(({ start, end }) => span.start <= start && end <= span.end);
  if (!isWithin(previous.problems, from) || !isWithin(parsed.problems, to)) return false;
  const one = previous.file.statements;
  const other = parsed.file.statements;
  const delta = to.end - from.end;
  return (
    one.length === other.length &&
    one.every(({ kind, pos, end }, index) => {
      const twin = other[index]!;
      const start = pos >= from.end ? pos + delta : pos;
      return kind === twin.kind && start === twin.pos && (end >= from.end ? end + delta : end) === twin.end;
    })
  );
}
