/** What gradients record is shared from order to order. A program must notice it by the work only. */

import assert from "node:assert/strict";
import {
  add,
  cos,
  div,
  exp,
  GradientTape,
  grad,
  mul,
  pow,
  primal,
  type Scalar,
  sin,
  taylor,
  Variable,
} from "../../engine/index.js";
import { assertClose, nested } from "./checks.js";

describe("what gradients share", () => {
  it("grows by less than 2.5 an order", () => {
    const counts: number[] = [];
    let f = (x: Scalar): Scalar => div(exp(sin(mul(x, x))), add(1, pow(x, 4)));
    for (let order = 1; order <= 8; order++) {
      const lower = f;
      const tape = new GradientTape();
      const x = new Variable(0.5);
      tape.record(() => lower(x));
      counts.push(tape.operationCount);
      f = (t) => grad(lower)(t);
    }
    assert.ok(counts[7]! / counts[6]! < 2.5, `operations by order: ${counts}`);
  });

  it("gives the derivatives that Taylor mode gives", () => {
    const f = (x: Scalar) => mul(exp(sin(x)), div(cos(mul(x, x)), add(2, mul(x, -3))));
    const coefficients = taylor(f, 0.3, 7);
    let factorial = 1;
    for (let order = 1; order <= 7; order++) {
      factorial *= order;
      assertClose(nested(f, [order])(0.3) as number, coefficients[order]! * factorial, 1e-12);
    }
  });

  it("leaves two results of a program two scalars", () => {
    const x = new Variable(0.5);
    const outer = new GradientTape({ persistent: true });
    const inner = new GradientTape({ persistent: true });
    const slopes = outer.record(() => {
      const y = inner.record(() => exp(sin(x)));
      return [1, 2, 3, 4].map(() => inner.gradient(y, x) as Variable);
    });
    for (const target of slopes) {
      assert.equal(primal(target), primal(slopes[0]!));
      for (const source of slopes) assert.equal(outer.gradient(target, source), target === source ? 1 : null);
    }
  });

  it("leaves equal gradients by two sources two scalars", () => {
    const x = new Variable(0.5);
    const y = new Variable(0.5);
    const outer = new GradientTape({ persistent: true });
    const [a, b, sum] = outer.record(() => {
      const inner = new GradientTape();
      const z = inner.record(() => add(mul(sin(x), 3), mul(sin(y), 3)));
      const [p, q] = inner.gradient(z, [x, y]) as [Scalar, Scalar];
      return [p, q, add(mul(p, p), q)];
    });
    assertClose(outer.gradient(sum!, a as Variable) as number, 2 * primal(a!), 1e-15);
    assert.equal(outer.gradient(sum!, b as Variable), 1);
  });

  it("does not hide from a tape what was recorded before it began", () => {
    const x = new Variable(0.5);
    const outer = new GradientTape();
    const slope = outer.record(() => {
      const first = new GradientTape();
      const f = first.record(() => exp(sin(x)));
      first.gradient(f, x);
      const middle = new GradientTape();
      const second = middle.record(() => {
        const inner = new GradientTape();
        const g = inner.record(() => mul(3, sin(x)));
        return inner.gradient(g, x)!;
      });
      return middle.gradient(second, x)!;
    });
    assertClose(primal(slope), -3 * Math.sin(0.5), 1e-15);
    assertClose(outer.gradient(slope, x) as number, -3 * Math.cos(0.5), 1e-15);
  });

  it("does not hide from a tape what was recorded before it was reset", () => {
    const x = new Variable(0.5);
    const outer = new GradientTape();
    const slope = outer.record(() => {
      const inner = new GradientTape({ persistent: true });
      const y = inner.record(() => mul(sin(x), 2));
      inner.gradient(y, x);
      outer.reset();
      return inner.gradient(y, x)!;
    });
    assertClose(outer.gradient(slope, x) as number, -2 * Math.sin(0.5), 1e-15);
  });

  it("keeps constants apart that differ in sign only", () => {
    const x = new Variable(0);
    const inner = new GradientTape({ persistent: true });
    new GradientTape().record(() => {
      const [plus, minus] = inner.record(() => {
        const y = sin(exp(x));
        return [mul(y, 0), mul(y, -0)];
      });
      assert.ok(Object.is(primal(inner.gradient(plus!, x)!), 0));
      assert.ok(Object.is(primal(inner.gradient(minus!, x)!), -0));
    });
  });
});
