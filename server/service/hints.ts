/**
 * The hints of a stretch of a module, those of a function remembered as long as its outcome and the text of its lines
 * are the same.
 */

import {
  draftHints,
  type HintDrafts,
  type InlayHint,
  type InlayHintOptions,
  layHints,
  linesOfFunction,
} from "../features/inlayHints.js";
import type { Lines } from "../features/lines.js";
import type { Span } from "../finding.js";
import type { PlacedOutcome } from "../places.js";
import type { Report } from "../report.js";
import type { KnownModule } from "./knownModule.js";

export interface HintMaker {
  /** The hints in a stretch of a text, ends included. */
  hints(known: KnownModule, text: string, lines: Lines, options: InlayHintOptions, asked: Span): InlayHint[];
}

export function createHintMaker(): HintMaker {
  const drafts = new WeakMap<PlacedOutcome, { of: string; drafts: HintDrafts }>();
  const draftsOf = (
    report: Report,
    outcome: PlacedOutcome | null,
    text: string,
    lines: Lines,
    options: InlayHintOptions,
  ): HintDrafts => {
    if (!outcome) return draftHints(report, text, lines, options);
    const { extent, signatureEnd } = report;
    const { signature, body, digits } = options;
    const of = [
      ...[signature, body, digits, signatureEnd - extent.start],
      linesOfFunction(report, text, lines),
    ].join("\n");
    const remembered = drafts.get(outcome);
    if (remembered?.of === of) return remembered.drafts;
    const fresh = draftHints(report, text, lines, options);
    drafts.set(outcome, { of, drafts: fresh });
    return fresh;
  };
  return {
    hints(known, text, lines, options, { start, end }) {
      // Functions share the room of a line.
      const whole = { start: lines.startOf(lines.lineAt(start)), end: lines.endOf(lines.lineAt(end)) };
      const functions = known.functionsAround(whole);
      const reports = functions.map((each) => each.report());
      const own = functions.map(({ outcome }, index) =>
        draftsOf(reports[index]!, outcome, text, lines, options),
      );
      return layHints(reports, own, lines).filter(({ offset }) => start <= offset && offset <= end);
    },
  };
}
