/** The numbers of a result, and values as plain data. */

import { isRecorded, primal } from "nested-tape";
import type { PlainValue } from "../report.js";
import { isScalar } from "./interpreter/objects/conversions.js";
import type { Shower } from "./interpreter/objects/objects.js";
import { ObjectValue, type Scalar, SymbolValue, type Value } from "./interpreter/objects/values.js";

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
    else if (current instanceof ObjectValue) {
      for (const part of current.parts()) visit(part.value, path + part.path, depth + 1);
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
  const goesOn = () => ++elements <= mostElements;
  const visit = (current: Value, depth: number): PlainValue => {
    if (isRecorded(current)) return primal(current);
    if (current instanceof SymbolValue) return `Symbol(${current.description})`;
    if (!(current instanceof ObjectValue)) return current;
    if (depth > deepest) return "…";
    const shower: Shower = { goesOn, show: (part) => visit(part, depth + 1) };
    return current.toPlain(shower);
  };
  return visit(value, 0);
}
