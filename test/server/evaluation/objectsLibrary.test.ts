/** Object's statics, Reflect, Symbol and structuredClone: as Node's, and derivatives through the copies. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

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

  it("the standard library is the same for every run", () => {
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
      const bad = `/** @differentiable @at x = 1 */\nfunction f(x: number) { ${change}; return x; }`;
      assert.equal(findingsOf(bad, reportOf(bad)).length, 1, change);
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
