/**
 * What the panel's host side and its page tell each other. Everything is plain data, and every text is shown as text.
 * What goes to the page travels as `encode` of `wire.ts` writes it: JSON has no NaN.
 */

import type { Place } from "../../server/finding.js";
import type { ResultsModel } from "./panelModel.js";

export type MessageToPage =
  /** All there is to show, each time something changed. */
  | { type: "results"; results: ResultsModel }
  /** The function at the cursor, to highlight it; `scroll` brings it into sight. */
  | { type: "current"; key: string | null; scroll: boolean };

export type MessageFromPage =
  /** The page was loaded, also again after it was hidden, and needs everything. */
  | { type: "ready" }
  /** Go to a place in the source. */
  | { type: "reveal"; place: Place }
  /** Mark the function at the cursor. */
  | { type: "mark" }
  /** Give the marked function at a place a point. */
  | { type: "addPoint"; place: Place };
