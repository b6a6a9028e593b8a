/** Derivatives inside derivatives: perturbation confusion, curried functions, saved outputs, mixed transforms. */

import assert from "node:assert/strict";
import {
  add,
  compile,
  cos,
  customGradient,
  derivative,
  derivatives,
  div,
  exp,
  GradientTape,
  type GradientTapeOptions,
  grad,
  greater,
  hessian,
  hvp,
  jacobian,
  jvp,
  log,
  max,
  mul,
  pow,
  primal,
  type Scalar,
  sin,
  sqrt,
  sub,
  tanh,
  taylor,
  Variable,
  vjp,
} from "../../engine/index.js";
import { assertAllClose, assertClose, nested } from "./checks.js";

type Real = (x: Scalar) => Scalar;

/** The derivative by a tape over a fresh copy of x, whatever x is; the tape's gradient is taken by `use`. */
function byTape(
  x: Scalar,
  f: Real,
  options: GradientTapeOptions,
  use: (tape: GradientTape, f: Real, fresh: Variable) => Scalar,
): Scalar {
  const copy = mul(x, 1);
  const fresh = (typeof copy === "number" ? new Variable(copy) : copy) as Variable;
  const tape = new GradientTape(options);
  tape.watch(fresh);
  return use(tape, f, fresh);
}

const zero = { unconnectedGradients: "zero" } as const;

/** The derivative operator, by each of the transforms. */
const operators: { [name: string]: (f: Real) => Real } = {
  grad: (f) => (x) => grad(f)(x),
  derivative: (f) => (x) => derivative(f)(x),
  jvp: (f) => (x) => jvp(f, [x], [1])[1] as Scalar,
  vjp: (f) => (x) => vjp(f, x)[1](1)[0] as Scalar,
  jacobian: (f) => (x) => jacobian((t: Scalar) => [f(t)])(x)[0] as Scalar,
  taylor: (f) => (x) => taylor(f, x, 1)[1] as Scalar,
  "tape over a fresh copy": (f) => (x) => {
    const tape = new GradientTape();
    return tape.record(() => {
      const fresh = add(x, new Variable(0));
      tape.watch(fresh as Variable);
      return tape.gradient(f(fresh), fresh as Variable, { unconnectedGradients: "zero" });
    });
  },
};

/** The derivative operator again, by other ways through the transforms and the tape. */
const ways: { [name: string]: (f: Real) => Real } = {
  ...operators,
  "grad of one of two": (f) => (x) =>
    grad((_: Scalar, q: { y: Scalar }) => f(q.y), { argument: 1 })(x, { y: x }).y as Scalar,
  "Jacobian, forward": (f) => (x) => jacobian((y: Scalar) => ({ a: [y, f(y)] }))(x).a[1] as Scalar,
  "pullback called twice, with a recorded cotangent": (f) => (x) => {
    const pullback = vjp(f, x)[1];
    return add(div(pullback(x)[0], x), mul(0, pullback(7)[0]));
  },
  "tangent that is recorded": (f) => (x) => div(jvp(f, [x], [x])[1] as Scalar, x),
  "derivatives and their integral": (f) => (x) => derivative((y: Scalar) => derivatives(f, 1)(y)[1]!, 0)(x),
  "customGradient with a pullback that captures": (f) => (x) =>
    grad(customGradient((y: Scalar) => [mul(0.5, y), (g: Scalar) => mul(g, grad(f)(y))]))(x) as Scalar,
  "customGradient, forward": (f) => (x) =>
    jvp(
      customGradient((y: Scalar) => [{ a: [y, f(y)] }, ({ a }: { a: Scalar[] }) => mul(a[1]!, grad(f)(y))]),
      [x],
      [1],
    )[1].a[1] as Scalar,
  "compiled value": (f) => (x) => grad(compile(f, 1).value)(x) as Scalar,
  "compiled gradient": (f) => (x) => compile(f, 1).gradient(x) as Scalar,
  "tape, gradient after its block": (f) => (x) =>
    byTape(x, f, {}, (tape, g, fresh) =>
      tape.gradient(
        tape.record(() => g(fresh)),
        fresh,
        zero,
      ),
    ),
  "tape that watches by name alone": (f) => (x) =>
    byTape(x, f, { watchAccessedVariables: false }, (tape, g, fresh) =>
      tape.record(() => tape.gradient(g(fresh), [fresh], zero)[0]),
    ),
  "tape entered again": (f) => (x) =>
    byTape(x, f, { persistent: true }, (tape, g, fresh) => {
      const twice = tape.record(() => mul(2, fresh));
      const y = tape.record(() => g(mul(0.5, twice)));
      return mul(2, tape.gradient(y, twice as Variable, zero));
    }),
  "tape with stretches left out": (f) => (x) =>
    byTape(x, f, {}, (tape, g, fresh) => {
      const y = tape.record(() =>
        add(
          g(fresh),
          tape.stopRecording(() => g(fresh)),
        ),
      );
      return tape.gradient([y], { fresh }, zero).fresh;
    }),
  "tape's Jacobian": (f) => (x) =>
    byTape(
      x,
      f,
      {},
      (tape, g, fresh) =>
        tape.jacobian(
          tape.record(() => [g(fresh), 1]),
          [fresh],
          zero,
        )[0]![0]!,
    ),
};

