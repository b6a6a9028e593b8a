/**
 * From which order on all derivatives are exactly 0: those of a polynomial beyond its degree.
 *
 *     x ** 2 at order 3      all derivatives from order 3 on are 0
 *
 * Zeros at the point alone do not tell (x ** 20 has nineteen of them at 0), so that the function is differentiated
 * once more near the point, along a line in no special direction and to a few orders more.
 */

import type { PointReport } from "../../report.js";
import { repeat, type Setting } from "../run.js";

/** How many orders beyond those shown have to be 0 as well. */
const more = 4;
/** How far the other point is, relative to the inputs. */
const away = 0.00731;

/** The lowest order of at least 2 from which on all derivatives are 0; null where there is none among those shown. */
export function zeroFrom(setting: Setting, report: PointReport): number | null {
  const { order } = setting.routine;
  if (order < 2 || report.truncated || report.derivatives.length === 0) return null;
  let lowest = 0;
  for (const { order: at, value } of report.derivatives) if (value !== 0 && at > lowest) lowest = at;
  const first = Math.max(2, lowest + 1);
  if (first > order) return null;

  const directions = report.inputs.map((_, index) => 1 + 0.6180339887 * ((index * 0.7548776662) % 1));
  const run = repeat(setting, {
    move: (number, index) => number + away * directions[index]! * Math.max(1, Math.abs(number)),
  });
  if (run === null || run.inputs.length !== directions.length) return null;
  const series = run.tape.taylor(
    run.inputs.map(({ variable }) => variable),
    directions,
    order + more,
  );
  const isZero = run.outputs.every(({ scalar }) =>
    series(scalar).every((coefficient, k) => k < first || coefficient === 0),
  );
  return isZero ? first : null;
}
