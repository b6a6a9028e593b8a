/**
 * Tells the client what changed: diagnostics, the state of a document, that reports are other ones now, and
 * that hints have to be asked for again. Several changes in one turn of the event loop are told once.
 */

import { diagnostics } from "../features/diagnostics.js";
import type { InlayHint } from "../features/inlayHints.js";
import type { Span } from "../finding.js";
import type { KnownModule } from "../service/knownModule.js";
import { toDiagnostic } from "./convert.js";
import { guard } from "./guard.js";
import {
  type ReportsChangedParams,
  reportsChangedNotification,
  type Settings,
  type StatusParams,
  statusNotification,
} from "./messages.js";
import { hintsIn, type KnownDocument, type Session } from "./session.js";

export interface Publisher {
  /** Something is known of a module that was not known before. */
  changed(module: string): void;
  /** The client was given the hints of this stretch; when they become others without an edit, it is told to ask again. */
  answered(of: KnownDocument, asked: Span, hints: readonly InlayHint[]): void;
  /** A document was closed. */
  closed(module: string, uri: string): void;
  /** The server ends: nothing more is told. */
  close(): void;
}

const pauseBetweenFirstRuns = 250;

/** Stretches of a document whose hints are looked after, each that of an editor: the newest. */
const mostStretches = 8;

/** What a client was answered of one version. */
interface Answer {
  version: number;
  known: KnownModule;
  settings: Settings;
  stretches: { asked: Span; hints: readonly InlayHint[] }[];
}

export function createPublisher(session: Session): Publisher {
  const { connection, log } = session;
  const waiting = new Set<string>();
  const answers = new Map<string, Answer>();
  const statuses = new Map<string, string>();

  let cancelSoon: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = guard("Publishing", log, () => {
    cancelSoon?.();
    clearTimeout(timer);
    cancelSoon = undefined;
    timer = undefined;
    const modules = [...waiting];
    waiting.clear();
    let needsRefresh = false;
    for (const module of modules) {
      const document = session.documentOf(module);
      if (!document) continue;
      session.scheduler.want(module);
      const known = session.scheduler.known(module);
      needsRefresh = publish({ document, module, known }) || needsRefresh;
    }
    if (needsRefresh && session.capabilities.workspace?.inlayHint?.refreshSupport) {
      connection.languages.inlayHint.refresh().catch((problem) => log(`Refreshing hints failed: ${problem}`));
    }
  });

  /** Answers whether the hints that the client has are not those of the text that it has. */
  const publish = ({ document, module, known }: KnownDocument): boolean => {
    const isPending = session.scheduler.pending(module).length > 0;
    const found = diagnostics(known.withFindings);
    const status: StatusParams = {
      uri: document.uri,
      state: isPending ? "computing" : "ready",
      functions: known.functions.filter(({ isUnmarked }) => !isUnmarked).length,
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
    const { settings } = session;
    if (answer.known === known && answer.settings === settings) return false;
    const stretches = answer.stretches.map(({ asked }) => ({
      asked,
      hints: hintsIn(session, document, known, asked),
    }));
    answers.set(module, { ...answer, known, settings, stretches });
    return stretches.some(({ hints }, index) => !areSame(hints, answer.stretches[index]!.hints));
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
      if (!session.scheduler.isWaiting(module)) cancelSoon ??= session.host.soon(flush);
      else timer ??= setTimeout(flush, pauseBetweenFirstRuns);
    },
    close() {
      cancelSoon?.();
      clearTimeout(timer);
      waiting.clear();
    },
    answered({ document: { version }, module, known }, asked, hints) {
      const { settings } = session;
      const before = answers.get(module);
      const isSame = before?.version === version && before.known === known && before.settings === settings;
      const others = (isSame ? before.stretches : []).filter((other) => !isEqual(other.asked, asked));
      const stretches = [...others, { asked, hints }].slice(-mostStretches);
      answers.set(module, { version, known, settings, stretches });
    },
    closed(module, uri) {
      waiting.delete(module);
      answers.delete(module);
      statuses.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
      void connection.sendNotification(reportsChangedNotification, { uri } satisfies ReportsChangedParams);
    },
  };
}

function isEqual(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end;
}

function areSame(hints: readonly InlayHint[], others: readonly InlayHint[]): boolean {
  return (
    hints.length === others.length &&
    hints.every(({ offset, text, tooltip }, index) => {
      const other = others[index]!;
      return offset === other.offset && text === other.text && tooltip === other.tooltip;
    })
  );
}
