/** A pipeline in a child process, behind `workerpool`: a process that ended is replaced. */

import type { ChildProcess } from "node:child_process";
import workerpool from "workerpool";
import type { FunctionResult } from "../pipeline.js";
import {
  type PipelineWorker,
  type WorkerAnswer,
  type WorkerCall,
  WorkerEnded,
} from "../service/pipelineWorker.js";

/** What a process says first of a call. */
export const begun = "begun";

export interface ProcessWorkerOptions {
  /** Path of the bundled `worker`. */
  script: string;
  /** Whether the process is started at once, so that not even the first call need wait for it. */
  isWarm: boolean;
}

/** Megabytes of memory for a process, well above what the budgets let a run fill. */
const memoryLimit = 2_048;

/**
 * Kilobytes of stack: enough for calls nested as deep as the budget lets them, each of which takes several of the
 * interpreter's own. Linux and macOS give a process 8 MB; on Windows the default must do.
 */
const stackOptions: readonly string[] = process.platform === "win32" ? [] : ["--stack-size=3900"];

export function createProcessWorker({ script, isWarm }: ProcessWorkerOptions): PipelineWorker {
  let pool: workerpool.Pool | null = null;
  let running: { cancel(): unknown } | null = null;
  let isClosed = false;
  /** Whether the present process answered a call: one that ends before is not replaced until it is needed. */
  let isProved = false;
  const ending = new Set<Promise<void>>();

  const end = (old: workerpool.Pool) => {
    // What ends is not replaced by the pool itself, which might give the ended process another call.
    Object.assign(old, { minWorkers: 0 });
    const ended = Promise.resolve(old.terminate(true, 1_000)).then(
      () => {},
      () => {},
    );
    ending.add(ended);
    void ended.then(() => ending.delete(ended));
  };
  const open = (): workerpool.Pool => {
    const opened = openPool(script);
    pool = opened;
    isProved = false;
    processOf(opened)?.once("exit", () => {
      // While it works, the call fails, and whoever made it decides.
      if (running === null) replace(opened, isProved);
    });
    return opened;
  };
  const replace = (old: workerpool.Pool, isNeeded: boolean) => {
    if (pool !== old) return;
    pool = null;
    if (isNeeded && !isClosed) open();
    end(old);
  };
  if (isWarm) open();

  return {
    async call(call, tell) {
      // What the process writes to its standard output comes as an object.
      let hasBegun = false;
      const on = (payload: unknown) => {
        hasBegun ||= payload === begun || Array.isArray(payload);
        if (Array.isArray(payload)) tell(payload as FunctionResult[]);
      };
      const current = pool ?? open();
      try {
        const promise = current.exec<(call: WorkerCall) => WorkerAnswer>("work", [call], { on });
        running = promise;
        const answer = await promise;
        isProved = true;
        return answer;
      } catch (problem) {
        if (!isDeath(problem)) throw problem;
        replace(current, true);
        throw new WorkerEnded(hasBegun);
      } finally {
        running = null;
      }
    },
    end: () => void running?.cancel(),
    async close() {
      isClosed = true;
      if (pool) end(pool);
      pool = null;
      await Promise.all(ending);
    },
  };
}

/** The process of a pool, which `workerpool` keeps to itself; it does not look for the end of one that is idle. */
function processOf(pool: workerpool.Pool): ChildProcess | undefined {
  return (pool as unknown as { workers: { worker: ChildProcess }[] }).workers[0]?.worker;
}

/** A pool of one process, which is started at once. */
function openPool(script: string) {
  return workerpool.pool(script, {
    workerType: "process",
    maxWorkers: 1,
    minWorkers: 1,
    workerTerminateTimeout: 20,
    // The server's own standard output belongs to the protocol: what a worker writes is read and dropped.
    emitStdStreams: true,
    // "advanced" keeps NaN, the infinities and undefined on the way between the processes.
    forkOpts: {
      serialization: "advanced",
      execArgv: [`--max-old-space-size=${memoryLimit}`, ...stackOptions],
    },
  });
}

/** Whether a call failed because the process is gone: it ended, or what was written to it found nobody there. */
function isDeath(problem: unknown): boolean {
  const { name, message } = problem instanceof Error ? problem : new Error(String(problem));
  return name === "CancellationError" || /terminated|exitCode|channel closed|EPIPE|ECONNRESET/i.test(message);
}
