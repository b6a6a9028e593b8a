/**
 * What the interpreter cannot or must not know is a value. Code that has nothing to do with the result gives Node's
 * value and no error; code whose result depends on it gets an error that names it.
 */

import { type Case, corpus, markedFunction } from "./support.js";

interface Row {
  name: string;
  /** The top level of the module. */
  top: string;
  /** What a function returns that has nothing to do with the unknown, or its statements. */
  free: string;
  /** What a function returns that depends on it. */
  bound: string;
  /** What the error of the second one says. */
  says: RegExp;
  /** What makes Node such a host. */
  host?: string;
  others?: Record<string, string>;
  inNode?: Record<string, string>;
}

const rows: Row[] = [
  {
    name: "Date.now() in a constructor",
    top: "class Model { constructor(k) { this.k = k; this.created = Date.now(); } at(x) { return this.k * x * x; } }",
    free: "new Model(3).at(x)",
    bound: "new Model(3).created * x",
    says: /Date/,
  },
  {
    name: "new Date() in a field",
    top: "class Log { start = new Date(); entries = []; add(v) { this.entries.push(v); return this.entries.length; } }",
    free: "new Log().add(x) * x",
    bound: "new Log().start.getTime() * x",
    says: /Date/,
  },
  {
    name: "Date() at the top, its text held",
    top: 'const made = Date(); const stamp = `made ${made}`; export const info = { stamp, version: "1" };',
    free: "info.version.length * x",
    bound: "info.stamp.length * x",
    says: /Date/,
  },
  {
    name: "performance.now() before and after",
    top: "let spent = 0; function timed(g) { const start = performance.now(); const r = g(); spent += performance.now() - start; return r; }",
    free: "timed(() => x * x)",
    bound: "timed(() => x * x) + spent",
    says: /performance/,
  },
  {
    name: "a document in a static field",
    top: 'class View { static root = document; static canvas = document.createElement("canvas"); static scale = 4; }',
    free: "View.scale * x",
    bound: "View.canvas.width * x",
    says: /document/,
    host: "globalThis.document = { createElement() { return { width: 300 }; } };",
  },
  {
    name: "window and its listeners, called for their effect",
    top: 'window.addEventListener("resize", () => { size = window.innerWidth; }); let size = 1; document.body.append("x"); const ratio = window.devicePixelRatio;',
    free: "size * x",
    bound: "ratio * x",
    says: /window/,
    host: "globalThis.window = { addEventListener() {}, devicePixelRatio: 2 }; globalThis.document = { body: { append() {} } };",
  },
  {
    name: "navigator, location and a user agent that is compared",
    top: "const agent = navigator.userAgent; const isSafari = agent !== undefined && agent; const place = location; export const k = 2;",
    free: "k * x",
    bound: "agent.length * x",
    says: /navigator/,
    host: 'if (typeof navigator === "undefined") globalThis.navigator = { userAgent: "n" }; globalThis.location = {};',
  },
  {
    name: "process.env held in a table",
    top: "const settings = { debug: process.env.DEBUG_NOTHING, level: process.env.LEVEL ?? 1, rate: 0.5 };",
    free: "settings.rate * x",
    bound: "settings.level * x",
    says: /process\.env|environment/,
  },
  {
    name: "process.env decides about what does not matter",
    top: 'let warnings = 0; const warn = process.env.NODE_ENV !== "production" ? () => { warnings++; } : () => {}; function area(r) { if (process.env.DEBUG_NOTHING) warn("area of", r); return r * r; }',
    free: "area(x)",
    bound: 'area(x) + (process.env.DEBUG_NOTHING === "test" ? 1 : 2)',
    says: /process\.env|environment/,
  },
  {
    name: "process.argv, process.platform, process.hrtime",
    top: "const verbose = process.argv; const start = process.hrtime(); const platform = process.platform; const gain = 3;",
    free: "gain * x",
    bound: "start[0] * x",
    says: /process/,
  },
  {
    name: "timers that are started and stopped",
    top: "let late = 1; const timer = setTimeout(() => { late = 100; }, 0); clearTimeout(timer); const tick = setInterval(() => {}, 1000); clearInterval(tick); queueMicrotask(() => {});",
    free: "late * x",
    bound: "(timer + 1) * x",
    says: /setTimeout|timer/i,
  },
  {
    name: "requestAnimationFrame in a loop of drawing",
    top: "let frame = null; const start = () => { frame = requestAnimationFrame(start); }; start(); const speed = 2;",
    free: "speed * x",
    bound: "frame * x",
    says: /requestAnimationFrame/,
    host: "globalThis.requestAnimationFrame = () => 7;",
  },
  {
    name: "Intl at the top",
    top: 'const format = new Intl.NumberFormat("en", { maximumFractionDigits: 2 }); const label = (v) => format.format(v); export const unit = 1.5;',
    free: "unit * x",
    bound: "label(1.234).length * x",
    says: /Intl/,
  },
  {
    name: "toLocaleString and localeCompare of what is only shown",
    top: "const shown = (1234.5).toLocaleString(); const title = { shown, k: 2 };",
    free: "title.k * x",
    bound: "title.shown.length * x",
    says: /toLocaleString|language/,
  },
  {
    name: "WebAssembly with a fallback",
    top: "let fast = null; try { fast = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); } catch { } const slow = (v) => v * v;",
    free: "slow(x)",
    bound: "new WebAssembly.Instance(fast).exports.k * x",
    says: /WebAssembly/,
  },
  {
    name: "a Proxy around a table",
    top: "const table = { a: 2 }; const guarded = new Proxy(table, { get(t, k) { return t[k] * 2; } }); const proxied = { guarded, plain: table };",
    free: "proxied.plain.a * x",
    bound: "proxied.guarded.a * x",
    says: /Proxy/,
  },
  {
    name: "new Function and eval, made and not called",
    top: 'const make = new Function("x", "return x * 2"); const late = (text) => eval(text); const ops = { make, late, half: (x) => x / 2 };',
    free: "ops.half(x)",
    bound: "ops.make(x)",
    says: /Function/,
  },
  {
    name: "eval whose result is held",
    top: 'const nine = (0, eval)("4 + 5"); const holder = [nine, 3];',
    free: "holder[1] * x",
    bound: "holder[0] * x",
    says: /eval/,
  },
  {
    name: "regular expressions at the top of a file, as in lodash",
    top: `var reEscape = /[&<>"']/g, reHasEscape = RegExp(reEscape.source), reIsNative = RegExp("^" + Function.prototype.toString.call(Object.prototype.hasOwnProperty).replace(/[\\\\^$.*+?()[\\]{}|]/g, "\\\\$&").replace(/hasOwnProperty|(function).*?(?=\\\\\\()| for .+?(?=\\\\\\])/g, "$1.*?") + "$");
const words = "a b c".split(/ /); const test = reHasEscape.test("a & b"); function clamp(v, a, b) { return Math.min(b, Math.max(a, v)); }`,
    free: "clamp(x, 0, 1) * x",
    bound: "(reHasEscape.test('&') ? 2 : 3) * x",
    says: /[Rr]egular expression/,
  },
  {
    name: "a parser by regular expressions that another function uses",
    top: 'const pattern = /^([+-]?\\d+)px$/; const parse = (t) => { const m = pattern.exec(t); return m ? +m[1] : NaN; }; const names = ["a-b"].map((n) => n.replace(/-(.)/g, (_, c) => c.toUpperCase()));',
    free: "names.length * x",
    bound: 'parse("12px") * x',
    says: /[Rr]egular expression/,
  },
  {
    name: "Math.random in an identity",
    top: "const id = () => Math.random().toString(36).slice(2); class Node2 { id = id(); constructor(v) { this.v = v; } }",
    free: "new Node2(x).v * 2",
    bound: "Math.random() * x",
    says: /Math\.random/,
  },
  {
    name: "crypto and structuredClone",
    top: 'const key = crypto.randomUUID(); const copy = structuredClone({ a: [1, 2] }); const rows = { ["k"]: key, n: 2 };',
    free: "rows.n * x + copy.a[1]",
    bound: "rows.k.length * x",
    says: /crypto/,
  },
  {
    name: "fetch and promises that nobody waits for",
    top: 'let data = null; const load = async () => { data = await fetch("/table.json"); }; const ready = Promise.resolve(1).then((v) => v + 1); const scale = 2;',
    free: "scale * x",
    bound: "fetch('/k') * x",
    says: /fetch/,
  },
  {
    name: "an asynchronous function that is called for its effect",
    top: "let done = 0; async function warm() { await null; done++; } warm(); const k = 3;",
    free: "k * x",
    bound: "warm() * x",
    says: /async/i,
  },
  {
    name: "a package that is not installed",
    top: 'import ghost, { spirit } from "ghost-that-is-not-installed"; const haunted = { spirit, k: 2 }; const made = ghost();',
    free: "haunted.k * x",
    bound: "haunted.spirit(x)",
    says: /ghost-that-is-not-installed/,
    inNode: {
      "node_modules/ghost-that-is-not-installed/package.json": '{ "type": "module", "main": "index.js" }',
      "node_modules/ghost-that-is-not-installed/index.js":
        "export default () => 1; export const spirit = (x) => x;",
    },
  },
  {
    name: "a package that is not installed, imported for its effect and as a namespace",
    top: 'import "ghost-of-effects"; import * as ghost from "ghost-of-effects"; const names = { ghost };',
    free: "Object.keys(names).length * x",
    bound: "names.ghost.k * x",
    says: /ghost-of-effects/,
    inNode: {
      "node_modules/ghost-of-effects/package.json": '{ "type": "module", "main": "index.js" }',
      "node_modules/ghost-of-effects/index.js": "export const k = 1;",
    },
  },
  {
    name: "a class that extends one of a package that is not installed",
    top: 'import { Component } from "ghost-components"; class View extends Component { static scale = 3; render() { return this.k; } } export const area = (r) => View.scale * r;',
    free: "area(x)",
    bound: "new View().k * x",
    says: /ghost-components/,
    inNode: {
      "node_modules/ghost-components/package.json": '{ "type": "module", "main": "index.js" }',
      "node_modules/ghost-components/index.js": "export class Component {}",
    },
  },
  {
    name: "a style sheet and a picture that a bundler would import",
    top: 'import "./style.css"; import picture from "./picture.svg"; const icon = { picture, size: 2 };',
    free: "icon.size * x",
    bound: "icon.picture.length * x",
    says: /picture\.svg/,
    others: { "style.css": "p { color: red }", "picture.svg": "<svg/>" },
    inNode: {
      "main.mjs": `const icon = { size: 2 }; ${markedFunction("icon.size * x", "free", "export ")}`,
    },
  },
  {
    name: "Node's own modules, used for what does not matter",
    top: 'import fs from "node:fs"; import path, { join } from "path"; import { EventEmitter } from "events"; const here = join("a", "b"); const bus = new EventEmitter(); bus.on("x", () => {}); const exists = fs.existsSync("/nowhere"); const gain = 5;',
    free: "gain * x",
    bound: "here.length * x",
    says: /path/,
  },
  {
    name: "a logger with the time and the place",
    top: "const logger = { lines: [], log(text) { this.lines.push([Date.now(), new Error().stack, text]); console.log === undefined || this.lines.length; } };",
    free: "logger.log('called'); return logger.lines.length * x;",
    bound: "logger.log('called'); return logger.lines[0][0] * x;",
    says: /Date/,
  },
  {
    name: "an unknown that goes through functions, arrays, maps and spreads",
    top: 'const wrap = (v) => ({ v }); const list = [Date.now(), 1, 2].map(wrap); const { ...copy } = { list }; const m = new Map([["t", list[0]]]); const [first, ...others] = list;',
    free: "others[1].v * x + copy.list.length + m.size",
    bound: "m.get('t').v * x",
    says: /Date/,
  },
  {
    name: "arithmetic with an unknown that nobody reads",
    top: "let elapsed = 0, last = Date.now(); const step = (x) => { const now = Date.now(); elapsed += (now - last) / 1000; last = now; return x * x; };",
    free: "step(x) + step(2)",
    bound: "step(x) + elapsed",
    says: /Date/,
  },
  {
    name: "an unknown in a condition that decides about the result",
    top: "const early = Date.now() < 5; const pick = (a, b) => (early ? a : b);",
    free: "x * x",
    bound: "pick(x, 2 * x)",
    says: /Date/,
  },
  {
    name: "an unknown compared with undefined and null",
    top: "const start = Date.now(); const has = start !== undefined && start != null; const kind = has ? 2 : 3; const either = start ?? 5;",
    free: "kind * x",
    bound: "either * x",
    says: /Date/,
  },
  {
    name: "an unknown as a default value that is not taken",
    top: "function at(x, time = Date.now()) { return x * x + 0 * (time === 1 ? 1 : 1); } function seeded(x, seed = Math.random()) { return x + seed; }",
    free: "seeded(x, 2)",
    bound: "seeded(x)",
    says: /Math\.random/,
  },
  {
    name: "SharedArrayBuffer, Atomics, WeakRef and FinalizationRegistry",
    top: "const refs = new WeakRef({ k: 1 }); const registry = new FinalizationRegistry(() => {}); registry.register({}, 1); const buffer = typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(8) : null; const k = 4;",
    free: "k * x",
    bound: "new Int32Array(buffer)[0] * x + Atomics.load(new Int32Array(buffer), 0)",
    says: /SharedArrayBuffer|Atomics/,
  },
  {
    name: "BigInt constants that another function uses",
    top: "const mask = 0xffffffffffffffffn; const seed = BigInt(12); const hash = (v) => Number((BigInt(v) * seed) & mask); const k = 2;",
    free: "k * x",
    bound: "hash(3) * x",
    says: /BigInt/,
  },
  {
    name: "URL, TextEncoder, Buffer and Blob at the top",
    top: 'const home = new URL("https://example.org/a"); const bytes = new TextEncoder().encode("abc"); const b = Buffer.from("abc"); const blob = typeof Blob; const host = { home, bytes, k: 3 };',
    free: "host.k * x",
    bound: "host.home.port.length * x",
    says: /URL/,
  },
  {
    name: "import.meta.env and import.meta.url",
    top: "const env = import.meta.env; const here = import.meta.url; const mode = { env, here, k: 2 };",
    free: "mode.k * x",
    bound: "mode.env.scale * x",
    says: /import\.meta/,
  },
  {
    name: "tagged text of an unknown library and template texts of unknowns",
    top: 'import { html } from "ghost-html"; const page = html`<p>${1}</p>`; const line = `at ${Date.now()}`; const parts = [page, line];',
    free: "parts.length * x",
    bound: "parts[1].length * x",
    says: /Date/,
    inNode: {
      "node_modules/ghost-html/package.json": '{ "type": "module", "main": "index.js" }',
      "node_modules/ghost-html/index.js": "export const html = () => ({});",
    },
  },
];

corpus(
  "Unknown is a value",
  rows.map(
    ({ name, top, free, bound, says, host, others, inNode }): Case => ({
      name,
      files: {
        "main.mjs": `${top}\n${markedFunction(free, "free", "export ")}${markedFunction(bound, "bound", "export ")}`,
        ...others,
      },
      functions: ["free", "bound"],
      ...(host === undefined ? {} : { host }),
      ...(inNode === undefined ? {} : { inNode }),
      error: { bound: says },
    }),
  ),
);
