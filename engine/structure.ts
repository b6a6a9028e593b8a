/**
 * Structures: any nesting of arrays and plain objects of scalars. Sources, targets, arguments and results are
 * structures; what comes out has the shape of what went in.
 *
 *     [x, { a: y, b: [z] }]   ⇄   x, y, z
 */

import { isRecorded, type Scalar } from "./scalar.js";

export type Structure = Scalar | readonly Structure[] | { readonly [key: string]: Structure };

export function isScalar(x: unknown): x is Scalar {
  return typeof x === "number" || isRecorded(x);
}

/** The same structure with each leaf replaced, from left to right. Whatever is no array or plain object is a leaf. */
export function mapStructure(structure: unknown, replace: (leaf: unknown) => unknown): unknown {
  if (typeof structure === "number") return replace(structure);
  if (Array.isArray(structure)) return structure.map((element) => mapStructure(element, replace));
  if (!isRecord(structure)) return replace(structure);
  const keys = Object.keys(structure);
  return recordOf(
    keys,
    keys.map((key) => mapStructure(structure[key], replace)),
  );
}

/**
 * The same structure with the entries of a list in the place of its scalars, from left to right, and null in the
 * place of whatever is no scalar.
 */
export function shapedAs<T>(structure: unknown, entries: ArrayLike<T>): unknown {
  let next = 0;
  const shape = (part: unknown): unknown => {
    if (typeof part === "number" || isRecorded(part)) return entries[next++];
    if (Array.isArray(part)) return part.map(shape);
    if (!isRecord(part)) return null;
    const keys = Object.keys(part);
    return recordOf(
      keys,
      keys.map((key) => shape(part[key])),
    );
  };
  return shape(structure);
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
  else visit(structure);
}

/** Whether two structures have scalars in the same places, and the same leaves elsewhere. */
export function hasSameShape(a: unknown, b: unknown): boolean {
  if (isScalar(a)) return isScalar(b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((element, i) => hasSameShape(element, b[i]));
  }
  if (!isRecord(a)) return Object.is(a, b);
  if (!isRecord(b)) return false;
  const keys = Object.keys(a);
  const others = Object.keys(b);
  return (
    keys.length === others.length && keys.every((key, i) => key === others[i] && hasSameShape(a[key], b[key]))
  );
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