describe("nesting every three ways to differentiate", () => {
  for (const [outerName, outer] of Object.entries(ways)) {
    it(outerName, () => {
      for (const [middleName, middle] of Object.entries(ways)) {
        for (const [innerName, inner] of Object.entries(ways)) {
          // The innermost one is 3x³y⁵, the one around it 18x⁷ after y = x, the outermost one 162x⁸.
          const f = (x: Scalar) =>
            mul(x, middle((y) => mul(y, inner((z) => pow(mul(mul(x, y), z), 3))(y)))(x));
          const found = outer(f)(1.5);
          assertClose(primal(found), 162 * 1.5 ** 8, 1e-13, `${outerName} > ${middleName} > ${innerName}`);
        }
      }
    });
  }
});

for (const [outerName, outer] of Object.entries(operators)) {
  for (const [innerName, D] of Object.entries(operators)) {
    describe(`nesting: ${outerName} over ${innerName}`, () => {
      const check = (name: string, f: Real, at: number, expected: number) =>
        it(name, () => assertClose(primal(outer(f)(at)), expected, 1e-14));
      check("D(x → x · D(y → x + y)(1))(1)", (x) => mul(x, D((y) => add(x, y))(1)), 1, 1);
      check("D(x → x · D(y → x · y)(2))(3)", (x) => mul(x, D((y) => mul(x, y))(2)), 3, 6);
      check("D(x → x · D(y → x)(0))(0)", (x) => mul(x, D(() => x)(0)), 0, 0);
      check("D(x → D(y → x)(x))(1)", (x) => D(() => x)(x), 1, 0);
      check(
        "D(x → D(y → (x · y)²)(x))(2): a derivative at a captured variable",
        (x) => D((y) => pow(mul(x, y), 2))(x),
        2,
        24,
      );
      check(
        "D(x → D(y → D(z → x · y · z²)(y))(x))(2)",
        (x) => D((y) => D((z) => mul(mul(x, y), mul(z, z)))(y))(x),
        2,
        16,
      );
      check(
        "D(x → D(y → x · y³)(3))(2): the inner point is a plain number",
        (x) => D((y) => mul(x, pow(y, 3)))(3),
        2,
        27,
      );
    });
  }
}

