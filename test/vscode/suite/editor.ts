/** What a user sees and does in an editor, through the API that extensions have. */

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./eventually.js";

/** Opens a file of the workspace, named by its path inside a workspace folder. */
export async function open(file: string, root = 0): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[root];
  assert.ok(folder, `the workspace has no folder ${root}`);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, file));
  return vscode.window.showTextDocument(document, { preview: false });
}

/** Takes back what a test wrote into an editor, so that the next finds the file as it is on disk. */
export async function discardEdits(): Promise<void> {
  for (const editor of vscode.window.visibleTextEditors) {
    if (!editor.document.isDirty) continue;
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** The hints of a document as "line: text", lines from 1. */
export async function hints(document: vscode.TextDocument): Promise<string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    whole,
  );
  return (found ?? []).map(({ label, position }) => {
    const text = typeof label === "string" ? label : label.map((part) => part.value).join("");
    return `${position.line + 1}: ${text.trim()}`;
  });
}

/** Waits until a document has this hint. */
export function expectHint(document: vscode.TextDocument, hint: string) {
  return eventually(
    () => hints(document),
    (found) => assert.ok(found.includes(hint), `no hint “${hint}” among ${JSON.stringify(found)}`),
  );
}

/** All that a hover says at the first occurrence of a text, behind which the cursor would stand. */
export async function hover(document: vscode.TextDocument, text: string): Promise<string> {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `the document does not contain “${text}”`);
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    document.positionAt(offset + text.length),
  );
  return (found ?? [])
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

/** A diagnostic's code, and the words that it underlines. */
export function diagnostics(document: vscode.TextDocument): { code: string; words: string }[] {
  return vscode.languages.getDiagnostics(document.uri).map(({ code, range }) => ({
    code: String(typeof code === "object" ? code.value : code),
    words: document.getText(range),
  }));
}

/** Replaces the first occurrence of a text in an editor. */
export async function replace(editor: vscode.TextEditor, text: string, replacement: string): Promise<void> {
  const { document } = editor;
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `the document does not contain “${text}”`);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  assert.ok(await editor.edit((edit) => edit.replace(range, replacement)));
}

/** Puts the cursor behind the first occurrence of a text. */
export function putCursor(editor: vscode.TextEditor, text: string): void {
  const offset = editor.document.getText().indexOf(text);
  assert.notEqual(offset, -1, `the document does not contain “${text}”`);
  const position = editor.document.positionAt(offset + text.length);
  editor.selection = new vscode.Selection(position, position);
}
