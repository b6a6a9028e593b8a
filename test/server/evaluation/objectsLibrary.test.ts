/** Object's statics, Reflect, Symbol and structuredClone: as Node's, and derivatives through the copies. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, reportOf } from "./support.js";

describe("Object and its kin", () => {
  const expressions = {
    "keys, values and entries":
      "[Object.keys({ b: 1, a: 2, 10: 3, 2: 4 }), Object.values({ b: x, 1: 2 }), Object.entries({ a: 1 }), Object.keys('ab'), Object.entries([5, 6]), Object.keys(5 as any), Object.values('ab')]",
    "only own enumerable ones":
      "(() => { const o: any = Object.create({ inherited: 1 }, { hidden: { value: 2 }, shown: { value: 3, enumerable: true } }); o.plain = 4; return [Object.keys(o), Object.getOwnPropertyNames(o), o.inherited, o.hidden, { ...o }, JSON.stringify(o)]; })()",
    assign:
      "(() => { const t: any = { a: 1 }; const r = Object.assign(t, { a: 2, b: x }, null, undefined, [7], 'z', { get c() { return 9; } }); return [r === t, t]; })()",
    "assign calls setters":
      "(() => { let seen: any = 0; const t = { set v(n: number) { seen = n; } }; Object.assign(t, { v: x }); return seen; })()",
    fromEntries:
      "[Object.fromEntries([['a', x], [1, 2]] as any), Object.fromEntries(new Map([['k', 1]])), Object.fromEntries(Object.entries({ a: 1, b: 2 }).map(([k, v]) => [k, v * x]))]",
    "hasOwn and its older form":
      "[Object.hasOwn({ a: 1 }, 'a'), Object.hasOwn({}, 'toString'), ({ a: 1 }).hasOwnProperty('a'), [1].hasOwnProperty(0), Object.hasOwn([1], 'length'), Object.hasOwn([1], 1), 'toString' in {}, ({ a: 1 }).propertyIsEnumerable('a'), Object.prototype.hasOwnProperty.call({ b: 1 }, 'b')]",
    freezing:
      "(() => { const o = Object.freeze({ a: 1 }); const a = Object.freeze([1]); return [Object.isFrozen(o), Object.isFrozen({}), Object.isFrozen(a), Object.isFrozen(5), Object.isSealed(o), Object.isExtensible(o), Object.isFrozen(Object.preventExtensions({}))]; })()",
    sealing:
      "(() => { const o: any = Object.seal({ a: 1 }); o.a = x; return [o.a, Object.isSealed(o), Object.isFrozen(o), Object.isExtensible(o)]; })()",
    "frozen objects refuse":
      "(() => { 'use strict'; const o: any = Object.freeze({ a: 1 }); const out: any[] = []; for (const act of [() => { o.a = 2; }, () => { o.b = 2; }, () => { (Object.freeze([1]) as any).push(2); }]) { try { act(); out.push('done'); } catch (e: any) { out.push(e instanceof TypeError); } } return [out, o.a]; })()",
    prototypes:
      "(() => { const p = { twice(this: any) { return this.v * 2; } }; const o: any = Object.create(p); o.v = x; const q: any = {}; Object.setPrototypeOf(q, p); q.v = 3; return [o.twice(), q.twice(), Object.getPrototypeOf(o) === p, Object.getPrototypeOf([]) === Array.prototype, Object.getPrototypeOf({}) === Object.prototype, Object.getPrototypeOf(Object.create(null)), p.isPrototypeOf(o)]; })()",
    "defineProperty with values":
      "(() => { const o: any = {}; Object.defineProperty(o, 'a', { value: x }); Object.defineProperty(o, 'b', { value: 1, writable: true, enumerable: true, configurable: true }); o.b = 5; return [o.a, o.b, Object.keys(o), Object.getOwnPropertyDescriptor(o, 'a'), Object.getOwnPropertyDescriptor(o, 'b')]; })()",
    "defineProperty with accessors":
      "(() => { let s = 1; const o: any = Object.defineProperties({}, { v: { get() { return s * x; }, set(n) { s = n; }, enumerable: true }, w: { get: () => 7 } }); o.v = 10; return [o.v, o.w, Object.keys(o), { ...o }]; })()",
    "defineProperty keeps what it does not name":
      "(() => { const o: any = { a: 1 }; Object.defineProperty(o, 'a', { enumerable: false }); return [Object.keys(o), o.a]; })()",
    "Object.is":
      "[Object.is(NaN, NaN), Object.is(0, -0), Object.is(x, x), Object.is('a', 'a'), Object.is({}, {})]",
    "calling Object":
      "(() => { const o = {}; return [Object(o) === o, Object(null), new (Object as any)(), typeof Object()]; })()",
    "texts of kinds":
      "[[], 1, 'a', true, null, undefined, () => 1, {}, new Error('x'), new Map()].map((v) => Object.prototype.toString.call(v))",
    Reflect:
      "(() => { const o: any = { a: 1 }; return [Reflect.ownKeys(o), Reflect.has(o, 'a'), Reflect.get(o, 'a'), Reflect.set(o, 'b', x), o.b, Reflect.deleteProperty(o, 'a'), o, Reflect.apply(Math.max, null, [1, 5]), Reflect.getPrototypeOf(o) === Object.prototype, Reflect.ownKeys([1])]; })()",
    "Reflect.construct":
      "(() => { class A { a = 1; constructor(public b: number) {} get t() { return new.target; } } class B { twice() { return 2 * (this as any).b; } } const c: any = Reflect.construct(A, [x], B); const isNative = Boolean.prototype.valueOf.call(Reflect.construct(Boolean, [], function () {} as any)); return [c.twice(), c instanceof B, c instanceof A, c.a, isNative, (Reflect.construct(Array, [1, 2, 3]) as any).length, Reflect.construct(A, { length: 1, 0: 4 } as any).b]; })()",
    "Reflect with receivers":
      "(() => { const o = { get a() { return (this as any).k * 2; }, set b(v: number) { (this as any).k = v; } }; const r: any = { k: 3 }; return [Reflect.get(o, 'a', r), Reflect.set(o, 'b', 5, r), r.k, Reflect.get(o, 'a', r), Reflect.set(Object.freeze({ q: 1 }), 'q', 2)]; })()",
    symbols:
      "(() => { const s = Symbol('k'); const o: any = { [s]: x, plain: 1 }; return [o[s], Object.keys(o), Object.getOwnPropertySymbols(o).length, s.description, String(s), typeof s, Symbol.for('a') === Symbol.for('a'), Symbol('a') === Symbol('a'), Symbol.keyFor(Symbol.for('q')), { ...o }[s]]; })()",
    errors:
      "(() => { const e = new RangeError('too far', { cause: x }); return [e.name, e.message, (e as any).cause, String(e), e instanceof RangeError, e instanceof Error, e instanceof TypeError, Object.keys(e), new Error().message, String(new Error())]; })()",
    structuredClone:
      "(() => { const shared = [x]; const o: any = { a: shared, b: shared, m: new Map([['k', { v: 1 }]]), s: new Set([1]), t: new Float64Array([1, 2]), d: undefined, n: null }; o.self = o; const c = structuredClone(o); c.a[0] = 9; return [o.a[0], c.b[0], c.a === c.b, c.self === c, c.m.get('k'), c.m !== o.m, [...c.s], [...c.t], 'd' in c]; })()",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  it("structuredClone keeps derivatives", () => {
    const source = `/** @differentiable @at p = { x: 2, y: [3] } */
      function f(p: { x: number; y: number[] }) { const q = structuredClone(p); q.x *= q.y[0]!; return q.x + p.x; }`;
    assertClose(derivativesOf(reportOf(source)), { "p.x": 4, "p.y[0]": 2 });
  });

  it("the standard library is the same for every run, whatever a run before changed", () => {
    for (const change of [
      "Math.sin = Math.cos",
      "(Array.prototype as any).map = null",
      "(Object.prototype as any).polluted = 1",
      "Object.defineProperty(Math, 'PI', { value: 3 })",
      "Object.assign(Number, { EPSILON: 1 })",
      "Object.setPrototypeOf(Array.prototype, null)",
      "delete (Math as any).sin",
      "Object.defineProperty(Map.prototype, 'get', { value: 1 })",
      "Reflect.deleteProperty(Set.prototype, 'add')",
      "(JSON as any).x = 1",
      "(String.fromCharCode as any).y = 1",
    ]) {
      reportOf(`/** @differentiable @at x = 1 */\nfunction f(x: number) { ${change}; return x; }`);
    }
    checkAgainstNode(
      "return [Math.sin(x), Math.PI, [1].map((v) => v), ({} as any).polluted, Number.EPSILON, new Map([[1, 2]]).get(1), new Set().add(1).size, (JSON as any).x];",
    );
  });

  it("what is not interpreted says so at its place", () => {
    for (const use of [
      "new Proxy({}, {})",
      "BigInt(5)",
      "new Intl.NumberFormat()",
      "new Function('return 1')",
      "eval('1')",
      "new RegExp('a')",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { return x + Number(${use}); }`;
      const codes = reportOf(source).findings.map(({ code }) => code);
      assert.ok(codes.includes("unsupported-construct"), `${use}: ${codes}`);
    }
  });
});

