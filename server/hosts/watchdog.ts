/**
 * Ends this process when the one that started it is gone, however it went and whatever this one is at: a thread
 * beside it looks, because the process itself may be inside a call that takes for ever.
 */

import { Worker } from "node:worker_threads";

/** Milliseconds between two looks. */
const pause = 400;

/**
 * A process whose parent ended gets another parent, except on Windows, where the old one cannot be found any more.
 * The thread is written as a text, so that the bundle has no further file.
 */
const watching = `
  const parent = process.ppid;
  setInterval(() => {
    let isThere = process.ppid === parent;
    try {
      process.kill(parent, 0);
    } catch (problem) {
      if (problem.code === "ESRCH") isThere = false;
    }
    if (!isThere) process.kill(process.pid, "SIGKILL");
  }, ${pause});
`;

export function startWatchdog(): void {
  new Worker(watching, {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  }).unref();
}
