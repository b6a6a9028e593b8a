/** Marks the function at a place: asks for a point, then puts the tags into its doc comment. */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type MarkFunctionParams,
  type MarkFunctionResult,
  markFunctionRequest,
} from "../server/protocol/messages.js";
import { problemOfPoint } from "./pointText.js";
import type { Spot } from "./spot.js";

export async function markFunction(client: LanguageClient, { uri, position }: Spot): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const ask = (at?: string): Promise<MarkFunctionResult | null> => {
    const serverUri = client.code2ProtocolConverter.asUri(document.uri);
    const params: MarkFunctionParams = { uri: serverUri, position, ...(at !== undefined && { at }) };
    return client.sendRequest(markFunctionRequest, params);
  };

  const description = await ask();
  if (!description) {
    void vscode.window.showInformationMessage("There is no function at the cursor that can be marked.");
    return;
  }
  const at = await askForPoint(description);
  if (at === undefined) return;
  const { version } = document;
  const edit = (await ask(at))?.edit;
  if (document.version !== version) {
    void vscode.window.showWarningMessage(`${description.name} was not marked: the text has changed.`);
    return;
  }
  if (!edit) return;
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, client.protocol2CodeConverter.asRange(edit.range), edit.newText);
  await vscode.workspace.applyEdit(change);
}

/** undefined when the user thought better of it. */
async function askForPoint(description: MarkFunctionResult): Promise<string | undefined> {
  const { name, parameters, suggestedPoint, isMarked } = description;
  return vscode.window.showInputBox({
    title: isMarked ? `Add a point to ${name}` : `Mark ${name} as differentiable`,
    prompt: "The point to differentiate at: a value for every parameter, or nothing for no point.",
    value: suggestedPoint,
    placeHolder: "x = 3, p = [1, 2]",
    validateInput: (text) => problemOfPoint(text, parameters),
  });
}
