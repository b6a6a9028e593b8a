/** Generators and iterators of the program give what they give in Node. */

import assert from "node:assert/strict";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Generators", () => {
  const bodies = {
    "values one after the other": "function* g() { yield 1; yield x; return 9; } return [...g()];",
    "next, value and done":
      "function* g(): any { const a = yield 1; const b = yield a * 2; return a + b; } const i = g(); return [i.next(), i.next(x), i.next(10), i.next()];",
    "endless ones":
      "function* naturals() { for (let n = 0; ; n++) yield n; } let s = 0; for (const n of naturals()) { if (n > 5) break; s += n * x; } return s;",
    "every kind of loop inside":
      "function* g() { let i = 0; while (i < 3) { if (i === 1) { i++; continue; } yield i++; } do { yield i--; } while (i > 1); for (const v of [7, 8, 9]) { if (v === 9) break; yield v; } for (const k in { a: 1, b: 2 }) yield k; outer: for (let a = 0; a < 3; a++) { for (let b = 0; b < 3; b++) { if (b === 1) continue outer; if (a === 2) break outer; yield a * 10 + b; } } } return [...g()];",
    "branches, switches and blocks":
      "function* g(n: number) { if (n > 1) yield 'big'; else { yield 'small'; } switch (n) { case 1: yield 'one'; case 2: yield 'two'; break; default: yield 'many'; } { const n = 'inner'; yield n; } done: { yield 'a'; if (n) break done; yield 'b'; } } return [[...g(1)], [...g(2)], [...g(5)]];",
    "yields inside expressions":
      "let calls = 0; const f = (v: any) => { calls++; return v; }; function* g(): any { const r = f(1) + (yield f('a')) * f(2) + (yield f('b')); return [r, [yield 1, yield 2], { a: yield 3 }, `${yield 4}!`, (yield 5) ? yield 6 : yield 7, (yield 8) && (yield 9), f(yield 10)]; } const i = g(); let step = i.next(); const seen = []; let n = 0; while (!step.done) { seen.push(step.value); step = i.next(n++); } return [seen, step.value, calls];",
    "compound assignment with yield":
      "function* g(): any { let total = 0; for (;;) total += yield total; } const i = g(); i.next(); i.next(1); i.next(2); return i.next(x).value;",
    "members assigned with yield":
      "function* g(): any { const o: any = { list: [] }; o.a = yield 'a'; o.list[o.list.length] = yield 'b'; const { p, q = 2 } = yield 'c'; return [o, p, q]; } const i = g(); i.next(); i.next(1); i.next(2); return i.next({ p: 3 }).value;",
    "yield in the heads of statements":
      "function* g(): any { if (yield 'if') yield 'then'; while (yield 'while') yield 'body'; for (let i = yield 'from'; i < (yield 'to'); i += yield 'by') yield i; switch (yield 'switch') { case yield 'case': return 'same'; } return yield 'return'; } const answers: any[] = [true, 0, true, 0, false, 1, 3, 0, 1, 2, 5, 6, 'end']; const i = g(); let step = i.next(); const seen = []; while (!step.done) { seen.push(step.value); step = i.next(answers.shift()); } return [seen, step.value];",
    "yield in the head of each kind of loop":
      "function* g(): any { let n = 0; do yield n++; while (n < (yield 'do')); for (const v of yield 'of') yield v; for (const k in yield 'in') yield k; for (const [a, b = yield 'b'] of [[1], [2, 3]]) yield [a, b]; outer: for (let i = 0; i < (yield 'n'); i++) for (;; yield 'u') { if (yield 'stop') continue outer; } } const answers: any[] = [0, 2, 0, 0, [7], 0, { p: 1 }, 0, 'B', 0, 0, 2, false, 0, true, 2, true, 2]; const i = g(); let step = i.next(); const seen = []; while (!step.done) { seen.push(step.value); step = i.next(answers.shift()); } return [seen, answers];",
    "closures over the variables of loops with yield":
      "const fs: any[] = []; function* g(): any { for (let i = 0, f = () => i; i < (yield f()); i++) fs.push(() => i, f); for (const v of [1, 2]) { yield v; fs.push(() => v); } } const i = g(); for (let s = i.next(), n = 0; !s.done && n < 9; s = i.next(3), n++); return fs.map((f) => f());",
    "keys that are deleted meanwhile":
      "const o: any = { a: 1, b: 2, c: 3 }; function* g() { for (const k in o) { yield k; if (k === 'a') delete o.b; o.d = 4; } } return [...g()];",
    "catching in a loop that goes on elsewhere":
      "const log: any[] = []; function* g(): any { for (const v of [1, 2, 3]) { try { yield v; throw v; } catch (e) { log.push(e); } } } const i = g(); i.next(); for (let a = 0; a < 2; a++) { for (const b of [x]) { log.push(i.next().value, b); } } return log;",
    "yield* over anything":
      "function* inner() { const got: any = yield 'i'; return 'end ' + got; } function* g(): any { yield* [1, 2]; yield* 'ab'; const r = yield* inner(); yield r; yield* new Set([x]); } const i = g(); const seen = []; let step = i.next(); while (!step.done) { seen.push(step.value); step = i.next('got'); } return seen;",
    "recursive ones":
      "function* walk(t: any): any { if (!t) return; yield* walk(t.l); yield t.v; yield* walk(t.r); } return [...walk({ v: 2, l: { v: 1 }, r: { v: 3, r: { v: x } } })];",
    "return and throw from outside":
      "const log: any[] = []; function* g(): any { try { yield 1; yield 2; } catch (e) { log.push('caught', e); yield 'c'; } finally { log.push('finally'); yield 'f'; } return 'end'; } const a = g(); a.next(); log.push(a.return('r'), a.next(), a.next()); const b = g(); b.next(); log.push(b.throw('t'), b.next(), b.next(), b.next()); const c = g(); log.push(c.return(5), c.next()); return log;",
    "leaving a loop closes the generator":
      "const log: any[] = []; function* g() { try { yield 1; yield 2; } finally { log.push('closed'); } } for (const v of g()) { log.push(v); break; } const [a] = g(); log.push(a); try { for (const v of g()) throw v; } catch (e) { log.push('e', e); } return log;",
    "errors inside end it":
      "function* g() { yield 1; throw new RangeError('inside'); } const i = g(); i.next(); try { i.next(); } catch (e: any) { return [e.message, i.next()]; }",
    "asking itself for the next value":
      "let i: any; function* g(): any { i.next(); yield 1; } i = g(); try { i.next(); } catch (e) { return e instanceof TypeError; }",
    "methods and expressions":
      "const o = { *g() { yield this.k; }, k: x, ['h']: function* () { yield 2; } }; class A { static *s() { yield 3; } *[Symbol.iterator]() { yield 4; } } return [...o.g(), ...o.h(), ...A.s(), ...new A()];",
    "parameters, defaults and arguments":
      "function* g(a: number, { b } = { b: 2 }, ...c: number[]) { yield a; yield b; yield* c; yield arguments.length; } return [...g(x), ...g(1, { b: 3 }, 4, 5)];",
    "the prototypes of generators":
      "function* g() {} const i = g(); return [i[Symbol.iterator]() === i, typeof i.next, i instanceof (g as any)];",
    "closures in generators":
      "function* g() { for (let i = 0; i < 3; i++) yield () => i * x; } return [...g()].map((f) => f());",
    "taking, mapping, chaining":
      "function* map<T, U>(it: Iterable<T>, f: (t: T) => U) { for (const v of it) yield f(v); } function* take<T>(it: Iterable<T>, n: number) { if (n <= 0) return; for (const v of it) { yield v; if (--n <= 0) return; } } function* powers() { let p = 1; for (;;) { yield p; p *= x; } } return [...take(map(powers(), (v) => v + 1), 4)];",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  it("carry derivatives", () => {
    const report = reportOf(`
      function* terms(x: number) { let t = 1; for (let n = 1; ; n++) { yield t; t *= x / n; } }
      /** @differentiable @at x = 0.5 @order 2 */
      function exp(x: number) { let s = 0, n = 0; for (const t of terms(x)) { s += t; if (++n > 25) return s; } return s; }`);
    const e = Math.exp(0.5);
    assertClose(derivativesOf(report), { x: e, "x,x": e });
  });

  it("that never end are stopped by the budget", () => {
    const source =
      "/** @differentiable @at x = 1 */ function f(x: number) { function* g() { while (true) yield x; } return [...g()].length; }";
    const budget = { ...fullBudget, elements: 20_000 };
    assert.deepEqual(findingsOf(source, reportOf(source, {}, budget)), ["...g(): budget-elements"]);
  });

  it("asynchronous ones are told", () => {
    const source =
      "/** @differentiable @at x = 1 */ function f(x: number) { const g = async () => x; return g(); }";
    assert.deepEqual(findingsOf(source, reportOf(source)), ["async: async"]);
  });

  it("a marked one is told once, at its name", () => {
    for (const [source, name] of [
      ["export const g = function* (x: number) { yield x; };", "g"],
      ["export function* steps(x: number) { yield x; }", "steps"],
      ["class A { /** @differentiable @at x = 1 */ static *m(x: number) { yield x; } }", "m"],
    ] as const) {
      const text = source.includes("@at") ? source : `/** @differentiable @at x = 1 */\n${source}`;
      assert.deepEqual(findingsOf(text, reportOf(text)), [`${name}: unsupported-construct`]);
    }
  });
});

