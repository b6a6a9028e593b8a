/** TypeScript's own server over stdio, with inlay hints of all its kinds: what ours is measured against. */

import { ChildServer } from "./childServer.js";

export class TypeScriptServer extends ChildServer {
  private readonly answers = new Map<number, (body: unknown) => void>();
  private sequence = 0;

  private constructor() {
    super("node_modules/typescript/lib/tsserver.js", [
      "--disableAutomaticTypingAcquisition",
      "--suppressDiagnosticEvents",
    ]);
  }

  static async start(): Promise<TypeScriptServer> {
    const server = new TypeScriptServer();
    await server.request("configure", {
      preferences: {
        includeInlayParameterNameHints: "all",
        includeInlayParameterNameHintsWhenArgumentMatchesName: true,
        includeInlayFunctionParameterTypeHints: true,
        includeInlayVariableTypeHints: true,
        includeInlayVariableTypeHintsWhenTypeMatchesName: true,
        includeInlayPropertyDeclarationTypeHints: true,
        includeInlayFunctionLikeReturnTypeHints: true,
        includeInlayEnumMemberValueHints: true,
      },
    });
    return server;
  }

  protected override receive(message: Record<string, unknown>): void {
    if (message.type !== "response") return;
    this.answers.get(message.request_seq as number)?.(message.body);
    this.answers.delete(message.request_seq as number);
  }

  /** @returns the number of the request */
  private tell(command: string, parameters: object): number {
    const seq = ++this.sequence;
    this.child.stdin!.write(`${JSON.stringify({ seq, type: "request", command, arguments: parameters })}\n`);
    return seq;
  }

  private request<Body>(command: string, parameters: object): Promise<Body> {
    const seq = this.tell(command, parameters);
    return new Promise((resolve) => this.answers.set(seq, (body) => resolve(body as Body)));
  }

  open(file: string, text: string): void {
    this.tell("open", { file, fileContent: text, scriptKindName: "TS" });
  }

  /** Replaces what stands in one line; line and columns from 0. */
  edit(file: string, line: number, from: number, to: number, text: string): void {
    const place = { line: line + 1, offset: from + 1, endLine: line + 1, endOffset: to + 1 };
    this.tell("change", { file, ...place, insertString: text });
  }

  /** How many hints there are in a stretch of the text. */
  async hintCount(file: string, start: number, length: number): Promise<number> {
    return (await this.request<unknown[]>("provideInlayHints", { file, start, length })).length;
  }
}
