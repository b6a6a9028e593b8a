/** Limits of sampled functions against those of closed forms. */

import assert from "node:assert/strict";
import { type Limit, limitOf } from "../../../../server/evaluation/diagnosis/extrapolation.js";

const steps = Array.from({ length: 10 }, (_, index) => 1.25 * 2 ** (-14 - 2 * index));

function check(
  name: string,
  g: (h: number) => number,
  expected: number | Limit["kind"] | "up" | "down",
): void {
  it(name, () => {
    const limit = limitOf(steps.map(g));
    if (typeof expected === "number") {
      assert.equal(limit.kind, "number");
      const { value, error } = limit as Extract<Limit, { kind: "number" }>;
      assert.ok(
        Math.abs(value - expected) <= Math.max(10 * error, 1e-12 * Math.abs(expected)),
        `${value} ± ${error}`,
      );
      assert.ok(error <= 1e-5 * Math.max(1, Math.abs(expected)), `± ${error}`);
    } else if (limit.kind === "unbounded" && expected !== "unbounded") {
      assert.equal(limit.sign, expected === "up" ? 1 : -1);
    } else {
      assert.equal(limit.kind, expected, JSON.stringify(limit));
    }
  });
}

describe("The limit of samples at steps that shrink", () => {
  check("is that of a constant", () => 3, 3);
  check("is that of a polynomial", (h) => 2 + 5 * h - 7 * h * h, 2);
  check("is 0 for a root", (h) => 1.5 * Math.sqrt(h), 0);
  check("is 0 for a cubic root", (h) => (4 / 3) * Math.cbrt(h), 0);
  check("is 0 for a small power", (h) => h ** 0.1, 0);
  check("is taken through two powers", (h) => 1 + Math.sqrt(h) + 3 * h, 1);
  check(
    "is taken through powers that are near to each other",
    (h) => -2 + Math.cbrt(h) + 2 * Math.sqrt(h),
    -2,
  );
  check("is 0 for h·log h", (h) => h * Math.log(h), 0);
  check("is that of sin(h)/h", (h) => Math.sin(h) / h, 1);
  check("is that of a huge slope", (h) => 1e10 + h, 1e10);
  check("is that of a tiny number", (h) => 1e-12 + 1e-12 * h, 1e-12);
  check("is that of the piece next to the point", (h) => (h < 1e-6 ? 2 : 1), 2);
  check("is there where rounding disturbs the samples", (h) => 1 + h + 1e-15 * Math.sin(1 / h), 1);
  check("is -∞ for a logarithm", (h) => Math.log(h) + 1, "down");
  check("is ∞ for a negative power", (h) => h ** -0.5, "up");
  check("is -∞ for a small negative power", (h) => -(h ** -0.05), "down");
  check("is not there for an oscillation", (h) => 2 * h * Math.sin(1 / h) - Math.cos(1 / h), "unsettled");
  check("is not there for an oscillation in the logarithm", (h) => Math.sin(Math.log(h)), "unsettled");
  check("is not there for one that grows", (h) => Math.cos(1 / h) / h, "unsettled");
  check("is 0 for an oscillation that dies out fast", (h) => h * h * Math.sin(1 / h) + 1, 1);
  check("is not told for an iterated logarithm", (h) => 1 / Math.log(h), "unknown");
});
