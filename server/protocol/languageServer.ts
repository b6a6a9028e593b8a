/**
 * The language server: puts the pieces together and follows the client's notifications. Runs over any
 * connection; the entry points give it one.
 */

import os from "node:os";
import path from "node:path";
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { openLane } from "./evaluationLane.js";
import { guard } from "./guard.js";
import { settingsSection } from "./messages.js";
import { createModuleHost, isInside } from "./moduleHost.js";
import { isPath, moduleOfUri, uriOfModule } from "./moduleNames.js";
import { createPublisher } from "./publisher.js";
import { answerRequests } from "./requests.js";
import { createScheduler } from "./scheduler.js";
import { createConverter, type Session } from "./session.js";
import { defaultSettings, readSettings } from "./settings.js";
import { createWorkspace, describe } from "./workspace.js";

export interface LanguageServerOptions {
  /** Path of the bundled `evaluationWorker`. */
  workerScript: string;
}

/** The files whose changes on disk matter. */
const watchedFiles = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}";

/** Milliseconds between an edit and the work for it, when nobody asks before; long runs of edits are one. */
const shortestPause = 15;

/** Beyond its budget of time, a run may take this long to notice, and its process to start, on a busy machine. */
const graceMilliseconds = 3_000;

/** Starts to listen on the connection. */
export function startLanguageServer(connection: Connection, { workerScript }: LanguageServerOptions): void {
  const log = (message: string) => connection.console.error(message);
  const documents = new TextDocuments(TextDocument);
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
  const host = createModuleHost({
    openText: (module) => byModule.get(module)?.getText(),
    folders: () => [...session.folders, ...foldersOutside()],
  });
  /** A file that was opened alone may import its neighbours. */
  const foldersOutside = () =>
    [...byModule.keys()]
      .filter((module) => isPath(module) && !session.folders.some((folder) => isInside(module, folder)))
      .map((module) => path.dirname(module));

  const workers = Math.max(1, Math.min(2, os.availableParallelism() - 1));
  const quick = openLane({ script: workerScript, workers, isWarm: true, endsRuns: false, graceMilliseconds });
  const full = openLane({
    script: workerScript,
    workers: 1,
    isWarm: false,
    endsRuns: true,
    graceMilliseconds,
  });
  const onProgress = (module: string) => {
    workspace.progressed(module);
    publisher.changed(module);
  };
  const scheduler = createScheduler({ quick, full, onProgress });
  const workspace = createWorkspace({ host, scheduler, moduleOf, log });
  const session: Session = {
    connection,
    documents,
    workspace,
    scheduler,
    converter: createConverter(host, documentOf, uriOfModule),
    settings: defaultSettings,
    capabilities: {},
    folders: [],
    moduleOf,
    documentOf,
    log,
  };
  const publisher = createPublisher(session);

  let pause: NodeJS.Timeout | undefined;
  let lastDuration = 0;
  const changedModules = new Set<string>();
  /** Later edits put the work off, so that a thousand of them are analysed once. */
  const workSoon = () => {
    clearTimeout(pause);
    pause = setTimeout(workOnOne, Math.max(shortestPause, Math.min(500, 2 * lastDuration)));
  };
  /** One document a turn: requests come in between. */
  const workOnOne = guard("Analysis", log, () => {
    const [module] = changedModules;
    if (module === undefined) return;
    changedModules.delete(module);
    const document = documentOf(module);
    if (document) {
      const begin = performance.now();
      workspace.analysis(document);
      lastDuration = performance.now() - begin;
      publisher.changed(module);
    }
    if (changedModules.size > 0) setImmediate(workOnOne);
  });
  const invalidate = (names: ReadonlySet<string>) => {
    for (const module of workspace.invalidate(names)) changedModules.add(module);
    for (const module of names) if (byModule.has(module)) changedModules.add(module);
    if (changedModules.size > 0) workSoon();
  };
  const invalidateAll = () => {
    workspace.invalidateAll();
    for (const module of byModule.keys()) changedModules.add(module);
    if (changedModules.size > 0) workSoon();
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

  connection.onInitialize((parameters) => {
    session.capabilities = parameters.capabilities;
    session.folders = foldersOf(parameters);
    takeSettings(sectionOf(parameters.initializationOptions));
    return initializeResult;
  });

  connection.onInitialized(
    guard("Initialising", log, async () => {
      const { workspace: able } = session.capabilities;
      if (able?.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guard("Changing folders", log, ({ added, removed }) => {
            const gone = new Set(removed.map(({ uri }) => moduleOfUri(uri)));
            const kept = session.folders.filter((folder) => !gone.has(folder));
            session.folders = [...new Set([...kept, ...added.map(({ uri }) => moduleOfUri(uri))])];
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

  connection.onDidChangeConfiguration(
    guard("Changing settings", log, async ({ settings }) => {
      if (session.capabilities.workspace?.configuration) await pullSettings();
      else takeSettings(sectionOf(settings));
    }),
  );

  connection.onDidChangeWatchedFiles(
    guard("Watching files", log, ({ changes }) => {
      invalidate(new Set(changes.map(({ uri }) => moduleOfUri(uri))));
    }),
  );

  documents.onDidOpen(
    guard("Opening", log, ({ document }) => {
      byModule.set(moduleOf(document), document);
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
      workspace.close(module);
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

  const survive = (problem: unknown) => {
    // Nobody listens any more: what would be logged would only fail again.
    if (isLostConnection(problem)) process.exit(1);
    log(`Unexpected: ${describe(problem)}`);
  };
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);

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

function isLostConnection(problem: unknown): boolean {
  const { code } = (problem ?? {}) as { code?: unknown };
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_IPC_CHANNEL_CLOSED";
}

/** Paths of the folders; a client of one folder may give it in the older fields. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const folders = (workspaceFolders ?? []).map(({ uri }) => moduleOfUri(uri)).filter(isPath);
  if (folders.length > 0) return folders;
  if (rootUri) return [moduleOfUri(rootUri)].filter(isPath);
  return rootPath ? [rootPath.replaceAll("\\", "/")] : [];
}

/** The server's section of settings that may be given with or without its name around. */
function sectionOf(settings: unknown): unknown {
  const isNamed = typeof settings === "object" && settings !== null && settingsSection in settings;
  return isNamed ? (settings as Record<string, unknown>)[settingsSection] : settings;
}
