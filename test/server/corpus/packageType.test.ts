/** What a `.js` file is, by the package that it lies in. */

import { corpus, marked } from "./support.js";

/** The package.json of a folder. */
const packageOf = (content: object, folder = "") => ({ [`${folder}package.json`]: JSON.stringify(content) });
const ofModules = packageOf({ type: "module" });

corpus("The type of a package", [
  {
    name: "strict this in .js of type module",
    files: {
      "main.js": marked("function who() { return this === undefined ? 1 : 2; }", "who() * x"),
      ...ofModules,
    },
  },
  {
    name: "arguments not mapped",
    files: {
      "main.js": marked("function g(a) { arguments[0] = 5; return a; }", "g(x) * x"),
      ...ofModules,
    },
  },
  {
    name: "typeof require",
    files: {
      "main.js": marked("const k = typeof require === 'undefined' ? 3 : 4;", "k * x"),
      ...ofModules,
    },
  },
  {
    name: "typeof module without import or export elsewhere",
    files: {
      "main.js": marked("import './side.js'; const k = globalThis.side;", "k * x"),
      "side.js": "globalThis.side = typeof module === 'undefined' ? 3 : 4;",
      ...ofModules,
    },
  },
  {
    name: "top-level this",
    files: {
      "main.js": marked("import { k } from './side.js';", "k * x"),
      "side.js": "export const k = this === undefined ? 3 : 4;",
      ...ofModules,
    },
  },
  {
    name: "nested package.json of commonjs",
    files: {
      "main.js": marked("import side from './lib/side.js';", "side.k * x"),
      "lib/side.js": "exports.k = this === module.exports ? 3 : 4;",
      ...packageOf({ type: "commonjs" }, "lib/"),
      ...ofModules,
    },
  },
  {
    name: "nested package without type",
    files: {
      "main.js": marked("import side from './lib/side.js';", "side.k * x"),
      "lib/side.js": "module.exports = { k: typeof require === 'function' ? 3 : 4 };",
      ...packageOf({ name: "l" }, "lib/"),
      ...ofModules,
    },
  },
  {
    name: "a script without import in a package of type module",
    files: {
      "main.mjs": marked("import './lib/side.js'; const k = globalThis.kk;", "k * x"),
      "lib/side.js": "function w() { return this === undefined ? 3 : 4; } globalThis.kk = w();",
      ...packageOf({ type: "module" }, "lib/"),
    },
  },
  {
    name: "a script without import in a package without type",
    files: {
      "main.mjs": marked("import './lib/side.js'; const k = globalThis.kk;", "k * x"),
      "lib/side.js": "function w() { return this === undefined ? 3 : 4; } globalThis.kk = w();",
      ...packageOf({ name: "a" }, "lib/"),
    },
  },
  {
    name: "mjs in commonjs package",
    files: {
      "main.mjs": marked("function who() { return this === undefined ? 1 : 2; }", "who() * x"),
      ...packageOf({ type: "commonjs" }),
    },
  },
  {
    name: "cjs in module package",
    files: {
      "main.mjs": marked("import s from './s.cjs';", "s.k * x"),
      "s.cjs": "function who() { return this === undefined ? 1 : 2; } exports.k = who();",
      ...ofModules,
    },
  },
  {
    name: "function in block is block scoped in strict",
    files: {
      "main.js": marked(
        "let k = 3; { function g() { return 1; } k = g(); } const t = typeof g;",
        "t.length * k * x",
      ),
      ...ofModules,
    },
  },
  {
    name: "imports map in package",
    files: {
      "main.js": marked("import { k } from '#lib';", "k * x"),
      "lib.js": "export const k = 3;",
      ...packageOf({ type: "module", imports: { "#lib": "./lib.js" } }),
    },
  },
  {
    name: "self reference",
    files: {
      "main.js": marked("import { k } from 'me/lib';", "k * x"),
      "lib.js": "export const k = 3;",
      ...packageOf({ name: "me", type: "module", exports: { "./lib": "./lib.js" } }),
    },
  },
  {
    name: "module-syntax in a package without type",
    files: {
      "main.mjs": marked("import { k } from './lib/s.mjs';", "k * x"),
      "lib/s.mjs": "export const k = 3;",
      ...packageOf({ name: "a" }, "lib/"),
    },
  },
  {
    name: "ts with type module",
    files: {
      "main.ts": marked(
        "function who(this: any) { return this === undefined ? 1 : 2; }",
        "who() * x",
      ).replace("(x)", "(x: number)"),
      ...ofModules,
    },
  },
]);
