/**
 * Tells the client what changed: diagnostics, the state of a document, that reports are other ones now, and
 * that hints have to be asked for again. Several changes in one turn of the event loop are told once.
 */

import { diagnostics } from "../features/diagnostics.js";
import { inlayHints } from "../features/inlayHints.js";
import type { ModuleReport } from "../report.js";
import { toDiagnostic } from "./convert.js";
import { guard } from "./guard.js";
import {
  type ReportsChangedParams,
  reportsChangedNotification,
  type StatusParams,
  statusNotification,
} from "./messages.js";
import type { Session } from "./session.js";
import type { Analysis } from "./workspace.js";

export interface Publisher {
  /** Something is known of a module that was not known before. */
  changed(module: string): void;
  /** The client was given these hints; when they become others without an edit, it is told to ask again. */
  answered(analysis: Analysis, hints: string): void;
  /** A document was closed. */
  closed(module: string, uri: string): void;
  /** The server ends: nothing more is told. */
  close(): void;
}

const pauseBetweenFirstRuns = 250;

/** All hints of a module as one text, to compare. */
export function hintsOf(session: Session, report: ModuleReport, text: string): string {
  return JSON.stringify(inlayHints(report, text, session.settings.inlayHints));
}

export function createPublisher(session: Session): Publisher {
  const { connection, log } = session;
  const waiting = new Set<string>();
  const answers = new Map<string, { version: number; hints: string }>();
  const statuses = new Map<string, string>();

  let immediate: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  const flush = guard("Publishing", log, () => {
    clearImmediate(immediate);
    clearTimeout(timer);
    immediate = undefined;
    timer = undefined;
    const modules = [...waiting];
    waiting.clear();
    let needsRefresh = false;
    for (const module of modules) {
      const document = session.documentOf(module);
      if (document) needsRefresh = publish(session.workspace.analysis(document)) || needsRefresh;
    }
    if (needsRefresh && session.capabilities.workspace?.inlayHint?.refreshSupport) {
      connection.languages.inlayHint.refresh().catch((problem) => log(`Refreshing hints failed: ${problem}`));
    }
  });

  /** Answers whether the hints that the client has are not those of the text that it has. */
  const publish = (analysis: Analysis): boolean => {
    const { document, module } = analysis;
    const report = session.workspace.report(analysis);
    const isPending = session.workspace.pending(analysis).length > 0;
    const found = diagnostics(report);
    const status: StatusParams = {
      uri: document.uri,
      state: isPending ? "computing" : "ready",
      functions: report.reports.filter(({ isUnmarked }) => !isUnmarked).length,
      errors: found.filter(({ severity }) => severity === "error").length,
    };
    if (isPending) sendStatus(status);
    if (!session.scheduler.isWaiting(module)) {
      const withRelated = session.capabilities.textDocument?.publishDiagnostics?.relatedInformation ?? false;
      void connection.sendDiagnostics({
        uri: document.uri,
        version: document.version,
        diagnostics: found.map((each) => toDiagnostic(each, document, session.converter, withRelated)),
      });
      void connection.sendNotification(reportsChangedNotification, {
        uri: document.uri,
      } satisfies ReportsChangedParams);
    }
    // "ready" means that everything before it was the last word.
    if (!isPending) sendStatus(status);
    const answer = answers.get(module);
    if (answer?.version !== document.version) return false;
    const hints = hintsOf(session, report, document.getText());
    if (hints === answer.hints) return false;
    answers.set(module, { ...answer, hints });
    return true;
  };

  const sendStatus = (status: StatusParams) => {
    const text = JSON.stringify(status);
    if (statuses.get(status.uri) === text) return;
    statuses.set(status.uri, text);
    void connection.sendNotification(statusNotification, status);
  };

  return {
    changed(module) {
      waiting.add(module);
      // While first runs end one after the other, only now and then: each telling looks at the whole module.
      if (!session.scheduler.isWaiting(module)) immediate ??= setImmediate(flush);
      else timer ??= setTimeout(flush, pauseBetweenFirstRuns);
    },
    close() {
      clearImmediate(immediate);
      clearTimeout(timer);
      waiting.clear();
    },
    answered: ({ module, version }, hints) => answers.set(module, { version, hints }),
    closed(module, uri) {
      waiting.delete(module);
      answers.delete(module);
      statuses.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
      void connection.sendNotification(reportsChangedNotification, { uri } satisfies ReportsChangedParams);
    },
  };
}
