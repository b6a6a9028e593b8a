/** Objects, enums, namespaces, tagged templates: what Node gives. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Objects", () => {
  const bodies = {
    "getters and setters in literals":
      "const o = { _v: x, get v() { return this._v * 2; }, set v(n) { this._v = n; } }; const before = o.v; o.v = 3; return [before, o.v, Object.keys(o)];",
    "computed keys":
      "const k = 'a'; const o: any = { [k]: 1, [k + 'b']: 2, [`c${1}`]: 3, [4]: 4, get [k + 'g']() { return x; } }; return [Object.keys(o), o.ag];",
    "the order of keys":
      "const o: any = { b: 1, 2: 'two', a: 2, 1: 'one', '01': 3 }; o[0] = 0; return [Object.keys(o), JSON.stringify(o)];",
    delete:
      "const o: any = { a: 1, b: 2 }; const r = delete o.a; delete o['zz']; const l: any = [1, 2, 3]; delete l[1]; return [r, o, 'a' in o, 1 in l, l.length];",
    "in along the prototypes":
      "const base = { a: 1 }; const o = Object.create(base); o.b = 2; return ['a' in o, 'b' in o, 'c' in o, 'toString' in o, 0 in [1], 'length' in [], o.a, Object.keys(o)];",
    "for in":
      "const o = Object.create({ inherited: 1 }); o.own = 2; o[1] = 3; const keys = []; for (const k in o) keys.push(k); for (const i in [7, 8]) keys.push(i); for (const c in 'ab' as any) keys.push(c); for (const _ in null as any) keys.push('never'); let last; for (last in { p: 1, q: 2 }) if (last === 'p') continue; return [keys, last];",
    "for in with deletion":
      "const o: any = { a: 1, b: 2, c: 3 }; const seen = []; for (const k in o) { seen.push(k); delete o.b; } return seen;",
    "own toString and valueOf":
      "const o = { valueOf() { return x; }, toString() { return 'o'; } }; return [+o + 1, `${o}`, (o as any) * 2, [o] + ''];",
    "symbols as keys":
      "const s = Symbol('s'); const o: any = { [s]: x, a: 1 }; const copy = { ...o }; return [o[s], copy[s], Object.keys(o), s.toString(), s.description, typeof s, Symbol.for('k') === Symbol.for('k'), Symbol('a') === Symbol('a')];",
    "sharing and identity":
      "const a = { v: 1 }; const b = a; b.v = x; return [a.v, a === b, ({}) === ({} as any)];",
    "objects as prototypes":
      "const base = { twice() { return (this as any).v * 2; } }; const o: any = { __proto__: base, v: x }; return [o.twice(), Object.getPrototypeOf(o) === base, base.isPrototypeOf(o)];",
    "spread of getters and arrays":
      "const o = { ...{ get a() { return x; } }, ...[1, 2], ...'hi', ...null, ...(false as any) }; return o;",
    "rest in patterns":
      "const { a, ...rest } = { a: 1, b: x, 0: 'z' } as any; const f = ({ p, ...q }: any) => q; return [rest, f({ p: 1, q: 2, r: 3 })];",
    "nested patterns with defaults":
      "const { a: { b = 2, c: [d, e = b] = [1] } = {}, ...r } = { z: x } as any; return [b, d, e, r];",
    "the comma":
      "let a = 0; const b = (a++, a++, a); for (let i = 0, j = 9; i < j; i++, j--) a += i * j; return [a, b];",
    arguments:
      "function f(..._: any[]) { return arguments.length + arguments[1] + Array.from(arguments as any).length; } function g(): any { const inner = () => arguments[0]; return inner(); } return [f(1, 2, 3), (g as any)(x)];",
    "labels everywhere":
      "let s = ''; a: b: for (const i of [0, 1, 2]) { if (i === 1) continue b; s += i; } done: if (s) { s += '!'; break done; s += '?'; } sw: switch (1) { case 1: for (;;) break sw; } block: { try { break block; } finally { s += 'f'; } } return s;",
    "optional calls and members":
      "const o: any = { f: null, g() { return this.v; }, v: x, n: { h: () => 3 } }; return [o.f?.(), o.g?.(), o.n?.h?.(), o.q?.r.s.t(), o?.['g'](), delete o?.v, delete o.q?.r, 'v' in o];",
    "typeof of anything":
      "return [typeof class {}, typeof function () {}, typeof Symbol.iterator, typeof null, typeof [], typeof new Map()];",
    "frozen objects":
      "'use strict'; const o = Object.freeze({ a: 1 }); try { (o as any).a = 2; } catch { return [o.a, Object.isFrozen(o)]; }",
    "casts and assertions":
      "const o = { a: x } as const satisfies { a: number }; return (<any>o)!.a + (o as unknown as { a: number }).a;",
    "tagged templates":
      "const tag = (s: TemplateStringsArray, ...v: any[]) => [s.length, [...s], [...s.raw], v]; const o = { k: 2, t(s: any, v: number) { return s[0] + this.k * v; } }; return [tag`a${x}b\\n${2}`, tag`plain`, o.t`n${3}`];",
    "template strings are the same at each call":
      "const tag = (s: any) => s; const f = () => tag`a`; return [f() === f(), tag`a` === (tag`a` as any)];",
    "Object.defineProperty on instances":
      "const o: any = {}; Object.defineProperty(o, 'hidden', { value: x }); Object.defineProperty(o, 'g', { get() { return 5; }, enumerable: true }); return [o.hidden, o.g, Object.keys(o)];",
    "recursion through objects":
      "const tree = (n: number): any => (n === 0 ? null : { v: n, l: tree(n - 1), r: tree(n - 1) }); const sum = (t: any): number => (t ? t.v * x + sum(t.l) + sum(t.r) : 0); return sum(tree(5));",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  it("derivatives pass through accessors of literals", () => {
    const report = reportOf(`/** @differentiable @at x = 3 */ function f(x: number) {
      const box = { side: x, get area() { return this.side ** 2; }, set scale(k: number) { this.side *= k; } };
      box.scale = 2; return box.area; }`);
    assertClose(derivativesOf(report), { x: 24 });
  });

  it("nothing of the host can be reached", () => {
    for (const expression of [
      "(x as any).constructor.constructor('return 1')()",
      "([] as any).constructor.constructor('return 1')()",
      "(() => 1 as any).constructor('return 1')()",
      "({} as any).__proto__.constructor.constructor('return process')()",
      "new Function('return 1')()",
      "eval('1')",
      "(function* () {} as any).constructor('return 1')()",
      "Object.getPrototypeOf(async () => 1).constructor('1')",
    ]) {
      const source = `/** @differentiable @at x = 1 */ function f(x: number): any { return ${expression}; }`;
      const report = reportOf(source);
      assert.ok(
        report.findings.some(({ severity }) => severity === "error"),
        expression,
      );
    }
  });

  it("what a run changes in the standard library is undone after it", () => {
    for (const statement of [
      "(Array.prototype as any).a = 1; return ([] as any).a * x;",
      "(Math as any).sin = () => 1; return Math.sin(x);",
      "(Object as any).keys = 1; return (Object.keys as any) * x;",
      "({} as any).__proto__.a = 1; return ([] as any).a * x;",
    ]) {
      checkAgainstNode(statement);
    }
    checkAgainstNode("return [typeof ({} as any).a, typeof ([] as any).a, Math.sin(x)];");
  });

  it("running a regular expression, `with` and the like are told", () => {
    for (const [body, expected] of [
      ["return /a+/.test('a') ? x : 1;", "/a+/.test('a'): unsupported-construct"],
      ["return 10n as any;", "10n: unsupported-construct"],
    ] as const) {
      const source = `/** @differentiable @at x = 1 */ function f(x: number): any { ${body} }`;
      assert.deepEqual(findingsOf(source, reportOf(source)), [expected]);
    }
  });
});

describe("Enums and namespaces", () => {
  const modules = {
    "numbers, texts and computed members": [
      "return [Axis.X, Axis.Y, Axis.Z, Axis[4], Axis['X'], Word.A, Mixed.B, Mixed.C, Mixed.D];",
      "enum Axis { X, Y = 4, Z } enum Word { A = 'a' } enum Mixed { A = 1 << 2, B = A | 1, C = Mixed.B * 2, D = 'x'.length }",
    ],
    "const enums": ["return [E.A, E.B * x];", "const enum E { A = 1, B }"],
    "enums in switches": [
      "const f = (k: Kind) => { switch (k) { case Kind.A: return x; case Kind.B: return -x; } }; return [f(Kind.A), f(Kind.B)];",
      "enum Kind { A, B }",
    ],
    "local enums": ["enum L { A = 3, B } return [L.A, L.B, L[3], Object.keys(L)];", ""],
    namespaces: [
      "return [Geo.area(x), Geo.unit, Geo.Inner.twice(2), new Geo.Box(3).side, Geo.Kind.B];",
      "namespace Geo { const k = Math.PI; export const unit = area(1); export function area(r: number) { return k * r * r; } export namespace Inner { export const twice = (v: number) => v * 2 * unit; } export class Box { constructor(public side: number) {} } export enum Kind { A, B } }",
    ],
    "merged namespaces": [
      "return M.a + M.b(x);",
      "namespace M { export const a = 2; } namespace M { export const b = (v: number) => v * a; }",
    ],
    "namespaces of namespaces": ["return A.B.C.v * x;", "namespace A.B.C { export const v = 2; }"],
    "names for members": [
      "return short(x) + two;",
      "namespace N { export const y = { z: 2 }; export function f(v: number) { return v * y.z; } } import short = N.f; import two = N.y;",
    ].map((text) => text.replace("+ two", "+ two.z")),
  };
  for (const [name, [body, declarations]] of Object.entries(modules)) {
    it(name, () => checkAgainstNode(body!, declarations));
  }

  it("are imported like anything else", () => {
    const report = reportOf(
      `import { Axis, Geo, Vec } from "./shapes"; import Default from "./shapes";
       /** @differentiable @at x = 2 */ function f(x: number) { return Geo.area(x) * Axis.Y + new Vec(x).twice() + new Default().k; }`,
      {
        "/project/shapes.ts":
          "export enum Axis { X, Y = 3 } export namespace Geo { export const area = (r: number) => r * r; } export class Vec { constructor(public x: number) {} twice() { return this.x * 2; } } export default class { k = 5; }",
      },
    );
    assert.equal(report.points[0]!.value, 21);
    assertClose(derivativesOf(report), { x: 14 });
  });
});
