import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { World } from "../../../server/evaluation/modules/world.js";
import { openPreparation } from "../../../server/prepare.js";
import type { PlainValue } from "../../../server/report.js";
import { clock, runModule } from "../pipeline.js";

/** Imports, an expression over them and `x` = 1, and the other modules → what the expression gives. */
function check(
  imports: string,
  expression: string,
  others: { [name: string]: string },
  expected: PlainValue,
): void {
  const main = `${imports}\n/** @differentiable @at x = 1 */ export const f = (x) => ${expression};`;
  const texts: { [name: string]: string } = { "/project/src/main.ts": main, ...others };
  const { reports } = runModule("/project/src/main.ts", { read: (module) => texts[module] });
  assert.deepEqual(reports[0]!.findings, []);
  assert.deepEqual(reports[0]!.points[0]!.value, expected);
}

describe("imports", () => {
  it("are followed with and without extension, to the file that runs", () => {
    const k = { text: "export const k = 2;", value: 2 };
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
      check(`import { k } from "${specifier}";`, "x * k", { [file]: k.text }, k.value);
    }
    check(
      'import { k } from "./k";',
      "x * k",
      { "/project/src/k.d.ts": "export declare const k: number;", "/project/src/k.js": k.text },
      k.value,
    );
  });

  it("are followed between modules of any name", () => {
    for (const folder of [
      "c:/project",
      "vscode-vfs://github/project",
      "/with space/and(braces)",
      "//server/share",
    ]) {
      const texts: { [name: string]: string } = {
        [`${folder}/main.ts`]:
          'import { k } from "./k.js"; /** @differentiable @at x = 1 */ const f = (x) => x * k;',
        [`${folder}/k.ts`]: "export const k = 2;",
      };
      const { reports } = runModule(`${folder}/main.ts`, { read: (module) => texts[module] });
      assert.equal(reports[0]!.points[0]!.value, 2);
    }
  });

  it("take any form", () => {
    const others = {
      "/project/src/a.ts": `export const k = 2; export default (t) => t; export { k as m, inner as "n" }; const inner = 5;
        export function g(t) { return t + k; }`,
    };
    check('import { k as q } from "./a";', "x * q", others, 2);
    check('import h from "./a";', "h(x)", others, 1);
    check('import { default as h } from "./a";', "h(x)", others, 1);
    check('import { m, n } from "./a";', "x * m + n", others, 7);
    check('import * as a from "./a";', "x * a.k + a.m", others, 4);
    check('import * as a from "./a";', "a.g(x)", others, 3);
    check('import a = require("./a");', "a.default(x)", others, 1);
  });

  it("make an object of a module that is used as a whole", () => {
    const others = { "/project/src/a.ts": "export const m = 3; export const k = 2;" };
    check('import * as a from "./a";', "[x, Object.keys(a).join()]", others, [1, "k,m"]);
  });

  it("go through re-exports, stars and circles", () => {
    check(
      'import { q, r, ns } from "./index";',
      "q + r + x * ns.k",
      {
        "/project/src/index.ts":
          'export { k as q } from "./a"; export * from "./b"; export * as ns from "./a";',
        "/project/src/a.ts": 'export const k = 2; export * from "./b";',
        "/project/src/b.ts": 'export * from "./index"; import { k } from "./a"; export { k as r };',
      },
      6,
    );
    check(
      'import { even } from "./a";',
      "x * even(4)",
      {
        "/project/src/a.ts": 'import { odd } from "./b"; export const even = (n) => n ? odd(n - 1) : 1;',
        "/project/src/b.ts": 'import { even } from "./a"; export const odd = (n) => n ? even(n - 1) : 0;',
      },
      1,
    );
  });

  it("read JSON", () => {
    const others = { "/project/src/d.json": '{ "a": [1, -2], "b": { "c": true } }' };
    check('import d from "./d.json";', "[x, d.a]", others, [1, [1, -2]]);
    check('import { a } from "./d.json" with { type: "json" };', "[x, a]", others, [1, [1, -2]]);
  });

  it("are findings where they are used, when they lead nowhere", () => {
    const lead = (imports: string, use: string, others: { [name: string]: string } = {}) => {
      const main = `${imports}\n/** @differentiable @at x = 1 */ export const f = (x) => [x, ${use}];`;
      const texts: { [name: string]: string } = { "/project/main.ts": main, ...others };
      const { reports } = runModule("/project/main.ts", { read: (module) => texts[module] });
      const told = reports[0]!.findings;
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
    const texts: { [name: string]: string } = {
      "/project/main.ts":
        'import { k } from "./k.js"; import { m } from "./m.js"; import { n } from "./n.js";\n/** @differentiable */ const f = (x) => k + m;',
      "/project/k.ts": "export const k = 1;",
    };
    const preparation = openPreparation({ read: (module) => texts[module] });
    preparation.prepare("/project/main.ts");
    new World(preparation, clock).ensure("/project/main.ts");
    const dependencies = preparation.dependencies();
    assert.ok(dependencies.includes("/project/main.ts"));
    assert.ok(dependencies.includes("/project/k.ts"));
    assert.ok(dependencies.includes("/project/m.ts") && dependencies.includes("/project/m.js"));
    assert.ok(
      !dependencies.some((name) => name.includes("/n.")),
      "an import that nothing uses is not followed",
    );
  });

  it("are known for a module that does not exist", () => {
    const preparation = openPreparation({ read: () => undefined });
    assert.deepEqual(preparation.prepare("/none.ts"), {
      ...{ module: "/none.ts", functions: [] },
      ...{ findings: [], moves: [] },
    });
    assert.deepEqual(preparation.dependencies(), ["/none.ts"]);
  });
});
