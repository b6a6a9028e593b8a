// @ts-check
/**
 * Everything that is tested, on a fresh clone too: installs, builds, checks types and style, runs the mocha suites
 * and those in a real VS Code. The last line is the sum.
 *
 *     npm test                    everything
 *     npm test -- engine server   the mocha suites of test/engine and test/server
 *     npm test -- vscode          what runs in VS Code
 *     npm test -- --grep hints    the mocha tests with this in their names
 *
 * With CI=true, what cannot be run is a failure.
 */

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "./build.mjs";
import { provideBrowser } from "./lib/browser.mjs";
import { installDependencies, requireNode } from "./lib/npm.mjs";
import { duration, Problem, root, run, runMain, say, step, tool } from "./lib/steps.mjs";
import { readResults, resultsVariable } from "./lib/testResults.mjs";
import { installHost, whyNoHost } from "./lib/vscodeHost.mjs";
import { typecheck } from "./typecheck.mjs";

const isContinuousIntegration = /^(1|true)$/i.test(process.env.CI ?? "");
/** The status with which a runner says that it could not run anything. */
const notRunStatus = 3;

/** @typedef {{ name: string, outcome: "ran", passed: number, failed: string[] } | { name: string, outcome: "not run", reason: string, isFailure: boolean }} Stage */

/** @type {Stage[]} */
const stages = [];

/**
 * A stage that is one check: right or not.
 * @param {string} name
 * @param {() => Promise<unknown>} action false or a rejection is a failure
 */
async function check(name, action) {
  try {
    const isRight = (await step(name, action)) !== false;
    stages.push({ name, outcome: "ran", passed: isRight ? 1 : 0, failed: isRight ? [] : [name] });
    return isRight;
  } catch (problem) {
    say(String(problem));
    stages.push({ name, outcome: "ran", passed: 0, failed: [name] });
    return false;
  }
}

/**
 * @param {string} name
 * @param {string} reason
 * @param {boolean} isFailure
 */
function passOver(name, reason, isFailure) {
  say(`▸ ${name}: not run, ${reason.replace(/\.$/, "")}.`);
  stages.push({ name, outcome: "not run", reason, isFailure });
}

/**
 * A stage that is a program which leaves its results in a file.
 * @param {string} name
 * @param {string[]} nodeArguments
 * @returns {Promise<boolean>} whether it ran
 */
async function runSuites(name, nodeArguments) {
  const file = path.join(os.tmpdir(), `derivative-lens-results-${process.pid}-${stages.length}.json`);
  say(`\n▸ ${name} …`);
  const begin = Date.now();
  const status = await run(process.execPath, nodeArguments, {
    env: { ...process.env, [resultsVariable]: file },
  });
  const results = readResults(file);
  fs.rmSync(file, { force: true });
  if (status === notRunStatus && !results) {
    stages.push({ name, outcome: "not run", reason: "see above", isFailure: false });
    return false;
  }
  const failed = results
    ? results.failed.map(({ title }) => title)
    : [`${name} (ended with status ${status} and without results)`];
  if (results && results.pending.length > 0) {
    say(`  skipped by themselves:\n${results.pending.map((title) => `    - ${title}`).join("\n")}`);
    if (isContinuousIntegration) failed.push(...results.pending.map((title) => `${title} (skipped)`));
  }
  if (results && status !== 0 && failed.length === 0) failed.push(`${name} (ended with status ${status})`);
  stages.push({ name, outcome: "ran", passed: results?.passed ?? 0, failed });
  say(`  ${name}: done in ${duration(Date.now() - begin)}`);
  return true;
}

/** The mocha files outside test/vscode and test/bench, a package of its own, as paths from the root. */
function mochaFiles() {
  return fs
    .readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".test.ts") && !/^(bench|fixtures|vscode)\//.test(file))
    .sort()
    .map((file) => `test/${file}`);
}

/**
 * @param {string[]} files
 * @param {string | undefined} grep
 */
function mochaArguments(files, grep) {
  return [
    ...["--import=tsx", tool("mocha/bin/mocha.js"), "--reporter", "scripts/lib/mochaReporter.mjs"],
    ...(grep ? ["--grep", grep] : []),
    ...files,
  ];
}

