/** What a run changes in its modules is undone before the next: each point starts from modules that were just evaluated. */

import { type Case, corpus, marked, markedCommonJs, markedFunction } from "./support.js";

const written: Case[] = [
  {
    name: "a counter of the module",
    files: { "main.mjs": marked("let n = 1;", "n++; return n * x;") },
    says: ["module-state-written"],
  },
  {
    name: "a counter of an imported module",
    files: {
      "main.mjs": marked('import { next, n } from "./counter.mjs";', "return next() * x + n;"),
      "counter.mjs": "export let n = 1; export const next = () => ++n;",
    },
    says: ["module-state-written"],
  },
  {
    name: "a counter in a package: nothing is said of it",
    files: {
      "main.mjs": marked('import { id } from "ids";', "id() * x"),
      "node_modules/ids/package.json": '{ "name": "ids", "main": "index.js" }',
      "node_modules/ids/index.js": "var n = 5; exports.id = function () { return n++; };",
    },
  },
  {
    name: "a counter that does not reach the result: a second call gives the same",
    files: {
      "main.mjs": marked("let calls = 0; const log = [];", "calls++; log.push(calls); return x * x;"),
    },
  },
  {
    name: "a cache of values: a second call gives the same",
    files: {
      "main.mjs": marked(
        "const cache = new Map(); const slow = (n) => { if (!cache.has(n)) { let s = 0; for (let i = 1; i <= n; i++) s += 1 / i; cache.set(n, s); } return cache.get(n); };",
        "slow(5) * x + slow(5) + slow(3)",
      ),
    },
  },
  {
    name: "a cache by the input itself",
    files: {
      "main.mjs": marked(
        "const cache = {}; const square = (v) => cache[v] ?? (cache[v] = v * v);",
        "square(x) + square(x) * square(2)",
      ),
    },
  },
  {
    name: "a table that grows as it is asked for",
    files: {
      "main.mjs": marked(
        "const table = [1, 1]; const factorial = (n) => { for (let i = table.length; i <= n; i++) table[i] = i * table[i - 1]; return table[n]; };",
        "factorial(5) * x + factorial(3)",
      ),
    },
  },
  {
    name: "memoised with the last argument kept",
    files: {
      "main.mjs": marked(
        "let lastKey, lastValue; function memo(v) { if (v !== lastKey) { lastKey = v; lastValue = Math.exp(v); } return lastValue; }",
        "memo(x) * memo(x) + memo(1)",
      ),
    },
  },
  {
    name: "the last argument of the run before",
    files: { "main.mjs": marked("let last = 10;", "const before = last; last = x; return before * x;") },
    says: ["module-state-written"],
  },
  {
    name: "a scratch object used again and again",
    files: {
      "main.mjs": marked(
        'import { cross } from "./vec.mjs";',
        "const v = cross([1, x, 0], [0, 1, x]); return v[0] + 2 * v[1] + v[2] * cross([x, 0, 1], [1, 1, 0])[2];",
      ),
      "vec.mjs":
        "const scratch = [0, 0, 0]; export function cross(a, b) { const out = scratch; out[0] = a[1] * b[2] - a[2] * b[1]; out[1] = a[2] * b[0] - a[0] * b[2]; out[2] = a[0] * b[1] - a[1] * b[0]; return out.slice(); }",
    },
  },
  {
    name: "a scratch vector of a class's module, as three has them",
    files: {
      "main.mjs": marked(
        "class Vec { constructor(x = 0, y = 0) { this.x = x; this.y = y; } set(x, y) { this.x = x; this.y = y; return this; } copy(o) { return this.set(o.x, o.y); } dot(o) { return this.x * o.x + this.y * o.y; } } const _v = new Vec(), _w = new Vec();",
        "_v.set(x, 2); _w.copy(_v).set(_w.x * 2, _w.y); return _v.dot(_w);",
      ),
    },
  },
  {
    name: "a lazily made table of typed numbers",
    files: {
      "main.mjs": marked(
        "let weights = null; const get = () => { if (weights === null) { weights = new Float64Array(4); for (let i = 0; i < 4; i++) weights[i] = 1 / (i + 1); } return weights; };",
        "get()[2] * x + get()[3]",
      ),
    },
  },
  {
    name: "a random generator with a seed of its own",
    files: {
      "main.mjs": marked(
        "let seed = 42; const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };",
        "random() * x + random()",
      ),
    },
    says: ["module-state-written"],
  },
];

