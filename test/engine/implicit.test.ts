/** Solutions of equations by `implicit`, against closed forms. */

import assert from "node:assert/strict";
import {
  add,
  cbrt,
  checkGradients,
  compile,
  cos,
  derivative,
  derivatives,
  GradientTape,
  grad,
  hessian,
  ImplicitError,
  implicit,
  jacobian,
  mul,
  peek,
  pow,
  primal,
  type Scalar,
  sin,
  sqrt,
  sub,
  taylor,
  Variable,
} from "../../engine/index.js";
import { assertAllClose, assertClose, nested } from "./checks.js";

const cubeRoot = (p: Scalar) =>
  implicit((y: Scalar, p: Scalar) => sub(pow(y, 3), p), Math.cbrt(peek(p)), p) as Scalar;

/** Kepler's equation E − e sin E = M, by Newton's iteration. */
const anomaly = (M: Scalar, e: Scalar) => {
  let E = peek(M);
  for (let k = 0; k < 50; k++) E -= (E - peek(e) * Math.sin(E) - peek(M)) / (1 - peek(e) * Math.cos(E));
  return implicit((E: Scalar, M: Scalar, e: Scalar) => sub(sub(E, mul(e, sin(E))), M), E, M, e) as Scalar;
};

/** x + y = s and x y = p. */
const rootsOf = (s: Scalar, p: Scalar) => {
  const root = Math.sqrt(peek(s) ** 2 - 4 * peek(p));
  return implicit(
    (q: { x: Scalar; y: Scalar }, s: Scalar, p: Scalar) => [sub(add(q.x, q.y), s), sub(mul(q.x, q.y), p)],
    { x: (peek(s) + root) / 2, y: (peek(s) - root) / 2 },
    s,
    p,
  ) as { x: Scalar; y: Scalar };
};
const greaterRoot = (s: Scalar, p: Scalar) => mul(0.5, add(s, sqrt(sub(mul(s, s), mul(4, p)))));

