/**
 * What the handlers of one connection share: the open documents, what is known of them, and what the client
 * can do.
 */

import type { ClientCapabilities, Connection, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ModuleHost } from "../prepare.js";
import type { Converter } from "./convert.js";
import type { Settings } from "./messages.js";
import type { Scheduler } from "./scheduler.js";
import type { Analysis, Workspace } from "./workspace.js";

export interface Session {
  connection: Connection;
  documents: TextDocuments<TextDocument>;
  workspace: Workspace;
  scheduler: Scheduler;
  converter: Converter;
  settings: Settings;
  capabilities: ClientCapabilities;
  /** Paths of the workspace's folders. */
  folders: string[];
  moduleOf(document: TextDocument): string;
  documentOf(module: string): TextDocument | undefined;
  log(message: string): void;
}

/**
 * The analysis of a document's text, after the first runs of its functions or when they take too long. When
 * the text is changed meanwhile, it is the changed one's.
 *
 * @returns null when the document is not open, or closed meanwhile
 */
export async function settledAnalysis(
  session: Session,
  uri: string,
  isCancelled: () => boolean,
): Promise<Analysis | null> {
  let isLate = false;
  let wake: () => void = () => {};
  const timer = setTimeout(() => {
    isLate = true;
    wake();
  }, longestWait);
  try {
    for (;;) {
      const document = session.documents.get(uri);
      if (!document) return null;
      const analysis = session.workspace.analysis(document);
      if (isLate || isCancelled() || !session.scheduler.isWaiting(analysis.module)) return analysis;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([session.scheduler.firstRuns(analysis.module), woken]);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds that a request waits for first runs before it answers with what is known. */
const longestWait = 600;

/** A reader of texts for positions in modules that are not open. */
export function createConverter(
  host: ModuleHost,
  documentOf: (module: string) => TextDocument | undefined,
  uriOf: (module: string) => string,
): Converter {
  return {
    uri: (module) => documentOf(module)?.uri ?? uriOf(module),
    positions(module) {
      const open = documentOf(module);
      if (open) return open;
      const text = host.read(module);
      return text === undefined ? undefined : TextDocument.create(module, "", 0, text);
    },
  };
}
