/**
 * Between this server's plain data and the protocol's types: offsets and positions, findings and diagnostics,
 * hints, hovers, completions and edits.
 */

import {
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  InsertTextFormat,
  MarkupKind,
  type Position,
  type CodeAction as ProtocolCodeAction,
  type Hover as ProtocolHover,
  type InlayHint as ProtocolInlayHint,
  type Range,
  type TextEdit,
} from "vscode-languageserver";
import type { CodeAction } from "../features/codeActions.js";
import type { Completion } from "../features/completion.js";
import type { Hover } from "../features/hover.js";
import type { InlayHint } from "../features/inlayHints.js";
import type { Finding, Place, Severity, Span } from "../finding.js";

/** What is needed of a text to convert offsets; a `TextDocument` is one. */
export interface Positions {
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

/** How places in any module are converted. */
export interface Converter {
  /** URI of a module's document. */
  uri(module: string): string;
  /** Positions in a module's text, or undefined when it cannot be read. */
  positions(module: string): Positions | undefined;
}

export const diagnosticSource = "Derivative Lens";

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toRange({ start, end }: Span, positions: Positions): Range {
  return { start: positions.positionAt(start), end: positions.positionAt(end) };
}

export function toSpan({ start, end }: Range, positions: Positions): Span {
  return { start: positions.offsetAt(start), end: positions.offsetAt(end) };
}

/** @param withRelated whether the client shows related information */
export function toDiagnostic(
  finding: Finding,
  positions: Positions,
  converter: Converter,
  withRelated: boolean,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: toRange(finding, positions),
    severity: severities[finding.severity],
    code: finding.code,
    source: diagnosticSource,
    message: finding.message,
  };
  if (withRelated && finding.related?.length) {
    diagnostic.relatedInformation = finding.related.flatMap((place) => {
      const location = toLocation(place, converter);
      return location ? [{ location, message: place.message }] : [];
    });
  }
  return diagnostic;
}

function toLocation(place: Place, converter: Converter): { uri: string; range: Range } | null {
  const positions = converter.positions(place.module);
  return positions ? { uri: converter.uri(place.module), range: toRange(place, positions) } : null;
}

export function toInlayHint({ offset, text, tooltip }: InlayHint, positions: Positions): ProtocolInlayHint {
  return { position: positions.positionAt(offset), label: text, paddingLeft: true, tooltip };
}

export function toHover({ markdown, span }: Hover, positions: Positions): ProtocolHover {
  return { contents: { kind: MarkupKind.Markdown, value: markdown }, range: toRange(span, positions) };
}

export function toCompletionItem(completion: Completion, positions: Positions): CompletionItem {
  const range = toRange(completion.span, positions);
  return {
    label: completion.label,
    kind: completion.kind === "tag" ? CompletionItemKind.Keyword : CompletionItemKind.Variable,
    detail: completion.detail,
    filterText: completion.label,
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range, newText: completion.text },
  };
}

/** null when an edit lies in a module that cannot be read. */
export function toCodeAction(
  { fix, finding }: CodeAction,
  positions: Positions,
  converter: Converter,
): ProtocolCodeAction | null {
  const changes: { [uri: string]: TextEdit[] } = {};
  for (const edit of fix.edits) {
    const at = converter.positions(edit.module);
    if (!at) return null;
    const uri = converter.uri(edit.module);
    changes[uri] = [...(changes[uri] ?? []), { range: toRange(edit, at), newText: edit.text }];
  }
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    edit: { changes },
    diagnostics: [toDiagnostic(finding, positions, converter, false)],
    isPreferred: finding.fixes?.[0] === fix,
  };
}
