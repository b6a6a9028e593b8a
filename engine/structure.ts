/**
 * Structures: any nesting of arrays and plain objects of scalars. Sources, targets, arguments and results are
 * structures; what comes out has the shape of what went in.
 *
 *     [x, { a: y, b: [z] }]   ⇄   x, y, z
 *
 * A typed array goes in as an array of its numbers. What comes out in its place is a plain array, since a typed one
 * cannot hold recorded scalars.
 */

import { isNumericArray, type NumericArray } from "./numericArray.js";
import { isRecorded, type Scalar } from "./scalar.js";

export type Structure = Scalar | readonly Structure[] | NumericArray | { readonly [key: string]: Structure };

export function isScalar(x: unknown): x is Scalar {
  return typeof x === "number" || isRecorded(x);
}

/** The same structure with each leaf replaced, from left to right. Whatever is no list or plain object is a leaf. */
export function mapStructure(structure: unknown, replace: (leaf: unknown) => unknown): unknown {
  if (typeof structure === "number") return replace(structure);
  // Loops rather than callbacks: one frame of the stack a level, so that long linked lists are structures too.
  const mapped: unknown[] = [];
  if (Array.isArray(structure)) {
    for (const element of structure) mapped.push(mapStructure(element, replace));
    return mapped;
  }
  if (isRecord(structure)) {
    const keys = Object.keys(structure);
    for (const key of keys) mapped.push(mapStructure(structure[key], replace));
    return recordOf(keys, mapped);
  }
  return isNumericArray(structure) ? Array.from(structure, (number) => replace(number)) : replace(structure);
}

/**
 * The same structure with the entries of a list in the place of its scalars, from left to right, and null in the
 * place of whatever is no scalar.
 */
export function shapedAs<T>(structure: unknown, entries: ArrayLike<T>): unknown {
  let next = 0;
  return mapStructure(structure, (leaf) => (isScalar(leaf) ? entries[next++] : null));
}

/** A plain object of these keys and values; a key such as "__proto__" is a key like any other. */
export function recordOf(keys: readonly string[], values: readonly unknown[]): { [key: string]: unknown } {
  const record: { [key: string]: unknown } = {};
  keys.forEach((key, i) => {
    const value = values[i];
    if (key in record)
      Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
    else record[key] = value;
  });
  return record;
}

/** Calls back with each leaf, from left to right. */
function visitLeaves(structure: unknown, visit: (leaf: unknown) => void): void {
  if (typeof structure === "number") visit(structure);
  else if (Array.isArray(structure)) for (const element of structure) visitLeaves(element, visit);
  else if (isRecord(structure)) for (const key of Object.keys(structure)) visitLeaves(structure[key], visit);
  else if (isNumericArray(structure)) structure.forEach(visit);
  else visit(structure);
}

/**
 * The leaves of another structure, each in the place of a leaf of this one, from left to right here. Keys may come
 * in another order there, and null stands for a whole part.
 * @returns null if the other structure has another shape
 */
export function leavesBeside(structure: unknown, other: unknown): unknown[] | null {
  const leaves: unknown[] = [];
  const walk = (part: unknown, beside: unknown): boolean => {
    if (beside === null) {
      visitLeaves(part, () => leaves.push(null));
      return true;
    }
    if (isList(part)) {
      return (
        isList(beside) &&
        part.length === beside.length &&
        Array.from(part).every((element, i) => walk(element, beside[i]))
      );
    }
    if (isRecord(part)) {
      const keys = Object.keys(part);
      return (
        isRecord(beside) &&
        Object.keys(beside).length === keys.length &&
        keys.every((key) => Object.hasOwn(beside, key) && walk(part[key], beside[key]))
      );
    }
    leaves.push(beside);
    return !isList(beside) && !isRecord(beside);
  };
  return walk(structure, other) ? leaves : null;
}

function isList(x: unknown): x is ArrayLike<unknown> {
  return Array.isArray(x) || isNumericArray(x);
}

/** The leaves, from left to right. */
export function leavesOf(structure: unknown): unknown[] {
  const leaves: unknown[] = [];
  visitLeaves(structure, (leaf) => leaves.push(leaf));
  return leaves;
}

/** The scalars among the leaves, from left to right. */
export function scalarsOf(structure: unknown): Scalar[] {
  const scalars: Scalar[] = [];
  visitLeaves(structure, (leaf) => {
    if (isScalar(leaf)) scalars.push(leaf);
  });
  return scalars;
}

export function isRecord(x: unknown): x is { [key: string]: unknown } {
  if (typeof x !== "object" || x === null || isRecorded(x)) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === null || prototype === Object.prototype;
}
