/** Modules whose top level throws or spends too much: told at the statement, and only to functions that need them. */

import { type Case, corpus, marked, markedFunction } from "./support.js";

const two = (imports: string, needing: string, other = "3 * x") => `${imports}
${markedFunction(needing, "f", "export ")}
${markedFunction(other, "g", "export ")}`;

const functions = ["f", "g"];

const cases: Case[] = [
  {
    name: "an imported module throws: the function that needs it, and the one that does not",
    files: {
      "main.mjs": two('import { k } from "./bad.mjs";', "k * x"),
      "bad.mjs": 'export const k = 2;\nthrow new Error("no table here");',
    },
    inNode: { "bad.mjs": "export const k = 2;" },
    functions,
    error: { f: /no table here/ },
    errorAt: ["bad.mjs", 'throw new Error("no table here");'],
  },
  {
    name: "a call inside a statement of the top level throws",
    files: {
      "main.mjs": two('import { k } from "./bad.mjs";', "k * x"),
      "bad.mjs":
        'function load(name) { if (name !== "x") throw new RangeError("unknown table"); return 1; }\nexport const k = load("y");',
    },
    inNode: { "bad.mjs": "export const k = 2;" },
    functions,
    error: { f: /unknown table/ },
  },
  {
    name: "a module far down the chain throws",
    files: {
      "main.mjs": two('import { k } from "./a.mjs"; import { m } from "./good.mjs";', "k * x", "m * x"),
      "a.mjs": 'export { k } from "./b.mjs";',
      "b.mjs": 'import { c } from "./c.mjs"; export const k = c + 1;',
      "c.mjs": "export const c = null.value;",
      "good.mjs": "export const m = 4;",
    },
    inNode: { "c.mjs": "export const c = 1;" },
    functions,
    error: { f: /`?value`? of null/ },
    errorAt: ["c.mjs", "null.value"],
  },
  {
    name: "a module of CommonJS throws when it is required",
    files: {
      "main.cjs": `const bad = require("./bad.cjs");
${markedFunction("bad.k * x")}exports.f = f;`,
      "bad.cjs": "exports.k = 1; null.call(); exports.k = 2;",
    },
    error: /`?call`? of null/,
    errorAt: ["bad.cjs", "null.call"],
  },
  {
    name: "a module that throws is caught by who requires it",
    files: {
      "main.cjs": `let bad; try { bad = require("./bad.cjs"); } catch (e) { bad = { k: e.message.length }; }
${markedFunction("bad.k * x")}exports.f = f;`,
      "bad.cjs": 'exports.k = 1; throw new Error("four");',
    },
  },
  {
    name: "a package that is not installed is caught by who requires it",
    files: {
      "main.cjs": `let fast; try { fast = require("not-installed-here"); } catch (e) { fast = null; }
${markedFunction("(fast === null ? 2 : 100) * x")}exports.f = f;`,
    },
  },
  {
    name: "a top level that never ends",
    files: {
      "main.mjs": two('import { k } from "./endless.mjs";', "k * x"),
      "endless.mjs": "export let k = 1;\nwhile (k > 0) { k += 1; }",
    },
    inNode: { "endless.mjs": "export let k = 1;" },
    functions,
    error: { f: /./ },
    errorAt: ["endless.mjs", "while"],
  },
  {
    name: "a name that the other module does not export",
    files: {
      "main.mjs": two('import { gone, k } from "./a.mjs";', "gone * x", "k * x"),
      "a.mjs": "export const k = 2;",
    },
    inNode: { "a.mjs": "export const k = 2, gone = 1;" },
    functions,
    error: { f: /gone/ },
  },
  {
    name: "a file that is not there",
    files: {
      "main.mjs": two('import { k } from "./nowhere.mjs";', "k * x"),
    },
    inNode: { "nowhere.mjs": "export const k = 2;" },
    functions,
    error: { f: /nowhere/ },
  },
  {
    name: "an imported module that cannot be parsed",
    files: {
      "main.mjs": two('import { k } from "./broken.mjs";', "k * x"),
      "broken.mjs": "export const k = 2;\nexport const m = (;",
    },
    inNode: { "broken.mjs": "export const k = 2;" },
    functions,
    error: { f: /./ },
  },
  {
    name: "a statement of the edited file throws: functions that use nothing of it",
    files: {
      "main.mjs": two("const k = 2; const table = k.missing.deep; const after = 5;", "table * x"),
    },
    inNode: { "main.mjs": two("const k = 2, table = 1, after = 5;", "table * x") },
    functions,
    error: { f: /deep/ },
    errorAt: ["main.mjs", "k.missing.deep"],
  },
  {
    name: "a name that is declared nowhere is an error to who catches it at the top",
    files: {
      "main.mjs": marked(
        "let k = 1; try { missing; k = 2; } catch (e) { k = e.name.length; } const isBrowser = (() => { try { return document !== null; } catch { return typeof missing; } })();",
        "k * x + isBrowser.length",
      ),
    },
  },
  {
    name: "assigning to an import and to a constant at the top of a module",
    files: {
      "main.mjs": two('import { k } from "./bad.mjs";', "k * x"),
      "bad.mjs": "export const k = 1;\nk = 2;",
    },
    inNode: { "bad.mjs": "export const k = 2;" },
    functions,
    error: { f: /k/ },
    errorAt: ["bad.mjs", "k"],
  },
];

corpus("A top level that throws", cases);
