/**
 * What the panel's host side and its page say to each other over their `Channel`. Everything is plain data, and
 * every text is shown as text.
 */

import type { Place } from "../../server/finding.js";
import type { ResultsModel } from "./panelModel.js";

export type FromHost = {
  events: {
    /** All there is to show, each time something changed. */
    results: ResultsModel;
    /** The function at the cursor, to highlight it; `scroll` brings it into sight. */
    current: { key: string | null; scroll: boolean };
  };
  requests: Record<never, never>;
};

export type FromPage = {
  events: {
    /** The page was loaded, also again after it was hidden, and needs everything. */
    ready: null;
    /** Go to a place in the source. */
    reveal: Place;
    /** Mark the function at the cursor. */
    mark: null;
    /** Give the marked function at a place a point. */
    addPoint: Place;
  };
  requests: Record<never, never>;
};
