/** mathjs: symbolic derivatives of expressions. */

export async function mathjsDerivative(order: number): Promise<(x: number) => number> {
  const { create, all } = await import("mathjs");
  const math = create(all!, {});
  let expression = math.parse("exp(sin(x^2)) / (1 + x^4)");
  for (let k = 0; k < order; k++) expression = math.derivative(expression, "x");
  const compiled = expression.compile();
  return (x) => compiled.evaluate({ x });
}
