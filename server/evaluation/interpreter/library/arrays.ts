/** `Array`, its statics, and the methods that make arrays and change them. */

import { primal } from "nested-tape";
import { isArray } from "../objects/arrays.js";
import { describe, isScalar, known, toBoolean } from "../objects/conversions.js";
import { orderOfTexts, passOver, sortElements } from "../objects/metering.js";
import {
  ArrayValue,
  Closure,
  type NativeCall,
  NativeFunction,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { forLikenesses } from "./arrayLikes.js";
import { callbackOf, own, reader, readingMethods, visit } from "./arrayReading.js";
import { orderOf } from "./functions.js";
import {
  arrayOf,
  goOverSequence,
  integerArgument,
  natives,
  relativePosition,
  textArgument,
  unsupportedNatives,
} from "./natives.js";
import { arrayLikeOwn, filled } from "./species.js";

/** The array that a method changes. */
function changeable(call: NativeCall): ArrayValue {
  const { thisValue } = call;
  if (!(thisValue instanceof ArrayValue)) {
    return call.fail(`This array method is called on ${describe(thisValue)}.`);
  }
  if (thisValue.isFrozen) call.fail("The array is frozen.");
  return thisValue;
}

/** A copy of the elements that a method reads, of a length read before; what was never set is undefined there. */
function copied(call: NativeCall, length = reader(call).length): Value[] {
  const { read } = reader(call);
  call.spend(length);
  const elements: Value[] = [];
  for (let index = 0; index < length; index++) elements.push(read(index));
  return elements;
}

/** A sorted copy without what was never set: stable, what is undefined at the end. */
function sorted(elements: readonly Value[], comparator: Value, call: NativeCall): Value[] {
  if (comparator !== undefined) callbackOf([comparator], call);
  sortElements(elements.length, call);
  call.spend(elements.length);
  // `filter` passes over what was never set. A comparator may change the array.
  const known = elements.filter(() => true);
  const defined = known.filter((element) => element !== undefined);
  const undefinedCount = known.length - defined.length;
  const ordered =
    comparator === undefined
      ? sortedByText(defined, call)
      : defined.sort((left, right) => orderOf(call.call(comparator, undefined, [left, right]), call));
  for (let count = 0; count < undefinedCount; count++) ordered.push(undefined);
  return ordered;
}

function sortedByText(elements: Value[], call: NativeCall): Value[] {
  return elements
    .map((element) => ({ element, text: textArgument(element, call) }))
    .sort((left, right) => orderOfTexts(left.text, right.text, call))
    .map(({ element }) => element);
}

/** The deepest nesting that `flat` follows; beyond it lies only data that contains itself. */
const deepestFlat = 500;

function flattened(elements: readonly Value[], depth: number, level: number, call: NativeCall): Value[] {
  const result: Value[] = [];
  call.spend(elements.length);
  for (const [index, element] of elements.entries()) {
    if (element === undefined && !(index in elements)) continue;
    if (depth >= 1) known(element, call);
    if (!isArray(element) || depth < 1) {
      result.push(element);
      continue;
    }
    if (level > deepestFlat) return call.fail("The array is nested too deep to be made flat.");
    for (const inner of flattened(element.elements, depth - 1, level + 1, call)) result.push(inner);
  }
  return result;
}

export const arrayMethods = new Map<string, Value>([
  ...readingMethods,
  ...natives("Array.prototype.", {
    // New arrays
    map: (values, call) => {
      const all = reader(call);
      const result: Value[] = [];
      call.spend(all.length);
      const put = (answer: Value, _element: Value, index: number) => {
        result[index] = answer;
      };
      visit(values, call, put, {}, all);
      result.length = all.length;
      return arrayLikeOwn(result, call);
    },
    filter: (values, call) => {
      const result: Value[] = [];
      visit(values, call, (answer, element) => {
        if (!toBoolean(answer, call)) return;
        call.spend(1);
        result.push(element);
      });
      return arrayLikeOwn(result, call);
    },
    flatMap: (values, call) => {
      const result: Value[] = [];
      visit(values, call, (answer) => {
        for (const inner of flattened([answer], 1, 0, call)) result.push(inner);
      });
      return arrayLikeOwn(result, call);
    },
    flat: ([depth], call) =>
      arrayLikeOwn(flattened(own(call), integerArgument(depth, 1, call), 0, call), call),
    slice: ([start, end], call) => {
      const elements = own(call);
      const { length } = elements;
      const from = relativePosition(start, 0, length, call);
      const to = relativePosition(end, length, length, call);
      call.spend(Math.max(0, to - from));
      const part = elements.slice(from, to);
      part.length = Math.max(0, to - from);
      return arrayLikeOwn(part, call);
    },
    concat: (values, call) => {
      const result: Value[] = [];
      for (const value of [call.thisValue, ...values]) {
        const elements = isArray(known(value, call)) ? (value as ArrayValue).elements : [value];
        call.spend(elements.length);
        const start = result.length;
        result.length += elements.length;
        // Going over by `forEach` leaves what was never set as it is.
        elements.forEach((element, index) => {
          result[start + index] = element;
        });
      }
      return arrayLikeOwn(result, call);
    },
    toReversed: (_values, call) => new ArrayValue(copied(call).reverse()),
    toSorted: ([comparator], call) => new ArrayValue(sorted(copied(call), comparator, call)),
    toSpliced: (values, call) => {
      const array = new ArrayValue(copied(call));
      splice(array, values, call);
      return array;
    },
    with: ([index, value], call) => {
      const { length } = reader(call);
      const wanted = integerArgument(index, 0, call);
      const at = wanted < 0 ? length + wanted : wanted;
      if (at < 0 || at >= length) return call.fail(`The index ${wanted} is outside the array.`, "RangeError");
      const elements = copied(call, length);
      elements[at] = value;
      return new ArrayValue(elements);
    },
  }),
  ...natives(
    "Array.prototype.",
    forLikenesses({
      push: (values, call) => {
        const array = changeable(call);
        call.spend(values.length);
        for (const value of values) array.push(value);
        return array.elements.length;
      },
      pop: (_values, call) => changeable(call).pop(),
      shift: (_values, call) => {
        const array = changeable(call);
        passOver(array.elements.length, call);
        return array.shift();
      },
      unshift: (values, call) => {
        const array = changeable(call);
        passOver(array.elements.length, call);
        call.spend(values.length);
        array.unshift(values);
        return array.elements.length;
      },
      splice: (values, call) => arrayLikeOwn(splice(changeable(call), values, call), call),
      reverse: (_values, call) => {
        const array = changeable(call);
        call.work(array.elements.length);
        array.reverse();
        return array;
      },
      sort: ([comparator], call) => {
        const array = changeable(call);
        const { length } = array.elements;
        array.putFirst(sorted(array.elements, comparator, call), length);
        return array;
      },
      fill: ([value, start, end], call) => {
        const array = changeable(call);
        const { length } = array.elements;
        const from = relativePosition(start, 0, length, call);
        const to = relativePosition(end, length, length, call);
        call.work(Math.max(0, to - from));
        array.fill(value, from, to);
        return array;
      },
      copyWithin: ([target, start, end], call) => {
        const array = changeable(call);
        const { length } = array.elements;
        const to = relativePosition(target, 0, length, call);
        const from = relativePosition(start, 0, length, call);
        call.work(length);
        array.copyWithin(to, from, relativePosition(end, length, length, call));
        return array;
      },
    }),
  ),
]);

/** Takes elements out and puts others in; without a count, all from the start position on are taken. */
function splice(array: ArrayValue, values: Value[], call: NativeCall): Value[] {
  if (values.length === 0) return [];
  const [start, count, ...added] = values;
  const { length } = array.elements;
  const from = relativePosition(start, 0, length, call);
  const wanted = values.length === 1 ? length : Math.max(0, integerArgument(count, 0, call));
  const taken = Math.min(wanted, length - from);
  passOver(length, call);
  call.spend(taken + added.length);
  // Converting the arguments may have changed the array, of which the length read first counts.
  if (array.elements.length !== length) array.setLength(length);
  return array.splice(from, taken, added);
}

/** `new Array(3)`, `Array(1, 2)`. Elements that were never set read as undefined, and callbacks pass them over. */
function makeArray(values: Value[], call: NativeCall): Value {
  const [first] = values;
  if (values.length === 1) known(first, call);
  if (values.length !== 1 || !isScalar(first)) return arrayOf([...values], call);
  const length = primal(first);
  if (!Number.isInteger(length) || length < 0 || length > 2 ** 32 - 1) {
    return call.fail(`${length} cannot be an array's length.`, "RangeError");
  }
  call.spend(length);
  return new ArrayValue(new Array<Value>(length));
}

/** What `from` and `of` make when they are called on a class that extends `Array`. */
function ofOwnClass(elements: Value[], call: NativeCall): Value {
  return call.thisValue instanceof Closure
    ? filled(call.thisValue, elements, call)
    : new ArrayValue(elements);
}

/** `Array.from(values)`, `Array.from({ length: n }, (_, i) => …)`. */
function arrayFrom([source, callback, thisValue]: Value[], call: NativeCall): Value {
  if (callback !== undefined) callbackOf([callback], call);
  const result: Value[] = [];
  goOverSequence(source, call, (element, index) => {
    call.spend(1);
    result.push(callback === undefined ? element : call.call(callback, thisValue, [element, index]));
  });
  return ofOwnClass(result, call);
}

export const arrayConstructor = new NativeFunction("Array", makeArray, {
  construct: makeArray,
  members: new Map<string, Value>([
    ...natives("Array.", {
      from: arrayFrom,
      isArray: ([value]) => (value instanceof UnknownValue ? value.computed() : isArray(value)),
      of: (values, call) => {
        call.spend(values.length);
        return ofOwnClass([...values], call);
      },
    }),
    ...unsupportedNatives("Array.", { fromAsync: "Asynchronous code is not interpreted; use Array.from." }),
  ]),
});
