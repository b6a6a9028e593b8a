/** What the results panel shows of programs: run, sent as the server sends it, received as the client receives it. */

import assert from "node:assert/strict";
import { resultsModel } from "../../client/panel/resultsModel.js";
import { decode, encode } from "../../server/protocol/wire.js";
import { reportOf } from "../server/evaluation/support.js";
import { textOf } from "./panelText.js";

const place = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** A function of `x` at 2: the lines of its point in the panel. */
function check(body: string, expected: string[], declarations = ""): void {
  const report = reportOf(
    `${declarations}\n/** @differentiable @at x = 2 */\nfunction f(x: number): any {\n${body}\n}`,
  );
  const sent = encode({ module: report.module, reports: [{ ...report, findings: [] }], findings: [] });
  const document = { uri: "file:///a.ts", version: 1, ids: ["f"], nameRanges: [place], pending: [] };
  const module = decode(JSON.parse(JSON.stringify(sent)));
  const model = resultsModel([{ ...document, module }], {
    digits: 4,
    pathOf: () => "a.ts",
    lineOf: () => null,
  });
  const onPage = decode(JSON.parse(JSON.stringify(encode(model))));
  assert.deepEqual(textOf(onPage).slice(2), expected);
}

describe("the panel of a program", () => {
  it("has the derivatives of a number", () => check("return x * x;", [" | x = 2", "f | 4", "f′ | 4"]));

  it("has the derivatives of what a Map holds, by its keys", () =>
    check('return new Map<any, any>([["rate", x * x], [7, { u: 3 * x }], [x > 1, [x]]]);', [
      "x = 2",
      ' | f.get("rate") | f.get(7).u | f.get(true)[0]',
      "value | 4 | 6 | 2",
      "′ | 4 | 3 | 1",
    ]));

  it("does not take the keys of a Map for results", () =>
    check("return new Map([[1, x], [2, 5 * x]]);", [
      "x = 2",
      " | f.get(1) | f.get(2)",
      "value | 2 | 10",
      "′ | 1 | 5",
    ]));

  it("has the derivatives of Maps in Maps and in arrays", () =>
    check('return [new Map([["a", new Map([["b", x * x]])]])];', [
      "x = 2",
      ' | f[0].get("a").get("b")',
      "value | 4",
      "′ | 4",
    ]));

  it("has the derivatives of the members of a Set", () =>
    check("return new Set([x, 2 * x]);", ["x = 2", " | f[0] | f[1]", "value | 2 | 4", "′ | 1 | 2"]));

  it("has the derivatives of typed arrays, of one number too", () => {
    check("return Float64Array.of(x, x ** 3);", ["x = 2", " | f[0] | f[1]", "value | 2 | 8", "′ | 1 | 12"]);
    check("return Float64Array.of(x);", ["x = 2", " | f[0]", "value | 2", "′ | 1"]);
  });

  it("has the derivatives of an instance of a class", () =>
    check(
      "return new Particle(x);",
      ["x = 2", " | f.velocity.y | f.position", "value | 8 | 2", "′ | 4 | 1"],
      "class Particle { velocity: any; constructor(position: number) { this.position = position; this.velocity = { y: 4 * position }; } position: number; }",
    ));

  it("has the derivatives of nested arrays", () =>
    check("return [[x, [2 * x]], [], 1];", [
      "x = 2",
      " | f[0][0] | f[0][1][0] | f[2]",
      "value | 2 | 4 | 1",
      "′ | 1 | 2 | 0 (structural)",
    ]));

  it("has the derivatives under keys with dots, quotes, brackets and none at all", () =>
    check('return { "a.b": x, "a": { "b": 2 * x }, \'"\': 3 * x, "[0]": 4 * x, "": 5 * x };', [
      "x = 2",
      ' | f["a.b"] | f.a.b | f["\\""] | f["[0]"] | f[""]',
      "value | 2 | 4 | 6 | 8 | 10",
      "′ | 1 | 2 | 3 | 4 | 5",
    ]));

  it("shows numbers that are not finite, and a zero with a sign", () =>
    check("return [x / 0, -x / 0, 0 / 0 + x, -0 * x];", [
      "x = 2",
      " | f[0] | f[1] | f[2] | f[3]",
      "value | ∞ (!) | -∞ (!) | NaN (!) | 0",
      "′ | ∞ (!) | -∞ (!) | 1 | 0",
    ]));

  for (const text of ["NaN", "Infinity", "-Infinity", "-0", "3", "", "#NaN", "undefined"]) {
    it(`takes the text ${JSON.stringify(text)} for a text`, () => {
      check(`return ${JSON.stringify(text)};`, ["x = 2", `f = ${JSON.stringify(text)}`]);
      check(`return [${JSON.stringify(text)}, x];`, ["x = 2", " | f[1]", "value | 2", "′ | 1"]);
    });
  }
});
