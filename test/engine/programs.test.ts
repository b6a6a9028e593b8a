/**
 * Generated programs: whatever is put together from the primitives, nested tapes, Taylor mode, forward mode,
 * replay and finite differences must agree on it, to the accuracy that the program's own conditioning allows.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  compile,
  derivatives,
  GradientTape,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  primal,
  type Scalar,
  Variable,
} from "../../engine/index.js";
import { nested } from "./checks.js";
import { inputNumber, programs, runProgram } from "./generatedPrograms.js";

function agree(what: string, a: number, b: number, tolerance: number, scale = 1): void {
  if (Object.is(a, b)) return;
  assert.ok(
    Math.abs(a - b) <= tolerance * Math.max(scale, Math.abs(a), Math.abs(b)),
    `${what}: ${a} and ${b}`,
  );
}

const runs = { numRuns: 1000, seed: 20_24 };

describe("generated programs", () => {
  it("have the same derivatives to order 4 by nested tapes and by Taylor mode", () => {
    fc.assert(
      fc.property(programs, inputNumber, (steps, x) => {
        const f = (t: Scalar) => runProgram(steps, [t]);
        const series = derivatives(f, 4)(x) as number[];
        const scale = Math.max(...series.map(Math.abs), 1);
        series.forEach((value, order) => {
          agree(`order ${order}`, nested((t) => f(t!), [order])(x) as number, value, 1e-10, scale);
        });
      }),
      runs,
    );
  });

  it("have the gradient of finite differences", () => {
    fc.assert(
      fc.property(programs, inputNumber, inputNumber, (steps, x, y) => {
        const f = (p: Scalar[]) => runProgram(steps, p);
        const gradient = grad(f)([x, y]);
        const h = 1e-3;
        const along = (i: number, t: number) => primal(f([x, y].map((c, k) => (k === i ? c + t : c))));
        gradient.forEach((value, i) => {
          const near = (along(i, h) - along(i, -h)) / (2 * h);
          const far = (along(i, 2 * h) - along(i, -2 * h)) / (4 * h);
          const extrapolated = (4 * near - far) / 3;
          // The error of the differences shows in how far they are apart.
          agree(`input ${i}`, value, extrapolated, 1e-7 + Math.abs(near - far));
        });
      }),
      runs,
    );
  });

  it("have the same gradient in reverse, forward, on a tape and replayed from elsewhere", () => {
    fc.assert(
      fc.property(programs, inputNumber, inputNumber, (steps, x, y) => {
        const f = (p: Scalar[]) => runProgram(steps, p);
        const gradient = grad(f)([x, y]);
        const forward = [0, 1].map(
          (i) => jvp(f, [[x, y]], [[Number(i === 0), Number(i === 1)]])[1] as number,
        );
        const variables = [new Variable(x), new Variable(y)];
        const tape = new GradientTape();
        const z = tape.record(() => f(variables));
        const taped = tape.gradient(z, variables, { unconnectedGradients: "zero" }).map(primal);
        const replayed = compile(f, [0.3, 0.4]).gradient([x, y]);
        for (const i of [0, 1]) {
          agree("forward", forward[i]!, gradient[i]!, 1e-12);
          agree("tape", taped[i]!, gradient[i]!, 0);
          agree("replay", replayed[i]!, gradient[i]!, 1e-14);
        }
      }),
      runs,
    );
  });

  it("have the same Hessian forward over reverse, reverse over reverse, forward over forward and replayed", () => {
    fc.assert(
      fc.property(programs, inputNumber, inputNumber, (steps, x, y) => {
        const f = (p: Scalar[]) => runProgram(steps, p);
        const at = [x, y];
        const matrix = hessian(f)(at);
        const scale = Math.max(...matrix.flat().map(Math.abs), 1);
        const twice = jacobian((p: Scalar[]) => grad(f)(p))(at);
        const replayed = compile(f, [0.3, 0.4]).hessian(at);
        const unit = (i: number) => [Number(i === 0), Number(i === 1)];
        for (const i of [0, 1]) {
          const column = hvp(f, at, unit(i));
          for (const j of [0, 1]) {
            const pushed = jvp(
              (p: Scalar[]) => jvp(f, [p], [unit(i)])[1] as Scalar,
              [at],
              [unit(j)],
            )[1] as number;
            agree("reverse over reverse", twice[i]![j]!, matrix[i]![j]!, 1e-11, scale);
            agree("forward over forward", pushed, matrix[i]![j]!, 1e-11, scale);
            agree("hvp", column[j]!, matrix[i]![j]!, 1e-11, scale);
            agree("replay", replayed[i]![j]!, matrix[i]![j]!, 1e-11, scale);
          }
        }
        assert.equal(matrix[0]![1], matrix[1]![0]);
      }),
      runs,
    );
  });
});
