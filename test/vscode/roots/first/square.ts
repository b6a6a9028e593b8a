/** @differentiable @at x = 3 */
export function square(x: number): number {
  return x * x;
}