const kinds: Case[] = [
  {
    name: "arrays: push, pop, splice, sort, length, holes",
    files: {
      "main.mjs": marked(
        "const a = [3, 1, 2], b = [1, 2, 3], c = [1, , 3], d = [5, 6];",
        "a.push(x); a.sort(); b.length = 1; b.splice(0, 0, 9, 8); c[1] = 4; delete c[0]; d.shift(); d.reverse(); d.unshift(7); d.fill(2, 1); c.copyWithin(0, 2); return a.length * x + a[0] + b.length + (0 in c ? c[0] : 10) + d.length * d[0];",
      ),
    },
  },
  {
    name: "objects: new, changed and deleted properties, and their order",
    files: {
      "main.mjs": marked(
        "const o = { a: 1, b: 2, c: 3 };",
        'const order = Object.keys(o).indexOf("a"); const had = o.b ?? 50; delete o.b; delete o.a; o.a = 5 * x; o.d = (o.d ?? 0) + 1; return order * 100 + had * x + o.a + o.d + Object.keys(o).length;',
      ),
    },
  },
  {
    name: "deleted properties come back in their old place",
    files: {
      "main.mjs": marked(
        "const o = { a: 1, b: 2, c: 3 };",
        "let n = 0; for (const k in o) n = n * 10 + o[k]; delete o.a; o.a = 9; return n * x;",
      ),
    },
  },
  {
    name: "maps and sets: entries, order, clear, a running iteration",
    files: {
      "main.mjs": marked(
        'const m = new Map([["a", 1], ["b", 2]]), s = new Set([1, 2, 3]), gone = new Map([["k", 4]]);',
        'const first = [...m.keys()][0]; m.delete("a"); m.set("c", x); m.set("a", 7); for (const v of s) if (v < 3) { s.delete(v); s.add(v + 10); } const k = gone.get("k") ?? 100; gone.clear(); return m.size * x + (first === "a" ? 1 : 50) + s.size + [...s][0] + k;',
      ),
    },
  },
  {
    name: "typed arrays and the views of one buffer",
    files: {
      "main.mjs": marked(
        "const wide = new Float64Array([1, 2, 3]), low = new Float32Array(wide.buffer, 8, 2), bytes = new Uint8Array(4);",
        "const before = wide[0] + low.length; wide[0] += 10; wide[2] = 7; wide.reverse(); bytes[1]++; bytes.fill(9, 2); low[1] = 1.5; return before * x + bytes[1] + wide[2] + wide[0];",
      ),
    },
  },
  {
    name: "prototypes: methods added and replaced, links changed",
    files: {
      "main.mjs": marked(
        "class A { at(x) { return x; } } class B { at(x) { return 5 * x; } } const a = new A(); const plain = { k: 1 };",
        "const r = a.at(x) + (A.prototype.extra ? 100 : 0) + (Object.getPrototypeOf(plain) === Object.prototype ? 1 : 50); A.prototype.extra = 1; A.prototype.at = (v) => v * 3; Object.setPrototypeOf(plain, a); Object.setPrototypeOf(a, B.prototype); return r + a.at(x) + plain.at(x);",
      ),
    },
  },
  {
    name: "prototypes of built-in classes and functions of the library",
    files: {
      "main.mjs": marked(
        "const old = Math.abs;",
        'const had = "half" in Number.prototype ? 100 : 1; Number.prototype.half = function () { return this / 2; }; const way = Math.abs(-2); Math.abs = (v) => old(v) + 1; return had * x + (4).half() + way * x + Math.abs(-x);',
      ),
    },
  },
  {
    name: "attributes of properties: read-only, hidden, accessors",
    files: {
      "main.mjs": marked(
        "const o = { a: 1, b: 2 };",
        'const n = Object.keys(o).length; o.a = 3; const a = o.a; Object.defineProperty(o, "a", { value: 4 * x, writable: false }); Object.defineProperty(o, "b", { enumerable: false }); Object.defineProperty(o, "c", { configurable: true, get() { return 7; } }); return n * 10 + a * x + o.a + o.c;',
      ),
    },
  },
  {
    name: "frozen, sealed and closed objects",
    files: {
      "main.mjs": marked(
        "const ice = { k: 1 }, s = { k: 1 }, e = { k: 1 }, list = [1, 2];",
        "const was = (Object.isFrozen(ice) ? 100 : 1) + (Object.isSealed(s) ? 100 : 1) + (Object.isExtensible(e) ? 1 : 100); ice.k += 1; list.push(3); Object.freeze(ice); Object.seal(s); Object.preventExtensions(e); Object.freeze(list); let refused = 0; try { ice.k = 9; } catch { refused++; } try { list.push(4); } catch { refused++; } return was * x + ice.k + refused * 10 + list.length;",
      ),
    },
  },
  {
    name: "closures' variables, private and static fields",
    files: {
      "main.mjs": marked(
        "const counter = (() => { let n = 0; return { up: () => ++n, get n() { return n; } }; })(); class Acc { #sum = 1; static made = 0; static #hidden = 2; add(v) { Acc.made++; Acc.#hidden *= 2; return (this.#sum += v); } static get hidden() { return Acc.#hidden; } } const acc = new Acc();",
        "counter.up(); return counter.up() * x + counter.n + acc.add(x) + Acc.made + Acc.hidden;",
      ),
    },
  },
  {
    name: "functions' properties and bound functions",
    files: {
      "main.mjs": marked(
        "function g(v) { g.calls = (g.calls ?? 0) + 1; return v * g.calls; } const state = { n: 1 }; const up = function (k) { this.n += k; return this.n; }.bind(state, 2);",
        "g(x) + g(x) + up() * x",
      ),
    },
  },
  {
    name: "a running generator",
    files: {
      "main.mjs": marked(
        "const ids = (function* () { let n = 1; for (;;) yield n++; })(); ids.next(); const walk = [10, 20, 30][Symbol.iterator]();",
        "ids.next().value * x + ids.next().value + walk.next().value",
      ),
    },
  },
  {
    name: "names of the global object",
    files: {
      "main.mjs": marked(
        "globalThis.shared = globalThis.shared || { n: 1 };",
        'const had = "made" in globalThis ? 100 : 1; globalThis.made = x; globalThis.shared.n += 1; const n = shared.n; globalThis.shared = { n: 50 }; return had * x + n + made;',
      ),
    },
  },
  {
    name: "exports of CommonJS",
    files: {
      "main.cjs": markedCommonJs(
        'const lib = require("./lib.cjs");',
        "lib.k += 1; exports.last = (exports.last || 0) + 1; return lib.k * x + lib.read() + exports.last;",
      ),
      "lib.cjs": "exports.k = 1; exports.read = () => exports.k;",
    },
  },
  {
    name: "weak maps and errors held by the module",
    files: {
      "main.mjs": marked(
        'const key = {}, weak = new WeakMap([[key, 1]]), problem = new Error("a");',
        'const k = weak.get(key); weak.set(key, k + 1); const n = problem.message.length; problem.message += "bcd"; return (k + n) * x;',
      ),
    },
  },
  {
    name: "state written by a run that ends with an error which is caught further out",
    files: {
      "main.mjs": marked(
        "let depth = 0; const stack = []; function dive(n) { depth++; stack.push(n); if (n === 0) throw new Error(); dive(n - 1); depth--; }",
        "try { dive(3); } catch { } return depth * x + stack.length;",
      ),
    },
  },
];

