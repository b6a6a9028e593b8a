import type { Place } from "../../../server/finding.js";

/** What the parts of the page can ask for. */
export interface Actions {
  /** Go to a place in the source. */
  reveal(place: Place): void;
  /** Mark the function at the cursor. */
  mark(): void;
  /** Give the marked function at a place a point. */
  addPoint(place: Place): void;
  /** Whether a file or function is open. */
  isOpen(key: string): boolean;
  setOpen(key: string, isOpen: boolean): void;
}
