/**
 * Digits that can be trusted, held to values and derivatives that were computed elsewhere: what is said of a number is
 * at most one digit off from what is true of it.
 */

import assert from "node:assert/strict";
import Decimal from "decimal.js";
import { inlayHints } from "../../../server/features/inlayHints.js";
import { digitsOfValue } from "../../../server/report.js";
import references from "./references/digits.json";
import { reportOf } from "./support.js";

/** How many significant digits two numbers share. */
function sharedDigits(shown: number, right: string): number {
  const exact = new Decimal(right);
  if (exact.eq(shown)) return 15;
  const error = exact.minus(shown).div(exact).abs().toNumber();
  return Math.max(0, Math.min(15, -Math.log10(error)));
}

interface NumberOfReport {
  value: number;
  digits?: number;
}

/** The result and its derivatives of a function of one number. */
function numbersOf(source: string): NumberOfReport[] {
  const { points, findings } = reportOf(source);
  assert.deepEqual(
    findings.filter(({ severity }) => severity === "error"),
    [],
  );
  return [...points[0]!.outputs, ...points[0]!.derivatives];
}

/** The digits of the value and of the derivatives, in order. */
function check(source: string, expected: (number | undefined)[]): void {
  assert.deepEqual(
    numbersOf(source).map(({ digits }) => digits),
    expected,
  );
}

const marked = (tags: string, body: string) => `/** @differentiable ${tags} */ ${body}`;

describe("Digits that can be trusted", () => {
  for (const f of new Set(references.map(({ f }) => f))) {
    it(`are those that are right: ${f}`, () => {
      for (const { x, values } of references.filter((each) => each.f === f)) {
        const source = marked(`@at x = ${x} @order 2`, `function f(x: number) { return ${f}; }`);
        for (const [order, { value, digits }] of numbersOf(source).entries()) {
          const shared = sharedDigits(value, values[order]!);
          const what = `order ${order} at ${x}: ${value}, right ${values[order]}, said ${digits}`;
          assert.ok(digits !== undefined, what);
          assert.ok(digits - shared < 1 && shared - digits <= 2, what);
        }
      }
    });
  }

  it("of a result that is exactly 0 are all", () =>
    check(marked("@at x = 0.7", "function f(x: number) { return x - x; }"), [15, 15]));

  it("of what should be 0 and is not are none", () =>
    check(
      marked("@at x = 0.1", "function f(x: number) { return (x + 0.2) * 10 - (x * 10 + 2) + 0 * x; }"),
      [0, 15],
    ));

  it("of several numbers of a result are told of each", () => {
    const source = marked("@at x = 1e-8", "function f(x: number) { return [1 - Math.cos(x), x * x, 3]; }");
    check(source, [0, 15, undefined, 15, 15, 15]);
    assert.equal(digitsOfValue(reportOf(source).points[0]!), undefined);
  });

  it("of mixed partial derivatives are told of each", () =>
    check(
      marked(
        "@at x = 1, y = 1e8 @order 2",
        "function f(x: number, y: number) { return Math.sqrt(y * y + x) - y; }",
      ),
      [0, 15, 0, 15, 15, 0],
    ));

  it("of what is not finite are not known", () =>
    check(marked("@at x = 0", "function f(x: number) { return Math.sqrt(x); }"), [15, undefined]));

  it("are those of the branch that was taken", () =>
    check(
      marked(
        "@at x = 2.5",
        "function f(x: number) { return Math.floor(x) * x + (x % 1) + Math.max(x, 2) + Math.abs(-x); }",
      ),
      [15, 15],
    ));

  it("of a function that takes too long are left out", () =>
    check(
      marked(
        "@at x = 0.5",
        "function f(x: number) { let s = 0; for (let i = 1; i < 3000; i++) s += Math.sin(i * x) - Math.sin(i * x + 1e-9); return s; }",
      ),
      [undefined, undefined],
    ));
});

/** The text of the hint behind the signature. */
function checkHint(source: string, expected: string): void {
  const module = { module: "/project/main.ts", reports: [reportOf(source)], findings: [] };
  const [hint] = inlayHints(module, source, { signature: true, body: false, digits: 4 });
  assert.equal(hint?.text, expected);
}