describe("implicit", () => {
  it("has the derivatives of a cube root to order 6", () => {
    const expected = derivatives(cbrt, 6)(8.1);
    assertAllClose(derivatives(cubeRoot, 6)(8.1), expected, 1e-11);
    assertAllClose(taylor(cubeRoot, 8.1, 6), taylor(cbrt, 8.1, 6), 1e-11);
    for (let order = 1; order <= 5; order++)
      assertClose(nested(cubeRoot, [order])(8.1) as number, expected[order]!, 1e-11, `order ${order}`);
  });

  it("has the derivatives of what is computed from it, and of a parameter that is computed", () => {
    const f = (x: Scalar) => mul(sin(cubeRoot(mul(x, x))), x);
    const g = (x: Scalar) => mul(sin(cbrt(mul(x, x))), x);
    assertAllClose(derivatives(f, 5)(1.3), derivatives(g, 5)(1.3), 1e-11);
  });

  it("has the mixed partial derivatives of Kepler's equation", () => {
    const [M, e] = [0.8, 0.3];
    const E = anomaly(M, e) as number;
    const w = 1 - e * Math.cos(E);
    const s = Math.sin(E);
    assertAllClose(grad((p: Scalar[]) => anomaly(p[0]!, p[1]!))([M, e]), [1 / w, s / w], 1e-13);
    const mixed = (Math.cos(E) - e) / w ** 3;
    const ee = (s * (2 * Math.cos(E) - e * Math.cos(E) ** 2 - e)) / w ** 3;
    assertAllClose(
      hessian((p: Scalar[]) => anomaly(p[0]!, p[1]!))([M, e]),
      [
        [(-e * s) / w ** 3, mixed],
        [mixed, ee],
      ],
      1e-12,
    );
    assert.ok(checkGradients(anomaly, [M, e], { order: 3, tolerance: 1e-4 }).ok);
  });

  it("solves systems, shaped like their solution", () => {
    const first = jacobian((q: Scalar[]) => rootsOf(q[0]!, q[1]!))([5, 6]);
    // x = 3, y = 2: dx = (x ds − dp) / (x − y).
    assertAllClose(first, { x: [3, -1], y: [-2, 1] }, 1e-13);
    for (const orders of [
      [1, 1],
      [2, 1],
      [0, 3],
      [2, 2],
    ])
      assertClose(
        nested((s, p) => rootsOf(s, p).x, orders)(5.5, 6) as number,
        nested(greaterRoot, orders)(5.5, 6) as number,
        1e-11,
        String(orders),
      );
  });

  it("is recorded by tapes that nest, and gives their partial derivatives", () => {
    const [s, p] = [new Variable(5.5), new Variable(6)];
    const partials = (root: typeof greaterRoot) => {
      const tape = new GradientTape({ persistent: true });
      const y = tape.record(() => root(s, p));
      return tape.partials([y], [s, p], 3)[0]!.partials.map(({ value }) => value ?? 0);
    };
    assertAllClose(
      partials((s, p) => rootsOf(s, p).x),
      partials(greaterRoot),
      1e-10,
    );
    const outer = new GradientTape();
    const inner = new GradientTape();
    const x = new Variable(8);
    const first = outer.record(() =>
      inner.gradient(
        inner.record(() => cubeRoot(x)),
        x,
      ),
    );
    assertClose(outer.gradient(first, x) as number, -1 / 144, 1e-13);
  });

  it("may stand inside the equations of another one, and inside a derivative", () => {
    // y + ∛y = p.
    const f = (p: Scalar) => implicit((y: Scalar, p: Scalar) => sub(add(y, cubeRoot(y)), p), 8, p) as Scalar;
    const slope = 1 + 1 / 12;
    assertClose(derivative(f)(10) as number, 1 / slope, 1e-13);
    assertClose(derivative(f, 2)(10) as number, 1 / 144 / slope ** 3, 1e-12);
    // The least x² − 2 a x is at a, where its derivative is 0.
    const least = (a: Scalar) =>
      implicit(
        (x: Scalar, a: Scalar) =>
          grad((q: Scalar[]) => sub(mul(q[0]!, q[0]!), mul(2, mul(q[1]!, q[0]!))))([x, a])[0]!,
        primal(a),
        a,
      ) as Scalar;
    assertAllClose(derivatives(least, 2)(3), [3, 1, 0]);
  });

  it("is right at other points when it is compiled", () => {
    const { value, gradient } = compile(cubeRoot, 1);
    assertAllClose([value(8), gradient(8), gradient(27)], [2, 1 / 12, 1 / 27], 1e-13);
  });

  it("adds the digits that a solution is short of", () => {
    const rough = (p: Scalar) => implicit((y: Scalar, p: Scalar) => sub(cos(y), p), 1.0471975, p) as Scalar;
    assertClose(derivative(rough)(0.5) as number, -1 / Math.sin(Math.acos(0.5)), 1e-14);
  });

  const failures: [what: string, reason: string, f: () => unknown][] = [
    ["no solution", "residual", () => implicit((y: Scalar, p: Scalar) => sub(mul(y, y), p), 2.1, 4)],
    ["a double root", "singular", () => implicit((y: Scalar, p: Scalar) => sub(mul(y, y), p), 0, 0)],
    [
      "equations that say the same",
      "singular",
      () =>
        implicit(
          (y: Scalar[], p: Scalar) => [sub(add(y[0]!, y[1]!), p), sub(p, add(y[0]!, y[1]!))],
          [1, 2],
          3,
        ),
    ],
    [
      "a captured scalar",
      "captured",
      () =>
        grad((x: Scalar) => implicit((y: Scalar, p: Scalar) => sub(y, mul(x, p)), 6, mul(x, 1)) as Scalar)(
          6 ** 0.5,
        ),
    ],
  ];
  for (const [what, reason, f] of failures)
    it(`refuses ${what}`, () => {
      assert.throws(f, (error) => error instanceof ImplicitError && error.reason === reason);
    });

  it("refuses fewer equations than unknowns", () => {
    assert.throws(() => implicit((y: Scalar[]) => [y[0]!], [0, 1]), TypeError);
  });
});
