/** What cannot be known is a value: it is told only where something depends on it. */

import assert from "node:assert/strict";
import { derivativesOf, findingsOf, nodeValue, reportOf } from "./support.js";

const others = { "/project/node_modules/there/index.ts": "export const two = 2;" };

function sourceOf(body: string, declarations: string): string {
  return `${declarations}\n/** @differentiable @at x = 3 */\nfunction f(x: number): any { ${body} }`;
}

/** The value is Node's, and nothing is said. */
function isLetPass(body: string, declarations = "", value: unknown = undefined): void {
  const source = sourceOf(body, declarations);
  const report = reportOf(source, others);
  assert.deepEqual(findingsOf(source, report), [], body);
  assert.deepEqual(report.points[0]!.value, value ?? nodeValue(source, "f(3)"), body);
}

function isTold(body: string, expected: string[], declarations = ""): void {
  const source = sourceOf(body, declarations);
  assert.deepEqual(findingsOf(source, reportOf(source, others)), expected, body);
}

describe("Something unknown is let pass", () => {
  const bodies = {
    "held in fields, statics, arrays and maps":
      "class A { static started = Date.now(); at = performance.now(); constructor(public x: number) {} } const held = [new Date(), A.started]; const map = new Map([['a', held[0]]]); return new A(x).x * map.size * held.length;",
    "passed along and given back":
      "const same = (v: any) => v; const pair = (a: any, b: any) => ({ a, b }); const { a, b } = pair(x, same(Date.now())); return a + (b === undefined ? 1 : 2);",
    "compared with undefined and null":
      "const t: any = Date.now(); return [t === undefined, t == null, undefined !== t, t ?? 1 ? x : 0].slice(0, 3).concat(x as any);",
    "asked for its type":
      "return [typeof Date.now(), typeof performance, typeof setTimeout, typeof process, typeof Promise, typeof document, typeof window, typeof nowhere, typeof new Date()].concat(x as any);",
    "computed with, where nobody looks":
      "const t = Date.now(); const ms = Math.round((t - 5) / 1000) % 60; const text = `${ms} s` + String(t).padStart(5); const later = [ms, text.length, -t, !t, t > 3]; return x * later.length;",
    "called for effect":
      "setTimeout(() => {}, 10); const id = setInterval(() => { x = 5; }, 1); clearInterval(id); queueMicrotask(() => {}); return x;",
    "a condition that only chooses between values":
      "const label = performance.now() > 5 ? 'late' : 'early'; const port = process.env.PORT || 80; const both = process.env.A && x; return x * 2;",
    "taken apart":
      "const { a, ...rest } = process.env as any; const [first, second] = process.argv; return x * 2;",
    "what is found in a text":
      "const found = 'a1'.match(/[0-9]/); const parts = 'a b'.split(/ /); const t = `${/a/}`; return x;",
    counted: "let t: any = Date.now(); t++; t += 3; const n = [t, t].length; return n * x;",
    "what an error says": "try { throw new Error(('' + Date.now()) as any); } catch (e) { return x * 4; }",
    "a lookup": "const table: any = { a: 1 }; const entry = table[process.env.MODE as any]; return x * 3;",
    "the members of an array that holds one":
      "const list = [Date.now(), 2]; return list[1]! * list.map((v) => v).length * x;",
    "a proxy that nobody changes":
      "const p: any = new Proxy({ a: 1 }, {}); const held = { p }; return x * Object.keys(held).length;",
    "an asynchronous function that nobody calls":
      "const later = async () => x; const o = { later }; return x * 2;",
    "a number without end": "const big = 10n; return x;",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => isLetPass(body));

  it("what cannot be imported", () => {
    const declarations = 'import log, { Base, level } from "./nowhere.js";';
    isLetPass("log('x', x); log.info(level); const options = { level, log }; return x * 2;", declarations, 6);
    isLetPass(
      "class Mine extends Base {} const mine = new Mine(); const o = { mine }; return x * 2;",
      declarations,
      6,
    );
    isLetPass(
      "function Old(this: any) {} Old.prototype = Object.create(Base.prototype); const o: any = new (Old as any)(); const r = o.method; return x;",
      declarations,
      3,
    );
  });

  it("names of the browser and of nowhere", () => {
    isLetPass("document.title = 'x'; window.addEventListener('click', () => {}); return x;", "", 3);
    isLetPass(
      "const dpr = window.devicePixelRatio || 1; const el = document.getElementById('a')!; el.style.left = x + 'px'; return x;",
      "",
      3,
    );
    isLetPass("logger.info('x', x); return x;", "", 3);
  });
});

