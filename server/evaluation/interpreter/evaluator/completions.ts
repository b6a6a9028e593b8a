/** How a statement ended. A return leaves its value, a break or continue its label, in the frame. */

import type { Frame } from "./frame.js";

export const completions = { normal: 0, break: 1, continue: 2, return: 3 } as const;
export type Completion = (typeof completions)[keyof typeof completions];

const { normal, break: broken, continue: continued } = completions;

/** Whether a `continue` on its way out is for this loop. */
export function continuesHere(completion: Completion, label: string | null, frame: Frame): boolean {
  if (completion !== continued) return false;
  if (frame.label !== null && frame.label !== label) return false;
  frame.label = null;
  return true;
}

/** What a loop or switch ends with when its body did not end normally: a `break` of its own ends here. */
export function leaveLoop(completion: Completion, label: string | null, frame: Frame): Completion {
  if (completion !== broken) return completion;
  if (frame.label !== null && frame.label !== label) return broken;
  frame.label = null;
  return normal;
}