describe("Iterables", () => {
  const bodies = {
    "a range by its own iterator":
      "class Range { constructor(private a: number, private b: number) {} [Symbol.iterator]() { let i = this.a; const end = this.b; return { next: () => (i < end ? { value: i++, done: false } : { value: undefined, done: true }) }; } } const r = new Range(1, 4); let s = 0; for (const v of r) s += v * x; return [s, [...r], Math.max(...r), Array.from(r), new Set(r).size, new Map([...r].map((v) => [v, v])).get(2)];",
    "an iterable that is left early":
      "const log: any[] = []; const it = { [Symbol.iterator]() { let n = 0; return { next() { return { value: n++, done: false }; }, return() { log.push('return'); return {}; } }; } }; for (const v of it) if (v > 1) break; const [a, b] = it; log.push(a, b); outer: for (;;) for (const v of it) { if (v) break outer; } try { for (const _ of it) throw 1; } catch {} return log;",
    "destructuring takes no more than it needs":
      "let n = 0; function* g() { for (;;) yield n++; } const [a, , b] = g(); const [[c], d = 5] = [g(), undefined]; return [a, b, c, d, n];",
    "entries of arrays, maps and sets":
      "const out: any[] = []; for (const [i, v] of ['a', 'b'].entries()) out.push(i + v); for (const [k, v] of new Map([['p', x]])) out.push(k, v); for (const v of new Set([1, 1, 2])) out.push(v); for (const c of 'hé') out.push(c); for (const v of new Float64Array([1, 2])) out.push(v); return out;",
    "arrays that grow while they are gone over":
      "const a = [1, 2, 3]; const seen = []; for (const v of a) { seen.push(v); if (a.length < 6) a.push(v * 10); } return seen;",
    "iterators by hand": "const i = [1, x][Symbol.iterator](); return [i.next(), i.next(), i.next()];",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  it("what cannot be iterated over is told", () => {
    const source =
      "/** @differentiable @at x = 1 */ function f(x: any) { for (const v of x) return v; return 0; }";
    const [finding] = reportOf(source).findings;
    assert.equal(finding!.message, "The number 1 cannot be iterated over.");
  });
});
