/** Ways of writing that classes, generators and errors are used in together: what Node gives. */

import { checkAgainstNode } from "./support.js";

/** A body, and declarations beside the function. */
const bodies: Record<string, [string, string?]> = {
  "a namespace beside a class of its name": [
    "return [Vec.ZERO.x, Vec.dot(new Vec(x), new Vec(2))];",
    "class Vec { constructor(public x: number) {} } namespace Vec { export const ZERO = new Vec(0); export function dot(a: Vec, b: Vec) { return a.x * b.x; } }",
  ],
  "a namespace beside a function of its name": [
    "return f2(x) + f2.k;",
    "function f2(v: number) { return v * f2.k; } namespace f2 { export let k = 3; }",
  ],
  "a variable of a namespace that changes": [
    "N.bump(); return [N.get(), N.count];",
    "namespace N { export let count = 1; export function bump() { count++; } export const get = () => count; }",
  ],
  "new this in static methods": [
    "class A { static make() { return new this(); } v = 1; } class B extends A { v = 2; } return [A.make().v, B.make().v];",
  ],
  "methods that return this": [
    "class A { private v = 0; add(n: number): this { this.v += n; return this; } get() { return this.v; } } return new A().add(x).add(2).get();",
  ],
  "closures made in a constructor": [
    "class A { fs: (() => number)[] = []; constructor() { for (let i = 0; i < 3; i++) this.fs.push(() => i * x); } } return new A().fs.map((f) => f());",
  ],
  "accessors defined on a prototype": [
    "function P(this: any, v: number) { this._v = v; } Object.defineProperty(P.prototype, 'v', { get: function (this: any) { return this._v * 2; } }); return new (P as any)(x).v;",
  ],
  "methods assigned to a prototype": [
    "function P(this: any) {} Object.assign(P.prototype, { m() { return 5; } }); return new (P as any)().m();",
  ],
  "a prototype replaced by a literal": [
    "function P(this: any, v: number) { this.v = v; } P.prototype = { constructor: P, twice() { return (this as any).v * 2; } }; return new (P as any)(x).twice();",
  ],
  "a constructor that can be called without new": [
    "function A(this: any, v: number) { if (!(this instanceof (A as any))) return new (A as any)(v); this.v = v; } return (A as any)(x).v;",
  ],
  "a class made by a function that is called at once": [
    "const M = (function () { function V(this: any, q: number) { this.q = q; } V.prototype.get = function () { return this.q; }; return V; })(); return new (M as any)(x).get();",
  ],
  "iterators of base classes": [
    "class A { *[Symbol.iterator]() { yield 1; yield 2; } } class B extends A { *[Symbol.iterator]() { yield* super[Symbol.iterator](); yield 3; } } return [...new B()];",
  ],
  "patterns as parameters of methods": [
    "class A { m({ a, b = 2 }: any, [c]: number[] = [3], ...r: number[]) { return a + b + c + r.length; } } return new A().m({ a: x }, undefined, 1, 2);",
  ],
  "arrays of instances": [
    "class P { constructor(public m: number) {} } const ps = [new P(1), new P(2)]; return ps.map((p) => p.m).reduce((a, b) => a + b) + Math.max(...ps.map(({ m }) => m));",
  ],
  "toJSON of instances": [
    "class A { toJSON() { return { q: 1 }; } } return JSON.stringify([new A(), { a: new A() }]);",
  ],
  "own and inherited properties": [
    "class A { a = 1; } const o = new A(); return [Object.entries(o), 'a' in o, o.hasOwnProperty('a'), Object.hasOwn(o, 'toString'), Object.getPrototypeOf(o) === A.prototype];",
  ],
  "Object.assign onto an instance": [
    "class A { a = 1; get g() { return 5; } } const o = Object.assign(new A(), { b: 2 }); return [o, o.g];",
  ],
  "objects without a prototype": [
    "const o = Object.create(null); o.a = x; return [o.a, 'toString' in o, Object.keys(o)];",
  ],
  "continue out of finally": [
    "const f = () => { for (let i = 0; ; i++) { try { try { if (i < 2) throw i; return i; } finally { if (i === 1) continue; } } catch (e) { if (e === 0) continue; return 'c'; } } }; return f();",
  ],
  "a generator that returns through finally": [
    "function* g() { try { return 1; } finally { yield 2; } } const i = g(); return [i.next(), i.next(), i.next()];",
  ],
  "generators as arguments": [
    "function* g() { yield 1; yield x; } return Math.max(...g()) + [0, ...g()].length;",
  ],
  "generators taken apart": [
    "function* g() { yield* [1, 2, 3]; } const [a, ...b] = g(); const { length } = [...g()]; return [a, b, length];",
  ],
  "generators of entries": [
    "function* g(): any { yield ['a', 1]; yield ['b', x]; } return [Object.fromEntries(g()), [...new Map(g() as any)]];",
  ],
  "generators run when they are asked": [
    "const log: any[] = []; function* g() { log.push('start'); yield 1; log.push('end'); } const i = g(); log.push('made'); i.next(); log.push('mid'); i.next(); return log;",
  ],
  "iterators half used": ["const it = [1, 2, 3].values(); it.next(); return [...it];"],
  "yields as arguments": [
    "function* g(): any { return Math.max(yield 1, (yield 2) * 2, ...(yield 3)); } const i = g(); i.next(); i.next(5); i.next(4); return i.next([7, 9]).value;",
  ],
  "yields in optional calls": [
    "function* g(): any { const o: any = { f: (v: number) => v + 1 }; return [o?.f(yield 1), o.q?.(yield 2)]; } const i = g(); i.next(); return i.next(5);",
  ],
  "errors thrown into a loop of a generator": [
    "function* g(): any { for (;;) { try { yield 1; } catch (e) { return e; } } } const i = g(); i.next(); i.next(); return i.throw('x' as any);",
  ],
  "labels in generators": [
    "function* g() { a: for (const i of [1, 2, 3]) { for (const j of [1, 2, 3]) { if (j === 2) continue a; if (i === 3) break a; yield [i, j]; } } } return [...g()];",
  ],
  "trees that yield their children": [
    "class T { constructor(public v: number, public kids: T[] = []) {} *[Symbol.iterator](): any { yield this.v; for (const k of this.kids) yield* k; } } return [...new T(1, [new T(2, [new T(x)]), new T(4)])];",
  ],
  "spread in new": [
    "class A { s; constructor(...v: number[]) { this.s = v.length; } } return new A(...[1, 2, 3], 4).s;",
  ],
  "objects compared by their values": [
    "const d = { valueOf: () => 3 }; return [(d as any) < 4, (d as any) == 3, (d as any) + 1, `${[d]}`];",
  ],
  "static accessors of private members": [
    "class C { static #n = 0; static get n() { return C.#n; } static set n(v) { C.#n = v * 2; } } C.n = 4; C.n++; return C.n;",
  ],
  "accessors above accessors": [
    "class A { _v = 0; get v() { return this._v; } set v(n) { this._v = n; } } class B extends A { get v() { return super.v + 1; } set v(n) { super.v; this._v = n * 10; } } const b = new B(); b.v = 2; return b.v;",
  ],
  "variables of loops outside of them": ["for (var i = 0; i < 3; i++) { var q = i; } return [i, q!];"],
  "declarations in switches": [
    "switch (1 as number) { case 0: let z = 1; break; case 1: class K { v = 5; } return new K().v; }",
  ],
  "continue in catch, with finally": [
    "let c = 0; for (const v of [0, 1, 2]) { try { if (v === 1) throw new Error('x'); c += 10; } catch { c += 1; continue; } finally { c += 100; } } return c;",
  ],
  "finally inside try": [
    "const l: any[] = []; try { try { throw 1; } finally { l.push('a'); } } catch (e) { l.push(e); } finally { l.push('b'); } return l;",
  ],
  "asynchronous methods that nobody calls": ["const o = { async m() { return 1; }, n: 2 }; return o.n * x;"],
  "names of enum members": [
    "enum E { A = 1, B = 'b', C = 5, D } return [E[1], E.D, (E as any)[6], Object.keys(E).length];",
  ],
  "enums of texts": [
    "const g = (e: E) => e === E.Up ? x : 0; return g(E.Up);",
    "export enum E { Up = 'UP', Down = 'DOWN' }",
  ],
  "flags in const enums": [
    "return F.A | F.B | F.All;",
    "const enum F { A = 1 << 0, B = 1 << 1, All = A | B }",
  ],
  "interfaces and declarations beside classes": [
    "return new Q().z;",
    "interface Q { y: number } class Q { z = 3; } declare namespace X { const a: number; }",
  ],
  "overloaded methods": [
    "class O { f(a: number): number; f(a: string): string; f(a: any): any { return a; } } return new O().f(x);",
  ],
  "abstract properties": [
    "abstract class S { abstract n: number; get d() { return this.n * 2; } } class T extends S { n = x; } return new T().d;",
  ],
  "private names of another instance": [
    "class A { readonly #x: number; constructor(v: number) { this.#x = v; } eq(o: A) { return this.#x === o.#x; } } return [new A(1).eq(new A(1)), new A(1).eq(new A(2))];",
  ],
  "names of functions and classes": [
    "const h = () => 1; const o = { k() {}, ['c' + 1]: () => 2 }; class Z { static s = () => 1; m() {} } return [h.name, o.k.name, Z.s.name, new Z().m.name, (class {}).name, (function () {}).name];",
  ],
  "bound functions": [
    "function b0(this: any, a: number, b: number) { return this.k + a + b; } const b1 = b0.bind({ k: 1 }, 2); return [b1(3), typeof b1];",
  ],
  "spread tuples in new": [
    "class A { constructor(public a: number) {} } const args = [x] as const; return Reflect.construct ? new A(...args).a : 0;",
  ],
  "properties made on the way": [
    "const o: any = {}; for (const k of ['a', 'b']) { o[k] ??= []; o[k].push(x); } return o;",
  ],
  "commas in the head of a loop": ["let s = 0; for (let i = 0, n = 5; i < n; s += i, i++); return s;"],
  "arguments in a loop": [
    "function va() { let s = 0; for (let i = 0; i < arguments.length; i++) s += arguments[i]; return s; } return (va as any)(1, 2, x);",
  ],
  "fields without a value": [
    "class A { v?: number; w: number | null = null; } const a = new A(); return [a.v ?? 1, a.w ?? 2, 'v' in a];",
  ],
};

describe("Idioms", () => {
  for (const [name, [body, beside]] of Object.entries(bodies)) it(name, () => checkAgainstNode(body, beside));
});