describe("Hints show no digit that cannot be trusted", () => {
  it("of a value and of its derivatives", () =>
    checkHint(
      marked("@at x = 1e-6", "function s(x: number) {\n return Math.sin(x) / x; }"),
      "s(1e-6) = 1.000 · s′ = -3.33e-7",
    ));

  it("of a number of which none is right", () =>
    checkHint(
      marked("@at x = 1e-8", "function f(x: number) {\n return (1 - Math.cos(x)) / (x * x); }"),
      "f(1e-8) = ? · f′ = ?",
    ));

  it("of a gradient, of each of its numbers", () =>
    checkHint(
      marked(
        "@at a = 1, b = 1e8, c = 1",
        "function root(a: number, b: number, c: number) {\n return (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a); }",
      ),
      "root(1, 1e8, 1) = ? · ∇ = [?, ?, -1.000e-8]",
    ));

  it("of a list, of each of its numbers", () =>
    checkHint(
      marked("@at x = 1e-8", "const pair = (x: number) => [\n1 - Math.cos(x), x * x];"),
      "pair(…) = [?, 1.000e-16] · ′ = [1e-8, 2e-8]",
    ));
});

/** The only finding about digits: the text that it stands at, and its message. */
function checkLost(source: string, at: string, message: RegExp): void {
  const found = reportOf(source).findings.filter(({ code }) => code === "digits-lost");
  assert.deepEqual(
    found.map(({ start, end }) => source.slice(start, end)),
    [at],
  );
  assert.match(found[0]!.message, message);
}

describe("Lost digits are told where they were lost", () => {
  const of = (body: string, x: number, tags = "") =>
    marked(`@at x = ${x} ${tags}`, `function f(x: number) { ${body} }`);

  it("at a difference of numbers that are nearly equal, with the right value", () =>
    checkLost(
      of("const top = 1 - Math.cos(x); return top / (x * x);", 1e-8),
      "1 - Math.cos(x)",
      /of 16 digits are left: 0 of the value, which is 0\.5; .* Here 1 and 0\.99999999999999995 are subtracted\. Write 1 − cos u as/,
    ));

  const patterns: Record<string, [body: string, x: number, at: string, advice: RegExp]> = {
    "1 − cos": ["return 1 - Math.cos(2 * x);", 1e-8, "1 - Math.cos(2 * x)", /Math\.sin\(u \/ 2\)/],
    "eˣ − 1": ["return (Math.exp(x) - 1) / x;", 1e-13, "Math.exp(x) - 1", /Math\.expm1/],
    "ln(1 + x)": ["return Math.log(1 + x) / x;", 1e-13, "Math.log(1 + x)", /Math\.log1p/],
    "a difference of roots": [
      "return Math.sqrt(x + 1) - Math.sqrt(x);",
      1e13,
      "Math.sqrt(x + 1) - Math.sqrt(x)",
      /\(a - b\)/,
    ],
    "the root of a quadratic": [
      "return (-x + Math.sqrt(x * x - 4)) / 2;",
      1e8,
      "-x + Math.sqrt(x * x - 4)",
      /the other sign/,
    ],
    "a difference of squares": [
      "const y = x + 1e-7; return y * y - x ** 2;",
      1e7,
      "y * y - x ** 2",
      /\(a - b\) \* \(a \+ b\)/,
    ],
  };
  for (const [name, [body, x, at, advice]] of Object.entries(patterns)) {
    it(`with the way to write it: ${name}`, () => checkLost(of(body, x), at, advice));
  }

  it("in a function that is called, and through a loop", () =>
    checkLost(
      `const bump = (u: number) => 1 - Math.cos(u);\n${of("let s = 0; for (let i = 1; i < 4; i++) s += bump(i * x); return s;", 1e-9)}`,
      "1 - Math.cos(u)",
      /subtracted/,
    ));

  it("at the name of the function where only a derivative loses them", () =>
    checkLost(
      of("return Math.sin(x) / x;", 1e-6, "@order 3"),
      "f",
      /3 of the derivative by x, which is -3\.33.*terms of the derivative cancel/,
    ));

  const silent: Record<string, string> = {
    "well-conditioned code": of("return Math.exp(x) * Math.sin(x) - x;", 0.7, "@order 3"),
    "what is written well": of("return 2 * Math.sin(x / 2) ** 2 / (x * x);", 1e-4),
    "the gradient at a minimum": of("return (x - Math.sqrt(2)) ** 2 + (x * x - 2) ** 2 + 1;", Math.SQRT2),
    "a difference that is exact": of("return x - 1;", 1.0000000000000002),
    "a sum of squares of sine and cosine": of("return Math.sin(x) ** 2 + Math.cos(x) ** 2;", 0.7, "@order 2"),
  };
  for (const [name, source] of Object.entries(silent)) {
    it(`and not in ${name}`, () =>
      assert.deepEqual(
        reportOf(source).findings.map(({ code }) => code),
        [],
      ));
  }
});
