/**
 * TensorFlow's own test cases for its tape (backprop_test.py and forwardprop_test.py of release 2.21), as far as
 * they make sense for scalars in structures: the names and the numbers are theirs. Where nested-tape decides
 * otherwise, the name says so.
 */

import assert from "node:assert/strict";
import {
  add,
  cos,
  customGradient,
  derivative,
  exp,
  GradientTape,
  grad,
  greater,
  hvp,
  isRecorded,
  jacobian,
  jvp,
  less,
  log,
  mul,
  neg,
  pow,
  primal,
  type Scalar,
  sin,
  stopGradient,
  sub,
  TapeError,
  tan,
  tanh,
  Variable,
  valueAndGrad,
  vjp,
} from "../../engine/index.js";
import { leavesOf, mapStructure } from "../../engine/structure.js";
import { assertAllClose, assertClose, nested } from "./checks.js";

const numbers = (structure: unknown) =>
  mapStructure(structure, (leaf) => (isRecorded(leaf) ? primal(leaf) : leaf));
/** Runs f on a fresh tape and answers what `use` gives for it and its result. */
function taped<T, R>(f: () => T, use: (tape: GradientTape, result: T) => R, persistent = false): R {
  const tape = new GradientTape({ persistent });
  return use(tape, tape.record(f));
}
const total = (...terms: Scalar[]) => terms.reduce((a, b) => add(a, b));
const softmaxCrossEntropy = (logits: Scalar[], labels: Scalar[]) => {
  const sum = total(...logits.map((logit) => exp(logit)));
  return neg(total(...logits.map((logit, i) => mul(labels[i]!, sub(logit, log(sum))))));
};

interface Case {
  name: string;
  run: () => unknown;
  expected: unknown;
}

