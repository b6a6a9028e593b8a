/** The connection to the language server: which documents it sees, how it is started, where it logs. */

import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { type WorkspaceTrustParams, workspaceTrustNotification } from "../server/protocol/messages.js";

const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

/** Files, also of a remote machine; what was not saved yet; files of a virtual workspace. Not the old side of a comparison. */
const schemes = ["file", "untitled", "vscode-vfs"];

export const documentSelector = schemes.flatMap((scheme) =>
  languages.map((language) => ({ scheme, language })),
);

/** Commands that links in hovers may call. */
const linkedCommands = ["derivativeLens.showResults", "derivativeLens.markFunction"];

/** A client that is ready to start. After a crash it starts the server again, and gives up after five in three minutes. */
export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const serverModule = context.asAbsolutePath("dist/server.js");
  // What V8 compiled of the server is kept where VS Code clears it away with the extension.
  const cache = vscode.Uri.joinPath(context.globalStorageUri, "code");
  const env = cache.scheme === "file" ? { DERIVATIVE_LENS_CACHE: cache.fsPath } : {};
  const serverOptions: ServerOptions = {
    run: { module: serverModule, transport: TransportKind.ipc, options: { env } },
    debug: {
      module: serverModule,
      transport: TransportKind.ipc,
      options: { execArgv: ["--nolazy", "--enable-source-maps"] },
    },
  };
  const clientOptions: LanguageClientOptions = {
    documentSelector,
    initializationOptions: trustOfWorkspace,
    diagnosticCollectionName: "derivativeLens",
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    markdown: { isTrusted: { enabledCommands: linkedCommands } },
  };
  return new LanguageClient("derivativeLens", "Derivative Lens", serverOptions, clientOptions);
}

/** Tells the server when its user begins to trust the workspace. VS Code starts anew where trust ends. */
export function tellTrust(client: LanguageClient): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(() => {
    if (client.isRunning()) void client.sendNotification(workspaceTrustNotification, trustOfWorkspace());
  });
}

function trustOfWorkspace(): WorkspaceTrustParams {
  return { workspaceTrusted: vscode.workspace.isTrusted };
}

/** Starts the server again, also one that could not be started or was given up. */
export async function restartServer(client: LanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}
