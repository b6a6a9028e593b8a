// @ts-check
/**
 * Builds everything that runs: the extension, the server (for Node, and for a browser), its worker and the script with which both understand
 * programs, the command line, the panel's page and the engine as a package.
 *
 *     node scripts/build.mjs                what `npm run build` does
 *     node scripts/build.mjs --watch        and again at each change
 *     node scripts/build.mjs --production   minified and without source maps, for the package
 *     node scripts/build.mjs --partial      passes over entry points that do not exist, and says so
 */

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { noticesFor } from "./lib/notices.mjs";
import { Problem, root, runMain, runQuietly, say, step, tool } from "./lib/steps.mjs";

/** @typedef {"node" | "browserWorker" | "program" | "extension" | "page" | "library"} Kind */

/** Everything that is bundled: from where, to where, and for which surroundings. */
export const bundles = /** @type {const} */ ([
  { entry: "server/protocol/node/server.ts", output: "dist/server.js", kind: "node" },
  { entry: "server/protocol/browser/server.ts", output: "dist/browser/server.js", kind: "browserWorker" },
  { entry: "server/language.ts", output: "dist/language.js", kind: "node" },
  { entry: "server/hosts/worker.ts", output: "dist/worker.js", kind: "node" },
  { entry: "server/cli/main.ts", output: "dist/cli.js", kind: "program" },
  { entry: "client/extension.ts", output: "dist/extension.js", kind: "extension" },
  { entry: "client/panel/page/main.ts", output: "dist/panel/main.js", kind: "page" },
  { entry: "client/panel/page/main.css", output: "dist/panel/main.css", kind: "page" },
  { entry: "engine/index.ts", output: "engine/dist/index.js", kind: "library" },
]);

/** It contains TypeScript. */
const largeEntry = "server/language.ts";

/**
 * Some bundled packages are modules that ask where they are; CommonJS has to be told.
 * @satisfies {import("esbuild").BuildOptions}
 */
const commonJs = {
  platform: /** @type {const} */ ("node"),
  format: /** @type {const} */ ("cjs"),
  target: "node20",
  define: { "import.meta.url": "bundleUrl" },
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

/** @type {Record<Kind, import("esbuild").BuildOptions>} */
const surroundings = {
  node: commonJs,
  program: { ...commonJs, banner: { js: `#!/usr/bin/env node\n${commonJs.banner.js}` } },
  extension: { ...commonJs, external: ["vscode"] },
  browserWorker: { platform: "browser", format: "iife", target: "es2022" },
  page: { platform: "browser", format: "iife", target: "es2022" },
  library: { platform: "neutral", format: "esm", target: "es2022" },
};

/**
 * @param {{ entry: string, output: string, kind: Kind }} bundle
 * @param {boolean} production
 * @returns {import("esbuild").BuildOptions}
 */
function optionsOf({ entry, output, kind }, production) {
  return {
    ...surroundings[kind],
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    minify: production,
    // Each worker holds its text: names are for those who look for an error, blanks for nobody.
    ...(entry === largeEntry && { minifySyntax: true, minifyWhitespace: true }),
    keepNames: production && kind !== "page",
    sourcemap: production ? false : "linked",
    legalComments: "none",
    metafile: true,
    logLevel: "silent",
  };
}

const mostErrorsShown = 5;

/**
 * esbuild's own description of what went wrong, as an editor's terminal can follow it.
 * @param {typeof import("esbuild")} esbuild
 * @param {any} failure
 */
async function describeFailure(esbuild, failure) {
  if (!Array.isArray(failure?.errors)) return String(failure?.message ?? failure);
  const shown = failure.errors.slice(0, mostErrorsShown);
  const lines = await esbuild.formatMessages(shown, { kind: "error", color: false });
  const more = failure.errors.length - shown.length;
  return lines.join("\n").trimEnd() + (more > 0 ? `\n\n… and ${more} more like these` : "");
}

/** What the engine's declarations are made of, as one word that changes with it. */
function fingerprintOfEngine() {
  const hash = createHash("sha256");
  const folder = path.join(root, "engine");
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|json)$/.test(file) && !/^(dist|node_modules)\b/.test(file))
    .sort();
  for (const file of [...files.map((file) => path.join(folder, file)), path.join(root, "tsconfig.json")]) {
    hash.update(`${path.relative(root, file)}\n`).update(fs.readFileSync(file));
  }
  return hash.digest("hex");
}

/** Writes engine/dist/*.d.ts, unless those that are there were made of the same sources. */
async function declareEngine() {
  const stamp = path.join(root, "node_modules", ".cache", "derivative-lens", "engine-declarations");
  const fingerprint = fingerprintOfEngine();
  const isDeclared = fs.existsSync(path.join(root, "engine", "dist", "index.d.ts"));
  if (isDeclared && fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === fingerprint) return;
  await runQuietly(process.execPath, [
    tool("typescript/bin/tsc"),
    ...["-p", "engine/tsconfig.json", "--outDir", "engine/dist", "--rootDir", "engine"],
    ...["--noEmit", "false", "--declaration", "--emitDeclarationOnly"],
  ]);
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, fingerprint);
}

/**
 * Builds all bundles and the engine's declarations.
 * @param {{ production?: boolean, partial?: boolean }} [options]
 */
export async function build({ production = false, partial = false } = {}) {
  const esbuild = await import("esbuild");
  const missing = bundles.filter(({ entry }) => !fs.existsSync(path.join(root, entry)));
  const present = bundles.filter((bundle) => !missing.includes(bundle));
  if (production) fs.rmSync(path.join(root, "dist"), { recursive: true, force: true });

  /** @type {string[]} */
  const problems = [];
  /** @type {Set<string>} */
  const inputs = new Set();
  for (const { entry, output } of missing) {
    if (partial) say(`  passed over ${output}: ${entry} does not exist`);
    else problems.push(`${output} cannot be built: ${entry} does not exist`);
  }
  await Promise.all([
    ...present.map(async (bundle) => {
      try {
        const { metafile } = await esbuild.build(optionsOf(bundle, production));
        for (const input of Object.keys(metafile?.inputs ?? {})) inputs.add(input);
      } catch (failure) {
        problems.push(`${bundle.output} cannot be built:\n${await describeFailure(esbuild, failure)}`);
      }
    }),
    declareEngine().catch((problem) => problems.push(`engine/dist/index.d.ts: ${problem.message}`)),
  ]);
  if (problems.length > 0) throw new Problem(problems.join("\n"));
  const commandLine = path.join(root, "dist", "cli.js");
  if (fs.existsSync(commandLine)) fs.chmodSync(commandLine, 0o755);
  if (production) {
    fs.writeFileSync(path.join(root, "dist", "THIRD-PARTY-NOTICES.txt"), noticesFor([...inputs]));
  }
}

/** Builds, and builds again at each change, until it is stopped. */
async function watch() {
  const esbuild = await import("esbuild");
  for (const bundle of bundles) {
    const context = await esbuild.context({ ...optionsOf(bundle, false), logLevel: "info" });
    await context.watch();
  }
  say("Watching; Ctrl-C ends it.");
}

async function main() {
  const flags = process.argv.slice(2);
  const known = ["--watch", "--production", "--partial"];
  const unknown = flags.find((flag) => !known.includes(flag));
  if (unknown) throw new Problem(`${unknown} is not known here; there are ${known.join(", ")}.`);
  if (flags.includes("--watch")) return watch();
  const options = { production: flags.includes("--production"), partial: flags.includes("--partial") };
  await step(options.production ? "Building for the package" : "Building", () => build(options));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) void runMain(main);
