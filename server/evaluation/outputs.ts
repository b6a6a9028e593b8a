/** The numbers of a result, and values as plain data. */

import { isRecorded, primal } from "nested-tape";
import type { PlainValue } from "../report.js";
import { entryPath, memberPath } from "./inputs.js";
import { IteratorValue, MapValue, SetValue } from "./interpreter/objects/collections.js";
import { isScalar } from "./interpreter/objects/conversions.js";
import { BufferValue, TypedArrayValue } from "./interpreter/objects/typedArrays.js";
import {
  ArrayValue,
  isFunction,
  ObjectValue,
  RecordValue,
  type Scalar,
  SymbolValue,
  type Value,
} from "./interpreter/objects/values.js";

export interface Output {
  /** Which number of the result: "" for a result that is one number, else "[0]", ".x", "[1].y". */
  path: string;
  scalar: Scalar;
}

/** How deep nested results are followed; cyclic data ends here as well. */
const deepest = 32;

/** The most numbers of a result; beyond them nobody looks. */
const mostOutputs = 20_000;
/** The most values that are looked at in search of numbers: what is shared within a result is seen each time it stands there. */
const mostVisits = 200_000;

/** Every number in a value, in order, but no more than `most`. */
export function outputsOf(value: Value, most = mostOutputs): Output[] {
  const outputs: Output[] = [];
  let visits = 0;
  const visit = (current: Value, path: string, depth: number): void => {
    if (outputs.length >= most || depth > deepest || ++visits > mostVisits) return;
    if (isScalar(current)) outputs.push({ path, scalar: current });
    else if (current instanceof ArrayValue) {
      current.elements.forEach((element, index) => {
        visit(element, `${path}[${index}]`, depth + 1);
      });
    } else if (current instanceof TypedArrayValue) {
      current.elements().forEach((element, index) => {
        visit(element, `${path}[${index}]`, depth + 1);
      });
    } else if (current instanceof SetValue) {
      [...current.members()].forEach((member, index) => {
        visit(member, `${path}[${index}]`, depth + 1);
      });
    } else if (current instanceof MapValue) {
      for (const [key, held] of current.entries()) {
        visit(held, path + entryPath(key), depth + 1);
      }
    } else if (current instanceof RecordValue) {
      for (const key of current.enumerableKeys()) {
        visit(current.properties.get(key), path + memberPath(key), depth + 1);
      }
    }
  };
  visit(value, "", 0);
  return outputs;
}

/** The most elements that a plain value shows of all its arrays together. */
const mostElements = 10_000;

/** A value as plain data: primal numbers, arrays and records; functions by their name; cut where it is cyclic or too large. */
export function plainValue(value: Value): PlainValue {
  let elements = 0;
  const visit = (current: Value, depth: number): PlainValue => {
    if (isRecorded(current)) return primal(current);
    if (isFunction(current)) return `function ${current.name}`.trimEnd();
    if (current instanceof ArrayValue) {
      if (depth > deepest) return "…";
      const shown: PlainValue[] = [];
      for (const element of current.elements) {
        if (++elements > mostElements) break;
        shown.push(visit(element, depth + 1));
      }
      return shown;
    }
    if (current instanceof TypedArrayValue) return visit(new ArrayValue(current.elements()), depth);
    if (current instanceof MapValue) {
      return visit(new ArrayValue([...current.entries()].map((entry) => new ArrayValue(entry))), depth);
    }
    if (current instanceof SetValue) return visit(new ArrayValue([...current.members()]), depth);
    if (current instanceof BufferValue) return `ArrayBuffer of ${current.bytes.byteLength} bytes`;
    if (current instanceof IteratorValue) return "iterator";
    if (current instanceof RecordValue) {
      if (depth > deepest) return "…";
      const entries: [string, PlainValue][] = [];
      for (const key of current.enumerableKeys()) {
        if (++elements > mostElements) break;
        entries.push([key, visit(current.properties.get(key), depth + 1)]);
      }
      // Own data properties whatever the key is: `__proto__` is a name like any other.
      return Object.fromEntries(entries);
    }
    if (current instanceof SymbolValue) return `Symbol(${current.description})`;
    return current instanceof ObjectValue ? "object" : current;
  };
  return visit(value, 0);
}
