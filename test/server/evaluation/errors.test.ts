/** `try`, `catch`, `finally` and `throw` do what they do in Node. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Errors", () => {
  const bodies = {
    "a thrown error is caught":
      "try { throw new RangeError('too big'); } catch (e: any) { return [e.name, e.message, e instanceof RangeError, e instanceof Error, e instanceof TypeError]; }",
    "any value can be thrown": "try { throw { a: x }; } catch ({ a }: any) { return a; }",
    "without a binding": "try { throw 1; } catch { return 'caught'; }",
    "nothing is thrown": "let s = ''; try { s += 'a'; } catch { s += 'b'; } finally { s += 'c'; } return s;",
    "finally runs after a return":
      "const log: string[] = []; const f = () => { try { log.push('try'); return 'value'; } finally { log.push('finally'); } }; return [f(), log];",
    "finally overrides": "const f = () => { try { return 1; } finally { return 2; } }; return f();",
    "finally does not change what was returned":
      "const f = () => { let a = 1; try { return a; } finally { a = 2; } }; return f();",
    "finally overrides a throw":
      "const f = () => { try { throw 1; } finally { return 'swallowed'; } }; return f();",
    "break and continue through finally":
      "const log: any[] = []; for (let i = 0; i < 4; i++) { try { if (i === 1) continue; if (i === 3) break; log.push(i); } finally { log.push('f' + i); } } outer: for (;;) { for (;;) { try { break outer; } finally { log.push('out'); } } } return log;",
    "rethrown and thrown in catch":
      "const log: any[] = []; try { try { throw new Error('a'); } catch (e: any) { log.push(e.message); throw new Error('b', { cause: e }); } finally { log.push('finally'); } } catch (e: any) { log.push(e.message, e.cause.message); } return log;",
    "through several calls":
      "const f = (n: number): number => { if (n === 0) throw new Error('deep'); return f(n - 1); }; try { return f(20); } catch (e: any) { return e.message; }",
    "inside loops and callbacks":
      "const seen: any[] = []; for (const v of [1, 2, 3]) { try { [v].forEach((w) => { if (w === 2) throw w; seen.push(w); }); } catch (e) { seen.push('c' + e); } } return seen;",
    "errors of the language have their kinds":
      "const kinds: string[] = []; const run = (f: () => void) => { try { f(); } catch (e: any) { kinds.push(e.constructor.name); } }; run(() => (undefined as any).a); run(() => (null as any)()); run(() => ({} as any).f()); run(() => { const a = 1; (a as any) = 2; }); run(() => { y; let y = 1; }); run(() => { 'a' in (1 as any); }); run(() => { for (const _ of 5 as any) {} }); run(() => { const [a] = {} as any; }); run(() => { const { a } = null as any; }); run(() => { new (1 as any)(); }); run(() => { (1 as any) instanceof (1 as any); }); run(() => { (class {} as any)(); }); run(() => { Object.freeze([1]).push(2); }); run(() => { 'a'.repeat(-1); }); run(() => { (1.5).toFixed(200); }); run(() => { new Array(-1); }); run(() => { [].reduce((a) => a); }); return kinds;",
    "the texts of errors":
      "return [String(new Error('a')), `${new TypeError()}`, new Error('x').toString(), Object.keys(new Error('x')), String(Object.assign(new Error('m'), { name: 'Own' }))];",
    "errors without new": "const e = (Error as any)('m'); return [e instanceof Error, e.message];",
    "using disposes at the end of the block":
      "const log: any[] = []; { const r = { [Symbol.iterator]: 1 }; log.push(typeof r); } return log;",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  it("derivatives pass through try", () => {
    const report = reportOf(`/** @differentiable @at x = 3 */ function f(x: number) {
      try { if (x > 2) throw { value: x * x }; return 0; } catch (e: any) { return e.value; } finally { x = 0; } }`);
    assertClose(derivativesOf(report), { x: 6 });
  });

  it("`using` disposes in the reverse order, also after a throw", () => {
    const report = reportOf(`/** @differentiable @at x = 3 */ function f(x: number) {
      const log: string[] = [];
      const open = (name: string) => ({ [Symbol.dispose]() { log.push(name); } });
      try { using a = open("a"), b = open("b"); using c = null; log.push("body"); throw 1; } catch { log.push("caught"); }
      return [x, log.join()]; }`);
    assert.deepEqual(report.points[0]!.value, [3, "body,b,a,caught"]);
  });

  it("a spent budget and what cannot be run are never caught", () => {
    for (const [body, expected] of [
      ["for (;;) { try { for (;;) {} } catch {} finally { return 1; } }", "for: budget-steps"],
      ["try { return /a/.test('a') ? x : 0; } catch { return 1; }", "/a/.test('a'): unsupported-construct"],
      ["try { return missing(x); } catch { return 1; }", "missing: unknown-name"],
    ] as const) {
      const source = `/** @differentiable @at x = 1 */ function f(x: number): any { ${body} }`;
      const report = reportOf(source, {}, { ...small });
      assert.deepEqual(findingsOf(source, report), [expected]);
    }
  });

  it("an error that nobody catches is told", () => {
    const source =
      "class Bad extends Error {}\n/** @differentiable @at x = 1 */ function f(x: number) { if (x > 0) throw new Bad('no'); return x; }";
    const [finding] = reportOf(source).findings;
    assert.equal(finding!.message, "At this point the function throws: Error: no");
  });

  it("recursion up to the budget's depth does not overflow the stack", () => {
    const report = reportOf(`/** @differentiable @at x = 0.5 */ function f(x: number) {
      const sum = (n: number): number => { try { if (n === 0) return 0; for (const v of [n]) { return x + sum(v - 1); } } finally { n = 0; } return 0; };
      return sum(480); }`);
    assert.equal(report.points[0]!.value, 240);
  });
});

const small = { steps: 50_000, depth: 1_000, elements: 100_000, tape: 100_000, milliseconds: 5_000 };
