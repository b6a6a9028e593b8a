/**
 * @differentiable
 * @at x = 3
 * @order 3
 */
export function f(x: number): number {
  return x ** 2;
}
