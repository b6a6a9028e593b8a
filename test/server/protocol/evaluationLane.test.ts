import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { type EvaluationLane, openLane, type RunResult } from "../../../server/protocol/evaluationLane.js";
import { sampleRoutine } from "./sampleRoutine.js";

describe("a lane", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-lane-"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  async function withLane(script: string, use: (lane: EvaluationLane) => Promise<void>) {
    const lane = openLane({ script, workers: 1, isWarm: false, endsRuns: true, graceMilliseconds: 0 });
    try {
      await use(lane);
    } finally {
      await lane.close();
    }
  }

  /** A worker that answers whatever it is asked by running this code. */
  function workerThat(name: string, code: string) {
    const file = path.join(folder, `${name}.js`);
    fs.writeFileSync(file, `process.on("message", (message) => { ${code} });\nprocess.send("ready");\n`);
    return file;
  }

  const kindOf = (result: RunResult) => (result.kind === "failed" ? result.code : result.kind);

  it("runs a routine with the built worker", async () => {
    await withLane(path.resolve("dist/evaluationWorker.js"), async (lane) => {
      const result = await lane.run(sampleRoutine(100), fullBudget).result;
      assert.equal(result.kind, "outcome");
      if (result.kind !== "outcome") return;
      assert.deepEqual(result.outcome.points[0]?.value, 3);
      assert.deepEqual(result.outcome.points[0]?.derivatives[0]?.value, 1);
    });
  });

  it("survives workers that end, again and again", async () => {
    await withLane(workerThat("ends", "console.log('noise'); process.exit(3)"), async (lane) => {
      for (let turn = 0; turn < 3; turn++) {
        assert.equal(kindOf(await lane.run(sampleRoutine(100), fullBudget).result), "internal-error");
      }
    });
  });

  it("ends a run that does not come back, and runs the next", async () => {
    await withLane(workerThat("hangs", "for (;;);"), async (lane) => {
      const budget = { ...fullBudget, milliseconds: 200 };
      const runs = [lane.run(sampleRoutine(100), budget), lane.run(sampleRoutine(100), budget)];
      assert.deepEqual((await Promise.all(runs.map(({ result }) => result))).map(kindOf), [
        "budget-time",
        "budget-time",
      ]);
    });
  });

  it("cancels a run that has begun and one that waits", async () => {
    await withLane(workerThat("hangs too", "for (;;);"), async (lane) => {
      const runs = [lane.run(sampleRoutine(100), fullBudget), lane.run(sampleRoutine(100), fullBudget)];
      for (const run of [...runs].reverse()) run.cancel();
      assert.deepEqual((await Promise.all(runs.map(({ result }) => result))).map(kindOf), [
        "cancelled",
        "cancelled",
      ]);
    });
  });

  it("says so when there is no worker", async () => {
    await withLane(path.join(folder, "missing.js"), async (lane) => {
      assert.equal(kindOf(await lane.run(sampleRoutine(100), fullBudget).result), "internal-error");
    });
  });
});
