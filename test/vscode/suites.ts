/** The suites that run inside the extension host, and bundling them. */

import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { root } from "../../scripts/lib/steps.mjs";

/** Each with what is opened for it, see `WorkbenchOptions`. */
export const suites = [
  { name: "folder", workspace: "test/vscode/workspace", isTrusted: true },
  { name: "restricted", workspace: "test/vscode/workspace", isTrusted: false },
  { name: "roots", workspace: "test/vscode/roots/roots.code-workspace", isTrusted: true },
] as const;

/** Bundles the suites; gives the module that the extension host runs. */
export async function bundleSuites(): Promise<string> {
  const folder = path.join(root, "test", "vscode", "suite");
  const outputFolder = path.join(root, "out", "suite");
  fs.rmSync(outputFolder, { recursive: true, force: true });
  const tests = suites.flatMap(({ name }) =>
    fs.readdirSync(path.join(folder, name)).map((file) => path.join(folder, name, file)),
  );
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(folder, "index.ts"), ...tests],
    outdir: outputFolder,
    outbase: folder,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "error",
  });
  return path.join(outputFolder, "index.js");
}
