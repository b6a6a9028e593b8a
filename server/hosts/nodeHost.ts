/** The server in a process of Node: workers are processes of their own, files are those of the disk. */

import os from "node:os";
import path from "node:path";
import type { Disk, ServerHost } from "../service/serverHost.js";
import { lazyTextReader } from "./language.js";
import { readText } from "./moduleHost.js";
import { createProcessWorker } from "./processWorker.js";
import { isInside, isTooWide } from "./walls.js";

const disk: Disk = { read: readText, isInside, isTooWide };

/** @param folder where the bundles are */
export function createNodeHost(folder: string): ServerHost {
  const script = path.join(folder, "worker.js");
  const count = Math.max(1, Math.min(2, os.availableParallelism() - 1));
  return {
    quickWorkers: () =>
      Array.from({ length: count }, (_, index) => createProcessWorker({ script, isWarm: index === 0 })),
    fullWorker: () => createProcessWorker({ script, isWarm: false }),
    reader: lazyTextReader(folder),
    disk,
    soon(work) {
      const immediate = setImmediate(work);
      return () => clearImmediate(immediate);
    },
    onUncaught(survive) {
      const hear = (problem: unknown) => {
        // Nobody listens any more: what would be logged would only fail again.
        if (isLostConnection(problem)) process.exit(1);
        survive(problem);
      };
      process.on("uncaughtException", hear);
      process.on("unhandledRejection", hear);
    },
  };
}

function isLostConnection(problem: unknown): boolean {
  const { code } = (problem ?? {}) as { code?: unknown };
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_IPC_CHANNEL_CLOSED";
}
