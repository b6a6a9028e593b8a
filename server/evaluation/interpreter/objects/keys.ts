/** The keys of maps and the members of sets. */

import { isRecorded, primal } from "nested-tape";
import type { Value } from "./values.js";

/** What a key is looked up by: a recorded number is found by its value, as a plain one. */
export function lookedUp(key: Value): unknown {
  return isRecorded(key) ? primal(key) : key;
}

/** What a collection keeps of a key: -0 counts as 0. */
export function keptKey(key: Value): Value {
  return key === 0 ? 0 : key;
}
