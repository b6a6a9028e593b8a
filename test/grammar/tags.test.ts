import assert from "node:assert/strict";
import { hostScopes, tokenize } from "./tokenize.js";

/** Text → the scope that tells it apart, or null for text that stays a plain comment. */
type Expected = [text: string, scope: string | null][];

const tag = "keyword.other.tag.derivative-lens";
const parameter = "variable.parameter.derivative-lens";
const point = "meta.embedded.expression.derivative-lens";
const order = "constant.numeric.decimal.order.derivative-lens";
const assignment = "keyword.operator.assignment.derivative-lens";
const comma = "punctuation.separator.comma.derivative-lens";

/** The expected texts stand in the lines in this order; between them anything may stand. */
async function check(lines: string | string[], expected: Expected, host = "source.ts"): Promise<void> {
  const tokens = await tokenize(host, [lines].flat());
  let next = 0;
  for (const [text, scope] of expected) {
    while (next < tokens.length && tokens[next]!.text.trim() !== text) next++;
    const token = tokens[next++];
    assert.ok(
      token,
      `no token ${JSON.stringify(text)} in ${JSON.stringify(tokens.map((each) => each.text))}`,
    );
    assert.ok(
      scope === null
        ? token.scopes.at(-1)!.startsWith("comment.block.documentation")
        : token.scopes.includes(scope),
      `${JSON.stringify(text)} should be ${scope ?? "plain comment"} but is ${token.scopes.join(" ")}`,
    );
  }
}

/** None of our scopes is anywhere in the lines. */
async function checkUntouched(lines: string | string[]): Promise<void> {
  const tokens = await tokenize("source.ts", [lines].flat());
  for (const { text, scopes } of tokens) {
    assert.ok(!scopes.some((scope) => scope.endsWith(".derivative-lens")), `${text}: ${scopes.join(" ")}`);
  }
}

describe("the grammar of the tags", () => {
  for (const host of hostScopes) {
    const suffix = host.slice("source.".length);
    it(`colours every tag in a doc comment of ${host}`, () =>
      check(
        ["/**", " * @differentiable", " * @at x = 3", " * @order 3", " * @wrt x", " */", "let y = 4;"],
        [
          ["differentiable", tag],
          ["at", tag],
          ["x", parameter],
          ["=", assignment],
          ["3", "constant.numeric.decimal.ts"],
          ["order", tag],
          ["3", order],
          ["wrt", tag],
          ["x", parameter],
          ["*/", `punctuation.definition.comment.${suffix}`],
          ["let", `storage.type.${suffix}`],
        ],
        host,
      ));
  }

  it("lets tags share a line", () =>
    check("/** @differentiable @at x = 3 @order 2 */", [
      ["differentiable", tag],
      ["at", tag],
      ["x", parameter],
      ["order", tag],
      ["2", order],
    ]));

  it("colours the values of a point as expressions", () =>
    check("/** @at p = [1, -2e3], q = { x: 0, y: Math.PI / 2 }, r = scale * 2 */", [
      ["p", parameter],
      ["[", "meta.brace.square.ts"],
      ["1", "constant.numeric.decimal.ts"],
      ["-", "keyword.operator.arithmetic.ts"],
      ["2e3", "constant.numeric.decimal.ts"],
      [",", comma],
      ["q", parameter],
      ["x", "meta.object-literal.key.ts"],
      ["Math", point],
      ["PI", point],
      ["/", "keyword.operator.arithmetic.ts"],
      ["r", parameter],
      ["scale", "variable.other.readwrite.ts"],
    ]));

  it("colours a claim to be a derivative", () =>
    check("/** @derivativeOf Spring.energy wrt x, k @at x = 3 */", [
      ["derivativeOf", tag],
      ["Spring.energy", "entity.name.function.derivative-lens"],
      ["wrt", "keyword.other.wrt.derivative-lens"],
      ["x", parameter],
      [",", comma],
      ["k", parameter],
      ["at", tag],
    ]));

  it("colours names with any letters", () =>
    check("/** @at σ = 0.2, $rate_1 = 1 @wrt σ, $rate_1 */", [
      ["σ", parameter],
      ["$rate_1", parameter],
      ["σ", parameter],
      ["$rate_1", parameter],
    ]));

  it("keeps what is compared apart from what is assigned", () =>
    check("/** @at x = a == b, f = (u) => u */", [
      ["x", parameter],
      ["a", "variable.other.readwrite.ts"],
      ["==", "keyword.operator.comparison.ts"],
      ["f", parameter],
      ["=>", "storage.type.function.arrow.ts"],
    ]));

  for (const unfinished of [
    '@at s = "not closed',
    "@at s = `not closed ${x",
    "@at p = [1, 2",
    "@at q = { x: 0",
    "@at x = (1 + ",
    "@at x = 1 //",
    "@at x = /a",
    "@at x =",
    "@at",
    "@wrt",
    "@derivativeOf",
    "@derivativeOf f wrt",
    "@order",
  ]) {
    it(`ends the comment after ${unfinished}`, () =>
      check(`/** ${unfinished} */ let y = 4;`, [
        ["*/", "punctuation.definition.comment.ts"],
        ["let", "storage.type.ts"],
        ["4", "constant.numeric.decimal.ts"],
      ]));

    it(`goes on as a comment on the line after ${unfinished}`, () =>
      check(
        ["/**", ` * ${unfinished}`, " * prose", " * @order 2", " */", "let y = 4;"],
        [
          ["* prose", null],
          ["order", tag],
          ["2", order],
          ["let", "storage.type.ts"],
        ],
      ));

    it(`sees the tag on the same line after ${unfinished}`, () =>
      check(`/** ${unfinished} @order 2 */`, [
        ["order", tag],
        ["2", order],
      ]));
  }

  it("gives no colour to an order that is no number", () =>
    check("/** @order 2.5 */ let y;", [
      ["order", tag],
      ["2.5", null],
    ]));

  it("leaves other tags, and words that only begin like ours, alone", () =>
    checkUntouched([
      "/**",
      " * @param x the @attribute, @ordered, @wrt2, @differentiableness",
      " * mail me@at.example",
      " */",
    ]));

  it("leaves comments that are no doc comments alone", () =>
    checkUntouched([
      "// @differentiable @at x = 3",
      "/* @differentiable @at x = 3 */",
      'const s = "@order 3";',
    ]));

  it("leaves decorators alone", () => checkUntouched("@order(3) class A {}"));
});
