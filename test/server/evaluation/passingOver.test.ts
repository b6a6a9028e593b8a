/** Top-level code that hangs on something unknown is passed over: no number comes of it that Node would not give. */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkUnknown, reportWith, type UnknownCase } from "./unknownSupport.js";

const cases: Record<string, UnknownCase> = {
  "an assignment on one side": {
    top: "let a = 1, b = 2; if (/a/.test('a')) a = 5;",
    known: ["b"],
    unknown: ["a"],
  },
  "on both sides, in a function": {
    top: "let a = 1, b = 2; function setUp() { if (/a/.test('a')) { a = 5; } else { a = 6; } b = 3; } setUp();",
    known: ["b"],
    unknown: ["a"],
  },
  "a property": {
    top: "const o = { a: 1, b: 2 }; if (/a/.test('a')) { o.a = 5; }",
    known: ["o.b"],
    unknown: ["o.a"],
  },
  "a property that is not there": {
    top: "const o: any = { a: 1 }, k = 3; if (/a/.test('a')) { o.b = 5; }",
    known: ["k"],
    unknown: ["Object.keys(o).length"],
  },
  "a return in a branch": {
    top: "let n = 0; const g = (t: string) => { if (/a/.test(t)) return 5; n = 1; return 6; }; const v = g('a'), k = 2;",
    known: ["k"],
    unknown: ["v", "n"],
  },
  "a loop that is left": {
    top: "let n = 0, k = 2; for (let i = 0; i < 5; i++) { if (/3/.test(String(i))) break; n = i; }",
    known: ["k"],
    unknown: ["n"],
  },
  "a call that changes something": {
    top: "let n = 0, k = 2; const step = () => { n++; }; function setUp() { if (/a/.test('a')) step(); k; } setUp();",
    known: ["k"],
    unknown: ["n"],
  },
  "what would have come after it": {
    top: "let n = 0, k = 2; const step = () => { n++; }; function setUp() { for (const v of 'a'.match(/a/)!) step(); n = 5; } setUp();",
    known: ["k"],
    unknown: ["n"],
  },
  "an array that a call changes": {
    top: "const list: number[] = []; let k = 2; if (/a/.test('a')) list.push(1);",
    known: ["k"],
    unknown: ["list.length"],
  },
  "a call that changes nothing": {
    top: "const quiet = (v: number) => v * 2; let k = 2; if (/a/.test('a')) quiet(k);",
    known: ["k"],
  },
  "what a chain does where it goes on": {
    top: "let n = 0; const found: any = 'a'.match(/b/); found?.with(n++); const { first = n++ } = found ?? {};",
    unknown: ["n"],
  },
  "what a setter changes": {
    top: "let n = 0; const h = { set v(t: number) { n = t; } }; if (/a/.test('a')) h.v = 5;",
    unknown: ["n"],
  },
  "what is looked for": {
    top: "const found: any = 'a'.match(/b/);",
    unknown: ["[found, 1].indexOf(null as any)", "[found].includes(undefined as any) ? 1 : 2"],
  },
  "what is compared with undefined": {
    top: "const found = 'a'.match(/a/); const k = found === null ? 1 : 2; const d = 'b'.match(/b/) ?? 7;",
    unknown: ["k", "d === 7 ? 1 : 2"],
  },
  "a pattern that finds nothing in the empty text": {
    top: "const found = /[^.]+$/.exec(''); const has = /x/.test('');",
    known: ["found === null ? 2 : 3", "has ? 2 : 3"],
  },
};

describe("What hangs on something unknown at a top level", () => {
  checkUnknown(cases);

  it("leaves a class with an unknown base its own members", () => {
    const top =
      'import { Ghost } from "./ghost.js"; let n = 0; class V extends Ghost { static k = 3; static { n = 4; } bump() { n++; } }';
    assert.equal(reportWith(top, "V.k + n").report.points[0]!.value, 7 * 0.7);
    for (const result of ["new V().k", "(new V().bump(), n)"]) {
      assert.match(reportWith(top, result).report.findings[0]!.message, /ghost/, result);
    }
  });
});
