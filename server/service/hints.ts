/** The hints of a module, those of a function remembered as long as its outcome and the text of its lines are the same. */

import {
  draftHints,
  type HintDrafts,
  type InlayHint,
  type InlayHintOptions,
  layHints,
  linesOfFunction,
} from "../features/inlayHints.js";
import { linesOf } from "../features/lines.js";
import type { PlacedOutcome } from "../places.js";
import type { KnownModule } from "./moduleState.js";

export interface HintMaker {
  hints(known: KnownModule, text: string, options: InlayHintOptions): InlayHint[];
}

export function createHintMaker(): HintMaker {
  const drafts = new WeakMap<PlacedOutcome, { of: string; drafts: HintDrafts }>();
  /** The hints that were made last of what is known. */
  const made = new WeakMap<KnownModule, { options: InlayHintOptions; hints: InlayHint[] }>();
  return {
    hints(known, text, options) {
      const last = made.get(known);
      if (last?.options === options) return last.hints;
      const { reports } = known.report;
      const lines = linesOf(text);
      const own = reports.map((report, index) => {
        const outcome = known.outcomes[index];
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
      });
      const hints = layHints(reports, own, lines);
      made.set(known, { options, hints });
      return hints;
    },
  };
}
