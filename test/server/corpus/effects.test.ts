/** What the top level of a module does beside declaring names: through aliases, callbacks, conditions, other modules. */

import { corpus, marked, markedCommonJs } from "./support.js";

corpus("Effects of a top level, through other names", [
  {
    name: "Object.defineProperty under another name fills an object (issue 8)",
    files: {
      "main.mjs": marked(
        `const def = Object.defineProperty;
const put = (t, all) => { for (const n in all) def(t, n, { get: all[n], enumerable: true }); };
const bag = {}; put(bag, { one: () => 1, two: () => 2 });`,
        "Object.keys(bag).length * x + bag.two",
      ),
    },
  },
  {
    name: "forEach with a setter (issue 8)",
    files: {
      "main.mjs": marked(
        `const set = (o, v) => { o.v = v; };
export const a = {}; [a].forEach((o) => set(o, 4));`,
        "a.v * x",
      ),
    },
  },
  {
    name: "forEach with a setter, in an imported module (issue 8)",
    files: {
      "main.mjs": marked('import { a } from "./a.mjs";', "a.v * x"),
      "a.mjs": `function set(o, v) { o.v = v; }
export const a = {}; [a].forEach((o) => set(o, 4));`,
    },
  },
  {
    name: "a hub with register called in another module (issue 8)",
    files: {
      "main.mjs": marked(
        'import { hub, register } from "./hub.mjs"; register({ name: "rgb", f: (x) => 3 * x });',
        "hub.rgb(x)",
      ),
      "hub.mjs": `export const hub = {};
export function register(plugin) { hub[plugin.name] = plugin.f; }`,
    },
  },
  {
    name: "plugins imported for their effect (issue 8)",
    files: {
      "main.mjs": marked(
        'import { hub } from "./hub.mjs"; import "./square.mjs"; import "./cube.mjs";',
        "hub.square(x) + hub.cube(x) * hub.count",
      ),
      "hub.mjs":
        "export const hub = { count: 0 }; export const register = (name, f) => { hub[name] = f; hub.count++; };",
      "square.mjs": 'import { register } from "./hub.mjs"; register("square", (x) => x * x);',
      "cube.mjs": 'import { register as add } from "./hub.mjs"; add("cube", (x) => x ** 3);',
    },
  },
  {
    name: "plugins of CommonJS required for their effect",
    files: {
      "main.cjs": markedCommonJs(
        'const hub = require("./hub.cjs"); require("./square.cjs"); ["./cube.cjs"].forEach((name) => require("./cube.cjs"));',
        "hub.square(x) + hub.cube(x)",
      ),
      "hub.cjs": "module.exports = { use(plugin) { plugin(this); return this; } };",
      "square.cjs":
        'require("./hub.cjs").use(function (hub) { hub.square = function (x) { return x * x; }; });',
      "cube.cjs": 'const hub = require("./hub.cjs"); hub.use((h) => { h.cube = (x) => x * h.square(x); });',
    },
  },
  {
    name: "extend: plugins that are given the class",
    files: {
      "main.mjs": marked(
        'import { Shape } from "./shape.mjs"; import { area } from "./area.mjs"; Shape.extend(area).extend(area, 2);',
        "new Shape(x).area() + Shape.installed.length",
      ),
      "shape.mjs": `export class Shape {
  static installed = [];
  static extend(plugin, option) { if (!this.installed.includes(plugin)) { this.installed.push(plugin); plugin(option, this); } return this; }
  constructor(r) { this.r = r; }
}`,
      "area.mjs":
        "export const area = (option = 3, Class) => { Class.prototype.area = function () { return option * this.r ** 2; }; };",
    },
  },
  {
    name: "state filled by loops, conditions, switch and try",
    files: {
      "main.mjs": marked(
        `const table = []; let sum = 0; const seen = new Map();
for (let i = 0; i < 8; i++) { if (i % 2) { table.push(i * i); } else if (i > 4) seen.set(i, i); else sum += i; }
for (const v of table) { switch (v % 3) { case 0: sum += v; break; default: sum -= 1; } }
try { null.boom; } catch (e) { sum += e instanceof TypeError ? 100 : 0; } finally { sum *= 2; }
outer: for (const a of table) { for (const b of table) { if (a * b > 30) break outer; sum += b; } }`,
        "table[2] * x + sum + seen.get(6)",
      ),
    },
  },
  {
    name: "state filled by callbacks of the standard library",
    files: {
      "main.mjs": marked(
        `const weights = new Float64Array(4).fill(1).map((w, i) => w / (i + 1)); const index = {};
Object.entries({ a: 1, b: 2 }).forEach(([k, v]) => { index[v] = k; });
"xyz".split("").reduce((n, c) => { index[c] = n; return n + 1; }, 0);
Array.from({ length: 3 }, (_, i) => (index["n" + i] = i));
new Map([["p", 5]]).forEach(function (v, k) { this[k] = v; }, index);
[3, 1, 2].sort((a, b) => { index.compared = (index.compared || 0) + 1; return a - b; });`,
        "weights[3] * x + index.z + index.n2 + index.p + Object.keys(index).length",
      ),
    },
  },
  {
    name: "state filled by functions of another module, with this, call, apply and bind",
    files: {
      "main.mjs": marked(
        `import * as fill from "./fill.mjs"; import { setK as assign } from "./fill.mjs";
const o = { k: 0 }; assign.call(o, 3); const list = []; fill.pushAll.apply(list, [1, 2, 3]); const put = fill.setK.bind(o, 7);
const p = {}; Reflect.apply(fill.setK, p, [2]); if (list.length === 3) put();`,
        "o.k * x + list[2] + p.k",
      ),
      "fill.mjs":
        "export function setK(k) { this.k = k; } export function pushAll(...all) { for (const v of all) this.push(v); }",
    },
  },
  {
    name: "getters and setters with effects",
    files: {
      "main.mjs": marked(
        `let reads = 0; const source = { get next() { return ++reads; }, set rate(v) { reads += v; } };
const first = source.next; const { next } = source; source.rate = 10; const copy = { ...source };`,
        "(first + 10 * next + 100 * copy.next) * x + reads",
      ),
    },
  },
  {
    name: "an object's effects in its conversion to a primitive value",
    files: {
      "main.mjs": marked(
        `let n = 1; const o = { valueOf() { n *= 3; return 2; }, toString() { n += 100; return "k"; } };
const a = o + 1; const t = { k: 4 }; const b = t[o]; const c = \`\${o}\`;`,
        "n * x + a + b + c.length",
      ),
    },
  },
  {
    name: "destructuring, defaults and spreads with effects",
    files: {
      "main.mjs": marked(
        `let n = 0; const tick = () => ++n; const { a = tick(), b = tick() } = { b: 5 }; const [c = tick(), ...rest] = [undefined, tick(), tick()];
const o = { [tick()]: tick() };`,
        "[a, b, c, rest[1], n, x * o[5]]",
      ),
    },
  },
  {
    name: "generators and iterators that are drained at the top",
    files: {
      "main.mjs": marked(
        `const log = []; function* squares() { try { for (let i = 0; ; i++) yield i * i; } finally { log.push(-1); } }
for (const s of squares()) { if (s > 20) break; log.push(s); }
const own = { *[Symbol.iterator]() { log.push(7); yield 1; } }; const [one] = own;`,
        "log[3] * x + log.length + log.at(-1) + one",
      ),
    },
  },
  {
    name: "registries by name with fallbacks",
    files: {
      "main.mjs": marked(
        'import { kernels, kernel } from "./kernels.mjs";',
        'kernel("gauss")(x) + kernel("none")(x) + kernels.size',
      ),
      "kernels.mjs": `import { box } from "./box.mjs";
export const kernels = new Map(); const define = (name, f) => (kernels.set(name, f), f);
define("gauss", (u) => Math.exp(-u * u)); define("box", box);
export const kernel = (name) => kernels.get(name) ?? kernels.get("box");`,
      "box.mjs": "export const box = (u) => (Math.abs(u) < 1 ? 0.5 * u : u);",
    },
  },
  {
    name: "aliases of Object.assign, Object.create, Reflect.set and Object.setPrototypeOf",
    files: {
      "main.mjs": marked(
        `const { assign: mix, create } = Object; const put = Reflect.set; const link = Object.setPrototypeOf;
const base = create(null, { k: { value: 3, enumerable: true } }); const o = create(base); mix(o, { m: 2 }); put(o, "n", 5);
const q = {}; link(q, o); (0, Object.defineProperties)(q, { s: { get() { return this.n * 2; } } });`,
        "q.k * x + q.m + q.s",
      ),
    },
  },
  {
    name: "a method taken out of an object by a computed name",
    files: {
      "main.mjs": marked(
        `const list = [1, 2]; const how = ["pu", "sh"].join(""); list[how](3); const { unshift } = Array.prototype; unshift.call(list, 9);
[].push.apply(list, [4, 5]); delete list[how]; list["len" + "gth"] = 4;`,
        "list[0] * x + list.length + list[3]",
      ),
    },
  },
  {
    name: "methods of prototypes of built-in classes: Number, String, Array",
    files: {
      "main.mjs": marked(
        `Number.prototype.toRadians = function () { return (this * Math.PI) / 180; };
Array.prototype.sum = function () { return this.reduce((a, b) => a + b, 0); };
Object.defineProperty(String.prototype, "size", { get() { return this.length; }, configurable: true });`,
        '(30).toRadians() * x.toRadians() + [x, 2, 3].sum() + "abc".size',
      ),
    },
  },
  {
    name: "prototype extensions in a module imported for its effect",
    files: {
      "main.mjs": marked('import "./extend.mjs"; import { twice } from "./use.mjs";', "twice(x) + x.cubed()"),
      "extend.mjs":
        "if (!Number.prototype.cubed) Number.prototype.cubed = function () { return this ** 3; }; Function.prototype.twice = function (v) { return this(this(v)); };",
      "use.mjs": "const g = (v) => v * v; export const twice = (v) => g.twice(v);",
    },
  },
  {
    name: "prototype extensions are seen by for…in, and can be taken back",
    files: {
      "main.mjs": marked(
        `const before = []; for (const k in { a: 1 }) before.push(k);
Object.prototype.extra = 2; const during = []; for (const k in { a: 1 }) during.push(k); const inherited = {}.extra;
delete Object.prototype.extra; const later = "extra" in {};`,
        "before.length * x + during.length * 10 + inherited + (later ? 1000 : 0)",
      ),
    },
  },
  {
    name: "built-in functions replaced for everybody",
    files: {
      "main.mjs": marked('import "./patch.mjs";', "Math.sign(x) + Math.clamp(x, 0, 1) * Math.lerp(1, x, 3)"),
      "patch.mjs": `const old = Math.sign; Math.sign = (v) => 10 * old(v);
Math.clamp = (v, a, b) => Math.min(b, Math.max(a, v)); Object.assign(Math, { lerp: (a, t, b) => a + (b - a) * t });`,
    },
  },
  {
    name: "polyfills with a condition that does not hold",
    files: {
      "main.mjs": marked(
        `if (!Math.hypot) Math.hypot = () => -1; Math.log2 = Math.log2 || (() => -1);
if (typeof Array.prototype.at !== "function") Array.prototype.at = () => -1; Number.EPSILON === undefined && (Number.EPSILON = 1);`,
        "Math.hypot(x, 1) + Math.log2(8) + [x, 2].at(-1) + Number.EPSILON",
      ),
    },
  },
  {
    name: "singletons",
    files: {
      "main.mjs": marked(
        'import { Config } from "./config.mjs"; import "./tune.mjs"; Config.instance().scale *= 2;',
        "Config.instance().scale * x + Config.made",
      ),
      "config.mjs":
        "export class Config { static #one; static made = 0; static instance() { return (this.#one ??= new Config()); } constructor() { Config.made++; this.scale = 3; } }",
      "tune.mjs": 'import { Config } from "./config.mjs"; Config.instance().scale += 1;',
    },
  },
  {
    name: "classes with static blocks, static private members and computed names",
    files: {
      "main.mjs": marked(
        `const log = []; const name = (n) => (log.push(n), n);
class Grid { static [name("a")] = name(1); static #k = 2; static { this.total = this.a + this.#k; for (let i = 0; i < 3; i++) this.total += i; name("block"); }
  static unit = new Grid(this.total); [name("size")]() { return this.v; } constructor(v) { this.v = v; } static { Grid.last = Grid.unit.size() * 2; } }`,
        "Grid.last * x + Grid.total + log.length + log.indexOf('size')",
      ),
    },
  },
  {
    name: "mixins: classes made by functions at the top",
    files: {
      "main.mjs": marked(
        `const made = []; const Scaled = (Base, k) => { made.push(k); return class extends Base { at(x) { return k * super.at(x); } }; };
class Line { at(x) { return x; } } const Twice = Scaled(Line, 2); const All = [3, 4].reduce(Scaled, Twice);
Object.assign(All.prototype, { slope() { return this.at(1); } });`,
        "new All().at(x) + new All().slope() + made.length",
      ),
    },
  },
  {
    name: "functions that replace themselves at their first call",
    files: {
      "main.mjs": marked(
        `let calls = 0; let get = () => { calls++; const table = [1, 2, 3]; get = (i) => table[i]; return get(0); }; const start = get(0);`,
        "get(2) * x + calls + start",
      ),
    },
  },
  {
    name: "an immediately called function gives the module's parts",
    files: {
      "main.mjs": marked(
        `const lib = (function (root) { var hidden = 1; function next() { return ++hidden; } next(); root.extra = next(); return { scale: function (x) { return hidden * x; }, next }; })({});
var other = {}; (function (o) { o.k = lib.next(); !function () { o.m = 7; }(); })(other);`,
        "lib.scale(x) + other.k + other.m",
      ),
    },
  },
  {
    name: "enumerations and namespaces of TypeScript",
    files: {
      "main.ts": marked(
        `enum Level { Low = 1, High = Low << 3, Text = "t" as any } namespace Level { export const extra = Level.High + 1; export function of(x: number) { return x * extra; } }
namespace Deep.Inner { export let n = 2; n += 1; } const names: string[] = []; for (const k in Level) names.push(k);`,
        "Level.of(x) + Deep.Inner.n + names.length + (Level as any)[8].length",
      ),
    },
  },
  {
    name: "symbols and accessors as keys of a registry",
    files: {
      "main.mjs": marked(
        `const key = Symbol("k"); const shared = Symbol.for("shared"); const o = { [key]: 2, get [shared]() { return this[key] + 1; } };
import { read } from "./read.mjs"; o[key] += 3;`,
        "read(o) * x + Object.getOwnPropertySymbols(o).length",
      ),
      "read.mjs": 'export const read = (o) => o[Symbol.for("shared")];',
    },
  },
  {
    name: "labels, commas, void and conditional expressions for their effects",
    files: {
      "main.mjs": marked(
        `let n = 0; const up = () => (n++, n); n || up(), n && up(); void up(); n > 5 ? up() : (n *= 10); let m; m ??= up(); m &&= m + 1; n ||= 99;
const inc = () => up; inc()(); new (class { constructor() { up(); } })(); up\`\`;`,
        "n * x + m",
      ),
    },
  },
  {
    name: "WeakMap and private state of instances made at the top",
    files: {
      "main.mjs": marked(
        `const secret = new WeakMap(); class Box { #v = 1; constructor(v) { secret.set(this, v); this.#v += v; } both() { return this.#v * secret.get(this); } static bump(b) { b.#v++; } }
const box = new Box(4); Box.bump(box); const all = new WeakSet([box]);`,
        "box.both() * x + (all.has(box) ? 1 : 0)",
      ),
    },
  },
]);
