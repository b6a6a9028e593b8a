/** High orders come to an end: what was reached is there, the rest is said to be missing. Time is a count of looks at it. */

import assert from "node:assert/strict";
import type { Partial, PointReport } from "../../../server/report.js";
import { leftOut } from "../../../server/view/leftOut.js";
import { viewOfPoint } from "../../../server/view/pointView.js";
import { runModule } from "../pipeline.js";

const unlimited = { rows: 1e3, columns: 1e3, listed: 1e3, tables: 1e3 };

/** @param looks how often the clock is read before the time is over */
function pointOf(source: string, looks = Number.POSITIVE_INFINITY): PointReport {
  let count = 0;
  const time = () => (count++ < looks ? 0 : Number.MAX_VALUE);
  const { reports } = runModule("/project/main.ts", { read: () => source }, { time });
  return reports[0]!.points[0]!;
}

/** How many derivatives of each order there are, from the first. */
function countsOf({ derivatives }: PointReport): number[] {
  const counts: number[] = [];
  for (const { order } of derivatives) counts[order - 1] = (counts[order - 1] ?? 0) + 1;
  return counts;
}

const three = (order: number) => `/** @differentiable @at x = 1, y = 2, z = 3 @order ${order} */
  function f(x: number, y: number, z: number) { return Math.sin(x * y) + Math.exp(y / z); }`;

/** The derivatives without their digits, for which there may be no time. */
function numbersOf({ derivatives }: PointReport): Partial[] {
  return derivatives.map(({ digits, ...others }) => others);
}

describe("Orders", () => {
  it("are all there where there is time", () => {
    const point = pointOf(three(4));
    assert.deepEqual(countsOf(point), [3, 6, 10, 15]);
    assert.equal(point.truncated, undefined);
    assert.equal(leftOut(viewOfPoint(point, unlimited)), null);
  });

  it("that take too long are left out, and what was reached is kept", () => {
    const source = `/** @differentiable @at x = 0.3, y = 0.4, z = 0.5 @order 6 */ function f(x: number, y: number, z: number) {
      let s = x; for (let i = 0; i < 3_000; i++) s = Math.sin(s) * y + z; return s; }`;
    const whole = pointOf(source);
    assert.deepEqual(countsOf(whole), [3, 6, 10, 15, 21, 28]);
    const reached = new Set<number>();
    for (let looks = 2; looks < 24; looks++) {
      const point = pointOf(source, looks);
      if (point.truncated !== true) continue;
      const { reachedOrder = -1 } = point;
      reached.add(reachedOrder);
      assert.equal(point.value, whole.value);
      // What is there is what it would be with more time.
      assert.deepEqual(numbersOf(point), numbersOf(whole).slice(0, point.derivatives.length));
      assert.deepEqual(countsOf(point).slice(0, reachedOrder), countsOf(whole).slice(0, reachedOrder));
    }
    assert.ok(reached.size >= 3, `orders reached: ${[...reached]}`);
  });

  it("of one input are those of lower ones where there is no time for more", () => {
    const source = `/** @differentiable @at x = 0.3 @order 30 */ function f(x: number) {
      let s = x; for (let i = 0; i < 6_000; i++) s = Math.sin(s) * 0.9 + x; return s; }`;
    const points = Array.from({ length: 20 }, (_, looks) => pointOf(source, looks + 1));
    const cut = points.filter(({ truncated }) => truncated);
    assert.ok(cut.length > 0);
    for (const { derivatives, reachedOrder } of cut) {
      assert.ok(reachedOrder! >= 1);
      assert.equal(derivatives.length, reachedOrder);
    }
    assert.equal(pointOf(source).derivatives.length, 30);
  });

  it("have a gradient, however late the run came to its end", () => {
    const points = [1, 2, 3, 4, 5].map((looks) => pointOf(three(3), looks));
    const first = points.find(({ truncated }) => truncated);
    assert.deepEqual(countsOf(first!), [3]);
    assert.equal(first!.reachedOrder, 1);
  });

  it("of which there would be too many are left out", () => {
    const point = pointOf(`/** @differentiable @at p = [${new Array(60).fill(0.5)}] @order 4 */
      function f(p: number[]) { return p.reduce((sum, x) => sum + x * x * x, 0); }`);
    assert.deepEqual(countsOf(point), [60, 1_830]);
    assert.equal(point.truncated, true);
    assert.equal(point.reachedOrder, 2);
    assert.equal(
      leftOut(viewOfPoint(point, unlimited)),
      "Derivatives above order 2 were left out: all of them would be too many, or take too long.",
    );
  });

  it("of more numbers than there may be derivatives say that first ones are missing", () => {
    const point = pointOf(`/** @differentiable @at p = [${new Array(300).fill(0.5)}] */
      function f(p: number[]) { return p.map((x) => x * x); }`);
    assert.equal(point.reachedOrder, 0);
    assert.equal(
      leftOut(viewOfPoint(point, unlimited)),
      "Some derivatives were left out: all of them would be too many, or take too long.",
    );
  });

  it("of what was met on the way end with the time", () => {
    const source = `/** @differentiable @at x = 1, y = 2 */
      function f(x: number, y: number) { const a = x * y; const b = a * a; return b + a; }`;
    const countsAt = (looks: number) =>
      pointOf(source, looks).quantities.map(({ derivatives }) => derivatives.length);
    const counts = [1, 2, 3, 4, 5, 6].map((looks) => countsAt(looks).join());
    assert.deepEqual(countsAt(Number.POSITIVE_INFINITY), [2, 2, 2, 2, 2]);
    assert.ok(counts.includes("0,0,0,0,0") && counts.includes("2,0,0,0,0"), counts.join(" "));
  });
});
