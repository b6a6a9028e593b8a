/**
 * The class that a new array is made with: that of the array a method was called on, so that `map` of an
 * instance of `class Vector extends Array` gives a `Vector`. `static get [Symbol.species]` may name another.
 */

import {
  ArrayValue,
  Closure,
  type NativeCall,
  TypedArrayValue,
  type Value,
  wellKnownSymbols,
} from "../objects/values.js";

/** The class of the program that stands behind an array; null for the standard ones. */
function classBehind(array: Value, call: NativeCall): Closure | null {
  const made = call.get(array, "constructor");
  if (!(made instanceof Closure)) return null;
  const species = call.get(made, wellKnownSymbols.species);
  if (species === undefined) return made;
  return species instanceof Closure ? species : null;
}

/** An array of given elements, of the class of the array that the method was called on. */
export function arrayLikeOwn(elements: Value[], call: NativeCall): Value {
  const { thisValue } = call;
  if (!(thisValue instanceof ArrayValue)) return new ArrayValue(elements);
  const made = thisValue.hasStandardClass ? null : classBehind(thisValue, call);
  return made === null ? new ArrayValue(elements) : filled(made, elements, call);
}

/** An instance of a class that extends `Array`, with elements. */
export function filled(made: Closure, elements: Value[], call: NativeCall): Value {
  const instance = call.construct(made, []);
  if (!(instance instanceof ArrayValue)) {
    return call.fail(`${made.name} makes no array, so the result of this method cannot be one.`);
  }
  instance.replaceElements(elements);
  return instance;
}

/** The same for typed arrays: the new one has the elements' number as its length. */
export function typedArrayLikeOwn(
  own: TypedArrayValue,
  make: () => TypedArrayValue,
  call: NativeCall,
): TypedArrayValue {
  const made = own.hasStandardClass ? null : classBehind(own, call);
  const standard = make();
  if (made === null) return standard;
  const instance = call.construct(made, [standard.length]);
  if (!(instance instanceof TypedArrayValue) || instance.length < standard.length) {
    return call.fail(`${made.name} makes no typed array of ${standard.length} elements.`);
  }
  standard.elements().forEach((element, index) => {
    instance.set(index, element, call.lose);
  });
  return instance;
}
