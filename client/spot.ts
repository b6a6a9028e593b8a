/** A place in a document that a command is about, as plain data: links and the panel name it so. */

import * as vscode from "vscode";

export interface Spot {
  uri: string;
  /** From 0, characters in UTF-16. */
  position: { line: number; character: number };
}

/** Whether a command was called with a spot. Menus call commands with arguments of their own. */
export function isSpot(argument: unknown): argument is Spot {
  const { uri, position } = (argument ?? {}) as Partial<Spot>;
  return typeof uri === "string" && Number.isInteger(position?.line) && Number.isInteger(position?.character);
}

export function spotAtCursor(): Spot | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
