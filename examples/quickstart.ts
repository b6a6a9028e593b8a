/**
 * The square of x. Change the 3 below, or the exponent, and watch the hint.
 *
 * @differentiable
 * @at x = 3
 * @order 3
 */
export function f(x: number): number {
  return x ** 2;
}
