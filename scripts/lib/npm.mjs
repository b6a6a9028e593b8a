// @ts-check
/** Installing with npm: the clone's own dependencies, and packages in a folder of the cache. */

import fs from "node:fs";
import path from "node:path";
import { Problem, root, runQuietly, say, step } from "./steps.mjs";

const oldestNode = [20, 19];

/** Stops with one clear sentence where Node is too old for what follows. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Problem(
    `Node ${oldestNode.join(".")} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`,
  );
}

/**
 * How to start npm without a shell where that is possible: the npm that runs this script, else the one on the PATH.
 * @returns {{ command: string, first: string[], shell: boolean }}
 */
function npmCommand() {
  const file = process.env.npm_execpath;
  if (file && /npm-cli\.[cm]?js$/.test(file))
    return { command: process.execPath, first: [file], shell: false };
  return { command: "npm", first: [], shell: process.platform === "win32" };
}

/** The environment without what the surrounding `npm run` says of this package: it would mislead an npm elsewhere. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command$|config_local_prefix$)/.test(name),
    ),
  );
}

/**
 * @param {string[]} npmArguments
 * @param {string} folder
 */
export async function npm(npmArguments, folder) {
  const { command, first, shell } = npmCommand();
  const all = [...first, ...npmArguments, "--no-audit", "--no-fund", "--no-update-notifier"];
  await runQuietly(command, all, { cwd: folder, shell, env: cleanEnvironment() });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }> | null}
 */
function readLockedPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * What npm noted when it last installed is compared with what the lock file asks for: contents, not dates, which
 * differ after a fresh clone. Packages for other platforms are not installed and not missed.
 */
function isInstalled() {
  const wanted = readLockedPackages(path.join(root, "package-lock.json"));
  const present = readLockedPackages(path.join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (!name.startsWith("node_modules/")) return true;
    const found = present[name];
    return found ? found.version === entry.version : entry.optional === true;
  });
}

/**
 * Installs the clone's dependencies when they are missing or not those of package-lock.json. `npm ci` refuses a lock
 * file where the registry lacks an optional package for another platform; `npm install` does without that package.
 */
export async function installDependencies() {
  if (isInstalled()) {
    say("▸ The dependencies are installed.");
    return;
  }
  try {
    await step("Installing the dependencies (npm ci; up to a minute)", () => npm(["ci"], root));
  } catch (problem) {
    if (!String(problem).includes("EUSAGE")) throw problem;
    await step("npm ci did not take the lock file; installing as near to it as can be (npm install)", () =>
      npm(["install", "--no-save"], root),
    );
  }
}
