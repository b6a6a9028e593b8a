/**
 * Taylor series at many samples at once: the numbers of `taylor` at each of them, also where branches turn out
 * otherwise in the midst of the samples, where numbers are not finite, and for every row of the
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  abs,
  add,
  compile,
  customGradient,
  derivatives,
  div,
  dot,
  exp,
  floor,
  GradientTape,
  greater,
  less,
  log,
  max,
  min,
  mul,
  neg,
  pow,
  primal,
  primitives,
  type Scalar,
  sin,
  sqrt,
  sub,
  taylor,
  Variable,
} from "../../engine/index.js";
import { nested, operationNamed } from "./checks.js";

const { NaN: none, POSITIVE_INFINITY: inf } = Number;
const specials = [0, -0, 1, -1, 0.5, 2, 3, -2, 1e-8, 800, -800, inf, -inf, none];

/** Where the series at the samples are not those of `taylor`, to the last bit; only the sign of a 0 is left out. */
function mismatches(f: (x: Scalar) => Scalar, samples: readonly number[], order: number): string[] {
  const series = compile(f, samples[0]!).series(samples, order);
  assert.equal(series.length, order + 1);
  return samples.flatMap((x, sample) => {
    const expected = taylor(f, x, order) as number[];
    return expected.flatMap((c, k) => {
      const found = series[k]![sample]!;
      return found === c || Object.is(found, c) ? [] : [`at ${x}, order ${k}: ${found}, expected ${c}`];
    });
  });
}

function check(name: string, f: (x: Scalar) => Scalar, samples: readonly number[] = specials): void {
  it(name, () => {
    for (const order of [0, 1, 3, 4]) assert.deepEqual(mismatches(f, samples, order), []);
  });
}

/** More samples than are computed together. */
const many = Array.from({ length: 150 }, (_, i) => -1.5 + i / 50);

