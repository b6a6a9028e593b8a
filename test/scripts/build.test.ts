/** What others rely on after the build: the command, the server and the engine's package. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { bundles } from "../../scripts/build.mjs";
import { root } from "../../scripts/lib/steps.mjs";

describe("the build", () => {
  it("every bundle is there, and the engine's declarations", () => {
    for (const file of [...bundles.map(({ output }) => output), "engine/dist/index.d.ts"]) {
      assert.ok(fs.existsSync(path.join(root, file)), file);
    }
  });

  it("`nested-tape` can be imported from the root", () => {
    const code =
      'import { derivative } from "nested-tape"; process.stdout.write(`${derivative((x) => x, 1)(3)}`);';
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: root });
    assert.equal(String(output), "1");
  });

  it("the command line is a program that `bin` names", () => {
    const { bin } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
    const file = path.join(root, bin["derivative-lens"]);
    assert.match(fs.readFileSync(file, "utf8").slice(0, 40), /^#!\/usr\/bin\/env node\n/);
    const output = execFileSync(process.execPath, [file, "check", "--json", "examples/quickstart.ts"], {
      cwd: root,
    });
    assert.equal(JSON.parse(String(output)).version, 1);
  });
});
