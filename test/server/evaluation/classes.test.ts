/** Classes give what they give in Node, and derivatives pass through their instances. */

import assert from "node:assert/strict";
import { prepareModule } from "../pipeline.js";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Classes", () => {
  const bodies = {
    "fields, methods and this":
      "class A { k = 2; m(v: number) { return this.k * v; } } const a = new A(); a.k++; return [a.m(x), a];",
    "a constructor": "class A { a; constructor(v: number) { this.a = v; } } return new A(x).a;",
    "a constructor that returns an object": "class A { constructor() { return { q: 1 }; } } return new A();",
    "parameter properties":
      "class A { constructor(public a: number, private readonly b = a * 2) {} sum() { return this.a + this.b; } } return new A(x).sum();",
    "getters and setters":
      "class A { #v = 1; get v() { return this.#v; } set v(n) { this.#v = n * 2; } } const a = new A(); a.v = x; a.v += 1; return a.v;",
    "static members, fields and blocks":
      "class A { static n = 1; static m() { return this.n; } static { A.n = this.n + 4; } static get g() { return A.n * 2; } } A.n++; return [A.m(), A.g];",
    "static fields of the class's own kind":
      "class V { static ZERO = new V(0); static ONE = V.make(1); constructor(public x: number) {} static make(v: number) { return new V(v); } } return [V.ZERO, V.ONE, V.ONE instanceof V];",
    "private fields, methods and accessors":
      "class A { #n = x; #twice() { return this.#n * 2; } get #g() { return this.#twice() + 1; } set #g(v) { this.#n = v; } run() { this.#g = this.#g; this.#n += 1; this.#n++; return this.#n; } } return new A().run();",
    "private static members":
      "class A { static #count = 0; static #next() { return ++A.#count; } static run() { A.#next(); return A.#next(); } } return A.run();",
    "tests for private names":
      "class A { #a = 1; static is(o: any) { return #a in o; } } class B { #a = 1; } return [A.is(new A()), A.is(new B()), A.is({})];",
    "private names of nested classes":
      "class A { #a = 1; inner() { const outer = this; return new (class { #b = 2; sum() { return this.#b + outer.#a; } })().sum(); } } return new A().inner();",
    "inheritance and super":
      "class A { constructor(public a: number) {} m() { return this.a; } } class B extends A { b = this.a + 1; constructor(v: number) { super(v * 2); this.b *= 3; } m() { return super.m() + this.b; } } return [new B(x).m(), new B(1)];",
    "the constructor of a class that has none":
      "class A { constructor(public a: number, public b = 2) {} } class B extends A { c = 3; } return new B(x);",
    "super in getters, static methods and arrows":
      "class A { get g() { return 1; } static s() { return 2; } m() { return 3; } } class B extends A { get g() { return super.g + 10; } static s() { return super.s() + 10; } m() { return [1].map(() => super.m() + 10)[0]; } } return [new B().g, B.s(), new B().m()];",
    "super called in an arrow":
      "class A { v = 1; } class B extends A { constructor() { const make = () => super(); make(); this.v++; } } return new B().v;",
    "super in object literals":
      "const base = { m() { return this.k; } }; const o = { __proto__: base, k: x, m() { return super.m() + 1; } } as any; return o.m();",
    "chains of classes":
      "class A { n() { return 'A'; } who() { return this.n(); } } class B extends A { n() { return 'B' + super.n(); } } class C extends B { n() { return 'C' + super.n(); } } return [new C().who(), new C() instanceof A, C.name, new C().constructor.name];",
    "extending an expression":
      "const mixin = (Base: any) => class extends Base { extra() { return this.a * 2; } }; class A { a = x; } return new (mixin(A))().extra();",
    "class expressions":
      "const A = class Inner { static n = 2; static get own() { return Inner.n; } }; const list = [class { v = 1; }]; return [A.own, A.name, new list[0]().v];",
    "abstract classes and interfaces":
      "abstract class Shape { abstract area(): number; twice() { return this.area() * 2; } } class Square extends Shape implements Iterable<number> { constructor(private s: number) { super(); } area(): number; area() { return this.s ** 2; } *[Symbol.iterator]() { yield this.s; } [key: string]: any; } return [new Square(x).twice(), ...new Square(3)];",
    "computed members":
      "const k = 'm'; class A { [k + 1]() { return 1; } static ['s' + k] = 2; get [`g${k}`]() { return 3; } ['f'] = 4; } const a = new A() as any; return [a.m1(), (A as any).sm, a.gm, a.f];",
    "fields that are arrows":
      "class A { k = x; f = (v: number) => this.k * v; } const { f } = new A(); return f(3);",
    "order of fields and constructor":
      "const log: string[] = []; class A { a = log.push('field A'); constructor() { log.push('A'); this.hook(); } hook() { log.push('hook A'); } } class B extends A { b = log.push('field B'); constructor() { log.push('before'); super(); log.push('B'); } hook() { log.push('hook B'); } } new B(); return log;",
    "toString and valueOf":
      "class A { constructor(public v: number) {} toString() { return `A(${this.v})`; } valueOf() { return this.v * 10; } } const a = new A(x); return [`${a}`, 'is ' + a, +a, a * 2, a > new A(0.1), String(a), [a, 1] + '', (a as any) == x * 10];",
    "Symbol.toPrimitive":
      "class A { [Symbol.toPrimitive](hint: string) { return hint === 'number' ? 7 : hint; } } const a = new A() as any; return [+a, `${a}`, a + 1];",
    "plain toString of an instance":
      "class A {} return [`${new A()}`, String({}), typeof A, typeof new A()];",
    "errors of one's own":
      "class Bad extends Error { code: number; constructor(m: string, code: number) { super(m); this.name = 'Bad'; this.code = code; } } try { throw new Bad('no', x); } catch (e: any) { return [e.message, e.code, e instanceof Bad, e instanceof Error, `${e}`, e.constructor === Bad]; }",
    "instances are enumerated by their fields":
      "class A { b = 1; a = 2; #c = 3; m() {} get g() { return 1; } } const keys = []; for (const k in new A()) keys.push(k); return [keys, Object.keys(new A()), JSON.stringify(new A()), { ...new A() }];",
    "new.target":
      "class A { t; constructor() { this.t = new.target === A; } } class B extends A {} function F(this: any) { return { n: new.target === undefined }; } return [new A().t, new B().t, (F as any)().n];",
    "instanceof by Symbol.hasInstance":
      "class Even { static [Symbol.hasInstance](n: any) { return n % 2 === 0; } } return [2 instanceof (Even as any), 3 instanceof (Even as any)];",
    "local classes capture variables":
      "const made = [1, 2].map((n) => class { v() { return n * x; } }); return made.map((C) => new C().v());",
    "functions as classes":
      "function Vec(this: any, v: number) { this.x = v; } Vec.prototype.twice = function () { return this.x * 2; }; const V = Vec as any; const v = new V(x); return [v.twice(), v instanceof V, v.constructor === V, Object.keys(v)];",
    "inheritance between functions":
      "function A(this: any, v: number) { this.a = v; } A.prototype.m = function () { return this.a; }; function B(this: any, v: number) { A.call(this, v + 1); } B.prototype = Object.create(A.prototype); B.prototype.constructor = B; const b = new (B as any)(x); return [b.m(), b instanceof (A as any), b instanceof (B as any)];",
    "a class that extends a function":
      "function A(this: any, v: number) { this.a = v; } class B extends (A as any) { constructor(v: number) { super(v); } } return new B(x) as any;",
    "properties of functions":
      "function own() { return own.count++; } own.count = 1; own(); own(); const g: any = () => 1; g.tag = 't'; return [own.count, g.tag, own.name, own.length];",
    "methods taken out lose this":
      "class A { v = 1; m(this: any) { return this === undefined; } } const { m } = new A(); return (m as any)();",
    "accessors are inherited":
      "class A { _v = 1; get v() { return this._v; } set v(n) { this._v = n; } } class B extends A {} const b = new B(); b.v = 5; return [b, b.v];",
    "a setter and a getter of different classes":
      "class A { get v() { return 1; } } class B extends A { set v(_n: number) {} } return [(new B() as any).v];",
    "a class that counts its instances":
      "class A { static made = 0; id; constructor() { this.id = ++A.made; } } new A(); return [new A().id, A.made];",
    "dual numbers":
      "class Dual { constructor(readonly v: number, readonly d: number) {} times(o: Dual) { return new Dual(this.v * o.v, this.v * o.d + this.d * o.v); } static of(v: number) { return new Dual(v, 1); } } return Dual.of(x).times(Dual.of(x));",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  it("of the module, exported or not, in any order", () => {
    checkAgainstNode(
      "return new Circle(x).area() + Circle.unit.area() + Ring.hole;",
      "export class Circle extends Shape0() { constructor(readonly r: number) { super(); } area() { return Math.PI * this.r ** 2; } static unit = new Circle(1); }\nfunction Shape0() { return class { k = 1; }; }\nconst Ring = class { static hole = 2; };",
    );
  });
});

