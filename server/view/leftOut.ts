/** What is said of derivatives that were left out: one sentence for hover, panel and command line. */

import type { PointView } from "./pointView.js";

/** A sentence, or null where none was left out. */
export function leftOut({ truncated, reachedOrder = 0 }: PointView): string | null {
  if (!truncated) return null;
  return reachedOrder === 0
    ? "Some derivatives were left out: all of them would be too many, or take too long."
    : `Derivatives above order ${reachedOrder} were left out: all of them would be too many, or take too long.`;
}
