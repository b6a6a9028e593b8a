/**
 * How the claim of a function to be a derivative turned out, in one line.
 *
 *     Agrees with ∂f/∂x at 2 points and 16 samples around them.
 */

import type { ClaimReport } from "../report.js";
import { shortName } from "./numbers.js";

const mostInputs = 4;

export function describeClaim({ of, wrt, points, samples, worst, agrees }: ClaimReport): string {
  const name = derivativeText(shortName(of), wrt);
  if (!agrees) {
    return points === 0 ? `Not compared with ${name}.` : `Does not agree with ${name}: see the problem here.`;
  }
  const around =
    samples === 0 ? "" : ` and ${counted(samples, "sample")} around ${points === 1 ? "it" : "them"}`;
  const error = worst === 0 ? "" : ` The largest relative error is ${worst.toExponential(0)}.`;
  return `Agrees with ${name} at ${counted(points, "point")}${around}.${error}`;
}

/** `f′`, `∂f/∂x` or `∇f`. */
function derivativeText(name: string, wrt: readonly string[]): string {
  const [only] = wrt;
  if (only === undefined) return `the derivative of ${name}`;
  if (wrt.length === 1) return `∂${name}/∂${only}`;
  return wrt.length > mostInputs ? `the gradient of ${name}` : `∂${name}/∂(${wrt.join(", ")})`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
