// @ts-check
/** What came of a mocha run, as a small JSON file that the next process can read. */

import fs from "node:fs";
import path from "node:path";

/**
 * @typedef {object} TestResults
 * @property {number} passed
 * @property {{ title: string, message: string }[]} failed
 * @property {string[]} pending titles of tests that were skipped
 */

/** The environment variable that names the file. */
export const resultsVariable = "DERIVATIVE_LENS_TEST_RESULTS";

/**
 * Writes the results of a run when it ends. Without a file nothing is written.
 * @param {import("mocha").Runner} runner
 * @param {string | undefined} file
 */
export function recordResults(runner, file) {
  if (!file) return;
  /** @type {TestResults} */
  const results = { passed: 0, failed: [], pending: [] };
  runner.on("pass", () => {
    results.passed += 1;
  });
  runner.on("pending", (test) => results.pending.push(test.fullTitle()));
  runner.on("fail", (test, problem) =>
    results.failed.push({ title: test.fullTitle(), message: String(problem?.message ?? problem) }),
  );
  runner.on("end", () => writeResults(file, results));
}

/**
 * @param {string} file
 * @param {TestResults} results
 */
export function writeResults(file, results) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(results));
}

/**
 * @param {string} file
 * @returns {TestResults | null} null when the run did not come to its end
 */
export function readResults(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * @param {TestResults[]} list
 * @returns {TestResults}
 */
export function sumResults(list) {
  return {
    passed: list.reduce((sum, { passed }) => sum + passed, 0),
    failed: list.flatMap(({ failed }) => failed),
    pending: list.flatMap(({ pending }) => pending),
  };
}
