/**
 * `npm run bench`: bundles the benchmarks and runs them.
 *
 *     npm run bench              both
 *     npm run bench -- engine    the engine beside its peers, which are installed when they are not there; the results
 *                                go to docs/benchmarks.md
 *     npm run bench -- server    the server beside tsserver
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { build } from "../../scripts/build.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../..");
const parts = process.argv.slice(2);
const isAsked = (part) => parts.length === 0 || parts.includes(part);
if (isAsked("engine")) await measureEngine();
if (isAsked("server")) await measureServer();

async function measureEngine() {
  if (!existsSync(path.join(here, "node_modules"))) {
    console.log("Installing the peers to measure against …");
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    execFileSync(npm, ["ci", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
  }
  const { dependencies } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
  await run("bench.ts", Object.keys(dependencies), {
    PEERS: Object.entries(dependencies)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    RESULTS: path.join(root, "docs/benchmarks.md"),
  });
}

async function measureServer() {
  await build();
  await run("server/bench.ts", ["typescript"], {});
}

/** Bundles a file of this folder and runs it in the clone's root. */
async function run(entry, external, environment) {
  const output = path.join(here, "dist", entry.replace(/\.ts$/, ".mjs"));
  mkdirSync(path.dirname(output), { recursive: true });
  await esbuild.build({
    entryPoints: [path.join(here, entry)],
    outfile: output,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external,
    logLevel: "warning",
  });
  execFileSync(process.execPath, ["--expose-gc", output, ...parts], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
}
