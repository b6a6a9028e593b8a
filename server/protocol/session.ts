/**
 * What the handlers of one connection share: the open documents, what is known of them, and what the client
 * can do.
 */

import type { ClientCapabilities, Connection, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { InlayHint } from "../features/inlayHints.js";
import type { Span } from "../finding.js";
import { isPath } from "../paths.js";
import type { HintMaker } from "../service/hints.js";
import type { KnownModule } from "../service/knownModule.js";
import type { Scheduler } from "../service/scheduler.js";
import type { Disk, ServerHost } from "../service/serverHost.js";
import type { Converter } from "./convert.js";
import { linesOfDocument } from "./documents.js";
import type { Settings } from "./messages.js";

export interface Session {
  connection: Connection;
  documents: TextDocuments<TextDocument>;
  scheduler: Scheduler;
  host: ServerHost;
  hintMaker: HintMaker;
  converter: Converter;
  settings: Settings;
  capabilities: ClientCapabilities;
  moduleOf(document: { uri: string }): string;
  documentOf(module: string): TextDocument | undefined;
  log(message: string): void;
}

/** What is known of an open document. */
export interface KnownDocument {
  document: TextDocument;
  module: string;
  known: KnownModule;
}

/**
 * What is known of a document's text, after the first runs of its functions or when they take too long. When
 * the text is changed meanwhile, it is the changed one's.
 *
 * @param look the stretch of the document that is asked about
 * @returns null when the document is not open, or closed meanwhile
 */
export async function settledDocument(
  session: Session,
  uri: string,
  isCancelled: () => boolean,
  look?: (document: TextDocument) => Span,
): Promise<KnownDocument | null> {
  const { scheduler } = session;
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
      const module = session.moduleOf(document);
      scheduler.want(module, look?.(document));
      if (isLate || isCancelled() || !scheduler.isWaiting(module)) {
        return { document, module, known: scheduler.known(module) };
      }
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([scheduler.firstRuns(module), woken]);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds that a request waits for first runs before it answers with what is known. */
const longestWait = 600;

/** The hints in a stretch of a document, for the present settings. */
export function hintsIn(
  { hintMaker, settings }: Session,
  document: TextDocument,
  known: KnownModule,
  asked: Span,
): InlayHint[] {
  return hintMaker.hints(known, document.getText(), linesOfDocument(document), settings.inlayHints, asked);
}

/** A reader of texts for positions in modules that are not open: those that findings name, which a worker could read. */
export function createConverter(
  documentOf: (module: string) => TextDocument | undefined,
  uriOf: (module: string) => string,
  disk: Disk | null,
): Converter {
  return {
    uri: (module) => documentOf(module)?.uri ?? uriOf(module),
    positions(module) {
      const open = documentOf(module);
      if (open) return open;
      const text = isPath(module) ? disk?.read(module) : undefined;
      return text === undefined ? undefined : TextDocument.create(module, "", 0, text);
    },
  };
}
