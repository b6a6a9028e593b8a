/** Compiled replay: the same numbers as the function itself, also where its branches turn out otherwise. */

import assert from "node:assert/strict";
import {
  add,
  compile,
  customGradient,
  derivative,
  div,
  dot,
  equal,
  exp,
  GradientTape,
  grad,
  greater,
  greaterEqual,
  hessian,
  less,
  lessEqual,
  log,
  logSumExp,
  max,
  min,
  mul,
  neg,
  notEqual,
  pow,
  primal,
  type Scalar,
  sin,
  stopGradient,
  sub,
  Variable,
} from "../../engine/index.js";
import { assertAllClose } from "./checks.js";

/** Replays f, compiled at the first point, at all points, and holds value, gradient and Hessian to the ones without replay. */
function check(name: string, f: (x: Scalar) => Scalar, points: number[]): void {
  it(name, () => {
    const compiled = compile(f, points[0]!);
    for (const x of [...points, ...points]) {
      assertAllClose(compiled.value(x), f(x), 1e-15, `value at ${x}`);
      assertAllClose(compiled.gradient(x), grad(f)(x), 1e-15, `gradient at ${x}`);
      assertAllClose(compiled.hessian(x), hessian(f)(x), 1e-15, `Hessian at ${x}`);
    }
  });
}

/** How often f runs while it is evaluated at the points. */
function countRuns(f: (x: Scalar) => Scalar, points: number[]): number {
  let runs = 0;
  const compiled = compile((x: Scalar) => {
    runs++;
    return f(x);
  }, points[0]!);
  for (const x of points) compiled.gradient(x);
  return runs;
}

const rosenbrock = (p: Scalar[]) => {
  let sum: Scalar = 0;
  for (let i = 0; i + 1 < p.length; i++) {
    const steep = sub(p[i + 1]!, mul(p[i]!, p[i]!));
    sum = add(sum, add(mul(100, mul(steep, steep)), pow(sub(1, p[i]!), 2)));
  }
  return sum;
};

/** x · (x − 1) + (x − 2) · x + …, each product now the second operand, now the first; every fifth sum is read twice. */
function sumOfProducts(x: Scalar, count: number): Scalar {
  let sum: Scalar = 1;
  for (let i = 1; i <= count; i++) {
    const product = mul(div(x, i), sub(x, i));
    const next: Scalar = i % 2 === 0 ? add(sum, product) : add(product, sum);
    sum = i % 5 === 0 ? sub(mul(2, next), sum) : next;
  }
  return sum;
}

