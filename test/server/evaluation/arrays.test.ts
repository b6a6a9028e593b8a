/** Arrays: every method as Node's, with holes, negative and fractional positions, and derivatives through them. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Arrays", () => {
  const expressions = {
    "positions: negative, fractional, not a number":
      "[[1, 2, 3].at(-1), [1, 2, 3].at(-9), [1, 2, 3].at(1.9), [1, 2, 3].at(NaN), [1, 2, 3].slice(-2.5), [1, 2, 3].slice('1' as any), [1, 2, 3].slice(NaN, Infinity), [1, 2, 3].slice(2, 1), [1, 2, 3].with(-1, 9)]",
    "elements by unusual keys":
      "(() => { const a: any = [1, 2, 3]; return [a[-1], a[1.5], a['1'], a['01'], a[NaN], a.length, a['length']]; })()",
    copyWithin:
      "[[1, 2, 3, 4, 5].copyWithin(0, 3), [1, 2, 3, 4, 5].copyWithin(-2, 0, 2), [1, 2, 3].copyWithin(1, 0)]",
    fill: "[new Array(3).fill(x), [1, 2, 3].fill(0, -2), [1, 2, 3].fill(9, 1, 2), [1, 2].fill(7, NaN, NaN)]",
    splice:
      "(() => { const a = [1, 2, 3, 4, 5]; const out: any[] = [a.splice(1, 2), a.splice(-1), (a as any).splice(), a.splice(1, 0, 8, 9), a.splice(0, -5), (a as any).splice(undefined)]; return [out, a]; })()",
    toSpliced:
      "[[1, 2, 3].toSpliced(1, 1, 7, 8), [1, 2, 3].toSpliced(1), (([1, 2, 3] as any).toSpliced()), [1, 2, 3].toSpliced(-1, 1)]",
    "toSorted and toReversed leave the array":
      "(() => { const a = [3, 1, 2]; return [a.toSorted(), a.toReversed(), a.toSorted((p, q) => q - p), a]; })()",
    "sorting is by text without a comparator":
      "[[10, 9, 1, -1].sort(), [true, undefined, null, 'a', NaN, 3].sort().map(String), ['b', undefined, 'a'].sort(), [[2], [10], [1]].sort().map(String)]",
    "sorting is stable":
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((v) => ({ k: v % 3, v })).sort((a, b) => a.k - b.k).map((o) => o.v)",
    "comparators that answer oddly":
      "[[3, 1, 2].sort(() => 0), [3, 1, 2].sort((a, b) => (a > b ? '1' : '-1') as any), [3, 1, 2].sort(() => NaN), [3, 1, 2].sort((a, b) => (a > b) as any)]",
    "looking for values":
      "[[1, 2, 1, NaN].indexOf(1, 1), [1, 2, 1].indexOf(1, -1), [1, 2, 1].lastIndexOf(1, -2), [1, 2, 1].lastIndexOf(1, 0), [NaN].includes(NaN), [1, 2].includes(1, 1), [0].includes(-0), [[1]].includes([1] as any), [1].lastIndexOf(1, -5)]",
    "holes are passed over by callbacks":
      "(() => { const a: any[] = [1, , 3]; a[5] = 6; const seen: number[] = []; a.forEach((v, i) => seen.push(i)); return [seen, a.length, a.reduce((p, v) => p + v), 1 in a, 5 in a, a.filter(() => true).length, a.some((v) => v === undefined), a.findIndex((v) => v === undefined), a.includes(undefined), a.indexOf(undefined), a.map((v) => v * 2).length, a.join(), a.flat().length, Object.keys(a), [...a].length, Object.keys([...a]).length]; })()",
    "an array of a given length":
      "[new Array(3).length, Array(2).length, new Array(3).map(() => 1).join(), Array.from(new Array(2), (_, i) => i), new Array('3' as any), Array.apply(null, [1, 2] as any), [...Array(3).keys()]]",
    "length assigned":
      "(() => { const a = [1, 2, 3]; a.length = 1; const b = [...a]; a.length = 3; return [b, a.length, a[2], a.join('|')]; })()",
    "flat and flatMap":
      "[[1, [2, [3, [4]]]].flat(Infinity), [1, [2, [3]]].flat(0), [[1], 2].flat(), [1, 2].flatMap((v) => [[v]]), [1, , [2, , 3]].flat()] as any",
    concat: "[[1].concat(2, [3, [4]] as any, 'a' as any), ([] as any[]).concat([1], [[2]])]",
    "the callback's arguments and this":
      "(() => { const seen: any[] = []; [7].forEach(function (this: any, v, i, a) { seen.push(this.k, v, i, a.length); }, { k: 1 }); return seen; })()",
    "changed while it is gone over":
      "(() => { const a = [1, 2, 3]; const seen: number[] = []; a.forEach((v) => { seen.push(v); if (a.length < 9) a.push(v * 10); a[2] = 99; }); return [seen, a, [1, 2, 3, 4].filter((v, i, all) => { all.pop(); return true; })]; })()",
    iterators: "[[...[1, 2].entries()], [...[1, 2].keys()], [...[1, 2].values()], [...['a'].entries()][0]]",
    "a comparator that changes the array":
      "(() => { const a = [3, 1, 2]; a.sort((p, q) => { a.length = 0; return p - q; }); return a; })()",
    "an iterator follows the array":
      "(() => { const a = [1, 2]; const it = a.values(); const s: any[] = [it.next().value]; a.push(3); for (const v of it as any) s.push(v); return [s, it.next().done]; })()",
    "Array.from":
      "[Array.from('abc'), Array.from({ length: 3 }), Array.from({ length: 2, 0: 'a', 1: 'b' }), Array.from([1, 2], function (this: any, v: number) { return v * this.k; }, { k: 10 }), Array.from({ length: '2' } as any, (_, i) => i), Array.from({ length: -1 }), Array.from({} as any), Array.from(5 as any)]",
    "Array statics":
      "[Array.isArray([]), Array.isArray({ length: 0 }), Array.of(7), Array.of(), Array.of(1, undefined).length]",
    "methods on array-likes":
      "[Array.prototype.map.call('abc', (c: string) => c + c), Array.prototype.slice.call({ length: 2, 0: x, 1: 1 }), Array.prototype.join.call({ length: 2, 0: 'a' }, '-'), Array.prototype.indexOf.call('abc', 'b')]",
    "push, pop, shift, unshift":
      "(() => { const a: any[] = []; return [a.pop(), a.shift(), a.push(1, 2, 3), a.unshift(x, 0), a.pop(), a.shift(), a.unshift(), a.push(), a]; })()",
    reductions:
      "[[1, 2, 3].reduce((p, v, i) => p + v * i, x), [[1, 2], [3]].reduce((p, v) => p.concat(v)), [1, 2, 3].reduceRight((p, v) => p + '-' + v, ''), [5].reduce((p) => p), ([] as number[]).reduce((p) => p, 7)]",
    "texts of arrays":
      "[String([1, [2, [null, undefined, 3]], {}]), [1, 2] + '', `${[]}`, [[], [[]]].join(), [1, 2].toString(), [null].join('x'), [1, 2].join(undefined), (() => { const a: any[] = [1]; a.push(a); return String(a) + a.join(); })()]",
    "find and its kind":
      "[[1, 2, 3].find((v) => v > 5), [1, 2, 3].findLast((v) => v > 1), [1, 2, 3].findLastIndex((v) => v > 5), [3, 4].find((v, i, a) => a[i] === 4)]",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  it("derivatives pass through sorting, reducing and the copying methods", () => {
    const source = `/** @differentiable @at x = 2 @order 2 */
      function f(x: number) {
        const sorted = [x * x, 3, x, x ** 3].sort((a, b) => a - b);              // x, 3, x², x³
        const copied = sorted.with(1, x).toReversed().toSpliced(0, 1).flatMap((v) => [v, 2 * v]);
        return copied.reduce((sum, v) => sum + v) + Math.max(...sorted.slice(-1)) + sorted.at(-2)!;
      }`;
    // 3 (x² + x + x) + x³ + x²
    assertClose(derivativesOf(reportOf(source)), { x: 3 * (4 + 2) + 12 + 4, "x,x": 6 + 12 + 2 });
  });

  it("arrays that are too large are refused before they are made", () => {
    for (const made of [
      "new Array(1e9)",
      "Array.from({ length: 1e9 })",
      "Array(4e9)",
      "Array.from('x'.repeat(3e6), (c) => [c, c])",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { ${made}; return x; }`;
      assert.match(findingsOf(source, reportOf(source)).join(), /budget-elements/);
    }
  });

  it("data that blows up or contains itself ends with a finding", () => {
    for (const body of [
      "let a: any = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return a.flat(Infinity).length;",
      "let a: any = ['x']; for (let i = 0; i < 60; i++) a = [a, a]; return a.join().length;",
      "let a: any = ['x']; for (let i = 0; i < 60; i++) a = [a, a]; return String(a).length;",
      "let a: any = [1]; for (let i = 0; i < 60; i++) a = a.concat(a); return a.length;",
      "const a: any = []; a[0] = a; return a.flat(Infinity).length;",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { ${body} }`;
      const codes = reportOf(source).findings.map(({ code }) => code);
      assert.match(codes.join(), /budget-elements|budget-steps|runtime-error/, body);
      assert.ok(!codes.includes("internal-error"), body);
    }
  });

  it("a length of an input that is no length is told as Node tells it", () => {
    const source =
      "/** @differentiable @at x = 1.5 */\nfunction f(x: number) { return new Array(x).length; }";
    assert.deepEqual(findingsOf(source, reportOf(source))[0], "new Array(x): runtime-error");
  });
});
