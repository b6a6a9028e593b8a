/** What the library and the operators do counts: a budget bounds it, and is found spent where that happens. */

import { strict as assert } from "node:assert";
import { fullBudget } from "../../../server/evaluation/budget.js";
import {
  firstPosition,
  lastPosition,
  splitText,
} from "../../../server/evaluation/interpreter/library/textSearch.js";
import { checkAgainstNode, findingsOf, reportOf } from "./support.js";

/** A body of `f` that would go on for long, with the finding that ends it. */
function check(body: string, expected: string[], budget = { ...fullBudget, steps: 400_000 }): void {
  const source = `/** @differentiable @at x = 1 */\nfunction f(x: number): any { ${body} }`;
  assert.deepEqual(findingsOf(source, reportOf(source, {}, budget)), expected, body);
}

describe("Work is counted", () => {
  const long = "const long = 'ab'.repeat(20000), other = 'ab'.repeat(20000);";
  const often = "for (let i = 0; i < 1000; i++)";
  for (const [name, body] of Object.entries({
    "numbers of long texts": `${long} ${often} n += Number(long);`,
    "comparisons of long texts": `${long} ${often} n += long === other ? 1 : 0;`,
    "the order of long texts": `${long} ${often} n += long < other ? 1 : 0;`,
    "long keys of maps": `${long} const m = new Map(); ${often} m.set(long, i);`,
    "long keys that are looked up": `${long} const m = new Map([[long, 1]]); ${often} n += m.get(other) ?? 0;`,
    "long keys of records": `${long} const o: any = {}; ${often} n += o[long + i] ?? 0;`,
    "members of both sets": `${long} const s = new Set([long]), t = new Set([other]); ${often} n += (s as any).union(t).size;`,
    "long texts among others": `${long} const list = new Array(20).fill(long); ${often} n += list.lastIndexOf(other + 'a'.slice(1));`,
    "capital letters": `${long} ${often} n += long.toUpperCase().length;`,
    "the order of a language": `${long} ${often} n += long.localeCompare(other);`,
    "a chain that is asked for a prototype": `let o: any = {}; ${"for (let i = 0; i < 9000; i++) o = Object.create(o);"} ${often} n += f.isPrototypeOf(o) ? 1 : 0;`,
    "a chain that is assigned to": `let o: any = {}; ${"for (let i = 0; i < 9000; i++) o = Object.create(o);"} ${often} o['k' + i] = i;`,
    "equal members of sets": `const ones = new Array(9999).fill(1); ${often} new Set(ones);`,
    holes: `const holes = new Array(9999); ${often} holes.forEach(() => 1);`,
    "keys that JSON is asked for":
      "const keys = new Array(999).fill(0).map((_, i) => 'k' + i); for (let i = 0; i < 1000; i++) JSON.stringify({}, keys);",
    "keys that are spread": `const keys = Object.fromEntries(new Array(999).fill(0).map((_, i) => ['k' + i, i])); ${often} n += ({ ...keys }).k1;`,
    prototypes: `let o: any = {}; ${"for (let i = 0; i < 9000; i++) o = Object.create(o);"} ${often} n += o.missing ? 1 : 0;`,
  })) {
    it(name, () => check(`let n = 0; ${body} return n * x;`, ["for: budget-steps"]));
  }

  it("the elements of an array that is made flat", () => {
    check(
      "const list = new Array(100000).fill(1); for (;;) list.flat();",
      ["for: budget-elements"],
      fullBudget,
    );
  });

  it("the parameters of a call", () => {
    const list = "const list = new Array(100000).fill(1); const g = (...rest: any[]) => rest.length;";
    for (const call of ["g.apply(null, list)", "Reflect.apply(g, null, list)", "g(...list)"]) {
      check(`${list} for (;;) ${call};`, ["for: budget-elements"], fullBudget);
    }
  });
});

