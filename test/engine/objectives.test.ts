/** Whole programs against published values: ADBench's golden numbers, GradBench's nested optimisations. */

import assert from "node:assert/strict";
import {
  add,
  compile,
  derivative,
  div,
  grad,
  hessian,
  jacobian,
  jvp,
  less,
  lessEqual,
  mul,
  neg,
  primal,
  type Scalar,
  sqrt,
  sub,
} from "../../engine/index.js";
import { assertAllClose, assertClose, relativeError } from "./checks.js";
import { reprojectionError, weightError } from "./objectives/bundle.js";
import { gmm, type Mixture } from "./objectives/gmm.js";

describe("ADBench's Gaussian mixture", () => {
  const mixture: Mixture<number> = {
    alphas: [-0.649014, 1.181166, -0.758453],
    means: [
      [0.092339, 0.18626],
      [0.345561, 0.396767],
      [0.538817, 0.419195],
    ],
    icf: [
      [0.586443, -0.851887, 0.800321],
      [-1.509405, 0.875874, -0.24279],
      [0.166813, -1.965419, -1.270071],
    ],
  };
  const data = { points: [[1.175171, 2.02916]], wishart: { gamma: 1, m: 0 } };
  const f = (m: Mixture<Scalar>) => gmm(m, data);
  const golden = {
    alphas: [0.10866285550865246, -0.7412700395238985, 0.6326071840152461],
    means: [
      [1.1169257653278701, 0.16333301355145527],
      [-0.021998982407119314, 0.2277782922542361],
      [1.2096302561283219, -0.060637592073395634],
    ],
    icf: [
      [2.5852999405116224, 0.11263269452421379, 0.3857443098496118],
      [0.07351805731823055, 5.418363627155952, -0.32149440967744647],
      [1.7189230977500494, 0.8600910907908669, -0.9946409304663228],
    ],
  };

  it("has the golden value and gradient", () => {
    assertClose(f(mixture) as number, 8.073804080049758, 1e-13);
    assertAllClose(grad(f)(mixture), golden, 1e-8);
  });

  it("has the same when it is compiled at another point and replayed", () => {
    const compiled = compile(f, { ...mixture, alphas: [0, 0.5, 1] });
    assertClose(compiled.value(mixture) as number, 8.073804080049758, 1e-13);
    assertAllClose(compiled.gradient(mixture), golden, 1e-8);
    assertAllClose(compiled.hessian(mixture), hessian(f)(mixture), 1e-10);
  });
});

describe("ADBench's bundle adjustment", () => {
  const camera = [
    1.797201, 0.590697, -0.635786, 90.85955, 29.361415, 28.777534, 211.628116, -0.284531, -14.762924,
    0.058931, 0.069976,
  ];
  const point = [4.173048, 5.586898, 1.403869];
  const measured = [-525.672849, 161.811929] as const;
  const residuals = (p: { camera: Scalar[]; point: Scalar[]; weight: Scalar }) =>
    reprojectionError(p.camera, p.point, p.weight, measured);
  const at = { camera, point, weight: 0.417022 };
  const golden = [
    {
      camera: [
        228.87720220824676, 634.5748114955454, -782.2228662593405, 2.4289261560715967, -11.782807962801131,
        2.5416931248774346, -1.0365708495851809, 0.417022, 0, -350.7395210960052, -912.1077736680086,
      ],
      point: [-2.4289261560715967, 11.782807962801131, -2.5416931248774346],
      weight: -0.6451670397129874,
    },
    {
      camera: [
        -120.54243599499688, -385.6732407664604, 97.54762914033265, -1.7837210852957657, 4.154667994331261,
        2.040257180298989, 0.3491763974331459, 0, 0.417022, 118.1491477044145, 307.25010896034325,
      ],
      point: [1.7837210852957657, -4.154667994331261, -2.040257180298989],
      weight: 0.623335921553064,
    },
  ];

  it("has the golden residuals and Jacobian", () => {
    assertAllClose(residuals(at), [-0.2690488492351894, 0.2599447926779019], 1e-12);
    assertAllClose(jacobian(residuals)(at), golden, 1e-8);
    assertClose(weightError(0.417022) as number, 0.826092651516, 1e-14);
    assertClose(derivative(weightError)(0.417022), -8.34044e-1, 1e-14);
  });
});

