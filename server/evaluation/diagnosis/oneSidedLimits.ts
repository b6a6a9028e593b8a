/**
 * Derivatives from the left and from the right: what the function's derivatives tend to as one input tends to the
 * point from one side. The function is differentiated at two points very near, and the limit is taken along the
 * line through what was found there.
 */

import { type FinishedRun, repeat, type Setting } from "../run.js";

/** How far from the point, relative to the input: the rounding of numbers leaves enough digits at both. */
const far = 2 ** -20;
const near = 2 ** -26;

export interface Side {
  /** Where the value tends to. */
  value: number;
  /** The value does not tend to the one at the point. */
  isJump: boolean;
  /** Of orders 1, 2, …; where each tends to. Infinite where it grows without bound. */
  derivatives: number[];
}

/**
 * For each number of the result the limits from one side; null where the function gives no numbers on that side.
 * @param here the numbers of the result at the point
 */
export function oneSidedLimits(
  setting: Setting,
  input: number,
  at: number,
  direction: -1 | 1,
  order: number,
  here: readonly number[],
): (Side | null)[] | null {
  const scale = (at === 0 ? 1 : Math.abs(at)) * direction;
  const moved = (by: number) =>
    repeat(setting, { move: (number, index) => (index === input ? number + by * scale : number) });
  const atFar = seriesAt(moved(far), input, order);
  const atNear = seriesAt(moved(near), input, order);
  if (atFar === null || atNear === null || atFar.length !== atNear.length) return null;
  return atNear.map((closer, index) => limitOf(closer, atFar[index]!, here[index] ?? Number.NaN));
}

/** For each number of the result its value and derivatives by the input. */
function seriesAt(run: FinishedRun | null, input: number, order: number): number[][] | null {
  if (run === null) return null;
  const series = run.tape.taylor([run.inputs[input]!.variable], [1], order);
  return run.outputs.slice(0, 64).map(({ scalar }) => {
    let factorial = 1;
    return [...series(scalar)].map((coefficient, k) => {
      factorial *= Math.max(1, k);
      return coefficient * factorial;
    });
  });
}

function limitOf(closer: number[], further: number[], here: number): Side | null {
  if (Number.isNaN(closer[0]!)) return null;
  const limits = closer.map((value, k) => limit(value, further[k]!));
  const distance = Math.abs(closer[0]! - here);
  const isJump =
    distance > 1e-9 * Math.max(1e-3, Math.abs(here)) && distance > 0.5 * Math.abs(further[0]! - here);
  return { value: limits[0]!, isJump, derivatives: limits.slice(1) };
}

function limit(closer: number, further: number): number {
  const isGrowing =
    Math.abs(closer) > 3 * Math.abs(further) && Math.abs(closer) > 100 && closer * further > 0;
  if (isGrowing) return closer > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (!Number.isFinite(closer) || !Number.isFinite(further)) return closer;
  return closer + (closer - further) * (near / (far - near));
}
