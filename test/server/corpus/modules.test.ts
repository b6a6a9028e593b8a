/** Modules as Node links and evaluates them: order, live bindings, circles, forms of exports, namespaces, JSON. */

import { type Case, corpus, marked, markedCommonJs, markedFunction } from "./support.js";

const linking: Case[] = [
  {
    name: "circular modules with live bindings",
    files: {
      "main.mjs": marked('import { n, bump } from "./n.mjs"; bump(); bump();', "n * x"),
      "n.mjs":
        'import { start } from "./start.mjs"; export let n = start; export function bump() { n++; } bump();',
      "start.mjs":
        'import { bump } from "./n.mjs"; export const start = typeof bump === "function" ? 10 : 0;',
    },
  },
  {
    name: "a binding is read when it is used, not when it is imported",
    files: {
      "main.mjs": marked(
        'import k, { set, k as other } from "./k.mjs"; const early = k; set(5); const read = () => k;',
        "read() * x + early + other * 100",
      ),
      "k.mjs":
        "let k = 1; export function set(v) { k = v; } export { k, k as default }; export const old = k; set(2);",
    },
  },
  {
    name: "export default of an expression is no live binding, of a declaration it is",
    files: {
      "main.mjs": marked(
        'import a, { bumpA } from "./a.mjs"; import b, { swap } from "./b.mjs"; bumpA(); const before = b(1); swap();',
        "a * x + before + b(1) * 100",
      ),
      "a.mjs": "let a = 1; export default a; export function bumpA() { a++; }",
      "b.mjs": "export default function b(v) { return v; } export function swap() { b = (v) => v + 6; }",
    },
  },
  {
    name: "circular modules: functions are there before their module ran",
    files: {
      "main.mjs": marked('import { even } from "./even.mjs";', "even(6) * x + even.calls"),
      "even.mjs":
        'import { odd } from "./odd.mjs"; export function even(n) { return n === 0 ? 1 : odd(n - 1); } even.calls ??= 0; even.calls += odd(1) * 100;',
      "odd.mjs":
        'import { even } from "./even.mjs"; export function odd(n) { return n === 0 ? 0 : even(n - 1); } even.calls = odd(3) * 7;',
    },
  },
  {
    name: "circular modules: a name that is not there yet is caught",
    files: {
      "main.mjs": marked('import { b } from "./b.mjs"; export const a = 3;', "b.scale() * x + b.early"),
      "b.mjs":
        'import { a } from "./main.mjs"; let early; try { early = a; } catch (e) { early = e instanceof ReferenceError ? 50 : -1; } export const b = { early, scale: () => a };',
    },
  },
  {
    name: "circular CommonJS: what was exported so far",
    files: {
      "main.cjs": markedCommonJs('const a = require("./a.cjs");', "a.k * x + a.seen.done + a.b().k"),
      "a.cjs":
        'exports.done = 1; const b = require("./b.cjs"); exports.k = b.k + 1; exports.seen = b.seen; exports.b = () => b; exports.done = 5;',
      "b.cjs":
        'const a = require("./a.cjs"); exports.seen = { done: a.done, k: a.k }; exports.k = a.k === undefined ? 7 : 0; exports.late = () => a.k;',
    },
  },
  {
    name: "circular CommonJS: exports replaced too late",
    files: {
      "main.cjs": markedCommonJs('const a = require("./a.cjs");', "a(x) + a.had"),
      "a.cjs":
        'const b = require("./b.cjs"); module.exports = function (x) { return b.k * x; }; module.exports.had = b.keys();',
      "b.cjs": 'const a = require("./a.cjs"); exports.k = 4; exports.keys = () => Object.keys(a).length + 5;',
    },
  },
  {
    name: "require is evaluated once, under whatever name, and may stand in a function or a branch",
    files: {
      "main.cjs": markedCommonJs(
        'const counter = require("./counter.cjs"); const load = (name) => name ? require("./counter") : null; counter.n++; const same = load("x") === counter; if (same) require("./more.cjs"); else require("./missing.cjs");',
        "counter.n * x + counter.runs",
      ),
      "counter.cjs": "module.exports = { n: 1, runs: 0 }; module.exports.runs++;",
      "counter.js": 'module.exports = require("./counter.cjs");',
      "more.cjs": 'require("./counter.cjs").n += 10;',
    },
  },
  {
    name: "order of evaluation: depth first, each once, in the order of the imports",
    files: {
      "main.mjs": marked(
        'import { log } from "./log.mjs"; log("main"); import "./a.mjs"; import "./b.mjs"; export { c } from "./c.mjs"; import "./a.mjs";',
        'log.all.indexOf("main") * x + [..."abcde"].reduce((n, v) => n * 10 + log.all.indexOf(v), 0)',
      ),
      "log.mjs": "export function log(name) { log.all.push(name); } log.all = [];",
      "a.mjs": 'import "./d.mjs"; import { log } from "./log.mjs"; log("a");',
      "b.mjs": 'import { log } from "./log.mjs"; log("b"); export * from "./e.mjs"; import "./a.mjs";',
      "c.mjs": 'import { log } from "./log.mjs"; log("c"); export const c = 1;',
      "d.mjs": 'import { log } from "./log.mjs"; import "./b.mjs"; log("d");',
      "e.mjs": 'import { log as write } from "./log.mjs"; write("e");',
    },
  },
  {
    name: "order of evaluation: imports before statements, functions before both",
    files: {
      "main.mjs": marked(
        'const first = trace("main"); import { trace, seen } from "./trace.mjs"; const n = hoisted(); function hoisted() { return seen.length; } var late = typeof later; var later = 1;',
        "n * x + first + late.length",
      ),
      "trace.mjs":
        'export const seen = []; export const trace = (name) => seen.push(name); trace("trace"); import "./other.mjs";',
      "other.mjs": "export {};",
    },
  },
  {
    name: "order of evaluation in CommonJS: a require runs where it stands",
    files: {
      "main.cjs": markedCommonJs(
        'const log = require("./log.cjs"); log.push("main"); const b = require("./b.cjs"); log.push("end");',
        "log.indexOf('main') * 100 + log.indexOf('a') * 10 + log.length * x",
      ),
      "log.cjs": "module.exports = [];",
      "b.cjs":
        'const log = require("./log.cjs"); log.push("b"); if (log.length > 1) require("./a.cjs"); log.push("b2");',
      "a.cjs": 'require("./log.cjs").push("a");',
    },
  },
  {
    name: "an ECMAScript module imports CommonJS: names that the text shows, and the default",
    files: {
      "main.mjs": marked(
        'import whole, { k, g as apply } from "./lib.cjs"; import * as all from "./lib.cjs"; whole.k = 100;',
        "apply(x) + k + all.k + all.default.k + whole.hidden",
      ),
      "lib.cjs":
        'exports.k = 2; exports.g = (x) => exports.k * x; Object.assign(exports, { hidden: 7 }); exports["late" + 1] = 3;',
    },
  },
  {
    name: "CommonJS that marks itself as __esModule: the default is the whole of it",
    files: {
      "main.mjs": marked(
        'import lib, { default as same, k } from "./lib.cjs";',
        "lib.default(x) + k + (lib === same ? 1 : 0)",
      ),
      "lib.cjs":
        'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = (x) => 3 * x; exports.k = 4;',
    },
  },
];

