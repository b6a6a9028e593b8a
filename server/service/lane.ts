/**
 * A lane works on modules in processes of its own. Each module has one process that is responsible for it as
 * long as it lives, so that what the process keeps of the module is used; a process works on one task after the
 * other. A request is made up only when its turn comes: whatever was asked meanwhile is one request.
 *
 *     lane.ask(task)      task.request() → process → task.tell(result) … → task.done(result)
 *
 * A process that ends is replaced and told everything again, and the work is done once more. The function that
 * ended it twice, and one that does not come back in time, is told as a failure. One that ended it twice is not tried
 * a third time as long as its content is the same, also when it was another one meanwhile.
 */

import { type FindingCode, finding } from "../finding.js";
import type { FunctionResult, ModuleResult, WorkRequest } from "../pipeline.js";
import type { PrepareOptions } from "../prepare.js";
import { editBetween } from "./edits.js";
import type { OpenTexts } from "./openTexts.js";
import {
  type PipelineWorker,
  type Surroundings,
  type TextEdit,
  type WorkerCall,
  WorkerEnded,
} from "./pipelineWorker.js";

/** Work that may be asked for again and again. */
export interface Task {
  readonly module: string;
  /** What to ask at this moment, which is that of the present texts; null when nothing is needed any more. */
  request(): WorkRequest | null;
  tell(results: readonly FunctionResult[]): void;
  done(result: ModuleResult): void;
  /** Not even the module could be prepared. */
  failed(code: FindingCode, message: string): void;
}

export interface Lane {
  /** Queues the task, unless it waits already. */
  ask(task: Task): void;
  /** Takes the task out of the queue. Nothing more is told to it; what runs is ended where the lane may end it. */
  drop(task: Task): void;
  /** Files whose content on disk may have changed. */
  forget(modules: readonly string[]): void;
  /** The module needs no process any more. */
  release(module: string): void;
  close(): Promise<void>;
}

export interface LaneOptions {
  workers: readonly PipelineWorker[];
  texts: OpenTexts;
  surroundings(): Surroundings | null;
  /** What is asked for in place of what the tags say. */
  options?: PrepareOptions;
  /** Whether dropping a task ends the process that works on it; otherwise it goes on and nobody listens. */
  endsRuns: boolean;
  /** How long beyond its budget a function may take before it is ended with its process. */
  graceMilliseconds: number;
  /** How long a process may take to start and to prepare a module. */
  preparationMilliseconds: number;
}

/** A run may take this long to notice, on a busy machine; a process to start and to read a module with all that it imports. */
export const usualWaits = { graceMilliseconds: 3_000, preparationMilliseconds: 60_000 };

/** How often a process is started for one that ended before it had its call. */
const mostStarts = 6;

/** Deaths that are remembered, each of a function's content. */
const mostDeaths = 1_000;

export function openLane(options: LaneOptions): Lane {
  const fatal = new Set<string>();
  const desks = options.workers.map((worker) => openDesk(worker, options, fatal));
  const responsible = new Map<string, Desk>();
  const deskOf = (module: string): Desk => {
    const known = responsible.get(module);
    if (known) return known;
    const load = (desk: Desk) => [...responsible.values()].filter((each) => each === desk).length;
    const [free] = [...desks].sort((one, other) => load(one) - load(other));
    responsible.set(module, free!);
    return free!;
  };
  return {
    ask: (task) => deskOf(task.module).ask(task),
    drop: (task) => responsible.get(task.module)?.drop(task),
    forget(modules) {
      for (const desk of desks) desk.forget(modules);
    },
    release: (module) => void responsible.delete(module),
    async close() {
      await Promise.allSettled(desks.map((desk) => desk.close()));
    },
  };
}

/** One process with the queue before it. */
type Desk = Pick<Lane, "ask" | "drop" | "forget" | "close">;

