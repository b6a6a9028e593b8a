/** Our server over stdio, as an editor drives it. Needs `npm run build` before. */

import { pathToFileURL } from "node:url";
import { ChildServer } from "./childServer.js";

interface Position {
  line: number;
  character: number;
}

export interface Hint {
  position: Position;
  label: string;
}

export class LanguageServer extends ChildServer {
  private readonly answers = new Map<number, (result: unknown) => void>();
  private readonly versions = new Map<string, number>();
  private onRefresh = () => {};
  private asked = 0;

  private constructor(env: NodeJS.ProcessEnv) {
    super("dist/server.js", ["--stdio"], env);
  }

  /** @param env more of the environment */
  static async start(folder: string, env: NodeJS.ProcessEnv = {}): Promise<LanguageServer> {
    const server = new LanguageServer(env);
    await server.request("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { inlayHint: { refreshSupport: true }, workspaceFolders: true } },
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "project" }],
      // The packages are installed above the project.
      initializationOptions: { workspaceTrusted: true },
    });
    server.notify("initialized", {});
    return server;
  }

  protected override receive(message: Record<string, unknown>): void {
    const { id, method, result } = message as { id?: number; method?: string; result?: unknown };
    if (method === undefined) {
      this.answers.get(id!)?.(result);
      this.answers.delete(id!);
      return;
    }
    if (id !== undefined) this.send({ id, result: null });
    if (method === "workspace/inlayHint/refresh") this.onRefresh();
  }

  private send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.child.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private notify(method: string, params: object): void {
    this.send({ method, params });
  }

  private request<Result>(method: string, params: object): Promise<Result> {
    const id = ++this.asked;
    this.send({ id, method, params });
    return new Promise((resolve) => this.answers.set(id, (result) => resolve(result as Result)));
  }

  open(file: string, text: string): void {
    this.versions.set(file, 1);
    const uri = pathToFileURL(file).href;
    this.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "typescript", version: 1, text },
    });
  }

  /** Replaces what stands in one line. */
  edit(file: string, line: number, from: number, to: number, text: string): void {
    const version = this.versions.get(file)! + 1;
    this.versions.set(file, version);
    this.notify("textDocument/didChange", {
      textDocument: { uri: pathToFileURL(file).href, version },
      contentChanges: [{ range: { start: { line, character: from }, end: { line, character: to } }, text }],
    });
  }

  async hints(file: string, lines: [from: number, to: number]): Promise<Hint[]> {
    const range = { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 0 } };
    const textDocument = { uri: pathToFileURL(file).href };
    return (await this.request<Hint[] | null>("textDocument/inlayHint", { textDocument, range })) ?? [];
  }

  /** Asks for hints, again at each refresh, until they are as they should be. */
  async hintsUntil(
    file: string,
    lines: [from: number, to: number],
    isDone: (hints: Hint[]) => boolean,
  ): Promise<Hint[]> {
    for (;;) {
      const refreshed = new Promise<void>((resolve) => {
        this.onRefresh = resolve;
      });
      const hints = await this.hints(file, lines);
      if (isDone(hints)) return hints;
      const lost = setTimeout(() => this.onRefresh(), 2_000);
      await refreshed;
      clearTimeout(lost);
    }
  }
}

/** The label of the first hint of each line. */
export function labelsByLine(hints: readonly Hint[]): Map<number, string> {
  const labels = new Map<number, string>();
  for (const { position, label } of hints) {
    if (!labels.has(position.line)) labels.set(position.line, label);
  }
  return labels;
}
