/**
 * The language server: puts the pieces together and follows the client's notifications. Runs over any
 * connection; the entry points give it one.
 */

import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { createHintMaker } from "../service/hints.js";
import { openLane, usualWaits } from "../service/lane.js";
import { createOpenTexts } from "../service/openTexts.js";
import type { PipelineWorker } from "../service/pipelineWorker.js";
import { createScheduler } from "../service/scheduler.js";
import type { ServerHost } from "../service/serverHost.js";
import { createDocuments } from "./documents.js";
import { describe, guard } from "./guard.js";
import { settingsSection, type WorkspaceTrustParams, workspaceTrustNotification } from "./messages.js";
import { moduleOfUri, uriOfModule } from "./moduleNames.js";
import { createPublisher } from "./publisher.js";
import { answerRequests } from "./requests.js";
import { createConverter, type Session } from "./session.js";
import { defaultSettings, readSettings } from "./settings.js";
import { createWorkspace } from "./workspace.js";

/** The files whose changes on disk matter. */
const watchedFiles = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}";

/** Milliseconds between an edit and the work for it, when nobody asks before; long runs of edits are one. */
const shortestPause = 15;

/** Starts to listen on the connection. */
export function startLanguageServer(connection: Connection, host: ServerHost): void {
  const log = (message: string) => connection.console.error(message);
  const texts = createOpenTexts();
  const documents = createDocuments((document, edits) => {
    texts.change(moduleOf(document), document.getText(), edits);
  });
  const byModule = new Map<string, TextDocument>();
  const modules = new Map<string, string>();

  const moduleOf = ({ uri }: { uri: string }) => {
    const known = modules.get(uri);
    if (known !== undefined) return known;
    const module = moduleOfUri(uri);
    modules.set(uri, module);
    return module;
  };
  const documentOf = (module: string) => byModule.get(module);
  const workspace = createWorkspace(host.disk);
  const surroundings = () => workspace.surroundings([...byModule.keys()]);

  const laneOf = (workers: PipelineWorker[], endsRuns: boolean) =>
    openLane({ ...{ workers, texts, surroundings, endsRuns }, ...usualWaits });
  const quick = laneOf(host.quickWorkers(), false);
  const full = laneOf([host.fullWorker()], true);
  const scheduler = createScheduler({
    ...{ quick, full, texts, outlinesOf: host.reader.outlinesOf },
    onProgress: (module) => publisher.changed(module),
  });
  const session: Session = {
    connection,
    documents,
    scheduler,
    host,
    hintMaker: createHintMaker(),
    converter: createConverter(documentOf, uriOfModule, host.disk),
    settings: defaultSettings,
    capabilities: {},
    moduleOf,
    documentOf,
    log,
  };
  const publisher = createPublisher(session);

  let pause: ReturnType<typeof setTimeout> | undefined;
  const changedModules = new Set<string>();
  /** Later edits put the work off, so that a thousand of them are worked on once. */
  const workSoon = () => {
    clearTimeout(pause);
    if (changedModules.size > 0) pause = setTimeout(work, shortestPause);
  };
  const work = guard("Working", log, () => {
    for (const module of changedModules) {
      if (!documentOf(module)) continue;
      scheduler.want(module);
      publisher.changed(module);
    }
    changedModules.clear();
  });
  const invalidate = (names: ReadonlySet<string>) => {
    for (const module of scheduler.invalidate(names)) changedModules.add(module);
    for (const module of names) if (byModule.has(module)) changedModules.add(module);
    workSoon();
  };
  const invalidateAll = () => {
    scheduler.invalidateAll();
    for (const module of byModule.keys()) changedModules.add(module);
    workSoon();
  };

  const takeSettings = (section: unknown) => {
    const before = session.settings;
    session.settings = readSettings(section);
    if (JSON.stringify(before.budget) !== JSON.stringify(session.settings.budget)) {
      scheduler.restart(session.settings.budget);
      invalidateAll();
    }
    for (const module of byModule.keys()) publisher.changed(module);
  };
  const pullSettings = async () => {
    if (session.capabilities.workspace?.configuration) {
      takeSettings(await connection.workspace.getConfiguration(settingsSection));
    }
  };

  let isInitialized = false;
  connection.onInitialize((parameters) => {
    if (isInitialized)
      return new ResponseError(ErrorCodes.InvalidRequest, "The server is initialized already.");
    const { capabilities } = parameters ?? {};
    if (typeof capabilities !== "object" || capabilities === null) {
      return new ResponseError(ErrorCodes.InvalidParams, "`initialize` has no capabilities of the client.");
    }
    isInitialized = true;
    session.capabilities = capabilities;
    workspace.initialize(parameters);
    takeSettings(sectionOf(parameters.initializationOptions));
    return initializeResult;
  });

  connection.onInitialized(
    guard("Initialising", log, async () => {
      const { workspace: able } = session.capabilities;
      if (able?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guard("Changing folders", log, ({ added, removed }) => {
            const uris = (folders: readonly { uri: string }[]) => folders.map(({ uri }) => uri);
            workspace.changeFolders(uris(added), uris(removed));
            invalidateAll();
          }),
        );
      }
      if (able?.didChangeWatchedFiles?.dynamicRegistration) {
        const watchers = [{ globPattern: watchedFiles }];
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      }
      if (able?.didChangeConfiguration?.dynamicRegistration) {
        const section = settingsSection;
        await connection.client.register(DidChangeConfigurationNotification.type, { section });
      }
      await pullSettings();
    }),
  );

  connection.onNotification(
    workspaceTrustNotification,
    guard("Changing trust", log, (parameters: WorkspaceTrustParams | undefined) => {
      workspace.trust(parameters?.workspaceTrusted);
      invalidateAll();
    }),
  );

  connection.onDidChangeConfiguration(
    guard("Changing settings", log, async ({ settings }) => {
      if (session.capabilities.workspace?.configuration) await pullSettings();
      else takeSettings(sectionOf(settings));
    }),
  );

  connection.onDidChangeWatchedFiles(
    guard("Watching files", log, ({ changes }) => {
      const names = changes.map(({ uri }) => moduleOfUri(uri));
      scheduler.forget(names);
      invalidate(new Set(names));
    }),
  );

  documents.onDidOpen(
    guard("Opening", log, ({ document }) => {
      byModule.set(moduleOf(document), document);
      texts.open(moduleOf(document), document.getText());
    }),
  );
  documents.onDidChangeContent(
    guard("Changing", log, ({ document }) => {
      byModule.set(moduleOf(document), document);
      invalidate(new Set([moduleOf(document)]));
    }),
  );
  documents.onDidClose(
    guard("Closing", log, ({ document }) => {
      const module = moduleOf(document);
      byModule.delete(module);
      modules.delete(document.uri);
      changedModules.delete(module);
      texts.close(module);
      scheduler.close(module);
      publisher.closed(module, document.uri);
      invalidate(new Set([module]));
    }),
  );

  answerRequests(session, publisher);

  connection.onShutdown(async () => {
    clearTimeout(pause);
    publisher.close();
    await Promise.allSettled([quick.close(), full.close()]);
  });

  host.onUncaught((problem) => log(`Unexpected: ${describe(problem)}`));

  documents.listen(connection);
  connection.listen();
}

const initializeResult: InitializeResult = {
  serverInfo: { name: "derivative-lens" },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    inlayHintProvider: { resolveProvider: false },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ["@", " ", ","] },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};

/** The server's section of settings that may be given with or without its name around. */
function sectionOf(settings: unknown): unknown {
  const isNamed = typeof settings === "object" && settings !== null && settingsSection in settings;
  return isNamed ? (settings as Record<string, unknown>)[settingsSection] : settings;
}
