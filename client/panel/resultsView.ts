/** The host side of the results panel: asks the server for reports, and tells the page what to show. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import type { Place } from "../../server/finding.js";
import {
  type DocumentReport,
  type ReportsChangedParams,
  type ReportsParams,
  type ReportsResult,
  reportsChangedNotification,
  reportsRequest,
} from "../../server/protocol/messages.js";
import { decode } from "../../server/protocol/wire.js";
import type { Spot } from "../spot.js";
import { Channel } from "./channel.js";
import { pageHtml } from "./pageHtml.js";
import type { FromHost, FromPage } from "./panelMessages.js";
import { functionAt, resultsModel } from "./resultsModel.js";

export class ResultsView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = "derivativeLens.results";

  readonly #extensionUri: vscode.Uri;
  readonly #client: LanguageClient;
  readonly #subscriptions: vscode.Disposable;
  /** Set while VS Code has the view, hidden or not. */
  #view: vscode.WebviewView | undefined;
  #page: Channel<FromHost, FromPage> | undefined;
  /** By the document's URI, as VS Code writes it. */
  readonly #documents = new Map<string, DocumentReport>();
  /** Documents whose reports are not known or no longer right; "all" for every one that the server has. */
  readonly #stale = new Set<string | "all">(["all"]);
  #isFetching = false;
  /** The function at the cursor that the page knows of. */
  #current: string | null = null;
  /** A spot whose function is to be brought into sight as soon as it is there. */
  #awaited: Spot | undefined;

  constructor(extensionUri: vscode.Uri, client: LanguageClient) {
    this.#extensionUri = extensionUri;
    this.#client = client;
    this.#subscriptions = vscode.Disposable.from(
      client.onNotification(reportsChangedNotification, ({ uri }: ReportsChangedParams) => {
        this.#stale.add(uri);
        void this.#fetch();
      }),
      client.onDidChangeState(({ newState }) => {
        this.#stale.add("all");
        if (newState === State.Running) void this.#fetch();
      }),
      vscode.window.onDidChangeTextEditorSelection(() => this.#followCursor()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#followCursor()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("derivativeLens.inlayHints.digits")) this.#post();
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** Opens the panel, at the function of the spot. */
  async show(spot: Spot | undefined): Promise<void> {
    this.#awaited = spot;
    await vscode.commands.executeCommand(`${ResultsView.id}.focus`);
    this.#showAwaited();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    const page = vscode.Uri.joinPath(this.#extensionUri, "dist", "panel");
    view.webview.options = { enableScripts: true, localResourceRoots: [page] };
    this.#page = this.#openChannel(view.webview);
    view.onDidChangeVisibility(() => void this.#fetch());
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#page = undefined;
    });
    const sourceOf = (file: string) => view.webview.asWebviewUri(vscode.Uri.joinPath(page, file)).toString();
    view.webview.html = pageHtml({
      language: vscode.env.language,
      script: sourceOf("main.js"),
      style: sourceOf("main.css"),
      source: view.webview.cspSource,
      nonce: randomBytes(24).toString("base64url"),
    });
  }

  #openChannel(webview: vscode.Webview): Channel<FromHost, FromPage> {
    const port = {
      post: (message: unknown) => void webview.postMessage(message),
      listen: (take: (message: unknown) => void) => void webview.onDidReceiveMessage(take),
    };
    return new Channel<FromHost, FromPage>(port, "host", {
      ready: () => {
        if (!this.#stale.has("all")) this.#post();
        void this.#fetch();
      },
      reveal: (place) => void this.#reveal(place),
      mark: () => void vscode.commands.executeCommand("derivativeLens.markFunction"),
      addPoint: (place) => void this.#addPoint(place),
    });
  }

  /** Brings the reports up to date, as long as somebody looks; one request at a time. */
  async #fetch(): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      while (this.#stale.size > 0 && this.#view?.visible && this.#client.isRunning()) {
        if (!(await this.#fetchNext())) return;
        this.#post();
      }
    } finally {
      this.#isFetching = false;
    }
  }

  /** Whether the server answered. */
  async #fetchNext(): Promise<boolean> {
    const [first] = this.#stale;
    const uri = this.#stale.has("all") ? "all" : first!;
    if (uri === "all") this.#stale.clear();
    else this.#stale.delete(uri);
    try {
      await this.#fetchOf(uri);
      return true;
    } catch (error) {
      this.#stale.add(uri);
      this.#client.error("The results could not be asked for.", error, false);
      return false;
    }
  }

  async #fetchOf(uri: string | "all"): Promise<void> {
    const params: ReportsParams = uri === "all" ? {} : { uri };
    const { documents } = await this.#client.sendRequest<ReportsResult>(reportsRequest, params);
    if (uri === "all") this.#documents.clear();
    else this.#documents.delete(this.#keyOf(uri));
    for (const document of documents) {
      this.#documents.set(this.#keyOf(document.uri), { ...document, module: decode(document.module) });
    }
  }

  #keyOf(serverUri: string): string {
    return this.#client.protocol2CodeConverter.asUri(serverUri).toString();
  }

  #post(): void {
    const digits = vscode.workspace.getConfiguration("derivativeLens").get<number>("inlayHints.digits", 4);
    const results = resultsModel([...this.#documents.values()], {
      digits,
      pathOf: (uri) => vscode.workspace.asRelativePath(this.#client.protocol2CodeConverter.asUri(uri)),
      lineOf: (place) => this.#lineOf(place),
    });
    this.#page?.tell("results", results);
    this.#current = this.#functionAtCursor();
    this.#page?.tell("current", { key: this.#current, scroll: false });
    this.#showAwaited();
  }

  #followCursor(): void {
    const key = this.#functionAtCursor();
    if (key === this.#current) return;
    this.#current = key;
    this.#page?.tell("current", { key, scroll: false });
  }

  #functionAtCursor(): string | null {
    const editor = vscode.window.activeTextEditor;
    const report = editor && this.#documents.get(editor.document.uri.toString());
    return report ? functionAt(report, editor.document.offsetAt(editor.selection.active)) : null;
  }

  #showAwaited(): void {
    const { uri, position } = this.#awaited ?? {};
    if (!uri || !position || !this.#view) return;
    const key = vscode.Uri.parse(uri).toString();
    const report = this.#documents.get(key);
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === key);
    if (!report || !document) return;
    this.#awaited = undefined;
    const offset = document.offsetAt(new vscode.Position(position.line, position.character));
    this.#current = functionAt(report, offset);
    this.#page?.tell("current", { key: this.#current, scroll: true });
  }

  #lineOf(place: Place): number | null {
    const uri = this.#uriOf(place).toString();
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
    return document ? document.positionAt(place.start).line + 1 : null;
  }

  async #reveal(place: Place): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uriOf(place));
    const selection = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    await vscode.window.showTextDocument(document, { selection });
  }

  async #addPoint(place: Place): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uriOf(place));
    const { line, character } = document.positionAt(place.start);
    const spot: Spot = { uri: document.uri.toString(), position: { line, character } };
    await vscode.commands.executeCommand("derivativeLens.markFunction", spot);
  }

  #uriOf({ module }: Place): vscode.Uri {
    for (const [
      uri,
      {
        module: { module: name },
      },
    ] of this.#documents) {
      if (name === module) return vscode.Uri.parse(uri);
    }
    // A path begins with a slash or a drive's letter; a URI with more letters than one.
    return /^[a-z][a-z0-9+.-]+:/i.test(module) ? vscode.Uri.parse(module) : vscode.Uri.file(module);
  }
}
