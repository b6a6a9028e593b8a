/**
 * Typed arrays: constructors, statics, and the methods that arrays do not share with them. Numbers keep their
 * derivative in `Float64Array`, and in `Float32Array`, where rounding counts as the identity; the kinds of
 * whole numbers end it.
 */

import { primal, type Scalar } from "nested-tape";
import { describe, isScalar, toBoolean } from "../objects/conversions.js";
import { passOver, sortElements } from "../objects/metering.js";
import { type ElementKind, elementKinds } from "../objects/typedArrays.js";
import {
  BufferValue,
  DataViewValue,
  emptyTypedArray,
  isFunction,
  type NativeCall,
  NativeFunction,
  TypedArrayValue,
  type Value,
} from "../objects/values.js";
import { readingMethods } from "./arrayReading.js";
import { orderOf } from "./functions.js";
import {
  integerArgument,
  type Native,
  natives,
  pureNatives,
  relativePosition,
  scalarArgument,
  sequenceOf,
  unsupportedNatives,
} from "./natives.js";
import { typedArrayLikeOwn } from "./species.js";

function own(call: NativeCall): TypedArrayValue {
  if (call.thisValue instanceof TypedArrayValue) return call.thisValue;
  return call.fail(`This method of typed arrays is called on ${describe(call.thisValue)}.`);
}

/** The numbers of the array that a method was called on, copied. */
function numbersOf(array: TypedArrayValue, call: NativeCall, from = 0, to = array.length): Scalar[] {
  call.work(Math.max(0, to - from));
  return array.elements(from, to);
}

/** A new typed array of given elements. */
export function typedArrayOf(kind: ElementKind, values: readonly Value[], call: NativeCall): TypedArrayValue {
  call.spend(values.length);
  const result = emptyTypedArray(kind, values.length);
  for (let index = 0; index < result.length; index++) {
    result.set(index, scalarArgument(values[index], call), call.lose);
  }
  return result;
}

function lengthArgument(value: Value, call: NativeCall): number {
  const length = integerArgument(value, 0, call);
  if (length < 0 || length > Number.MAX_SAFE_INTEGER) {
    return call.fail(`${describe(value)} cannot be the length of a typed array.`, "RangeError");
  }
  call.spend(length);
  return length;
}

function construct(kind: ElementKind): Native {
  return ([source, offset, length], call) => {
    if (source instanceof BufferValue) return viewOf(kind, source, offset, length, call);
    if (isScalar(source) || source === undefined || source === null || typeof source !== "object") {
      return emptyTypedArray(kind, lengthArgument(source, call));
    }
    return typedArrayOf(kind, sequenceOf(source, call), call);
  };
}

function viewOf(
  kind: ElementKind,
  buffer: BufferValue,
  offset: Value,
  length: Value,
  call: NativeCall,
): TypedArrayValue {
  const width = elementKinds[kind].BYTES_PER_ELEMENT;
  const { byteLength } = buffer.bytes;
  const from = integerArgument(offset, 0, call);
  const count = length === undefined ? (byteLength - from) / width : integerArgument(length, 0, call);
  const fits = from >= 0 && from % width === 0 && count >= 0 && from + count * width <= byteLength;
  if (!fits || !Number.isInteger(count)) {
    return call.fail(
      `A ${kind} of this offset and length does not fit a buffer of ${byteLength} bytes.`,
      "RangeError",
    );
  }
  buffer.view();
  return new TypedArrayValue(kind, buffer, from, count);
}

/** `Float64Array.from(values, (value, index) => …, thisValue)`. */
function from(kind: ElementKind): Native {
  return ([source, callback, thisValue], call) => {
    const elements = sequenceOf(source, call);
    if (callback === undefined) return typedArrayOf(kind, elements, call);
    if (!isFunction(callback))
      return call.fail(`A function is needed here, and this is ${describe(callback)}.`);
    // What the callback changes in what it is called for comes too late.
    call.spend(elements.length);
    const mapped = [...elements].map((element, index) => call.call(callback, thisValue, [element, index]));
    return typedArrayOf(kind, mapped, call);
  };
}

