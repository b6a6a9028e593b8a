/** `structuredClone`: a deep copy that keeps derivatives, and what is shared or cyclic. */

import { MapValue, SetValue } from "../objects/collections.js";
import { describe } from "../objects/conversions.js";
import { getMember } from "../objects/members.js";
import { errorPrototype, hasPrototype } from "../objects/objects.js";
import { BufferValue, TypedArrayValue } from "../objects/typedArrays.js";
import {
  ArrayValue,
  type NativeCall,
  NativeFunction,
  ObjectValue,
  RecordValue,
  SymbolValue,
  type Value,
} from "../objects/values.js";
import { ownKeysOf } from "./objects.js";

/** The deepest nesting that is copied. */
const deepest = 1_000;

function copy(value: Value, copies: Map<ObjectValue, ObjectValue>, call: NativeCall, depth: number): Value {
  if (value instanceof SymbolValue) return call.fail("A symbol cannot be cloned.");
  if (!(value instanceof ObjectValue)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (depth > deepest) return call.unsupported(`Data nested more than ${deepest} deep is not cloned.`);
  const inner = (part: Value) => copy(part, copies, call, depth + 1);
  const made = emptyCopy(value, copies, call);
  copies.set(value, made);
  call.spend(1 + value.elementCount);
  if (value instanceof MapValue && made instanceof MapValue) {
    for (const [key, held] of value.entries()) {
      call.spend(2);
      made.set(inner(key), inner(held));
    }
  } else if (value instanceof SetValue && made instanceof SetValue) {
    for (const member of value.members()) {
      call.spend(1);
      made.add(inner(member));
    }
  } else if (value instanceof ArrayValue && made instanceof ArrayValue) {
    made.elements.length = value.elements.length;
    value.elements.forEach((element, index) => {
      made.elements[index] = inner(element);
    });
  } else if (made instanceof RecordValue) {
    for (const key of ownKeysOf(value, call, true)) made.define(key, inner(getMember(value, key, call)));
  }
  return made;
}

/** A new object of the same kind; instances of classes become plain objects, as in JavaScript. */
function emptyCopy(value: ObjectValue, copies: Map<ObjectValue, ObjectValue>, call: NativeCall): ObjectValue {
  if (value instanceof ArrayValue) return new ArrayValue([]);
  if (value instanceof MapValue && !value.isWeak) return new MapValue();
  if (value instanceof SetValue && !value.isWeak) return new SetValue();
  if (value instanceof BufferValue) return value.copy();
  if (value instanceof TypedArrayValue) {
    const buffer = copies.get(value.buffer) ?? value.buffer.copy();
    copies.set(value.buffer, buffer);
    return new TypedArrayValue(value.kind, buffer as BufferValue, value.byteOffset, value.length);
  }
  if (!(value instanceof RecordValue)) return call.fail(`${describe(value)} cannot be cloned.`);
  if (!hasPrototype(value, errorPrototype)) return new RecordValue();
  const error = new RecordValue(value.prototype);
  error.defineHidden("message", getMember(value, "message", call));
  return error;
}

export const structuredCloneFunction = new NativeFunction("structuredClone", ([value], call) =>
  copy(value, new Map(), call, 0),
);
