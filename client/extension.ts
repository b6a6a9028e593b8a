/** Where the extension starts and ends: puts together the server's client, the panel, the status and the commands. */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands.js";
import { ResultsView } from "./panel/resultsView.js";
import { createClient, tellTrust } from "./server.js";
import { showStatus } from "./status.js";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("Derivative Lens", { log: true });
  client = createClient(context, log);
  const results = new ResultsView(context.extensionUri, client);
  context.subscriptions.push(
    log,
    results,
    vscode.window.registerWebviewViewProvider(ResultsView.id, results),
    showStatus(client),
    tellTrust(client),
    registerCommands({ client, log, results }),
  );
  try {
    await client.start();
    log.info(`Derivative Lens ${context.extension.packageJSON.version} has started.`);
  } catch (error) {
    // The client has told the user. The commands stay, so that the log can be read and the server restarted.
    log.error("The server could not be started.", error);
  }
}

export async function deactivate(): Promise<void> {
  if (client?.needsStop()) await client.stop();
}
