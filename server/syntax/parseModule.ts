/**
 * Text → tree. Parses one module by TypeScript's parser alone, according to the extension of its name.
 *
 *     parseModule("/project/f.ts", "export const f = (x: number) => x ** 2;").file.statements
 *
 * Never throws: what the parser found wrong stands in `problems`. Where a statement is nested so deeply that the
 * parser gives up, it is left out of text and tree and stands in `unreadable`.
 */

import type { Span } from "../finding.js";
import { textLimits } from "./limits.js";
import { blankUnreadable } from "./readablePieces.js";
import { isStrictAt } from "./strict.js";
import { ts } from "./typescript.js";

export interface SyntaxProblem extends Span {
  message: string;
}

export interface ParsedModule {
  module: string;
  /** The text that was parsed: statements that cannot be read are blank. */
  text: string;
  file: ts.SourceFile;
  /** What the parser complained about, in the order of the text. */
  problems: readonly SyntaxProblem[];
  /** Statements on which the parser gave up, and those that are too long for it. */
  unreadable: readonly UnreadableStatement[];
}

export interface UnreadableStatement extends SyntaxProblem {
  /** It has a `@differentiable`, or is told whatever it has. */
  isMarked: boolean;
  /** The names that it declares. */
  names: readonly string[];
  isExported: boolean;
  isDefault: boolean;
}

/** Trees of earlier calls by module name, the least recently used first. Each keystroke changes one module and needs the others again. */
const cache = new Map<string, { source: string; parsed: ParsedModule }>();
const cachedModules = 128;
const cachedCharacters = 32_000_000;
let charactersInCache = 0;

/** Parses a module, or takes the tree of an earlier call with the same text. */
export function parseModule(module: string, text: string): ParsedModule {
  const known = cache.get(module);
  if (known !== undefined) {
    cache.delete(module);
    charactersInCache -= known.source.length;
  }
  const parsed = known?.source === text ? known.parsed : parseText(module, text);
  cache.set(module, { source: text, parsed });
  charactersInCache += text.length;
  forgetOldest();
  return parsed;
}

/** Parses a piece of text that is no module of its own, such as the argument of a tag. Not cached. */
export function parseText(module: string, text: string): ParsedModule {
  if (text.length > textLimits.statement) return parseReadable(module, text);
  try {
    const file = createTree(module, text);
    return { module, text, file, problems: problemsOf(file), unreadable: [] };
  } catch {
    return parseReadable(module, text);
  }
}

/** Parses what is left of a text without the statements that are too long, or that the parser gives up on. */
function parseReadable(module: string, text: string): ParsedModule {
  let reason = "it is nested too deeply";
  const canBeParsed = (statement: string) => {
    try {
      createTree(module, statement);
      return true;
    } catch (problem) {
      if (!(problem instanceof RangeError)) reason = "TypeScript's parser fails on it";
      return false;
    }
  };
  const variant = /\.[jt]sx$/.test(module) ? ts.LanguageVariant.JSX : ts.LanguageVariant.Standard;
  const pieces = blankUnreadable(text, variant, canBeParsed);
  if (pieces === null || (pieces.blanked.length > 0 && !canBeParsed(pieces.text))) {
    const why =
      pieces === null ? `it has more than ${inWords(textLimits.module)} characters of code` : reason;
    const message = `This file cannot be read: ${why}. Split it into several.`;
    const start = Math.max(0, text.search(/\S/));
    const whole = { start, end: Math.min(text.length, start + 1), message };
    const unreadable = [{ ...whole, isMarked: true, names: [], isExported: false, isDefault: true }];
    return { module, text: "", file: createTree(module, ""), problems: unreadable, unreadable };
  }
  const { text: readable, blanked } = pieces;
  const file = createTree(module, readable);
  const unreadable = blanked.map(({ start, end, isTooLong, ...declared }): UnreadableStatement => {
    const piece = text.slice(start, end);
    const first = start + Math.max(0, piece.search(/\S/));
    const message = isTooLong
      ? `This cannot be read: it has more than ${inWords(textLimits.statement)} characters. Split it, or take data from a file of their own.`
      : `This cannot be read: ${reason}. Split it into smaller functions.`;
    const isMarked = isTooLong || /@(?:differentiable|derivativeOf)(?![\w$-])/.test(piece);
    return { start: first, end: Math.min(end, first + 1), message, isMarked, ...declared };
  });
  const problems = [...problemsOf(file), ...unreadable].sort((one, other) => one.start - other.start);
  return { module, text: readable, file, problems, unreadable };
}

function inWords(count: number): string {
  return count.toLocaleString("en-US");
}

/** The first problem that lies in a stretch of the text, or null. A problem at the very end of the text belongs to what stops there. */
export function problemWithin(parsed: ParsedModule, span: Span): SyntaxProblem | null {
  const { problems } = parsed;
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (problems[middle]!.start < span.start) low = middle + 1;
    else high = middle;
  }
  const problem = problems[low];
  if (problem === undefined) return null;
  if (problem.start < span.end) return problem;
  const isCutOff = problem.start >= parsed.text.trimEnd().length && span.end >= parsed.text.trimEnd().length;
  return isCutOff ? problem : null;
}

function createTree(module: string, text: string): ts.SourceFile {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.ESNext,
    // Tags are read by a scanner of our own, which knows exact offsets.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  return ts.createSourceFile(module, text, options, true);
}

/** Whether the parser could read all of it and complained about nothing, not even about what sloppy code may have. */
export function isFlawless({ file, unreadable }: ParsedModule): boolean {
  return unreadable.length === 0 && diagnosticsOf(file).length === 0;
}

/** The parser's own diagnostics are not in the public type, though every tool that only parses reads them there. */
function diagnosticsOf(file: ts.SourceFile): readonly ts.Diagnostic[] {
  return (file as unknown as { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
}

function problemsOf(file: ts.SourceFile): SyntaxProblem[] {
  const wrong = diagnosticsOf(file).filter((diagnostic) => !isFineInSloppyCode(diagnostic, file));
  const problems = wrong.map((diagnostic) => {
    const start = diagnostic.start ?? 0;
    return {
      start,
      end: start + (diagnostic.length ?? 0),
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, " "),
    };
  });
  return problems.sort((one, other) => one.start - other.start);
}

/** What TypeScript's parser complains about though sloppy JavaScript has it: `010`, `08`, `"\101"`, `"\8"`. */
const legacyCodes: ReadonlySet<number> = new Set([1121, 1487, 1488, 1489]);

function isFineInSloppyCode({ code, start = 0 }: ts.Diagnostic, file: ts.SourceFile): boolean {
  if (!legacyCodes.has(code)) return false;
  let at: ts.Node = file;
  for (let inner: ts.Node | undefined = at; inner !== undefined; ) {
    at = inner;
    inner = ts.forEachChild(at, (child) => (child.pos <= start && start < child.end ? child : undefined));
  }
  return (ts.isNumericLiteral(at) || ts.isStringLiteral(at)) && !isStrictAt(at);
}

function forgetOldest(): void {
  for (const [module, { source }] of cache) {
    const isSmall = cache.size <= cachedModules && charactersInCache <= cachedCharacters;
    if (isSmall || cache.size === 1) return;
    cache.delete(module);
    charactersInCache -= source.length;
  }
}
