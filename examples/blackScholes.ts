import { normalCumulative } from "./normalDistribution";

/**
 * The price of a European call option.
 *
 * Its Greeks are its derivatives: delta is the first with respect to the spot price, gamma the
 * second; vega is the first with respect to the volatility, theta (with its sign turned) to the
 * years, rho to the interest rate.
 *
 * @differentiable
 * @at spot = 100, strike = 105, years = 0.5, rate = 0.03, volatility = 0.2
 * @wrt spot, years, rate, volatility
 * @order 2
 */
export function callPrice(
  spot: number,
  strike: number,
  years: number,
  rate: number,
  volatility: number,
): number {
  const deviation = volatility * Math.sqrt(years);
  const drift = (rate + volatility ** 2 / 2) * years;
  const d1 = (Math.log(spot / strike) + drift) / deviation;
  const d2 = d1 - deviation;
  const discount = Math.exp(-rate * years);
  return spot * normalCumulative(d1) - strike * discount * normalCumulative(d2);
}
