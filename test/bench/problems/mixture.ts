import { gmm, type Mixture } from "../../engine/objectives/gmm.js";
import { numbers } from "../measure.js";
import type { Problem } from "./problem.js";

/** ADBench's Gaussian mixture with random parameters and points. */
export function mixture(d: number, k: number, n: number): Problem {
  const factorLength = (d * (d + 1)) / 2;
  const flat = numbers(n * d, 3);
  const points = Array.from({ length: n }, (_, i) => flat.slice(i * d, (i + 1) * d));
  const data = { points, wishart: { gamma: 1, m: 0 } };
  const unpack = <T>(x: T[]): Mixture<T> => {
    let next = 0;
    const take = (count: number) => x.slice(next, (next += count));
    return {
      alphas: take(k),
      means: Array.from({ length: k }, () => take(d)),
      icf: Array.from({ length: k }, () => take(factorLength)),
    };
  };
  return {
    name: `Gaussian mixture (ADBench), d = ${d}, K = ${k}, n = ${n}`,
    at: numbers(k + k * d + k * factorLength),
    plain: (x) => plainMixture(unpack(x), points),
    recorded: (x) => gmm(unpack(x), data),
  };
}

/** The same steps as in objectives/gmm.ts, with plain operators; the constants are left out. */
function plainMixture({ alphas, means, icf }: Mixture<number>, points: number[][]): number {
  const d = points[0]!.length;
  const k = alphas.length;
  const diagonals = icf.map((factor) => factor.slice(0, d).map((q) => Math.exp(q)));
  const sums = icf.map((factor) => factor.slice(0, d).reduce((a, b) => a + b));
  const centered = new Array<number>(d).fill(0);
  const scaled = new Array<number>(d).fill(0);
  const terms = new Array<number>(k).fill(0);
  let total = 0;
  for (const point of points) {
    for (let i = 0; i < k; i++) {
      const mean = means[i]!;
      const diagonal = diagonals[i]!;
      const factor = icf[i]!;
      for (let j = 0; j < d; j++) {
        centered[j] = point[j]! - mean[j]!;
        scaled[j] = diagonal[j]! * centered[j]!;
      }
      let next = d;
      for (let column = 0; column < d; column++) {
        for (let row = column + 1; row < d; row++) {
          scaled[row] = scaled[row]! + factor[next++]! * centered[column]!;
        }
      }
      terms[i] = alphas[i]! + sums[i]! - 0.5 * sumOfSquares(scaled);
    }
    total = total + logSumExp(terms);
  }
  let prior = 0;
  for (let i = 0; i < k; i++) {
    prior = prior + 0.5 * (sumOfSquares(diagonals[i]!) + sumOfSquares(icf[i]!.slice(d)));
  }
  return total - points.length * logSumExp(alphas) + prior;
}

function sumOfSquares(list: number[]): number {
  let sum = 0;
  for (const x of list) sum = sum + x * x;
  return sum;
}

function logSumExp(list: number[]): number {
  const greatest = Math.max(...list);
  let sum = 0;
  for (const x of list) sum = sum + Math.exp(x - greatest);
  return Math.log(sum) + greatest;
}
