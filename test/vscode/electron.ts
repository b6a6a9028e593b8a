/**
 * Runs the same suites in a desktop VS Code by @vscode/test-electron: the one that VSCODE_EXECUTABLE names, else the
 * installed one, else one that is downloaded. Where none can be had it says so, and ends with the status 3 that means "not run".
 *
 *     npx tsx test/vscode/electron.ts [suite…]
 */

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { findDesktopExecutable } from "../../scripts/lib/desktop.mjs";
import { root, runMain, say } from "../../scripts/lib/steps.mjs";
import {
  readResults,
  resultsVariable,
  sumResults,
  type TestResults,
  writeResults,
} from "../../scripts/lib/testResults.mjs";
import { cacheFolder } from "../../scripts/lib/vscodeHost.mjs";
import { copyWorkspace } from "./host.js";
import { bundleSuites, suites } from "./suites.js";

const notRun = 3;

/** The executable, or why there is none. */
async function findExecutable(): Promise<{ file: string } | { reason: string }> {
  const chosen = process.env.VSCODE_EXECUTABLE;
  if (chosen) {
    return fs.existsSync(chosen)
      ? { file: chosen }
      : { reason: `VSCODE_EXECUTABLE is ${chosen}, which is not there` };
  }
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { reason: "there is no display (xvfb-run gives one)" };
  }
  const installed = findDesktopExecutable();
  if (installed) return { file: installed };
  try {
    return { file: await downloadAndUnzipVSCode({ cachePath: path.join(cacheFolder(), "vscode-desktop") }) };
  } catch (problem) {
    return {
      reason: `VS Code cannot be downloaded: ${problem instanceof Error ? problem.message : problem}`,
    };
  }
}

async function runSuite(
  suite: (typeof suites)[number],
  executable: string,
  tests: string,
): Promise<TestResults> {
  say(`▸ Suite “${suite.name}” in ${executable} …`);
  const temporary = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-")));
  const file = path.join(temporary, "results.json");
  const { opened } = copyWorkspace(suite.workspace, path.join(temporary, "work"));
  let ending = "ended early";
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [
        opened,
        `--user-data-dir=${path.join(temporary, "data")}`,
        `--extensions-dir=${path.join(temporary, "extensions")}`,
        "--skip-welcome",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ...(suite.isTrusted ? ["--disable-workspace-trust"] : []),
      ],
      extensionTestsEnv: { DERIVATIVE_LENS_SUITE: suite.name, [resultsVariable]: file },
    });
  } catch (problem) {
    ending = String(problem);
  }
  const results = readResults(file);
  fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  return results ?? { passed: 0, failed: [{ title: `suite “${suite.name}”`, message: ending }], pending: [] };
}

async function main(): Promise<void> {
  const executable = await findExecutable();
  if ("reason" in executable) {
    say(`  Not run: ${executable.reason}.`);
    process.exitCode = notRun;
    return;
  }
  const wanted = process.argv.slice(2);
  const tests = await bundleSuites();
  const results: TestResults[] = [];
  for (const suite of suites) {
    if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
    results.push(await runSuite(suite, executable.file, tests));
  }
  const total = sumResults(results);
  for (const { title, message } of total.failed) say(`  ✗ ${title}\n    ${message}`);
  say(`  ${total.passed} passed, ${total.failed.length} failed`);
  const resultsFile = process.env[resultsVariable];
  if (resultsFile) writeResults(resultsFile, total);
  if (total.failed.length > 0) process.exitCode = 1;
}

void runMain(main);
