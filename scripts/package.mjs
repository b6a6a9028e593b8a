// @ts-check
/** Makes `derivative-lens-<version>.vsix`, the extension as it is installed (= `npm run package`). */

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { installDependencies, requireNode } from "./lib/npm.mjs";
import { root, runMain, runQuietly, say, step, tool } from "./lib/steps.mjs";

/**
 * Builds for the package and packs it.
 * @param {string} [folder] where the file goes
 * @returns {Promise<string>} the file
 */
export async function packageExtension(folder = root) {
  await build({ production: true });
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  const file = path.join(folder, `${name}-${version}.vsix`);
  await runQuietly(process.execPath, [
    tool("@vscode/vsce/vsce"),
    ...["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"],
    ...["--out", file],
  ]);
  return file;
}

async function main() {
  requireNode();
  await installDependencies();
  const file = await step("Building and packaging", () => packageExtension());
  const kilobytes = Math.round(fs.statSync(file).size / 1000);
  say(
    `\n${path.basename(file)}, ${kilobytes} kB. Install it by: code --install-extension ${path.basename(file)}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) void runMain(main);
