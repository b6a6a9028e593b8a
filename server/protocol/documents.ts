/** The open documents, kept up to date with the client's changes, each of which is told as an edit of the text. */

import { type TextDocumentContentChangeEvent, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Lines } from "../features/lines.js";
import { type Edit, editBetween } from "../service/edits.js";

/** @param onEdits is called with the changed document before anybody else hears of the change */
export function createDocuments(
  onEdits: (document: TextDocument, edits: readonly Edit[]) => void,
): TextDocuments<TextDocument> {
  return new TextDocuments({
    create: TextDocument.create,
    update(document, changes, version) {
      const edits: Edit[] = [];
      for (const change of changes) {
        edits.push(editOf(document, change));
        document = TextDocument.update(document, [change], version);
      }
      onEdits(document, edits);
      return document;
    },
  });
}

function editOf(document: TextDocument, change: TextDocumentContentChangeEvent): Edit {
  if (!("range" in change)) return editBetween(document.getText(), change.text);
  const one = document.offsetAt(change.range.start);
  const other = document.offsetAt(change.range.end);
  return { start: Math.min(one, other), end: Math.max(one, other), length: change.text.length };
}

/** The lines of a document, which keeps them through its edits. */
export function linesOfDocument(document: TextDocument): Lines {
  const last = document.lineCount - 1;
  const within = (line: number) => Math.min(Math.max(line, 0), last);
  return {
    count: document.lineCount,
    lineAt: (offset) => document.positionAt(offset).line,
    startOf: (line) => document.offsetAt({ line: within(line), character: 0 }),
    // A character behind the last one of a line is its end.
    endOf: (line) => document.offsetAt({ line: within(line), character: Number.MAX_SAFE_INTEGER }),
  };
}
