/**
 * The cumulative distribution function of the standard normal distribution.
 *
 * Φ(x) = 1/2 + φ(x) · (x + x³/3 + x⁵/(3·5) + …), a series whose terms all have the same sign, so
 * that nothing cancels. It is meant for the usual |x| < 8; its derivatives are as accurate as its
 * values.
 *
 * @differentiable
 * @at x = 0.35
 * @order 3
 */
export function normalCumulative(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-20 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
