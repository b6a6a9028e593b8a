/** The open documents, kept up to date with the client's changes, each of which is told as an edit of the text. */

import { type TextDocumentContentChangeEvent, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
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
