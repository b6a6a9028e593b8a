/**
 * Structures: any nesting of arrays and plain objects of scalars. Sources, targets, arguments and results are
 * structures; what comes out has the shape of what went in.
 *
 *     [x, { a: y, b: [z] }]   ⇄   x, y, z
 */

import { isRecorded, type Scalar } from "./scalar.js";

export type Structure = Scalar | readonly Structure[] | { readonly [key: string]: Structure };

/** The same shape with another kind of leaf. */
export type Shaped<S, Leaf> = S extends Scalar
  ? Leaf
  : S extends readonly unknown[]
    ? { -readonly [K in keyof S]: Shaped<S[K], Leaf> }
    : S extends object
      ? { -readonly [K in keyof S]: Shaped<S[K], Leaf> }
      : Leaf;

export function isScalar(x: unknown): x is Scalar {
  return typeof x === "number" || isRecorded(x);
}

/**
 * The same structure with each leaf replaced. Whatever is no scalar, array or plain object is a leaf too.
 * @param path where the leaf is, such as `[0].x`
 */
export function mapStructure(
  structure: unknown,
  replace: (leaf: unknown, path: string) => unknown,
  path = "",
): unknown {
  if (Array.isArray(structure)) {
    return structure.map((element, i) => mapStructure(element, replace, `${path}[${i}]`));
  }
  if (isRecord(structure)) {
    const result: { [key: string]: unknown } = {};
    for (const key of Object.keys(structure)) {
      // Defined, not assigned, so that a key such as "__proto__" is a key like any other.
      Object.defineProperty(result, key, {
        value: mapStructure(structure[key], replace, `${path}.${key}`),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return result;
  }
  return replace(structure, path);
}

/** The leaves, from left to right. */
export function leavesOf(structure: unknown): unknown[] {
  const leaves: unknown[] = [];
  mapStructure(structure, (leaf) => leaves.push(leaf));
  return leaves;
}

/** The scalars among the leaves, from left to right. */
export function scalarsOf(structure: unknown): Scalar[] {
  return leavesOf(structure).filter(isScalar);
}

function isRecord(x: unknown): x is { [key: string]: unknown } {
  if (typeof x !== "object" || x === null || isRecorded(x)) return false;
  const prototype = Object.getPrototypeOf(x);
  return prototype === null || prototype === Object.prototype;
}
