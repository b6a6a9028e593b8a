/** The shape of a program's arguments, worked out once, so that numbers get in and out quickly at each replay. */

import { isNumericArray } from "../numericArray.js";
import { isRecord, isScalar, recordOf } from "../structure.js";

export type Shape =
  | { kind: "number" }
  | { kind: "numbers"; length: number }
  | { kind: "list"; parts: Shape[] }
  | { kind: "record"; keys: string[]; parts: Shape[] }
  /** Whatever is no number has to be the same again. */
  | { kind: "other"; value: unknown };

export function shapeOf(example: unknown): Shape {
  if (isScalar(example)) return { kind: "number" };
  if (Array.isArray(example)) {
    if (example.every(isScalar)) return { kind: "numbers", length: example.length };
    return { kind: "list", parts: example.map(shapeOf) };
  }
  if (isNumericArray(example)) return { kind: "numbers", length: example.length };
  if (!isRecord(example)) return { kind: "other", value: example };
  const keys = Object.keys(example);
  return { kind: "record", keys, parts: keys.map((key) => shapeOf(example[key])) };
}

/**
 * Copies the numbers of a structure into an array, if it has the shape.
 * @param at where the first one goes
 * @returns where the next one would go, or −1 if the shape is another one or some scalar is no plain number
 */
export function copyNumbers(shape: Shape, structure: unknown, target: Float64Array, at: number): number {
  switch (shape.kind) {
    case "number":
      if (typeof structure !== "number") return -1;
      target[at] = structure;
      return at + 1;
    case "numbers":
      return copyList(shape.length, structure, target, at);
    case "list":
      if (!Array.isArray(structure) || structure.length !== shape.parts.length) return -1;
      for (let i = 0; i < structure.length && at >= 0; i++)
        at = copyNumbers(shape.parts[i]!, structure[i], target, at);
      return at;
    case "record":
      return isRecord(structure) ? copyRecord(shape, structure, target, at) : -1;
    case "other":
      return Object.is(structure, shape.value) ? at : -1;
  }
}

function copyList(length: number, list: unknown, target: Float64Array, at: number): number {
  if (isNumericArray(list) && list.length === length) {
    target.set(list, at);
    return at + length;
  }
  if (!Array.isArray(list) || list.length !== length) return -1;
  for (let i = 0; i < list.length; i++) {
    const number = list[i];
    if (typeof number !== "number") return -1;
    target[at + i] = number;
  }
  return at + list.length;
}

function copyRecord(
  { keys, parts }: Extract<Shape, { kind: "record" }>,
  record: { [key: string]: unknown },
  target: Float64Array,
  at: number,
): number {
  const others = Object.keys(record);
  if (others.length !== keys.length) return -1;
  for (let i = 0; i < keys.length && at >= 0; i++) {
    at = others[i] === keys[i] ? copyNumbers(parts[i]!, record[keys[i]!], target, at) : -1;
  }
  return at;
}

/** What is noticed while numbers are copied: to go through them again would take as long as to copy them. */
export interface Noticed {
  hasNaN: boolean;
}

/**
 * Numbers in a shape, and null in the place of whatever is no number.
 * @param at where the first of them is
 */
export function shapeNumbers(shape: Shape, numbers: Float64Array, noticed: Noticed, at = 0): unknown {
  // The shape of most arguments, without what the others need.
  if (shape.kind === "numbers") return listOf(numbers, at, shape.length, noticed);
  let next = at;
  const fill = (part: Shape): unknown => {
    switch (part.kind) {
      case "number":
        if (Number.isNaN(numbers[next])) noticed.hasNaN = true;
        return numbers[next++];
      case "numbers":
        next += part.length;
        return listOf(numbers, next - part.length, part.length, noticed);
      case "list":
        return part.parts.map(fill);
      case "record":
        return recordOf(part.keys, part.parts.map(fill));
      case "other":
        return null;
    }
  };
  return fill(shape);
}

/** A list made at once in its size: to push as many numbers takes longer than to compute them. */
function listOf(numbers: Float64Array, at: number, length: number, noticed: Noticed): number[] {
  const list = new Array<number>(length);
  let hasNaN = false;
  for (let i = 0; i < length; i++) {
    const number = numbers[at + i]!;
    if (Number.isNaN(number)) hasNaN = true;
    list[i] = number;
  }
  if (hasNaN) noticed.hasNaN = true;
  return list;
}
