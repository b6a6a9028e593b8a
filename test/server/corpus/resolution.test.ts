/** Which file of a package runs: Node's answer, whatever bundlers would take. */

import { corpus, marked, markedCommonJs } from "./support.js";

/** The files of a package, with its package.json. */
function packageFiles(name: string, manifest: object, files: Record<string, string>): Record<string, string> {
  const folder = `node_modules/${name}/`;
  return Object.fromEntries([
    [`${folder}package.json`, JSON.stringify({ name, version: "1.0.0", ...manifest })],
    ...Object.entries(files).map(([file, text]) => [folder + file, text]),
  ]);
}

const kinds = {
  "esm.mjs": "export const k = 2; export default (x) => 2 * x;",
  "cjs.cjs": "exports.k = 3; exports.default = (x) => 3 * x;",
  "browser.js": "exports.k = 5;",
  "index.js": "exports.k = 7;",
  "lib/sub.js": "exports.k = 11;",
  "esm.js": "export const k = 13;",
};

corpus("Which file of a package", [
  {
    name: "main, not module: Node knows no module field",
    files: {
      "main.mjs": marked('import { k } from "pack";', "k * x"),
      ...packageFiles(
        "pack",
        { main: "cjs.cjs", module: "esm.mjs", browser: "browser.js", "jsnext:main": "esm.mjs" },
        kinds,
      ),
    },
  },
  {
    name: "main, not module, where the two disagree on the default",
    files: {
      "main.mjs": marked('import lib from "pack";', "lib.default(x) + lib.k"),
      ...packageFiles("pack", { main: "cjs.cjs", module: "esm.mjs" }, kinds),
    },
  },
  {
    name: "exports: import for an import, require for a require",
    files: {
      "main.mjs": marked('import { k } from "pack"; import other from "./other.cjs";', "k * x + other.k"),
      "other.cjs": 'exports.k = require("pack").k;',
      ...packageFiles(
        "pack",
        {
          main: "index.js",
          exports: { ".": { import: "./esm.mjs", require: "./cjs.cjs", default: "./index.js" } },
        },
        kinds,
      ),
    },
  },
  {
    name: "exports: node before import and default, in the order of the file",
    files: {
      "main.mjs": marked('import { k } from "pack"; import { k as other } from "late";', "k * x + other"),
      ...packageFiles(
        "pack",
        {
          exports: {
            browser: "./browser.js",
            node: { import: "./cjs.cjs", default: "./index.js" },
            import: "./esm.mjs",
          },
        },
        kinds,
      ),
      ...packageFiles("late", { exports: { default: "./index.js", import: "./esm.mjs" } }, kinds),
    },
  },
  {
    name: "exports: types, development, production and module-sync conditions",
    files: {
      "main.mjs": marked('import { k } from "pack";', "k * x"),
      ...packageFiles(
        "pack",
        {
          exports: {
            ".": {
              types: "./index.d.ts",
              development: "./browser.js",
              production: "./browser.js",
              worker: "./browser.js",
              default: "./cjs.cjs",
            },
          },
        },
        { ...kinds, "index.d.ts": "export const k: number;" },
      ),
    },
  },
  {
    name: "exports: subpaths, patterns and what is shut off",
    files: {
      "main.cjs": markedCommonJs(
        'const a = require("pack/feature"), b = require("pack/deep/sub"); let shut = 0; try { require("pack/lib/sub.js"); } catch (e) { shut = e.code.length; }',
        "a.k * x + b.k + shut",
      ),
      ...packageFiles(
        "pack",
        {
          exports: {
            ".": "./index.js",
            "./feature": { require: "./cjs.cjs" },
            "./deep/*": "./lib/*.js",
            "./deep/hidden": null,
          },
        },
        kinds,
      ),
    },
  },
  {
    name: "a deep import of a package without exports, with and without extension",
    files: {
      "main.cjs": markedCommonJs(
        'const a = require("pack/lib/sub"), b = require("pack/lib/sub.js"), c = require("pack/folder");',
        "a.k * x + b.k + c.k + (a === b ? 1 : 0)",
      ),
      ...packageFiles("pack", { main: "index" }, { ...kinds, "folder/index.js": "exports.k = 17;" }),
    },
  },
  {
    name: "type: module makes .js files ECMAScript modules",
    files: {
      "main.mjs": marked(
        'import { k } from "pack"; import { k as other } from "pack/cjs.cjs";',
        "k * x + other",
      ),
      ...packageFiles("pack", { type: "module", main: "./esm.js" }, kinds),
    },
  },
  {
    name: "a package.json inside a package says the type of its folder",
    files: {
      "main.mjs": marked('import { k } from "pack";', "k * x"),
      ...packageFiles(
        "pack",
        { exports: { import: "./esm/index.js", require: "./index.js" } },
        {
          ...kinds,
          "esm/package.json": '{ "type": "module" }',
          "esm/index.js": 'import { j } from "./part.js"; export const k = j + 1;',
          "esm/part.js": "export const j = typeof require === 'undefined' ? 20 : 30;",
        },
      ),
    },
  },
  {
    name: "no main: index.js; a main that is a folder; a main that is missing",
    files: {
      "main.mjs": marked(
        'import { k as a } from "none"; import { k as b } from "folder"; import { k as c } from "missing";',
        "a * x + b * 10 + c * 100",
      ),
      ...packageFiles("none", {}, kinds),
      ...packageFiles("folder", { main: "./lib" }, { "lib/index.js": "exports.k = 19;" }),
      ...packageFiles("missing", { main: "./gone.js" }, kinds),
    },
  },
  {
    name: "a scoped package and one inside another's node_modules",
    files: {
      "main.mjs": marked(
        'import { k } from "@scope/pack"; import { k as other } from "inner";',
        "k * x + other",
      ),
      ...packageFiles(
        "@scope/pack",
        { main: "index.js" },
        {
          "index.js": 'exports.k = require("inner").k + 1;',
          "node_modules/inner/index.js": "exports.k = 40;",
        },
      ),
      ...packageFiles("inner", {}, { "index.js": "exports.k = 50;" }),
    },
  },
  {
    name: "a package that imports itself by its name, and imports with #",
    files: {
      "main.mjs": marked('import { twice } from "self";', "twice(x)"),
      ...packageFiles(
        "self",
        {
          type: "module",
          exports: { ".": "./index.js", "./part": "./part.js" },
          imports: { "#k": { node: "./k.js", default: "./other.js" } },
        },
        {
          "index.js": 'import { k } from "self/part"; export const twice = (x) => k * x;',
          "part.js": 'export { k } from "#k";',
          "k.js": "export const k = 23;",
          "other.js": "export const k = 0;",
        },
      ),
    },
  },
  {
    name: "dual package: both forms have a state of their own",
    files: {
      "main.mjs": marked(
        'import { state } from "dual"; import user from "./user.cjs"; state.n += 1;',
        "state.n * x + user()",
      ),
      "user.cjs": 'const { state } = require("dual"); state.n += 10; module.exports = () => state.n;',
      ...packageFiles(
        "dual",
        { exports: { import: "./a.mjs", require: "./a.cjs" } },
        { "a.mjs": "export const state = { n: 1 };", "a.cjs": "exports.state = { n: 100 };" },
      ),
    },
  },
  {
    name: "a wrapper of ECMAScript around CommonJS shares its state",
    files: {
      "main.mjs": marked(
        'import { state } from "dual"; import user from "./user.cjs"; state.n += 1;',
        "state.n * x + user()",
      ),
      "user.cjs": 'const { state } = require("dual"); state.n += 10; module.exports = () => state.n;',
      ...packageFiles(
        "dual",
        { exports: { import: "./a.mjs", require: "./a.cjs" } },
        {
          "a.mjs": 'import lib from "./a.cjs"; export const state = lib.state;',
          "a.cjs": "exports.state = { n: 100 };",
        },
      ),
    },
  },
  {
    name: "Node's own modules under both names, where they are not needed",
    files: {
      "main.cjs": markedCommonJs(
        'const path = require("path"); const fs = require("node:fs"); const { performance } = require("perf_hooks"); const lib = require("./lib.cjs");',
        "lib.k * x",
      ),
      "lib.cjs": 'var util = require("util"); var inherits = util.inherits; exports.k = 3;',
    },
  },
]);
