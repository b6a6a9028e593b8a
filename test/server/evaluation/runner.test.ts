/** A routine run as often as somebody asks: numbers first, at any numbers, along a line, through other branches. */

import assert from "node:assert/strict";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { evaluate } from "../../../server/evaluation/evaluate.js";
import type { InputFunction } from "../../../server/evaluation/inputFunction.js";
import { World } from "../../../server/evaluation/modules/world.js";
import { Runner } from "../../../server/evaluation/runner.js";
import { openPreparation } from "../../../server/prepare.js";
import type { Routine } from "../../../server/routine.js";
import { clock } from "../pipeline.js";

function routineOf(source: string): { routine: Routine; world: World } {
  const read = (module: string) => (module === "/project/main.ts" ? source : undefined);
  const preparation = openPreparation({ read });
  const { routine } = preparation.prepare("/project/main.ts").functions.at(-1)!;
  assert.ok(routine !== null);
  return { routine, world: new World(preparation, clock) };
}

function functionOf(source: string): InputFunction {
  return functionIn(routineOf(source));
}

function functionIn({ routine, world }: { routine: Routine; world: World }): InputFunction {
  return new Runner(routine, world, clock).functionAt(routine.points[0]!, fullBudget);
}

/** Value and derivatives at some numbers: `{ "": 9, "x": 6 }`. */
function at(f: InputFunction, numbers: number[], order = 1): Record<string, number> | string {
  const result = f.at(numbers, order);
  if (result.kind === "ended") return result.finding.code;
  return Object.fromEntries([
    ...result.values.map(({ path, value }) => [path, value]),
    ...result.derivatives.map(({ of = "", wrt, value }) => [`${of}${of === "" ? "" : " "}${wrt}`, value]),
  ]);
}

describe("A function of its inputs", () => {
  it("has the inputs and the numbers of its point", () => {
    const f = functionOf(
      "/** @differentiable @at x = 3, p = [1, 2] @wrt p */ function f(x: number, p: number[]) { return x * p[0] * p[1]; }",
    );
    assert.deepEqual(f.inputs, ["p[0]", "p[1]"]);
    assert.deepEqual(f.here, [1, 2]);
    assert.deepEqual(at(f, [5, 7]), { "": 105, "p[0]": 21, "p[1]": 15 });
  });

  it("is replayed at other numbers, and differentiated to any order", () => {
    const f = functionOf("/** @differentiable @at x = 3 */ function f(x: number) { return x ** 3; }");
    assert.deepEqual(at(f, [3]), { "": 27, x: 27 });
    assert.deepEqual(at(f, [2]), { "": 8, x: 12 });
    assert.deepEqual(at(f, [2], 0), { "": 8 });
    assert.deepEqual(at(f, [2], 3), { "": 8, x: 12, "x,x": 12, "x,x,x": 6 });
  });

  it("takes other branches and other numbers of turns", () => {
    const f = functionOf(`/** @differentiable @at x = 3 */ function f(x: number) {
      let y = x;
      while (y > 1) y = y / 2;
      return x < 0 ? -x : y;
    }`);
    for (const x of [3, 3.5, 9, -2, 3, 0.5, -7]) {
      const here = x <= 1 ? null : 2 ** -Math.ceil(Math.log2(x));
      const expected =
        x < 0 ? { "": -x, x: -1 } : here === null ? { "": x, x: 1 } : { "": x * here, x: here };
      assert.deepEqual(at(f, [x]), expected, String(x));
    }
  });

  it("is interpreted once for all numbers at which the program is answered the same", () => {
    for (const body of [
      "return x ? x * x : 0;",
      "return !x || (x && x === 3) ? 1 : x * x;",
      "return Number.isNaN(x) || !isFinite(x) || isNaN(x) ? 0 : x * x;",
      "return [7, 8].includes(x) || [7, 8].indexOf(x) >= 0 || x == true ? 0 : x * x;",
      "switch (x) { case 7: return 0; default: return Boolean(x) ? x * x : 0; }",
    ]) {
      const parts = routineOf(`/** @differentiable @at x = 2 */ function f(x: any) { ${body} }`);
      const f = functionIn(parts);
      at(f, [2], 1);
      at(f, [2], 2);
      let runs = 0;
      const run = parts.world.run.bind(parts.world);
      parts.world.run = (evaluation) => {
        runs++;
        return run(evaluation);
      };
      for (const x of [5, 6, -2.5]) {
        assert.deepEqual(at(f, [x], 1), { "": x * x, x: 2 * x }, body);
        assert.deepEqual(at(f, [x], 2), { "": x * x, x: 2 * x, "x,x": 2 }, body);
      }
      assert.equal(runs, 0, body);
    }
  });

  it("is right where the run reads a number for itself: as an index, as a text", () => {
    const f = functionOf(`/** @differentiable @at x = 1 */ function f(x: number) {
      const table = [10, 20, 30];
      return table[Math.floor(x)] * x + String(x).length;
    }`);
    assert.deepEqual(at(f, [1]), { "": 21, x: 20 });
    assert.deepEqual(at(f, [2.5]), { "": 78, x: 30 });
    assert.deepEqual(at(f, [0.5]), { "": 8, x: 10 });
  });

  it("gives several numbers, and as many as there are", () => {
    const f = functionOf(`/** @differentiable @at x = 1 */ function f(x: number) {
      return x > 2 ? [x, x * x] : [x];
    }`);
    assert.deepEqual(at(f, [1]), { "[0]": 1, "[0] x": 1 });
    assert.deepEqual(at(f, [3]), { "[0]": 3, "[1]": 9, "[0] x": 1, "[1] x": 6 });
  });

  it("says why it has no value", () => {
    const f = functionOf(
      '/** @differentiable @at x = 1 */ function f(x: number) { if (x > 2) throw new Error("too far"); return x; }',
    );
    assert.deepEqual(at(f, [1]), { "": 1, x: 1 });
    assert.equal(at(f, [3]), "runtime-error");
    assert.deepEqual(at(f, [2]), { "": 2, x: 1 });
  });

  it("starts each time from the module's first state, and with its default values", () => {
    const f = functionOf(
      "let calls = 0; /** @differentiable @at x = 1 */ function f(x: number, y = 2 * x) { calls++; return calls * x * y; }",
    );
    assert.deepEqual(f.inputs, ["x", "y"]);
    assert.deepEqual(f.here, [1, 2]);
    for (const [x, y] of [
      [1, 2],
      [3, 5],
      [3, 5],
    ] as const) {
      assert.deepEqual(at(f, [x, y]), { "": x * y, x: y, y: x });
    }
  });

  it("gives a curve: values and derivatives along a line", () => {
    const f = functionOf(`/** @differentiable @at x = 2, k = 3 */ function f(x: number, k: number) {
      if (x > 100) throw new Error("too far");
      return k * x ** 2;
    }`);
    const { outputs } = f.along({ samples: [1, 2, 200], order: 2 });
    assert.deepEqual(
      outputs.map(({ path, derivatives }) => ({ path, derivatives: derivatives.map((each) => [...each]) })),
      [
        {
          path: "",
          derivatives: [
            [3, 12, Number.NaN],
            [6, 12, Number.NaN],
            [6, 6, Number.NaN],
          ],
        },
      ],
    );
    assert.deepEqual(
      f.values([
        [1, 1],
        [200, 1],
        [3, 2],
      ]),
      [{ "": 1 }, null, { "": 18 }],
    );
  });
});

