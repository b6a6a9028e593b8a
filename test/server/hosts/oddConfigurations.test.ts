/** Configurations of any shape, and disks that answer oddly: at worst an import is not found, and nothing else suffers. */

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { quickBudget } from "../../../server/evaluation/budget.js";
import { createModuleHost } from "../../../server/hosts/moduleHost.js";
import { openNodePipeline } from "../../../server/hosts/nodePipeline.js";
import { buildWalls, noWalls } from "../../../server/hosts/walls.js";
import { openPipeline } from "../../../server/openPipeline.js";

const long = "a".repeat(5_000);

const shapes: unknown[] = [
  ...[null, true, 5, "x", "", ".", "\0", long, [], {}, [null], [5], [""], [[["x"]]], ["../../../../../.."]],
  ...[{ "*": 5 }, { "*": [5] }, { "*": [null] }, { "*": "x" }, { "*": ["*"] }, { "*": [""] }, { "": [""] }],
  ...[{ "*": ["\0"] }, { "*": [`${long}/*`] }, { "a*b*c": ["x"] }, { m: ["./self/self/x"] }, { m: [] }],
  ...[
    { ".": 5 },
    { ".": { import: 5 } },
    { "#n": 5 },
    { "#n": "#n" },
    { "#n": "./\0.js" },
    { "#n": `./${long}.js` },
  ],
  ...[
    [{ path: 5 }],
    [{ path: "\0" }],
    [{ path: long }],
    [{ path: "." }],
    "./tsconfig.json",
    ["./tsconfig.json"],
  ],
];

const ofTheCompiler = [
  "baseUrl",
  "paths",
  "rootDirs",
  "rootDir",
  "outDir",
  "customConditions",
  "pathsBasePath",
];
const ofTheProject = ["extends", "references", "files", "include", "compilerOptions"];
const ofThePackage = ["name", "main", "type", "exports", "imports"];

const specifiers = [
  ...[
    "",
    " ",
    ".",
    "..",
    "...",
    "/",
    "//",
    "~",
    "#",
    "#/",
    "@",
    "@/",
    "@a/",
    "a//b",
    "__proto__",
    "constructor",
  ],
  ...[
    "./a\\0b",
    "\\0",
    "%00",
    "./\\uD800",
    "node:",
    "node:nope",
    "file:///etc/hosts",
    "data:text/javascript,1",
  ],
  ...["./loop", "./loop.ts", "../self/x", "./main.ts/x", "./main.ts/", "./x?raw", "/dev/zero", "/dev/stdin"],
  ...[`./${"a".repeat(300)}`, `./${"a/".repeat(3_000)}x`],
];

describe("odd configurations and disks", () => {
  let folder: string;
  const main = () => `${folder}/src/main.ts`;
  const marked = "/** @differentiable @at x = 3 */ export const f = (x: number) => x * x;\n";
  const imports =
    'import { k } from "m";\nimport "#n";\nimport { j } from "./b.js";\nimport p from "pkg/sub";\n';

  before(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-odd-")));
    folder = folder.replaceAll("\\", "/");
    fs.mkdirSync(`${folder}/src`);
    fs.mkdirSync(`${folder}/node_modules/pkg`, { recursive: true });
    if (process.platform === "win32") return;
    fs.symlinkSync("self", `${folder}/self`);
    fs.symlinkSync("loop.ts", `${folder}/src/loop.ts`);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    for (const name of ["tsconfig.json", "package.json", "node_modules/pkg/package.json"]) {
      fs.rmSync(`${folder}/${name}`, { force: true });
    }
  });

  const write = (name: string, content: unknown) =>
    fs.writeFileSync(`${folder}/${name}`, typeof content === "string" ? content : JSON.stringify(content));

  /** The codes of all that is found, by the walls of a trusted workspace and without walls. */
  const codes = (source: string) =>
    [buildWalls({ folders: [folder], isTrusted: true }), noWalls].map((walls) => {
      const pipeline = openNodePipeline(openPipeline, { host: createModuleHost(walls) });
      pipeline.setText(main(), source);
      const found: string[] = [];
      const { findings } = pipeline.work(
        { module: main(), budget: quickBudget, known: {} },
        ({ isFinal, findings, outcome }) => {
          if (!isFinal) return;
          found.push(...[...findings, ...(outcome?.findings ?? [])].map(({ code }) => code));
          assert.equal(outcome?.points[0]?.value, 9);
        },
      );
      return [...findings.map(({ code }) => code), ...found];
    });

  const check = (what: string, source = imports + marked) => {
    for (const found of codes(source)) {
      assert.deepEqual(
        found.filter((code) => code !== "unresolved-import"),
        [],
        what,
      );
    }
  };

  it("are projects whose options have another shape", () => {
    for (const shape of shapes) {
      for (const name of ofTheCompiler) {
        write("tsconfig.json", { compilerOptions: { [name]: shape } });
        check(`compilerOptions.${name}: ${JSON.stringify(shape).slice(0, 60)}`);
      }
      for (const name of ofTheProject) {
        write("tsconfig.json", { [name]: shape });
        check(`${name}: ${JSON.stringify(shape).slice(0, 60)}`);
      }
    }
  }).timeout(30_000);

  it("are packages whose fields have another shape", () => {
    for (const shape of shapes) {
      for (const name of ofThePackage) {
        write("package.json", { name: "pkg", [name]: shape });
        write("node_modules/pkg/package.json", { [name]: shape });
        check(`${name}: ${JSON.stringify(shape).slice(0, 60)}`);
      }
    }
  }).timeout(30_000);

  it("are files that hold no object, and no JSON", () => {
    const texts = ["", "{", "\0", "// x", "{".repeat(20_000), "[".repeat(200_000)];
    for (const text of [...texts, ...shapes.map((shape) => JSON.stringify(shape))]) {
      for (const name of ["tsconfig.json", "package.json", "node_modules/pkg/package.json"])
        write(name, text);
      check(text.slice(0, 60));
    }
  }).timeout(30_000);

  it("are files in a circle of links, below a file, of too long a name or of a name that no disk takes", () => {
    for (const specifier of specifiers) {
      for (const form of [`import { k } from "${specifier}";`, `export * from "${specifier}";`]) {
        check(form.slice(0, 60), `${form}\n${marked}`);
      }
    }
  }).timeout(30_000);
});
