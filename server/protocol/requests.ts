/**
 * The requests that a client may send: each takes the analysis of the document, asks a feature, and converts.
 */

import { describeFunctionAt } from "../analysis/functionAt.js";
import { codeActions } from "../features/codeActions.js";
import { completions } from "../features/completion.js";
import { hover } from "../features/hover.js";
import { inlayHints } from "../features/inlayHints.js";
import { markFunction } from "../features/markFunction.js";
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
import { type Session, settledAnalysis } from "./session.js";
import { encodeReport } from "./wire.js";
import type { Analysis } from "./workspace.js";

/** Digits of hovers, where there is room. */
const hoverDigits = 10;

export function answerRequests(session: Session, publisher: Publisher): void {
  const { connection, documents, workspace, log } = session;

  connection.languages.inlayHint.on(
    guardRequest("Inlay hints", log, null, async ({ textDocument, range }, isCancelled) => {
      const analysis = await settledAnalysis(session, textDocument.uri, isCancelled);
      if (!analysis) return null;
      const { document } = analysis;
      const hints = inlayHints(workspace.report(analysis), document.getText(), session.settings.inlayHints);
      publisher.answered(analysis, JSON.stringify(hints));
      const { start, end } = toSpan(range, document);
      return hints
        .filter(({ offset }) => start <= offset && offset <= end)
        .map((hint) => toInlayHint(hint, document));
    }),
  );

  connection.onHover(
    guardRequest("Hover", log, null, async ({ textDocument, position }, isCancelled) => {
      const analysis = await settledAnalysis(session, textDocument.uri, isCancelled);
      if (!analysis) return null;
      const { document } = analysis;
      const digits = Math.max(hoverDigits, session.settings.inlayHints.digits);
      const found = hover(workspace.report(analysis), document.offsetAt(position), digits);
      return found && toHover(found, document);
    }),
  );

  connection.onCompletion(
    guardRequest("Completion", log, null, ({ textDocument, position }) => {
      const document = documents.get(textDocument.uri);
      if (!document) return null;
      const report = workspace.report(workspace.analysis(document));
      const found = completions(report, document.getText(), document.offsetAt(position));
      return found.map((completion) => toCompletionItem(completion, document));
    }),
  );

  connection.onCodeAction(
    guardRequest("Code actions", log, null, async ({ textDocument, range }, isCancelled) => {
      const analysis = await settledAnalysis(session, textDocument.uri, isCancelled);
      if (!analysis) return null;
      const { document } = analysis;
      const found = codeActions(workspace.report(analysis), toSpan(range, document));
      return found
        .map((action) => toCodeAction(action, document, session.converter))
        .filter((action) => action !== null);
    }),
  );

  connection.onRequest(
    reportsRequest,
    guardRequest("Reports", log, { documents: [] }, ({ uri }: ReportsParams): ReportsResult => {
      const asked = uri === undefined ? documents.all() : [documents.get(uri)].filter((each) => !!each);
      return {
        documents: asked.map((document) => toDocumentReport(session, workspace.analysis(document))),
      };
    }),
  );

  connection.onRequest(
    markFunctionRequest,
    guardRequest("Marking", log, null, (parameters: MarkFunctionParams): MarkFunctionResult | null => {
      const document = documents.get(parameters.uri);
      if (!document) return null;
      const text = document.getText();
      const module = session.moduleOf(document);
      const found = describeFunctionAt(text, module, document.offsetAt(parameters.position));
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

function toDocumentReport(session: Session, analysis: Analysis): DocumentReport {
  const { document } = analysis;
  const report = session.workspace.report(analysis);
  // What is not marked has no numbers to show; what is wrong with it is among the problems.
  const reports = report.reports.filter(({ isUnmarked }) => !isUnmarked);
  return {
    uri: document.uri,
    version: document.version,
    module: encodeReport({ ...report, reports }),
    nameRanges: reports.map(({ name }) => toRange(name, document)),
    pending: session.workspace.pending(analysis),
  };
}
