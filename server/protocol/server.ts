/**
 * Entry point of the language server: `node dist/server.js --stdio`, or started by VS Code over IPC.
 */

import path from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startLanguageServer } from "./languageServer.js";

const connection = createConnection(ProposedFeatures.all);

startLanguageServer(connection, { workerScript: path.join(__dirname, "worker.js") });