describe("Limits of the host are told where they are met", () => {
  it("more parameters than Node takes are the error that Node throws", () => {
    const list = "const list = new Array(200000).fill(1);";
    check(
      `${list} return Math.max.apply(null, list) * x;`,
      ["Math.max.apply(null, list): runtime-error"],
      fullBudget,
    );
    checkAgainstNode(`${list} try { return Math.max(...list); } catch (e: any) { return e.name; }`);
  });
  it("data nested too deep for the library is found at its call", () => {
    check(
      "let a: any = [1]; for (let i = 0; i < 100000; i++) a = [a]; return a.join().length * x;",
      ["a.join(): budget-depth"],
      fullBudget,
    );
  });
  it("iterators made of one another without end are refused where they are made", () => {
    check(
      "let i: any = [1, 2].values(); for (let k = 0; k < 5000; k++) i = i.map((v: any) => v); return [...i].length * x;",
      ["i.map((v: any) => v): unsupported-construct"],
      fullBudget,
    );
  });
  it("texts of any length are paid for before the host makes them", () => {
    const long = "const long = 'ab'.repeat(400000);";
    check(
      `${long} const list = new Array(2000).fill(long); return String(list).length * x;`,
      ["String(list): budget-elements"],
      fullBudget,
    );
    const template = `\`${"${long}".repeat(9)}\``;
    check(`${long} return ${template}.length * x;`, [`${template}: budget-elements`], fullBudget);
  });
  it("a message quotes no more than its part of a long text", () => {
    const name = "n".repeat(5000);
    for (const body of ["throw new Error('a'.repeat(100000));", `return (x as any).${name}();`]) {
      const source = `/** @differentiable @at x = 1 */\nfunction f(x: number): any { ${body} }`;
      const { message } = reportOf(source).findings[0]!;
      assert.ok(message.length > 100 && message.length <= 2_000, String(message.length));
    }
  });
  it("many values are put into an array at once", () => {
    checkAgainstNode(
      "const a = new Array(9).fill(7); delete a[5]; const list = new Array(3000).fill(1); return [Object.keys(a.splice(2, 4, ...list)), a.length, a[2], a[3001], a[3002], a.unshift(...list), a[2999], a[3000], a.at(-1)];",
    );
    checkAgainstNode(
      "const a: any[] = [1, , 3, , 5]; const list = new Array(2000).fill(1); a.unshift(...list); const b: any[] = [1, , 3]; b.splice(9, 9, ...list); return [Object.keys(a).length, a.length, 2001 in a, a[2002], b.length, b[3]];",
    );
  });
  it("JSON is paid for once, however deep it is nested", () => {
    check(
      "let a: any = 'ab'.repeat(50000); for (let i = 0; i < 300; i++) a = [a]; return JSON.stringify(a).length * x;",
      [],
      fullBudget,
    );
  });
  it("what is bound again and again is called at once", () => {
    checkAgainstNode(
      "let g: any = (a: number, b: number) => a - b; g = g.bind(null, 7); for (let i = 0; i < 50000; i++) g = g.bind(null); return [g(2), g.length];",
    );
  });
});

describe("Texts are searched as the host searches them", () => {
  const nothing = { spend: () => undefined, work: () => undefined };
  const part = `${"ab".repeat(50)}c`;
  const texts = [part, `${part}${part}`, `x${part}ab${part}y`, "ab".repeat(90), `${"ab".repeat(60)}c`, ""];
  for (const [number, text] of texts.entries()) {
    it(`text ${number}`, () => {
      for (const from of [-1, 0, 1, 50, 102, 500, Number.NaN, Number.POSITIVE_INFINITY]) {
        assert.equal(firstPosition(text, part, from, nothing), text.indexOf(part, from), `first ${from}`);
        assert.equal(lastPosition(text, part, from, nothing), text.lastIndexOf(part, from), `last ${from}`);
      }
      for (const most of [0, 1, 2, 9])
        assert.deepEqual(splitText(text, part, most, nothing), text.split(part, most));
    });
  }
  it("a long part that nearly fits everywhere takes steps by the lengths, not by their product", () => {
    let steps = 0;
    const meter = { spend: () => undefined, work: (count: number) => void (steps += count) };
    assert.equal(firstPosition("a".repeat(100_000), `${"a".repeat(50_000)}b`, 0, meter), -1);
    assert.ok(steps > 0 && steps < 100_000, String(steps));
  });
});
