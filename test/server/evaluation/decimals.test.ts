/** Every primitive has a rule over decimals: without one, nothing would be known of the digits of what uses it. */

import assert from "node:assert/strict";
import { GradientTape, primal, primitives, Variable } from "nested-tape";
import { overDecimals, relativeError } from "../../../server/evaluation/precise/decimals.js";

/** In the domain of every primitive but one. */
const usual = [0.6, 0.35, 0.2, 0.1];
const operands: Record<string, number[]> = { acosh: [1.5] };

describe("Decimals", () => {
  for (const [name, operation] of primitives) {
    it(`compute ${name} as double precision does, but for rounding`, () => {
      const { arity } = operation.primitive;
      const given = operands[name] ?? usual.slice(0, arity === "list" ? usual.length : arity);
      const tape = new GradientTape({ persistent: true });
      const value = tape.record(() => operation(...given.map((number) => new Variable(number))));
      const { values } = overDecimals(tape, [value], 40, () => false);
      assert.ok(values !== null);
      assert.ok(relativeError(primal(value), values[0]!) < 1e-15, `${primal(value)}, not ${values[0]}`);
    });
  }

  it("take a double as it is, and not as the short decimal that stands for it", () => {
    const x = new Variable(0.1);
    const tape = new GradientTape({ persistent: true });
    const value = tape.record(() => primitives.get("mul")!(x, 3));
    const { values } = overDecimals(tape, [value], 40, () => false);
    assert.equal(String(values![0]), "0.3000000000000000166533453693773481063545");
  });
});
