import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findDesktopExecutable, findOnPath } from "../../scripts/lib/desktop.mjs";

/** Calls back with a folder where these programs are; a value is what a link points to. */
function withPrograms(programs: Record<string, string | null>, check: (folder: string) => void): void {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-programs-")));
  try {
    for (const [name, target] of Object.entries(programs)) {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      if (target) fs.symlinkSync(path.join(folder, target), file);
      else fs.writeFileSync(file, "", { mode: 0o755 });
    }
    check(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

// Windows tells programs by their endings, and its links need a privilege: there these have nothing to hold.
const describeWithModes = process.platform === "win32" ? () => {} : describe;

describeWithModes("finding programs", () => {
  it("the first folder of the PATH that has the program wins", () => {
    withPrograms({ "a/other": null, "b/code": null, "c/code": null }, (folder) => {
      const searchPath = ["a", "b", "c"].map((name) => path.join(folder, name)).join(path.delimiter);
      assert.equal(findOnPath("code", searchPath), path.join(folder, "b/code"));
      assert.equal(findOnPath("codium", searchPath), null);
    });
  });

  it("a file that may not be run is no program", () => {
    withPrograms({ "a/code": null }, (folder) => {
      fs.chmodSync(path.join(folder, "a/code"), 0o644);
      assert.equal(findOnPath("code", path.join(folder, "a")), null);
    });
  });

  it("behind the `code` command stands the program of VS Code", () => {
    withPrograms({ "share/bin/code": null, "share/code": null, "bin/code": "share/bin/code" }, (folder) => {
      assert.equal(findDesktopExecutable(path.join(folder, "bin")), path.join(folder, "share/code"));
    });
  });
});
