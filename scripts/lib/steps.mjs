// @ts-check
/**
 * What every script says while it works: one line when a step begins, one when it ends, and a sign of life
 * in between when it takes long. No dependencies, so that it runs in a clone where nothing is installed.
 *
 *     await step("Building", () => build());
 *     // ▸ Building …
 *     //   done in 0.4 s
 */

import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the clone. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

const secondsBetweenSigns = 10;

/** @param {string} text */
export function say(text = "") {
  process.stdout.write(`${text}\n`);
}

/**
 * Milliseconds as a reader wants them: "0.4 s", "2 min 5 s".
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs a step and says when it begins, that it still goes on, and when it ends.
 * @template Result
 * @param {string} title
 * @param {() => Result | Promise<Result>} action
 * @returns {Promise<Result>}
 */
export async function step(title, action) {
  say(`▸ ${title} …`);
  const begin = Date.now();
  const signs = setInterval(
    () => say(`  … still at it after ${duration(Date.now() - begin)}`),
    secondsBetweenSigns * 1000,
  );
  try {
    const result = await action();
    say(`  done in ${duration(Date.now() - begin)}`);
    return result;
  } catch (problem) {
    say(`  failed after ${duration(Date.now() - begin)}`);
    throw problem;
  } finally {
    clearInterval(signs);
  }
}

/** A problem that is told to the user as it is, without a stack. */
export class Problem extends Error {
  /** @override */
  toString() {
    return this.message;
  }
}

/**
 * Runs a program to its end, its output shown as it comes. Gives the exit status.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, commandArguments, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, { cwd: root, stdio: "inherit", ...options });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program to its end and keeps its output to itself, unless it fails: then the output is the problem.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<string>} what it wrote to standard output and standard error
 */
export function runQuietly(command, commandArguments, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      cwd: root,
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Problem(`${[command, ...commandArguments].join(" ")}\n${output.trimEnd()}`));
    });
  });
}

/**
 * The file that runs a tool of node_modules, so that no shell and no `.cmd` file stands between.
 * @param {string} file such as "typescript/bin/tsc"
 */
export function tool(file) {
  return path.join(root, "node_modules", ...file.split("/"));
}

/**
 * Runs a script's main function; a problem becomes a message and exit status 1.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (problem) {
    const isExpected = problem instanceof Problem || !(problem instanceof Error);
    const text = isExpected ? String(problem) : problem.stack;
    process.stderr.write(`\n${text}\n`);
    process.exitCode = 1;
  }
}
