/**
 * @differentiable
 * @at x = 1
 * @order many
 */
export function misprint(x: number): number {
  return Math.sin(x);
}
