/**
 * `npm run bench`: installs the peers when they are not there, bundles the benchmarks and runs them. The results
 * go to docs/benchmarks.md.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
if (!existsSync(path.join(here, "node_modules"))) {
  console.log("Installing the peers to measure against …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["ci", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
}

const { dependencies } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
const output = path.join(here, "dist/bench.mjs");
mkdirSync(path.dirname(output), { recursive: true });
await build({
  entryPoints: [path.join(here, "bench.ts")],
  outfile: output,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: Object.keys(dependencies),
  logLevel: "warning",
});
execFileSync(process.execPath, ["--expose-gc", output], {
  stdio: "inherit",
  env: {
    ...process.env,
    PEERS: Object.entries(dependencies)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
    RESULTS: path.join(here, "../../docs/benchmarks.md"),
  },
});
