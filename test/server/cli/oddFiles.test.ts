/** Files and outputs as disks and shells may have them: one warning for each, and the rest is checked. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";

const program = path.resolve("dist/cli.js");
const good = "/** @differentiable @at x = 3 */\nexport const f = (x: number) => x * x;\n";
const bad = "/** @differentiable @at x = 3 */\nexport const f = (x: number) => x.y.z;\n";

describe("odd files on the command line", function () {
  this.timeout(60_000);
  let folder: string;

  before(function () {
    if (process.platform === "win32") this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-odd-files-"));
    fs.mkdirSync(path.join(folder, "in"));
    fs.writeFileSync(path.join(folder, "in/good.ts"), good);
    fs.writeFileSync(path.join(folder, "bad.ts"), bad);
  });
  after(() => folder && fs.rmSync(folder, { recursive: true, force: true }));

  /** @param further what the shell is to do with the command's output */
  function run(given: readonly string[], further = "") {
    const words = [process.execPath, program, "check", ...given].map((word) => `'${word}'`).join(" ");
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", `${words} ${further}`], {
      cwd: folder,
      encoding: "utf8",
      timeout: 30_000,
    });
    return { status, stdout, stderr };
  }

  const odd: [what: string, make: (file: string) => void, problem: string][] = [
    ["a link to a pipe", (file) => fs.symlinkSync("../pipe", file), "is neither a file nor a folder"],
    ["a link to a device", (file) => fs.symlinkSync("/dev/zero", file), "is neither a file nor a folder"],
    [
      "a link to itself",
      (file) => fs.symlinkSync("odd.ts", file),
      "cannot be read: its links lead in a circle",
    ],
    ["a link to nothing", (file) => fs.symlinkSync("nowhere.ts", file), "cannot be read: nothing is there"],
    [
      "no UTF-8",
      (file) => fs.writeFileSync(file, Buffer.from([0x2f, 0x2f, 0xe9])),
      "is not a text file in UTF-8",
    ],
    ["a binary", (file) => fs.writeFileSync(file, Buffer.from([0x61, 0x00])), "is not a text file in UTF-8"],
  ];
  for (const [what, make, problem] of odd) {
    it(`pass over ${what}, in a folder and by its name`, () => {
      spawnSync("mkfifo", [path.join(folder, "pipe")]);
      make(path.join(folder, "in/odd.ts"));
      for (const named of [["in"], ["in/*.ts"], ["in/odd.ts", "in/good.ts"]]) {
        const { status, stdout, stderr } = run(named);
        assert.equal(stderr, `derivative-lens: in/odd.ts ${problem}.\n`);
        assert.match(stdout, /^f {2}in\/good\.ts:2\n/);
        assert.equal(status, 0);
      }
      assert.equal(run(["in/odd.ts"]).status, 2);
      assert.equal(run(["in/odd.ts", "bad.ts"]).status, 1);
      fs.rmSync(path.join(folder, "in/odd.ts"));
    });
  }

  it("are checked once, however many links lead to them", () => {
    fs.symlinkSync(".", path.join(folder, "in/loop"));
    fs.symlinkSync("good.ts", path.join(folder, "in/other.ts"));
    const { status, stdout, stderr } = run(["in", "in/loop/good.ts"]);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.equal(stdout.match(/^f /gm)?.length, 1);
    for (const name of ["in/loop", "in/other.ts"]) fs.rmSync(path.join(folder, name));
  });

  it("may be no names for a disk", () => {
    for (const name of ["", "in/good.ts/x.ts", `${"a".repeat(300)}.ts`, `${"a/".repeat(4_000)}b.ts`]) {
      const { status, stdout, stderr } = run([name]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^derivative-lens: There is no file .*\.\n$/);
    }
  });

  it("may be in a folder that vanished", () => {
    fs.mkdirSync(path.join(folder, "gone"));
    const { status, stderr } = spawnSync(
      "/bin/sh",
      ["-c", `cd gone && rmdir ../gone && '${process.execPath}' '${program}' check a.ts`],
      { cwd: folder, encoding: "utf8" },
    );
    assert.equal(stderr, "derivative-lens: The working folder is not there any more.\n");
    assert.equal(status, 2);
  });

  it("are answered by the same status when the output is closed, and by 2 when the disk is full", () => {
    assert.equal(run(["bad.ts"], ">&-").status, 1);
    assert.equal(run(["missing.ts"], "2>&-").status, 2);
    const many = Array.from({ length: 300 }, (_, index) => good.replace("f =", `f${index} =`));
    fs.writeFileSync(path.join(folder, "many.ts"), many.join("") + bad);
    const script = `{ '${process.execPath}' '${program}' check --json many.ts; echo $? >&2; } | head -c 1`;
    const piped = spawnSync("/bin/sh", ["-c", script], { cwd: folder, encoding: "utf8" });
    assert.deepEqual([piped.stdout, piped.stderr], ["{", "1\n"]);
    if (!fs.existsSync("/dev/full")) return;
    const full = run(["bad.ts"], "> /dev/full");
    assert.equal(full.stderr, "derivative-lens: The result cannot be written: the disk is full.\n");
    assert.equal(full.status, 2);
  });
});