describe("Derivatives through instances", () => {
  it("pass through the methods of a vector class", () => {
    const report = reportOf(`
      class Vec3 {
        constructor(public x = 0, public y = 0, public z = 0) {}
        add(o: Vec3) { return new Vec3(this.x + o.x, this.y + o.y, this.z + o.z); }
        scale(k: number) { return new Vec3(this.x * k, this.y * k, this.z * k); }
        dot(o: Vec3) { return this.x * o.x + this.y * o.y + this.z * o.z; }
        get length() { return Math.sqrt(this.dot(this)); }
      }
      /** @differentiable @at v = new Vec3(3, 4), k = 2 */
      function f(v: Vec3, k: number) { return v.scale(k).add(new Vec3(0, 0, 0)).length; }`);
    assertClose(derivativesOf(report), { "v.x": 1.2, "v.y": 1.6, "v.z": 0, k: 5 });
  });

  it("pass through complex numbers and arrays of instances", () => {
    const report = reportOf(`
      class Complex {
        constructor(readonly re: number, readonly im: number) {}
        times({ re, im }: Complex) { return new Complex(this.re * re - this.im * im, this.re * im + this.im * re); }
      }
      /** @differentiable @at zs = [new Complex(1, 2), new Complex(3, -1)] */
      function f(zs: Complex[]) { return zs.reduce((a, b) => a.times(b)); }`);
    assert.deepEqual(report.points[0]!.value, { re: 5, im: 5 });
    assertClose(derivativesOf(report), {
      ".re zs[0].re": 3,
      ".re zs[0].im": 1,
      ".re zs[1].re": 1,
      ".re zs[1].im": -2,
      ".im zs[0].re": -1,
      ".im zs[0].im": 3,
      ".im zs[1].re": 2,
      ".im zs[1].im": 1,
    });
  });

  it("pass through private fields and accessors", () => {
    const report = reportOf(`
      class Spring {
        #k; #m = 1;
        constructor(k: number) { this.#k = k; }
        get omega() { return Math.sqrt(this.#k / this.#m); }
      }
      /** @differentiable @at s = new Spring(4) */
      function f(s: Spring) { return s.omega; }`);
    assertClose(derivativesOf(report), { "s.#k": 0.25, "s.#m": -1 });
  });

  it("a marked method gets its class with `this = { … }`", () => {
    const report = reportOf(`
      class Base { offset() { return 1; } }
      class Spring extends Base {
        constructor(public k: number, public m: number) { super(); }
        get omega2() { return this.k / this.m; }
        #half() { return 0.5; }
        scale() { return 2; }
        offset() { return super.offset() + 1; }
        /** @differentiable @at this = { k: 8, m: 2 }, x = 3 */
        energy(x: number) { return this.scale() * this.omega2 * x * x + super.offset() + this.offset(); }
      }`);
    assert.equal(report.points[0]!.value, 75);
    assertClose(derivativesOf(report), { "this.k": 9, "this.m": -36, x: 48 });
  });

  it("a marked method gets an instance with `this = new …`", () => {
    const report = reportOf(`
      class Spring {
        #k;
        constructor(k: number) { this.#k = k; }
        /** @differentiable @at this = new Spring(2), x = 3 */
        energy(x: number) { return this.#k * x * x; }
      }`);
    assertClose(derivativesOf(report), { "this.#k": 9, x: 12 });
  });

  it("a marked static method has its class as `this`", () => {
    const report = reportOf(`
      class Curve {
        static scale = 3;
        static twice(v: number) { return v * 2; }
        /** @differentiable @at x = 2 */
        static at(x: number) { return this.twice(x) * Curve.scale; }
      }`);
    assertClose(derivativesOf(report), { x: 6 });
  });

  it("a marked method of a class without a name gets its class", () => {
    for (const before of ["export default class", "export const Named = class"]) {
      const report = reportOf(
        `${before} { /** @differentiable @at this = { q: 3 }, x = 2 */ m(x: number) { return x * (this as any).q * this.two(); } two() { return 2; } }`,
      );
      assertClose(derivativesOf(report), { "this.q": 4, x: 6 });
    }
  });

  it("the point that is offered makes an instance", () => {
    const { functions } = prepareModule("/project/main.ts", {
      read: () =>
        "class V { constructor(x: number, y: number) {} } class A { constructor(private k: number, at: V, more = 1) {} /** @differentiable */ m(v: V) { return this.k; } }",
    });
    assert.match(
      functions[0]!.findings[0]!.message,
      /`@at this = new A\(1, new V\(1, 1\)\), v = new V\(1, 1\)`/,
    );
  });

  it("decorators are told and ignored", () => {
    const source = `function log(_a: any, _b: any) {}
      class A { @log twice(v: number) { return v * 2; } }
      /** @differentiable @at x = 1 */
      function f(x: number) { return new A().twice(x); }`;
    const report = reportOf(source);
    assert.deepEqual(findingsOf(source, report), ["@log: decorator-ignored"]);
    assertClose(derivativesOf(report), { x: 2 });
  });

  it("classes that extend arrays, maps and typed arrays are arrays, maps and typed arrays", () => {
    const source = `
      class Row extends Array<number> { norm() { return Math.hypot(...this); } }
      class Weights extends Map<string, number> { total() { let s = 0; for (const v of this.values()) s += v; return s; } }
      class Samples extends Float64Array { sum() { return this.reduce((a, b) => a + b, 0); } }
      /** @differentiable @at x = 3 */
      function f(x: number) {
        const row = Row.from([x, 4]) as Row;
        const samples = new Samples(2);
        samples[1] = x;
        const doubled = row.map((v) => 2 * v) as Row;
        return row.norm() + doubled.norm() + new Weights([["a", x * x]]).total() + (samples.map((v) => v + 1) as Samples).sum();
      }`;
    const report = reportOf(source);
    assert.equal(report.points[0]!.value, 5 + 10 + 9 + 5);
    assertClose(derivativesOf(report), { x: 0.6 + 1.2 + 6 + 1 });
  });
});
