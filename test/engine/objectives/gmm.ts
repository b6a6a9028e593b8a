/**
 * ADBench's Gaussian mixture: the log posterior of points under k Gaussians in d dimensions, with a Wishart prior.
 * Srajer, Kukelova, Fitzgibbon, A benchmark of selected algorithmic differentiation tools, 2018.
 */

import { add, dot, exp, logSumExp, mul, type Scalar, sub, sum } from "../../../engine/index.js";

export interface Mixture<T> {
  /** k logarithms of weights, up to a constant. */
  alphas: T[];
  /** k means of d numbers. */
  means: T[][];
  /** k inverse covariance factors: d logarithms of the diagonal, then the strictly lower triangle by columns. */
  icf: T[][];
}

export interface MixtureData {
  points: number[][];
  wishart: { gamma: number; m: number };
}

export function gmm({ alphas, means, icf }: Mixture<Scalar>, { points, wishart }: MixtureData): Scalar {
  const d = points[0]!.length;
  const k = alphas.length;
  const diagonals = icf.map((factor) => factor.slice(0, d).map((q) => exp(q)));
  const sums = icf.map((factor) => sum(factor.slice(0, d)));
  const rows = icf.map((factor, i) => rowsOf(diagonals[i]!, factor));
  const heights = alphas.map((alpha, i) => add(alpha, sums[i]!));
  const scaled = new Array<Scalar>(d).fill(0);
  const terms = new Array<Scalar>(k).fill(0);
  let total: Scalar = 0;
  for (const point of points) {
    for (let i = 0; i < k; i++) {
      const mean = means[i]!;
      const factor = rows[i]!;
      const centered: Scalar[] = [];
      for (let j = 0; j < d; j++) {
        centered.push(sub(point[j]!, mean[j]!));
        scaled[j] = dot(factor[j]!, centered);
      }
      terms[i] = sub(heights[i]!, mul(0.5, dot(scaled, scaled)));
    }
    total = add(total, logSumExp(terms));
  }
  const constant = -points.length * d * 0.5 * Math.log(2 * Math.PI);
  const likelihood = sub(add(constant, total), mul(points.length, logSumExp(alphas)));
  return add(likelihood, logWishartPrior(d, k, wishart, sums, diagonals, icf));
}

/** The rows of a factor, each up to the diagonal. */
function rowsOf(diagonal: Scalar[], factor: Scalar[]): Scalar[][] {
  const d = diagonal.length;
  const rows: Scalar[][] = diagonal.map(() => []);
  let next = d;
  for (let column = 0; column < d; column++) {
    rows[column]!.push(diagonal[column]!);
    for (let row = column + 1; row < d; row++) rows[row]!.push(factor[next++]!);
  }
  return rows;
}

function logWishartPrior(
  d: number,
  k: number,
  { gamma, m }: MixtureData["wishart"],
  sums: Scalar[],
  diagonals: Scalar[][],
  icf: Scalar[][],
): Scalar {
  const n = d + m + 1;
  const c = n * d * (Math.log(gamma) - 0.5 * Math.log(2)) - logGammaDistribution(0.5 * n, d);
  let out: Scalar = 0;
  for (let i = 0; i < k; i++) {
    const frobenius = add(dot(diagonals[i]!, diagonals[i]!), dot(icf[i]!.slice(d), icf[i]!.slice(d)));
    out = add(out, sub(mul(0.5 * gamma * gamma, frobenius), mul(m, sums[i]!)));
  }
  return sub(out, k * c);
}

function logGammaDistribution(a: number, p: number): number {
  let sum = 0.25 * p * (p - 1) * Math.log(Math.PI);
  for (let j = 1; j <= p; j++) sum += logGamma(a + 0.5 * (1 - j));
  return sum;
}

/** ln Γ of a half-integer or integer, by Γ(x + 1) = x Γ(x). */
function logGamma(x: number): number {
  if (x === 0.5) return 0.5 * Math.log(Math.PI);
  return x === 1 ? 0 : Math.log(x - 1) + logGamma(x - 1);
}