/** @returns {{ grep: string | undefined, parts: string[] }} */
function readArguments() {
  const words = process.argv.slice(2);
  const parts = [];
  let grep;
  while (words.length > 0) {
    const word = /** @type {string} */ (words.shift());
    if (word === "--grep" || word === "-g") grep = words.shift();
    else if (word.startsWith("--grep=")) grep = word.slice("--grep=".length);
    else if (word.startsWith("-")) throw new Problem(`${word} is not known here; there is --grep.`);
    else parts.push(word.replace(/^(\.\/)?test\//, "").replace(/\/$/, ""));
  }
  return { grep, parts };
}

/**
 * What keeps the embedded VS Code from running: a platform that has none is no failure, a missing browser or a
 * failed installation is one where nothing may be left out.
 * @returns {Promise<{ reason: string, isFailure: boolean } | null>}
 */
async function prepareEmbedded() {
  const reason = whyNoHost();
  if (reason) return { reason, isFailure: false };
  try {
    process.env.CHROME_PATH = await provideBrowser();
    await installHost();
    say(`\n▸ The browser is ${process.env.CHROME_PATH}, the embedded VS Code is installed.`);
    return null;
  } catch (problem) {
    return { reason: String(problem), isFailure: isContinuousIntegration };
  }
}

/** @param {string | undefined} grep */
async function testInVscode(grep) {
  if (grep) process.env.DERIVATIVE_LENS_TEST_GREP = grep;
  const obstacle = await prepareEmbedded();
  if (obstacle) passOver("In the embedded VS Code", obstacle.reason, obstacle.isFailure);
  else {
    await runSuites("In the extension host of the embedded VS Code", [
      "--import=tsx",
      "test/vscode/embedded.ts",
    ]);
    await runSuites(
      "In the workbench of the embedded VS Code",
      mochaArguments(["test/vscode/workbench.test.ts", "test/vscode/package.test.ts"], grep),
    );
  }
  const ranDesktop = await runSuites("In the extension host of a desktop VS Code", [
    "--import=tsx",
    "test/vscode/electron.ts",
  ]);
  if (obstacle && !ranDesktop && isContinuousIntegration) {
    passOver("In a real VS Code", "because there is neither an embedded nor a desktop one", true);
  }
}

/** Says what was run and what was not, and ends with the sum alone on the last line. */
function summarize() {
  say("\nWhat was run:");
  for (const stage of stages) {
    if (stage.outcome === "ran")
      say(`  ${stage.name}: ${stage.passed} passed, ${stage.failed.length} failed`);
  }
  const notRun = stages.filter((stage) => stage.outcome === "not run");
  if (notRun.length > 0) say("What was not run:");
  for (const stage of notRun) say(`  ${stage.name}: ${stage.reason}`);

  const passed = stages.reduce((sum, stage) => sum + (stage.outcome === "ran" ? stage.passed : 0), 0);
  const failed = stages.flatMap((stage) => {
    if (stage.outcome === "ran") return stage.failed;
    return stage.isFailure ? [`${stage.name} (not run: ${stage.reason})`] : [];
  });
  if (failed.length > 0) say("What failed:");
  for (const name of failed) say(`  ✗ ${name}`);
  say(`\n${passed} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
}

async function main() {
  requireNode();
  const { grep, parts } = readArguments();
  const isWhole = parts.length === 0 && grep === undefined;
  await installDependencies();

  const isBuilt = await check("Building", () => build());
  if (isWhole) {
    await check("Checking the types", typecheck);
    await check("Checking the style (biome)", async () => {
      return (await run(process.execPath, [tool("@biomejs/biome/bin/biome"), "check", "."])) === 0;
    });
  } else {
    passOver("Checking the types and the style", "because only a part was asked for", false);
  }

  const files = mochaFiles().filter(
    (file) => parts.length === 0 || parts.some((part) => file.startsWith(`test/${part}`)),
  );
  const isVscodeWanted = parts.length === 0 ? grep === undefined : parts.some((part) => part === "vscode");
  if (files.length === 0 && !isVscodeWanted) throw new Problem(`There are no tests in ${parts.join(", ")}.`);
  if (files.length > 0) await runSuites("The mocha suites", mochaArguments(files, grep));

  if (!isVscodeWanted) passOver("In VS Code", "because only a part was asked for", false);
  else if (!isBuilt) passOver("In VS Code", "because the build failed", true);
  else await testInVscode(grep);
  summarize();
}

await runMain(main);
