/** Typed arrays: values as Node's, bit for bit, and derivatives through the kinds that keep them. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

const kinds = [
  "Float64Array",
  "Float32Array",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
];

describe("Typed arrays", () => {
  for (const kind of kinds) {
    it(`${kind} converts its elements`, () =>
      checkAgainstNode(
        `const a = new ${kind}([x, -1, 1.5, 2.5, 300, -200.7, 2 ** 31, 2 ** 32 + 3, NaN, Infinity, -0, '7' as any, null as any, undefined as any, true as any, 1e40]);
         return [[...a], a.length, a.byteLength, a.BYTES_PER_ELEMENT, ${kind}.BYTES_PER_ELEMENT];`,
      ));
    it(`${kind} changes in place`, () =>
      checkAgainstNode(
        `const a = new ${kind}(4); a[0] = 1000.6; a[1] += 2.5; a[2]--; a[9] = 3; a[-1] = 2; a[1.5 as any] = 4; a['x' as any] = 5;
         return [[...a], a[9], a[-1], a[1.5 as any]];`,
      ));
  }

  const expressions = {
    constructors:
      "[[...new Float64Array(3)], [...new Float64Array()], [...new Int16Array([1, 2])], [...new Float32Array(new Float64Array([0.1, 2]))], [...new Uint8Array(new Set([1, 2]))], [...new Float64Array({ length: 2, 0: 5 } as any)], [...Float64Array.from([1, 2], (v, i) => v * 10 + i)], [...Int8Array.of(1, 300)], [...Float64Array.from('12' as any)]]",
    "methods that go over the elements":
      "(() => { const a = new Float64Array([3, 1, 2]); const s: any[] = []; a.forEach((v, i, all) => s.push(v, i, all === a)); return [s, [...a.map((v) => v / 2)], [...a.filter((v) => v > 1)], a.reduce((p, v) => p - v), a.reduceRight((p, v) => p - v), a.some((v) => v > 2), a.every((v) => v > 2), a.find((v) => v < 3), a.findIndex((v) => v === 2), a.findLast((v) => v > 1), a.findLastIndex((v) => v > 9)]; })()",
    "methods that look for a value":
      "(() => { const a = new Float64Array([3, NaN, 2, 3]); return [a.indexOf(3), a.lastIndexOf(3), a.includes(NaN), a.indexOf(NaN), a.at(-1), a.at(9), a.indexOf(3, 1), a.join('-'), a.toString(), `${a}`]; })()",
    "new arrays":
      "(() => { const a = new Int16Array([5, 1, 4]); return [[...a.slice(1)], [...a.slice(-2, -1)], [...a.toSorted()], [...a.toReversed()], [...a.with(0, 9.7)], [...a.map((v) => v / 2)], [...a]]; })()",
    "sorting by value":
      "[[...new Float64Array([10, 9, -0, 0, NaN, -Infinity, 1]).sort()], [...new Int8Array([1, 3, 2]).sort((a, b) => b - a)]]",
    changing:
      "(() => { const a = new Float64Array([1, 2, 3, 4, 5]); a.copyWithin(0, 3); const b = [...a]; a.fill(7, 1, -1); const c = [...a]; a.reverse(); a.set([8, 9], 2); a.set(new Float32Array([0.1])); return [b, c, [...a]]; })()",
    "overlapping set":
      "(() => { const a = new Float64Array([1, 2, 3, 4]); a.set(a.subarray(0, 3), 1); return [...a]; })()",
    "subarrays share their elements":
      "(() => { const a = new Float64Array([1, 2, 3, 4]); const b = a.subarray(1, 3); b[0] = 20; a[2] = 30; return [[...a], [...b], b.length, b.byteOffset, b.buffer === a.buffer, [...b.subarray(-1)]]; })()",
    "views of one buffer":
      "(() => { const f = new Float64Array([1.5, -0]); const u = new Uint32Array(f.buffer); const bytes = new Uint8Array(f.buffer, 4, 4); u[1] += 1 << 20; return [[...u], [...bytes], [...f], f.buffer.byteLength, [...new Float64Array(f.buffer.slice(8))]]; })()",
    iterators:
      "(() => { const a = new Float32Array([5, 6]); return [[...a.keys()], [...a.values()], [...a.entries()], Object.keys(a), Object.entries(a)]; })()",
    "destructuring and spreading":
      "(() => { const [p, , ...rest] = new Float64Array([1, 2, 3, 4]); return [p, rest, Math.max(...new Float64Array([1, 9, 4]))]; })()",
    "what they are":
      "[new Float64Array(1) instanceof Float64Array, new Float32Array(1) instanceof Float64Array, Array.isArray(new Float64Array(1)), ArrayBuffer.isView(new Int8Array(1)), typeof new Int8Array(1), Object.prototype.toString.call(new Int8Array(1)), new Float64Array(2).constructor === Float64Array, new Float64Array(2).constructor.name]",
    "arrays' methods borrowed":
      "[Array.prototype.map.call(new Float64Array([1, 2]), (v: any) => v * 2), Array.from(new Float64Array([1, 2])), Array.prototype.slice.call(new Int8Array([1, 2, 3]), 1)]",
    "for…of sees later writes":
      "(() => { const a = new Float64Array([1, 1, 1]); const s: number[] = []; let i = 0; for (const v of a) { s.push(v); if (++i < 3) a[i] = v * 2; } return s; })()",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  it("a Float64Array keeps derivatives, whichever way its elements go", () => {
    const source = `/** @differentiable @at x = 2 @order 2 */
      function f(x: number) {
        const a = new Float64Array(4);
        a[0] = x; a[1] = x * x; a.set([a[0] * a[1]], 2);
        const b = a.subarray(1).slice().map((v) => v + x).reverse();
        return b.reduce((sum, v) => sum + v, 0) + Float64Array.from(b).sort()[0];
      }`;
    // x² + x³ + 3x, and the smallest of x² + x, x³ + x, x
    assertClose(derivativesOf(reportOf(source)), { x: 4 + 12 + 3 + 1, "x,x": 2 + 12 });
  });

  it("a Float32Array rounds, and its derivative is that of the number", () => {
    const source = `/** @differentiable @at x = 0.1 */
      function f(x: number) { const a = new Float32Array([x, 3 * x]); return a[0] * a[1]; }`;
    const report = reportOf(source);
    assert.equal(report.points[0]!.value, Math.fround(0.1) * Math.fround(0.1 * 3));
    assertClose(derivativesOf(report), { x: Math.fround(0.1 * 3) + 3 * Math.fround(0.1) });
  });

  it("an array of whole numbers ends the derivative, and a finding says so", () => {
    const source = `/** @differentiable @at x = 2.5 */
      function f(x: number) { const a = new Int32Array(1); a[0] = x * 10; return a[0] + x; }`;
    const report = reportOf(source);
    assertClose(derivativesOf(report), { x: 1 });
    assert.equal(report.points[0]!.value, 27.5);
    assert.ok(
      findingsOf(source, report).some((found) => found.endsWith("derivative-lost")),
      String(findingsOf(source, report)),
    );
  });

  it("changing a number's exponent through an integer view scales the derivative", () => {
    const source = `const view = new Float64Array(1); const words = new Uint32Array(view.buffer);
      /** @differentiable @at x = 3.7 @order 2 */
      function f(x: number) { view[0] = x * x; words[1] = (words[1] & 0x000fffff) | 0x3ff00000; return view[0] * x; }`;
    // 13.69 becomes 13.69 / 8
    const report = reportOf(source);
    assert.equal(report.points[0]!.value, ((3.7 * 3.7) / 8) * 3.7);
    assertClose(derivativesOf(report), { x: (3 * 3.7 ** 2) / 8, "x,x": (6 * 3.7) / 8 });
  });

  it("changing the bits of a number in any other way ends the derivative, and a finding says so", () => {
    const source = `const f32 = new Float32Array(1), i32 = new Int32Array(f32.buffer);
      /** @differentiable @at x = 4 */
      function inverseRoot(x: number) {
        f32[0] = x;
        i32[0] = 0x5f3759df - (i32[0]! >> 1);
        return f32[0]!;
      }`;
    const report = reportOf(source);
    assertClose(derivativesOf(report), { x: 0 });
    assert.ok(
      findingsOf(source, report).includes("f32[0]: derivative-lost"),
      String(findingsOf(source, report)),
    );
  });

  it("a number that is taken apart into words and put together with another exponent keeps its derivative", () => {
    const source = `const into = new Float64Array(1), intoWords = new Uint32Array(into.buffer);
      const from = new Float64Array(1), fromWords = new Uint32Array(from.buffer);
      function scaled(v: number, k: number) {
        into[0] = v;
        const high = intoWords[1], low = intoWords[0];
        fromWords[0] = low;
        fromWords[1] = high + (k << 20);
        return from[0];
      }
      function power(k: number) { fromWords[0] = 0; fromWords[1] = (1023 + k) << 20; return from[0]; }
      /** @differentiable @at x = 2.3 @order 2 @at x = -1 */
      function f(x: number) { return scaled(x * x, 3) * power(1); }`;
    const report = reportOf(source);
    assert.equal(report.points[0]!.value, 2.3 * 2.3 * 8 * 2);
    assertClose(derivativesOf(report), { x: 32 * 2.3, "x,x": 32 });
    assertClose(derivativesOf(report, 1), { x: -32, "x,x": 32 });
  });

  it("typed arrays are inputs and results", () => {
    const source = `/** @differentiable @at p = new Float64Array([1, 2]) */
      function f(p: Float64Array) { return new Float64Array([p[0] * p[1], p[1] ** 2]); }`;
    const report = reportOf(source);
    assert.deepEqual(report.inputs, ["p[0]", "p[1]"]);
    assert.deepEqual(report.points[0]!.value, [2, 4]);
    assertClose(derivativesOf(report), { "[0] p[0]": 2, "[0] p[1]": 1, "[1] p[0]": 0, "[1] p[1]": 4 });
  });

  it("a typed array cannot be made larger than the budget", () => {
    for (const made of [
      "new Float64Array(1e9)",
      "new ArrayBuffer(1e12)",
      "Uint8Array.from({ length: 1e9 })",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { ${made}; return x; }`;
      assert.deepEqual(findingsOf(source, reportOf(source)), [`${made}: budget-elements`]);
    }
  });
});
