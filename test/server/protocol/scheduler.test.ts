import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import type { EvaluationLane, RunResult } from "../../../server/protocol/evaluationLane.js";
import { routineKey } from "../../../server/protocol/routineContent.js";
import { createScheduler, type Job, type Scheduler } from "../../../server/protocol/scheduler.js";
import { sampleModule, sampleOutcome, sampleRoutine } from "./sampleRoutine.js";

/** A lane whose runs end when the test says so. */
function manualLane() {
  const runs: { value: number; finish(result: RunResult): void; isCancelled: boolean }[] = [];
  const lane: EvaluationLane = {
    run(routine) {
      const [given] = routine.points[0]!.values;
      const value = given?.value.kind === "number" ? given.value.value : Number.NaN;
      let finish: (result: RunResult) => void = () => {};
      const result = new Promise<RunResult>((resolve) => {
        finish = resolve;
      });
      const run = { value, finish, isCancelled: false };
      runs.push(run);
      const cancel = () => {
        run.isCancelled = true;
        finish({ kind: "cancelled" });
      };
      return { result, cancel };
    },
    close: async () => {},
  };
  return { lane, runs };
}

function job(value: number, start = 100): Job {
  const routine = sampleRoutine(start, value);
  return { key: routineKey(routine), routine, name: { module: sampleModule, start, end: start + 1 } };
}

const finished = (value: number, isSpent = false): RunResult => ({
  kind: "outcome",
  outcome: sampleOutcome(100, value, isSpent),
});

/** Lets everything happen that waits for nothing but its turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("the scheduler", () => {
  let quick: ReturnType<typeof manualLane>;
  let full: ReturnType<typeof manualLane>;
  let scheduler: Scheduler;
  let progress: string[];

  beforeEach(() => {
    quick = manualLane();
    full = manualLane();
    progress = [];
    scheduler = createScheduler({
      quick: quick.lane,
      full: full.lane,
      onProgress: (owner) => progress.push(owner),
    });
  });

  it("runs each content once, whoever wants it and wherever it stands", async () => {
    scheduler.want("a", [job(1), job(1, 500)]);
    scheduler.want("b", [job(1, 900)]);
    assert.equal(quick.runs.length, 1);
    quick.runs[0]!.finish(finished(1));
    await turn();
    assert.deepEqual(progress, ["a", "b"]);
    assert.deepEqual(scheduler.outcome(job(1, 900)), sampleOutcome(900, 1));
    scheduler.want("a", [job(1, 700)]);
    assert.equal(quick.runs.length, 1);
  });

  it("gives a spent run a second one in the other lane, and waits for first runs only", async () => {
    scheduler.want("a", [job(1), job(2)]);
    let isReady = false;
    void scheduler.firstRuns("a").then(() => {
      isReady = true;
    });
    quick.runs[0]!.finish(finished(1, true));
    await turn();
    assert.equal(isReady, false);
    assert.equal(scheduler.outcome(job(1)), null);
    quick.runs[1]!.finish(finished(2));
    await turn();
    assert.equal(isReady, true);
    assert.equal(scheduler.isWaiting("a"), false);
    full.runs[0]!.finish(finished(1, true));
    await turn();
    assert.deepEqual(scheduler.outcome(job(1)), sampleOutcome(100, 1, true));
  });

  it("cancels what nobody wants any more, and only that", async () => {
    scheduler.want("a", [job(1), job(2)]);
    scheduler.want("b", [job(2)]);
    scheduler.want("a", [job(3)]);
    assert.deepEqual(
      quick.runs.map(({ value, isCancelled }) => [value, isCancelled]),
      [
        [1, true],
        [2, false],
        [3, false],
      ],
    );
  });

  it("tells those who wait when nothing is wanted any more", async () => {
    scheduler.want("a", [job(1)]);
    const ready = scheduler.firstRuns("a");
    scheduler.want("a", []);
    await ready;
  });

  it("makes a finding of a run that failed, and does not try again", async () => {
    scheduler.want("a", [job(1)]);
    quick.runs[0]!.finish({ kind: "failed", code: "internal-error", message: "It ended." });
    await turn();
    const outcome = scheduler.outcome(job(1, 500));
    assert.deepEqual(outcome?.points, []);
    assert.deepEqual(
      outcome?.findings.map(({ code, message, start }) => [code, message, start]),
      [["internal-error", "It ended.", 500]],
    );
    scheduler.want("a", [job(1)]);
    assert.equal(quick.runs.length, 1);
  });

  it("keeps outcomes that are not wanted at the moment", async () => {
    scheduler.want("a", [job(1)]);
    quick.runs[0]!.finish(finished(1));
    await turn();
    scheduler.want("a", [job(2)]);
    scheduler.want("a", [job(1)]);
    assert.equal(quick.runs.length, 2);
    assert.notEqual(scheduler.outcome(job(1)), null);
  });

  it("forgets everything when the budgets change", async () => {
    scheduler.want("a", [job(1)]);
    quick.runs[0]!.finish(finished(1));
    await turn();
    scheduler.restart({ steps: 1000, milliseconds: 100 });
    assert.equal(scheduler.outcome(job(1)), null);
    scheduler.want("a", [job(1)]);
    assert.equal(quick.runs.length, 2);
  });
});
