/**
 * What the extension host runs: the tests of one of the folders beside this file, by mocha. The environment says
 * which folder, and where the results go.
 */

import fs from "node:fs";
import path from "node:path";
import { recordResults, resultsVariable } from "../../../scripts/lib/testResults.mjs";

export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({
    ui: "bdd",
    color: false,
    timeout: 60_000,
    grep: process.env.DERIVATIVE_LENS_TEST_GREP,
  });
  const folder = path.join(__dirname, process.env.DERIVATIVE_LENS_SUITE ?? "folder");
  for (const file of fs.readdirSync(folder).filter((file) => file.endsWith(".test.js"))) {
    mocha.addFile(path.join(folder, file));
  }
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    recordResults(runner, process.env[resultsVariable]);
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
