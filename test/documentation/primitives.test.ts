/** docs/primitives.md has the derivative rules of the engine, as source made of the data. */

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { type Primitive, primitives } from "../../engine/index.js";
import { isInParentheses, textOf } from "../../engine/primitives/ruleText.js";

const file = path.join(__dirname, "../../docs/primitives.md");

function page(): string {
  const rows = [...primitives.values()]
    .map(({ primitive }) => primitive)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(linesOf);
  return `# The derivative rules of nested-tape

Made from the rows in \`engine/primitives/\`; see [how the engine is built](engine.md#how-it-is-built).

What flows to each operand of an operation when \`g\` flows to its result \`y\`: times the partial derivative, in the order in which the engine computes it, with the conventions at kinks and at the edges of domains. *Nothing* flows where the derivative is 0 whatever comes after, even ∞ or NaN. The operand of a function of one number is \`x\`; the rules of a list are those of a call with two. A test runs the source and holds it to the sweeps to the last bit, but for what calls \`oneMinusSquare\` and \`componentOf\`: these have no name in JavaScript, and the engine computes them more carefully than their source would.

| operation | y | flows to | what flows |
|---|---|---|---|
${rows.join("\n")}
`;
}

function linesOf({ name, arity, partials, print }: Primitive): string[] {
  const operands = arity === 1 ? ["x"] : ["a", "b"];
  const printed = print(...operands);
  const value = isInParentheses(printed) ? printed.slice(1, -1) : printed;
  return partials(operands.length).map((rule, which) => {
    const { shared, text } = textOf(rule, { adjoint: "g", operands, result: "y", nothing: "nothing" });
    const before = shared === null ? "" : `, where \`${shared.name} = ${cell(shared.text)}\``;
    const first = which === 0 ? `\`${name}\` | \`${cell(value)}\`` : " | ";
    return `| ${first} | \`${operands[which]}\` | \`${cell(text)}\`${before} |`;
  });
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

describe("The page on the derivative rules", () => {
  it("is the one that the rules give", () => {
    const expected = page();
    if (process.env.UPDATE_EXPECT === "1") fs.writeFileSync(file, expected);
    const written = fs.existsSync(file) ? fs.readFileSync(file, "utf8").replaceAll("\r\n", "\n") : "";
    assert.equal(written, expected, "Run UPDATE_EXPECT=1 npm test -- documentation, and read the diff.");
  });
});
