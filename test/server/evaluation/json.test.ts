/** JSON on plain data: as Node's. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, reportOf } from "./support.js";

describe("JSON", () => {
  const expressions = {
    parsing: `[JSON.parse('{"a":[1,2.5e3,null,true,"x\\\\u0041"],"__proto__":{"p":1}}'), JSON.parse(' 5 '), JSON.parse('"t"'), JSON.parse('null'), JSON.parse('-0')]`,
    "parsing with a reviver": `JSON.parse('{"a":1,"b":{"c":2},"d":[3,4]}', function (key, value) { return key === 'c' ? undefined : typeof value === 'number' ? value * 2 : value; })`,
    writing:
      "[JSON.stringify({ a: [1, 'x\\n\"', true, null], b: undefined, c: () => 1, d: NaN, e: -0, f: { g: [] , h: {} } }), JSON.stringify([undefined, () => 1, Infinity]), JSON.stringify('\\u2028\\ud800'), JSON.stringify(undefined), JSON.stringify(x), JSON.stringify(1e21)]",
    "writing with indentation":
      "[JSON.stringify({ a: [1, { b: 2 }], c: {}, d: [] }, null, 2), JSON.stringify([1, [2]], null, '--'), JSON.stringify([1], null, 99), JSON.stringify([1], null, 0)]",
    "writing with chosen keys":
      "[JSON.stringify({ a: 1, b: 2, 3: 4, d: { a: 5, z: 6 } }, ['d', 'a', 3] as any), JSON.stringify({ a: 1 }, [])]",
    "writing with a replacer":
      "JSON.stringify({ a: 1, b: [2, 'x'] }, (key, value) => (typeof value === 'number' ? value + 1 : value))",
    toJSON: "JSON.stringify({ v: { toJSON(key: string) { return key + '!'; } } })",
    "collections and typed arrays":
      "[JSON.stringify(new Map([[1, 2]])), JSON.stringify(new Set([1])), JSON.stringify(new Float64Array([1, 2.5]))]",
    "there and back": "JSON.parse(JSON.stringify({ a: [x, { b: 'c' }], d: null }))",
    "errors can be caught":
      "(() => { const out: any[] = []; for (const bad of ['{', '', 'undefined', '[1,]']) { try { JSON.parse(bad); } catch (e: any) { out.push(e instanceof SyntaxError); } } const o: any = {}; o.o = o; try { JSON.stringify(o); } catch (e: any) { out.push(e instanceof TypeError); } return out; })()",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  it("a number that goes through a text has no derivative any more", () => {
    const source = `/** @differentiable @at x = 2 */
      function f(x: number) { return JSON.parse(JSON.stringify({ v: x * x })).v + x; }`;
    assertClose(derivativesOf(reportOf(source)), { x: 1 });
  });

  it("data nested too deep or too large ends with a finding", () => {
    for (const body of [
      "return JSON.parse('['.repeat(100000) + ']'.repeat(100000)).length;",
      "let a: any = 1; for (let i = 0; i < 3000; i++) a = [a]; return JSON.stringify(a).length;",
      "let a: any = 1; for (let i = 0; i < 60; i++) a = [a, a]; return JSON.stringify(a).length;",
      "let a: any = 1; for (let i = 0; i < 3000; i++) a = { a }; return structuredClone(a).a;",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { ${body} }`;
      const codes = reportOf(source).findings.map(({ code }) => code);
      assert.ok(codes.length >= 1 && !codes.includes("internal-error"), `${body}: ${codes}`);
    }
  });
});
