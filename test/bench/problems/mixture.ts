import { gmm, type Mixture } from "../../engine/objectives/gmm.js";
import { numbers } from "../measure.js";
import { jaxMixture } from "../peers/jax-js.js";
import { roseMixture } from "../peers/rose.js";
import { tensorflowMixture } from "../peers/tensorflow.js";
import { gradientOf, type Problem } from "./problem.js";

export interface MixtureShape {
  /** Dimensions. */
  d: number;
  /** Gaussians. */
  k: number;
  points: number[][];
}

/** ADBench's Gaussian mixture with random parameters and points. */
export function mixture(d: number, k: number, n: number): Problem {
  const shape = mixtureShape(d, k, n);
  const { points } = shape;
  const data = { points, wishart: { gamma: 1, m: 0 } };
  const at = numbers(k + k * d + (k * d * (d + 1)) / 2);
  return {
    name: `Gaussian mixture (ADBench), d = ${d}, K = ${k}, n = ${n}`,
    at,
    plain: (x) => plainMixture(unpacked(x, shape), points),
    ...gradientOf((x) => gmm(unpacked(x, shape), data), at),
    manual: (x) => gradientByHand(unpacked(x, shape), points),
    peers: {
      rose: () => roseMixture(shape),
      "jax-js": () => jaxMixture(shape),
      "TensorFlow.js": () => tensorflowMixture(shape),
      mathjs: "cannot: its formulas have no sums",
    },
  };
}

/** A mixture with n random points. */
export function mixtureShape(d: number, k: number, n: number): MixtureShape {
  const flat = numbers(n * d, 3);
  return { d, k, points: Array.from({ length: n }, (_, i) => flat.slice(i * d, (i + 1) * d)) };
}

export function unpacked<T>(x: T[], { d, k }: MixtureShape): Mixture<T> {
  let next = 0;
  const take = (count: number) => x.slice(next, (next += count));
  return {
    alphas: take(k),
    means: Array.from({ length: k }, () => take(d)),
    icf: Array.from({ length: k }, () => take((d * (d + 1)) / 2)),
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
      scale(point, means[i]!, diagonals[i]!, icf[i]!, centered, scaled);
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

function gradientByHand({ alphas, means, icf }: Mixture<number>, points: number[][]): number[] {
  const d = points[0]!.length;
  const k = alphas.length;
  const diagonals = icf.map((factor) => factor.slice(0, d).map((q) => Math.exp(q)));
  const sums = icf.map((factor) => factor.slice(0, d).reduce((a, b) => a + b));
  const centered = alphas.map(() => new Array<number>(d).fill(0));
  const scaled = alphas.map(() => new Array<number>(d).fill(0));
  const terms = new Array<number>(k).fill(0);
  const byAlpha = shares(alphas).map((share) => -points.length * share);
  const byMean = means.map((mean) => mean.map(() => 0));
  // The prior; the points are added to it.
  const byFactor = icf.map((factor, i) => factor.map((q, j) => (j < d ? diagonals[i]![j]! ** 2 : q)));
  for (const point of points) {
    for (let i = 0; i < k; i++) {
      scale(point, means[i]!, diagonals[i]!, icf[i]!, centered[i]!, scaled[i]!);
      terms[i] = alphas[i]! + sums[i]! - 0.5 * sumOfSquares(scaled[i]!);
    }
    const share = shares(terms);
    for (let i = 0; i < k; i++) {
      const [r, c, s, ofMean, ofFactor] = [share[i]!, centered[i]!, scaled[i]!, byMean[i]!, byFactor[i]!];
      byAlpha[i] = byAlpha[i]! + r;
      for (let j = 0; j < d; j++) {
        const steep = r * s[j]! * diagonals[i]![j]!;
        ofMean[j] = ofMean[j]! + steep;
        ofFactor[j] = ofFactor[j]! + r - steep * c[j]!;
      }
      let next = d;
      for (let column = 0; column < d; column++) {
        for (let row = column + 1; row < d; row++, next++) {
          const steep = r * s[row]!;
          ofMean[column] = ofMean[column]! + steep * icf[i]![next]!;
          ofFactor[next] = ofFactor[next]! - steep * c[column]!;
        }
      }
    }
  }
  return [byAlpha, ...byMean, ...byFactor].flat();
}

/** The point as seen from the mean, and the same times the inverse covariance factor. */
function scale(
  point: number[],
  mean: number[],
  diagonal: number[],
  factor: number[],
  centered: number[],
  scaled: number[],
): void {
  const d = point.length;
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

/** The derivatives of logSumExp. */
function shares(list: number[]): number[] {
  const whole = logSumExp(list);
  return list.map((x) => Math.exp(x - whole));
}
