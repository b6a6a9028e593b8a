/**
 * Decides what is worked on when. Each open module is worked on in the quick lane, where every function gets a
 * short run; those that do not come to their end in it get a long one afterwards, in a lane of their own, so that
 * a function that never ends does not keep its neighbours waiting.
 */

import { type Budget, fullBudget, quickBudget } from "../evaluation/budget.js";
import { type FindingCode, finding, type Span } from "../finding.js";
import type { FunctionResult, ModuleResult, WorkRequest } from "../pipeline.js";
import type { FunctionOutline } from "../report.js";
import type { KnownModule } from "./knownModule.js";
import type { Lane, Task } from "./lane.js";
import { createLongRuns } from "./longRuns.js";
import { createModuleState, type ModuleState, type Pass } from "./moduleState.js";
import type { OpenTexts } from "./openTexts.js";

export interface Scheduler {
  /**
   * Asks for work on a module's present text, unless it is done or under way.
   *
   * @param look what somebody looks at: its functions come first
   */
  want(module: string, look?: Span): void;
  /** What is known of an open module at this moment. A function that is being computed keeps the points that it had. */
  known(module: string): KnownModule;
  /** Ids of the functions that are being computed. */
  pending(module: string): string[];
  /** Whether a function of the module waits for the end of its short run. */
  isWaiting(module: string): boolean;
  /** Resolves when no function of the module waits for the end of its short run, or when it was closed. */
  firstRuns(module: string): Promise<void>;
  close(module: string): void;
  /** Files whose content on disk may have changed. */
  forget(modules: readonly string[]): void;
  /** These modules have another content, on disk or in an editor: answers which open ones need work, because they are or asked for one of them. */
  invalidate(modules: ReadonlySet<string>): string[];
  invalidateAll(): void;
  /** Forgets all outcomes and uses these budgets from now on. */
  restart(budget: Pick<Budget, "steps" | "milliseconds">): void;
}

export interface SchedulerOptions {
  quick: Lane;
  full: Lane;
  texts: OpenTexts;
  /** The marked functions that a text alone tells of. */
  outlinesOf(module: string, text: string): FunctionOutline[];
  /** Something is known of a module that was not known before. */
  onProgress(module: string): void;
}

/** Milliseconds of running after which the quick lane looks whether something else is more urgent. */
const patience = 100;

/** An open module. */
interface Watched {
  state: ModuleState;
  task: Task;
  /** The pass of the present text and what it imports, from its beginning on. */
  pass: Pass | null;
  isDone: boolean;
  /** What the pass left for the next turn. */
  unfinished: string[] | undefined;
  /** The number of the last result of the quick lane. */
  number: number | undefined;
  look: Span | null;
  listeners: (() => void)[];
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { quick, full, texts, outlinesOf, onProgress } = options;
  const watched = new Map<string, Watched>();
  let longBudget: Budget = fullBudget;

  const shortBudget = (): Budget => ({
    ...quickBudget,
    steps: Math.min(quickBudget.steps, longBudget.steps),
    milliseconds: Math.min(quickBudget.milliseconds, longBudget.milliseconds),
  });

  const longRuns = createLongRuns({
    lane: full,
    budget: () => longBudget,
    stateOf: (module) => watched.get(module)?.state,
    onProgress,
  });

  const watch = (module: string): Watched => {
    const known = watched.get(module);
    if (known) return known;
    const made: Watched = {
      state: createModuleState(module, texts, outlinesOf),
      task: taskOf(module),
      pass: null,
      isDone: false,
      unfinished: undefined,
      number: undefined,
      look: null,
      listeners: [],
    };
    watched.set(module, made);
    return made;
  };

  const wake = (each: Watched) => {
    for (const listener of each.listeners.splice(0)) listener();
  };