describe("compiled replay", () => {
  check("is right for a straight program", (x) => mul(sin(x), exp(mul(x, x))), [1, 0.5, -2, 0]);
  check("is right for a long sum of products", (x) => sumOfProducts(x, 150), [1, 0.5, -2, 0]);
  check(
    "is right for a sum of products that is read again on its way",
    (x) => mul(sumOfProducts(x, 3), add(sumOfProducts(x, 2), mul(x, x))),
    [1, 0.5, -2, 0],
  );
  it("is right for a sum of products once it runs as WebAssembly", () => {
    const f = (x: Scalar) => sumOfProducts(sin(x), 150);
    const compiled = compile(f, 1);
    for (let i = 0; i < 300; i++) {
      const x = i / 100 - 1;
      assertAllClose(compiled.value(x), f(x), 1e-15, `value at ${x}`);
      assertAllClose(compiled.gradient(x), grad(f)(x), 1e-15, `gradient at ${x}`);
    }
  });
  it("is right to the last bit through clamps once it runs as WebAssembly, also at ties and without a number", () => {
    const f = ([x, y]: Scalar[]) => {
      const clamped = min(max(x!, -1), 1);
      return add(mul(clamped, max(x!, y!)), add(min(x!, x!), mul(y!, min(y!, mul(x!, x!)))));
    };
    const compiled = compile(f, [0.5, 0.25]);
    for (let run = 0; run < 205; run++) compiled.gradient([0.5, 0.25]);
    const { NaN: none, POSITIVE_INFINITY: inf } = Number;
    const numbers = [0, -0, 1, -1, 2, -2, 0.5, inf, -inf, none];
    for (const x of numbers) {
      for (const y of numbers) {
        assert.deepEqual([x, y, compiled.value([x, y])], [x, y, f([x, y])]);
        // The sign of a gradient of 0 is nobody's.
        const unsigned = (gradient: number[]) => gradient.map((g) => g + 0);
        assert.deepEqual(
          [x, y, unsigned(compiled.gradient([x, y]))],
          [x, y, unsigned(grad(f)([x, y]) as number[])],
        );
      }
    }
  });
  it("is right to the last bit for a long sum once it runs as WebAssembly in stretches", () => {
    // The summands of the first need nothing of each other; those of the second read what is far behind them; and
    // the third asks on its way how great the sum is.
    const programs: ((p: Scalar[]) => Scalar)[] = [
      rosenbrock,
      (p) => {
        let sum: Scalar = sin(p[0]!);
        const first = exp(sum);
        p.forEach((x, i) => {
          const y = mul(sub(x, first), max(x, sum, p[p.length - 1 - i]!));
          sum = add(sum, i % 7 === 0 ? div(y, sum) : mul(y, x));
        });
        return sum;
      },
      (p) => {
        let sum: Scalar = 0;
        for (const x of p) sum = less(sum, 1e9) ? add(sum, mul(mul(x, x), sin(x))) : x;
        return sum;
      },
    ];
    for (const f of programs) {
      const point = (seed: number) => Array.from({ length: 900 }, (_, i) => Math.sin(seed + i));
      const compiled = compile(f, point(0));
      for (let run = 0; run < 205; run++) compiled.gradient(point(1));
      for (const seed of [2, 3]) {
        const gradient = grad(f)(point(seed));
        assert.deepEqual(compiled.gradient(point(seed)), gradient);
        assert.equal(compiled.value(point(seed)), f(point(seed)));
        assert.deepEqual(compiled.valueAndGradient(point(seed)), [f(point(seed)), gradient]);
      }
    }
  });
  it("is right for a program too long to be unrolled, which WebAssembly runs by a loop", () => {
    // Every operation that the loop has in line, and some that it calls the table of primitives for.
    const step = (x: Scalar, y: Scalar, i: number): Scalar => {
      const ratio = div(sub(x, mul(y, y)), add(2, mul(x, x)));
      const list = [ratio, mul(0.5, x), i % 3, neg(y)];
      return sub(sin(add(ratio, max(x, y))), mul(0.25, add(dot(list, [x, y, ratio, 1]), logSumExp(list))));
    };
    const f = ([first, second]: Scalar[]) => {
      let [x, y] = [first!, second!];
      for (let i = 0; i < 6000; i++) [x, y] = [y, step(x, y, i)];
      return add(x, mul(y, stopGradient(y)));
    };
    const compiled = compile(f, [0.5, -0.25]);
    for (const point of [
      [0.5, -0.25],
      [-0.7, 0.1],
      [0.3, 0.9],
    ]) {
      assert.equal(compiled.value(point), f(point));
      assertAllClose(compiled.gradient(point), grad(f)(point), 1e-12, "gradient");
    }
  });
  check("is right on both sides of a comparison", (x) => (less(x, 0) ? neg(x) : pow(x, 2)), [1, -1, 3, 0]);
  check(
    "is right through every comparison",
    (x) => {
      const score = [
        lessEqual(x, 1),
        greater(x, 2),
        greaterEqual(x, 3),
        equal(x, 0),
        notEqual(x, -1),
        less(1, 2),
      ].filter(Boolean).length;
      return mul(score, mul(x, x));
    },
    [0, 1, 2, 3, 4, -1, 2.5],
  );
  check(
    "is right where the program reads the number for itself",
    (x) => (primal(x) > 0 ? mul(x, x) : neg(x)),
    [1, 2, -3],
  );
  check("is right where a number that was read goes into the result", (x) => mul(x, primal(x)), [1, 2, 3]);
  check(
    "is right through loops whose length depends on the input",
    (x) => {
      let y = x;
      while (less(y, 100)) y = mul(y, 2);
      return log(y);
    },
    [1, 7, 50, 200],
  );
  check("is right at and beside ties and kinks", (x) => max(x, mul(x, x), 1), [1, 0.5, 2, -1, -3]);
  check("is right through stopGradient", (x) => mul(x, stopGradient(x)), [1, 2, 3]);
  check(
    "is right through derivatives inside",
    (x) => derivative((y: Scalar) => mul(sin(mul(x, y)), y), 2)(x),
    [1, 2, 0.3],
  );
  check("is right through a power whose exponent is the input", (x) => pow(2, x), [1, 0, -2]);
  check("is right through x to the x, also at 0", (x) => pow(x, x), [1, 2, 0.5]);
  check(
    "is right through a derivative of somebody's own",
    (x) => customGradient((t: Scalar) => [exp(t), (g: Scalar) => mul(g, exp(t))])(x),
    [1, 2],
  );

  it("runs the function once for each way through its branches", () => {
    const f = (x: Scalar) => (less(x, 0) ? neg(x) : pow(x, 2));
    assert.equal(countRuns(f, [1, 2, 3, 4, 5]), 1);
    assert.equal(countRuns(f, [1, -1, 2, -2, 3, -3]), 2);
    assert.equal(
      countRuns((x) => (primal(x) > 0 ? x : neg(x)), [1, 2, 3]),
      3,
    );
  });

  it("takes structures and several arguments, and gives lists for these", () => {
    const one = compile(rosenbrock, [0, 0, 0]);
    const p = [1.5, 2, 2.5];
    assert.deepEqual(one.value(p), rosenbrock(p));
    assert.deepEqual(one.gradient(p), grad(rosenbrock)(p));
    assert.deepEqual(one.valueAndGradient(p), [rosenbrock(p), grad(rosenbrock)(p)]);
    assert.deepEqual(one.hessian(p), hessian(rosenbrock)(p));
    const two = compile((x: Scalar, q: { y: Scalar }) => mul(x, mul(q.y, q.y)), 1, { y: 1 });
    assert.deepEqual(two.gradient(3, { y: 4 }), [16, { y: 24 }]);
    assert.deepEqual(two.valueAndGradient(3, { y: 4 }), [48, [16, { y: 24 }]]);
    assert.deepEqual(two.hessian(3, { y: 4 }), [[0, { y: 8 }], { y: [8, { y: 6 }] }]);
  });

  it("records again for another shape, and for another argument that is no number", () => {
    const sum = compile((p: Scalar[]) => p.reduce((a, b) => add(a, b)), [1, 2]);
    assert.equal(sum.value([1, 2, 3, 4]), 10);
    assert.deepEqual(sum.gradient([1, 2, 3]), [1, 1, 1]);
    const named = compile((kind: string, x: Scalar) => (kind === "square" ? mul(x, x) : x), "square", 2);
    assert.equal(named.value("other", 5), 5);
    assert.equal(named.value("square", 5), 25);
  });

  it("reads variables as they are at each replay", () => {
    const scale = new Variable(2);
    const f = compile((x: Scalar) => mul(scale, x), 1);
    assert.equal(f.gradient(5), 2);
    scale.assign(7);
    assert.equal(f.gradient(5), 7);
    assert.equal(f.value(5), 35);
  });

  it("can be differentiated like the function itself", () => {
    const f = compile((x: Scalar) => mul(x, mul(x, x)), 1);
    assert.equal(grad((x: Scalar) => f.value(x))(2), 12);
    assert.equal(grad((x: Scalar) => f.gradient(x))(2), 12);
    const v = new Variable(2);
    const tape = new GradientTape();
    assert.equal(
      tape.gradient(
        tape.record(() => f.value(v)),
        v,
      ),
      12,
    );
  });

  it("gives 0 for the derivatives of a constant", () => {
    const f = compile((_: Scalar[]) => 5 as Scalar, [1, 2]);
    assert.deepEqual([f.value([3, 4]), f.gradient([3, 4])], [5, [0, 0]]);
    assert.deepEqual(f.hessian([3, 4]), [
      [0, 0],
      [0, 0],
    ]);
  });

  it("refuses the gradient of several results", () => {
    const f = compile((x: Scalar) => [x, x], 1);
    assert.deepEqual(f.value(2), [2, 2]);
    assert.throws(() => f.gradient(2), /one number.*an array of 2/);
  });
});
