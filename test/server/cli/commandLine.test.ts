import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";

const program = path.resolve("dist/cli.js");

describe("the command line", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-cli-"));
    const write = (name: string, content: string | Buffer) => {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), content);
    };
    write(
      "square.ts",
      "/** @differentiable @at x = 3 @order 3 */\nexport const f = (x: number) => x ** 2;\n",
    );
    write(
      "src/product.ts",
      "/**\n * @differentiable\n * @at x = 1, y = 2\n * @order 2\n */\nexport function g(x: number, y: number) {\n  return [x * y, x / 0];\n}\n",
    );
    write(
      "src/imported.js",
      'import { f } from "../square";\n/** @differentiable @at x = 2 */\nexport const h = (x) => f(x) + 1;\n',
    );
    write(
      "src/node_modules/skipped.ts",
      "/** @differentiable @at x = 1 */\nconst skipped = (x: number) => x;\n",
    );
    write("src/types.d.ts", "declare const nothing: number;\n");
    write("plain.ts", "export const nothing = 1;\n");
    write(
      "wrong.ts",
      "const a = 1;\n\n/** @differentiable @at x = 1, z = 2 */\nexport const f = (x: number) => x;\n",
    );
    write("binary.ts", Buffer.from([0x61, 0x00, 0x62]));
    write("latin.ts", Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]));
    write("endless.ts", "/** @differentiable @at x = 1 */\nfunction f(x: number) {\n  while (true) {}\n}\n");
    write(
      "claim.ts",
      "/** @at x = 3 */\nconst f = (x: number) => x ** 2;\n/** @derivativeOf f */\nconst g = (x: number) => x;\n",
    );
    write("text.txt", "text");
    fs.mkdirSync(path.join(folder, "empty"));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  function run(...given: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...given], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "" },
    });
    return { status, stdout, stderr };
  }

  function refused(given: string[], message: RegExp) {
    const { status, stdout, stderr } = run(...given);
    assert.equal(status, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, message);
  }

  it("prints a table of orders", () => {
    assert.deepEqual(run("check", "square.ts"), {
      status: 0,
      stdout:
        "f  square.ts:2\n  at x = 3\n    f   9\n    f′  6\n    f″  2\n    f‴  0\n    all derivatives from order 3 on are 0\n",
      stderr: "",
    });
  });

  it("prints the JSON of the contract", () => {
    const { status, stdout, stderr } = run("check", "--json", "square.ts");
    assert.equal(status, 0);
    assert.equal(stderr, "");
    assert.deepEqual(JSON.parse(stdout), {
      version: 1,
      reports: [
        {
          function: "f",
          file: "square.ts",
          line: 2,
          order: 3,
          inputs: ["x"],
          points: [
            {
              at: { x: 3 },
              value: 9,
              digits: 15,
              derivatives: [
                { order: 1, wrt: ["x"], value: 6, digits: 15 },
                { order: 2, wrt: ["x", "x"], value: 2, digits: 15 },
                { order: 3, wrt: ["x", "x", "x"], value: 0, digits: 15 },
              ],
            },
          ],
          diagnostics: [],
        },
      ],
      diagnostics: [],
    });
  });

  it("names results of several numbers and writes what is not finite as strings", () => {
    const { stdout } = run("check", "--json", "src/product.ts");
    const [report] = JSON.parse(stdout).reports;
    const [point] = report.points;
    assert.deepEqual(point.value, [2, "Infinity"]);
    assert.deepEqual(point.derivatives.slice(0, 4), [
      { order: 1, wrt: ["x"], of: "[0]", value: 2, digits: 15 },
      { order: 1, wrt: ["y"], of: "[0]", value: 1, digits: 15 },
      { order: 1, wrt: ["x"], of: "[1]", value: "Infinity" },
      { order: 1, wrt: ["y"], of: "[1]", value: 0, digits: 15 },
    ]);
    assert.ok(
      point.derivatives.some(
        ({ wrt, of }: { wrt: string[]; of: string }) => of === "[0]" && wrt.join() === "x,y",
      ),
    );
  });

  it("writes no character of the workspace that commands a terminal", function () {
    if (process.platform === "win32") this.skip();
    const name = "a\u001b[31m\u009b\u202e\nb.ts";
    const text = "\u001b[2J\u009b31m\u0007\u202e\u2066\u2028";
    const source = `/** @differentiable @at x = 1, s = ${JSON.stringify(text)} */\nexport const f = (x: number, s: string) => ({ [s]: x, value: Math.sqrt(-x) });\n`;
    fs.writeFileSync(
      path.join(folder, name),
      `${source}/** @differentiable @at x = 1 */\nexport const g = (x: number) => { throw new Error(${JSON.stringify(text)}); };\n`,
    );
    for (const options of [[], ["--json"]]) {
      const { status, stdout, stderr } = run("check", ...options, name);
      assert.equal(status, 1);
      assert.equal(stderr, "");
      assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
      assert.match(
        stdout,
        options.length === 0 ? /a\ufffd\[31m\ufffd\ufffd b\.ts/ : /a\\u001b\[31m\\u009b\\u202e\\nb\.ts/,
      );
    }
    const { stderr } = run("check", `${name}x`);
    assert.match(stderr, /There is no file a\ufffd\[31m\ufffd\ufffd b\.tsx\.\n$/);
    fs.rmSync(path.join(folder, name));
  });

  it("takes other points and orders than the tags'", () => {
    const { stdout } = run("check", "--json", "--at", "x = 2 ** 2", "--order", "1", "square.ts");
    const [report] = JSON.parse(stdout).reports;
    assert.equal(report.order, 1);
    assert.deepEqual(report.points, [
      { at: { x: 4 }, value: 16, digits: 15, derivatives: [{ order: 1, wrt: ["x"], value: 8, digits: 15 }] },
    ]);
  });

  it("reads folders and globs, without node_modules and declarations, and follows imports", () => {
    for (const named of ["src", "src/**/*.{ts,js}", "./src/*"]) {
      const { stdout } = run("check", "--json", named);
      const names = JSON.parse(stdout).reports.map(
        ({ function: name, file }: { function: string; file: string }) => `${file} ${name}`,
      );
      assert.deepEqual(names, ["src/imported.js h", "src/product.ts g"]);
    }
    const { stdout } = run("check", "--json", "src/imported.js");
    assert.equal(JSON.parse(stdout).reports[0].points[0].value, 5);
  });

  it("answers 1 and says where when a tag is wrong", () => {
    const { status, stdout } = run("check", "--json", "wrong.ts");
    assert.equal(status, 1);
    const [found] = JSON.parse(stdout).reports[0].diagnostics;
    const { code, severity, file, line, column } = found;
    assert.deepEqual(
      { code, severity, file, line, column },
      { code: "point-unknown-parameter", severity: "error", file: "wrong.ts", line: 3, column: 32 },
    );
    assert.match(run("check", "wrong.ts").stdout, /wrong\.ts:3:32 {2}error/);
  });

  it("answers 1 when a function is not the derivative that it says to be", () => {
    const { status, stdout } = run("check", "--json", "claim.ts");
    assert.equal(status, 1);
    const { reports, diagnostics } = JSON.parse(stdout);
    assert.deepEqual(reports, []);
    assert.deepEqual(
      diagnostics.map(({ code, line }: { code: string; line: number }) => [code, line]),
      [["derivative-disagrees", 4]],
    );
    assert.match(
      run("check", "claim.ts").stdout,
      /f′ is 6, and this function gives 3, a relative error of 0\.50/,
    );
  });

  it("ends a function that never ends, and names the loop", () => {
    const { status, stdout } = run("check", "--json", "endless.ts");
    assert.equal(status, 1);
    const [found] = JSON.parse(stdout).reports[0].diagnostics;
    assert.match(found.code, /^budget-/);
    assert.equal(found.line, 3);
  });

  it("shares functions that never end between its processes, and prints them in their order", () => {
    const endless = (name: string) =>
      `/** @differentiable @at x = 1 */\nexport const ${name} = (x: number) => { for (;;) x += 1; };\n`;
    const square = "/** @differentiable @at x = 3 */\nexport const square = (x: number) => x * x;\n";
    const names = ["a", "b", "c", "d", "e"];
    fs.writeFileSync(path.join(folder, "several.ts"), `${names.map(endless).join("")}${square}`);
    const { status, stdout, stderr } = run("check", "--json", "several.ts", "square.ts", "endless.ts");
    assert.deepEqual([status, stderr], [1, ""]);
    const reports: { function: string; points: { value: unknown }[]; diagnostics: { code: string }[] }[] =
      JSON.parse(stdout).reports;
    assert.deepEqual(
      reports.map((report) => report.function),
      [...names, "square", "f", "f"],
    );
    for (const { diagnostics } of reports.filter((_, index) => index < 5)) {
      assert.match(diagnostics[0]!.code, /^budget-/);
    }
    assert.deepEqual(
      [reports[5], reports[6]].map((report) => report?.points[0]?.value),
      [9, 9],
    );
  });

  it("says when nothing is marked", () => {
    assert.deepEqual(run("check", "plain.ts"), {
      status: 0,
      stdout: "No function is marked @differentiable here.\n",
      stderr: "",
    });
    assert.deepEqual(JSON.parse(run("check", "--json", "plain.ts").stdout), {
      version: 1,
      reports: [],
      diagnostics: [],
    });
  });

  it("refuses what it does not understand", () => {
    refused([], /No command is given/);
    refused(["chekc", "square.ts"], /Unknown command 'chekc'/);
    refused(["check"], /No file is given/);
    refused(["check", "--jsno", "square.ts"], /Unknown option '--jsno'/);
    refused(["check", "--order", "0", "square.ts"], /--order takes a whole number/);
    refused(["check", "--order", "two", "square.ts"], /--order takes a whole number/);
    refused(["check", "--order"], /--order/);
    refused(["check", "--at", "", "square.ts"], /--at takes a point/);
  });

  it("refuses files that are missing or are not text", () => {
    refused(["check", "missing.ts"], /There is no file missing\.ts/);
    refused(
      ["check", "square.ts", "missing/*.ts"],
      /No TypeScript or JavaScript file matches missing\/\*\.ts/,
    );
    refused(["check", "empty"], /The folder empty has no TypeScript or JavaScript file/);
    refused(["check", "binary.ts"], /binary\.ts is not a text file/);
    refused(["check", "latin.ts"], /latin\.ts is not a text file/);
    refused(["check", "text.txt"], /text\.txt is not a TypeScript or JavaScript source file/);
  });

  it("tells its usage and its version", () => {
    const help = run("--help");
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Usage: derivative-lens check/);
    const { version } = JSON.parse(fs.readFileSync("package.json", "utf8"));
    assert.deepEqual(run("--version"), { status: 0, stdout: `${version}\n`, stderr: "" });
  });
});
