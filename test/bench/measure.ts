/** Measuring: the least time of many runs, which is what the machine can do when nothing disturbs it. */

/** Keeps results alive, so that no compiler leaves out the work that made them. */
let sink: unknown;
export const lastResult = () => sink;

/** Microseconds of one call. @param milliseconds how long to go on measuring */
export function microseconds(run: () => unknown, milliseconds = 400): number {
  for (let i = 0; i < 3; i++) sink = run();
  let batch = 1;
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + milliseconds;
  do {
    const start = performance.now();
    for (let i = 0; i < batch; i++) sink = run();
    const elapsed = performance.now() - start;
    if (elapsed < 2) batch *= 2;
    else best = Math.min(best, (elapsed / batch) * 1000);
  } while (performance.now() < end || best === Number.POSITIVE_INFINITY);
  return best;
}

/** Numbers that look random and are the same in each run. */
export function numbers(count: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
}
