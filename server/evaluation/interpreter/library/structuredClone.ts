/** `structuredClone`: a deep copy that keeps derivatives, and what is shared or cyclic. */

import { describe } from "../objects/conversions.js";
import {
  BufferValue,
  type NativeCall,
  NativeFunction,
  ObjectValue,
  SymbolValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";

/** The deepest nesting that is copied. */
const deepest = 1_000;

function copy(value: Value, copies: Map<ObjectValue, ObjectValue>, call: NativeCall, depth: number): Value {
  if (value instanceof UnknownValue) return value;
  if (value instanceof SymbolValue) return call.fail("A symbol cannot be cloned.");
  return value instanceof ObjectValue ? copyObject(value, copies, call, depth) : value;
}

function copyObject(
  value: ObjectValue,
  copies: Map<ObjectValue, ObjectValue>,
  call: NativeCall,
  depth: number,
): ObjectValue {
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (depth > deepest) return call.unsupported(`Data nested more than ${deepest} deep is not cloned.`);
  call.spend(1 + value.elementCount + (value instanceof BufferValue ? value.elementsIn() : 0));
  const made =
    value.emptyClone((shared) => copyObject(shared, copies, call, depth + 1)) ??
    call.fail(`${describe(value)} cannot be cloned.`);
  copies.set(value, made);
  value.fillClone(made, (part) => copy(part, copies, call, depth + 1), call);
  return made;
}

export const structuredCloneFunction = new NativeFunction("structuredClone", ([value], call) =>
  copy(value, new Map(), call, 0),
);