describe("nesting", () => {
  it("gives plain numbers for plain numbers, even inside another tape", () => {
    const v = new Variable(2);
    new GradientTape().record(() => {
      assert.equal(grad((x: Scalar) => mul(x, x))(3), 6);
      assert.equal(derivative((x: Scalar) => pow(x, 3), 2)(3), 18);
      assert.ok(typeof grad((x: Scalar) => mul(x, v))(3) !== "number");
    });
  });

  it("follows what a pullback of somebody's own captured, although the value does not depend on it", () => {
    const slope = (c: Scalar) =>
      grad(customGradient((x: Scalar) => [mul(2, x), (g: Scalar) => mul(g, mul(c, x))]))(3) as Scalar;
    assert.equal(grad(slope)(5), 3);
    assert.equal(jvp(slope, [5], [1])[1], 3);
    assert.equal(derivative(slope, 1)(5), 3);
    assert.equal(hessian((c: Scalar) => mul(c, slope(c)))(5), 6);
  });

  it("differentiates a derivative of order 0 like the function", () => {
    assert.equal(grad((x: Scalar) => derivative((y: Scalar) => pow(y, 3), 0)(x))(2), 12);
    assert.equal(grad((x: Scalar) => derivatives((y: Scalar) => pow(y, 3), 0)(x)[0]!)(2), 12);
    assert.equal(grad((x: Scalar) => taylor((y: Scalar) => pow(y, 3), x, 0)[0]!)(2), 12);
    assert.equal(
      derivative(
        customGradient((x: Scalar) => [mul(x, x), (g: Scalar) => g]),
        0,
      )(3),
      9,
    );
  });

  it("gets the amazing bug right, curried and eta-expanded", () => {
    // Manzyuk, Pearlmutter, Radul, Rush, Siskind, Perturbation confusion in forward AD, JFP 29 (2019).
    const shift = (u: Scalar) => (f: Real) => (x: Scalar) => f(add(x, u));
    const expanded =
      (f: Real): Real =>
      (x) =>
        derivative((u: Scalar) => shift(u)(f)(x))(0);
    assertClose(primal(expanded(expanded((x) => exp(x)))(1)), Math.E, 1e-15);
    // The derivative of a function-valued function is a function.
    for (const operator of [derivative, grad] as ((f: unknown) => (x: Scalar) => unknown)[]) {
      const curried = operator(shift)(0) as unknown as (f: Real) => Real;
      assertClose(primal(curried(curried((x) => exp(x)))(1)), Math.E, 1e-15);
      assertClose(primal(curried(curried(curried((x) => sin(x))))(1)), -Math.cos(1), 1e-15);
    }
  });

  it("has ForwardDiff's confusion tests", () => {
    const norm = (v: Scalar[]) => sqrt(v.map((x) => mul(x, x)).reduce((a, b) => add(a, b)));
    const sum = (v: Scalar[]) => v.reduce((a, b) => add(a, b));
    assertAllClose(
      grad((v: Scalar[]) => mul(sum(v), derivative((y: Scalar) => mul(y, norm(v)))(1)))([1]),
      grad((v: Scalar[]) => mul(sum(v), norm(v)))([1]),
    );
    const A = [
      [1, 2],
      [3, 4],
    ];
    const times = (x: Scalar[]) => A.map((row) => add(mul(row[0]!, x[0]!), mul(row[1]!, x[1]!)));
    const dot = (a: Scalar[], b: Scalar[]) => add(mul(a[0]!, b[0]!), mul(a[1]!, b[1]!));
    assertAllClose(jacobian((x: Scalar[]) => grad((y: Scalar[]) => dot(y, times(x)))([2, 3]))([5, 6]), A);
    assert.deepEqual(hessian((v: Scalar[]) => v[0]!)([1, 2]), [
      [0, 0],
      [0, 0],
    ]);
    const lagrangian = (q: Scalar[], v: Scalar[]) => sub(mul(0.5, dot(v, v)), mul(9.8, q[1]!));
    const mixed = jacobian((q: Scalar[]) => grad((v: Scalar[]) => lagrangian(q, v))([1, 2]))([3, 4]);
    assert.deepEqual(mixed, [
      [0, 0],
      [0, 0],
    ]);
    // The Hamiltonian as the Legendre transform of the Lagrangian: its gradient by position is the weight.
    const hamiltonian = (q: Scalar[], p: Scalar[]) => sub(dot(p, p), lagrangian(q, p));
    assertAllClose(grad((q: Scalar[]) => hamiltonian(q, [1, 2]))([3, 4]), [0, 9.8]);
  });

  const saved: [string, Real, number[]][] = [
    ["x · eˣ", (x) => mul(x, exp(x)), [1, 1.5, 2.5, 3.5].map((c, k) => (k === 0 ? 0.5 : c) * Math.exp(0.5))],
    ["e^(x²)", (x) => exp(mul(x, x)), [1, 1, 3, 7].map((c) => c * Math.exp(0.25))],
    [
      "e^(sin x)",
      (x) => exp(sin(x)),
      [1, Math.cos(0.5), Math.cos(0.5) ** 2 - Math.sin(0.5)].map((c) => c * Math.exp(Math.sin(0.5))),
    ],
  ];
  for (const [name, f, expected] of saved) {
    it(`is right through saved outputs: ${name}`, () => {
      expected.forEach((value, order) => {
        assertClose(primal(nested((x) => f(x!), [order])(0.5)), value, 1e-14, `order ${order}`);
        assertClose(derivative(f, order)(0.5), value, 1e-14, `order ${order}, Taylor`);
      });
    });
  }

  it("is right where TensorFlow.js is silently wrong", () => {
    const sigmoid: Real = (x) => div(1, add(1, exp(mul(-1, x))));
    const softplus: Real = (x) => log(add(1, exp(x)));
    const second: [Real, number][] = [
      [(x) => mul(x, exp(x)), 4.1218],
      [(x) => mul(x, tanh(x)), 1.2095],
      [(x) => mul(x, sigmoid(x)), 0.4412],
      [(x) => exp(mul(x, x)), 3.8521],
      [(x) => exp(sin(x)), 0.4696],
    ];
    for (const [f, expected] of second)
      assertClose(primal(grad((x: Scalar) => grad(f)(x))(0.5)), expected, 1e-4);
    assertClose(primal(nested((x) => mul(softplus(x!), x!), [3])(0.5)), 0.6762, 1e-3);
  });

  it("is right where rose is wrong: the third nested reverse derivative of x⁴", () => {
    const quartic: Real = (x) => mul(mul(x, x), mul(x, x));
    assert.deepEqual(
      [1, 2, 3].map((x) => primal(nested((t) => quartic(t!), [3])(x))),
      [24, 48, 72],
    );
  });

  it("goes on through constants, identities and unused inputs", () => {
    assert.deepEqual(grad(() => 5 as Scalar, {})(...([1] as unknown as [])), 0);
    assert.equal(derivative((x: Scalar) => x, 1)(7), 1);
    assert.equal(derivative((x: Scalar) => x, 2)(7), 0);
    assert.equal(derivative((x: Scalar) => pow(x, 3), 4)(2), 0);
    assert.deepEqual(grad((p: Scalar[]) => p[0]!)([1, 2]), [1, 0]);
  });

  it("tells equal inputs apart, and adds up one used twice", () => {
    const f = (a: Scalar, b: Scalar) => mul(a, b);
    assert.deepEqual(vjp(f, 3, 3)[1](1), [3, 3]);
    const v = new Variable(3);
    const tape = new GradientTape();
    assert.equal(
      tape.gradient(
        tape.record(() => f(v, v)),
        v,
      ),
      6,
    );
  });

  it("nests five different transforms", () => {
    const f = (x: Scalar, y: Scalar) => mul(sin(mul(x, y)), exp(x));
    // ∂/∂x of ∂²/∂y² along a direction, by jvp of hvp of grad.
    const byHvp = jvp((x: Scalar) => hvp((y: Scalar) => f(x, y), x, 1) as Scalar, [0.7], [1])[1];
    const byGrad = grad((x: Scalar) => grad((y: Scalar) => grad((z: Scalar) => f(x, z))(y))(x))(0.7);
    const byTaylor = derivative((x: Scalar) => derivative((y: Scalar) => f(x, y), 2)(x))(0.7);
    assertClose(primal(byHvp as Scalar), primal(byGrad), 1e-13);
    assertClose(primal(byTaylor), primal(byGrad), 1e-13);
  });

  it("differentiates ordinary control flow as it ran, and the branch not taken does no harm", () => {
    const root = (x: Scalar) => (greater(x, 0) ? sqrt(x) : 0);
    assert.equal(grad(root)(0), 0);
    assert.equal(grad(root)(-1), 0);
    const sinc = (x: Scalar) => (primal(x) !== 0 ? div(sin(x), x) : 1);
    assert.equal(grad(sinc)(0), 0);
    assert.equal(grad((x: Scalar) => max(sqrt(x), 1))(0), 0);
  });

  it("composes the logistic map a hundred times, forward and reverse alike", () => {
    const f = (x: Scalar) => {
      let y = x;
      for (let i = 0; i < 100; i++) y = mul(mul(3.2, y), sub(1, y));
      return y;
    };
    const [value, tangent] = jvp(f, [0.3], [1]);
    assertClose(tangent as number, grad(f)(0.3), 1e-12);
    assertClose(value as number, f(0.3) as number, 1e-15);
  });

  it("differentiates a Newton iteration and a fixed point", () => {
    const root = (a: Scalar) => {
      let x: Scalar = 1;
      for (let i = 0; i < 8; i++)
        x = sub(x, div(sub(mul(x, x), a), derivative((t: Scalar) => sub(mul(t, t), a))(x)));
      return x;
    };
    assertClose(derivative(root)(2), 0.5 / Math.SQRT2, 1e-14);
    assertClose(derivative(root, 2)(2), -0.25 * 2 ** -1.5, 1e-12);
    const fixed = (a: Scalar) => {
      let x: Scalar = 1;
      for (let i = 0; i < 100; i++) x = mul(a, cos(x));
      return x;
    };
    const x = fixed(1) as number;
    assertClose(derivative(fixed)(1), Math.cos(x) / (1 + Math.sin(x)), 1e-9);
  });

  it("frees tapes left behind by an exception, and goes on", () => {
    for (let depth = 0; depth < 3; depth++) {
      assert.throws(() =>
        derivative((x: Scalar) => derivative((): Scalar => assert.fail("on purpose"))(x))(1),
      );
    }
    assert.equal(derivative((x: Scalar) => mul(x, x))(3), 6);
  });

  it("takes a scalar whose tape has closed for a constant", () => {
    let leaked: Scalar = 0;
    grad((x: Scalar) => {
      leaked = mul(x, 2);
      return leaked;
    })(3);
    assert.equal(mul(leaked, 2), 12);
    assert.equal(grad((x: Scalar) => mul(x, leaked))(5), 6);
  });
});
