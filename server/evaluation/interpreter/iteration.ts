/** What the standard library's own values give when they are gone over; user iterables are the program's affair. */

import { IteratorValue, MapValue, SetValue } from "./collections.js";
import { TypedArrayValue } from "./typedArrays.js";
import { ArrayValue, type Value } from "./values.js";

/**
 * The values that `for…of`, spreading and destructuring go over: live, so that elements that come to an array
 * or entries that come to a map on the way are met as in JavaScript. Null for what is not iterable by itself.
 */
export function builtInIterator(value: Value): Iterator<Value> | null {
  if (value instanceof ArrayValue) return elementsInTurn(value);
  if (typeof value === "string") return value[Symbol.iterator]();
  if (value instanceof TypedArrayValue) return typedElementsInTurn(value);
  if (value instanceof MapValue && !value.isWeak) return entriesInTurn(value);
  if (value instanceof SetValue && !value.isWeak) return value.members();
  if (value instanceof IteratorValue) return value.steps;
  return null;
}

export function* elementsInTurn({ elements }: ArrayValue): Generator<Value> {
  for (let index = 0; index < elements.length; index++) yield elements[index];
}

export function* typedElementsInTurn(array: TypedArrayValue): Generator<Value> {
  for (let index = 0; index < array.length; index++) yield array.get(index);
}

export function* entriesInTurn(map: MapValue): Generator<Value> {
  for (const [key, value] of map.entries()) yield new ArrayValue([key, value]);
}
