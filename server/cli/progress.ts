/** Says on standard error how far long work is, on a terminal only; one line that is written over. */

import type { WriteStream } from "node:tty";

export interface Progress {
  /** Shows the state, unless the work has only begun. */
  show(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

/** Shorter work shows nothing, in milliseconds. */
const quietTime = 400;

/** Two lines in less than this, in milliseconds, only flicker. */
const pause = 80;

export function createProgress(stream: WriteStream | NodeJS.WriteStream, clock: () => number): Progress {
  if (!stream.isTTY) return { show() {}, clear() {} };
  const begin = clock();
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show(text) {
      const now = clock();
      if (now - begin < quietTime || now - last < pause) return;
      last = now;
      isShown = true;
      stream.write(`\r\u001b[K${text.slice(0, Math.max(10, (stream.columns ?? 80) - 1))}`);
    },
    clear() {
      if (isShown) stream.write("\r\u001b[K");
      isShown = false;
    },
  };
}
