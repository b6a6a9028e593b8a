/** Sums, scalar products and logarithms of sums of exponentials: what they give, and that they are the loops they stand for. */

import assert from "node:assert/strict";
import {
  add,
  compile,
  customGradient,
  derivatives,
  dot,
  exp,
  GradientTape,
  grad,
  hessian,
  jvp,
  log,
  logSumExp,
  mul,
  primal,
  type Scalar,
  sin,
  sum,
  Variable,
} from "../../engine/index.js";
import { assertAllClose } from "./checks.js";

const loops = {
  sum: (xs: Scalar[]) => xs.reduce((total, x) => add(total, x), 0),
  dot: (a: Scalar[], b: Scalar[]) => a.reduce<Scalar>((total, x, i) => add(total, mul(x, b[i]!)), 0),
  logSumExp: (xs: Scalar[]) => log(xs.reduce((total, x) => add(total, exp(x)), 0)),
};

/** Functions of a list, once by the operations and once by the loops that they stand for. */
const pairs: [string, (p: Scalar[]) => Scalar, (p: Scalar[]) => Scalar][] = [
  ["a sum", (p) => sum([...p, 2]), (p) => loops.sum([...p, 2])],
  ["a sum of one number twice", (p) => mul(sum([p[0]!, p[0]!]), p[1]!), (p) => mul(mul(2, p[0]!), p[1]!)],
  ["a scalar product", (p) => dot(p, [p[1]!, 3, sin(p[0]!)]), (p) => loops.dot(p, [p[1]!, 3, sin(p[0]!)])],
  ["a sum of squares", (p) => sin(dot(p, p)), (p) => sin(loops.dot(p, p))],
  ["a weighted sum", (p) => exp(dot([0.5, -1, 2], p)), (p) => exp(loops.dot([0.5, -1, 2], p))],
  ["a smooth maximum", (p) => logSumExp([...p, 0.5]), (p) => loops.logSumExp([...p, 0.5])],
  [
    "all of them",
    (p) => logSumExp([dot(p, p), sum(p), mul(p[0]!, p[1]!)]),
    (p) => loops.logSumExp([loops.dot(p, p), loops.sum(p), mul(p[0]!, p[1]!)]),
  ],
];

const at = [0.5, -1.25, 0.75];