const cases: Case[] = [
  {
    name: "testNoOpBehaviorConsistent",
    run: () => {
      const x = new Variable(3);
      const tape = new GradientTape();
      return tape.record(() => {
        const copies = [add(x, 0), sub(x, 0), mul(x, 1)] as const;
        tape.watch(copies);
        return tape.gradient(total(mul(2, x), mul(3, copies[0]), mul(3, copies[1]), mul(3, copies[2])), [
          x,
          ...copies,
        ]);
      });
    },
    expected: [11, 3, 3, 3],
  },
  {
    name: "testGradientInsideLoop",
    run: () => {
      const v = new Variable(1);
      const found: unknown[] = [];
      for (let i = 0; i < 3; i++)
        found.push(
          taped(
            () => mul(2, v),
            (tape, y) => tape.gradient(y, v),
          ),
        );
      return found;
    },
    expected: [2, 2, 2],
  },
  {
    name: "testWhereGradient",
    run: () => {
      const f = (x: Scalar) => (less(x, 10) ? x : mul(x, x));
      return [grad(f)(5), grad(f)(50)];
    },
    expected: [1, 100],
  },
  {
    name: "testTwoTargets",
    run: () => {
      const [x, y] = [new Variable(3), new Variable(2)];
      return taped(
        () => [mul(2, x), mul(3, y)],
        (tape, targets) => tape.gradient(targets, [x, y]),
      );
    },
    expected: [2, 3],
  },
  {
    name: "testOutputGradUsedInComputation",
    run: () => {
      const [x, y] = [new Variable(3), new Variable(2)];
      return taped(
        () => [mul(x, y), x],
        (tape, targets) => tape.gradient(targets, x, { outputGradients: [1, 2] }),
      );
    },
    expected: 4,
  },
  {
    name: "testOutputGradUsedInComputation, with an output gradient too many",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => mul(x, x),
        (tape, y) => tape.gradient(y, x, { outputGradients: [1, 5] }),
      );
    },
    expected: 6,
  },
  {
    name: "testDy",
    run: () => vjp((x: Scalar) => x, 1)[1](2),
    expected: [2],
  },
  {
    name: "testGradientsFunctionInCustomGradient",
    run: () => {
      const f = customGradient((x: Scalar) => [grad((t: Scalar) => mul(t, t))(x), (dy: Scalar) => dy]);
      return f(1);
    },
    expected: 2,
  },
  {
    name: "testTapeNoOpGradient",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => x,
        (tape, y) => tape.gradient(y, x),
      );
    },
    expected: 1,
  },
  {
    name: "testTapeGradientMultiTargetOneIsSource",
    run: () => {
      const x = new Variable(2);
      return taped(
        () => [x, mul(x, x)],
        (tape, targets) => tape.gradient(targets, x),
      );
    },
    expected: 5,
  },
  {
    name: "testTapeNoOpGradientWithMultiTargetAllSource",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => [x, x],
        (tape, targets) => tape.gradient(targets, x),
      );
    },
    expected: 2,
  },
  {
    name: "testTapeNoOpGradientWithMultiTargetMultiSource",
    run: () => {
      const [x, y] = [new Variable(3), new Variable(5)];
      return taped(
        () => [x, y, mul(y, y)],
        (tape, targets) => tape.gradient(targets, [x, y]),
      );
    },
    expected: [1, 11],
  },
  {
    name: "testTapeNoOpGradientStringSourceAndTarget",
    run: () =>
      taped(
        () => "a",
        (tape, target) => tape.gradient(target, "a"),
      ),
    expected: null,
  },
  {
    name: "testTapeNoOpGradientWithMultiTargetMultiSourceIncludeString",
    run: () => {
      const [x, y] = [new Variable(3), new Variable(5)];
      return taped(
        () => [x, y, mul(y, y), "z"],
        (tape, targets) => tape.gradient(targets, [x, y, "s"]),
      );
    },
    expected: [1, 11, null],
  },
  {
    name: "testTapeNoOpGradientMultiTarget2By2",
    run: () => {
      const x = [
        [new Variable(2), new Variable(2)],
        [new Variable(2), new Variable(2)],
      ];
      return taped(
        () => [x, x],
        (tape, targets) => tape.gradient(targets, x),
      );
    },
    expected: [
      [2, 2],
      [2, 2],
    ],
  },
  {
    name: "testTapeStopRecording",
    run: () => {
      const tape = new GradientTape();
      const x = new Variable(1);
      const y = tape.record(() => tape.stopRecording(() => mul(x, x)));
      return tape.gradient(y, x);
    },
    expected: null,
  },
  {
    name: "testTapeStopStartRecording",
    run: () => {
      const tape = new GradientTape({ persistent: true });
      const x = new Variable(1);
      return tape.record(() => {
        const twice = mul(x, 2);
        const y = tape.stopRecording(() => mul(twice, twice));
        const z = mul(twice, twice);
        return [tape.gradient(y, twice), tape.gradient(z, twice)];
      });
    },
    expected: [null, 4],
  },
  {
    name: "testTapeReset",
    run: () => {
      const tape = new GradientTape();
      const v = new Variable(1);
      const loss = tape.record(() => {
        const first = mul(v, v);
        tape.reset();
        return add(first, mul(v, v));
      });
      return tape.gradient(loss, v);
    },
    expected: 2,
  },
  {
    name: "testPythonMax",
    run: () => {
      const x = [new Variable(2), new Variable(3), new Variable(5)];
      return taped(
        () => x.reduce((best, v) => (v.value > best.value ? v : best)),
        (tape, best) => tape.gradient(best, x),
      );
    },
    expected: [null, null, 1],
  },
  {
    name: "testGradientNone",
    run: () => grad((logits: Scalar[]) => softmaxCrossEntropy(logits, [1, 0]))([0, 0]),
    expected: [-0.5, 0.5],
  },
  {
    name: "testGradientWithinTapeBlock",
    run: () =>
      [true, false].map((persistent) => {
        const v = new Variable(1);
        const tape = new GradientTape({ persistent });
        return tape.record(() => tape.gradient(mul(2, v), v));
      }),
    expected: [2, 2],
  },
  {
    name: "testSecondGrad",
    run: () => derivative((x: Scalar) => softmaxCrossEntropy([x], [1]), 2)(0.1),
    expected: 0,
  },
  {
    name: "testWatchingIsTapeLocal",
    run: () => {
      const [x1, x2] = [new Variable(2), new Variable(2)];
      const outer = new GradientTape();
      const inner = new GradientTape({ watchAccessedVariables: false, persistent: true });
      const [dy, dz] = outer.record(() =>
        inner.record(() => {
          inner.watch(x1);
          const y = pow(x1, 3);
          const z = pow(x2, 2);
          return [inner.gradient(y, x1), inner.gradient(z, x2)];
        }),
      );
      return [dy, dz === null ? null : "followed", outer.gradient(dy, x1)];
    },
    expected: [12, null, 12],
  },
  {
    name: "testMakeVJP, testPersistentMakeVJP",
    run: () => {
      const pullback = vjp((x: Scalar) => mul(x, x), 3)[1];
      return [pullback(2), pullback(2)];
    },
    expected: [[12], [12]],
  },
  { name: "testGradGrad", run: () => grad(grad((x: Scalar) => mul(x, x)))(3), expected: 2 },
  { name: "testGradGradExp", run: () => grad(grad((x: Scalar) => exp(x)))(0), expected: 1 },
  {
    name: "testStopGradient",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => stopGradient(mul(x, x)),
        (tape, y) => tape.gradient(y, x),
      );
    },
    expected: null,
  },
  {
    name: "testEmptyParams",
    run: () => grad((p: Scalar[]) => mul(p[0]!, p[1]!))([2, 3]),
    expected: [3, 2],
  },
  {
    name: "testUnconnectedNone, testUnconnectedGradientsDefault",
    run: () => {
      const [x, y] = [new Variable(1), new Variable(2)];
      return taped(
        () => mul(2, x),
        (tape, z) => tape.gradient(z, [x, y]),
      );
    },
    expected: [2, null],
  },
  {
    name: "testUnconnectedGradientsZeros",
    run: () => {
      const x = [new Variable(1), new Variable(1)];
      const y = [new Variable(3), new Variable(3)];
      return taped(
        () => x.map((v) => mul(v, 2)),
        (tape, z) => tape.gradient(z, y, { unconnectedGradients: "zero" }),
      );
    },
    expected: [0, 0],
  },
  {
    name: "testUnconnectedGradientsNestedDefunZeros",
    run: () => {
      const x = new Variable(1);
      const f = (v: Scalar) => stopGradient(mul(v, v));
      return taped(
        () => add(f(mul(2, x)), 1),
        (tape, y) => tape.gradient(y, x, { unconnectedGradients: "zero" }),
      );
    },
    expected: 0,
  },
  {
    name: "testGradientTapeReEnterContext",
    run: () => {
      const tape = new GradientTape();
      const x = new Variable(3);
      const y = tape.record(() => mul(2, x));
      const z = tape.record(() => mul(2, y));
      return tape.gradient(z, x);
    },
    expected: 4,
  },
  {
    name: "testGradientTapeRepeatedSource",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => mul(2, x),
        (tape, y) => tape.gradient(y, [x, x]),
      );
    },
    expected: [2, 2],
  },
  {
    name: "testPersistentGradientTapeRepeatedSource",
    run: () => {
      const [x, y] = [new Variable(3), new Variable(5)];
      return taped(
        () => add(mul(x, x), mul(x, y)),
        (tape, z) => [tape.gradient(z, [x, x]), tape.gradient(z, [y, x])],
        true,
      );
    },
    expected: [
      [11, 11],
      [3, 11],
    ],
  },
  {
    name: "testGradientTapeStructure",
    run: () => {
      const [x1, x2, x3] = [new Variable(1), new Variable(2), new Variable(3)];
      return taped(
        () => total(x1, mul(2, x2), mul(3, x3)),
        (tape, y) => [
          tape.gradient(y, x1),
          tape.gradient(y, [x1, x2, x3]),
          tape.gradient(y, [x1, { x2, x3 }]),
          tape.gradient(y, { x1, rest: [[x2], x3] }),
        ],
        true,
      );
    },
    expected: [1, [1, 2, 3], [1, { x2: 2, x3: 3 }], { x1: 1, rest: [[2], 3] }],
  },
  {
    name: "testGradientTape",
    run: () => {
      const x = new Variable(3);
      const outer = new GradientTape();
      const [inner, y] = outer.record(() => {
        const squared = mul(x, x);
        const tape = new GradientTape();
        const z = tape.record(() => {
          tape.watch(squared as Variable);
          return mul(2, squared);
        });
        const gradient = tape.gradient(z, squared as Variable);
        return [gradient, add(squared, gradient!)];
      });
      return [inner, outer.gradient(y, x)];
    },
    expected: [2, 6],
  },
  {
    name: "testGradientTapeCalledOnConstantTarget",
    run: () =>
      taped(
        () => 3,
        (tape, y) => tape.gradient(y, new Variable(2)),
      ),
    expected: null,
  },
  {
    name: "testGradientTapeWithCond",
    run: () => grad((x: Scalar) => (less(x, x) ? add(x, x) : mul(x, x)))(3),
    expected: 6,
  },
  {
    name: "testGradientTapeWithWhileLoop",
    run: () =>
      grad((x: Scalar) => {
        let y = x;
        for (let i = 0; i < 2; i++) y = mul(2, y);
        return y;
      })(3),
    expected: 4,
  },
  {
    name: "testPersistentTape",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => {
          const y = mul(x, x);
          return [y, mul(y, y)];
        },
        (tape, [y, z]) => [tape.gradient(z, x), tape.gradient(y, x)],
        true,
      );
    },
    expected: [108, 6],
  },
  {
    name: "testHigherOrderGradient",
    run: () => {
      const x = new Variable(3);
      const tape = new GradientTape({ persistent: true });
      return tape.record(() => {
        const y = pow(x, 3);
        const first = tape.gradient(y, x);
        const second = tape.gradient(first, x);
        return [y, first, second, tape.gradient(second, x)];
      });
    },
    expected: [27, 27, 18, 6],
  },
  {
    name: "testPersistentNestedTape",
    run: () => {
      const x = new Variable(3);
      const outer = new GradientTape({ persistent: true });
      return outer.record(() => {
        const y = mul(x, x);
        const tape = new GradientTape({ persistent: true });
        const z = tape.record(() => {
          tape.watch(y);
          return mul(2, y);
        });
        const inner = [tape.gradient(z, y), tape.gradient(z, y)];
        return [inner, outer.gradient(total(y, ...(inner as Scalar[])), x), outer.gradient(z, x)];
      });
    },
    expected: [[2, 2], 6, 12],
  },
  {
    name: "testNestedGradients",
    run: () => {
      const x = new Variable(3);
      return taped(
        () => {
          const y = mul(x, x);
          return { y, z: mul(y, y) };
        },
        (tape, { y, z }) => [tape.gradient(z, x), tape.gradient(z, y)],
        true,
      );
    },
    expected: [108, 18],
  },
  {
    name: "testEmptyParamsForValueAndGradFunction",
    run: () => valueAndGrad((p: { a: Scalar; b: Scalar }) => mul(p.a, p.b))({ a: 2, b: 3 }),
    expected: [6, { a: 3, b: 2 }],
  },
  {
    name: "testArgsGradientFunction",
    run: () => grad((...args: Scalar[]) => mul(args[0]!, args[0]!))(1),
    expected: 2,
  },
  {
    name: "testReturnSameThing, testOutput",
    run: () => [0, 1, 2].map((x) => vjp((v: Scalar) => [add(v, 2), mul(v, v)], x)[1]([1, 1])),
    expected: [[1], [3], [5]],
  },
  {
    name: "testExceptionSafety",
    run: () => {
      assert.throws(
        () =>
          grad((_: Scalar) => {
            throw new Error("on the way");
          })(1),
        /on the way/,
      );
      return grad((x: Scalar) => mul(x, x))(1);
    },
    expected: 2,
  },
  {
    name: "testSameObjectForMultipleArguments",
    run: () => {
      const one = new Variable(1);
      return vjp((a: Scalar, b: Scalar) => mul(a, b), one, one)[1](1);
    },
    expected: [1, 1],
  },
  {
    name: "testImplicitGradientsCustomGradientAndCachedVariableValue",
    run: () => {
      const square = customGradient((x: Scalar) => [mul(x, x), (dr: Scalar) => add(mul(mul(2, dr), x), 1)]);
      return grad(square)(3);
    },
    expected: 7,
  },
  {
    name: "testCustomGradient",
    run: () => {
      const myMul = customGradient((x: Scalar, y: Scalar) => [
        mul(x, y),
        (dr: Scalar) => [mul(dr, y), mul(dr, x)],
      ]);
      let x = 0.5;
      return Array.from({ length: 5 }, () => {
        const loss = (v: Scalar) => {
          const miss = sub(myMul(2, v), 1 + 4);
          return less(miss, 0) ? neg(miss) : miss;
        };
        const [value, slope] = valueAndGrad(loss)(x);
        x -= 0.25 * slope;
        return value;
      });
    },
    expected: [4, 3, 2, 1, 0],
  },
  {
    name: "testCustomGradientIdentity",
    run: () => grad(customGradient((x: Scalar) => [x, (dresult: Scalar) => add(dresult, 1)]))(1),
    expected: 2,
  },
  {
    name: "testSelectivelyWatchVariables",
    run: () => {
      const [x1, x2] = [new Variable(1), new Variable(1)];
      const tape = new GradientTape({ persistent: true, watchAccessedVariables: false });
      const [y, z] = tape.record(() => {
        tape.watch(x2);
        return [pow(x1, 2), pow(x2, 3)];
      });
      assert.deepEqual(tape.watchedVariables(), [x2]);
      return [tape.gradient(y, x1), tape.gradient(z, x2)];
    },
    expected: [null, 3],
  },
  {
    name: "testDifferentiatingScalarCache",
    run: () => {
      const [x1, x2] = [new Variable(2), new Variable(2)];
      const tape = new GradientTape({ watchAccessedVariables: false });
      const y = tape.record(() => {
        tape.watch(x1);
        return add(x1, x2);
      });
      return tape.gradient(y, x1);
    },
    expected: 1,
  },
  {
    name: "testVariablesAndConstantsProduceTheSameGradients",
    run: () => {
      const gradients = (a: Scalar, b: Scalar) =>
        vjp((u: Scalar, v: Scalar) => [pow(u, 3), pow(v, 2)], a, b)[1]([1, 1]);
      return [gradients(2, 2), gradients(new Variable(2), new Variable(2))];
    },
    expected: [
      [12, 4],
      [12, 4],
    ],
  },
  {
    name: "testOverrideSecondOrderWithCustomGradient",
    run: () => {
      const f = customGradient((x: Scalar) => {
        const firstOrder = customGradient((_: Scalar) => [-1.1, (ddz: Scalar) => mul(-2.1, ddz)]);
        return [add(x, 10), (dz: Scalar) => mul(dz, firstOrder(x) as Scalar)];
      });
      const c = new Variable(1);
      const outer = new GradientTape();
      const inner = new GradientTape();
      const first = outer.record(() =>
        inner.gradient(
          inner.record(() => pow(f(c), 4)),
          c,
        ),
      );
      return [first, outer.gradient(first, c)];
    },
    expected: [4 * 11 ** 3 * -1.1, 12 * 11 ** 2 * 1.21 + 4 * 11 ** 3 * -2.1],
  },
  {
    name: "testCustomGradientForwardprop",
    run: () => {
      const f = customGradient((x: Scalar) => {
        const first = customGradient((g: Scalar, z: Scalar) => [
          mul(g, 2.1 / 1),
          (gg: Scalar) => [mul(gg, 3.1), mul(mul(gg, mul(g, 0)), add(z, 2.2))],
        ]);
        return [mul(x, 2), (g: Scalar) => first(g, x)];
      });
      return [f(1), grad(f)(1), jvp(f, [1], [1])];
    },
    expected: [2, 2.1, [2, 2.1]],
  },
  {
    name: "JacobianTest",
    run: () => {
      const x = [new Variable(1), new Variable(2)];
      const y = [new Variable(3), new Variable(4)];
      return taped(
        () => x.map((v, i) => mul(mul(v, v), y[i]!)),
        (tape, z) => [
          tape.jacobian(z, x, { unconnectedGradients: "zero" }),
          tape.jacobian(z, y, { unconnectedGradients: "zero" }),
        ],
        true,
      );
    },
    expected: [
      [
        [6, 0],
        [0, 16],
      ],
      [
        [1, 0],
        [0, 4],
      ],
    ],
  },
  {
    name: "BatchJacobianTest",
    run: () => {
      const x = [1, 2, 3, 4].map((v) => new Variable(v));
      const y = [3, 4, 5, 6].map((v) => new Variable(v));
      const pairs = <T>(list: T[]) => [list.slice(0, 2), list.slice(2)];
      return taped(
        () => x.map((v, i) => mul(mul(v, v), y[i]!)),
        (tape, z) => tape.batchJacobian(pairs(z), pairs(x)),
      );
    },
    expected: [
      [
        [6, 0],
        [0, 16],
      ],
      [
        [30, 0],
        [0, 48],
      ],
    ],
  },
  {
    name: "BatchJacobianTest test_degenerate_shape",
    run: () => {
      const x = [[] as Variable[]];
      return taped(
        () => x.map((row) => row.map((v) => mul(v, 2))),
        (tape, z) => tape.batchJacobian(z, x),
      );
    },
    expected: [[]],
  },
  {
    name: "test_nested_jacobian",
    run: () => {
      const sumOfSquares = (row: Scalar[]) => total(...row.map((v) => mul(v, v)));
      return jacobian((row: Scalar[]) => grad(sumOfSquares)(row))([1, 1]);
    },
    expected: [
      [2, 0],
      [0, 2],
    ],
  },
  {
    name: "a value passed through an integer: only the smooth factor counts",
    run: () => grad((x: Scalar) => mul(Math.trunc(primal(x)), x))(3),
    expected: 3,
  },
  {
    name: "state stops gradients",
    run: () => {
      const [x0, x1] = [new Variable(3), new Variable(0)];
      return taped(
        () => {
          x1.assign(add(x1, x0));
          return pow(x1, 2);
        },
        (tape, y) => [tape.gradient(y, x0), tape.gradient(y, x1)],
        true,
      );
    },
    expected: [null, 6],
  },
  {
    name: "the inner gradient taken after the outer tape closed is not recorded",
    run: () => {
      const x = new Variable(3);
      const [outer, inner] = [new GradientTape(), new GradientTape()];
      const y = outer.record(() => inner.record(() => pow(x, 3)));
      const first = inner.gradient(y, x);
      return [first, outer.gradient(first, x)];
    },
    expected: [27, null],
  },
  {
    name: "None against 0: no path is null, a path on which nothing is left is 0",
    run: () => {
      const third = (f: (x: Scalar) => Scalar) => {
        const x = new Variable(3);
        const tape = new GradientTape({ persistent: true });
        return tape.record(() => {
          const second = tape.gradient(tape.gradient(f(x), x), x);
          return second === null ? null : tape.gradient(second, x);
        });
      };
      return [third((x) => mul(x, x)), third((x) => pow(x, 2))];
    },
    expected: [null, 0],
  },
];

