import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { TextDocument } from "vscode-languageserver-textdocument";
import { linesOf } from "../../../server/features/lines.js";
import { linesOfDocument } from "../../../server/protocol/documents.js";

describe("the lines of a document", () => {
  it("are those of its text, also behind its ends and after an edit", () => {
    const document = TextDocument.create("file:///a.ts", "typescript", 1, "a\r\nb\n\rcc\r\n\n  x\u2028y\r");
    const range = { start: document.positionAt(2), end: document.positionAt(4) };
    for (const text of ["\n", "d\r", ""]) {
      const edited = TextDocument.update(document, [{ range, text }], document.version + 1);
      const lines = linesOfDocument(edited);
      const expected = linesOf(edited.getText());
      assert.equal(lines.count, expected.count);
      for (let line = -1; line <= expected.count; line++) {
        assert.equal(lines.startOf(line), expected.startOf(line));
        assert.equal(lines.endOf(line), expected.endOf(line));
      }
      for (let offset = -1; offset <= edited.getText().length + 1; offset++) {
        assert.equal(lines.lineAt(offset), expected.lineAt(offset));
      }
    }
  });
});
