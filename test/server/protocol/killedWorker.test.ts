/** Processes of the pipeline that are killed from outside: the server's answers are those of a fresh one. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { describe, it } from "mocha";
import { TestClient } from "./testClient.js";
import { hasTool, workersOf } from "./workerProcesses.js";

const source = "/** @differentiable @at x = 3 */\nfunction f(x: number) {\n  return x * x;\n}\n";
const endless = "/** @differentiable @at x = 1 */\nfunction g(x: number) {\n  while (true) x += 1;\n}\n";

/** Kills the processes that the server started; answers how many there were. */
function killWorkers(client: TestClient): number {
  const workers = workersOf(client);
  for (const worker of workers) process.kill(Number(worker), "SIGKILL");
  return workers.length;
}

/** Whether a process runs, and is not only waiting for somebody to hear of its end. */
function runs(id: string): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", id], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}

describe("workers whose server is killed", function () {
  this.timeout(60_000);

  it("end, though they are at work", async function () {
    if (!hasTool || spawnSync("ps").error) this.skip();
    const budget = { steps: 10_000_000_000, milliseconds: 600_000 };
    const client = await TestClient.start({ initializationOptions: { budget } });
    // A loop that spends nothing but steps and time.
    await client.open("untitled:a", endless.replace("x += 1;", "{}"));
    // An answer means that a short run was had: by now the long one runs.
    await client.hints("untitled:a");
    const workers = workersOf(client);
    assert.ok(workers.length > 0);
    process.kill(client.processId, "SIGKILL");
    while (workers.some(runs)) await setImmediate();
  });
});

describe("a server whose workers are killed", function () {
  this.timeout(60_000);
  let client: TestClient;

  beforeEach(async function () {
    if (!hasTool) this.skip();
    client = await TestClient.start();
  });
  afterEach(async () => {
    if (!hasTool) return;
    assert.deepEqual(client.log, []);
    assert.equal(await client.stop(), 0);
  });

  it("goes on when they were idle", async () => {
    await client.open("untitled:a", source);
    assert.match(await client.shown("untitled:a"), /f\(3\) = 9 · f′ = 6/);
    for (const power of ["x * x * x", "x * x"]) {
      assert.ok(killWorkers(client) > 0);
      const text = source.replace("x * x", power);
      await client.change("untitled:a", [{ text }]);
      assert.match(await client.shown("untitled:a"), power === "x * x" ? /f\(3\) = 9/ : /f\(3\) = 27/);
      assert.deepEqual(await client.diagnostics("untitled:a"), []);
    }
  });

  it("does the work again when they were at work", async () => {
    await client.open("untitled:a", source + endless);
    await client.hints("untitled:a");
    killWorkers(client);
    assert.match(await client.shown("untitled:a"), /f\(3\) = 9 · f′ = 6/);
    const codes = (await client.diagnostics("untitled:a")).map(({ code }) => code);
    assert.deepEqual(
      codes.filter((code) => !String(code).startsWith("budget-")),
      [],
    );
    assert.equal(codes.length, 1);
  });
});
