/** Rose: traced to WebAssembly. The function has to be written with its operations; exp and log come from JavaScript. */

import type { LabelledPoints } from "../problems/logistic.js";
import type { MixtureShape } from "../problems/mixture.js";
import type { Derivatives } from "../problems/problem.js";

// Its types describe more than is needed here.
// biome-ignore lint/suspicious/noExplicitAny: a peer's own types.
type Any = any;

async function library() {
  const rose: Any = await import("rose");
  const { add, Dual, div, fn, mul, opaque, Real } = rose;
  const unary = (value: (x: number) => number, slope: (x: unknown, y: unknown) => unknown) => {
    const call = opaque([Real], Real, value);
    call.jvp = fn([Dual], Dual, ({ re: x, du }: Any) => {
      const y = call(x);
      return { re: y, du: mul(du, slope(x, y)) };
    });
    return call;
  };
  return {
    ...rose,
    exp: unary(Math.exp, (_x, y) => y),
    log: unary(Math.log, (x) => div(1, x)),
    log1p: unary(Math.log1p, (x) => div(1, add(1, x))),
  };
}

export async function roseRosenbrock(n: number): Promise<Derivatives> {
  const { add, compile, fn, mul, Real, sub, Vec, vjp } = await library();
  const Inputs = Vec(n, Real);
  const f = fn([Inputs], Real, (x: unknown[]) => {
    let sum: unknown = 0;
    for (let i = 0; i + 1 < n; i++) {
      const steep = sub(x[i + 1]!, mul(x[i]!, x[i]!));
      const flat = sub(1, x[i]!);
      sum = add(add(sum, mul(mul(100, steep), steep)), mul(flat, flat));
    }
    return sum;
  });
  return await compile(fn([Inputs], Inputs, (x: unknown) => vjp(f)(x).grad(1)));
}

export async function roseLogistic({ data, labels }: LabelledPoints): Promise<Derivatives> {
  const { add, compile, exp, fn, log1p, mul, neg, Real, sub, sum, Vec, vjp } = await library();
  const features = data[0]!.length;
  const Row = Vec(features, Real);
  const Weights = Vec(features + 1, Real);
  const Inputs = { w: Weights, data: Vec(data.length, Row), labels: Vec(data.length, Real) };
  const term = fn([Weights, Row, Real], Real, (w: unknown[], row: unknown[], label: unknown) => {
    let z = w[features]!;
    for (let j = 0; j < features; j++) z = add(z, mul(w[j]!, row[j]!));
    return add(log1p(exp(neg(z))), mul(sub(1, label), z));
  });
  const loss = fn([Inputs], Real, (x: Any) => {
    let total = sum(data.length, (i: Any) => term(x.w, x.data[i], x.labels[i]));
    for (let j = 0; j < features; j++) total = add(total, mul(mul(0.01, x.w[j]), x.w[j]));
    return total;
  });
  const gradient = await compile(fn([Inputs], Weights, (x: unknown) => vjp(loss)(x).grad(1).w));
  return (w) => gradient({ w, data, labels });
}

export async function roseMixture({ d, k, points }: MixtureShape): Promise<Derivatives> {
  const { add, compile, exp, fn, gt, log, mul, Real, select, sub, sum, Vec, vjp } = await library();
  const factorLength = (d * (d + 1)) / 2;
  const firstFactor = k + k * d;
  const Parameters = Vec(firstFactor + k * factorLength, Real);
  const Point = Vec(d, Real);
  const Inputs = { x: Parameters, points: Vec(points.length, Point) };
  const total = (list: unknown[]) => list.reduce((a, b) => add(a, b));
  const sumOfSquares = (list: unknown[]) => total(list.map((x) => mul(x, x)));
  const logSumExp = (list: unknown[]) => {
    const greatest = list.reduce((a, b) => select(gt(b, a), Real, b, a));
    return add(log(total(list.map((x) => exp(sub(x, greatest))))), greatest);
  };
  const part = (x: Any, from: number, count: number) => Array.from({ length: count }, (_, j) => x[from + j]);
  const factorOf = (x: Any, i: number) => part(x, firstFactor + i * factorLength, factorLength);
  const term = fn([Parameters, Vec(k * d, Real), Point], Real, (x: Any, diagonals: Any, point: Any) => {
    const terms = Array.from({ length: k }, (_, i) => {
      const factor = factorOf(x, i);
      const centered = part(x, k + i * d, d).map((mean, j) => sub(point[j], mean));
      const scaled = centered.map((c, j) => mul(diagonals[i * d + j], c));
      let next = d;
      for (let column = 0; column < d; column++) {
        for (let row = column + 1; row < d; row++) {
          scaled[row] = add(scaled[row], mul(factor[next++], centered[column]));
        }
      }
      return sub(add(x[i], total(factor.slice(0, d))), mul(0.5, sumOfSquares(scaled)));
    });
    return logSumExp(terms);
  });
  const objective = fn([Inputs], Real, (inputs: Any) => {
    const { x } = inputs;
    const factors = Array.from({ length: k }, (_, i) => factorOf(x, i));
    const diagonals = factors.flatMap((factor) => factor.slice(0, d).map((q) => exp(q)));
    const likelihood = sum(points.length, (i: Any) => term(x, diagonals, inputs.points[i]));
    const prior = mul(0.5, sumOfSquares([...diagonals, ...factors.flatMap((factor) => factor.slice(d))]));
    return add(sub(likelihood, mul(points.length, logSumExp(part(x, 0, k)))), prior);
  });
  const gradient = await compile(
    fn([Inputs], Parameters, (inputs: unknown) => vjp(objective)(inputs).grad(1).x),
  );
  return (x) => gradient({ x, points });
}
