/**
 * The long runs: functions that spent the quick budget, one task each in the full lane. A run goes on while its
 * function's content stays the same, wherever the text is edited, and is ended when it changes. Outcomes are
 * kept for a while, because an edit is often undone.
 */

import type { Budget } from "../evaluation/budget.js";
import type { FunctionResult } from "../pipeline.js";
import type { PlacedOutcome } from "../places.js";
import type { Lane, Task } from "./lane.js";
import type { ModuleState } from "./moduleState.js";

export interface LongRuns {
  /** A function with this content needs a long run, unless there was one. */
  want(module: string, id: string, revision: string): void;
  /** A function has this content by now: a run of another one is ended. */
  drop(module: string, id: string, revision: string): void;
  /** Ends the runs of all other functions of a module. */
  keepOnly(module: string, ids: readonly string[]): void;
  /** By id, the revisions of the functions that wait for the end of a long run. */
  pending(module: string): Record<string, string>;
  /** Ends all runs and forgets all outcomes. */
  clear(): void;
}

export interface LongRunOptions {
  lane: Lane;
  budget(): Budget;
  stateOf(module: string): ModuleState | undefined;
  onProgress(module: string): void;
}

/** Outcomes of long runs that are kept. */
const mostKept = 50;

/** How often a run is begun for one content: its process may read another text than the one that asked for it. */
const mostTries = 3;

interface LongRun {
  task: Task;
  id: string;
  revision: string;
  tries: number;
}

export function createLongRuns({ lane, budget, stateOf, onProgress }: LongRunOptions): LongRuns {
  const runs = new Set<LongRun>();
  const kept = new Map<string, PlacedOutcome>();

  const keyOf = (module: string, id: string, revision: string) => `${module}\n${id}\n${revision}`;
  const find = (module: string, id: string) =>
    [...runs].find((run) => run.task.module === module && run.id === id);

  const end = (run: LongRun) => {
    runs.delete(run);
    lane.drop(run.task);
  };

  const keep = (module: string, { id, revision }: FunctionResult, outcome: PlacedOutcome) => {
    kept.set(keyOf(module, id, revision), outcome);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  };

  const start = (module: string, id: string, revision: string) => {
    const task: Task = {
      module,
      request() {
        if (!runs.has(run)) return null;
        if (++run.tries <= mostTries) return { module, budget: budget(), known: {}, only: [id] };
        runs.delete(run);
        onProgress(module);
        return null;
      },
      tell(results) {
        for (const result of results) {
          if (result.id !== id || !result.outcome) continue;
          keep(module, result, result.outcome);
          if (stateOf(module)?.show(id, result.revision, result.outcome) && result.isFinal) runs.delete(run);
          onProgress(module);
        }
      },
      done() {
        // What was told is of another text than the one that asked for it: this one is still waited for.
        if (runs.has(run)) lane.ask(task);
      },
      failed() {
        runs.delete(run);
        onProgress(module);
      },
    };
    const run: LongRun = { task, id, revision, tries: 0 };
    runs.add(run);
    lane.ask(task);
  };

  return {
    want(module, id, revision) {
      const running = find(module, id);
      if (running?.revision === revision) return;
      if (running) end(running);
      const outcome = kept.get(keyOf(module, id, revision));
      if (outcome) stateOf(module)?.show(id, revision, outcome);
      else start(module, id, revision);
    },
    drop(module, id, revision) {
      const running = find(module, id);
      if (running && running.revision !== revision) end(running);
    },
    keepOnly(module, ids) {
      for (const run of [...runs]) if (run.task.module === module && !ids.includes(run.id)) end(run);
    },
    pending(module) {
      const own = [...runs].filter(({ task }) => task.module === module);
      return Object.fromEntries(own.map(({ id, revision }) => [id, revision]));
    },
    clear() {
      for (const run of [...runs]) end(run);
      kept.clear();
    },
  };
}
