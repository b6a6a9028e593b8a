/** Workers, lanes and results that a test makes go on when it says so. */

import { fullBudget } from "../../../server/evaluation/budget.js";
import type { FunctionResult, ModuleResult, WorkRequest } from "../../../server/pipeline.js";
import type { PlacedOutcome } from "../../../server/places.js";
import type { Lane, Task } from "../../../server/service/lane.js";
import {
  type PipelineWorker,
  type WorkerAnswer,
  type WorkerCall,
  WorkerEnded,
} from "../../../server/service/pipelineWorker.js";

/** Lets everything happen, after an action, that waits for nothing but its turn. */
export function turn(action: () => void = () => {}): Promise<void> {
  action();
  return new Promise((resolve) => setImmediate(resolve));
}

export interface ManualCall extends WorkerCall {
  tell(...results: FunctionResult[]): void;
  answer(answer: WorkerAnswer): Promise<void>;
  /** The process ends, after it had the call or before. */
  die(hadBegun?: boolean): Promise<void>;
  fail(problem: Error): Promise<void>;
}

/** A worker whose calls are answered by the test. */
export function manualWorker() {
  const calls: ManualCall[] = [];
  const worker: PipelineWorker = {
    call: (call, tell) =>
      new Promise((resolve, reject) => {
        calls.push({
          ...call,
          tell: (...results) => tell(results),
          answer: (answer) => turn(() => resolve(answer)),
          die: (hadBegun) => turn(() => reject(new WorkerEnded(hadBegun))),
          fail: (problem) => turn(() => reject(problem)),
        });
      }),
    end: () => void calls.at(-1)?.die(),
    close: async () => {},
  };
  return { worker, calls };
}

/** A lane that only notes what it is asked. */
export function manualLane() {
  const asked: Task[] = [];
  const dropped: Task[] = [];
  const lane: Lane = {
    ask: (task) => void (asked.includes(task) || asked.push(task)),
    drop: (task) => void dropped.push(task),
    forget: () => {},
    release: () => {},
    close: async () => {},
  };
  /** Takes the task whose turn it is, and its request. */
  const take = (): { task: Task; request: WorkRequest | null } => {
    const task = asked.shift()!;
    return { task, request: task.request() };
  };
  return { lane, asked, dropped, take };
}

/** Notes what happens to a task that asks for one module. */
export function notedTask(module: string, request: Partial<WorkRequest> = {}) {
  const events: string[] = [];
  const task: Task = {
    module,
    request: () => ({ module, budget: fullBudget, known: {}, ...request }),
    tell: (results) => {
      for (const { id, isFinal, outcome } of results) {
        const [found] = outcome?.findings ?? [];
        const last = found?.code ?? "final";
        events.push(`${id} ${isFinal ? last : outcome ? "at first" : "begins"}`);
      }
    },
    done: () => events.push("done"),
    failed: (code) => events.push(`failed ${code}`),
  };
  return { task, events };
}

/** The outcome of a function whose value is this; a finding says `message` at its first piece. */
export function outcomeOf(value: number, message?: string, isSpent = false): PlacedOutcome {
  const found = { code: "kink", severity: "warning", piece: 0, start: 0, end: 1 } as const;
  return {
    points: [
      {
        ...{ at: { x: value }, inputs: ["x"], value, isComplete: true },
        ...{ outputs: [{ path: "", value }], derivatives: [] },
        ...{ quantities: [], trace: [{ kind: "assign", name: "y", count: 1, piece: 0, start: 10, end: 11 }] },
      },
    ],
    findings: message === undefined ? [] : [{ ...found, message }],
    isSpent,
  };
}

/** What is told of the function `id` whose name stands at `start` of a module. */
export function resultOf(
  id: string,
  start: number,
  more: Partial<FunctionResult> = {},
  module = "/a.ts",
): FunctionResult {
  const name = { start, end: start + 1 };
  return {
    id,
    revision: "1",
    outline: {
      ...{ function: id, module, name, parameters: [], order: 1 },
      ...{ extent: { start, end: start + 40 }, signatureEnd: start + 5 },
    },
    findings: [],
    pieces: [{ module, start }],
    isFinal: true,
    ...more,
  };
}

export function moduleResult(functions: string[], more: Partial<ModuleResult> = {}): ModuleResult {
  return {
    module: "/a.ts",
    findings: [],
    functions,
    dependencies: ["/a.ts"],
    unfinished: [],
    ...{ number: 1, moves: [] },
    ...more,
  };
}
