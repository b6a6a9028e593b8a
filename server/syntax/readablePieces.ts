/**
 * What is left of a text that cannot be read because one part of it is nested too deeply, or is a giant: the text
 * with these statements blanked. Everything else keeps its place.
 *
 *     const a = ((((… 100,000 parentheses …))));      blanked
 *     function f(x) { … }                             as it was
 *
 * Statements are told apart by the scanner alone: one begins where a line begins with a keyword that begins
 * statements, outside all brackets.
 */

import type { Span } from "../finding.js";
import { textLimits } from "./limits.js";
import { ts } from "./typescript.js";

/** Shorter statements are not nested too deeply for the parser. */
const shortest = 500;

const ofLines = /[^\r\n\u2028\u2029]+/g;

/** A statement that is not read. */
export interface BlankedStatement extends Span {
  isTooLong: boolean;
  /** The names that it declares. */
  names: string[];
  isExported: boolean;
  isDefault: boolean;
}

/**
 * null where even what is left is too much.
 *
 * @param isReadable whether the parser can read a statement; asked of those that are not too long
 */
export function blankUnreadable(
  text: string,
  languageVariant: ts.LanguageVariant,
  isReadable: (statement: string) => boolean,
): { text: string; blanked: BlankedStatement[] } | null {
  const blanked: BlankedStatement[] = [];
  const readable: string[] = [];
  let kept = 0;
  for (const statement of statementsOf(text, languageVariant)) {
    const { start, first, end } = statement;
    const length = end - first;
    const isTooLong = length > textLimits.statement;
    const piece = text.slice(start, end);
    if (!isTooLong && (length < shortest || isReadable(piece))) {
      kept += length;
      if (kept > textLimits.module) return null;
      readable.push(piece);
      continue;
    }
    blanked.push({ ...statement, isTooLong });
    // The next statement begins behind a token: whoever asks where it begins must not pass over all the blanks.
    readable.push(`${piece.slice(0, -1).replace(ofLines, ({ length }) => " ".repeat(length))};`);
  }
  return { text: readable.join(""), blanked };
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

interface ScannedStatement extends Omit<BlankedStatement, "isTooLong"> {
  /** Where its first word begins, behind the comments before it. */
  first: number;
}

const declaring: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ConstKeyword,
  ts.SyntaxKind.LetKeyword,
  ts.SyntaxKind.VarKeyword,
  ts.SyntaxKind.FunctionKeyword,
  ts.SyntaxKind.ClassKeyword,
  ts.SyntaxKind.EnumKeyword,
  ts.SyntaxKind.NamespaceKeyword,
  // `const a = 1, b = 2`; what is no declaration here declares nothing that anybody reads.
  ts.SyntaxKind.CommaToken,
]);

/** Stretches that cover the text, each from the end of the statement before to its own end. */
function* statementsOf(text: string, languageVariant: ts.LanguageVariant): Generator<ScannedStatement> {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, languageVariant, text);
  /** The brackets that are open; true for those of a template's expressions. */
  const open: boolean[] = [];
  const beginAt = (start: number): ScannedStatement => ({
    ...{ start, first: -1, end: text.length, names: [], isExported: false, isDefault: false },
  });
  let statement = beginAt(0);
  let before = ts.SyntaxKind.Unknown;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.SlashToken && !endsOperand(before)) token = scanner.reScanSlashToken();
    if (token === ts.SyntaxKind.CloseBraceToken && open.at(-1)) token = scanner.reScanTemplateToken(false);
    if (open.length === 0 && scanner.hasPrecedingLineBreak() && beginning.has(token)) {
      const from = scanner.getTokenFullStart();
      if (before !== ts.SyntaxKind.ExportKeyword && before !== ts.SyntaxKind.AsyncKeyword) {
        yield { ...statement, end: from };
        statement = beginAt(from);
      }
    }
    if (statement.first < 0) statement.first = scanner.getTokenStart();
    if (open.length === 0) {
      if (token === ts.SyntaxKind.ExportKeyword) statement.isExported = true;
      else if (token === ts.SyntaxKind.DefaultKeyword) statement.isDefault = true;
      else if (token === ts.SyntaxKind.Identifier && declaring.has(before)) {
        statement.names.push(scanner.getTokenValue());
      }
    }
    if (opening.has(token)) open.push(false);
    else if (token === ts.SyntaxKind.TemplateHead) open.push(true);
    else if (closing.has(token) || token === ts.SyntaxKind.TemplateTail) open.pop();
    before = token;
  }
  yield { ...statement, first: statement.first < 0 ? text.length : statement.first, end: text.length };
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