/** Gradient descent with a step that adapts itself, as GradBench has it for both programs. */
function argmin(f: (x: Scalar[]) => Scalar, gradient: (x: Scalar[]) => Scalar[], start: Scalar[]): Scalar[] {
  const length = (v: Scalar[]) => sqrt(v.map((c) => mul(c, c)).reduce((a, b) => add(a, b)));
  let [x, value, slope, step, count] = [start, f(start), gradient(start), 1e-5, 0];
  for (;;) {
    if (lessEqual(length(slope), 1e-5)) return x;
    if (count === 10) {
      step *= 2;
      count = 0;
      continue;
    }
    const next = x.map((c, i) => sub(c, mul(step, slope[i]!)));
    if (lessEqual(length(x.map((c, i) => sub(c, next[i]!))), 1e-5)) return x;
    const nextValue = f(next);
    if (less(nextValue, value)) {
      [x, value, slope, count] = [next, nextValue, gradient(next), count + 1];
    } else {
      step /= 2;
      count = 0;
    }
  }
}

function argmax(f: (x: Scalar[]) => Scalar, gradient: (x: Scalar[]) => Scalar[], start: Scalar[]): Scalar[] {
  return argmin(
    (x) => neg(f(x)),
    (x) => gradient(x).map((c) => neg(c)),
    start,
  );
}

type Differentiate = (f: (x: Scalar[]) => Scalar) => (x: Scalar[]) => Scalar[];
const modes: { [name: string]: Differentiate } = {
  reverse: (f) => (x) => grad(f)(x),
  forward: (f) => (x) => x.map((_, i) => jvp(f, [x], [x.map((__, j) => Number(i === j))])[1] as Scalar),
};
const combinations = Object.keys(modes).flatMap((outer) =>
  Object.keys(modes).map((inner) => [outer, inner] as const),
);

describe("GradBench's saddle: the minimum over a maximum, both by gradient descent", () => {
  const square = (p: Scalar[]) => add(mul(p[0]!, p[0]!), mul(p[1]!, p[1]!));
  for (const [outer, inner] of combinations) {
    it(`${outer} over ${inner}`, () => {
      const start = [1, 1];
      const cost = (p1: Scalar[]) => (p2: Scalar[]) => sub(square(p1), square(p2));
      const best = (p1: Scalar[]) => argmax(cost(p1), modes[inner]!(cost(p1)), start);
      const outerCost = (p1: Scalar[]) => cost(p1)(best(p1));
      const p1 = argmin(outerCost, modes[outer]!(outerCost), start);
      const p2 = best(p1);
      assertAllClose([...p1, ...p2].map(primal), new Array(4).fill(8.246324826140356e-6), 1e-9);
    });
  }
});

describe("GradBench's particle: where a charge must stand so that a particle hits the ground at the origin", () => {
  for (const [outer, inner] of combinations) {
    it(`${outer} over ${inner}`, () => {
      const landing = ([w]: Scalar[]): Scalar => {
        const charges = [
          [10, sub(10, w!)],
          [10, 0],
        ];
        const potential = (p: Scalar[]) =>
          charges
            .map((charge) => {
              const [dx, dy] = charge.map((c, i) => sub(p[i]!, c)) as [Scalar, Scalar];
              return div(1, sqrt(add(mul(dx, dx), mul(dy, dy))));
            })
            .reduce((a, b) => add(a, b));
        let position: Scalar[] = [0, 8];
        let velocity: Scalar[] = [0.75, 0];
        for (;;) {
          const acceleration = modes[inner]!(potential)(position).map((c) => neg(c));
          const next = position.map((c, i) => add(c, mul(0.1, velocity[i]!)));
          if (lessEqual(next[1]!, 0)) break;
          position = next;
          velocity = velocity.map((c, i) => add(c, mul(0.1, acceleration[i]!)));
        }
        const time = div(neg(position[1]!), velocity[1]!);
        const x = add(position[0]!, mul(time, velocity[0]!));
        return mul(x, x);
      };
      const w = argmin(landing, modes[outer]!(landing), [0]);
      assert.ok(relativeError(primal(w[0]!), 0.2071918746486116) < 1e-9, String(w[0]));
    });
  }
});