describe("operations on lists", () => {
  it("are plain arithmetic on plain numbers", () => {
    assert.deepEqual([sum([1, 2, 3.5]), dot([1, 2], [3, 4]), sum([]), dot([], [])], [6.5, 11, 0, 0]);
    assert.equal(logSumExp([0, 0]), Math.LN2);
    assert.equal(sum(new Float64Array([1, 2])), 3);
    assert.equal(dot(new Int32Array([1, 2]), [3, 4]), 11);
  });

  it("do not overflow, and keep what is small", () => {
    assert.equal(logSumExp([1000, 1000]), 1000 + Math.LN2);
    assert.equal(logSumExp([-1000, -1000]), Math.LN2 - 1000);
    assert.equal(logSumExp([0, -50]), Math.exp(-50));
    assert.deepEqual(grad((p: Scalar[]) => logSumExp(p))([1000, 1000, 0]), [0.5, 0.5, 0]);
  });

  it("are −∞ of nothing, and follow infinities and NaN", () => {
    const { NaN: none, POSITIVE_INFINITY: infinity } = Number;
    assert.deepEqual(
      [logSumExp([]), logSumExp([-infinity]), logSumExp([3, -infinity]), logSumExp([infinity, 0])],
      [-infinity, -infinity, 3, infinity],
    );
    assert.ok(Number.isNaN(logSumExp([0, none])) && Number.isNaN(logSumExp([none, infinity])));
    assert.deepEqual(grad((p: Scalar[]) => logSumExp(p))([2, -infinity]), [1, 0]);
  });

  for (const [name, f, loop] of pairs) {
    it(`${name}: value, gradient and Hessian are those of the loop`, () => {
      assertAllClose(f(at), loop(at), 1e-15);
      assertAllClose(grad(f)(at), grad(loop)(at), 1e-14);
      assertAllClose(hessian(f)(at), hessian(loop)(at), 1e-13, "", 1e-15);
    });

    it(`${name}: forward mode, Taylor mode and nested tapes agree`, () => {
      const direction = [1, 0.5, -2];
      assertAllClose(jvp(f, [at], [direction]), jvp(loop, [at], [direction]), 1e-14);
      const along = (g: (p: Scalar[]) => Scalar) => (t: Scalar) =>
        g(at.map((x, i) => add(x, mul(t, direction[i]!))));
      const series = derivatives(along(f), 4)(0);
      assertAllClose(series, derivatives(along(loop), 4)(0), 1e-11, "", 1e-13);
      let nested: (t: Scalar) => Scalar = along(f);
      for (let order = 1; order <= 4; order++) {
        nested = grad(nested) as typeof nested;
        assertAllClose(nested(0), series[order], 1e-11, `order ${order}`, 1e-13);
      }
    });

    it(`${name}: replayed by the loop and by WebAssembly`, () => {
      const compiled = compile(f, at);
      for (let run = 0; run < 300; run++) {
        const point = at.map((x, i) => x + Math.sin(run + i) / 4);
        assertAllClose(compiled.value(point), f(point), 1e-15);
        assertAllClose(compiled.gradient(point), grad(f)(point), 1e-13, "", 1e-15);
        if (run % 50 === 0) assertAllClose(compiled.hessian(point), hessian(f)(point), 1e-12, "", 1e-14);
      }
    });
  }

  it("replay lists longer than one operation of the loop", () => {
    const f = (p: Scalar[]) => add(dot(p, p), mul(sum(p), p[0]!));
    const long = Array.from({ length: 1000 }, (_, i) => Math.sin(i + 1));
    const compiled = compile(f, long);
    for (let run = 0; run < 250; run++) {
      const point = long.map((x) => x * (1 + run / 100));
      if (run % 83 === 0) assertAllClose(compiled.gradient(point), grad(f)(point), 1e-13, "", 1e-13);
      assert.equal(compiled.value(point), f(point));
    }
  });

  it("take variables, what other tapes recorded, and any number of operands", () => {
    const x = new Variable(3);
    const outer = new GradientTape();
    const inner = new GradientTape();
    const slope = outer.record(() => {
      const y = inner.record(() => dot([x, 2, x], [x, x, 1]));
      return inner.gradient(y, x)!;
    });
    // x² + 2x + x
    assert.deepEqual([primal(slope), outer.gradient(slope, x)], [9, 2]);
  });

  it("have a derivative also where a tape begins to watch an operand later", () => {
    const square = customGradient((x: Scalar) => [mul(x, x), (g: Scalar) => mul(g, mul(2, x))]);
    const outer = new GradientTape();
    const slope = outer.record(() =>
      grad((x: Scalar) => {
        const soft = logSumExp([x, 0]);
        outer.watch(x);
        return add(soft, square(x));
      })(0),
    );
    assert.equal(primal(slope), 0.5);
  });

  it("sum up more operands than a call takes arguments", () => {
    const count = 300_000;
    const many = (x: Scalar) => sum(new Array<Scalar>(count).fill(x));
    assert.equal(grad(many)(1), count);
    assert.equal(grad(grad((x: Scalar) => mul(many(x), x)))(1), 2 * count);
  });

  it("record nothing where nothing is followed", () => {
    const free = new Variable(2);
    const tape = new GradientTape({ watchAccessedVariables: false });
    const results = tape.record(() => [sum([free, 1]), dot([free], [free]), logSumExp([free])]);
    assert.deepEqual(results, [3, 4, 2]);
    assert.equal(tape.operationCount, 0);
  });

  it("refuse what is no list, and lists of different lengths", () => {
    assert.throws(() => sum(3 as never), /sum takes its numbers in a list: sum\(\[x, y\]\)/);
    assert.throws(() => dot([1], 2 as never), /dot takes its numbers in a list: dot\(\[x, y\], \[z, w\]\)/);
    assert.throws(() => dot([1, 2], [1]), /two lists of the same length, not 2 and 1/);
  });
});
