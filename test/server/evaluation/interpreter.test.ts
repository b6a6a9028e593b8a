/** The interpreter gives what Node gives, bit for bit. */

import assert from "node:assert/strict";
import { nodeValue, reportOf } from "./support.js";

/** A body of `f(x: number)`; its value at x = 0.7 must be Node's. */
function check(body: string, declarations = ""): void {
  const source = `${declarations}\n/** @differentiable @at x = 0.7 */\nfunction f(x: number): any {\n${body}\n}`;
  const report = reportOf(source);
  assert.deepEqual(
    report.findings.filter((finding) => finding.severity === "error").map((finding) => finding.message),
    [],
  );
  assert.deepEqual(report.points[0]!.value, nodeValue(source, "f(0.7)"));
}

describe("The interpreter computes what Node computes", () => {
  const expressions = {
    arithmetic: "(x + 2) * 3 - x / 4 % 1 ** 2",
    "unary minus and plus": "-x + +x - -(-x)",
    "bit operations": "(x * 100 | 0) + (7 & 3) + (5 ^ 1) + (1 << 4) + (-9 >> 1) + (-9 >>> 28) + ~4",
    comparison: "[x < 1, x <= 0.7, x > 1, x >= 0.7, x === 0.7, x !== 0.7, 'a' < 'b']",
    "loose equality": "[1 == '1', null == undefined, 0 == '', NaN == NaN, true == 1]",
    "logical operators": "[x && 2, 0 || x, null ?? x, !x, !!x, 0 && y(), '' || 'text']".replace("y()", "x()"),
    "the conditional": "x > 0.5 ? x : -x",
    "typeof and void":
      "[typeof x, typeof 'a', typeof undefined, typeof null, typeof [], typeof (() => 1), void 0]",
    "the sequence": "(1, 2, x)",
    templates: "`x is ${x} and ${[1, [2, 3]]} and ${{}}`",
    "text joining": "'a' + x + true + null + undefined + [1, 2]",
    "array literals": "[1, , x, ...[2, 3], ...'ab'].length",
    "object literals": "({ x, ['a' + 1]: 2, m() { return 3; }, ...{ q: 1 } }).q",
    indexing: "[[1, 2], [3, x]][1][1]",
    "optional chaining":
      "[({ a: { b: x } } as any)?.a?.b, (undefined as any)?.a.b.c, (null as any)?.[0], ({} as any).f?.(1)]",
    constants: "[Math.PI, Math.E, Number.EPSILON, Infinity, -Infinity, NaN, Number.MAX_VALUE]",
    numerals: "[0x10, 0b11, 0o17, 1_000, 1e3, .5]",
    "Math functions":
      "[Math.abs(-x), Math.cbrt(x), Math.hypot(x, 1, 2), Math.max(x, 1, 0), Math.min(), Math.sign(-x), Math.fround(x), Math.round(2.5), Math.trunc(-1.5), Math.atan2(x, -1), Math.clz32(5), Math.imul(3, 4)]",
    "Math functions given texts and booleans":
      "[Math.sqrt('4' as any), Math.abs(true as any), Math.max(null as any, -1)]",
    "number functions":
      "[Number('12'), Number(true), parseInt('12px'), parseFloat('1.5e3x'), Number.isInteger(5), isNaN(NaN), (3.14159).toFixed(2), (255).toString(16)]",
    "string methods":
      "['abc'.slice(1), 'a-b'.split('-'), 'ab'.padStart(4, '*'), ' a '.trim(), 'abc'.includes('b'), 'ab'.repeat(2), 'abc'.at(-1)]",
  };
  for (const [name, expression] of Object.entries(expressions))
    it(name, () => check(`return ${expression};`));

  const arrays = {
    "map, filter, reduce":
      "[1, 2, 3, 4].map((v, i) => v * x + i).filter((v) => v > 2).reduce((a, b) => a + b, 0)",
    "reduce without a start": "[1, 2, 3].reduce((a, b) => a - b)",
    reduceRight: "[1, 2, 3].reduceRight((a, b) => a - b)",
    "find and its kind":
      "[[1, 2, 3].find((v) => v > 1), [1, 2].findIndex((v) => v > 5), [1, 2, 3].findLast((v) => v < 3)]",
    "some and every": "[[1, 2].some((v) => v > 1), [1, 2].every((v) => v > 1), [].every(() => false)]",
    "slice, concat, flat, flatMap":
      "[[1, 2, 3].slice(-2), [1].concat([2], 3), [1, [2, [3]]].flat(), [1, 2].flatMap((v) => [v, v])]",
    "sort by value and by text":
      "[[3, 1, 10].sort(), [3, 1, 10].sort((a, b) => a - b), [3, 1, 2].toSorted()]",
    "includes and indexOf": "[[1, NaN].includes(NaN), [1, NaN].indexOf(NaN), [1, 2, 1].lastIndexOf(1)]",
    "keys, values, entries": "[[...[5, 6].keys()], [...[5, 6].values()], [...[5, 6].entries()]]",
    "Array.from, of, isArray, new":
      "[Array.from({ length: 3 }, (_, i) => i * x), Array.of(1, 2), Array.isArray([]), new Array(3).fill(x)]",
    join: "[1, null, 'a', [2, 3]].join('-')",
    "Object statics":
      "[Object.keys({ a: 1, b: 2 }), Object.values({ a: x }), Object.entries({ a: 1 }), Object.fromEntries([['a', 1]])]",
  };
  for (const [name, expression] of Object.entries(arrays)) it(name, () => check(`return ${expression};`));

  const statements = {
    "let, const and assignment":
      "let a = x; const b = a * 2; a += b; a -= 1; a *= 2; a /= 3; a **= 2; a %= 5; return a;",
    "logical assignment":
      "let a: any = 0; a ||= x; let b: any = null; b ??= 2; let c: any = 1; c &&= 3; return [a, b, c];",
    "update operators": "let i = 1; const a = i++ + ++i - i-- - --i; return [a, i];",
    "update of members": "const o = { n: [1, 2] }; o.n[0]++; o.n[1] += x; o['m' as 'n'] = [9]; return o;",
    "if and else": "if (x > 1) return 1; else if (x > 0.5) return 2; return 3;",
    "while, break, continue":
      "let i = 0, s = 0; while (true) { i++; if (i % 2) continue; if (i > 10) break; s += i * x; } return s;",
    "do while": "let i = 0; do { i += 2; } while (i < 7); return i;",
    "for with several variables":
      "let s = 0; for (let i = 0, j = 10; i < j; i++, j -= 2) s += i * j; return s;",
    "for of with destructuring":
      "let s = 0; for (const [a, { b }] of [[1, { b: 2 }], [3, { b: 4 }]] as any) s += a * b * x; return s;",
    "labelled break and continue":
      "let n = 0; outer: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { if (j === 2) continue outer; if (i === 3) break outer; n += i + j; } } return n;",
    "a labelled block": "let a = 1; done: { if (x > 0) break done; a = 2; } return a;",
    "switch with fall-through and default":
      "let s = ''; for (const v of [1, 2, 3, 4]) { switch (v) { case 1: s += 'a'; case 2: s += 'b'; break; default: s += 'd'; case 3: s += 'c'; } } return s;",
    "continue inside a switch":
      "let s = 0; for (let i = 0; i < 5; i++) { switch (i) { case 2: continue; } s += i; } return s;",
    "blocks and shadowing": "let a = 1; { let a = 2; a++; } { const a = 5; } return a;",
    "var in a block": "{ var a = 3; } return a;",
    "destructuring with defaults and rest":
      "const { a, b: [c = 7, ...d], ...e } = { a: x, b: [undefined, 2, 3], f: 1, g: 2 } as any; return [a, c, d, e];",
    swapping: "let a = 1, b = x; [a, b] = [b, a]; return [a, b];",
    "hoisted functions": "return g(x); function g(v: number): number { return v < 3 ? g(v + 1) : v; }",
    "closures share variables":
      "let n = 0; const add = (v: number) => { n += v; }; [1, 2, x].forEach(add); return n;",
    "each turn has its own variable":
      "const fs: any[] = []; for (let i = 0; i < 3; i++) fs.push(() => i * x); return fs.map((g) => g());",
    "recursion through a const arrow":
      "const fact = (n: number): number => (n <= 1 ? 1 : n * fact(n - 1)); return fact(6) * x;",
    "default and rest parameters":
      "const g = (a: number, b = a * 2, ...c: number[]) => [a, b, c]; return [g(1), g(1, undefined, 3, 4)];",
    "spread arguments": "return Math.max(...[1, x, 3], ...[2]);",
    "methods and this": "const o = { k: 2, times(v: number) { return this.k * v; } }; return o.times(x);",
    "functions as values":
      "const compose = (f: any, g: any) => (v: number) => f(g(v)); return compose(Math.exp, Math.sin)(x);",
    "call, apply and bind":
      "function g(this: any, a: number, b: number) { return this.k + a * b; } return [g.call({ k: 1 }, 2, 3), g.apply({ k: 1 }, [2, 3]), g.bind({ k: 5 }, 2)(x)];",
    "array mutation":
      "const a = [1, 2, 3]; a.push(4); a.shift(); a.unshift(x); a.splice(1, 1, 8, 9); a.reverse(); a[7] = 1; return [a.length, a.slice(0, 5)];",
    "instanceof and in": "return [[] instanceof Array, 'a' in { a: 1 }, new Error('x') instanceof Error];",
    "console is silent": "console.log('x', x); return x;",
    "property names that lead outside elsewhere":
      "const o: any = { __proto__x: 1 }; return [o.constructor?.name === 'Object', typeof o['__proto__x']].length;",
  };
  for (const [name, body] of Object.entries(statements)) it(name, () => check(body));

  it("module constants and functions", () =>
    check(
      "return scale(x) + table[1][0] + limit;",
      "const limit = 4 * Math.PI;\nconst table = [[1], [limit]];\nfunction scale(v: number) { return v * base(); }\nconst base = () => table.length;",
    ));
});
