/** The tape beyond TensorFlow's test cases: blocks, re-entry under other tapes, Taylor series, structure, size. */

import assert from "node:assert/strict";
import {
  add,
  cos,
  customGradient,
  exp,
  GradientTape,
  grad,
  isRecorded,
  jvp,
  logSumExp,
  mul,
  type Pullback,
  pow,
  primal,
  Recorded,
  type Scalar,
  sin,
  sub,
  TapeError,
  Variable,
  vjp,
} from "../../engine/index.js";
import { assertAllClose } from "./checks.js";

const asNumbers = (scalars: readonly (Scalar | null)[]) =>
  scalars.map((scalar) => (scalar === null ? null : primal(scalar)));

describe("a tape", () => {
  it("records to the end of a block by `using`", () => {
    const x = new Variable(3);
    const inBlock = () => {
      using tape = new GradientTape();
      const y = mul(x, x);
      return { tape, y };
    };
    const { tape, y } = inBlock();
    assert.equal(mul(x, x), 9, "nothing records any more");
    assert.equal(tape.gradient(y, x), 6);
  });

  it("nests by `using`, and leaves nothing behind when the block throws", () => {
    const x = new Variable(3);
    const second = () => {
      using outer = new GradientTape();
      const first = (() => {
        using inner = new GradientTape();
        const y = pow(x, 3);
        return inner.gradient(y, x);
      })();
      return outer.gradient(first, x);
    };
    assert.equal(primal(second()!), 18);
    assert.throws(() => {
      using tape = new GradientTape();
      throw new Error(`on purpose, with ${tape.operationCount} operations`);
    }, /on purpose/);
    assert.equal(typeof mul(x, x), "number");
  });

  it("records between start and stop", () => {
    const x = new Variable(2);
    const tape = new GradientTape().start();
    const y = sin(x);
    tape.stop();
    assert.equal(tape.gradient(y, x), Math.cos(2));
  });

  it("refuses an asynchronous function", () => {
    assert.throws(() => new GradientTape().record(async () => 1), TapeError);
  });

  it("goes on under another tape, and follows what it recorded before", () => {
    const x = new Variable(3);
    const tape = new GradientTape({ persistent: true });
    const y = tape.record(() => mul(x, x));
    const outer = new GradientTape({ persistent: true });
    const z = outer.record(() => {
      const scaled = mul(new Variable(1), x);
      return add(
        scaled,
        tape.record(() => mul(y, x)),
      );
    });
    // z = x + y · x: the tape saw y · x with y = x², the outer one took y for a constant.
    assert.equal(primal(tape.gradient(z, y, { unconnectedGradients: "zero" })), 0);
    assert.equal(outer.gradient(z, x), 1 + 9);
    const w = tape.record(() => mul(y, 2));
    assert.equal(tape.gradient(w, x), 12);
  });

  it("stops inside a tape that goes on, and starts again, in whatever order", () => {
    const [x, y] = [new Variable(3), new Variable(5)];
    const outer = new GradientTape({ watchAccessedVariables: false });
    const inner = new GradientTape();
    const fourth = outer.record(() =>
      inner.record(() => {
        const square = mul(x, x);
        return outer.stopRecording(() => mul(square, square));
      }),
    );
    assert.equal(inner.gradient(fourth, x), 108);

    const around = new GradientTape();
    const within = new GradientTape({ watchAccessedVariables: false });
    const cube = around.record(() => {
      const square = within.record(() => {
        around.stopRecording(() => 0);
        return mul(x, x);
      });
      return mul(square, x);
    });
    assert.equal(around.gradient(cube, x), 27);

    const first = new GradientTape({ watchAccessedVariables: false }).start();
    const second = new GradientTape().start();
    first.watch(y);
    const [a, b] = [mul(x, x), mul(y, y)];
    first.stop();
    const c = mul(a, b);
    second.stop();
    assert.deepEqual([first.gradient(b, y), second.gradient(c, [x, y])], [10, [150, 90]]);
    assert.equal(typeof mul(x, x), "number");
  });

  it("watches from the moment on at which it is told to, whatever other tapes recorded before", () => {
    const x = new Variable(3);
    const outer = new GradientTape({ persistent: true });
    const inner = new GradientTape({ persistent: true, watchAccessedVariables: false });
    const [before, after] = outer.record(() =>
      inner.record(() => {
        const square = mul(x, x);
        inner.watch(x);
        return [square, mul(x, 5)];
      }),
    );
    assert.deepEqual([inner.gradient(before, x), inner.gradient([before, after], x)], [null, 5]);
    assert.deepEqual([outer.gradient(before, x), outer.gradient([before, after], x)], [6, 11]);
  });

  it("watches a result from the moment on at which it is told to, whatever other tapes recorded of it", () => {
    const x = new Variable(3);
    const outer = new GradientTape({ persistent: true });
    const inner = new GradientTape({ persistent: true, watchAccessedVariables: false });
    const [y, before, after] = outer.record(() =>
      inner.record(() => {
        const y = mul(x, 2) as Recorded;
        const before = logSumExp([y, 6]);
        inner.watch(y);
        return [y, before, mul(before, y)] as const;
      }),
    );
    const value = 6 + Math.LN2;
    assert.deepEqual([inner.gradient(before, y), inner.gradient(after, y)], [null, value]);
    assert.deepEqual(inner.dependsOn(before, [y]), [false]);
    assert.deepEqual(Array.from(inner.taylor([y], [1], 2)(after)), [6 * value, value, 0]);
    assert.deepEqual([outer.gradient(before, y), outer.gradient(after, y)], [0.5, 0.5 * 6 + value]);
    assert.deepEqual([outer.gradient(y, x), outer.gradient(after, x)], [2, 2 * (0.5 * 6 + value)]);
  });

  it("keeps what a tape that has stopped knows of a result when another one begins to watch it", () => {
    const x = new Variable(3);
    const outer = new GradientTape({ persistent: true });
    const first = new GradientTape({ persistent: true });
    const second = new GradientTape({ persistent: true, watchAccessedVariables: false });
    outer.record(() => {
      const [y, z] = first.record(() => {
        const y = mul(x, x) as Recorded;
        return [y, mul(y, y)] as const;
      });
      const w = second.record(() => {
        second.watch(y);
        return mul(y, 7);
      });
      assert.deepEqual(
        asNumbers([first.gradient(y, x), first.gradient(z, y), second.gradient(w, y)]),
        [6, 18, 7],
      );
    });
  });

  it("leaves a transform its inputs when a tape inside watches them", () => {
    const f = (x: Scalar) => {
      const square = mul(x, x);
      const tape = new GradientTape();
      const cube = tape.record(() => {
        tape.watch(x);
        return mul(square, x);
      });
      return add(square, mul(cube, tape.gradient(cube, x)!));
    };
    // x² + x³ · x²
    assert.equal(grad(f)(2), 4 + 5 * 16);
  });

  it("gives gradients that are scalars of their own, also where they equal another one", () => {
    const [x, z] = [new Variable(3), new Variable(5)];
    const tape = new GradientTape({ persistent: true });
    tape.record(() => {
      const slope = tape.gradient(mul(x, z), x)!;
      const product = mul(slope, z);
      // The slope is z, but z in the product is not the slope.
      assert.deepEqual(asNumbers(tape.gradient(product, [slope as Recorded, z])), [5, 10]);
      const [, tangent] = jvp((t: Scalar) => mul(t, z), [x], [1]);
      assert.deepEqual(asNumbers(tape.gradient(mul(tangent, z), [tangent as Recorded, z])), [5, 10]);
      // Nor is it the variable that was given as the gradient further on.
      const given = tape.gradient(x, x, { outputGradients: z });
      z.assign(7);
      assert.deepEqual(asNumbers([given]), [5]);
      z.assign(5);
    });
    const [, pullback] = vjp((t: Scalar) => t, 2);
    assert.equal(pullback(z)[0], 5);
  });

  it("goes on alone after it was an inner one", () => {
    const x = new Variable(3);
    const tape = new GradientTape({ persistent: true });
    const outer = new GradientTape();
    const y = outer.record(() => tape.record(() => mul(x, x)));
    const z = tape.record(() => mul(y, x));
    assert.equal(tape.gradient(z, x), 27);
    assert.equal(outer.gradient(y, x), 6);
  });

  it("keeps inner tapes of a loop apart, however many", () => {
    const x = new Variable(2);
    const outer = new GradientTape({ persistent: true });
    outer.record(() => {
      const tapes = Array.from({ length: 300 }, () => new GradientTape({ persistent: true }));
      const results = tapes.map((tape, k) => tape.record(() => mul(x, k)));
      tapes.forEach((tape, k) => {
        assert.equal(primal(tape.gradient(results[k], x)!), k);
        assert.equal(tape.gradient(results[(k + 1) % 300], x), null);
      });
    });
  });

  it("nests three hundred deep", () => {
    const nest = (depth: number, x: Scalar): Scalar =>
      depth === 0 ? mul(x, x) : add(grad((t: Scalar) => mul(t, x))(1), sub(nest(depth - 1, x), x));
    assert.equal(grad((x: Scalar) => nest(40, x))(3), 6);
    const x = new Variable(3);
    const deep = (depth: number): Scalar =>
      depth === 0 ? mul(x, x) : new GradientTape().record(() => deep(depth - 1));
    const outer = new GradientTape();
    assert.equal(
      outer.gradient(
        outer.record(() => deep(300)),
        x,
      ),
      6,
    );
  });

  it("lets go of a variable's old value when another is assigned", () => {
    const x = new Variable(3);
    const tape = new GradientTape({ persistent: true });
    const [before, after] = tape.record(() => {
      const first = mul(x, x);
      x.assign(5);
      return [first, mul(x, x)];
    });
    assert.equal(tape.gradient(before, x), 6);
    assert.equal(tape.gradient(after, x), 10);
    assert.equal(tape.gradient([before, after], x), 16);
    x.value = 7;
    assert.equal(x.value, 7);
  });

  it("knows how far rounding can have moved a number, and a gradient that was recorded", () => {
    const x = new Variable(1e-6);
    const tape = new GradientTape({ persistent: true });
    const y = tape.record(() => sub(1, cos(x)));
    // cos x is rounded by up to 2⁻⁵³, beside which the rounding of the difference itself is nothing.
    const bound = tape.roundingError(y);
    assert.ok(bound > 2 ** -53 * 0.999 && bound < 2 ** -53 * 1.001);
    // 1 − cos x = x²/2 − …
    const trueError = Math.abs(primal(y) - (1e-12 / 2 - 1e-24 / 24));
    assert.ok(trueError > bound / 10 && trueError <= bound, `${trueError}`);
    const slope = tape.record(() => tape.gradient(y, x)!);
    assert.ok(tape.roundingError(slope) < 4 * 2 ** -53 * 1e-6, "sin x has no cancellation");
    assert.equal(tape.roundingError(x), 0);
    assert.equal(tape.roundingError(5), 0);
  });

  it("knows what depends on what", () => {
    const [x, y] = [new Variable(3), new Variable(4)];
    const tape = new GradientTape({ persistent: true });
    const [z, w] = tape.record(() => [mul(x, 2), pow(y, 0)]);
    assert.deepEqual(tape.dependsOn(z, [x, y]), [true, false]);
    assert.deepEqual(tape.dependsOn(w, [x, y]), [false, true]);
    assert.deepEqual(tape.dependsOn(5, [x, y]), [false, false]);
    assert.deepEqual(tape.dependsOn(x, [x, y]), [true, false]);
    assert.ok(tape.operationCount >= 4);
  });

  it("has the Taylor series of everything it recorded, along any direction", () => {
    const [x, y] = [new Variable(3), new Variable(2)];
    const tape = new GradientTape({ persistent: true });
    const [product, sum, constant] = tape.record(() => [mul(x, y), add(x, 1), 7] as const);
    const along = tape.taylor([x, y], [1, 5], 3);
    assert.deepEqual(Array.from(along(product)), [6, 17, 5, 0]);
    assert.deepEqual(Array.from(along(sum)), [4, 1, 0, 0]);
    assert.deepEqual(Array.from(along(constant)), [7, 0, 0, 0]);
    assert.deepEqual(Array.from(along(y)), [2, 5, 0, 0]);
    const unread = new Variable(9);
    assert.deepEqual(Array.from(tape.taylor([unread], [2], 1)(unread)), [9, 2]);
    assert.throws(() => tape.taylor([x], [1], -1), RangeError);
  });

  it("has the Taylor series also through derivatives of somebody's own", () => {
    const exponential = customGradient((u: Scalar): [Scalar, Pullback] => {
      const y = exp(u);
      return [y, (g) => mul(g, y)];
    });
    const x = new Variable(1);
    const scale = new Variable(2);
    const tape = new GradientTape({ persistent: true });
    const [inner, outer] = tape.record(() => {
      const y = exponential(mul(scale, x));
      return [y, mul(exponential(mul(y, 0)), mul(y, x))];
    });
    // e^(2 (1 + t)) (1 + t)
    const expected = [1, 3, 4, 10 / 3, 2].map((c) => c * Math.E ** 2);
    const series = tape.taylor([x], [1], 4);
    assertAllClose(series(outer!), expected, 1e-14);
    assertAllClose(
      series(inner!),
      [1, 2, 2, 4 / 3, 2 / 3].map((c) => c * Math.E ** 2),
      1e-14,
    );
    assert.deepEqual(
      [...series(scale), ...series(x), ...series(7)].slice(0, 11),
      [2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 7],
    );
    // Asking leaves the tape as it was, also while others record.
    const { operationCount } = tape;
    const other = new GradientTape();
    other.record(() => assertAllClose(tape.taylor([x], [1], 4)(outer!), expected, 1e-14));
    assert.deepEqual([tape.operationCount, other.operationCount], [operationCount, 0]);
    assertAllClose(tape.gradient(outer, x), 3 * Math.E ** 2, 1e-14);
    // Inside its own block too.
    tape.record(() => {
      const z = exponential(x);
      assertAllClose(
        tape.taylor([x], [2], 3)(z),
        [1, 2, 2, 4 / 3].map((c) => c * Math.E),
        1e-14,
      );
    });
  });

  it("shapes Jacobians as target × sources", () => {
    const [x, y] = [new Variable(3), new Variable(2)];
    const tape = new GradientTape({ persistent: true });
    const target = tape.record(() => ({ p: mul(x, y), q: [x] }));
    const jacobian = tape.jacobian(target, [x, { y }]);
    assertAllClose(jacobian, { p: [2, { y: 3 }], q: [[1, { y: null }]] });
  });

  it("holds a million operations without running out of stack", () => {
    const x = new Variable(1);
    const tape = new GradientTape();
    const y = tape.record(() => {
      let sum: Scalar = 0;
      for (let i = 0; i < 1_000_000; i++) sum = add(sum, x);
      return sum;
    });
    assert.equal(tape.gradient(y, x), 1_000_000);
  });
});

describe("scalars", () => {
  it("know themselves, and print as what they are", () => {
    const x = new Variable(3);
    assert.ok(isRecorded(x) && x instanceof Recorded);
    assert.ok(!isRecorded(3) && !isRecorded(null) && !isRecorded({ value: 3 }));
    assert.equal(`${x}`, "Variable(3)");
    assert.equal(JSON.stringify({ x }), '{"x":3}');
    assert.equal(new Variable(x).value, 3);
    new GradientTape().record(() => assert.equal(`${mul(x, 2)}`, "Recorded(6)"));
  });
});
