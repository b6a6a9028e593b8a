// @ts-check
/**
 * Checks the types of the whole clone: every tsconfig.json is a world of its own. The engine's has neither Node's
 * nor the DOM's types, the page's has the DOM's, the root's has Node's.
 */

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, run, runMain, tool } from "./lib/steps.mjs";

export const projects = ["tsconfig.json", "engine/tsconfig.json", "client/panel/page/tsconfig.json"];

/** @returns {Promise<boolean>} whether all of it is right */
export async function typecheck() {
  let isRight = true;
  for (const project of projects) {
    if (!fs.existsSync(path.join(root, project))) {
      process.stderr.write(`${project} does not exist.\n`);
      isRight = false;
      continue;
    }
    const status = await run(process.execPath, [tool("typescript/bin/tsc"), "-p", project, "--noEmit"]);
    if (status !== 0) isRight = false;
  }
  return isRight;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  void runMain(async () => {
    if (!(await typecheck())) process.exitCode = 1;
  });
}
