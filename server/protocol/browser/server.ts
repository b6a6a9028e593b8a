/** Entry point of the language server in a worker of a browser: messages come and go by `postMessage`. */

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { createBrowserHost } from "../../hosts/browserHost.js";
import { startLanguageServer } from "../languageServer.js";

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0] &
  Parameters<typeof createBrowserHost>[0];

const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));

startLanguageServer(connection, createBrowserHost(scope));