describe("Numbers come first", () => {
  const { routine, world } = routineOf(
    "/** @differentiable @at x = 0 @at x = 1 */ function f(x: number) { return Math.abs(x) * x ** 2; }",
  );

  it("diagnosis follows on the same compiled program", () => {
    const evaluation = new Runner(routine, world, clock).evaluate(fullBudget);
    assert.deepEqual(
      evaluation.numbers.points.map(({ value, derivatives }) => [value, derivatives[0]!.value]),
      [
        [0, 0],
        [1, 3],
      ],
    );
    assert.deepEqual(evaluation.explained(), evaluate(routine, world, fullBudget, clock));
    assert.equal(evaluation.explained(), evaluation.explained());
  });

  it("asks for a larger budget where the time was over before all was known of them", () => {
    const { routine, world } = routineOf(
      "/** @differentiable @at x = 1e-8 @at x = 0.5 */ function f(x: number) { return (1 - Math.cos(x)) / (x * x); }",
    );
    const lastDigits = new Set<number | undefined>();
    for (let looks = 1; looks < 400; looks++) {
      let count = 0;
      const time = () => (count++ < looks ? 0 : Number.MAX_VALUE);
      const { numbers, explained } = new Runner(routine, world, time).evaluate(fullBudget);
      if (numbers.isSpent) continue;
      const outcome = explained();
      assert.deepEqual(
        outcome.points.map(({ value }) => value),
        numbers.points.map(({ value }) => value),
      );
      const digits = outcome.points.map((point) => point.outputs[0]?.digits);
      assert.ok(outcome.isSpent || !digits.includes(undefined), `after ${looks} looks at the time`);
      lastDigits.add(digits[0]);
    }
    assert.deepEqual(lastDigits, new Set([undefined, 0]));
  });

  it("is what evaluate gives without diagnosis", () => {
    const { routine: kink, world } = routineOf(
      "/** @differentiable @at x = 0 */ function f(x: number) { return Math.abs(x); }",
    );
    assert.deepEqual(evaluate(kink, world, fullBudget, clock, { withDiagnosis: false }).findings, []);
    assert.deepEqual(
      evaluate(kink, world, fullBudget, clock).findings.map(({ code }) => code),
      ["kink"],
    );
  });
});
