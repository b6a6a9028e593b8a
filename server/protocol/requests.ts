/**
 * The requests that a client may send: each takes what is known of the document, asks a feature, and converts.
 */

import type { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions } from "../features/codeActions.js";
import { completions } from "../features/completion.js";
import { hover } from "../features/hover.js";
import { markFunction } from "../features/markFunction.js";
import { assembleReport } from "../report.js";
import { toCodeAction, toCompletionItem, toHover, toInlayHint, toRange, toSpan } from "./convert.js";
import { guardRequest } from "./guard.js";
import {
  type DocumentReport,
  type MarkFunctionParams,
  type MarkFunctionResult,
  markFunctionRequest,
  type ReportsParams,
  type ReportsResult,
  reportsRequest,
} from "./messages.js";
import type { Publisher } from "./publisher.js";
import { hintsIn, type KnownDocument, type Session, settledDocument } from "./session.js";
import { encode } from "./wire.js";

/** Digits of hovers, where there is room. */
const hoverDigits = 10;

export function answerRequests(session: Session, publisher: Publisher): void {
  const { connection, documents, log } = session;

  connection.languages.inlayHint.on(
    guardRequest("Inlay hints", log, null, async ({ textDocument, range }, isCancelled) => {
      const toAsked = (document: TextDocument) => toSpan(range, document);
      const of = await settledDocument(session, textDocument.uri, isCancelled, toAsked);
      if (!of) return null;
      const { document, known } = of;
      const asked = toAsked(document);
      const hints = hintsIn(session, document, known, asked);
      publisher.answered(of, asked, hints);
      return hints.map((hint) => toInlayHint(hint, document));
    }),
  );

  connection.onHover(
    guardRequest("Hover", log, null, async ({ textDocument, position }, isCancelled) => {
      const of = await settledDocument(session, textDocument.uri, isCancelled);
      if (!of) return null;
      const { document, known } = of;
      const digits = Math.max(hoverDigits, session.settings.inlayHints.digits);
      const offset = document.offsetAt(position);
      const found = hover(known.around({ start: offset, end: offset }), offset, digits);
      return found && toHover(found, document);
    }),
  );

  connection.onCompletion(
    guardRequest("Completion", log, null, ({ textDocument, position }) => {
      const document = documents.get(textDocument.uri);
      if (!document) return null;
      const text = document.getText();
      const module = session.moduleOf(document);
      const reports = session.host.reader
        .outlinesOf(module, text)
        .map((outline) => assembleReport(outline, [], null));
      const found = completions({ module, reports, findings: [] }, text, document.offsetAt(position));
      return found.map((completion) => toCompletionItem(completion, document));
    }),
  );

  connection.onCodeAction(
    guardRequest("Code actions", log, null, async ({ textDocument, range }, isCancelled) => {
      const of = await settledDocument(session, textDocument.uri, isCancelled);
      if (!of) return null;
      const { document, known } = of;
      const found = codeActions(known.withFindings, toSpan(range, document));
      return found
        .map((action) => toCodeAction(action, document, session.converter))
        .filter((action) => action !== null);
    }),
  );

  connection.onRequest(
    reportsRequest,
    guardRequest<ReportsParams, ReportsResult>(
      "Reports",
      log,
      { documents: [] },
      async ({ uri }, isCancelled) => {
        const asked = uri === undefined ? documents.all().map((document) => document.uri) : [uri];
        const settled = await Promise.all(asked.map((each) => settledDocument(session, each, isCancelled)));
        return { documents: settled.filter((of) => of !== null).map((of) => toDocumentReport(session, of)) };
      },
    ),
  );

  connection.onRequest(
    markFunctionRequest,
    guardRequest("Marking", log, null, (parameters: MarkFunctionParams): MarkFunctionResult | null => {
      const document = documents.get(parameters.uri);
      if (!document) return null;
      const text = document.getText();
      const module = session.moduleOf(document);
      const found = session.host.reader.describeFunctionAt(
        text,
        module,
        document.offsetAt(parameters.position),
      );
      if (!found) return null;
      const edit = parameters.at === undefined ? null : markFunction(text, found, parameters.at);
      return {
        name: found.name,
        parameters: found.parameters,
        suggestedPoint: found.suggestedPoint,
        isMarked: found.isMarked,
        edit: edit && { range: toRange(edit, document), newText: edit.text },
      };
    }),
  );
}

function toDocumentReport(session: Session, { document, module, known }: KnownDocument): DocumentReport {
  const { report, ids } = known;
  // What is not marked has no numbers to show; what is wrong with it is among the problems.
  const isShown = (index: number) => !report.reports[index]!.isUnmarked;
  const reports = report.reports.filter((_, index) => isShown(index));
  return {
    uri: document.uri,
    version: document.version,
    module: encode({ ...report, reports }),
    ids: ids.filter((_, index) => isShown(index)),
    nameRanges: reports.map(({ name }) => toRange(name, document)),
    pending: session.scheduler.pending(module),
  };
}
