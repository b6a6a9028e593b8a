/** jax-js: arrays, traced and compiled for its WebAssembly backend; single precision. */

import type { LabelledPoints } from "../problems/logistic.js";
import type { MixtureShape } from "../problems/mixture.js";
import type { Derivatives } from "../problems/problem.js";
import { diagonalPlaces, lowerPlaces } from "./lowerTriangle.js";

async function library() {
  const jax = await import("@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  return jax;
}

type Vector = ReturnType<Awaited<ReturnType<typeof library>>["numpy"]["array"]>;

export async function jaxRosenbrock(n: number): Promise<Derivatives> {
  const { grad, jit, numpy: np } = await library();
  const gradient = jit(
    grad((x: Vector) => {
      const head = x.ref.slice([0, n - 1]);
      const tail = x.slice([1, n]);
      const steep = tail.sub(head.ref.mul(head.ref));
      const flat = np.array(1).sub(head);
      return steep.ref.mul(steep).mul(100).add(flat.ref.mul(flat)).sum();
    }),
  );
  return (x) => gradient(np.array(x)).dataSync();
}

export async function jaxLogistic({ data, labels }: LabelledPoints): Promise<Derivatives> {
  const { grad, jit, nn, numpy: np } = await library();
  const features = data[0]!.length;
  const gradient = jit(
    grad((w: Vector, rows: Vector, rest: Vector) => {
      const weights = w.ref.slice([0, features]);
      const z = np.dot(rows, weights.ref).add(w.slice(features));
      const losses = nn.softplus(z.ref.neg()).add(rest.mul(z));
      return losses.sum().add(np.square(weights).sum().mul(0.01));
    }),
  );
  const rows = np.array(data);
  const rest = np.array(labels.map((label) => 1 - label));
  return (w) => gradient(np.array(w), rows.ref, rest.ref).dataSync();
}

export async function jaxMixture({ d, k, points }: MixtureShape): Promise<Derivatives> {
  const { grad, jit, nn, numpy: np } = await library();
  const factorLength = (d * (d + 1)) / 2;
  const gradient = jit(
    grad((x: Vector, columns: Vector, onDiagonal: Vector, below: Vector) => {
      const alphas = x.ref.slice([0, k]);
      const means = x.ref.slice([k, k + k * d]).reshape([k, d, 1]);
      const icf = x.slice([k + k * d, k + k * d + k * factorLength]).reshape([k, factorLength]);
      const logarithms = icf.ref.slice([], [0, d]);
      const diagonal = np.exp(logarithms.ref);
      const lower = icf.slice([], [d, factorLength]);
      const factors = np.matmul(diagonal.ref, onDiagonal).add(np.matmul(lower.ref, below)).reshape([k, d, d]);
      const scaled = np.matmul(factors, columns.sub(means));
      const terms = alphas.ref.add(logarithms.sum(1)).reshape([k, 1]).sub(np.square(scaled).sum(1).mul(0.5));
      const likelihood = nn.logsumexp(terms, 0).sum().sub(nn.logsumexp(alphas).mul(points.length));
      return likelihood.add(np.square(diagonal).sum().add(np.square(lower).sum()).mul(0.5));
    }),
  );
  const columns = np.array(points).transpose();
  const onDiagonal = np.array(diagonalPlaces(d));
  const below = np.array(lowerPlaces(d));
  return (x) => gradient(np.array(x), columns.ref, onDiagonal.ref, below.ref).dataSync();
}
