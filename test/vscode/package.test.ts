/** The extension as users get it: packaged, installed from the `.vsix` file, and at work in a fresh VS Code. */

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { packageExtension } from "../../scripts/package.mjs";
import { openWorkbench } from "./host.js";

/** All that the package may contain, in lower case: the packer writes some names its own way. */
const contents = [
  "changelog.md",
  "dist/extension.js",
  "dist/language.js",
  "dist/panel/main.css",
  "dist/panel/main.js",
  "dist/server.js",
  "dist/third-party-notices.txt",
  "dist/worker.js",
  "license.txt",
  "media/icon.png",
  "media/panel.svg",
  "package.json",
  "readme.md",
  "syntaxes/tags.injection.json",
];

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((file) => file !== ".vsixmanifest")
    .map((file) => file.toLowerCase())
    .sort();
}

describe("the package", function () {
  this.timeout(180_000);
  let temporary: string;

  before(() => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-package-"));
  });

  after(() => fs.rmSync(temporary, { recursive: true, force: true }));

  it("installs, contains what it should, and shows hints", async () => {
    const vsix = await packageExtension(temporary);
    const workbench = await openWorkbench({
      workspace: "test/vscode/workspace",
      file: "quickstart.ts",
      isTrusted: true,
      vsix,
    });
    try {
      const [installed = ""] = fs
        .readdirSync(workbench.extensionsFolder)
        .filter((name) => name.startsWith("derivative-lens.derivative-lens-"));
      assert.deepEqual(filesIn(path.join(workbench.extensionsFolder, installed)), contents);
      await workbench.page
        .locator(".view-line", { hasText: /f\(3\)\s=\s9\s·\sf′\s=\s6/u })
        .waitFor({ timeout: 60_000 });
    } finally {
      await workbench.close();
    }
  });
});
