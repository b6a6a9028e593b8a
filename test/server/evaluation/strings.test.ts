/** Texts: every method that needs no regular expression gives what Node gives; the rest is a finding. */

import assert from "node:assert/strict";
import { checkAgainstNode, findingsOf, reportOf } from "./support.js";

describe("Texts", () => {
  const expressions = {
    "characters by position":
      "['abc'.at(-1), 'abc'.at(5), 'abc'.at(1.7), 'abc'.charAt(9), 'abc'.charCodeAt(1), 'abc'.charCodeAt(NaN), 'a\\u{1f600}'.codePointAt(1), 'abc'[1], ('abc' as any)[7]]",
    "parts by position":
      "['abcdef'.slice(-3, -1), 'abcdef'.slice(2, Infinity), 'abcdef'.substring(4, 1), 'abcdef'.substring(NaN, 2), 'abcdef'.substr(-3, 2), 'abcdef'.slice(1.9)]",
    trimming: "[' \\t\\n a\\u00a0\\ufeff'.trim(), ' a '.trimStart(), ' a '.trimEnd()]",
    splitting:
      "['a,b,c'.split(','), 'abc'.split(''), 'a,b,c'.split(',', 2), 'abc'.split(), ''.split(','), ''.split(''), 'a,b'.split(',', -1), 'a,b'.split(undefined, 0)]",
    searching:
      "['banana'.indexOf('an', 2), 'banana'.lastIndexOf('an', 2), 'banana'.lastIndexOf('an'), 'banana'.includes('na', 3), 'banana'.startsWith('na', 2), 'banana'.endsWith('na', 4), 'banana'.indexOf('', 99), 'a1'.includes(1 as any)]",
    "padding and repeating":
      "['7'.padStart(3, '0'), '7'.padStart(5, 'ab'), '7'.padEnd(4), '7'.padStart(0), '7'.padEnd(3, ''), 'ab'.repeat(2.9), 'ab'.repeat(0), ''.repeat(1e6)]",
    "replacing by texts":
      "['a-b-c'.replace('-', '+'), 'a-b-c'.replaceAll('-', '<$&$$>'), 'abc'.replaceAll('', '.'), 'abc'.replace('b', \"[$`|$'|$1|$]\"), 'abc'.replace('z', 'y'), 'aaa'.replaceAll('aa', 'b')]",
    "replacing by functions":
      "['a-b'.replace('-', (part: string, at: number, whole: string) => part + at + whole), 'aXbX'.replaceAll('X', (_: string, at: number) => String(at))]",
    cases: "['aß'.toUpperCase(), 'ÀB'.toLowerCase(), 'i'.toLocaleUpperCase()]",
    "code units and points":
      "[String.fromCharCode(97, 65601, 0x1f600), String.fromCodePoint(97, 0x1f600), [...'a\\u{1f600}b'], 'a\\u{1f600}b'.length, Array.from('a\\u{1f600}')]",
    "raw texts": "[String.raw({ raw: ['a', 'b', 'c'] }, 1, 2, 3), String.raw({ raw: 'xyz' } as any, 0, 1)]",
    "lone surrogates":
      "['a\\ud800'.isWellFormed(), '\\u{1f600}'.isWellFormed(), 'a\\ud800b\\udc00'.toWellFormed(), '\\u{1f600}'.toWellFormed()]",
    normalising:
      "['\\u0041\\u030a'.normalize(), '\\u212b'.normalize('NFD').length, '\\ufb01'.normalize('NFKC')]",
    comparing:
      "['a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare('a'), 'a' < 'B', 'Z' < 'a']",
    "texts as numbers":
      "[+'0x10', +' 12 ', +'', +'1_000', +'1e3', +'Infinity', +'-Infinity', +'infinity', Number('0b11'), Number('0o17'), Number('12px'), Number('\\n'), Number('.5'), Number('5.'), -'3', '6' / '2', '5' * 1] as any",
    "numbers as texts":
      "[String(1e21), String(1e-7), String(-0), String(0.1 + 0.2), `${1e300 * 10}`, String(null), String([1, [2, 3]]), String(undefined), String(true)]",
    joining: "['a'.concat('b', 1 as any, null as any), 'a' + 1 + 2, 1 + 2 + 'a', 'a' + [1, 2] + {}]",
    "iteration over texts":
      "(() => { const out: string[] = []; for (const c of 'a\\u{1f600}') out.push(c); return out; })()",
  };
  for (const [name, expression] of Object.entries(expressions)) {
    it(name, () => checkAgainstNode(`return ${expression};`));
  }

  it("a text cannot be made longer than the budget", () => {
    for (const call of [
      "'x'.repeat(1e9)",
      "'x'.padStart(1e9)",
      "'x'.padEnd(1e9, 'ab')",
      "'x'.repeat(2 ** 53)",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { return ${call}.length * x; }`;
      assert.deepEqual(findingsOf(source, reportOf(source)), [`${call}: budget-elements`]);
    }
  });

  it("doubling a text again and again ends with a finding at the loop", () => {
    for (const step of ["s += s", "s = s.concat(s)", "s = `${s}${s}`", "s = s.replaceAll('x', 'xx')"]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number) { let s = 'x'; for (let i = 0; i < 100; i++) { ${step}; } return s.length * x; }`;
      assert.deepEqual(findingsOf(source, reportOf(source)), ["for: budget-elements"]);
    }
  });

  it("a regular expression is a value like another until it is run", () => {
    checkAgainstNode(`const word = /a[/]+(b)/gi, made = new RegExp("x/y", "m"), copy = new RegExp(word, "s");
      return [typeof word, word.source, word.flags, word.global, word.sticky, made.source, made.flags, copy.source,
        copy.flags, RegExp(word) === word, new RegExp(word) === word, word === /a/ as any, word instanceof RegExp,
        Object.prototype.toString.call(word), Object.keys(word), JSON.stringify({ word }), word ? 1 : 2];`);
    checkAgainstNode("try { new RegExp('('); } catch (problem) { return (problem as Error).name; }");
    checkAgainstNode("return unit * x;", "const digits = /[0-9]+/g, unit = 2;");
  });

  it("a regular expression whose reading takes long is a finding", () => {
    const source =
      "/** @differentiable @at x = 1 */\nfunction f(x: number) { new RegExp('\\\\p{L}'.repeat(1e5), 'u'); return x; }";
    assert.deepEqual(findingsOf(source, reportOf(source)), [
      "new RegExp('\\\\p{L}'.repeat(1e5), 'u'): unsupported-construct",
    ]);
  });

  it("running a regular expression is a finding", () => {
    for (const use of [
      "/a/.test('a')",
      "/a/.exec('a')",
      "/a/g.lastIndex",
      "(/a/g.lastIndex = 1)",
      "'a'.replace(/a/, 'b')",
      "'a'.replaceAll(/a/g, 'b')",
      "'a'.split(/a/)",
      "'a'.match(/a/)",
      "'a'.matchAll(/a/g)",
      "'a'.search(/a/)",
      "`${/a/}`",
      "new RegExp('a').test('a')",
    ]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number): any { return x + Number(${use}); }`;
      const told = reportOf(source).findings.map(({ code }) => code);
      assert.deepEqual(told, ["unsupported-construct"], use);
    }
  });

  it("a method that needs a regular expression says so", () => {
    const source =
      "/** @differentiable @at x = 1 */\nfunction f(x: number) { return 'a'.match('a').length * x; }";
    assert.deepEqual(findingsOf(source, reportOf(source)), ["'a'.match('a'): unsupported-construct"]);
  });
});
