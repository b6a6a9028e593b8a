/**
 * What of JavaScript's standard library is interpreted, as data, so that a test can hold it against the host's.
 *
 *     { name: "Array.prototype.map", kind: "function", refusal: null }
 *     { name: "String.prototype.match", kind: "function", refusal: "Regular expressions are not interpreted. …" }
 */

import { intrinsics } from "../../../server/evaluation/interpreter/library/intrinsics.js";
import { bufferProperties } from "../../../server/evaluation/interpreter/objects/buffers.js";
import { dataViewProperties } from "../../../server/evaluation/interpreter/objects/dataViews.js";
import {
  typedArrayProperties,
  typedArrayPrototypes,
} from "../../../server/evaluation/interpreter/objects/typedArrays.js";
import {
  isFunction,
  NativeFunction,
  ObjectValue,
  RecordValue,
  type Value,
} from "../../../server/evaluation/interpreter/objects/values.js";
import "../../../server/evaluation/interpreter/library/realm.js";

export interface LibraryEntry {
  /** As a program writes it: `Math.sin`, `Array.prototype.map`, `Map`. */
  name: string;
  kind: "class" | "function" | "constant" | "namespace" | "property";
  /** Why using it ends the run with a finding; null for what is interpreted. */
  refusal: string | null;
}

/** What is read of a value by its kind, rather than found among its properties. */
const specialProperties: Record<string, readonly string[]> = {
  "Array.prototype": ["length"],
  "ArrayBuffer.prototype": Object.keys(bufferProperties),
  "DataView.prototype": Object.keys(dataViewProperties),
  "Map.prototype": ["size"],
  "Set.prototype": ["size"],
  "String.prototype": ["length"],
  "Symbol.prototype": ["description"],
  "TypedArray.prototype": Object.keys(typedArrayProperties),
};

/** Every name of the standard library that the interpreter knows, in the order of its tables. */
export function libraryTable(): LibraryEntry[] {
  const entries: LibraryEntry[] = [];
  for (const [name, value] of intrinsics) {
    entries.push(entryOf(name, value));
    if (!(value instanceof ObjectValue) || refusalOf(value) !== null) continue;
    addMembers(entries, name, value);
    const prototype = value.findOwn("prototype");
    if (prototype instanceof ObjectValue) addMembers(entries, `${name}.prototype`, prototype);
  }
  const shared = typedArrayPrototypes.get("Float64Array")!.prototype;
  if (shared !== null) addMembers(entries, "TypedArray.prototype", shared);
  return entries;
}

function addMembers(entries: LibraryEntry[], owner: string, object: ObjectValue): void {
  for (const key of object.ownKeys()) {
    if (key === "prototype" || key === "constructor") continue;
    entries.push(entryOf(`${owner}.${key}`, object.properties.get(key)));
  }
  for (const key of specialProperties[owner] ?? []) {
    entries.push({ name: `${owner}.${key}`, kind: "property", refusal: null });
  }
}

function entryOf(name: string, value: Value): LibraryEntry {
  return {
    name,
    kind: kindOf(name, value),
    refusal: refusalOf(value),
  };
}

function refusalOf(value: Value): string | null {
  return value instanceof NativeFunction ? value.refusal : null;
}

function kindOf(name: string, value: Value): LibraryEntry["kind"] {
  if (value instanceof NativeFunction)
    return value.construct !== null && /^[A-Z]\w*$/.test(name) ? "class" : "function";
  if (isFunction(value)) return "function";
  return value instanceof RecordValue ? "namespace" : "constant";
}