const exporting: Case[] = [
  {
    name: "export default in its forms",
    files: {
      "main.mjs": marked(
        'import a from "./a.mjs"; import b from "./b.mjs"; import C from "./c.mjs"; import D from "./d.mjs"; import e from "./e.mjs"; import { default as g } from "./g.mjs";',
        "a(x) + b(x) + new C(x).v + D.k + e.list[1] + g + a.name.length + b.name.length + C.name.length",
      ),
      "a.mjs": "export default function (x) { return 2 * x; }",
      "b.mjs": "export default (x) => 3 * x;",
      "c.mjs": "export default class { constructor(v) { this.v = v * v; } }",
      "d.mjs": "export default class D { static k = 4; } D.k++;",
      "e.mjs": "export default { list: [1, 2], get k() { return 1; } };",
      "g.mjs": "const g = 6; export { g as default };",
    },
  },
  {
    name: "re-exports: by name, renamed, star, star under a name, default",
    files: {
      "main.mjs": marked(
        'import named, { one, uno, two, inner, three as drei } from "./barrel.mjs"; import * as barrel from "./barrel.mjs";',
        "(one + uno + two + drei) * x + inner.two + named + Object.keys(barrel).length + ('default' in inner ? 1 : 0)",
      ),
      "barrel.mjs":
        'export { one, one as uno, default } from "./one.mjs"; export * from "./two.mjs"; export * as inner from "./two.mjs"; export * from "./three.mjs"; export const own = 1;',
      "one.mjs": "export const one = 1; export default 10;",
      "two.mjs": 'export const two = 2; export const own = "hidden"; export default 20;',
      "three.mjs": 'export { two as three } from "./two.mjs";',
    },
  },
  {
    name: "export * leaves out names that two modules have",
    files: {
      "main.mjs": marked(
        'import * as all from "./all.mjs";',
        "Object.keys(all).length * x + ('k' in all ? 1 : 0)",
      ),
      "all.mjs": 'export * from "./a.mjs"; export * from "./b.mjs";',
      "a.mjs": "export const k = 1, a = 2;",
      "b.mjs": "export const k = 3, b = 4;",
    },
  },
  {
    name: "export * of two modules that pass on the same",
    files: {
      "main.mjs": marked(
        'import * as all from "./all.mjs";',
        "Object.keys(all).length * x + all.k + all.lib.k + ('inner' in all ? 1000 : 0)",
      ),
      "all.mjs": 'export * from "./a.mjs"; export * from "./b.mjs";',
      "a.mjs":
        'export { k } from "./k.mjs"; export { default as lib } from "./lib.cjs"; export * as inner from "./k.mjs";',
      "b.mjs":
        'export * from "./k.mjs"; export { default as lib } from "./lib.cjs"; export * as inner from "./k.mjs";',
      "k.mjs": "export const k = 5;",
      "lib.cjs": "exports.k = 7;",
    },
  },
  {
    name: "a name that is ambiguous further down does not stand in the way of others",
    files: {
      "main.mjs": marked('import * as all from "./all.mjs";', "Object.keys(all).length * x"),
      "all.mjs": 'export * from "./both.mjs"; export * from "./c.mjs";',
      "both.mjs": 'export * from "./a.mjs"; export * from "./b.mjs";',
      "a.mjs": "export const k = 1;",
      "b.mjs": "export const k = 2;",
      "c.mjs": "export const k = 3, other = 4;",
    },
  },
  {
    name: "the place of a module in import.meta",
    files: {
      "main.mjs": marked(
        "const { meta } = { meta: import.meta.dirname };",
        '(import.meta.filename === meta + "/main.mjs" ? 2 : 100) * x + import.meta.url.indexOf("file:///") + (import.meta.url.endsWith("/main.mjs") ? 1 : 50)',
      ),
    },
  },
  {
    name: "export * of CommonJS further down, beside a module that has the name",
    files: {
      "main.mjs": marked('import { k, other } from "./all.mjs";', "k * x + other"),
      "all.mjs": 'export * from "./a.mjs"; export * from "./b.mjs";',
      "a.mjs": 'export * from "./lib.cjs";',
      "b.mjs": "export const k = 2;",
      "lib.cjs": "exports.other = 7;",
    },
  },
  {
    name: "export * in a circle",
    files: {
      "main.mjs": marked('import { a, b } from "./a.mjs";', "a * x + b"),
      "a.mjs": 'export * from "./b.mjs"; export const a = 2;',
      "b.mjs": 'export * from "./a.mjs"; export const b = 3;',
    },
  },
  {
    name: "several declarations and patterns in one export",
    files: {
      "main.mjs": marked('import { a, b, rest, d } from "./m.mjs";', "(a + b + rest.length) * x + d"),
      "m.mjs":
        "export const [a, { b = 4 } = {}, ...rest] = [1, undefined, 5, 6], { length: d } = rest; export var e;",
    },
  },
  {
    name: "strings as names of exports",
    files: {
      "main.mjs": marked('import { "two words" as two } from "./m.mjs";', "two * x"),
      "m.mjs": 'const two = 2; export { two as "two words" };',
    },
  },
  {
    name: "namespaces passed around",
    files: {
      "main.mjs": marked(
        `import * as easing from "./easing.mjs"; const count = (ns) => Object.keys(ns).length; const all = { ...easing }; const { quad, ...others } = easing;
const names = []; for (const name in easing) names.push(name); const table = new Map(Object.entries(easing)); easing.set(9);`,
        'count(easing) * x + quad(x) + easing.cubic(x) + names.indexOf("quad") + Object.keys(others).length + all.rate + easing.rate * 10 + table.get("cubic")(x) + easing["qu" + "ad"](x)',
      ),
      "easing.mjs":
        "export const quad = (t) => t * t; export function cubic(t) { return t ** 3; } export let rate = 1; export const set = (v) => { rate = v; };",
    },
  },
  {
    name: "namespaces: frozen to writing, without a prototype, with a tag",
    files: {
      "main.mjs": marked(
        `import * as ns from "./m.mjs"; let refused = 0; try { ns.k = 5; } catch (e) { refused += e instanceof TypeError ? 1 : 100; } try { delete ns.k; } catch { refused += 2; } try { ns.other = 1; } catch { refused += 4; }`,
        'refused * x + ns.k + ("toString" in ns ? 1000 : 0) + ns[Symbol.toStringTag].length + (Object.getPrototypeOf(ns) === null ? 1 : 0) + (Object.isFrozen(ns) ? 500 : 0)',
      ),
      "m.mjs": "export const k = 2;",
    },
  },
  {
    name: "names of a namespace come sorted",
    files: {
      "main.mjs": marked(
        'import * as ns from "./m.mjs"; const keys = Object.keys(ns);',
        'keys.indexOf("b") * x + keys.indexOf("Z") * 10',
      ),
      "m.mjs": "export const c = 1; export const b = 1; export function a() {} export const Z = 0;",
    },
  },
  {
    name: "JSON, imported and required",
    files: {
      "main.mjs": marked(
        'import data from "./data.json" with { type: "json" }; import lib from "./lib.cjs"; import again from "./data.json" with { type: "json" }; again.k += 1;',
        "data.list[1].v * x + lib.k + data.k + lib.nothing",
      ),
      "data.json": '{ "list": [1, { "v": 2.5 }], "k": 3, "__proto__": 1 }',
      "lib.cjs":
        'const data = require("./data.json"); exports.k = data.k * 10; exports.nothing = data.list.length;',
    },
  },
  {
    name: "modules imported only as types are not run",
    files: {
      "main.ts": marked(
        'import type { Shape } from "./types.js"; import { type Other, log } from "./log.js"; import { Only } from "./only.js"; export type { Third } from "./third.js"; const o: Shape & Only = { v: 2 } as any; let p: Other;',
        "log.length * x + o.v",
      ),
      "types.ts": 'import { log } from "./log.js"; log.push("types"); export interface Shape { v: number }',
      "only.ts":
        'import { log } from "./log.js"; log.push("only"); export interface Only { w?: number } throw new Error("not run");',
      "third.ts": 'import { log } from "./log.js"; log.push("third"); export type Third = number;',
      "log.ts": 'export const log: string[] = ["log"]; export type Other = string;',
    },
  },
  {
    name: "imports of TypeScript whose names are used only as types are not run, for their effect they are",
    files: {
      "main.ts": `import { Model } from "./model.js"; import "./effect.js"; import { log } from "./log.js";
export function use(m: Model): number { return m.k; }
${markedFunction("log.length * x + log[0]", "f", "export ")}`,
      "model.ts": 'import { log } from "./log.js"; log.push(100); export class Model { k = 1; }',
      "effect.ts": 'import { log } from "./log.js"; log.push(7);',
      "log.ts": "export const log: number[] = [];",
    },
  },
  {
    name: "modules of TypeScript in CommonJS: import x = require, export =",
    files: {
      "main.cts": `import lib = require("./lib.cjs"); namespace N { export const k = 2; } import k = N.k;
${markedFunction("lib.scale(x) * k", "f", "export ")}`,
      "lib.cts": "const lib = { scale: (x: number) => 3 * x }; export = lib;",
    },
  },
  {
    name: "dynamic import that nobody waits for",
    files: {
      "main.mjs": marked(
        'let n = 1; import("./late.mjs"); const load = () => import("./never.mjs");',
        "n * x",
      ),
      "late.mjs": "export const k = 100;",
    },
  },
  {
    name: "import.meta, __filename, module and require as values",
    files: {
      "main.mjs": marked(
        'import lib from "./lib.cjs"; const here = import.meta.url; const isMain = here === "elsewhere";',
        "(isMain ? 100 : 1) * x + lib.n",
      ),
      "lib.cjs":
        'exports.n = (typeof __filename === "string" ? 1 : 0) + (typeof __dirname).length + (module.exports === exports ? 10 : 0) + (require.main === module ? 1000 : 0) + (typeof require.resolve).length + arguments.length * 100;',
    },
  },
];

corpus("Modules are linked and evaluated", linking);
corpus("Exports and namespaces", exporting);
