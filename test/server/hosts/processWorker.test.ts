import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { createProcessWorker } from "../../../server/hosts/processWorker.js";
import type { FunctionResult } from "../../../server/pipeline.js";
import { type Lane, openLane } from "../../../server/service/lane.js";
import { createOpenTexts } from "../../../server/service/openTexts.js";
import { notedTask } from "../service/manualWorker.js";

const module = "/project/a.ts";
const source = "/** @differentiable @at x = 3 */\nexport const f = (x) => x * x;\n";

describe("a lane of processes", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-lane-"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  async function withLane(
    script: string,
    use: (lane: Lane) => Promise<void>,
    { graceMilliseconds = 30_000, preparationMilliseconds = 30_000 } = {},
  ) {
    const texts = createOpenTexts();
    texts.open(module, source);
    const lane = openLane({
      workers: [createProcessWorker({ script, isWarm: false })],
      ...{ texts, surroundings: () => ({ folders: [], isTrusted: false }), endsRuns: true },
      ...{ graceMilliseconds, preparationMilliseconds },
    });
    try {
      await use(lane);
    } finally {
      await lane.close();
    }
  }

  /** A worker that does this with whatever it is sent; `tell` sends results. */
  function workerThat(name: string, code: string) {
    const file = path.join(folder, `${name}.js`);
    const tell = "const tell = (...payload) => process.send({ id: message.id, isEvent: true, payload });";
    fs.writeFileSync(
      file,
      `process.on("message", (message) => { ${tell} ${code} });\nprocess.send("ready");\n`,
    );
    return file;
  }

  /** Asks for a task, and waits until it is done or failed. */
  async function work(lane: Lane, onEvent: (event: string) => void = () => {}): Promise<string[]> {
    const { task, events } = notedTask(module, { budget: { ...fullBudget, milliseconds: 1 } });
    await new Promise<void>((resolve) => {
      const watch = <T extends unknown[]>(handle: (...parameters: T) => void, isEnd: boolean) => {
        return (...parameters: T) => {
          handle(...parameters);
          onEvent(events.at(-1)!);
          if (isEnd) resolve();
        };
      };
      task.tell = watch(task.tell, false);
      task.done = watch(task.done, true);
      task.failed = watch(task.failed, true);
      lane.ask(task);
    });
    return events;
  }

  const begins: Partial<FunctionResult> = {
    id: "f",
    revision: "1",
    isFinal: false,
    outline: {
      ...{ function: "f", module, name: { start: 0, end: 1 }, extent: { start: 0, end: 9 } },
      ...{ signatureEnd: 5, parameters: [], order: 1 },
    },
  };
  const done = "{ module: '', findings: [], functions: ['f'], dependencies: [], unfinished: [] }";

  it("works with the built worker", async () => {
    await withLane(path.resolve("dist/worker.js"), async (lane) => {
      assert.deepEqual(await work(lane), ["f begins", "f at first", "f final", "done"]);
      assert.deepEqual(await work(lane), ["f final", "done"]);
    });
  });

  it("starts another process when one was killed while it was idle", async () => {
    const worker = workerThat(
      "tells its number",
      `process.send({ id: message.id, result: ${done} }); setImmediate(() => process.exit(1));`,
    );
    await withLane(worker, async (lane) => {
      for (let time = 0; time < 3; time++) assert.deepEqual(await work(lane), ["done"]);
    });
  });

  it("tries a function again that ends its process, and then says so", async () => {
    const worker = workerThat(
      "ends",
      `console.log("noise");
       if (message.params[0].request.known.f) return process.send({ id: message.id, result: ${done} });
       tell(${JSON.stringify(begins)});
       process.exit(3);`,
    );
    await withLane(worker, async (lane) => {
      const { task, events } = notedTask(module);
      const request = task.request()!;
      await new Promise<void>((resolve) => {
        const { tell } = task;
        task.tell = (results) => {
          tell(results);
          if (events.at(-1) === "f internal-error") task.request = () => ({ ...request, known: { f: "1" } });
        };
        task.done = () => resolve();
        lane.ask(task);
      });
      assert.deepEqual(events, ["f begins", "f begins", "f internal-error"]);
    });
  });

  it("ends a function that does not come back, and one that never begins", async () => {
    const worker = workerThat("hangs", `tell(${JSON.stringify(begins)}); for (;;);`);
    const untilLate = async (lane: Lane) => {
      const events: string[] = [];
      await new Promise<void>((resolve) => {
        void work(lane, (event) => {
          events.push(event);
          if (event === "f budget-time") resolve();
        });
      });
      assert.deepEqual(events, ["f begins", "f budget-time"]);
    };
    await withLane(worker, untilLate, { graceMilliseconds: 100 });
    const neverBegins = workerThat("never begins", "for (;;);");
    const untilFailed = async (lane: Lane) => {
      assert.deepEqual(await work(lane), ["failed budget-time"]);
    };
    await withLane(neverBegins, untilFailed, { preparationMilliseconds: 100 });
  });

  it("says so when there is no worker", async () => {
    await withLane(path.join(folder, "missing.js"), async (lane) => {
      assert.deepEqual(await work(lane), ["failed internal-error"]);
    });
  });
});
