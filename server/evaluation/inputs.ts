/**
 * Inputs: the numbers of the arguments that the result is differentiated with respect to.
 *
 *     @at x = 3, p = [1, 2]      inputs  x, p[0], p[1]
 */

import { isRecorded, primal, Variable } from "nested-tape";
import { MapValue, SetValue } from "./interpreter/objects/collections.js";
import { fillCopy } from "./interpreter/objects/objects.js";
import { emptyTypedArray, TypedArrayValue } from "./interpreter/objects/typedArrays.js";
import { ArrayValue, RecordValue, type Scalar, type Value } from "./interpreter/objects/values.js";

export interface Input {
  /** As users write it: `x`, `p[0]`, `q.y`. */
  name: string;
  variable: Variable;
}

/**
 * A copy of an argument in which every number is a variable to differentiate with respect to; the new inputs
 * are added to the list. The copy is deep, because the function may change its argument, which may be a
 * constant of the module that other points use as well.
 */
export function activate(value: Value, name: string, inputs: Input[]): Value {
  return copyNumbers(value, name, (number, path) => {
    const variable = new Variable(number);
    inputs.push({ name: path, variable });
    return variable;
  });
}

/** A deep copy of an argument that is not differentiated with respect to. */
export function copyArgument(value: Value): Value {
  return copyNumbers(value, "", (number) => number);
}

/** A deep copy in which each number is replaced. `path` is how users write the number's place: `p[0]`. */
export function copyNumbers(
  value: Value,
  name: string,
  ofNumber: (number: number, path: string) => Value,
): Value {
  const copies = new Map<Value, Value>();
  const visit = (current: Value, path: string): Value => {
    if (typeof current === "number") return ofNumber(current, path);
    if (isRecorded(current)) return ofNumber(primal(current), path);
    if (copies.has(current)) return copies.get(current);
    if (current instanceof ArrayValue) {
      const result = new ArrayValue([]);
      result.prototype = current.prototype;
      copies.set(current, result);
      current.elements.forEach((element, index) => {
        result.elements.push(visit(element, `${path}[${index}]`));
      });
      return result;
    }
    if (current instanceof TypedArrayValue) {
      const result = emptyTypedArray(current.kind, current.length);
      result.prototype = current.prototype;
      copies.set(current, result);
      current.elements().forEach((element, index) => {
        // Whole numbers of an integer array have no derivative to follow.
        const copied = current.isFloating ? visit(element, `${path}[${index}]`) : element;
        result.set(index, copied as Scalar, (_what, _origins, plain) => plain);
      });
      return result;
    }
    if (current instanceof MapValue) {
      const result = new MapValue(current.isWeak);
      result.prototype = current.prototype;
      copies.set(current, result);
      for (const [key, held] of current.entries()) {
        result.set(key, visit(held, path + entryPath(key)));
      }
      return result;
    }
    if (current instanceof SetValue) {
      const result = new SetValue(current.isWeak);
      result.prototype = current.prototype;
      copies.set(current, result);
      for (const member of current.members()) result.add(member);
      return result;
    }
    if (current instanceof RecordValue) {
      const result = new RecordValue(current.prototype);
      copies.set(current, result);
      fillCopy(result, current, (property, key) => visit(property, path + memberPath(key)));
      return result;
    }
    return current;
  };
  return visit(value, name);
}

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
