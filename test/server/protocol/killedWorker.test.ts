/** Processes of the pipeline that are killed from outside: the server's answers are those of a fresh one. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "mocha";
import { TestClient } from "./testClient.js";

const source = "/** @differentiable @at x = 3 */\nfunction f(x: number) {\n  return x * x;\n}\n";
const endless = "/** @differentiable @at x = 1 */\nfunction g(x: number) {\n  while (true) x += 1;\n}\n";

/** Kills the processes that the server started; answers how many there were. */
function killWorkers(client: TestClient): number {
  const { stdout } = spawnSync("pgrep", ["-P", String(client.processId)], { encoding: "utf8" });
  const workers = stdout.split("\n").filter((line) => line !== "");
  for (const worker of workers) process.kill(Number(worker), "SIGKILL");
  return workers.length;
}

describe("a server whose workers are killed", function () {
  this.timeout(60_000);
  const hasTool = process.platform !== "win32" && spawnSync("pgrep", ["-V"]).error === undefined;
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
