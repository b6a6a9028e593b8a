import { scale } from "./scale.js";

/** @differentiable @at x = 3 */
export function scaled(x: number): number {
  return scale * x;
}