function typedArrayConstructor(kind: ElementKind): NativeFunction {
  return new NativeFunction(
    kind,
    (_values, call) => call.fail(`${kind} is a class: write \`new ${kind}(…)\`.`),
    {
      construct: construct(kind),
      members: new Map<string, Value>([
        ["BYTES_PER_ELEMENT", elementKinds[kind].BYTES_PER_ELEMENT],
        ...natives(`${kind}.`, {
          from: from(kind),
          of: (values, call) => typedArrayOf(kind, values, call),
        }),
      ]),
    },
  );
}

const bufferConstructor = new NativeFunction(
  "ArrayBuffer",
  (_values, call) => call.fail("ArrayBuffer is a class: write `new ArrayBuffer(…)`."),
  {
    construct: ([length], call) => new BufferValue(lengthArgument(length, call)),
    members: pureNatives("ArrayBuffer.", {
      isView: ([value]) => value instanceof TypedArrayValue || value instanceof DataViewValue,
    }),
  },
);

export const typedArrayConstructors = new Map<string, Value>([
  ...(Object.keys(elementKinds) as ElementKind[]).map((kind): [string, Value] => [
    kind,
    typedArrayConstructor(kind),
  ]),
  ["ArrayBuffer", bufferConstructor],
  ...unsupportedNatives("", {
    BigInt64Array: "BigInt arrays are not interpreted; use Float64Array or Int32Array.",
    BigUint64Array: "BigInt arrays are not interpreted; use Float64Array or Uint32Array.",
    SharedArrayBuffer: "Memory shared between threads is not interpreted; use ArrayBuffer.",
  }),
]);

function sorted(array: TypedArrayValue, comparator: Value, call: NativeCall): Scalar[] {
  sortElements(array.length, call);
  const elements = array.elements();
  if (comparator === undefined) return elements.sort(byValue);
  if (!isFunction(comparator))
    return call.fail(`A comparator is a function, and this is ${describe(comparator)}.`);
  // Typed arrays are sorted by another algorithm than arrays, which shows when a comparator contradicts itself:
  // so a typed array of the host is sorted, of the positions.
  const order = Float64Array.from(elements, (_element, index) => index);
  order.sort((left, right) =>
    orderOf(call.call(comparator, undefined, [elements[left], elements[right]]), call),
  );
  return Array.from(order, (position) => elements[position]!);
}

/** The order of typed arrays: by value, -0 before 0, NaN last. */
function byValue(left: Scalar, right: Scalar): number {
  const [a, b] = [primal(left), primal(right)];
  if (a < b) return -1;
  if (a > b) return 1;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  if (a === 0 && b === 0) return (Object.is(a, -0) ? 0 : 1) - (Object.is(b, -0) ? 0 : 1);
  return 0;
}

/** Writes elements that have the array's kind already. */
function overwrite(array: TypedArrayValue, elements: readonly Scalar[], start: number): void {
  elements.forEach((element, index) => {
    array.set(start + index, element, (_what, _origins, result) => result);
  });
}

