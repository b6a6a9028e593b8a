import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { printRoutine } from "../../../server/lowering/printRoutine.js";
import { prepareModule } from "../../../server/prepare.js";
import { prepared } from "../analysis/support.js";

/** Imports and an expression over them → the globals that the routine has, as they are printed. */
function check(
  imports: string,
  expression: string,
  others: { [name: string]: string },
  expected: string[],
): void {
  const main = `${imports}\n/** @differentiable @at x = 1 */ export const f = (x) => ${expression};`;
  const { functions } = prepared({ "/project/src/main.ts": main, ...others });
  assert.deepEqual(functions[0]!.findings, []);
  const printed = printRoutine(functions[0]!.routine!).split("\n");
  const found = printed.filter((line) => line.startsWith("global ") || line.startsWith("  return "));
  assert.deepEqual(found, expected);
}

describe("imports", () => {
  it("are followed with and without extension, to the file that runs", () => {
    const k = { text: "export const k = 2;", read: ["  return (x * $k)", "global k = 2"] };
    for (const [specifier, file] of [
      ["./k", "/project/src/k.ts"],
      ["./k.js", "/project/src/k.ts"],
      ["./k.js", "/project/src/k.js"],
      ["./k.ts", "/project/src/k.ts"],
      ["./k.mjs", "/project/src/k.mts"],
      ["./k.jsx", "/project/src/k.tsx"],
      ["./k", "/project/src/k/index.ts"],
      ["..", "/project/index.ts"],
      ["../lib/k", "/project/lib/k.js"],
      ["/project/k.js", "/project/k.ts"],
    ] as const) {
      check(`import { k } from "${specifier}";`, "x * k", { [file]: k.text }, k.read);
    }
    check(
      'import { k } from "./k";',
      "x * k",
      { "/project/src/k.d.ts": "export declare const k: number;", "/project/src/k.js": k.text },
      k.read,
    );
  });

  it("are followed between modules of any name", () => {
    for (const folder of [
      "c:/project",
      "vscode-vfs://github/project",
      "/with space/and(braces)",
      "//server/share",
    ]) {
      const { functions, dependencies } = prepared({
        [`${folder}/main.ts`]:
          'import { k } from "./k.js"; /** @differentiable @at x = 1 */ const f = (x) => x * k;',
        [`${folder}/k.ts`]: "export const k = 2;",
      });
      assert.match(printRoutine(functions[0]!.routine!), /global k = 2/);
      assert.ok(dependencies.includes(`${folder}/k.ts`));
    }
  });

  it("take any form", () => {
    const others = {
      "/project/src/a.ts": `export const k = 2; export default (t) => t; export { k as m, inner as "n" }; const inner = 5;
        export function g(t) { return t + k; }`,
    };
    check('import { k as q } from "./a";', "q", others, ["  return $q", "global k = 2"]);
    check('import h from "./a";', "h(x)", others, [
      "  return $h(x)",
      "  return t",
      "global default = function f1",
    ]);
    check('import { default as h } from "./a";', "h", others, [
      "  return $h",
      "  return t",
      "global default = function f1",
    ]);
    check('import { m, n } from "./a";', "m + n", others, [
      "  return ($m + $n)",
      "global k = 2",
      "global inner = 5",
    ]);
    check('import * as a from "./a";', "a.k + a.m", others, ["  return ($k + $k)", "global k = 2"]);
    check('import * as a from "./a";', "a.g(x)", others, [
      "  return $g(x)",
      "  return (t + $k)",
      "global g = function f1",
      "global k = 2",
    ]);
    check('import a = require("./a");', "a.default(x)", others, [
      "  return $default(x)",
      "  return t",
      "global default = function f1",
    ]);
  });

  it("make an object of a module that is used as a whole", () => {
    const others = { "/project/src/a.ts": "export const k = 2; export const m = 3;" };
    check('import * as a from "./a";', "x[a]", others, [
      "  return x[{ k: $k, m: $m }]",
      "global k = 2",
      "global m = 3",
    ]);
  });

  it("go through re-exports, stars and circles", () => {
    check(
      'import { q, r, ns } from "./index";',
      "q + r + ns.k",
      {
        "/project/src/index.ts":
          'export { k as q } from "./a"; export * from "./b"; export * as ns from "./a";',
        "/project/src/a.ts": 'export const k = 2; export * from "./b";',
        "/project/src/b.ts": 'export * from "./index"; import { k } from "./a"; export { k as r };',
      },
      ["  return (($q + $r) + $k)", "global k = 2"],
    );
    check(
      'import { even } from "./a";',
      "even(x)",
      {
        "/project/src/a.ts": 'import { odd } from "./b"; export const even = (n) => n ? odd(n - 1) : 1;',
        "/project/src/b.ts": 'import { even } from "./a"; export const odd = (n) => n ? even(n - 1) : 0;',
      },
      [
        "  return $even(x)",
        "  return (n ? $odd((n - 1)) : 1)",
        "  return (n ? $even((n - 1)) : 0)",
        "global even = function f1",
        "global odd = function f2",
      ],
    );
  });

  it("read JSON", () => {
    const others = { "/project/src/d.json": '{ "a": [1, -2], "b": { "c": true } }' };
    check('import d from "./d.json";', "d.a", others, [
      "  return $d.a",
      "global default = { a: [1, (-2)], b: { c: true } }",
    ]);
    check('import { a } from "./d.json" with { type: "json" };', "a", others, [
      "  return $a",
      "global default = [1, (-2)]",
    ]);
  });

  it("are findings where they are used, when they lead nowhere", () => {
    const lead = (imports: string, use: string, others = {}) => {
      const main = `${imports}\n/** @differentiable */ export const f = (x) => ${use};`;
      const { functions } = prepared({ "/project/main.ts": main, ...others });
      const told = functions[0]!.findings.filter(({ code }) => code !== "point-missing");
      return told.map(({ code, message, start, end, related }) => {
        const words = main.slice(start, end);
        const from = related === undefined ? "" : main.slice(related[0]!.start, related[0]!.end);
        return [code, words, from, message.replace(/^.*: /, "")];
      });
    };
    assert.deepEqual(lead('import { k } from "./none.js";', "k"), [
      ["unresolved-import", "k", '"./none.js"', "no file answers to `./none.js`."],
    ]);
    assert.deepEqual(lead('import { k } from "./a";', "k", { "/project/a.ts": "const k = 1;" }), [
      ["unresolved-import", "k", '"./a"', "`a.ts` does not export `k`."],
    ]);
    assert.match(lead('import { k } from "lodash";', "k")[0]![3]!, /no installed package/);
    assert.match(lead('import { k } from "node:fs";', "k")[0]![3]!, /Node\.js/);
    assert.deepEqual(lead('import { k } from "./none.js";', "x"), []);
    assert.deepEqual(lead('import type { k } from "./none.js";', "x as k"), []);
  });
});

describe("dependencies", () => {
  it("are the modules that were read and those that were looked for", () => {
    const { dependencies } = prepared({
      "/project/main.ts":
        'import { k } from "./k.js"; import { m } from "./m.js"; import { n } from "./n.js";\n/** @differentiable */ const f = (x) => k + m;',
      "/project/k.ts": "export const k = 1;",
    });
    assert.ok(dependencies.includes("/project/main.ts"));
    assert.ok(dependencies.includes("/project/k.ts"));
    assert.ok(dependencies.includes("/project/m.ts") && dependencies.includes("/project/m.js"));
    assert.ok(
      !dependencies.some((name) => name.includes("/n.")),
      "an import that nothing uses is not followed",
    );
  });

  it("are known for a module that does not exist", () => {
    assert.deepEqual(prepareModule("/none.ts", { read: () => undefined }), {
      module: "/none.ts",
      functions: [],
      findings: [],
      dependencies: ["/none.ts"],
    });
  });
});
