/** Needs `npm run build` before, as all that starts the built processes. */

import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { loadScript } from "../../../server/hosts/codeCache.js";

describe("a script that is loaded through the cache", () => {
  let folder: string;
  let cache: string;
  let script: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-code-"));
    cache = path.join(folder, "deep", "cache");
    script = path.join(folder, "script.js");
    write("exports.square = (x) => x * x; exports.here = [__filename, __dirname, require('node:path').sep];");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const write = (text: string) => fs.writeFileSync(script, text);

  /** Loads the script, calls its function and keeps its code. */
  function load(into: string | null = cache): { nine: number; isFromCache: boolean } {
    const { exports, isFromCache, keep } = loadScript(script, into);
    const { square, here } = exports as { square(x: number): number; here: string[] };
    assert.deepEqual(here, [script, folder, path.sep]);
    const nine = square(3);
    keep();
    return { nine, isFromCache };
  }
  const kept = () => fs.readdirSync(cache).map((name) => path.join(cache, name));
  const isTakenAtNextStart = () => load().isFromCache;

  it("comes from there at the second start", () => {
    assert.deepEqual(load(), { nine: 9, isFromCache: false });
    assert.deepEqual(load(), { nine: 9, isFromCache: true });
    assert.equal(kept().length, 1);
  });

  it("is made anew when its text is another one of the same length", () => {
    load();
    write(fs.readFileSync(script, "utf8").replace("x * x", "x + x"));
    assert.deepEqual(load(), { nine: 6, isFromCache: false });
    assert.deepEqual(load(), { nine: 6, isFromCache: true });
  });

  for (const [what, spoil] of Object.entries<(content: Buffer) => Buffer>({
    "one byte is another one": (content) => {
      content[content.length >> 1]! ^= 1;
      return content;
    },
    "it ends too early": (content) => content.subarray(0, content.length >> 1),
    "it is empty": () => Buffer.alloc(0),
    "it is something else": () => Buffer.from("no code of V8"),
  })) {
    it(`is made anew where what is kept is spoilt: ${what}`, () => {
      load();
      const [file] = kept();
      fs.writeFileSync(file!, spoil(fs.readFileSync(file!)));
      assert.deepEqual(load(), { nine: 9, isFromCache: false });
      assert.ok(isTakenAtNextStart());
    });
  }

  it("is made anew where V8 refuses what is kept, as it does for another V8", () => {
    load();
    const { keep } = loadScript(script, cache);
    keep();
    const [file] = kept();
    const other = path.join(folder, "other.js");
    fs.writeFileSync(other, "exports.longer = 'than the script';");
    loadScript(other, path.join(folder, "others")).keep();
    const code = fs.readFileSync(
      path.join(folder, "others", fs.readdirSync(path.join(folder, "others"))[0]!),
    );
    fs.writeFileSync(file!, code);
    assert.deepEqual(load(), { nine: 9, isFromCache: false });
  });

  it("is loaded where nothing can be kept: a file is in the way, or there is no folder", () => {
    fs.writeFileSync(path.join(folder, "deep"), "");
    for (const into of [cache, null]) {
      assert.deepEqual(load(into), { nine: 9, isFromCache: false });
      assert.deepEqual(load(into), { nine: 9, isFromCache: false });
    }
  });

  it("is made anew where others than the user may have written what is kept", function () {
    if (process.platform === "win32") this.skip();
    load();
    fs.chmodSync(cache, 0o777);
    assert.ok(!isTakenAtNextStart());
    fs.chmodSync(cache, 0o700);
    assert.ok(isTakenAtNextStart());
  });

  it("leaves no more than the codes of a few versions", () => {
    for (let version = 0; version < 20; version++) {
      write(
        `exports.square = (x) => ${version}; exports.here = [__filename, __dirname, require('path').sep];`,
      );
      load();
    }
    assert.ok(kept().length <= 6);
    assert.ok(isTakenAtNextStart());
  });
});

describe("the built processes and the cache", function () {
  this.timeout(60_000);
  let cache: string;

  beforeEach(() => {
    cache = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-code-"));
  });
  afterEach(() => fs.rmSync(cache, { recursive: true, force: true }));

  const environment = (folder: string) => ({
    ...process.env,
    DERIVATIVE_LENS_CACHE: folder,
    NODE_DEBUG: "derivative-lens",
  });

  /** What a worker says of its code when it starts. */
  async function startWorker(folder: string): Promise<string> {
    const worker: ChildProcess = fork(path.resolve("dist/worker.js"), {
      env: environment(folder),
      silent: true,
      // As the server starts it.
      execArgv: ["--max-old-space-size=2048", ...(process.platform === "win32" ? [] : ["--stack-size=3900"])],
    });
    let said = "";
    worker.stderr!.on("data", (bytes) => {
      said += bytes;
    });
    await once(worker, "message");
    worker.kill("SIGKILL");
    await once(worker, "close");
    return /code .*/.exec(said)?.[0] ?? said;
  }

  function check(folder: string): unknown {
    const output = execFileSync(
      process.execPath,
      [path.resolve("dist/cli.js"), "check", "--json", "examples/quickstart.ts"],
      { env: environment(folder), encoding: "utf8" },
    );
    return JSON.parse(output);
  }

  it("a worker takes the code that an earlier one kept after its first work, and answers the same", async () => {
    assert.equal(await startWorker(cache), "code made anew");
    const first = check(cache);
    assert.equal(await startWorker(cache), "code from the cache");
    assert.deepEqual(check(cache), first);
    assert.deepEqual(check(""), first);
  });

  it("several that start at once keep one whole code", async () => {
    const children = Array.from({ length: 3 }, () =>
      fork(path.resolve("dist/cli.js"), ["check", "--json", "examples/quickstart.ts"], {
        env: environment(cache),
        silent: true,
      }),
    );
    const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
    assert.deepEqual(codes, [0, 0, 0]);
    assert.equal(await startWorker(cache), "code from the cache");
  });

  it("the command line says nothing of a cache that it cannot write", () => {
    const file = path.join(cache, "in the way");
    fs.writeFileSync(file, "");
    const { stderr, status } = spawnSync(
      process.execPath,
      [path.resolve("dist/cli.js"), "check", "examples/quickstart.ts"],
      { env: { ...environment(file), NODE_DEBUG: "" }, encoding: "utf8" },
    );
    assert.deepEqual({ stderr, status }, { stderr: "", status: 0 });
  });
});
