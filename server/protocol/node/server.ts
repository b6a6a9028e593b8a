/**
 * Entry point of the language server: `node dist/server.js --stdio`, or started by VS Code over IPC.
 */

import { createConnection, ProposedFeatures, StreamMessageWriter } from "vscode-languageserver/node";
import { createNodeHost } from "../../hosts/nodeHost.js";
import { startLanguageServer } from "../languageServer.js";
import { StandardInput } from "./stdio.js";

function connectionOverStdio() {
  const writer = new StreamMessageWriter(process.stdout);
  return createConnection(ProposedFeatures.all, new StandardInput(writer), writer);
}

const isOverStdio = process.argv.includes("--stdio");
const connection = isOverStdio ? connectionOverStdio() : createConnection(ProposedFeatures.all);

startLanguageServer(connection, createNodeHost(__dirname));
