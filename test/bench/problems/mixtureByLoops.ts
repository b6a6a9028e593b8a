import { add, exp, log, max, mul, type Scalar, sub } from "../../../engine/index.js";
import type { Mixture } from "../../engine/objectives/gmm.js";
import { mixture, mixtureShape, unpacked } from "./mixture.js";
import { gradientOf, type Problem } from "./problem.js";

/** The same mixture without the operations on lists: each product and each sum is an operation of its own. */
export function mixtureByLoops(d: number, k: number, n: number): Problem {
  const { at, plain } = mixture(d, k, n);
  const shape = mixtureShape(d, k, n);
  const notAgain = "as above";
  return {
    name: `the same with \`add\`, \`sub\` and \`mul\` alone, d = ${d}`,
    at,
    plain,
    ...gradientOf((x) => gmmByLoops(unpacked(x, shape), shape.points), at),
    peers: { rose: notAgain, "jax-js": notAgain, "TensorFlow.js": notAgain, mathjs: notAgain },
  };
}

function gmmByLoops({ alphas, means, icf }: Mixture<Scalar>, points: number[][]): Scalar {
  const d = points[0]!.length;
  const k = alphas.length;
  const diagonals = icf.map((factor) => factor.slice(0, d).map((q) => exp(q)));
  const sums = icf.map((factor) => factor.slice(0, d).reduce((a, b) => add(a, b)));
  const centered = new Array<Scalar>(d).fill(0);
  const scaled = new Array<Scalar>(d).fill(0);
  const terms = new Array<Scalar>(k).fill(0);
  let total: Scalar = 0;
  for (const point of points) {
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < d; j++) {
        centered[j] = sub(point[j]!, means[i]![j]!);
        scaled[j] = mul(diagonals[i]![j]!, centered[j]!);
      }
      let next = d;
      for (let column = 0; column < d; column++) {
        for (let row = column + 1; row < d; row++) {
          scaled[row] = add(scaled[row]!, mul(icf[i]![next++]!, centered[column]!));
        }
      }
      terms[i] = sub(add(alphas[i]!, sums[i]!), mul(0.5, sumOfSquares(scaled)));
    }
    total = add(total, logSumExp(terms));
  }
  let prior: Scalar = 0;
  for (let i = 0; i < k; i++) {
    prior = add(prior, mul(0.5, add(sumOfSquares(diagonals[i]!), sumOfSquares(icf[i]!.slice(d)))));
  }
  return add(sub(total, mul(points.length, logSumExp(alphas))), prior);
}

function sumOfSquares(list: Scalar[]): Scalar {
  let sum: Scalar = 0;
  for (const x of list) sum = add(sum, mul(x, x));
  return sum;
}

function logSumExp(list: Scalar[]): Scalar {
  const greatest = max(...list);
  let sum: Scalar = 0;
  for (const x of list) sum = add(sum, exp(sub(x, greatest)));
  return add(log(sum), greatest);
}
