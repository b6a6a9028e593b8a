/**
 * One-sided derivatives from values alone: the slopes of f to the left and to the right of a point, by
 * difference quotients extrapolated to step 0, each with an estimate of its error. Used to judge where the
 * tape and a hand-written derivative disagree: on a kink both may be right, and where the values of f are
 * mostly rounding nobody is.
 *
 * Extrapolation and choice of the step after C. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)",
 * Advances in Engineering Software 4 (1982).
 */

export interface Slopes {
  /** Every number from `low` to `high` is a derivative that the values of f do not contradict. */
  low: number;
  high: number;
}

const steps = 10;
const shrink = 2;

/**
 * @param f value at a distance from the point; NaN where there is none
 * @param largestStep the first step tried
 * @returns null when f has no finite values on either side
 */
export function slopesFromValues(f: (distance: number) => number, largestStep: number): Slopes | null {
  const sides = [slopeOf(f, largestStep), slopeOf(f, -largestStep)].filter((side) => side !== null);
  if (sides.length === 0) return null;
  return {
    low: Math.min(...sides.map(({ value, error }) => value - error)),
    high: Math.max(...sides.map(({ value, error }) => value + error)),
  };
}

function slopeOf(
  f: (distance: number) => number,
  largestStep: number,
): { value: number; error: number } | null {
  const here = f(0);
  let best: { value: number; error: number } | null = null;
  let previous: number[] = [];
  for (let row = 0; row < steps; row++) {
    const step = largestStep / shrink ** row;
    const current = [(f(step) - here) / step];
    let factor = 1;
    for (let column = 1; column <= previous.length; column++) {
      factor *= shrink;
      const better = (factor * current[column - 1]! - previous[column - 1]!) / (factor - 1);
      const error = Math.max(
        Math.abs(better - current[column - 1]!),
        Math.abs(better - previous[column - 1]!),
      );
      current.push(better);
      if (Number.isFinite(better) && (best === null || error < best.error)) best = { value: better, error };
    }
    previous = Number.isFinite(current[0]!) ? current : [];
  }
  return best;
}
