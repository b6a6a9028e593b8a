/**
 * `derivative-lens check`: works on the marked functions of files in two processes, so that it goes on whatever one
 * of them does. A file is worked on by one process; while one of its functions takes long, the other process, when
 * it has nothing else to do, takes half of those that are left.
 */

import { fullBudget } from "../evaluation/budget.js";
import { type FindingCode, finding } from "../finding.js";
import { createProcessWorker } from "../hosts/processWorker.js";
import type { FunctionResult, ModuleResult } from "../pipeline.js";
import { placeOutcome } from "../places.js";
import type { PrepareOptions } from "../prepare.js";
import { assembleReport, type ModuleReport } from "../report.js";
import { type Lane, openLane, type Task, usualWaits } from "../service/lane.js";
import { createOpenTexts } from "../service/openTexts.js";

export interface CheckOptions extends PrepareOptions {
  /** Path of the bundled `worker`. */
  workerScript: string;
  /** Told of each function before it runs, and how many files are done. */
  onFunction(file: string, name: string, done: number): void;
}

/** Milliseconds of running after which a process begins no other function of the same request. */
const patience = 100;

/** Milliseconds after which work is shared. */
const longTime = 200;

/** Some functions of a file; null as long as it is not known which it has. */
interface Job {
  file: CheckedFile;
  ids: string[] | null;
}

interface CheckedFile {
  module: string;
  results: Map<string, FunctionResult>;
  result: ModuleResult | null;
  failure: ReturnType<typeof finding> | null;
}

/** What is known of each file with the full budgets, in the order of the texts. */
export async function checkModules(
  given: ReadonlyMap<string, string>,
  { workerScript, onFunction, ...options }: CheckOptions,
): Promise<ModuleReport[]> {
  const texts = createOpenTexts();
  for (const [module, text] of given) texts.open(module, text);
  const lanes = [true, false].map((isWarm) =>
    openLane({
      workers: [createProcessWorker({ script: workerScript, isWarm })],
      ...{ texts, surroundings: () => null, options, endsRuns: true, ...usualWaits },
    }),
  );
  const files = [...given.keys()].map(
    (module): CheckedFile => ({ module, results: new Map(), result: null, failure: null }),
  );
  try {
    await share(
      lanes,
      files.map((file) => ({ file, ids: null })),
      (name, { module }) => onFunction(module, name, files.filter(isDone).length),
    );
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return files.map(reportOf);
}

/** Has the lanes work on the jobs until none is left. */
async function share(
  lanes: readonly Lane[],
  jobs: Job[],
  onFunction: (name: string, file: CheckedFile) => void,
): Promise<void> {
  const queue = [...jobs];
  const waiting: (() => void)[] = [];
  let running = 0;
  const add = (...further: Job[]) => {
    queue.unshift(...further);
    for (const wake of waiting.splice(0)) wake();
  };
  /** Gives away the second half of what is left of a job. */
  const halve = (job: Job) => {
    const left = leftOf(job);
    if (waiting.length === 0 || left.length < 2) return;
    const half = left.slice(Math.ceil(left.length / 2));
    job.ids = job.ids!.filter((id) => !half.includes(id));
    add({ file: job.file, ids: half });
  };
  const serve = async (lane: Lane) => {
    for (;;) {
      const job = queue.shift();
      if (job) {
        running++;
        const told = job.file.results.size;
        const before = leftOf(job).length;
        const timer = setInterval(() => halve(job), longTime);
        await run(lane, job, onFunction);
        clearInterval(timer);
        running--;
        const ids = leftOf(job);
        if (before > 0 && ids.length === before && job.file.results.size === told) giveUp(job.file);
        else add(...(ids.length > 0 ? [{ file: job.file, ids }] : []));
      } else if (running > 0) {
        await new Promise<void>((resolve) => void waiting.push(resolve));
      } else return;
    }
  };
  await Promise.all(lanes.map(serve));
}

/** A process that answers and tells nothing would be asked for ever. */
function giveUp(file: CheckedFile): void {
  const place = { module: file.module, start: 0, end: 0 };
  file.failure = finding("internal-error", place, "Derivative Lens could not work on all of this file.");
}

function isDone(file: CheckedFile): boolean {
  return file.result !== null && leftOf({ file, ids: file.result.functions }).length === 0;
}

/** Those whose last word is not told; none where the file is not known yet, or cannot be worked on. */
function leftOf({ file, ids }: Job): string[] {
  if (file.failure !== null) return [];
  return (ids ?? []).filter((id) => file.results.get(id)?.isFinal !== true);
}

/** One turn of a job: it learns which functions there are, or runs some. */
function run(lane: Lane, job: Job, onFunction: (name: string, file: CheckedFile) => void): Promise<void> {
  const { file } = job;
  const { module, results } = file;
  const isNew = job.ids === null;
  return new Promise((resolve) => {
    let isOver = false;
    const end = () => {
      isOver = true;
      resolve();
    };
    const task: Task = {
      module,
      request() {
        const only = leftOf(job);
        if (!isOver && (isNew || only.length > 0)) {
          return { module, budget: fullBudget, known: {}, only, ...(!isNew && { patience }) };
        }
        end();
        return null;
      },
      tell(told) {
        for (const result of told) {
          if (!result.isFinal && !result.outcome) onFunction(result.outline.function, file);
          if (results.get(result.id)?.isFinal !== true) results.set(result.id, result);
        }
      },
      done(result) {
        if (isNew) {
          file.result = result;
          job.ids = result.functions;
        }
        end();
      },
      failed(code: FindingCode, message: string) {
        file.failure = finding(code, { module, start: 0, end: 0 }, message);
        end();
      },
    };
    lane.ask(task);
  });
}

function reportOf({ module, results, result, failure }: CheckedFile): ModuleReport {
  const reports = (result?.functions ?? []).flatMap((id) => {
    const told = results.get(id);
    if (!told) return [];
    const { outline, findings, outcome, pieces } = told;
    return assembleReport(outline, findings, outcome ? placeOutcome(outcome, pieces) : null);
  });
  return { module, reports, findings: [...(result?.findings ?? []), ...(failure ? [failure] : [])] };
}

/** Whether a finding of severity error is among all. */
export function hasErrors(modules: readonly ModuleReport[]): boolean {
  return modules.some(({ findings, reports }) =>
    [...findings, ...reports.flatMap((report) => report.findings)].some(
      ({ severity }) => severity === "error",
    ),
  );
}
