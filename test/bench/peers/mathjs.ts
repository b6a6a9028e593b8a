/** mathjs: symbolic derivatives of expressions. Sums are added up outside, since an expression cannot loop. */

import type { EvalFunction, MathNode } from "mathjs";
import type { LabelledPoints } from "../problems/logistic.js";
import type { Derivatives } from "../problems/problem.js";

async function library() {
  const { create, all } = await import("mathjs");
  return create(all!, {});
}

type Library = Awaited<ReturnType<typeof library>>;

function partials(math: Library, expression: MathNode, names: readonly string[]): EvalFunction[] {
  return names.map((name) => math.derivative(expression, name).compile());
}

export async function mathjsRosenbrock(n: number): Promise<Derivatives> {
  const math = await library();
  const [byFirst, bySecond] = partials(math, math.parse("100 * (b - a^2)^2 + (1 - a)^2"), ["a", "b"]);
  return (x) => {
    const gradient = new Array<number>(n).fill(0);
    for (let i = 0; i + 1 < n; i++) {
      const scope = { a: x[i], b: x[i + 1] };
      gradient[i] = gradient[i]! + byFirst!.evaluate(scope);
      gradient[i + 1] = gradient[i + 1]! + bySecond!.evaluate(scope);
    }
    return gradient;
  };
}

export async function mathjsLogistic({ data, labels }: LabelledPoints): Promise<Derivatives> {
  const math = await library();
  const inputs = data[0]!.map((_, j) => `x${j}`);
  const weights = [...inputs.map((_, j) => `w${j}`), "bias"];
  const z = [...inputs.map((input, j) => `w${j} * ${input}`), "bias"].join(" + ");
  const parts = partials(math, math.parse(`log(1 + exp(-(${z}))) + (1 - label) * (${z})`), weights);
  return (w) => {
    const gradient = w.map((weight, j) => (j < inputs.length ? 0.02 * weight : 0));
    const scope = new Map<string, number>();
    weights.forEach((name, j) => {
      scope.set(name, w[j]!);
    });
    data.forEach((row, i) => {
      inputs.forEach((name, j) => {
        scope.set(name, row[j]!);
      });
      scope.set("label", labels[i]!);
      parts.forEach((part, j) => {
        gradient[j] = gradient[j]! + part.evaluate(scope);
      });
    });
    return gradient;
  };
}

/** The derivative of an order of e^sin(x²) / (1 + x⁴). */
export async function mathjsDerivative(order: number): Promise<(x: number) => number> {
  const math = await library();
  let expression = math.parse("exp(sin(x^2)) / (1 + x^4)");
  for (let k = 0; k < order; k++) expression = math.derivative(expression, "x");
  const compiled = expression.compile();
  return (x) => compiled.evaluate({ x });
}