describe("TensorFlow's test cases", () => {
  for (const { name, run, expected } of cases) {
    it(name, () => assertAllClose(numbers(run()), expected, 1e-13));
  }

  it("testAutomaticWatchedVariables, testWatchedVariablesRespectReset", () => {
    const [v, w] = [new Variable(1), new Variable(2)];
    const tape = new GradientTape({ persistent: true });
    tape.record(() => {
      assert.deepEqual(tape.watchedVariables(), []);
      mul(v, w);
      assert.deepEqual(tape.watchedVariables(), [v, w]);
      tape.reset();
      assert.deepEqual(tape.watchedVariables(), []);
      mul(v, v);
      assert.deepEqual(tape.watchedVariables(), [v]);
    });
    assert.deepEqual(tape.watchedVariables(), [v]);
  });

  it("testExplicitWatchedVariables", () => {
    const v = new Variable(1);
    const tape = new GradientTape();
    tape.record(() => {
      tape.watch(v);
      assert.deepEqual(tape.watchedVariables(), [v]);
      tape.reset();
      assert.deepEqual(tape.watchedVariables(), []);
      tape.watch(v);
    });
    assert.deepEqual(tape.watchedVariables(), [v]);
  });

  it("testImplicitGradOrdering: variables are listed in the order in which they were read", () => {
    const [a, b] = [new Variable(1), new Variable(2)];
    const tape = new GradientTape();
    tape.record(() => add(mul(b, b), a));
    assert.deepEqual(tape.watchedVariables(), [b, a]);
  });

  it("forwardprop testHigherOrderPureForward", () => {
    const f = (x: Scalar) => pow(x, 3.5);
    const pushed = (g: (x: Scalar) => Scalar) => (x: Scalar) => jvp(g, [x], [1])[1] as Scalar;
    let derived: (x: Scalar) => Scalar = f;
    for (const expected of [1.39596, 4.441706, 10.094786, 13.765615]) {
      assertClose(primal(derived(1.1)), expected, 1e-5);
      derived = pushed(derived);
    }
  });

  it("forwardprop testMultipleWatchesAdd: directions add up", () => {
    const f = (x: Scalar, y: Scalar) => add(mul(x, x), y);
    assertAllClose(jvp(f, [3, 1], [2, 10])[1], 22);
  });

  it("forwardprop testHVPCorrectness: forward over reverse is reverse over reverse", () => {
    const f = (p: Scalar[]) => p.map((x) => pow(tanh(x), 2)).reduce((a, b) => mul(a, b));
    const v = [3, 4, 5];
    const reverse = grad((p: Scalar[]) => {
      const gradient = grad(f)(p) as Scalar[];
      return total(...gradient.map((g, i) => mul(g, v[i]!)));
    })([1, 2, 3]);
    assertAllClose(hvp(f, [1, 2, 3], v), reverse, 1e-12);
  });

  it("forwardprop testNumericHigherOrder: order 3, forward and reverse", () => {
    const f = (x: Scalar, y: Scalar) => mul(mul(sin(x), tan(y)), add(x, y));
    const pushed = (g: (x: Scalar) => Scalar) => (x: Scalar) => jvp(g, [x], [1])[1] as Scalar;
    const forward = pushed(pushed(pushed((x) => f(x, 0.7))))(0.5);
    assertClose(primal(forward), primal(nested(f, [3, 0])(0.5, 0.7)), 1e-12);
  });

  it("forwardprop testBackwardOverForward", () => {
    assertClose(
      grad((x: Scalar) => jvp((t: Scalar) => cos(t), [x], [0.1])[1] as Scalar)(1),
      -0.1 * Math.cos(1),
    );
  });
});

