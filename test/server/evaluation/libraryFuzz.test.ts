/**
 * Generated calls of the standard library, with arguments of every kind in every place, must give what Node
 * gives: the same value bit for bit, or an error of the same kind. Each call is made anew from its seed.
 */

import assert from "node:assert/strict";
import { nodeValue, reportOf } from "./support.js";

const argumentTexts =
  "0|1|-1|2|-2|1.5|-1.5|NaN|Infinity|-Infinity|undefined|null|'a'|'b'|''|'1'|true|[]|[1]|x|-0|100|'ab'|{}".split(
    "|",
  );
const callbacks = [
  "(v: any) => v",
  "(v: any, i: any) => i",
  "(a: any, b: any) => a - b",
  "(a: any, b: any) => a + b",
  "(v: any) => v > 1",
  "(v: any) => [v, v]",
  "() => undefined",
];
const texts = ["'abc'", "''", "'banana'", "' a b '", "'a\\u{1f600}b'", "'1,2,3'", "'\\ud800x'"];
const arrays =
  "[1, 2, 3]|[]|[3, 1, 2, 1]|['b', 'a']|[1, , 3]|[[1], [2, [3]]]|[NaN, 0, -0]|[undefined, null, 1]|[x, 2 * x]|new Array(3)".split(
    "|",
  );
const typedArrays = [
  "Float64Array",
  "Float32Array",
  "Int8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Int32Array",
].flatMap((kind) => [`new ${kind}([1, 2.5, -3, 300])`, `new ${kind}(2)`, `${kind}.of(3, 1, NaN)`]);
const numbers = "0|-0|1.5|x|NaN|Infinity|123.456|-1e21|1e-7|255|5e-324".split("|");

const textMethods =
  "at charAt charCodeAt codePointAt slice substring substr trim trimStart trimEnd split includes startsWith endsWith indexOf lastIndexOf concat padStart padEnd repeat replace replaceAll toLowerCase toUpperCase isWellFormed toWellFormed normalize toString".split(
    " ",
  );
const arrayMethods =
  "at concat copyWithin fill includes indexOf lastIndexOf join slice splice reverse push pop shift unshift flat toReversed toSpliced with keys values entries sort toSorted toString".split(
    " ",
  );
const typedMethods =
  "at copyWithin fill includes indexOf lastIndexOf join slice subarray reverse toReversed with keys values entries sort toSorted set toString".split(
    " ",
  );
const visitingMethods =
  "map filter forEach reduce reduceRight find findIndex findLast findLastIndex some every sort toSorted".split(
    " ",
  );
const functions =
  "Number String Boolean parseInt parseFloat isNaN isFinite Number.isInteger Array.from Array.of Array Object.keys Object.entries Object.values Object.is Object.getOwnPropertyNames JSON.stringify JSON.parse String.fromCharCode String.fromCodePoint Object.fromEntries Float64Array.from Int8Array.of".split(
    " ",
  );
const mathFunctions = Object.getOwnPropertyNames(Math).filter(
  (name) => name !== "random" && typeof Math[name as keyof Math] === "function",
);

/** Texts of calls, from a linear congruential generator. */
function generator(seed: number): () => string {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const oneOf = (choices: readonly string[]): string => choices[below(choices.length)]!;
  const some = (most: number, pool = argumentTexts) =>
    Array.from({ length: below(most + 1) }, () => oneOf(pool)).join(", ");
  const onArray = (array: string, call: string) =>
    `(() => { const a: any = ${array}; const r: any = a.${call}; return [r === a, r, a]; })()`;
  const kinds: (() => string)[] = [
    () => `(${oneOf(texts)} as any).${oneOf(textMethods)}(${some(3)})`,
    () => onArray(oneOf(arrays), `${oneOf(arrayMethods)}(${some(3)})`),
    () => onArray(oneOf(arrays), `${oneOf([...visitingMethods, "flatMap"])}(${oneOf(callbacks)})`),
    () => onArray(oneOf(typedArrays), `${oneOf(typedMethods)}(${some(3)})`),
    () => onArray(oneOf(typedArrays), `${oneOf(visitingMethods)}(${oneOf(callbacks.slice(0, 5))})`),
    () =>
      `(${oneOf(numbers)} as any).${oneOf(["toFixed", "toPrecision", "toExponential", "toString"])}(${oneOf("|0|1|2|10|16|36|37|-1|100|101|undefined|2.9".split("|"))})`,
    () => `(Math as any).${oneOf(mathFunctions)}(${some(3)})`,
    () => `(${oneOf(functions)} as any)(${some(3, [...argumentTexts, ...texts, ...arrays, ...typedArrays])})`,
  ];
  return () => kinds[below(kinds.length)]!();
}

/** Shows a value with what `deepEqual` does not tell apart, or tells apart between two realms. */
const shown = `function shown(v: any, depth = 0): any {
  if (depth > 4) return '…';
  if (v === undefined) return 'undefined';
  if (typeof v === 'number') return Object.is(v, -0) ? '-0' : v;
  if (typeof v === 'function') return 'function';
  if (typeof v !== 'object' || v === null) return v;
  if (typeof v.next === 'function') return ['iterator', ...v].map((e) => shown(e, depth + 1));
  if (ArrayBuffer.isView(v)) return [v.constructor.name, ...(v as any)].map((e) => shown(e, depth + 1));
  if (Array.isArray(v)) {
    const list: any[] = [];
    for (let i = 0; i < v.length; i++) list.push(i in v ? shown(v[i], depth + 1) : 'hole');
    return list;
  }
  const record: any = {};
  for (const key of Object.keys(v)) record[key] = shown(v[key], depth + 1);
  return record;
}`;

/** Holds calls to Node; a finding that ends the run is passed over where it says that this is not supported. */
function hold(calls: string[]): void {
  const lines = calls.map(
    (call) => `try { out.push(shown(${call})); } catch (e: any) { out.push(e.constructor.name); }`,
  );
  const source = `${shown}
/** @differentiable @at x = 0.7 */
function f(x: number): any {\nconst out: any[] = [];\n${lines.join("\n")}\nreturn out;\n}`;
  const report = reportOf(source);
  const { value } = report.points[0]!;
  if (value !== undefined) {
    const expected = nodeValue(source, "f(0.7)") as unknown[];
    calls.forEach((call, index) => {
      assert.deepEqual((value as unknown[])[index], expected[index], call);
    });
  } else if (calls.length > 1) {
    for (const call of calls) hold([call]);
  } else {
    const ended = report.findings.filter(({ severity }) => severity === "error");
    assert.match(ended.map(({ code }) => code).join(), /^(unsupported-construct|budget-elements)$/, calls[0]);
  }
}

describe("Generated calls of the standard library", () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`seed ${seed}`, () => {
      const next = generator(seed * 7919);
      hold(Array.from({ length: 50 }, next));
    });
  }
});
