import { cube } from "above";

/**
 * @differentiable
 * @at t = 0.5
 */
export function ease(t: number): number {
  return cube(t);
}
