/** What a `.js` file is, by the package that it lies in. */

import { corpus, marked } from "./support.js";

const json = (o: object) => JSON.stringify(o);
corpus("The type of a package", [
  {
    name: "strict this in .js of type module",
    files: {
      "main.js": marked("function who() { return this === undefined ? 1 : 2; }", "who() * x"),
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "arguments not mapped",
    files: {
      "main.js": marked("function g(a) { arguments[0] = 5; return a; }", "g(x) * x"),
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "typeof require",
    files: {
      "main.js": marked("const k = typeof require === 'undefined' ? 3 : 4;", "k * x"),
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "typeof module without import or export elsewhere",
    files: {
      "main.js": marked("import './side.js'; const k = globalThis.side;", "k * x"),
      "side.js": "globalThis.side = typeof module === 'undefined' ? 3 : 4;",
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "top-level this",
    files: {
      "main.js": marked("import { k } from './side.js';", "k * x"),
      "side.js": "export const k = this === undefined ? 3 : 4;",
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "nested package.json of commonjs",
    files: {
      "main.js": marked("import side from './lib/side.js';", "side.k * x"),
      "lib/side.js": "exports.k = this === module.exports ? 3 : 4;",
      "lib/package.json": json({ type: "commonjs" }),
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "nested package without type",
    files: {
      "main.js": marked("import side from './lib/side.js';", "side.k * x"),
      "lib/side.js": "module.exports = { k: typeof require === 'function' ? 3 : 4 };",
      "lib/package.json": json({ name: "l" }),
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "a script without import in a package of type module",
    files: {
      "main.mjs": marked("import './lib/side.js'; const k = globalThis.kk;", "k * x"),
      "lib/side.js": "function w() { return this === undefined ? 3 : 4; } globalThis.kk = w();",
      "lib/package.json": json({ type: "module" }),
    },
  },
  {
    name: "a script without import in a package without type",
    files: {
      "main.mjs": marked("import './lib/side.js'; const k = globalThis.kk;", "k * x"),
      "lib/side.js": "function w() { return this === undefined ? 3 : 4; } globalThis.kk = w();",
      "lib/package.json": json({ name: "a" }),
    },
  },
  {
    name: "mjs in commonjs package",
    files: {
      "main.mjs": marked("function who() { return this === undefined ? 1 : 2; }", "who() * x"),
      "package.json": json({ type: "commonjs" }),
    },
  },
  {
    name: "cjs in module package",
    files: {
      "main.mjs": marked("import s from './s.cjs';", "s.k * x"),
      "s.cjs": "function who() { return this === undefined ? 1 : 2; } exports.k = who();",
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "function in block is block scoped in strict",
    files: {
      "main.js": marked(
        "let k = 3; { function g() { return 1; } k = g(); } const t = typeof g;",
        "t.length * k * x",
      ),
      "package.json": json({ type: "module" }),
    },
  },
  {
    name: "imports map in package",
    files: {
      "main.js": marked("import { k } from '#lib';", "k * x"),
      "lib.js": "export const k = 3;",
      "package.json": json({ type: "module", imports: { "#lib": "./lib.js" } }),
    },
  },
  {
    name: "self reference",
    files: {
      "main.js": marked("import { k } from 'me/lib';", "k * x"),
      "lib.js": "export const k = 3;",
      "package.json": json({ name: "me", type: "module", exports: { "./lib": "./lib.js" } }),
    },
  },
  {
    name: "module-syntax in a package without type",
    files: {
      "main.mjs": marked("import { k } from './lib/s.mjs';", "k * x"),
      "lib/s.mjs": "export const k = 3;",
      "lib/package.json": json({ name: "a" }),
    },
  },
  {
    name: "ts with type module",
    files: {
      "main.ts": marked(
        "function who(this: any) { return this === undefined ? 1 : 2; }",
        "who() * x",
      ).replace("(x)", "(x: number)"),
      "package.json": json({ type: "module" }),
    },
  },
]);
