/**
 * Runs the suites in the extension host of the embedded VS Code.
 *
 *     npx tsx test/vscode/embedded.ts [suite…]
 */

import os from "node:os";
import path from "node:path";
import { duration, runMain, say } from "../../scripts/lib/steps.mjs";
import {
  readResults,
  resultsVariable,
  sumResults,
  type TestResults,
  writeResults,
} from "../../scripts/lib/testResults.mjs";
import { artifact, openWorkbench } from "./host.js";
import { bundleSuites, suites } from "./suites.js";

const longestSuite = 300_000;

/** Runs one suite; what did not come to its end counts as a failure. */
async function runSuite(suite: (typeof suites)[number], tests: string): Promise<TestResults> {
  const begin = Date.now();
  say(`▸ Suite “${suite.name}” in the embedded VS Code …`);
  const file = path.join(os.tmpdir(), `derivative-lens-${process.pid}-${suite.name}.json`);
  const workbench = await openWorkbench({
    workspace: suite.workspace,
    isTrusted: suite.isTrusted,
    tests,
    environment: { DERIVATIVE_LENS_SUITE: suite.name, [resultsVariable]: file },
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<"too long">((resolve) => {
    timer = setTimeout(resolve, longestSuite, "too long");
  });
  try {
    const ending = await Promise.race([workbench.suiteEnded, tooLong]);
    await workbench.page.screenshot({ path: artifact(`suite-${suite.name}.png`) });
    const results = readResults(file);
    if (results && ending !== "too long") {
      for (const { title, message } of results.failed)
        say(`  ✗ ${title}\n    ${message.replaceAll("\n", "\n    ")}`);
      say(`  ${results.passed} passed, ${results.failed.length} failed, in ${duration(Date.now() - begin)}`);
      return results;
    }
    say(workbench.log.slice(-40).join("\n"));
    const message =
      ending === "too long" ? `not done after ${duration(longestSuite)}` : `ended with exit code ${ending}`;
    return { passed: 0, failed: [{ title: `suite “${suite.name}”`, message }], pending: [] };
  } finally {
    clearTimeout(timer);
    await workbench.close();
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const tests = await bundleSuites();
  const results: TestResults[] = [];
  for (const suite of suites) {
    if (wanted.length === 0 || wanted.includes(suite.name)) results.push(await runSuite(suite, tests));
  }
  const total = sumResults(results);
  const resultsFile = process.env[resultsVariable];
  if (resultsFile) writeResults(resultsFile, total);
  if (total.failed.length > 0) process.exitCode = 1;
}

void runMain(main);
