/**
 * The derivative rules as data, at numbers where doubles are at their limits: what sweeps compute by hand is what the
 * rules say, to the last bit, and so is what their source gives when it is run.
 */

import assert from "node:assert/strict";
import { type Primitive, primitives, type Scalar, Variable } from "../../engine/index.js";
import { flowOf } from "../../engine/primitives/flow.js";

import type { Condition, Expression } from "../../engine/primitives/rule.js";
import { textOf } from "../../engine/primitives/ruleText.js";
import { GradientTape } from "../../engine/tape/gradientTape.js";
import { operationNamed } from "./checks.js";

const { NaN: none, POSITIVE_INFINITY: inf } = Number;
const specials = [0, -0, 1, -1, 0.5, -0.3, 2, 3, -2, 2.5, 1e-8, 5e-324, 1e-310, -1e-200, 1e200, -1e308, 800];
const edges = [2 ** 53, -(2 ** 54), 4503599627370497, inf, -inf, none];
const points = [...specials, ...edges];
const few = [0, -0, 1, -2, 0.5, 1e-310, 1e200, inf, -inf, none];
const adjoints = [1, -1, 0, -0, 0.1, 1e300, 5e-324, inf, none];

const rows = [...primitives.values()].map(({ primitive }) => primitive);

/** Operands of calls; of lists, of one to four numbers, and of pairs where a list is one of pairs. */
function operandsOf({ arity, name }: Primitive): number[][] {
  const one = points.map((x) => [x]);
  const two = points.flatMap((x) => points.map((y) => [x, y]));
  if (arity === 1) return one;
  if (arity === 2) return two;
  const three = few.flatMap((x) => few.flatMap((y) => few.map((z) => [x, y, z])));
  const four = few.flatMap((x) => few.map((y) => [x, y, 3, y]));
  return name === "dot" ? [...two, ...four] : [...one, ...two, ...three, ...four];
}

function resultOf(row: Primitive, operands: number[]): number {
  return row.arity === "list" ? row.value(operands) : (row.value as (...xs: number[]) => number)(...operands);
}

/** What the row lets flow to an operand. */
function byRow(row: Primitive, g: number, operands: number[], which: number, y: number): Scalar | null {
  if (row.arity === 1) return row.flow(g, operands[0]!, y);
  if (row.arity === 2) return row.flows[which]!(g, operands[0]!, operands[1]!, y);
  return row.flow(g, operands, which, y);
}

type Source = (g: number, y: number, operands: readonly number[]) => number | null;

/** The rule's source as a function. What JavaScript does not have is given to it. */
function sourceOf(rule: Expression, count: number): Source {
  const operands = Array.from({ length: count }, (_, k) => `operands[${k}]`);
  const { shared, text } = textOf(rule, { adjoint: "g", operands, result: "y", nothing: "null" });
  const before = shared === null ? "" : `const ${shared.name} = ${shared.text};`;
  return new Function("g", "y", "operands", `${before} return ${text};`) as Source;
}

/**
 * JavaScript has no name for these, and their source cancels or overflows where they do not. What calls them is held
 * to its rule by the closures alone.
 */
const unnamed = ["oneMinusSquare", "componentOf"];

function calls(rule: Expression | Condition, names: readonly string[]): boolean {
  if (rule.kind === "call" && names.includes(rule.operation.primitive.name)) return true;
  return Object.values(rule).some((part) =>
    Array.isArray(part)
      ? part.some((one: Expression) => calls(one, names))
      : typeof part === "object" && part !== null && calls(part as Expression, names),
  );
}

describe("the derivative rules", () => {
  for (const row of rows) {
    it(`of ${row.name} are what sweeps compute`, () => {
      const wrong = new Set<string>();
      const sources = new Map<number, Source[]>();
      for (const operands of operandsOf(row)) {
        const y = resultOf(row, operands);
        const rules = row.partials(operands.length);
        assert.equal(rules.length, operands.length);
        if (!sources.has(operands.length)) {
          sources.set(
            operands.length,
            rules.map((rule) => sourceOf(rule, operands.length)),
          );
        }
        rules.forEach((rule, which) => {
          for (const g of adjoints) {
            const expected = byRow(row, g, operands, which, y);
            const note = (how: string, actual: unknown) =>
              Object.is(actual, expected) ||
              wrong.add(`${how}: g = ${g}, by ${which} at (${operands}): ${actual}, by the row ${expected}`);
            if (row.arity !== "list") note("data", flowOfRule(row, which)(g, ...operands, y));
            if (!calls(rule, unnamed)) note("source", sources.get(operands.length)![which]!(g, y, operands));
          }
        });
      }
      assert.deepEqual([...wrong].slice(0, 10), []);
    });
  }

  const flows = new Map<Expression, (...scalars: Scalar[]) => Scalar | null>();
  function flowOfRule(row: Primitive, which: number): (...scalars: Scalar[]) => Scalar | null {
    const rule = row.partials()[which]!;
    const known = flows.get(rule) ?? (flowOf(row.arity as 1 | 2, () => rule) as never);
    flows.set(rule, known);
    return known;
  }

  it("let nothing flow only as a rule, or as a branch of one, and share only around all of a rule", () => {
    const check = (part: Expression, isRule: boolean, name: string): void => {
      if (part.kind === "nothing" || part.kind === "let") assert.ok(isRule, `${name}: ${part.kind} inside`);
      for (const [key, inner] of Object.entries(part)) {
        if (key === "condition" || typeof inner !== "object" || inner === null) continue;
        const isBranch = isRule && ["body", "consequent", "alternative"].includes(key);
        for (const one of Array.isArray(inner) ? inner : [inner]) check(one, isBranch, name);
      }
    };
    for (const row of rows) for (const rule of row.partials(4)) check(rule, true, row.name);
  });

  it("of the arithmetic are what the sweep of a tape has in line", () => {
    const [a, b] = [new Variable(0), new Variable(0)];
    for (const row of rows.filter(({ name }) => ["add", "sub", "mul", "div"].includes(name))) {
      for (const operands of operandsOf(row)) {
        a.assign(operands[0]!);
        b.assign(operands[1]!);
        const tape = new GradientTape();
        const y = tape.record(() => operationNamed(row.name)(a, b));
        const expected = [0, 1].map((which) => byRow(row, 1, operands, which, resultOf(row, operands)));
        // A sum of flows begins with 0, which is what −0 becomes there.
        const toZero = (x: Scalar | null) => (x === null ? null : (x as number) + 0);
        assert.deepEqual(
          tape.gradient(y, [a, b]).map(toZero),
          expected.map(toZero),
          `${row.name}(${operands})`,
        );
      }
    }
  });
});
