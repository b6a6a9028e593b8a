/**
 * Inputs: the numbers of the arguments that the result is differentiated with respect to.
 *
 *     @at x = 3, p = [1, 2]      inputs  x, p[0], p[1]
 */

import { primal, Variable } from "nested-tape";
import { isScalar } from "./interpreter/objects/conversions.js";
import { ObjectValue, type Scalar, type Value } from "./interpreter/objects/values.js";

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
export function activate(value: Value, name: string, inputs: Input[], made?: Set<Value>): Value {
  const toInput = (number: Scalar, path: string): Value => {
    const variable = new Variable(number);
    inputs.push({ name: path, variable });
    return variable;
  };
  return copyNumbers(value, name, toInput, made);
}

/** A deep copy of an argument that is not differentiated with respect to. */
export function copyArgument(value: Value, made?: Set<Value>): Value {
  return copyNumbers(value, "", primal, made);
}

/**
 * A deep copy in which each number is replaced. `path` is how users write the number's place: `p[0]`. The number is
 * handed on as it is: reading one that is recorded binds a replay to it.
 *
 * @param made the copies that the same call already has, this one is added: a default value such as `source = this`
 *   is the object that another parameter got, and not a copy of that copy
 */
export function copyNumbers(
  value: Value,
  name: string,
  ofNumber: (number: Scalar, path: string) => Value,
  made: Set<Value> = new Set(),
): Value {
  const copies = new Map<Value, Value>();
  const visit = (current: Value, path: string): Value => {
    if (isScalar(current)) return ofNumber(current, path);
    if (made.has(current)) return current;
    if (copies.has(current)) return copies.get(current);
    const copy = current instanceof ObjectValue ? current.emptyCopy() : null;
    if (!(current instanceof ObjectValue) || copy === null) return current;
    copies.set(current, copy);
    made.add(copy);
    current.fillCopy(copy, (part, place) => visit(part, path + place));
    return copy;
  };
  return visit(value, name);
}
