/** Sloppy code in its details: each is run by Node as well. */

import { corpus, marked, markedCommonJs } from "./support.js";

/** A CommonJS module of statements, and what its marked function gives. */
const sloppy = (name: string, statements: string, result: string) => ({
  name,
  files: { "main.cjs": markedCommonJs(statements, result) },
});
corpus("Sloppy code in its details", [
  sloppy(
    "shift of arguments",
    "function t(a, b) { var first = Array.prototype.shift.call(arguments); return first * 100 + a * 10 + b + arguments.length * 1000; }",
    "t(1, 2) * x",
  ),
  sloppy(
    "arguments in closures and loops",
    "function t(a) { var g = function () { a = a + 1; }; g(); var s = arguments[0]; arguments[0] = 10; g(); return s * 100 + a; }",
    "t(1) * x",
  ),
  sloppy(
    "arguments is one object",
    "function t(a) { arguments.tag = 3; arguments[1] = 4; return arguments.tag + arguments[1] + (arguments === arguments ? 1 : 0); }",
    "t(1, 2) * x",
  ),
  sloppy(
    "arrow takes arguments",
    "function t(a) { return (() => { arguments[0] = 9; return a; })(); }",
    "t(1) * x",
  ),
  sloppy(
    "kind of arguments",
    "function t() { return (Array.isArray(arguments) ? 1 : 2) + Object.prototype.toString.call(arguments).length * 10 + Object.keys(arguments).length * 1000 + [].concat(arguments).length; }",
    "t(1, 2) * x",
  ),
  sloppy(
    "spread and for of",
    "function t(a) { var s = 0; for (var v of arguments) s += v; return Math.max(...arguments) * 10 + s + [...arguments].length; }",
    "t(1, 2) * x",
  ),
  sloppy(
    "strict callee",
    "function t() { 'use strict'; try { return arguments.callee ? 1 : 2; } catch (e) { return e instanceof TypeError ? 3 : 4; } }",
    "t(1, 2) * x",
  ),
  sloppy("marked function's own arguments", "", "arguments.length * arguments[0] * 2"),
  sloppy(
    "delete of an element",
    "function t(a) { delete arguments[0]; arguments[0] = 2; return a * 10 + arguments[0]; }",
    "t(5) * x",
  ),
  sloppy("same names", "function t(a, a) { arguments[0] = 7; arguments[1] = 8; return a; }", "t(5, 6) * x"),
  sloppy(
    "block function in function, with parameter and let",
    "function t(g) { { function g() { return 1; } } return typeof g === 'function' ? 1 : g; } function h() { let k = 5; { function k() {} } return k; } function m() { if (false) { function n() {} } return n === undefined ? 3 : 4; }",
    "t(2) * x + h() * 10 + m() * 100",
  ),
  sloppy(
    "block function before the block, twice",
    "function t() { var s = typeof g; { s += typeof g; function g() { return 1; } } { function g() { return 2; } } return s.length * 10 + g(); }",
    "t() * x",
  ),
  sloppy(
    "if without block",
    "if (true) function a() { return 2; } else function b() { return 3; }",
    "(a() + (b === undefined ? 10 : 0)) * x",
  ),
  sloppy(
    "in loops and closures",
    "var list = []; for (var i = 0; i < 3; i++) { let j = i; function add() { return j; } list.push(add); } var last = add();",
    "(list[0]() + list[1]() * 10 + last * 100) * x",
  ),
  sloppy(
    "block function assigns its own name",
    "{ function q() { return 1; } q = function () { return 2; }; } var v = q();",
    "v * x",
  ),
  sloppy(
    "labels",
    "function t() { a: { b: function g() { return 4; } break a; } return g(); } outer: function h() { return t(); }",
    "h() * x",
  ),
  sloppy(
    "delete of names",
    "made = 3; var gone = delete made; var own = 1; var stays = delete own;",
    "(gone ? 1 : 0) * x + (stays ? 10 : 0) + (typeof made).length + (delete nothing ? 100 : 0)",
  ),
  sloppy(
    "class is strict in sloppy code",
    "class A { m() { return (function () { return this === undefined ? 1 : 2; })(); } static s() { try { nowhere = 1; return 5; } catch (e) { return 6; } } get g() { var t = function () { return this; }; return t() === undefined ? 7 : 8; } k = (function () { return this === undefined ? 3 : 4; })(); } var a = new A();",
    "(a.m() + A.s() * 10 + a.g * 100 + a.k * 1000) * x",
  ),
  sloppy(
    "octal texts",
    "var s = '\\101\\60'; var t = 0o17 + 017 + 09.5;",
    "(s.charCodeAt(0) + s.length + t) * x",
  ),
  sloppy(
    "callbacks get the global object",
    "var seen = [1].map(function () { return this === globalThis ? 1 : 2; })[0]; var given = [1].map(function () { return typeof this; }, 5)[0];",
    "(seen + given.length * 10) * x",
  ),
  sloppy(
    "getters of primitives",
    "Object.defineProperty(Number.prototype, 'me', { configurable: true, get: function () { return typeof this === 'object' ? this + 1 : -1; } }); Object.defineProperty(String.prototype, 'strict', { configurable: true, get: function () { 'use strict'; return typeof this; } });",
    "x.me + 'a'.strict.length",
  ),
  sloppy(
    "sloppy setter",
    "var o = Object.freeze({ a: 1 }); function F() { 'use strict'; try { o.a = 2; return 1; } catch (e) { return 2; } } o.a = 3; o.a += 1; o.a++; delete o.a; [o.a] = [5]; ({ z: o.a } = { z: 6 });",
    "(F() + o.a * 10) * x",
  ),
  sloppy(
    "assignments with an operator to what is declared nowhere",
    "total = 1; total += 2; total++;",
    "total * x",
  ),
  sloppy(
    "defaults and rest are unmapped",
    "function t(a, ...r) { arguments[0] = 5; return a; } function g({ a }) { arguments[0] = 5; return a; }",
    "(t(1, 2) + g({ a: 3 }) * 10) * x",
  ),
  sloppy(
    "generators",
    "function* g(a) { arguments[0] = 4; yield a; a = 6; yield arguments[0]; } var l = [...g(1)];",
    "(l[0] + l[1] * 10) * x",
  ),
  sloppy(
    "writes of arguments are undone",
    "var keep; function t(a) { keep = function (v) { a += v; }; return arguments; } var args = t(1);",
    "(keep(x), args[0])",
  ),
  {
    name: "strict code assigns what is a property of the global object already",
    files: {
      "main.mjs": marked(
        "globalThis.there = 1; let r = 0; there = 4; try { notThere = 1; } catch (e) { r = e.name.length; }",
        "(there + r) * x",
      ),
    },
  },
]);
