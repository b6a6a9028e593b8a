/** How users write the place of a value in another one. */

import { isRecorded, primal } from "nested-tape";
import type { Value } from "./values.js";

/** `.x`, or `["two words"]` for a key that is no identifier. */
export function memberPath(key: string): string {
  return /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** `.get("rate")`, the place of a map's value; a key that is an object has no writing of its own. */
export function entryPath(key: Value): string {
  const plain = isRecorded(key) ? primal(key) : key;
  const isObject = typeof plain === "object" && plain !== null;
  return `.get(${isObject ? "…" : typeof plain === "string" ? JSON.stringify(plain) : String(plain)})`;
}
