/**
 * How deep plain data is nested. A routine is sent to another process and turned into closures, and both need
 * stack for each level, so one that is nested beyond measure is told from the start and not run.
 */

/** The most levels of objects and arrays that a routine may have: about a thousand `else if`, or half as many calls inside calls. */
export const deepestRoutine = 1_000;

/** Whether a value has more levels of objects and arrays than a limit. Needs no stack itself. */
export function isNestedDeeper(value: unknown, limit: number): boolean {
  let level: object[] = [];
  if (typeof value === "object" && value !== null) level.push(value);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const next: object[] = [];
    for (const holder of level) {
      for (const held of Object.values(holder)) {
        if (typeof held === "object" && held !== null) next.push(held);
      }
    }
    level = next;
  }
  return false;
}
