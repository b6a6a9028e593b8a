/** Top-level statements run with the names that they belong to, as Node runs them, and nothing else runs. */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { nodeValue, reportOf } from "./support.js";

/** The statements of a module and what a function of it returns; its value at x = 0.7 must be Node's. */
function check(statements: string, result: string): void {
  const source = `${statements}\n/** @differentiable @at x = 0.7 */\nfunction f(x: number): any { return ${result}; }`;
  const report = reportOf(source);
  assert.deepEqual(
    report.findings.filter(({ severity }) => severity === "error").map(({ message }) => message),
    [],
  );
  assert.deepEqual(report.points[0]!.value, nodeValue(source, "f(0.7)"));
}

describe("Top-level statements", () => {
  it("fill tables and objects", () => {
    check("const table: number[] = []; for (let i = 0; i < 5; i++) table.push(i * i);", "table[3] * x");
    check("const t = [3, 1, 2]; t.sort(); t.reverse();", "t.map((v) => v * x)");
    check("const t = new Array(3); t[0] = 1; t[1] = t[0] + 1; t[2] = t[1] * t[1];", "t[2] * x");
    check("const k: any = { a: 1 }; Object.assign(k, { b: 2 }); k.c = k.b + 1; delete k.a;", "[k, x]");
    check("const k = { a: [1] }; k.a.push(2); k.a[0]++;", "k.a");
    check("var a, b; [a, b] = [1, 2]; ({ a } = { a: b + 1 });", "[a, b, x]");
    check("const o: any = {}; [1, 2, 3].forEach((v) => { o['k' + v] = v * v; });", "o.k3 * x");
    check(
      "const o: any = {}; if (true) { o.a = 1; } else { o.a = 2; } try { o.b = 3; } finally { o.c = 4; }",
      "o",
    );
    check("let total = 0; for (const v of [1, 2, 3]) total += v; total *= 2;", "total * x");
    check("for (var k of [1, 2]) {} var i = 0; while (i < 3) i++;", "k * x + i");
  });

  it("give functions properties and prototypes methods", () => {
    check("function g(x: number) { return x * g.factor; } g.factor = 3;", "g(x)");
    check(
      "function Vec(this: any, x: number) { this.x = x; } Vec.prototype.twice = function () { return this.x * 2; };",
      "new (Vec as any)(x).twice()",
    );
    check(
      "class A { v = 2; } const p: any = A.prototype; p.double = function () { return this.v * 2; };",
      "(new A() as any).double() * x",
    );
    check(
      "class Base { static all: any[] = []; static unit = 1; } class Two extends Base { n = 2; } (Base as any).two = new Two(); Base.all.push(new Two());",
      "(Base as any).two.n * Base.all[0].n * x",
    );
    check(
      "function install(C: any) { C.prototype.area = function () { return this.r ** 2; }; } class C { constructor(public r: number) {} } install(C);",
      "(new C(x) as any).area()",
    );
    check(
      "enum E { A = 1, B } namespace N { export const k = 3; } namespace N { export const m = k * 2; }",
      "[E.B, N.k + N.m, x]",
    );
  });

  it("run in their order, and what reads in between sees what is there", () => {
    check("let n = 1; const a = n; n = 5; const b = n; n += 1;", "[a, b, n]");
    check("let id = 0; const next = () => id++; const a = next(); const b = next();", "[b, a, id]");
    check(
      "const log: string[] = []; function note(s: string) { log.push(s); return s; } const a = note('a'); const b = note('b');",
      "[b, a, log.join()]",
    );
    check("let a = 1; let b = a + 1; a = b * 10; b = a;", "[a, b]");
    check("var g = h; function h() { return 2; } var k = early; var early = 1;", "[typeof g, typeof k]");
    check(
      "const cache: any = {}; const [p, q] = [1, 2]; cache[p] = q; const { r, ...rest } = { r: cache[1], s: 4 };",
      "[r, rest, x]",
    );
    check("let state = 0; init(); function init() { state = 7; }", "state * x");
    check("const t: number[] = []; (function () { for (let i = 0; i < 3; i++) t.push(i); })();", "t");
    check(
      "var Kind: any; (function (Kind) { Kind[(Kind.A = 0)] = 'A'; Kind[(Kind.B = 1)] = 'B'; })(Kind || (Kind = {}));",
      "[Kind.B, Kind[0]]",
    );
    check(
      "const values = [3, 1]; function order(list: number[]) { list.sort(); return list.length; } const count = order(values);",
      "[values, count]",
    );
  });

  it("that nothing needs are not run and say nothing", () => {
    const report = reportOf(
      `import nothing from "./nowhere.js"; nothing.start(); window.onload = () => {}; console.log(1); throw new Error("late");
       const k = 2; document.title = "x"; const broken = nothing.value; setTimeout(() => {}, 1);
       /** @differentiable @at x = 3 */ export const f = (x) => x * k;`,
    );
    assert.deepEqual(report.findings, []);
    assert.equal(report.points[0]!.value, 6);
  });

  it("that cannot be run are a finding where their name is read", () => {
    const source = `const good = [1]; good.push(2);
      const table = []; table.push(document.title);
      /** @differentiable @at x = 3 */ const f = (x) => x * good[1];
      /** @differentiable @at x = 3 */ const g = (x) => x * table[0];`;
    assert.equal(reportOf(source.replace(/\n.*const g.*/, "")).points[0]!.value, 6);
    const [told] = reportOf(source.replace(/\n.*const f.*/, "")).findings;
    assert.equal(told?.code, "unknown-name");
  });

  it("that change what another module made run before the function", () => {
    const others = {
      "/project/vec.ts": "export class Vec { constructor(x) { this.x = x; } }",
      "/project/extend.ts":
        'import { Vec } from "./vec.js"; Vec.prototype.square = function () { return this.x * this.x; };',
    };
    const use = "/** @differentiable @at x = 3 */ export const f = (x) => new Vec(x).square();";
    const report = reportOf(`import { Vec } from "./vec.js"; import "./extend.js"; ${use}`, others);
    assert.equal(report.points[0]!.value, 9);
    const here = `import { Vec } from "./vec.js"; Vec.prototype.square = function () { return this.x ** 2; }; ${use}`;
    assert.equal(reportOf(here, others).points[0]!.value, 9);
  });
});
