/** What a kink finding says of the two sides, against limits that are known in closed form. */

import assert from "node:assert/strict";
import { reportOf } from "../support.js";

const smooth = (derivative: string, shown: string) =>
  `Both sides agree, so that the function is smooth there and the convention is not needed: the derivative by x is ${derivative}, although ${shown} is shown.`;
const sides = (shown: string, text: string) =>
  `The derivative by x is shown as ${shown} by convention; ${text}.`;

interface Case {
  at?: string;
  order?: number;
  parameters?: string;
}

/** @param expected how the finding ends; null where there is none */
function check(
  body: string,
  expected: string | null,
  { at = "x = 0", order = 1, parameters = "x: number" }: Case = {},
): void {
  it(`${body} at ${at}`, () => {
    const report = reportOf(
      `/** @differentiable @at ${at} @order ${order} */\nconst f = (${parameters}) => ${body};`,
    );
    const told = report.findings.filter(({ code }) => code === "kink").map(({ message }) => message);
    if (expected === null) return assert.deepEqual(told, []);
    assert.equal(told.length, 1);
    assert.ok(told[0]!.endsWith(` ${expected}`), told[0]);
  });
}

describe("The two sides of a kink", () => {
  describe("are limits and no samples", () => {
    check("x * x ** 0.5", sides("NaN", "from the left it is not defined, from the right it is 0"));
    check("Math.abs(x - 5)", sides("0", "from the left it is -1, from the right 1"), { at: "x = 5" });
    check("Math.abs(x + 5 - 5)", sides("0", "from the left it is -1, from the right 1"));
    check("Math.max(x + 1, 1)", sides("0.5", "from the left it is 0, from the right 1"));
    check("Math.abs(x) ** 1.5 + Math.abs(x)", sides("0", "from the left it is -1, from the right 1"));
    check(
      "Math.abs(x) ** 3",
      "The derivative of order 3 by x is shown as 0 by convention; from the left it is -6, from the right 6.",
      { order: 3 },
    );
  });
  describe("grow without bound", () => {
    check("x === 0 ? 0 : x * Math.log(Math.abs(x))", sides("0", "from both sides it falls without bound"));
    check("Math.sign(x) * Math.sqrt(Math.abs(x))", sides("NaN", "from both sides it grows without bound"));
    check(
      "Math.abs(x) ** 0.1",
      sides("NaN", "from the left it falls without bound, from the right it grows without bound"),
    );
    check(
      "Math.acos(x)",
      sides("-Infinity", "from the left it falls without bound, from the right it is not defined"),
      { at: "x = 1" },
    );
  });
  describe("do not settle", () => {
    check("x === 0 ? 0 : x * x * Math.sin(1 / x)", sides("0", "from both sides it does not settle"));
    check("x === 0 ? 0 : x * Math.sin(1 / x)", sides("0", "from both sides it does not settle"));
    check("x === 0 ? 0 : x * x * Math.sin(Math.PI / x)", sides("0", "from both sides it does not settle"));
  });
  describe("agree, and the convention is not needed", () => {
    check("x === 2 ? 4 : x * x", smooth("4", "0"), { at: "x = 2" });
    check("x * Math.cbrt(x)", smooth("0", "NaN"));
    check("Math.hypot(x, y) ** 2 + 3 * x", smooth("3", "NaN"), {
      at: "x = 0, y = 0",
      parameters: "x: number, y: number",
    });
    check("x === 0 ? 1 : (Math.exp(x) - 1) / x", null, { at: "x = 1" });
  });
  describe("are as the point is", () => {
    check("x > 0 ? x ** 1.5 : 0", null);
    check("Math.abs(x) ** 1.5", null);
    check("Math.abs(x - 5) ** 1.2", null, { at: "x = 5" });
    check("Math.abs(x) ** 2.5", null, { order: 2 });
    check("x <= 0 ? 0 : Math.exp(-1 / x)", null);
    check("x === 0 ? 1 : Math.sin(x) / x", null);
  });
  describe("are not told where rounding hides them", () => {
    const unknown = "The derivative shown is the one by convention; on either side it may be another.";
    check("x === 1 ? 2 : (x * x - 1) / (x - 1)", unknown, { at: "x = 1" });
    check("x === 1 ? 2 + (x - 1) : (x * x - 1) / (x - 1)", unknown, { at: "x = 1" });
  });
  describe("are looked at below a guard", () => {
    const parameters = "x: number, y: number";
    check("x / Math.max(Math.abs(x), 1e-12)", null);
    check("Math.max(Math.hypot(x, y), 1e-10)", null, { at: "x = 0, y = 0", parameters });
    check("x / Math.max(Math.hypot(x, y), 1e-10)", null, { at: "x = 0, y = 0", parameters });
    check("(x - 5) / Math.max(Math.abs(x - 5), 1e-10)", null, { at: "x = 5" });
    check("x / Math.max(Math.abs(x), Number.EPSILON)", null);
    check("Math.abs(x) < 1e-6 ? x * x : Math.abs(x)", null);
    check(
      "Math.max(x, 0) / Math.max(Math.abs(x), 1e-10)",
      sides("5000000000", "from the left it is 0, from the right 10000000000"),
    );
  });
});