describe("Something unknown is told", () => {
  const cases: Record<string, [body: string, expected: string[], declarations?: string]> = {
    "in the result": ["return x * Date.now();", ["Date.now(): non-deterministic"]],
    "in a part of the result": ["return { x, at: Date.now() };", ["Date.now(): non-deterministic"]],
    "where a branch depends on it": [
      "if (Date.now() > 5) return x; return 2 * x;",
      ["Date.now(): non-deterministic"],
    ],
    "where a loop depends on it": [
      "while (Date.now() < 5) x++; return x;",
      ["Date.now(): non-deterministic"],
    ],
    "where a switch depends on it": [
      "switch (process.platform) { case 'linux': return x; default: return 2; }",
      ["process: unknown-name"],
    ],
    "where a choice with effects depends on it": [
      "const g = () => { x++; }; process.env.A && g(); return x;",
      ["process: unknown-name"],
    ],
    "where it is the key that is written": [
      "const o: any = {}; o[Date.now()] = 1; return x;",
      ["Date.now(): non-deterministic"],
    ],
    "where it decides an order": [
      "return [x, 1].sort(() => Date.now())[0];",
      ["Date.now(): non-deterministic"],
    ],
    "where it decides what is kept": [
      "return [x, 1].filter((v) => v > Date.now()).length;",
      ["Date.now(): non-deterministic"],
    ],
    "where it is gone over": ["for (const a of process.argv) x++; return x;", ["process: unknown-name"]],
    "where it is spread": ["return Math.max(x, ...(process.argv as any));", ["process: unknown-name"]],
    "where it is a length": [
      "return new Array(Date.now() as number).length * x;",
      ["Date.now(): non-deterministic"],
    ],
    "where it is the key of a map": [
      "const m = new Map(); m.set(Date.now(), 1); return m.size * x;",
      ["Date.now(): non-deterministic"],
    ],
    "where it might change what it is given": [
      "const p = [x]; foreign.update(p); return p[0]! * x;",
      ["foreign: unresolved-import"],
      'import foreign from "./nowhere.js";',
    ],
    "where it might call what it is given": [
      "foreign.each(() => { x = 3; }); return x;",
      ["foreign: unknown-name"],
    ],
    "where it might change `this`": [
      "const o = { x, g: foreign }; o.g(); return o.x;",
      ["foreign: unknown-name"],
    ],
    "where random bytes are written": [
      "const a = new Float64Array(1); crypto.getRandomValues(a as any); return a[0]! * x;",
      ["crypto: non-deterministic"],
    ],
    "where a proxy is written": [
      "const t = { a: 1 }; const p = new Proxy(t, {}); p.a = x; return t.a;",
      ["new Proxy(t, {}): unsupported-construct"],
    ],
    "where text is replaced by a function": [
      "let n = 0; 'aa'.replace(/a/g, () => { n++; return ''; }); return n * x;",
      ["'aa'.replace(/a/g, () => { n++; return ''; }): unsupported-construct"],
    ],
    "where it is thrown": ["throw Date.now();", ["Date.now(): non-deterministic"]],
    "where a number of it is asked": [
      "return Number.isFinite(Date.now()) ? x : foo();",
      ["Date.now(): non-deterministic"],
    ],
  };
  for (const [name, [body, expected, declarations]] of Object.entries(cases)) {
    it(name, () => isTold(body, expected, declarations));
  }

  it("and the numbers beside it are shown", () => {
    const report = reportOf(sourceOf("return { y: x * x, at: Date.now() };", ""));
    assert.deepEqual(report.points[0]!.value, { y: 9, at: "unknown" });
    assert.deepEqual(derivativesOf(report), { ".y x": 6 });
  });

  it("with the way that it came", () => {
    const source = sourceOf(
      "const start = now(); const later = () => start; return x * later();",
      "const now = () => Date.now();",
    );
    const [finding] = reportOf(source).findings;
    const related = finding!.related!.map(
      ({ start, end, message }) => `${source.slice(start, end)}: ${message}`,
    );
    assert.deepEqual(related, [
      "now(): When differentiating this call of `now`.",
      "start: What it gives is needed here.",
    ]);
  });
});
