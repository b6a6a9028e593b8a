/**
 * A lane runs routines one after the other in processes of its own. A run that does not come back in time is
 * ended with its process; a new one takes the next routine.
 */

import workerpool from "workerpool";
import type { Budget } from "../evaluation/budget.js";
import type { FindingCode } from "../finding.js";
import type { Outcome } from "../report.js";
import type { Routine } from "../routine.js";

/** How a run ended: with an outcome, or with the reason why there is none. */
export type RunResult =
  | { kind: "outcome"; outcome: Outcome }
  | { kind: "failed"; code: FindingCode; message: string }
  | { kind: "cancelled" };

export interface Run {
  result: Promise<RunResult>;
  /** Takes the routine out of the queue, or ends its run. */
  cancel(): void;
}

export interface EvaluationLane {
  run(routine: Routine, budget: Budget): Run;
  /** Ends all processes. */
  close(): Promise<void>;
}

export interface LaneOptions {
  /** Path of the bundled `evaluationWorker`. */
  script: string;
  /** How many runs may go on at the same time. */
  workers: number;
  /** Whether a process waits for work from the beginning, so that the first run need not wait for it. */
  isWarm: boolean;
  /** Whether cancelling may end a run that has begun; otherwise it goes on and its outcome is dropped. */
  endsRuns: boolean;
  /** How long beyond its budget a run may take before it is ended. */
  graceMilliseconds: number;
}

/** Megabytes of memory for a process, well above what the budgets let a run fill. */
const memoryLimit = 2_048;

/**
 * Kilobytes of stack: enough for calls nested as deep as the budget lets them, each of which takes several of the
 * interpreter's own. Linux and macOS give a process 8 MB; on Windows the default must do.
 */
const stackOptions: readonly string[] = process.platform === "win32" ? [] : ["--stack-size=3900"];

interface Waiting {
  routine: Routine;
  budget: Budget;
  finish(result: RunResult): void;
  isCancelled: boolean;
  end: (() => void) | null;
}

export function openLane(options: LaneOptions): EvaluationLane {
  const { script, workers, isWarm, endsRuns, graceMilliseconds } = options;
  const pool = workerpool.pool(script, {
    workerType: "process",
    maxWorkers: workers,
    minWorkers: isWarm ? 1 : 0,
    workerTerminateTimeout: 20,
    // The server's own standard output belongs to the protocol: what a worker writes is read and dropped.
    emitStdStreams: true,
    // "advanced" keeps NaN, the infinities and undefined on the way between the processes.
    forkOpts: {
      serialization: "advanced",
      execArgv: [`--max-old-space-size=${memoryLimit}`, ...stackOptions],
    },
  });
  const queue: Waiting[] = [];
  let running = 0;

  const next = () => {
    while (running < workers) {
      const waiting = queue.shift();
      if (!waiting) return;
      running++;
      start(waiting).then((result) => {
        running--;
        waiting.finish(result);
        next();
      });
    }
  };

  const start = async (waiting: Waiting): Promise<RunResult> => {
    const { routine, budget } = waiting;
    const timeout = budget.milliseconds + graceMilliseconds;
    try {
      const promise = pool.exec<(routine: Routine, budget: Budget) => Outcome>("evaluate", [routine, budget]);
      if (endsRuns) waiting.end = () => promise.cancel();
      return { kind: "outcome", outcome: await promise.timeout(timeout) };
    } catch (problem) {
      return waiting.isCancelled ? { kind: "cancelled" } : describeProblem(problem, timeout);
    }
  };

  return {
    run(routine, budget) {
      let finish: (result: RunResult) => void = () => {};
      const result = new Promise<RunResult>((resolve) => {
        finish = resolve;
      });
      const waiting: Waiting = { routine, budget, finish, isCancelled: false, end: null };
      queue.push(waiting);
      next();
      return {
        result,
        cancel() {
          waiting.isCancelled = true;
          waiting.end?.();
          const index = queue.indexOf(waiting);
          if (index < 0) return;
          queue.splice(index, 1);
          finish({ kind: "cancelled" });
        },
      };
    },
    async close() {
      for (const waiting of queue.splice(0)) waiting.finish({ kind: "cancelled" });
      await pool.terminate(true, 1_000);
    },
  };
}

function describeProblem(problem: unknown, timeout: number): RunResult {
  const { name, message } = problem instanceof Error ? problem : new Error(String(problem));
  if (name === "TimeoutError" || message.startsWith("Promise timed out")) {
    const seconds = Math.round(timeout / 100) / 10;
    return {
      kind: "failed",
      code: "budget-time",
      message: `The run did not come back within ${seconds} s and was ended.`,
    };
  }
  const isDeath = /terminated|exitCode/i.test(message);
  return {
    kind: "failed",
    code: "internal-error",
    message: isDeath
      ? "The process that ran this function ended, perhaps for want of memory. Other functions are not affected."
      : `The run of this function failed inside Derivative Lens: ${message.split("\n", 1)[0]}`,
  };
}
