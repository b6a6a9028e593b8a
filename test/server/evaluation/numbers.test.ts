/** Number, Math and the global functions of numbers: as Node's, bit for bit. */

import assert from "node:assert/strict";
import { assertClose, checkAgainstNode, derivativesOf, findingsOf, reportOf } from "./support.js";

describe("Numbers", () => {
  const expressions = {
    "numbers from texts":
      "['', ' ', '12', ' 12\\n', '1e3', '.5', '5.', '0x1F', '0b101', '0o17', '-0x1', 'Infinity', '-Infinity', 'infinity', '1_0', '1 2', 'abc', '\\u00a07', '1e1000', '-0'].map(Number)",
    "numbers from other values":
      "[Number(), Number(null), Number(undefined), Number(true), Number([]), Number([5]), Number([1, 2]), Number({}), Number({ valueOf: () => x } as any), +[3], +new Set()] as any",
    parseInt:
      "['12px', '0x1f', '-0', '  42', '', 'z', '1e3', '9007199254740993'].map((t) => parseInt(t)).concat([parseInt('ff', 16), parseInt('101', 2), parseInt('12', 1), parseInt('12', 37), parseInt('08'), parseInt(15.9 as any), parseInt('11', 10.9), parseInt(null as any, 36)])",
    parseFloat:
      "['3.14abc', '.5.5', '-.5e-2', 'e5', '', '  1', '1e', 'Infinityx', '0x10', '-0'].map(parseFloat)",
    questions:
      "[Number.isInteger(5.0), Number.isInteger('5'), Number.isSafeInteger(2 ** 53), Number.isNaN('a'), isNaN('a' as any), isFinite('5' as any), Number.isFinite('5'), Number.isFinite(Infinity), isNaN(undefined as any), Number.isInteger(x * 10)]",
    constants:
      "[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, Number.MIN_VALUE, Number.MAX_VALUE, Number.EPSILON, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, Number.parseFloat === parseFloat]",
    toFixed:
      "[(1.005).toFixed(2), (1.45).toFixed(1), (-1.5).toFixed(0), (1e21).toFixed(2), (0).toFixed(3), NaN.toFixed(2), (123.456).toFixed(), (-0.0000001).toFixed(2), x.toFixed(20)]",
    "toPrecision and toExponential":
      "[(123.456).toPrecision(4), (0.000123).toPrecision(2), (1e21).toPrecision(3), (12345).toExponential(2), (0).toExponential(), x.toPrecision(3), (5).toPrecision()]",
    "toString with a radix":
      "[(255).toString(16), (-255).toString(2), (0.1).toString(3), (1e21).toString(36), x.toString(2), (NaN).toString(2), (35).toString(36), x.toString()]",
    "texts of numbers":
      "[`${0.1 + 0.2}`, String(1e21), String(1e-7), '' + 123456789012345680000, String(-0), `${-1e-300}`, String(5e-324), String(2 ** 53)]",
    "Math at unusual values":
      "[Math.max(), Math.min(), Math.max(NaN, 1), Math.max(-0, 0), Math.min(0, -0), Math.hypot(), Math.hypot(3, 4, NaN), Math.hypot(Infinity, NaN), Math.sign(-0), Math.round(-0.5), Math.round(0.49999999999999994), Math.pow(NaN, 0), Math.pow(1, Infinity), Math.atan2(-0, -0), Math.cbrt(-27), Math.expm1(1e-10), Math.log1p(-1), Math.fround(5.5e-46), Math.trunc(-0.9), Math.clz32(0), Math.imul(0xffffffff, 5), Math.sqrt(-1), Math.abs('' as any), Math.floor(null as any), Math.abs(undefined as any)]",
    "Math of everything":
      "[Math.sin, Math.cos, Math.tan, Math.asin, Math.acos, Math.atan, Math.sinh, Math.cosh, Math.tanh, Math.asinh, Math.atanh, Math.exp, Math.expm1, Math.log, Math.log10, Math.log1p, Math.log2, Math.sqrt, Math.cbrt, Math.fround, Math.sign, Math.floor, Math.ceil, Math.round, Math.trunc, Math.abs].map((g) => [g(x), g(-x), g(0), g(1), g(Infinity), g(NaN), g(1e-9), g(12.25)])",
    booleans:
      "[Boolean(0), Boolean(NaN), Boolean(''), Boolean('0'), Boolean([]), Boolean(null), Boolean(x), String(true), (true).toString(), (false as any).valueOf()]",
    "methods of numbers": "[x.valueOf(), (5).constructor === Number, typeof (5).toFixed, (5 as any).nothing]",
    "errors of range":
      "[() => (1).toFixed(101), () => (1).toString(1), () => (1).toPrecision(0), () => new Array(-1), () => 'x'.repeat(-1)].map((act) => { try { act(); return 'none'; } catch (e: any) { return e instanceof RangeError; } })",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  it("Number and unary plus hand a number on with its derivative", () => {
    const source = `/** @differentiable @at x = 3 */
      function f(x: number) { return Number(x) * +x + Number({ valueOf: () => x } as any); }`;
    assertClose(derivativesOf(reportOf(source)), { x: 7 });
  });

  it("what gives something else at each run is told", () => {
    for (const use of ["Math.random()", "Date.now()", "new Date().getTime()", "performance.now()"]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { return x * ${use}; }`;
      assert.match(findingsOf(source, reportOf(source)).join(), /non-deterministic/, use);
    }
  });

  it("what is not there is named", () => {
    for (const use of ["process.env", "window.x", "document.title", "fetch('x')"]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { return x + Number(${use}); }`;
      assert.match(findingsOf(source, reportOf(source)).join(), /unknown-name|unsupported-construct/, use);
    }
  });
});
