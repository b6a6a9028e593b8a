/**
 * Decides what is run when. Every function first gets a short run; those that do not come to their end in it
 * get a long one afterwards, in a lane of their own, so that a function that never ends does not keep its
 * neighbours waiting. What is known is kept by content: code that only moved is not run again.
 */

import { type Budget, fullBudget, quickBudget } from "../evaluation/budget.js";
import { finding, type Place } from "../finding.js";
import type { Outcome } from "../report.js";
import type { Routine } from "../routine.js";
import type { EvaluationLane, Run, RunResult } from "./evaluationLane.js";
import { moveOutcome } from "./routineContent.js";

/** A routine to run. */
export interface Job {
  /** See `routineKey`. */
  key: string;
  routine: Routine;
  /** Where to say that the run failed. */
  name: Place;
}

export interface Scheduler {
  /** Says which routines an owner needs from now on. Runs of what nobody needs any more are cancelled. */
  want(owner: string, jobs: readonly Job[]): void;
  /** The outcome of a job, in the places of its own routine; null while it is being computed. */
  outcome(job: Job): Outcome | null;
  /** Whether a job is being computed, or waits for it. */
  isPending(job: Job): boolean;
  /** Whether an owner has a routine that waits for the end of its short run. */
  isWaiting(owner: string): boolean;
  /** Resolves when no routine of the owner waits for the end of its short run. */
  firstRuns(owner: string): Promise<void>;
  /** Forgets all outcomes and uses these budgets from now on. Owners must ask again. */
  restart(budget: Pick<Budget, "steps" | "milliseconds">): void;
}

export interface SchedulerOptions {
  quick: EvaluationLane;
  full: EvaluationLane;
  /** A run ended: its first one or its last one. Called once for each owner. */
  onProgress(owner: string): void;
}

/** Outcomes that nobody needs at the moment, kept because an edit is often undone. */
const mostIdle = 200;

interface Entry {
  job: Job;
  stage: "first" | "second" | "done";
  outcome: Outcome | null;
  owners: Set<string>;
  run: Run | null;
}

export function createScheduler({ quick, full, onProgress }: SchedulerOptions): Scheduler {
  const entries = new Map<string, Entry>();
  const keysOf = new Map<string, Set<string>>();
  const listeners = new Map<string, (() => void)[]>();
  let longBudget: Budget = fullBudget;

  const shortBudget = (): Budget => ({
    ...quickBudget,
    steps: Math.min(quickBudget.steps, longBudget.steps),
    milliseconds: Math.min(quickBudget.milliseconds, longBudget.milliseconds),
  });

  const isWaiting = (owner: string) =>
    [...(keysOf.get(owner) ?? [])].some((key) => entries.get(key)?.stage === "first");

  const tell = (owner: string) => {
    onProgress(owner);
    if (isWaiting(owner)) return;
    const waiting = listeners.get(owner) ?? [];
    listeners.delete(owner);
    for (const listener of waiting) listener();
  };

  const isCurrent = (entry: Entry) => entries.get(entry.job.key) === entry;

  const start = (entry: Entry) => {
    entry.run = quick.run(entry.job.routine, shortBudget());
    void entry.run.result.then((result) => {
      if (!isCurrent(entry) || result.kind === "cancelled") return;
      const isSpent = result.kind === "failed" ? result.code === "budget-time" : result.outcome.isSpent;
      if (!isSpent) return finish(entry, result);
      entry.stage = "second";
      startAgain(entry);
      for (const owner of [...entry.owners]) tell(owner);
    });
  };

  const startAgain = (entry: Entry) => {
    entry.run = full.run(entry.job.routine, longBudget);
    void entry.run.result.then((result) => {
      if (isCurrent(entry) && result.kind !== "cancelled") finish(entry, result);
    });
  };

  const finish = (entry: Entry, result: Exclude<RunResult, { kind: "cancelled" }>) => {
    entry.run = null;
    entry.stage = "done";
    entry.outcome =
      result.kind === "outcome"
        ? result.outcome
        : { points: [], findings: [finding(result.code, entry.job.name, result.message)], isSpent: true };
    for (const owner of [...entry.owners]) tell(owner);
  };

  const leave = (owner: string, key: string) => {
    const entry = entries.get(key);
    entry?.owners.delete(owner);
    if (!entry || entry.owners.size > 0 || entry.stage === "done") return;
    entries.delete(key);
    entry.run?.cancel();
  };

  /** The oldest come first in a map's order. */
  const forgetIdle = () => {
    const idle = [...entries].filter(([, { owners }]) => owners.size === 0);
    for (const [key] of idle.slice(0, Math.max(0, idle.length - mostIdle))) entries.delete(key);
  };

  return {
    want(owner, jobs) {
      const before = keysOf.get(owner) ?? new Set();
      const now = new Set(jobs.map(({ key }) => key));
      keysOf.set(owner, now);
      for (const key of before) if (!now.has(key)) leave(owner, key);
      for (const job of jobs) {
        const known = entries.get(job.key);
        const entry: Entry = known ?? { job, stage: "first", outcome: null, owners: new Set(), run: null };
        entry.owners.add(owner);
        if (known) continue;
        entries.set(job.key, entry);
        start(entry);
      }
      if (now.size === 0) keysOf.delete(owner);
      forgetIdle();
      if (!isWaiting(owner)) {
        const waiting = listeners.get(owner) ?? [];
        listeners.delete(owner);
        for (const listener of waiting) listener();
      }
    },
    outcome(job) {
      const entry = entries.get(job.key);
      return entry?.outcome ? moveOutcome(entry.outcome, entry.job.routine, job.routine) : null;
    },
    isPending: ({ key }) => entries.get(key)?.outcome === null,
    isWaiting,
    firstRuns(owner) {
      if (!isWaiting(owner)) return Promise.resolve();
      return new Promise((resolve) => {
        listeners.set(owner, [...(listeners.get(owner) ?? []), resolve]);
      });
    },
    restart({ steps, milliseconds }) {
      longBudget = { ...fullBudget, steps, milliseconds };
      for (const entry of entries.values()) entry.run?.cancel();
      entries.clear();
      keysOf.clear();
    },
  };
}
