/** High orders come to an end: what was reached is there, the rest is said to be missing. Time is a count of looks at it. */

import assert from "node:assert/strict";
import type { PointReport } from "../../../server/report.js";
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

describe("Orders", () => {
  it("are all there where there is time", () => {
    const point = pointOf(three(4));
    assert.deepEqual(countsOf(point), [3, 6, 10, 15]);
    assert.equal(point.truncated, undefined);
    assert.equal(leftOut(viewOfPoint(point, unlimited)), null);
  });

  it("that take too long are left out, and what was reached is kept", () => {
    const reached = new Set<number>();
    for (let looks = 1; looks < 60; looks++) {
      const point = pointOf(three(5), looks);
      const counts = countsOf(point);
      if (point.truncated !== true) continue;
      const { reachedOrder = -1 } = point;
      reached.add(reachedOrder);
      assert.equal(point.value, Math.sin(2) + Math.exp(2 / 3));
      assert.deepEqual(counts.slice(0, reachedOrder), [3, 6, 10, 15, 21].slice(0, reachedOrder));
    }
    assert.ok(reached.has(1) && reached.size > 1, `orders reached: ${[...reached]}`);
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
