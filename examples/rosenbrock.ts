/**
 * Rosenbrock's valley, on which optimisers are tried out. At its minimum (1, 1) the gradient is
 * zero, and the Hessian says how much narrower the valley is than long.
 *
 * @differentiable
 * @at p = [-1.2, 1]
 * @at p = [1, 1]
 * @order 2
 */
export function rosenbrock(p: number[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < p.length; i++) {
    const ridge = p[i + 1] - p[i] ** 2;
    const offset = 1 - p[i];
    sum += 100 * ridge ** 2 + offset ** 2;
  }
  return sum;
}
