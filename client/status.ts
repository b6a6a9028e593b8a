/** The status in the language menu of the status bar: how many functions are marked, whether something is wrong. */

import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import { type StatusParams, statusNotification } from "../server/protocol/messages.js";
import { documentSelector } from "./server.js";
import { type StatusText, serverStopped, statusText } from "./statusText.js";

/** Shows the status of the document in the active editor. */
export function showStatus(client: LanguageClient): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("derivativeLens.status", documentSelector);
  item.name = "Derivative Lens";
  const byDocument = new Map<string, StatusParams>();

  const update = () => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString() ?? "";
    show(item, client.state === State.Stopped ? serverStopped : statusText(byDocument.get(uri)));
  };
  update();
  return vscode.Disposable.from(
    item,
    client.onNotification(statusNotification, (status: StatusParams) => {
      byDocument.set(client.protocol2CodeConverter.asUri(status.uri).toString(), status);
      update();
    }),
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) byDocument.clear();
      update();
    }),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => byDocument.delete(uri.toString())),
  );
}

const severities = {
  information: vscode.LanguageStatusSeverity.Information,
  error: vscode.LanguageStatusSeverity.Error,
};

function show(item: vscode.LanguageStatusItem, { text, detail, severity, isBusy, action }: StatusText): void {
  item.text = text;
  item.detail = detail;
  item.severity = severities[severity];
  item.busy = isBusy;
  item.command = action && { title: action.title, command: action.command };
}