  /** The work on a module in the quick lane. Whatever is told is of the text of the request. */
  const taskOf = (module: string): Task => {
    let pass: Pass = { stamp: -1 };
    const current = () => {
      const each = watched.get(module);
      return each?.task === task ? each : null;
    };
    const task: Task = {
      module,
      request(): WorkRequest | null {
        const each = current();
        if (!each || texts.text(module) === undefined || each.isDone) return null;
        if (!each.pass) {
          each.pass = { stamp: texts.stamp(module) };
          each.unfinished = undefined;
        }
        const only = each.unfinished;
        pass = each.pass;
        // What spent the quick budget once is left to its long run.
        const known = { ...each.state.revisions(), ...longRuns.pending(module) };
        const { look, number: since } = each;
        const more = { ...(look && { look }), ...(since !== undefined && { since }) };
        const request = { module, budget: shortBudget(), known, patience, ...more };
        return only ? { ...request, only } : request;
      },
      tell(results) {
        const each = current();
        if (each) tell(each, pass, results);
      },
      done(result: ModuleResult) {
        const each = current();
        if (!each) return;
        each.number = result.number;
        each.state.move(result, pass);
        if (each.pass !== pass) return;
        each.unfinished = result.unfinished;
        if (result.unfinished.length > 0) return;
        each.isDone = true;
        each.state.finish(result);
        longRuns.keepOnly(module, result.functions);
        // What was told of an earlier pass, or given up, is not told again.
        for (const [id, revision] of each.state.spent()) longRuns.want(module, id, revision);
        onProgress(module);
        wake(each);
      },
      failed(code: FindingCode, message: string) {
        const each = current();
        if (!each || each.pass !== pass) return;
        each.isDone = true;
        each.state.fail(finding(code, { module, start: 0, end: 0 }, message));
        onProgress(module);
        wake(each);
      },
    };
    return task;
  };

  const tell = (each: Watched, pass: Pass, results: readonly FunctionResult[]) => {
    const { module } = each.task;
    const isOld = each.pass !== pass;
    for (const result of results) {
      const { id, revision, outcome } = result;
      const isSpent = outcome?.isSpent === true;
      each.state.tell(result, pass, !isSpent);
      if (!isSpent) longRuns.drop(module, id, revision);
      else if (!isOld) longRuns.want(module, id, revision);
    }
    onProgress(module);
  };

  const invalidateOne = (each: Watched) => {
    each.pass = null;
    each.isDone = false;
  };

  return {
    want(module, look) {
      const each = watch(module);
      each.look = look ?? each.look;
      if (!each.isDone && !each.pass) quick.ask(each.task);
    },
    known: (module) => watch(module).state.known(),
    pending(module) {
      const each = watch(module);
      const untold = each.isDone ? [] : each.state.untold(each.pass);
      return [...new Set([...untold, ...Object.keys(longRuns.pending(module))])];
    },
    isWaiting: (module) => watched.get(module)?.isDone === false,
    firstRuns(module) {
      const each = watched.get(module);
      if (!each || each.isDone) return Promise.resolve();
      return new Promise((resolve) => each.listeners.push(resolve));
    },
    close(module) {
      const each = watched.get(module);
      if (!each) return;
      quick.drop(each.task);
      quick.release(module);
      longRuns.keepOnly(module, []);
      watched.delete(module);
      wake(each);
    },
    forget(modules) {
      quick.forget(modules);
      full.forget(modules);
    },
    invalidate(modules) {
      const names = [...modules];
      const stale = [...watched].filter(
        ([module, { state }]) => modules.has(module) || names.some((name) => state.dependencies.has(name)),
      );
      for (const [, each] of stale) invalidateOne(each);
      return stale.map(([module]) => module);
    },
    invalidateAll() {
      for (const each of watched.values()) invalidateOne(each);
    },
    restart({ steps, milliseconds }) {
      longBudget = { ...fullBudget, steps, milliseconds };
      longRuns.clear();
      for (const each of watched.values()) {
        // What is on its way was computed with the other budgets.
        quick.drop(each.task);
        each.task = taskOf(each.task.module);
        each.number = undefined;
        invalidateOne(each);
        each.state.forgetRevisions();
      }
    },
  };
}