describe("What a program adds to the standard library", () => {
  const bodies = {
    "a method of numbers gets the number, with its derivative":
      "(Number.prototype as any).toRadians = function (this: any) { return this * Math.PI / 180; }; return (x as any).toRadians() + (30 as any).toRadians();",
    "a method of arrays is met by for…in":
      "(Array.prototype as any).last = function () { return this[this.length - 1]; }; const keys: any[] = []; for (const k in [x]) keys.push(k); return [([1, x] as any).last(), keys];",
    "in the place of a method that is not interpreted":
      "(String.prototype as any).match = function (this: any) { return this.length; }; return ('abc' as any).match();",
    "a name of the global object":
      "(globalThis as any).zork = x * 2; return [(globalThis as any).zork, typeof (globalThis as any).Math, Object.keys(globalThis).includes('zork')];",
    "constants stay what they are":
      "'use strict'; const out: any[] = []; for (const a of [() => { (Math as any).PI = 3; }, () => { (Number as any).EPSILON = 1; }, () => { (globalThis as any).undefined = 1; }, () => { delete (Math as any).PI; }]) { try { a(); out.push(1); } catch (e) { out.push(e instanceof TypeError); } } return [out, Math.PI];",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  it("carries derivatives", () => {
    const source = `/** @differentiable @at x = 3 */
      function f(x: number) { (Number.prototype as any).squared = function () { return this * this; }; return (x as any).squared() * x; }`;
    assertClose(derivativesOf(reportOf(source)), { x: 27 });
  });
});

describe("Kinds of objects", () => {
  const bodies = {
    "objects around primitive values":
      "const n: any = new Number(3); const s: any = Object('ab'); const b: any = new Boolean(false); return [typeof n, n + x, n.toFixed(1), typeof s, s.length, s[1], Object.keys(s), b ? 1 : 2, n == 3, s == 'ab', Object.prototype.toString.call(n), s instanceof String, [...s], JSON.stringify({ a: n })];",
    "names of functions and classes":
      "class A { static s() {} static t = 1; } return [Object.getOwnPropertyNames((a: any) => a), Object.getOwnPropertyNames(A), Object.keys(A)];",
    "bound functions make what they are bound to":
      "class P { x; constructor(a: any) { this.x = a; } } const B: any = P.bind(null); const p = new B(x); return [p.x, p instanceof P, B.name, B.length];",
    "what cannot be described anew":
      "'use strict'; const o: any = {}; Object.defineProperty(o, 'a', { value: 1 }); const out: any[] = []; for (const a of [() => Object.defineProperty(o, 'a', { value: 2 }), () => Object.defineProperty(o, 'a', { value: 1 }), () => { delete o.a; }]) { try { a(); out.push(1); } catch (e) { out.push(e instanceof TypeError); } } return out;",
    "descriptions of properties":
      "return [Object.getOwnPropertyDescriptor(Math, 'PI'), Object.getOwnPropertyDescriptor([1, 2], 'length'), Object.getOwnPropertyDescriptor([1, 2], '0'), Object.getOwnPropertyDescriptor('ab', 'length'), Object.getOwnPropertyDescriptor('ab', 0)];",
    "a read-only property of the prototype":
      "'use strict'; const o: any = Object.create(Object.freeze({ a: 1 })); try { o.a = 2; return 'assigned'; } catch (e) { return e instanceof TypeError; }",
    "arrays with properties of their own":
      "const a: any = [1, 2]; a.foo = x; return [Object.keys(a), a.foo, { ...a }, JSON.stringify(a)];",
    "classes that extend arrays and maps may iterate in their own way":
      "class V extends Array { *[Symbol.iterator](): any { yield 7; } } const v: any = new V(); v.push(1); class M extends Map { *[Symbol.iterator](): any { yield [1, 2]; yield [3, 4]; } } const m: any = new M(); return [[...v], v.length, [...m].length, m.size, m instanceof Map];",
    "errors and what only looks like one":
      "const e = Object.create(Error.prototype); return [Object.prototype.toString.call(e), Object.prototype.toString.call(new TypeError('a')), String(new Error({ toString() { return 'hm'; } } as any))];",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));
});
