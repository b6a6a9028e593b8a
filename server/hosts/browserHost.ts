/**
 * The server in a worker of a browser: no file system, and pipelines in this same thread, which answers nobody while
 * a run lasts. The budgets end every run; what hangs in spite of them takes the worker with it, and whoever started
 * the worker can end it.
 */

import { describeFunctionAt } from "../analysis/functionAt.js";
import type { PipelineOptions } from "../openPipeline.js";
import { openPipeline } from "../openPipeline.js";
import { outlinesOf } from "../outlines.js";
import type { PipelineWorker } from "../service/pipelineWorker.js";
import type { ServerHost } from "../service/serverHost.js";
import { createWorkHandler } from "../service/workHandler.js";

/** What is used here of the scope of a browser's worker. */
interface Scope {
  addEventListener(
    type: "error" | "unhandledrejection",
    listener: (event: { error?: unknown; reason?: unknown; preventDefault(): void }) => void,
  ): void;
}

/** Texts that have a number, of all pipelines together. */
const mostNumbers = 20_000;

export function createBrowserHost(scope: Scope): ServerHost {
  const hash = createNumbering(mostNumbers);
  const means: Pick<PipelineOptions, "host" | "clock" | "hash"> = {
    host: { read: () => undefined },
    clock: () => performance.now(),
    hash,
  };
  return {
    quickWorkers: () => [createLocalWorker(means)],
    fullWorker: () => createLocalWorker(means),
    reader: { outlinesOf, describeFunctionAt },
    disk: null,
    soon(work) {
      const timer = setTimeout(work, 0);
      return () => clearTimeout(timer);
    },
    onUncaught(survive) {
      scope.addEventListener("error", (event) => {
        event.preventDefault();
        survive(event.error);
      });
      scope.addEventListener("unhandledrejection", (event) => {
        event.preventDefault();
        survive(event.reason);
      });
    },
  };
}

/** A pipeline in this thread; messages that arrived are heard before each call. */
function createLocalWorker(means: Pick<PipelineOptions, "host" | "clock" | "hash">): PipelineWorker {
  const handle = createWorkHandler(({ options }) => openPipeline({ ...means, ...options }));
  return {
    async call(call, tell) {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      return handle(call, tell);
    },
    // A call is over before anybody could end it.
    end() {},
    async close() {},
  };
}

/**
 * Short texts that stand for long ones: a number for each, which no other text ever has. A browser hashes nothing
 * without waiting for it. A text that was not asked for during many others gets a new number.
 */
function createNumbering(most: number): (text: string) => string {
  const numbers = new Map<string, string>();
  let given = 0;
  return (text) => {
    const number = numbers.get(text) ?? String(++given);
    numbers.delete(text);
    numbers.set(text, number);
    const [oldest] = numbers.keys();
    if (numbers.size > most && oldest !== undefined) numbers.delete(oldest);
    return number;
  };
}
