/** Map, Set and their weak kinds: as Node's, with derivatives through the values that they hold. */

import assert from "node:assert/strict";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Collections", () => {
  const expressions = {
    "a map by its methods":
      "(() => { const m = new Map<any, any>([['a', 1], [2, x]]); m.set('b', 3).set('a', 4); return [m.size, m.get('a'), m.has(2), m.has('2'), m.get('z'), m.delete('a'), m.delete('a'), [...m], [...m.keys()], [...m.values()], [...m.entries()]]; })()",
    "keys by SameValueZero":
      "(() => { const m = new Map<any, any>(); m.set(NaN, 1).set(0, 2).set(-0, 3); const o = {}; m.set(o, 4).set({}, 5); return [m.size, m.get(NaN), m.get(0), Object.is([...m.keys()][1], 0), m.get(o), m.get({})]; })()",
    "keys that are computed":
      "(() => { const m = new Map<any, any>(); m.set(x, 'x').set(x * 2 / 2, 'again'); return [m.size, m.get(0.7), m.get(x)]; })()",
    "a map changed while it is gone over":
      "(() => { const m = new Map<any, any>([[1, 1], [2, 2], [3, 3]]); const seen: any[] = []; for (const [k, v] of m) { seen.push(k, v); if (k === 1) { m.delete(2); m.set(4, 4); } } m.forEach((v, k, all) => { seen.push(v, k, all === m); if (k === 4) m.set(5, 5); }); return seen; })()",
    "a map made of a map": "[...new Map(new Map([[1, 2]]))]",
    clearing:
      "(() => { const m = new Map([[1, 2]]); m.clear(); const s = new Set([1]); s.clear(); return [m.size, s.size]; })()",
    "a set by its methods":
      "(() => { const s = new Set<any>([3, 1, 3, NaN, NaN, '3']); s.add(1).add(7); return [s.size, s.has(3), s.delete(3), s.delete(3), [...s], [...s.keys()], [...s.values()], [...s.entries()], [...new Set('hello')].join('')]; })()",
    "a set changed while it is gone over":
      "(() => { const s = new Set([1, 2, 3]); const seen: any[] = []; for (const v of s) { seen.push(v); s.delete(2); if (v < 3) s.add(v + 10); } return [seen, [...s]]; })()",
    "set.forEach":
      "(() => { const seen: any[] = []; new Set([1, 2]).forEach(function (this: any, v, k, s) { seen.push(v, k, s.size, this.k); }, { k: 5 }); return seen; })()",
    "array from collections":
      "[Array.from(new Set([1, 2]), (v) => v * x), Array.from(new Map([[1, 2]])), Object.fromEntries(new Map([['a', x]])), Math.max(...new Set([1, 5]))]",
    "weak collections":
      "(() => { const o = {}; const m = new WeakMap([[o, 5]]); const s = new WeakSet([o]); return [m.get(o), m.has({}), s.has(o), m.delete(o), m.has(o), (m as any).size]; })()",
    "iterators by hand":
      "(() => { const it = new Map([[1, 2]]).values(); return [it.next(), it.next(), [...it], typeof it.next, [...[5, 6].entries()].length, [1, 2][Symbol.iterator]().next()]; })()",
    "what they are":
      "[new Map() instanceof Map, new Set() instanceof Map, typeof new Map(), String(new Map()), Object.prototype.toString.call(new Set()), new Map().constructor === Map]",
    destructuring:
      "(() => { const [[k, v], second] = new Map<any, any>([['a', x], ['b', 2]]); return [k, v, second]; })()",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  /** The running Node may not know these methods yet, so their results are written out. */
  it("the methods of sets that combine and compare", () => {
    const source = `/** @differentiable @at x = 1 */
      function f(x: number): any {
        const a: any = new Set([1, 2, 3]), b: any = new Set([3, 4]);
        const lists = [a.union(b), a.intersection(b), a.difference(b), a.symmetricDifference(b)].map((s) => [...s].join());
        return [lists.join('; '), a.isSubsetOf(b), a.isSupersetOf(new Set([1])), a.isDisjointFrom(new Map([[9, 9]]))];
      }`;
    assert.deepEqual(reportOf(source).points[0]!.value, [
      "1,2,3,4; 3; 1,2; 1,2,4",
      false,
      true,
      false || true,
    ]);
  });

  it("iterators have methods of their own", () => {
    const source = `function* naturals() { let n = 0; while (true) yield n++; }
      /** @differentiable @at x = 3 */
      function f(x: number): any {
        const it = (): any => naturals();
        return [
          it().map((n: number) => n * x).filter((v: number) => v > 2).take(3).toArray(),
          it().drop(4).take(2).reduce((a: number, b: number) => a + b),
          it().flatMap((n: number) => [n, n]).take(3).toArray(),
          it().some((n: number) => n > 5), it().every((n: number) => n < 3), it().find((n: number) => n * n > 20),
          (new Map([["a", x]]).values() as any).map((v: number) => v * v).next().value,
        ];
      }`;
    const report = reportOf(source);
    assert.deepEqual(report.points[0]!.value, [[3, 6, 9], 9, [0, 0, 1], true, false, 5, 9]);
    assert.equal(derivativesOf(report)["[0][2] x"], 3);
    assert.equal(derivativesOf(report)["[6] x"], 6);
  });

  it("groupBy", () => {
    const source = `/** @differentiable @at x = 3 */
      function f(x: number): any {
        const byKind = (Map as any).groupBy([1, 2, x], (v: number) => v % 2);
        const named = (Object as any).groupBy([1, 2, x], (v: number) => (v > 1 ? 'big' : 'small'));
        return [byKind.get(1), byKind.get(0), named.big, Object.keys(named)];
      }`;
    assert.deepEqual(reportOf(source).points[0]!.value, [[1, 3], [2], [2, 3], ["small", "big"]]);
  });

  it("derivatives pass through the values of a map and the members of a set", () => {
    const source = `/** @differentiable @at x = 3 @order 2 */
      function f(x: number) {
        const memo = new Map<number, number>();
        const power = (n: number): number => {
          if (n === 0) return 1;
          if (!memo.has(n)) memo.set(n, x * power(n - 1));
          return memo.get(n)!;
        };
        let sum = 0;
        for (const v of new Set([power(3), power(2)])) sum += v;
        return sum + [...memo.values()].length;
      }`;
    assertClose(derivativesOf(reportOf(source)), { x: 27 + 6, "x,x": 18 + 2 });
  });

  it("a map is an input and a result", () => {
    const source = `/** @differentiable @at m = new Map([["a", 2], ["b", 5]]) */
      function f(m: Map<string, number>) { return new Map([["product", m.get("a")! * m.get("b")!]]); }`;
    const report = reportOf(source);
    assert.deepEqual(report.inputs, ['m.get("a")', 'm.get("b")']);
    assert.deepEqual(Object.values(derivativesOf(report)), [5, 2]);
  });

  it("a set that grows while it is gone over ends with a spent budget", () => {
    const source = `/** @differentiable @at x = 1 */
      function f(x: number) { const s = new Set([0]); for (const v of s) s.add(v + 1); return x; }`;
    assert.match(
      findingsOf(source, reportOf(source, {}, { ...fullBudget, elements: 10_000 })).join(),
      /budget-elements/,
    );
  });
});
