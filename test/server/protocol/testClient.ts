/**
 * A real client of the built server over standard input and output. Needs `npm run build` before.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import path from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  type Hover,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type InlayHint,
  InlayHintRefreshRequest,
  InlayHintRequest,
  LogMessageNotification,
  type MarkupContent,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  type ReportsParams,
  type ReportsResult,
  reportsRequest,
  type StatusParams,
  statusNotification,
} from "../../../server/protocol/messages.js";

export interface TestClientOptions {
  folders?: string[];
  capabilities?: ClientCapabilities;
  initializationOptions?: unknown;
}

export const usualCapabilities: ClientCapabilities = {
  workspace: {
    inlayHint: { refreshSupport: true },
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
};

/** Reads what a server writes. One that is killed may leave half a message: nobody waits for the rest. */
export function readerOf(output: Readable): StreamMessageReader {
  const reader = new StreamMessageReader(output);
  reader.partialMessageTimeout = 0;
  return reader;
}

export class TestClient {
  readonly connection: ProtocolConnection;
  readonly initializeResult: InitializeResult;
  /** What the server logged: nothing, when all is well. */
  readonly log: string[] = [];
  refreshes = 0;
  private readonly process: ChildProcess;
  private readonly documents = new Map<string, TextDocument>();
  private readonly published = new Map<string, PublishDiagnosticsParams>();
  private readonly statuses = new Map<string, StatusParams>();
  private readonly events = new EventEmitter();

  private constructor(process: ChildProcess, connection: ProtocolConnection, result: InitializeResult) {
    this.process = process;
    this.connection = connection;
    this.initializeResult = result;
    this.events.setMaxListeners(100);
    connection.onNotification(PublishDiagnosticsNotification.type, (parameters) => {
      this.published.set(parameters.uri, parameters);
      this.events.emit("change");
    });
    connection.onNotification(statusNotification, (status: StatusParams) => {
      this.statuses.set(status.uri, status);
      this.events.emit("change");
    });
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.log.push(message);
    });
    connection.onRequest(InlayHintRefreshRequest.type, () => {
      this.refreshes++;
      this.events.emit("change");
    });
    connection.onRequest(RegistrationRequest.type, () => {});
  }

  static async start(options: TestClientOptions = {}): Promise<TestClient> {
    const { folders = [], capabilities = usualCapabilities, initializationOptions } = options;
    const server = spawn(process.execPath, [path.resolve("dist/server.js"), "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const connection = createProtocolConnection(
      readerOf(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    connection.listen();
    const result = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions,
      workspaceFolders: folders.map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) })),
    });
    const client = new TestClient(server, connection, result);
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  /** The server's process. */
  get processId(): number {
    return this.process.pid!;
  }

  async open(uri: string, text: string): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, "typescript", 1, text));
    const textDocument = { uri, languageId: "typescript", version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  async change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const document = this.documents.get(uri)!;
    const version = document.version + 1;
    this.documents.set(uri, TextDocument.update(document, contentChanges, version));
    const textDocument = { uri, version };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges,
    });
  }

  /** Replaces a stretch of the text, given by offsets, as one incremental change. */
  async edit(uri: string, start: number, end: number, text: string): Promise<void> {
    const document = this.documents.get(uri)!;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    await this.change(uri, [{ range, text }]);
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  text(uri: string): string {
    return this.documents.get(uri)!.getText();
  }

  /** The hints that the server answers with at this moment. */
  async hints(uri: string): Promise<InlayHint[]> {
    const document = this.documents.get(uri)!;
    const end = document.positionAt(document.getText().length);
    const range = { start: { line: 0, character: 0 }, end };
    const found = await this.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
    return found ?? [];
  }

  /** The text with each hint written as a comment where it stands, when nothing is being computed any more. */
  async shown(uri: string): Promise<string> {
    await this.settled(uri);
    return this.write(uri, await this.hints(uri));
  }

  write(uri: string, hints: InlayHint[]): string {
    const document = this.documents.get(uri)!;
    const text = document.getText();
    let shown = "";
    let from = 0;
    for (const { position, label } of hints) {
      const offset = document.offsetAt(position);
      shown += `${text.slice(from, offset)} /* ${label} */`;
      from = offset;
    }
    return shown + text.slice(from);
  }

  /** The hover on the n-th place where a word stands, as Markdown; "" for none. */
  async hover(uri: string, word: string, turn = 0): Promise<string> {
    const document = this.documents.get(uri)!;
    let offset = -1;
    for (let index = 0; index <= turn; index++) offset = document.getText().indexOf(word, offset + 1);
    const position = document.positionAt(offset);
    const found: Hover | null = await this.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position,
    });
    return found ? (found.contents as MarkupContent).value : "";
  }

  async completions(uri: string, offset: number): Promise<string[]> {
    const position = this.documents.get(uri)!.positionAt(offset);
    const found = await this.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position,
    });
    return (Array.isArray(found) ? found : (found?.items ?? [])).map(({ label }) => label);
  }

  /** The text after the first code action at an offset was done. */
  async fixed(uri: string, offset: number): Promise<string | null> {
    await this.settled(uri);
    const document = this.documents.get(uri)!;
    const position = document.positionAt(offset);
    const found = await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    const [first] = found ?? [];
    const edits = first && "edit" in first ? first.edit?.changes?.[uri] : undefined;
    return edits ? TextDocument.applyEdits(document, edits) : null;
  }

  reports(parameters: ReportsParams): Promise<ReportsResult> {
    return this.connection.sendRequest(reportsRequest, parameters);
  }

  /** The diagnostics of the present text, when nothing is being computed any more. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    await this.settled(uri);
    return this.published.get(uri)!.diagnostics;
  }

  /** What was published last, even if for an earlier text. */
  lastPublished(uri: string): PublishDiagnosticsParams | undefined {
    return this.published.get(uri);
  }

  /** Resolves when other diagnostics than the last ones are published. */
  nextPublished(uri: string): Promise<void> {
    const before = this.published.get(uri);
    return this.until(() => this.published.get(uri) !== before);
  }

  /** Waits until the present version's diagnostics are there and nothing is being computed. */
  async settled(uri: string): Promise<void> {
    const { version } = this.documents.get(uri)!;
    await this.until(
      () => this.published.get(uri)?.version === version && this.statuses.get(uri)?.state === "ready",
    );
  }

  /** Waits for a condition on what the server tells. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.events, "change");
  }

  async stop(): Promise<number | null> {
    const exit = once(this.process, "exit");
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const [code] = await exit;
    this.connection.dispose();
    return code;
  }
}

export function uriOf(file: string): string {
  return pathToFileURL(file).toString();
}
