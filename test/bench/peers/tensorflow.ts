/** TensorFlow.js: a tape over tensors, on its CPU backend; single precision. */

import type * as TensorFlow from "@tensorflow/tfjs";
import type { LabelledPoints } from "../problems/logistic.js";
import type { MixtureShape } from "../problems/mixture.js";
import type { Derivatives } from "../problems/problem.js";
import { diagonalPlaces, lowerPlaces } from "./lowerTriangle.js";

async function library(): Promise<typeof TensorFlow> {
  const tf = await import("@tensorflow/tfjs");
  await tf.setBackend("cpu");
  await tf.ready();
  return tf;
}

function gradientOf(tf: typeof TensorFlow, f: (x: TensorFlow.Tensor1D) => TensorFlow.Tensor): Derivatives {
  const gradient = tf.grad(f as (x: TensorFlow.Tensor) => TensorFlow.Tensor);
  return (x) => tf.tidy(() => gradient(tf.tensor1d(x)).dataSync());
}

export async function tensorflowRosenbrock(n: number): Promise<Derivatives> {
  const tf = await library();
  return gradientOf(tf, (x) => {
    const head = x.slice(0, n - 1);
    const steep = x.slice(1, n - 1).sub(head.mul(head));
    const flat = tf.scalar(1).sub(head);
    return steep.mul(steep).mul(100).add(flat.mul(flat)).sum();
  });
}

export async function tensorflowLogistic({ data, labels }: LabelledPoints): Promise<Derivatives> {
  const tf = await library();
  const features = data[0]!.length;
  const rows = tf.tensor2d(data);
  const rest = tf.tensor1d(labels.map((label) => 1 - label));
  return gradientOf(tf, (w) => {
    const weights = w.slice(0, features);
    const z = tf.dot(rows, weights).add(w.slice(features, 1));
    const losses = z.neg().softplus().add(rest.mul(z));
    return losses.sum().add(weights.square().sum().mul(0.01));
  });
}

export async function tensorflowMixture({ d, k, points }: MixtureShape): Promise<Derivatives> {
  const tf = await library();
  const factorLength = (d * (d + 1)) / 2;
  const columns = tf.tensor2d(points).transpose();
  const onDiagonal = tf.tensor2d(diagonalPlaces(d));
  const below = tf.tensor2d(lowerPlaces(d));
  return gradientOf(tf, (x) => {
    const alphas = x.slice(0, k);
    const means = x.slice(k, k * d).reshape([k, d, 1]);
    const icf = x.slice(k + k * d, k * factorLength).reshape<TensorFlow.Tensor2D>([k, factorLength]);
    const logarithms = icf.slice([0, 0], [k, d]);
    const diagonal = logarithms.exp();
    const lower = icf.slice([0, d], [k, factorLength - d]);
    const factors = diagonal.matMul(onDiagonal).add(lower.matMul(below)).reshape([k, d, d]);
    const scaled = factors.matMul(columns.sub(means));
    const terms = alphas.add(logarithms.sum(1)).reshape([k, 1]).sub(scaled.square().sum(1).mul(0.5));
    const likelihood = terms.logSumExp(0).sum().sub(alphas.logSumExp().mul(points.length));
    return likelihood.add(diagonal.square().sum().add(lower.square().sum()).mul(0.5));
  });
}

/** The derivative of an order of e^sin(x²) / (1 + x⁴), by nesting `tf.grad`. */
export async function tensorflowDerivative(order: number): Promise<(x: number) => number> {
  const tf = await library();
  let f: (x: TensorFlow.Tensor) => TensorFlow.Tensor = (x) => {
    const square = x.mul(x);
    return square
      .sin()
      .exp()
      .div(tf.scalar(1).add(square.mul(square)));
  };
  for (let k = 0; k < order; k++) f = tf.grad(f as never) as never;
  return (x) => tf.tidy(() => f(tf.scalar(x)).dataSync()[0]!);
}
