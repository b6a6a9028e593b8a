import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  derivativeName,
  formatNumber,
  formatTrusted,
  formatTrustedValue,
  formatValue,
  partialName,
  shortName,
} from "../../../server/view/numbers.js";

function check(value: number, digits: number, expected: string) {
  assert.equal(formatNumber(value, digits), expected);
}

describe("numbers as they are shown", () => {
  it("writes integers exactly and short", () => {
    check(9, 4, "9");
    check(-120, 4, "-120");
    check(123456, 4, "123456");
  });
  it("writes large integers with an exponent", () => {
    check(1234567, 4, "1.235e6");
    check(1e21, 4, "1e21");
  });
  it("keeps the count of significant digits, so that the width holds still", () => {
    check(0.35, 4, "0.3500");
    check(9.000000000000002, 4, "9.000");
    check(0.3515, 4, "0.3515");
    check(-12.3456, 4, "-12.35");
  });
  it("writes numbers with more digits before the point than asked for without an exponent", () => {
    check(12345.6, 4, "12346");
    check(99999.5, 4, "100000");
  });
  it("writes small numbers with an exponent", () => {
    check(1.5e-7, 4, "1.500e-7");
    check(1e-7, 4, "1e-7");
    check(-0.000012345, 3, "-1.23e-5");
  });
  it("writes no more digits than can be trusted", () => {
    const checkTrusted = (value: number, trusted: number | undefined, expected: string) =>
      assert.equal(formatTrusted(value, 4, trusted), expected);
    checkTrusted(0.35217, undefined, "0.3522");
    checkTrusted(0.35217, 15, "0.3522");
    checkTrusted(0.35217, 2, "0.35");
    checkTrusted(0.35217, 1, "0.4");
    checkTrusted(-1280, 2, "-1.3e3");
    checkTrusted(7, 1, "7");
    checkTrusted(123456, 4, "1.235e5");
    checkTrusted(123456, 15, "123456");
    checkTrusted(12345.6, 4, "1.235e4");
    checkTrusted(-3e16, 3, "-3e16");
    checkTrusted(1.7e-7, 1, "2e-7");
    checkTrusted(0.35217, 0, "?");
    checkTrusted(0, 0, "?");
    checkTrusted(0, 15, "0");
    checkTrusted(Number.NaN, 0, "NaN");
  });
  it("writes the numbers of a value with the digits of each", () => {
    const digits: Record<string, number> = { ".a": 2, ".b[1]": 0, '["two words"]': 1 };
    const value = { a: 1.2345, b: [1.2345, 1.2345], "two words": 1.2345 };
    const written = formatTrustedValue({ value, trustedAt: (path) => digits[path] }, 4);
    assert.equal(written, '{ a: 1.2, b: [1.234, ?], "two words": 1 }');
  });
  it("writes both zeros as 0", () => {
    check(0, 4, "0");
    check(-0, 4, "0");
  });
  it("writes what is not finite", () => {
    check(Number.NaN, 4, "NaN");
    check(Number.POSITIVE_INFINITY, 4, "∞");
    check(Number.NEGATIVE_INFINITY, 4, "-∞");
  });
  it("takes a count of digits that makes no sense", () => {
    check(0.35, 0, "0.3");
    check(0.35, Number.NaN, "0.3");
    check(0.1, 100, "0.10000000000000001");
  });
  it("writes nested values as their source would read", () => {
    assert.equal(formatValue({ x: 1, "a b": [2.5, true, null] }, 3), '{ x: 1, "a b": [2.50, true, null] }');
    assert.equal(formatValue([], 3), "[]");
    assert.equal(formatValue({}, 3), "{}");
    assert.equal(formatValue(undefined, 3), "undefined");
  });
  it("cuts long arrays, long strings and deep nesting", () => {
    assert.equal(formatValue([1, 2, 3, 4], 3, 2), "[1, 2, …]");
    assert.equal(formatValue("a".repeat(50), 3), `"${"a".repeat(23)}…"`);
    let deep: import("../../../server/report.js").PlainValue = 1;
    for (let level = 0; level < 100; level++) deep = [deep];
    assert.equal(formatValue(deep, 3), "[[[[[[[[[…]]]]]]]]]");
  });
  it("names derivatives by order", () => {
    const names = [0, 1, 2, 3, 4, 5, 12].map((order) => derivativeName("f", order));
    assert.deepEqual(names, ["f", "f′", "f″", "f‴", "f⁗", "f⁽⁵⁾", "f⁽¹²⁾"]);
  });
  it("names partial derivatives", () => {
    assert.equal(partialName("f", ["x"]), "∂f/∂x");
    assert.equal(partialName("f", ["x", "x"]), "∂²f/∂x²");
    assert.equal(partialName("f", ["x", "y"]), "∂²f/∂x∂y");
    assert.equal(partialName("f", ["p[0]", "p[1]", "p[1]"]), "∂³f/∂p[0]∂p[1]²");
  });
  it("names a method without its class", () => {
    assert.equal(shortName("Spring.energy"), "energy");
    assert.equal(shortName("f"), "f");
  });
});