const between: Case[] = [
  {
    name: "two marked functions that write the same state do not see each other",
    files: {
      "main.mjs": `let n = 1; const list = [1];
${markedFunction("n += 10; list.push(2); return n * x + list.length;", "f", "export ")}
${markedFunction("n += 100; list.push(3, 4); return n * x + list.length;", "g", "export ")}`,
    },
    functions: ["f", "g"],
  },
  {
    name: "a function that is marked and called by another one",
    files: {
      "main.mjs": `let n = 0;
${markedFunction("return ++n * x;", "f", "export ")}
${markedFunction("return f(x) + f(x) * n;", "g", "export ")}`,
    },
    functions: ["f", "g"],
  },
  {
    name: "the run of one function that throws leaves nothing behind",
    files: {
      "main.mjs": `const seen = [];
${markedFunction('seen.push(1); if (x > 0) throw new Error("on purpose"); return x;', "f", "export ")}
${markedFunction("return seen.length * x + x;", "g", "export ")}`,
    },
    functions: ["f", "g"],
    error: { f: /on purpose/ },
  },
  {
    name: "expressions of a point start from the modules too",
    files: {
      "main.mjs": `let n = 0; const next = () => ++n; const list = [];
/** @differentiable @at x = 0.75, k = next() @at x = 2.5, k = next() @wrt x */
export function f(x, k = 1) { list.push(k); return k * x + n + list.length; }`,
    },
    inNode: {
      "main.mjs":
        "let n = 0; const next = () => ++n; const list = []; export function f(x, k = next()) { list.push(k); return k * x + n + list.length; }",
    },
  },
  {
    name: "numbers that a run wrote into a module are plain again in the next",
    files: {
      "main.mjs": marked(
        "const box = { v: 3 }; let plain = 2; const list = [1, 2];",
        "const r = box.v * plain + list[1] * x; box.v = x * x; plain = x; list[1] = x; return r + box.v * plain + list[1];",
      ),
    },
    says: ["module-state-written"],
  },
  {
    name: "values evaluated with a module have no derivative",
    files: {
      "main.mjs": marked(
        "const k = Math.sin(1); let warm = 0; for (let i = 0; i < 10; i++) warm += k * i;",
        "k * x + warm",
      ),
    },
  },
];

corpus("State that runs write", written);
corpus("State of each kind is undone", kinds);
corpus("Functions and points do not see each other", between);
