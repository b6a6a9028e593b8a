/**
 * Which number of a claimed derivative belongs to which partial derivative. By the paths where they say so,
 * by the order otherwise:
 *
 *     f(q)      q = { x, y }     claimed { y: …, x: … }       by the path after the parameter's name
 *     f(x, y)                    claimed { x: …, y: … }       by the input's name
 *     f(x, y)                    claimed { dy: …, dx: … }     by the names that end in the input's
 *     f(x, y)                    claimed [ …, … ]             by the order
 */

import type { Partial } from "../report.js";

/** What is claimed for each partial derivative; null when there are not as many. */
export function matchEntries<T>(
  partials: readonly Partial[],
  inputs: readonly string[],
  claimed: readonly { path: string; value: T }[],
): T[] | null {
  if (claimed.length !== partials.length) return null;
  const byPath = new Map(claimed.map(({ path, value }) => [path, value]));
  for (const pathOf of [relativePath, namedPath]) {
    const paths = partials.map(({ of = "", wrt }) => of + (inputs.length === 1 ? "" : pathOf(wrt[0]!)));
    const isComplete = new Set(paths).size === paths.length && paths.every((path) => byPath.has(path));
    if (isComplete) return paths.map((path) => byPath.get(path)!);
  }
  return bySuffix(partials, claimed) ?? claimed.map(({ value }) => value);
}

/** `q.x` → `.x`, `p[0]` → `[0]`. */
function relativePath(input: string): string {
  return input.replace(/^[\p{ID_Start}$_][\p{ID_Continue}$]*/u, "");
}

/** `x` → `.x`, `q.x` → `.q.x`. */
function namedPath(input: string): string {
  return `.${input}`;
}

/** `dx`, `dfdx` and `d_x` are for `x`, when each input has exactly one of them. */
function bySuffix<T>(
  partials: readonly Partial[],
  claimed: readonly { path: string; value: T }[],
): T[] | null {
  const values: T[] = [];
  const taken = new Set<string>();
  for (const { of, wrt } of partials) {
    const name = /[\p{ID_Continue}$]+$/u.exec(wrt[0]!)?.[0];
    if (of !== undefined || name === undefined) return null;
    const fitting = claimed.filter(({ path }) => path.endsWith(name) && !path.endsWith("]"));
    const [only] = fitting;
    if (only === undefined || fitting.length > 1 || taken.has(only.path)) return null;
    taken.add(only.path);
    values.push(only.value);
  }
  return values;
}