/** The methods that typed arrays have in a manner of their own; the others are those of arrays. */
const ownTypedArrayMethods = natives("TypedArray.prototype.", {
  set: ([source, offset], call) => {
    const array = own(call);
    const start = integerArgument(offset, 0, call);
    if (start < 0) return call.fail("A negative position is outside the array.", "RangeError");
    const elements = sequenceOf(source, call);
    call.work(elements.length);
    if (start + elements.length > array.length) {
      return call.fail(
        `${elements.length} elements from position ${start} on do not fit a ${array.kind} of ${array.length}.`,
        "RangeError",
      );
    }
    const { length } = elements;
    passOver(length, call);
    for (let index = 0; index < length; index++) {
      array.set(start + index, scalarArgument(elements[index], call), call.lose);
    }
    return undefined;
  },
  subarray: ([start, end], call) => {
    const array = own(call);
    const first = relativePosition(start, 0, array.length, call);
    const last = relativePosition(end, array.length, array.length, call);
    const byteOffset = array.byteOffset + first * array.width;
    return new TypedArrayValue(array.kind, array.buffer, byteOffset, Math.max(0, last - first));
  },
  slice: ([start, end], call) => {
    const array = own(call);
    const first = relativePosition(start, 0, array.length, call);
    const last = relativePosition(end, array.length, array.length, call);
    return typedArrayLikeOwn(
      array,
      () => typedArrayOf(array.kind, numbersOf(array, call, first, last), call),
      call,
    );
  },
  fill: ([value, start, end], call) => {
    const array = own(call);
    const number = scalarArgument(value, call);
    const first = relativePosition(start, 0, array.length, call);
    const last = relativePosition(end, array.length, array.length, call);
    call.work(Math.max(0, last - first));
    for (let index = first; index < last; index++) array.set(index, number, call.lose);
    return array;
  },
  copyWithin: ([target, start, end], call) => {
    const array = own(call);
    const to = relativePosition(target, 0, array.length, call);
    const first = relativePosition(start, 0, array.length, call);
    const last = relativePosition(end, array.length, array.length, call);
    call.work(Math.max(0, last - first));
    overwrite(array, array.elements(first, Math.min(last, first + array.length - to)), to);
    return array;
  },
  reverse: (_values, call) => {
    const array = own(call);
    call.work(array.length);
    overwrite(array, array.elements().reverse(), 0);
    return array;
  },
  sort: ([comparator], call) => {
    const array = own(call);
    overwrite(array, sorted(array, comparator, call), 0);
    return array;
  },
  toReversed: (_values, call) => typedArrayOf(own(call).kind, numbersOf(own(call), call).reverse(), call),
  toSorted: ([comparator], call) => typedArrayOf(own(call).kind, sorted(own(call), comparator, call), call),
  with: ([index, value], call) => {
    const array = own(call);
    const wanted = integerArgument(index, 0, call);
    const at = wanted < 0 ? array.length + wanted : wanted;
    if (at < 0 || at >= array.length)
      return call.fail(`The index ${wanted} is outside the array.`, "RangeError");
    const elements: Value[] = numbersOf(array, call);
    elements[at] = value;
    return typedArrayOf(array.kind, elements, call);
  },
  map: ([callback, thisValue], call) => {
    const array = own(call);
    call.spend(array.length);
    const result = emptyTypedArray(array.kind, array.length);
    for (let index = 0; index < array.length; index++) {
      const value = call.call(callback, thisValue, [array.get(index), index, array]);
      result.set(index, scalarArgument(value, call), call.lose);
    }
    return typedArrayLikeOwn(array, () => result, call);
  },
  filter: ([callback, thisValue], call) => {
    const array = own(call);
    const kept: Value[] = [];
    for (let index = 0; index < array.length; index++) {
      const element = array.get(index);
      const answer = call.call(callback, thisValue, [element, index, array]);
      if (toBoolean(answer, call)) kept.push(element);
    }
    return typedArrayLikeOwn(array, () => typedArrayOf(array.kind, kept, call), call);
  },
});

/** Every method of typed arrays. */
export const typedArrayMethods = new Map<string, Value>([...readingMethods, ...ownTypedArrayMethods]);

const fixedLength = "Buffers keep their length here; make a new one.";

export const bufferMethods = new Map<string, Value>([
  ...unsupportedNatives("ArrayBuffer.prototype.", {
    resize: fixedLength,
    transfer: fixedLength,
    transferToFixedLength: fixedLength,
  }),
  ...natives("ArrayBuffer.prototype.", {
    slice: ([start, end], call) => {
      const buffer = call.thisValue;
      if (!(buffer instanceof BufferValue))
        return call.fail("`slice` of a buffer is called on something else.");
      const { byteLength } = buffer.bytes;
      const first = relativePosition(start, 0, byteLength, call);
      const last = Math.max(first, relativePosition(end, byteLength, byteLength, call));
      call.spend(buffer.elementsIn(last - first));
      return buffer.copy(first, last);
    },
  }),
]);
