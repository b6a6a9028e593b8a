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
