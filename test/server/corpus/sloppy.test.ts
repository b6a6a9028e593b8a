/** The global object, `this`, and sloppy code as Node has them. */

import { corpus, marked, markedCommonJs, markedFunction } from "./support.js";

corpus("this and the global object", [
  {
    name: "globalThis.x = globalThis.x || {}",
    files: {
      "main.mjs": marked('import "./a.mjs"; import "./b.mjs";', "globalThis.lib.k * x + lib.m"),
      "a.mjs": "globalThis.lib = globalThis.lib || {}; globalThis.lib.k = 3;",
      "b.mjs": "globalThis.lib = globalThis.lib || {}; globalThis.lib.m = globalThis.lib.k + 1;",
    },
  },
  {
    name: "this at the top of CommonJS is module.exports",
    files: {
      "main.cjs": markedCommonJs('const lib = require("./lib.cjs");', "lib.k * x + lib.same + lib.arrow"),
      "lib.cjs": "this.k = 2; this.same = this === exports ? 1 : 0; var self = () => this; self().arrow = 5;",
    },
  },
  {
    name: "this at the top of an ECMAScript module is undefined",
    files: {
      "main.mjs": marked(
        "const top = this; const inArrow = (() => this)();",
        "(top === undefined ? 2 : 3) * x + (inArrow === undefined ? 1 : 0)",
      ),
    },
  },
  {
    name: "this of a function called plainly: the global object in sloppy code, undefined in strict",
    files: {
      "main.cjs": markedCommonJs(
        `var sloppy = (function () { return this; })(); var strict = (function () { "use strict"; return this; })(); var lib = require("./strict.cjs");`,
        "(sloppy === globalThis ? 2 : 9) * x + (strict === undefined ? 1 : 0) + lib.n",
      ),
      "strict.cjs": '"use strict"; exports.n = (function () { return this === undefined ? 10 : 20; })();',
    },
  },
  {
    name: "this of a function called plainly in an ECMAScript module",
    files: {
      "main.mjs": marked(
        "const strict = (function () { return this; })(); class A { static of() { return (function () { return this; })(); } }",
        "(strict === undefined ? 2 : 9) * x + (A.of() === undefined ? 1 : 0)",
      ),
    },
  },
  {
    name: "sloppy this of a primitive value is an object",
    files: {
      "main.cjs": markedCommonJs(
        `Number.prototype.kind = function () { return (typeof this).length; }; Number.prototype.strictKind = function () { "use strict"; return (typeof this).length; };
function self() { return this; } var one = self.call(1), none = self.call(null), empty = self.apply(undefined);`,
        "(5).kind() * x + (5).strictKind() * 10 + (typeof one).length + (none === globalThis ? 1 : 0) + (empty === globalThis ? 1 : 0) + x.kind()",
      ),
    },
  },
  {
    name: "new Function('return this')() and Function('return this')()",
    files: {
      "main.cjs": markedCommonJs(
        "var root = typeof global == 'object' && global && global.Object === Object && global || typeof self == 'object' && self && self.Object === Object && self || Function('return this')(); root.made = 4; var same = root === globalThis;",
        "made * x + (same ? 1 : 0)",
      ),
    },
  },
  {
    name: "an assignment to a name that is nowhere declared makes a global one, in sloppy code",
    files: {
      "main.cjs": markedCommonJs(
        'require("./leak.cjs");',
        "leaked * x + (delete globalThis.leaked2 ? 1 : 0) + typeof leaked2",
      ),
      "leak.cjs":
        "leaked = 3; (function () { leaked2 = 4; })(); for (counter = 0; counter < 3; counter++); leaked += counter;",
    },
  },
  {
    name: "an assignment to a name that is nowhere declared is an error in strict code",
    files: {
      "main.cjs": markedCommonJs(
        '"use strict"; var caught = 0; try { nowhere = 1; } catch (e) { caught = e instanceof ReferenceError ? 2 : 100; } var frozen = Object.freeze({ k: 1 }); try { frozen.k = 2; } catch (e) { caught += e instanceof TypeError ? 10 : 100; } try { delete frozen.k; } catch (e) { caught += 20; }',
        "caught * x",
      ),
    },
  },
  {
    name: "writes to frozen and read-only properties are silent in sloppy code",
    files: {
      "main.cjs": markedCommonJs(
        'var frozen = Object.freeze({ k: 1, list: [1] }); frozen.k = 2; frozen.m = 3; delete frozen.k; frozen.list.push(2); var o = {}; Object.defineProperty(o, "c", { value: 5 }); o.c = 6; var g = { get only() { return 7; } }; g.only = 8; "abc".length = 1; (5).p = 1; undefined = 1; NaN = 2;',
        "frozen.k * x + frozen.list.length + o.c + g.only + (frozen.m === undefined ? 1 : 0)",
      ),
    },
  },
  {
    name: "arguments and parameters are one in sloppy code, two in strict",
    files: {
      "main.cjs": markedCommonJs(
        'function sloppy(a, b) { arguments[0] = 5; b = 7; return a * 10 + arguments[1]; } function strict(a) { "use strict"; arguments[0] = 5; return a; } function defaults(a, b = 1) { arguments[0] = 9; return a; } function missing(a) { arguments[0] = 3; return a === undefined ? 1 : 2; }',
        "sloppy(x, 2) + strict(x) + defaults(x) + missing()",
      ),
    },
  },
  {
    name: "arguments of the function that is called, length and apply",
    files: {
      "main.cjs": markedCommonJs(
        "var max = function () { return Math.max.apply(null, arguments); }; var count = function () { return arguments.length; }; var list = function () { return Array.prototype.slice.call(arguments, 1); };",
        "max(x, 1, 2) * count(1, 2, 3) + list(1, 2, 3).length",
      ),
    },
  },
  {
    name: "arguments.callee",
    files: {
      "main.cjs": markedCommonJs(
        "var factorial = function (n) { return n <= 1 ? 1 : n * arguments.callee(n - 1); }; var start = factorial(4);",
        "start * x",
      ),
    },
  },
  {
    name: "functions in blocks reach out of them in sloppy code",
    files: {
      "main.cjs": markedCommonJs(
        "var before = typeof inner; if (true) { function inner() { return 3; } } var k = inner(); { function again() { return 1; } again = null; } switch (1) { case 1: function chosen() { return 4; } }",
        "k * x + chosen() + before.length",
      ),
    },
  },
  {
    name: "functions in blocks stay inside in strict code",
    files: {
      "main.mjs": marked(
        "let k = 1; function inner() { return 5; } if (true) { function inner() { return 3; } k = inner(); } const outside = inner();",
        "k * x + outside",
      ),
    },
  },
  {
    name: "var: declared twice, in loops, in catch; functions declared twice",
    files: {
      "main.cjs": markedCommonJs(
        "var a = 1; var a; for (var i = 0; i < 3; i++) { var last = i; } try { throw 5; } catch (e) { var e = 6; var c = e; } function g() { return 1; } function g() { return 2; } var g2 = g; var g; var h = 3; function h() {}",
        "[a * x, i, last, c, e === undefined ? 1 : 0, g2(), h]",
      ),
    },
  },
  {
    name: "octal numbers and labels of functions",
    files: {
      "main.cjs": markedCommonJs("var o = 010 + 08; foo: function bar() {}", "o * x + bar.length"),
    },
  },
  {
    name: "var at the top of CommonJS is no property of the global object",
    files: {
      "main.cjs": markedCommonJs(
        "var local = 1; function fn() {} globalThis.shared = 2; var global1 = typeof globalThis.local, global2 = typeof global.fn;",
        "shared * x + global1.length + global2.length",
      ),
    },
  },
  {
    name: "names of the global object: typeof of what Node has and has not",
    files: {
      "main.mjs": marked(
        'const kinds = [typeof window, typeof document, typeof self, typeof global, typeof globalThis, typeof process, typeof define, typeof require, typeof module, typeof importScripts, typeof Buffer, typeof setTimeout, typeof console, typeof HTMLElement, typeof Deno]; const code = kinds.reduce((n, k) => n * 3 + (k === "undefined" ? 0 : k === "object" ? 1 : 2), 0);',
        "code * x",
      ),
    },
  },
  {
    name: "typeof window decides between two forms",
    files: {
      "main.cjs": markedCommonJs(
        'var root = typeof window !== "undefined" ? window : typeof self !== "undefined" ? self : global; root.conf = root.conf || { k: 6 }; var isBrowser = typeof window === "object" && typeof window.document === "object";',
        "conf.k * x + (isBrowser ? 100 : 0)",
      ),
    },
  },
  {
    name: "global names replaced by a module: undefined, NaN as parameters, Math shadowed",
    files: {
      "main.cjs": markedCommonJs(
        "var lib = (function (window, undefined) { var Math = { sqrt: function (v) { return v * v; } }; return { f: function (x) { return undefined === void 0 ? Math.sqrt(x) : -1; } }; })(this);",
        "lib.f(x)",
      ),
    },
  },
  {
    name: "getters of the global object and of exports",
    files: {
      "main.cjs": `Object.defineProperty(globalThis, "rate", { configurable: true, get: function () { return 3; } }); Object.defineProperty(exports, "f", { enumerable: true, get: function () { return f; } });
${markedFunction("rate * x")}`,
    },
  },
  {
    name: "sloppy constructors without new, and instanceof to mend it",
    files: {
      "main.cjs": markedCommonJs(
        "function Vec(x) { if (!(this instanceof Vec)) return new Vec(x); this.x = x; } Vec.prototype = { constructor: Vec, dot: function (o) { return this.x * o.x; } }; function Bare(k) { this.bare = k; } Bare(4);",
        "Vec(x).dot(new Vec(3)) + bare",
      ),
    },
  },
]);