describe("series at many samples", () => {
  describe("are those of one sample, for every row of the table", () => {
    for (const [name, f] of primitives) {
      const { arity } = f.primitive;
      const all = [...specials, ...many];
      const moving = (x: Scalar) => add(0.25, mul(x, add(1, mul(0.5, x))));
      if (arity === 1) {
        check(`${name}`, (x) => f(x), all);
        check(`${name} of what moves by itself`, (x) => f(moving(x)), all);
        check(`${name} and what comes of it`, (x) => sqrt(mul(f(floor(x)), f(x))), all);
        continue;
      }
      const seconds = arity === 2 ? [0, -1.5, 1, 2, 3, 0.5] : [0, 1, -2];
      for (const other of seconds) {
        check(`${name} beside ${other}`, (x) => f(moving(x), other), all);
        check(`${name} behind ${other}`, (x) => f(other, moving(x)), all);
      }
      check(`${name} of two that move`, (x) => f(x, moving(x)), all);
      check(`${name} of one twice`, (x) => f(x, x), all);
      check(`${name} of what is cut off`, (x) => sqrt(f(max(x, 0), floor(x))), all);
      if (arity === "list") check(`${name} of four`, (x) => f(x, 2, moving(x), max(x, mul(x, x))), all);
    }
  });

  check(
    "are right for sums of products",
    (x) => {
      const fixed = add(2, 3);
      let sum: Scalar = 1;
      for (let i = 1; i < 20; i++) {
        sum = i % 3 === 0 ? sub(sum, mul(x, i)) : add(mul(sub(x, i), x), sum);
        sum = sub(sum, mul(sin(x), cosOf(x, i)));
      }
      return add(sum, mul(fixed, x));
    },
    [...specials, ...many],
  );
  check("are right for lists", (x) => dot([x, 2, mul(x, x), 3], [1, x, x, 4]), [...specials, ...many]);
  check(
    "are right for whole powers",
    (x) => {
      let sum: Scalar = 0;
      for (const n of [0, 1, 2, 3, 4, 7, 12, 64, 65, -1, -2, 0.5]) sum = add(sum, pow(sub(x, 0.1), n));
      return sum;
    },
    [...specials, ...many],
  );
  check("are right behind a pole", (x) => div(1, add(1, div(1, mul(x, x)))));
  check("are right where something is cut off", (x) => sqrt(max(min(x, 1), 0)), [...specials, ...many]);
  check("are right where nothing is left", (x) => exp(log(floor(mul(3, sin(x))))), [...specials, ...many]);
  check("are right at an input alone", (x) => x);
  check("are right for a constant", () => 5);
  check("are right on both sides of a branch", (x) => (less(x, 0.2) ? neg(x) : pow(x, 3)), many);
  check(
    "are right through branches in a loop",
    (x) => {
      let y = x;
      for (let i = 0; i < 5; i++) y = greater(y, 0.3) ? sub(mul(2, y), 1) : add(abs(y), 0.1);
      return y;
    },
    many,
  );
  check("are right where the program reads the number for itself", (x) => mul(x, primal(x)), many);
  check(
    "are right where loops have another length at each sample",
    (x) => {
      let y = add(2, x);
      while (less(y, 1e4)) y = mul(y, 1.1);
      return log(y);
    },
    many,
  );
  check(
    "are right through a derivative of somebody's own",
    (x) => mul(x, customGradient((t: Scalar) => [exp(t), (g: Scalar) => mul(g, exp(t))])(x)),
    [1, 2, -1],
  );

  it("are those of nested tapes, with a factorial between", () => {
    const f = (x: Scalar) => mul(exp(sin(x)), add(1, mul(x, x)));
    const series = compile(f, 0).series(many, 3);
    many.forEach((x, sample) => {
      let factorial = 1;
      for (let order = 0; order <= 3; order++) {
        if (order > 1) factorial *= order;
        const expected = nested((t) => f(t!), [order])(x) as number;
        const found = series[order]![sample]! * factorial;
        assert.ok(
          Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
          `${found}, ${expected}`,
        );
        assert.equal(found, derivatives(f, 3)(x)[order]);
      }
    });
  });

  it("are those of generated programs", () => {
    const names = [...primitives.keys()].filter((name) => name !== "stopGradient" && name !== "dot");
    const step = fc.record({ name: fc.constantFrom(...names), first: fc.nat(5), second: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 9 }), fc.nat(4), (steps, order) => {
        const f = (x: Scalar) => {
          const values: Scalar[] = [x, 0.75];
          for (const { name, first, second } of steps) {
            const back = (n: number) => values[values.length - 1 - (n % values.length)]!;
            values.push(operationNamed(name)(back(first), back(second)));
          }
          return values.at(-1)!;
        };
        assert.deepEqual(mismatches(f, [...specials, 0.1, -0.7, 1.3], order), []);
      }),
      { numRuns: 1000, seed: 20_26 },
    );
  });

  it("run the function once for each way through its branches", () => {
    let runs = 0;
    const f = compile((x: Scalar) => {
      runs++;
      return less(x, 0) ? neg(x) : mul(x, x);
    }, 1);
    f.series(many, 2);
    assert.equal(runs, 2);
    f.series([...many].reverse(), 3);
    assert.equal(runs, 2);
  });

  it("go along a line of several numbers, in any structure", () => {
    const f = compile(
      (p: Scalar[], q: { y: Scalar }) => [mul(p[0]!, q.y), { z: pow(p[1]!, 2) }] as const,
      [1, 2],
      { y: 3 },
    );
    const [product, { z }] = f.series(new Float32Array([0, 1]), 2, {
      from: [new Float64Array([1, 2]), { y: 3 }],
      direction: [[1, 0], { y: 10 }],
    });
    // (1 + t)(3 + 10t) = 3 + 13t + 10t²
    assert.deepEqual(
      product.map((row) => Array.from(row)),
      [
        [3, 26],
        [13, 33],
        [10, 10],
      ],
    );
    assert.deepEqual(
      z.map((row) => Array.from(row)),
      [
        [4, 4],
        [0, 0],
        [0, 0],
      ],
    );
    const [still] = f.series([0, 5], 1, { from: [[1, 2], { y: 3 }], direction: [[1, 0], null] });
    assert.deepEqual(
      still.map((row) => Array.from(row)),
      [
        [3, 18],
        [3, 3],
      ],
    );
  });

  it("leave what does not move where it is, also beside an infinite sample", () => {
    const f = compile((x: Scalar, y: Scalar) => mul(sqrt(y), x), 1, 0);
    const [value, slope] = f.series([inf, 2], 1, { from: [0, 0], direction: [1, 0] });
    assert.deepEqual(
      [value, slope].map((row) => Array.from(row!)),
      [
        [none, 0],
        [0, 0],
      ],
    );
  });

  it("take the numbers of variables as they are", () => {
    const scale = new Variable(2);
    const f = compile((x: Scalar) => mul(scale, x), 1);
    assert.deepEqual(Array.from(f.series([1, 2], 1)[1]!), [2, 2]);
    scale.assign(7);
    assert.deepEqual(Array.from(f.series([1, 2], 1)[1]!), [7, 7]);
  });

  it("are the same after replays of other kinds, and these after them", () => {
    const f = (x: Scalar) => add(mul(x, x), mul(sin(x), x));
    const compiled = compile(f, 1);
    for (let run = 0; run < 250; run++) compiled.gradient(run / 100);
    const before = [compiled.value(2), compiled.gradient(2), compiled.hessian(2)];
    assert.deepEqual(Array.from(compiled.series([0.5, none], 1)[0]!), [f(0.5), none]);
    assert.deepEqual([compiled.value(2), compiled.gradient(2), compiled.hessian(2)], before);
  });

  it("are plain numbers inside of other tapes too", () => {
    const f = compile((x: Scalar) => mul(x, x), 1);
    const tape = new GradientTape();
    const x = new Variable(3);
    const y = tape.record(() => mul(x, f.series([2], 1)[1]![0]!));
    assert.equal(tape.gradient(y, x), 4);
  });

  it("refuse what they cannot do, and say so", () => {
    const two = compile((x: Scalar, y: Scalar) => mul(x, y), 1, 2);
    assert.throws(() => two.series([1], 1), /needs a line.*2 numbers/);
    assert.throws(() => two.series([1], 1, { from: [1, 2], direction: [1] }), /direction for each number/);
    assert.throws(() => two.series([1], 1.5), RangeError);
    const uneven = compile((x: Scalar) => (less(x, 0) ? [x, x] : [x]), 1);
    assert.throws(() => uneven.series([1, -1], 1), /same shape/);
    assert.deepEqual(compile((x: Scalar) => [x], 1).series([], 1), [
      [new Float64Array(0), new Float64Array(0)],
    ]);
  });
});

function cosOf(x: Scalar, i: number): Scalar {
  return operationNamed("cos")(div(x, i));
}
