/** The protocol over standard input and output: what is no message is answered, and what cannot be followed any more ends the process. */

import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  ErrorCodes,
  type Message,
  type MessageReader,
  type StreamMessageWriter,
} from "vscode-languageserver/node";
import { readFrames } from "./framing.js";

/** Reads messages from standard input, and ends this process with it: 0 after a shutdown, 1 otherwise. */
export class StandardInput extends AbstractMessageReader implements MessageReader {
  readonly #writer: StreamMessageWriter;
  #isShutDown = false;

  constructor(writer: StreamMessageWriter) {
    super();
    this.#writer = writer;
  }

  listen(callback: DataCallback): Disposable {
    const take = readFrames({
      message: (content) => {
        if (!isMessage(content)) return void this.#refuse(ErrorCodes.InvalidRequest, "This is no message.");
        if ("method" in content && content.method === "shutdown") this.#isShutDown = true;
        callback(content);
      },
      noJson: () => void this.#refuse(ErrorCodes.ParseError, "The body of a message is no JSON."),
      lost: (reason) => {
        const end = () => process.exit(1);
        this.#refuse(ErrorCodes.ParseError, `The input cannot be followed: ${reason}.`).then(end, end);
      },
    });
    const end = () => process.exit(this.#isShutDown ? 0 : 1);
    process.stdin.on("data", take).on("end", end).on("close", end).on("error", end);
    return { dispose: () => void process.stdin.off("data", take) };
  }

  /** An answer to what has no readable id. */
  #refuse(code: number, message: string): Promise<void> {
    return this.#writer.write({ jsonrpc: "2.0", id: null, error: { code, message } } as Message);
  }
}

/** A request, a notification or an answer, as far as its frame goes. */
function isMessage(content: unknown): content is Message {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return false;
  const { id, method } = content as { id?: unknown; method?: unknown };
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") return false;
  if (method !== undefined) return typeof method === "string";
  return id !== undefined && ("result" in content || "error" in content);
}
