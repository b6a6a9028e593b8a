/**
 * What is left of a text that the parser cannot read because one part of it is nested too deeply: the text with
 * the statements blanked that it fails on. Everything else keeps its place.
 *
 *     const a = ((((… 100,000 parentheses …))));      blanked
 *     function f(x) { … }                             as it was
 *
 * Statements are told apart by the scanner alone: one begins where a line begins with a keyword that begins
 * statements, outside all brackets.
 */

import type { Span } from "../finding.js";
import { ts } from "./typescript.js";

/** Shorter statements are not nested too deeply for the parser. */
const shortest = 500;

/** @param isReadable whether the parser can read a statement */
export function blankUnreadable(
  text: string,
  languageVariant: ts.LanguageVariant,
  isReadable: (statement: string) => boolean,
): { text: string; blanked: Span[] } {
  const blanked: Span[] = [];
  let readable = "";
  for (const { start, end } of statementsOf(text, languageVariant)) {
    const statement = text.slice(start, end);
    if (statement.length < shortest || isReadable(statement)) {
      readable += statement;
      continue;
    }
    blanked.push({ start, end });
    readable += statement.replace(/[^\r\n\u2028\u2029]/g, " ");
  }
  return { text: readable, blanked };
}

const opening: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.OpenBraceToken,
  ts.SyntaxKind.OpenParenToken,
  ts.SyntaxKind.OpenBracketToken,
]);
const closing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CloseBraceToken,
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
]);
const beginning: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExportKeyword,
  ts.SyntaxKind.ImportKeyword,
  ts.SyntaxKind.ConstKeyword,
  ts.SyntaxKind.LetKeyword,
  ts.SyntaxKind.VarKeyword,
  ts.SyntaxKind.FunctionKeyword,
  ts.SyntaxKind.ClassKeyword,
  ts.SyntaxKind.AsyncKeyword,
  ts.SyntaxKind.AbstractKeyword,
  ts.SyntaxKind.EnumKeyword,
  ts.SyntaxKind.InterfaceKeyword,
  ts.SyntaxKind.TypeKeyword,
  ts.SyntaxKind.NamespaceKeyword,
  ts.SyntaxKind.DeclareKeyword,
  ts.SyntaxKind.AtToken,
]);

/** Stretches that cover the text, each from the end of the statement before to its own end. */
function statementsOf(text: string, languageVariant: ts.LanguageVariant): Span[] {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, languageVariant, text);
  const statements: Span[] = [];
  /** The brackets that are open; true for those of a template's expressions. */
  const open: boolean[] = [];
  let start = 0;
  let before = ts.SyntaxKind.Unknown;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.SlashToken && !endsOperand(before)) token = scanner.reScanSlashToken();
    if (token === ts.SyntaxKind.CloseBraceToken && open.at(-1)) token = scanner.reScanTemplateToken(false);
    if (open.length === 0 && scanner.hasPrecedingLineBreak() && beginning.has(token)) {
      const from = scanner.getTokenFullStart();
      if (before !== ts.SyntaxKind.ExportKeyword && before !== ts.SyntaxKind.AsyncKeyword) {
        statements.push({ start, end: from });
        start = from;
      }
    }
    if (opening.has(token)) open.push(false);
    else if (token === ts.SyntaxKind.TemplateHead) open.push(true);
    else if (closing.has(token) || token === ts.SyntaxKind.TemplateTail) open.pop();
    before = token;
  }
  statements.push({ start, end: text.length });
  return statements;
}

/** Whether a `/` after this token divides; otherwise it begins a regular expression. */
function endsOperand(token: ts.SyntaxKind): boolean {
  return (
    token === ts.SyntaxKind.Identifier ||
    token === ts.SyntaxKind.NumericLiteral ||
    token === ts.SyntaxKind.StringLiteral ||
    token === ts.SyntaxKind.NoSubstitutionTemplateLiteral ||
    token === ts.SyntaxKind.TemplateTail ||
    token === ts.SyntaxKind.ThisKeyword ||
    closing.has(token)
  );
}
