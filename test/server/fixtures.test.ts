/**
 * Whole files through the whole pipeline: each example as the editor shows it, its hints written into the source
 * and its findings at the end. `UPDATE_EXPECT=1` accepts what is shown now; read the diff.
 */

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { inlayHints } from "../../server/features/inlayHints.js";
import type { ModuleReport } from "../../server/report.js";
import { runModule } from "./pipeline.js";

const root = path.join(__dirname, "..", "..");
const expectedFolder = path.join(root, "test", "fixtures", "hints");

function moduleReport(module: string): ModuleReport {
  const host = { read: (name: string) => (fs.existsSync(name) ? fs.readFileSync(name, "utf8") : undefined) };
  return { module, ...runModule(module, host) };
}

function asShown(module: string): string {
  const text = fs.readFileSync(module, "utf8");
  const report = moduleReport(module);
  let shown = "";
  let from = 0;
  for (const hint of inlayHints(report, text, { signature: true, body: true, digits: 4 })) {
    shown += `${text.slice(from, hint.offset)} /* ${hint.text} */`;
    from = hint.offset;
  }
  const findings = [...report.findings, ...report.reports.flatMap((of) => of.findings)];
  const lines = findings.map(({ code, severity, message }) => `// ${severity} ${code}: ${message}\n`);
  return shown + text.slice(from) + lines.join("");
}

describe("The examples show", () => {
  const examples = fs.readdirSync(path.join(root, "examples")).filter((file) => /\.[jt]sx?$/.test(file));
  for (const file of examples) {
    it(file, () => {
      const shown = asShown(path.join(root, "examples", file));
      const expectedFile = path.join(expectedFolder, file);
      if (process.env.UPDATE_EXPECT) fs.writeFileSync(expectedFile, shown);
      assert.equal(shown, fs.readFileSync(expectedFile, "utf8"));
    });
  }
});
