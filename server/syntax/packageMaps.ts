/**
 * The maps `exports` and `imports` of a package.json, by the rules of Node.js: names and patterns, conditions in the
 * order of the text, lists of which the first usable target counts, and what is shut off by `null`.
 *
 *     { "./deep/*": { "import": "./esm/*.js", "default": "./cjs/*.js" } }
 *     targetOf(map, "./deep/a", conditions)      "./esm/a.js"
 */

/** What a map gives for a name: a target as it is written there, null where it gives none. */
export function targetOf(map: unknown, name: string, conditions: ReadonlySet<string>): string | null {
  if (!isObject(map)) return null;
  if (Object.hasOwn(map, name) && !name.includes("*")) return chosen(map[name], "", conditions) ?? null;
  let best: string | null = null;
  for (const pattern of Object.keys(map)) {
    if (matches(pattern, name) && (best === null || isMoreExact(pattern, best))) best = pattern;
  }
  if (best === null) return null;
  const [start = "", end = ""] = best.split("*");
  return chosen(map[best], name.slice(start.length, name.length - end.length), conditions) ?? null;
}

/** `exports` as a map of subpaths, where it may be a single target or its conditions. */
export function exportsMap(written: unknown): unknown {
  const isMap = isObject(written) && Object.keys(written).every((key) => key.startsWith("."));
  return isMap ? written : { ".": written };
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*");
  if (parts.length !== 2) return false;
  const [start = "", end = ""] = parts;
  return name.length >= pattern.length && name.startsWith(start) && name.endsWith(end);
}

/** The longer the part before the star, the more exact; then the longer pattern. */
function isMoreExact(pattern: string, than: string): boolean {
  const difference = pattern.indexOf("*") - than.indexOf("*");
  return difference > 0 || (difference === 0 && pattern.length > than.length);
}

/** null is what shuts a name off, undefined what says nothing of it, so that the next condition counts. */
function chosen(
  target: unknown,
  matched: string,
  conditions: ReadonlySet<string>,
): string | null | undefined {
  if (typeof target === "string") return target.replaceAll("*", matched);
  if (target === null) return null;
  if (Array.isArray(target)) {
    for (const one of target) {
      const found = chosen(one, matched, conditions);
      if (typeof found === "string") return found;
    }
    return undefined;
  }
  if (!isObject(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (condition !== "default" && !conditions.has(condition)) continue;
    const found = chosen(inner, matched, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
