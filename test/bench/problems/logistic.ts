import { add, dot, exp, log1p, mul, neg, type Scalar, sub } from "../../../engine/index.js";
import { numbers } from "../measure.js";
import { jaxLogistic } from "../peers/jax-js.js";
import { mathjsLogistic } from "../peers/mathjs.js";
import { roseLogistic } from "../peers/rose.js";
import { tensorflowLogistic } from "../peers/tensorflow.js";
import { gradientOf, type Problem } from "./problem.js";

export interface LabelledPoints {
  data: number[][];
  labels: number[];
}

/** The loss of a logistic regression, with a penalty on large weights. */
export function logistic(points: number, features: number): Problem {
  const flat = numbers(points * features, 7);
  const data = Array.from({ length: points }, (_, i) => flat.slice(i * features, (i + 1) * features));
  const labels = data.map((row) => (row[0]! + 0.3 * row[1]! > 0.1 ? 1 : 0));
  const at = numbers(features + 1);
  return {
    name: `logistic regression, ${points} points, ${features} features`,
    at,
    plain: (w) => {
      let loss = 0;
      for (let i = 0; i < points; i++) {
        const row = data[i]!;
        let z = w[features]!;
        for (let j = 0; j < features; j++) z = z + w[j]! * row[j]!;
        loss = loss + Math.log1p(Math.exp(-z)) + (1 - labels[i]!) * z;
      }
      for (let j = 0; j < features; j++) loss = loss + 0.01 * w[j]! * w[j]!;
      return loss;
    },
    ...gradientOf((w) => {
      const weights = w.slice(0, features);
      let loss: Scalar = mul(0.01, dot(weights, weights));
      for (let i = 0; i < points; i++) {
        const z = add(w[features]!, dot(weights, data[i]!));
        loss = add(add(loss, log1p(exp(neg(z)))), mul(sub(1, labels[i]!), z));
      }
      return loss;
    }, at),
    manual: (w) => {
      const gradient = new Array<number>(features + 1).fill(0);
      for (let i = 0; i < points; i++) {
        const row = data[i]!;
        let z = w[features]!;
        for (let j = 0; j < features; j++) z += w[j]! * row[j]!;
        const slope = 1 / (1 + Math.exp(-z)) - labels[i]!;
        for (let j = 0; j < features; j++) gradient[j] = gradient[j]! + slope * row[j]!;
        gradient[features] = gradient[features]! + slope;
      }
      for (let j = 0; j < features; j++) gradient[j] = gradient[j]! + 0.02 * w[j]!;
      return gradient;
    },
    peers: {
      rose: () => roseLogistic({ data, labels }),
      "jax-js": () => jaxLogistic({ data, labels }),
      "TensorFlow.js": () => tensorflowLogistic({ data, labels }),
      mathjs: () => mathjsLogistic({ data, labels }),
    },
  };
}
