/** The numbers of a result, and values as plain data. */

import { isRecorded, primal } from "nested-tape";
import type { PlainValue } from "../report.js";
import { memberPath } from "./inputs.js";
import { ArrayValue, isFunction, RecordValue, type Scalar, type Value } from "./interpreter/values.js";

export interface Output {
  /** Which number of the result: "" for a result that is one number, else "[0]", ".x", "[1].y". */
  path: string;
  scalar: Scalar;
}

/** How deep nested results are followed; cyclic data ends here as well. */
const deepest = 32;

/** Every number in a value, in order, but no more than `most`. */
export function outputsOf(value: Value, most = Number.POSITIVE_INFINITY): Output[] {
  const outputs: Output[] = [];
  const visit = (current: Value, path: string, depth: number): void => {
    if (outputs.length >= most || depth > deepest) return;
    if (typeof current === "number" || isRecorded(current)) outputs.push({ path, scalar: current });
    else if (current instanceof ArrayValue) {
      current.elements.forEach((element, index) => {
        visit(element, `${path}[${index}]`, depth + 1);
      });
    } else if (current instanceof RecordValue) {
      for (const [key, property] of current.properties) visit(property, path + memberPath(key), depth + 1);
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
    if (current instanceof RecordValue) {
      if (depth > deepest) return "…";
      const entries: [string, PlainValue][] = [];
      for (const [key, property] of current.properties) {
        if (++elements > mostElements) break;
        entries.push([key, visit(property, depth + 1)]);
      }
      // Own data properties whatever the key is: `__proto__` is a name like any other.
      return Object.fromEntries(entries);
    }
    return current;
  };
  return visit(value, 0);
}