describe("the errors of TensorFlow's tape", () => {
  const x = new Variable(3);
  const used = () => {
    const tape = new GradientTape();
    const y = tape.record(() => mul(x, x));
    tape.gradient(y, x);
    return { tape, y };
  };

  const errors: [string, () => unknown, { name: string; message: RegExp }][] = [
    [
      "testGradientTapeGradientCalledMultipleTimes",
      () => {
        const { tape, y } = used();
        tape.gradient(y, x);
      },
      { name: "TapeError", message: /non-persistent GradientTape.*persistent: true/ },
    ],
    [
      "JacobianTest: a second use for a Jacobian",
      () => {
        const { tape, y } = used();
        tape.jacobian(y, x);
      },
      { name: "TapeError", message: /persistent/ },
    ],
    [
      "testNestedSelfContexts",
      () => {
        const tape = new GradientTape();
        tape.record(() => tape.record(() => 0));
      },
      { name: "TapeError", message: /still recording/ },
    ],
    [
      "stop_recording before the tape was entered",
      () => new GradientTape().stopRecording(() => 0),
      { name: "TapeError", message: /not recording/ },
    ],
    [
      "reset after the tape was left",
      () => used().tape.reset(),
      { name: "TapeError", message: /not recording/ },
    ],
    [
      "testUnknownUnconnectedGradientsValueGiven",
      () => new GradientTape().gradient(x, x, { unconnectedGradients: "nonsense" as "zero" }),
      { name: "TypeError", message: /Unknown value for unconnectedGradients: 'nonsense'/ },
    ],
    [
      "a target of None",
      () => new GradientTape().gradient(undefined, x),
      { name: "TypeError", message: /target.*undefined/ },
    ],
    [
      "testWatchBadThing",
      () => new GradientTape().watch(3),
      { name: "TypeError", message: /the number 3.*new Variable\(3\)/ },
    ],
    [
      "testDifferentiatingFunctionThatReturnsNone",
      () => grad((() => undefined) as never)(1),
      { name: "TypeError", message: /returns undefined/ },
    ],
    [
      "testCustomGradientEmptyError",
      () => grad(customGradient((v: Scalar) => [v, () => []]))(1),
      {
        name: "TypeError",
        message: /a gradient for each of the 1 numbers of the arguments, but it returned 0/,
      },
    ],
    [
      "BatchJacobianTest testBadShape",
      () => new GradientTape().batchJacobian([[x], [x]], [[x]]),
      { name: "RangeError", message: /as many entries in the target \(2\) as in the source \(1\)/ },
    ],
    [
      "BatchJacobianTest testBadInputRank",
      () => new GradientTape().batchJacobian(x as never, [x]),
      { name: "RangeError", message: /list of entries/ },
    ],
    [
      "grad of several results",
      () => grad(((v: Scalar) => [v, v, v]) as never)(1),
      { name: "TypeError", message: /an array of 3.*jacobian/ },
    ],
    [
      "grad by an argument that is not there",
      () => grad((v: Scalar) => v, { argument: 1 })(1),
      { name: "TypeError", message: /argument 1/ },
    ],
    [
      "grad by a string",
      () => grad((v: Scalar) => v)("foo" as never),
      { name: "TypeError", message: /"foo"/ },
    ],
    ["a negative order", () => derivative((v: Scalar) => v, -1), { name: "RangeError", message: /-1/ }],
    [
      "a plain operator on a recorded scalar, which would lose the derivative",
      () => grad((v: Scalar) => (v as number) * (v as number))(3),
      { name: "TypeError", message: /derivative would be lost/ },
    ],
  ];
  for (const [name, run, expected] of errors) it(name, () => assert.throws(run, expected));

  it("is an Error of its own kind", () => assert.ok(new TapeError("") instanceof Error));

  it("leaves no tape behind when the function throws", () => {
    const tape = new GradientTape();
    assert.throws(() => tape.record(() => new GradientTape().record(() => fail())));
    assert.equal(typeof mul(x, x), "number");
    assert.deepEqual(leavesOf(tape.record(() => greater(x, 1))), [true]);
  });
});

function fail(): never {
  throw new Error("on purpose");
}