interface Run {
  task: Task;
  isDropped: boolean;
  /** The function that is at work; null while the module is being prepared. */
  at: FunctionResult | null;
  isLate: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** @param fatal the revisions of functions that ended their process twice, for all desks of a lane */
function openDesk(worker: PipelineWorker, options: LaneOptions, fatal: Set<string>): Desk {
  const { texts, surroundings, endsRuns, graceMilliseconds, preparationMilliseconds } = options;
  const prepareOptions = options.options ?? {};
  const queue: Task[] = [];
  const deaths = new Map<string, number>();
  /** Processes that ended one after the other before they had their call. */
  let failedStarts = 0;
  let run: Run | null = null;
  let isClosed = false;
  /** By module, the text that the process has; null when it has to be told everything. */
  let told: Map<string, string> | null = null;
  let forgotten: string[] = [];

  const next = () => {
    if (run || isClosed) return;
    const task = queue.shift();
    if (!task) return;
    const request = task.request();
    if (!request) return next();
    run = { task, isDropped: false, at: null, isLate: false, timer: undefined };
    void work(run, request).finally(() => {
      run = null;
      next();
    });
  };

  const work = async (current: Run, request: WorkRequest): Promise<void> => {
    const { task } = current;
    const wait = (milliseconds: number) => {
      clearTimeout(current.timer);
      current.timer = setTimeout(() => {
        current.isLate = true;
        worker.end();
      }, milliseconds);
    };
    const tell = (results: readonly FunctionResult[]) => {
      const last = results.at(-1);
      // Whoever was killed from outside while it worked on it, it was not this content that did it.
      for (const { isFinal, revision } of results) if (isFinal) deaths.delete(revision);
      failedStarts = 0;
      current.at = last && !last.isFinal ? last : null;
      wait((current.at ? request.budget.milliseconds : 0) + graceMilliseconds);
      if (!current.isDropped) task.tell(results.map((each) => (each.isFatal ? endingOf(each) : each)));
    };
    wait(preparationMilliseconds);
    try {
      let result = await worker.call(nextCall(request), tell);
      if (result === null) {
        told = null;
        result = await worker.call(nextCall(request), tell);
      }
      failedStarts = 0;
      if (current.isDropped || result === null) return;
      deaths.delete(task.module);
      if (result.unfinished.length > 0) queueAgain(task);
      task.done(result);
    } catch (problem) {
      told = null;
      if (!current.isDropped) recover(current, request, problem);
    } finally {
      clearTimeout(current.timer);
    }
  };

  /** Work that was broken off is done again; what broke it off is left out by then, because it is known. */
  const recover = ({ task, at, isLate }: Run, request: WorkRequest, problem: unknown) => {
    const fail = (code: FindingCode, message: string) => {
      if (!at) return task.failed(code, message);
      task.tell([failureOf(at, code, message)]);
      queueAgain(task);
    };
    if (isLate) {
      const seconds =
        (at ? request.budget.milliseconds + graceMilliseconds : preparationMilliseconds) / 1_000;
      const what = at ? "The run" : "Reading this file and what it imports";
      return fail("budget-time", `${what} did not come back within ${seconds.toFixed(1)} s and was ended.`);
    }
    if (!(problem instanceof WorkerEnded)) {
      const text = (problem instanceof Error ? problem.message : String(problem)).split("\n", 1)[0];
      return fail("internal-error", `The run of this function failed inside Derivative Lens: ${text}`);
    }
    if (!problem.hadBegun) {
      if (++failedStarts < mostStarts) return queueAgain(task);
      failedStarts = 0;
      return task.failed("internal-error", "No process stays alive that Derivative Lens could work in.");
    }
    const key = at ? at.revision : task.module;
    const count = (deaths.get(key) ?? 0) + 1;
    deaths.set(key, count);
    keepNewest(deaths);
    if (count < 2) return queueAgain(task);
    deaths.delete(key);
    if (!at) return task.failed("internal-error", endingMessage("Reading this file"));
    fatal.add(at.revision);
    keepNewest(fatal);
    task.tell([endingOf(at)]);
    queueAgain(task);
  };

  const queueAgain = (task: Task) => {
    if (!queue.includes(task)) queue.push(task);
  };

  /** Everything that the process has not been told yet. */
  const nextCall = (request: WorkRequest): WorkerCall => {
    const isComplete = told === null;
    const before = told ?? new Map<string, string>();
    const now = new Map(texts.modules().map((module) => [module, texts.text(module)!]));
    const changed = [...now].flatMap(([module, text]): WorkerCall["texts"] => {
      const known = before.get(module);
      if (known === text) return [];
      return known === undefined ? [{ module, text }] : [{ module, edit: textEditBetween(known, text) }];
    });
    const closed = [...before.keys()].filter((module) => !now.has(module));
    told = now;
    const call = { isComplete, surroundings: surroundings(), options: prepareOptions, forgotten };
    forgotten = [];
    // A process knows what it told before, and a new one nothing.
    const { since, ...others } = request;
    const isFollowed = !isComplete && since !== undefined;
    const asked = { ...others, ...(isFollowed && { since, known: {} }), fatal: [...fatal] };
    return { ...call, request: asked, texts: [...changed, ...closed.map((module) => ({ module }))] };
  };

  return {
    ask(task) {
      if (!queue.includes(task)) queue.push(task);
      next();
    },
    drop(task) {
      const index = queue.indexOf(task);
      if (index >= 0) queue.splice(index, 1);
      if (run?.task !== task || run.isDropped) return;
      run.isDropped = true;
      if (endsRuns) worker.end();
    },
    forget(modules) {
      forgotten.push(...modules);
    },
    async close() {
      isClosed = true;
      queue.length = 0;
      if (run) run.isDropped = true;
      clearTimeout(run?.timer);
      await worker.close();
    },
  };
}

function textEditBetween(before: string, after: string): TextEdit {
  const { start, end, length } = editBetween(before, after);
  return { start, end, text: after.slice(start, start + length) };
}

/** Of what is remembered, the oldest goes first. */
function keepNewest(deaths: Map<string, number> | Set<string>): void {
  for (const key of deaths.keys()) if (deaths.size > mostDeaths) deaths.delete(key);
}

function endingMessage(what: string): string {
  return `${what} ends the process that it runs in, perhaps for want of memory. Other functions are not affected; it is tried again when it changes.`;
}

function endingOf(at: FunctionResult): FunctionResult {
  return failureOf(at, "internal-error", endingMessage("This function"));
}

/** A function that has no outcome because its run was ended. The first piece is the function's name. */
function failureOf(at: FunctionResult, code: FindingCode, message: string): FunctionResult {
  const { name, module } = at.outline;
  const { module: _, ...found } = finding(code, { module, start: 0, end: name.end - name.start }, message);
  const outcome = { points: [], findings: [{ ...found, piece: 0 }], isSpent: code === "budget-time" };
  return { ...at, outcome, isFinal: true };
}
