/**
 * `Array`, its statics, and the methods of arrays. Those that only read also serve typed arrays, texts and
 * objects with a `length`, as in `Array.prototype.map.call(arguments, …)`.
 */

import { primal } from "nested-tape";
import { describe, isScalar, sameValueZero, strictlyEqual, toBoolean } from "../objects/conversions.js";
import { elementsInTurn, typedElementsInTurn } from "../objects/iteration.js";
import { TypedArrayValue } from "../objects/typedArrays.js";
import {
  ArrayValue,
  Closure,
  isFunction,
  type NativeCall,
  NativeFunction,
  type Value,
} from "../objects/values.js";
import { orderOf } from "./functions.js";
import { iteratorOf } from "./iterators.js";
import {
  arrayOf,
  integerArgument,
  type Native,
  natives,
  relativePosition,
  sequenceOf,
  textArgument,
  unsupportedNatives,
} from "./natives.js";
import { arrayLikeOwn, filled } from "./species.js";

/** The elements that a method which only reads goes over. */
function own(call: NativeCall): readonly Value[] {
  const { thisValue } = call;
  if (thisValue instanceof ArrayValue) return thisValue.elements;
  if (thisValue instanceof TypedArrayValue) {
    call.work(thisValue.length);
    return thisValue.elements();
  }
  return sequenceOf(thisValue, call);
}

/** The elements of an array that may be changed. */
function changeable(call: NativeCall): Value[] {
  const { thisValue } = call;
  if (!(thisValue instanceof ArrayValue)) {
    return call.fail(`This array method is called on ${describe(thisValue)}.`);
  }
  if (thisValue.isFrozen) call.fail("The array is frozen.");
  return thisValue.elements;
}

/** What the callbacks of a method see at a position, at the time when it is their turn. */
function reader(call: NativeCall): {
  length: number;
  read(index: number): Value;
  isHole(index: number): boolean;
} {
  const { thisValue } = call;
  if (thisValue instanceof TypedArrayValue) {
    return { length: thisValue.length, read: (index) => thisValue.get(index), isHole: () => false };
  }
  const elements = own(call);
  return {
    length: elements.length,
    read: (index) => elements[index],
    isHole: (index) => elements[index] === undefined && !(index in elements),
  };
}

/** Ends the run when a callback is none, even where there is no element to call it with. */
function callbackOf(values: Value[], call: NativeCall): Value {
  if (isFunction(values[0])) return values[0];
  return call.fail(`This method needs a function, and this is ${describe(values[0])}.`);
}

interface Visit {
  isBackward?: boolean;
  /** Whether positions that were never set are visited, as undefined. */
  withHoles?: boolean;
}

/** Goes over the elements as JavaScript's methods do: the length is fixed at the start. */
function visit(
  values: Value[],
  call: NativeCall,
  seen: (answer: Value, element: Value, index: number) => unknown,
  { isBackward = false, withHoles = false }: Visit = {},
): void {
  const callback = callbackOf(values, call);
  const { length, read, isHole } = reader(call);
  for (let step = 0; step < length; step++) {
    const index = isBackward ? length - 1 - step : step;
    if (!withHoles && isHole(index)) continue;
    const element = read(index);
    const answer = call.call(callback, values[1], [element, index, call.thisValue]);
    if (seen(answer, element, index) === true) return;
  }
}

function finder<Found extends Value>(
  how: Visit,
  found: (element: Value, index: number) => Found,
  none: Found,
): Native {
  return (values, call) => {
    let result: Found = none;
    visit(
      values,
      call,
      (answer, element, index) => {
        if (!toBoolean(answer)) return false;
        result = found(element, index);
        return true;
      },
      how,
    );
    return result;
  };
}

function reducer(isBackward: boolean): Native {
  return (values, call) => {
    const callback = callbackOf(values, call);
    const { length, read, isHole } = reader(call);
    let result = values[1];
    let isStarted = values.length >= 2;
    for (let step = 0; step < length; step++) {
      const index = isBackward ? length - 1 - step : step;
      if (isHole(index)) continue;
      result = isStarted
        ? call.call(callback, undefined, [result, read(index), index, call.thisValue])
        : read(index);
      isStarted = true;
    }
    return isStarted ? result : call.fail("An empty array is reduced without an initial value.");
  };
}

/** A sorted copy: stable, what is undefined at the end. */
function sorted(elements: readonly Value[], comparator: Value, call: NativeCall): Value[] {
  if (comparator !== undefined) callbackOf([comparator], call);
  call.work(elements.length * Math.ceil(Math.log2(elements.length + 1)));
  call.spend(elements.length);
  // `filter` passes over what was never set, which stays so at the very end. A comparator may change the array.
  const { length } = elements;
  const known = elements.filter(() => true);
  const defined = known.filter((element) => element !== undefined);
  const undefinedCount = known.length - defined.length;
  const ordered =
    comparator === undefined
      ? sortedByText(defined, call)
      : defined.sort((left, right) => orderOf(call.call(comparator, undefined, [left, right])));
  for (let count = 0; count < undefinedCount; count++) ordered.push(undefined);
  ordered.length = length;
  return ordered;
}

function sortedByText(elements: Value[], call: NativeCall): Value[] {
  return elements
    .map((element) => ({ element, text: textArgument(element, call) }))
    .sort((left, right) => (left.text < right.text ? -1 : left.text > right.text ? 1 : 0))
    .map(({ element }) => element);
}

function replaceElements(array: Value, elements: Value[]): Value {
  const { elements: old } = array as ArrayValue;
  old.length = 0;
  old.length = elements.length;
  elements.forEach((element, index) => {
    old[index] = element;
  });
  return array;
}

/** The deepest nesting that `flat` follows; beyond it lies only data that contains itself. */
const deepestFlat = 500;

function flattened(elements: readonly Value[], depth: number, level: number, call: NativeCall): Value[] {
  const result: Value[] = [];
  for (const [index, element] of elements.entries()) {
    if (element === undefined && !(index in elements)) continue;
    if (!(element instanceof ArrayValue) || depth < 1) {
      result.push(element);
      continue;
    }
    if (level > deepestFlat) return call.fail("The array is nested too deep to be made flat.");
    call.spend(element.elements.length + 1);
    for (const inner of flattened(element.elements, depth - 1, level + 1, call)) result.push(inner);
  }
  return result;
}

/** `indexOf` and its kind: the first position from which the search goes on is the second argument. */
function searcher(
  search: (elements: readonly Value[], isWanted: (element: Value) => boolean, from: number) => Value,
  equal: (left: Value, right: Value) => boolean,
): Native {
  return ([wanted, start], call) => {
    const elements = own(call);
    call.work(elements.length);
    const from = relativePosition(start, 0, elements.length, call);
    return search(elements, (element) => equal(element, wanted), from);
  };
}

function lastIndexOf(values: Value[], call: NativeCall): Value {
  const elements = own(call);
  call.work(elements.length);
  const start = values.length > 1 ? integerArgument(values[1], 0, call) : elements.length - 1;
  const from = start < 0 ? elements.length + start : Math.min(start, elements.length - 1);
  for (let index = from; index >= 0; index--) {
    if (strictlyEqual(elements[index], values[0]) && index in elements) return index;
  }
  return -1;
}

/** The texts of the elements with a separator between them; an array inside itself counts as an empty text. */
function joined(separator: string, call: NativeCall): string {
  const { thisValue } = call;
  if (underJoin.has(thisValue)) return "";
  underJoin.add(thisValue);
  try {
    let result = "";
    const elements = own(call);
    for (let index = 0; index < elements.length; index++) {
      const element = elements[index];
      const part = element === null || element === undefined ? "" : textArgument(element, call);
      const added = (index === 0 ? "" : separator) + part;
      call.spend(added.length + 1);
      result += added;
    }
    return result;
  } finally {
    underJoin.delete(thisValue);
  }
}

/** The arrays whose elements are being joined; empty between two runs, however they end. */
const underJoin = new Set<Value>();

/** The methods that only read: those of arrays, and of typed arrays where these have none of their own. */
export const readingMethods = natives("Array.prototype.", {
  // Going over the elements
  forEach: (values, call) => {
    visit(values, call, () => false);
    return undefined;
  },
  reduce: reducer(false),
  reduceRight: reducer(true),
  find: finder<Value>({ withHoles: true }, (element) => element, undefined),
  findIndex: finder<number>({ withHoles: true }, (_element, index) => index, -1),
  findLast: finder<Value>({ withHoles: true, isBackward: true }, (element) => element, undefined),
  findLastIndex: finder<number>({ withHoles: true, isBackward: true }, (_element, index) => index, -1),
  some: finder<boolean>({}, () => true, false),
  every: (values, call) => {
    let holds = true;
    visit(values, call, (answer) => {
      holds = toBoolean(answer);
      return !holds;
    });
    return holds;
  },
  keys: (_values, call) => iteratorOf(keysInTurn(call.thisValue, call), call),
  values: (_values, call) => iteratorOf(valuesInTurn(call.thisValue, call), call),
  entries: (_values, call) => iteratorOf(entriesInTurn(call.thisValue, call), call),

  // Looking for a value
  includes: searcher(
    // `find` and its kind meet what was never set as undefined, as `includes` does.
    (elements, isWanted, from) =>
      elements.findIndex((element, index) => index >= from && isWanted(element)) >= 0,
    sameValueZero,
  ),
  indexOf: searcher(
    (elements, isWanted, from) =>
      elements.findIndex((element, index) => index >= from && isWanted(element) && index in elements),
    strictlyEqual,
  ),
  lastIndexOf,
  at: ([index], call) => {
    const { length, read } = reader(call);
    const position = integerArgument(index, 0, call);
    return read(position < 0 ? length + position : position);
  },
  join: ([separator], call) => joined(separator === undefined ? "," : textArgument(separator, call), call),
  toString: (_values: Value[], call: NativeCall) => joined(",", call),
  toLocaleString: (_values: Value[], call: NativeCall) =>
    call.unsupported("Texts in the manner of a country are not made here; use `join`."),
});

function* keysInTurn(value: Value, call: NativeCall): Generator<Value> {
  const length = () =>
    value instanceof ArrayValue
      ? value.elements.length
      : value instanceof TypedArrayValue
        ? value.length
        : own(call).length;
  for (let index = 0; index < length(); index++) yield index;
}

function valuesInTurn(value: Value, call: NativeCall): Iterator<Value> {
  if (value instanceof ArrayValue) return elementsInTurn(value);
  if (value instanceof TypedArrayValue) return typedElementsInTurn(value);
  return own(call)[Symbol.iterator]();
}

function* entriesInTurn(value: Value, call: NativeCall): Generator<Value> {
  const elements = valuesInTurn(value, call);
  let index = 0;
  for (let step = elements.next(); step.done !== true; step = elements.next()) {
    yield new ArrayValue([index++, step.value]);
  }
}

export const arrayMethods = new Map<string, Value>([
  ...readingMethods,
  ...natives("Array.prototype.", {
    // New arrays
    map: (values, call) => {
      call.spend(reader(call).length);
      const result: Value[] = [];
      visit(values, call, (answer, _element, index) => {
        result[index] = answer;
      });
      result.length = reader(call).length;
      return arrayLikeOwn(result, call);
    },
    filter: (values, call) => {
      const result: Value[] = [];
      visit(values, call, (answer, element) => {
        if (!toBoolean(answer)) return;
        call.spend(1);
        result.push(element);
      });
      return arrayLikeOwn(result, call);
    },
    flatMap: (values, call) => {
      const result: Value[] = [];
      visit(values, call, (answer) => void result.push(answer));
      return arrayLikeOwn(flattened(result, 1, 0, call), call);
    },
    flat: ([depth], call) =>
      arrayLikeOwn(flattened(own(call), integerArgument(depth, 1, call), 0, call), call),
    slice: ([start, end], call) => {
      const elements = own(call);
      const from = relativePosition(start, 0, elements.length, call);
      const to = relativePosition(end, elements.length, elements.length, call);
      call.spend(Math.max(0, to - from));
      return arrayLikeOwn(elements.slice(from, to), call);
    },
    concat: (values, call) => {
      const result: Value[] = [];
      for (const value of [call.thisValue, ...values]) {
        const elements = value instanceof ArrayValue ? value.elements : [value];
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
    toReversed: (_values, call) => arrayOf([...own(call)].reverse(), call),
    toSorted: ([comparator], call) => new ArrayValue(sorted([...own(call)], comparator, call)),
    toSpliced: (values, call) => {
      const elements = [...own(call)];
      splice(elements, values, call);
      return arrayOf(elements, call);
    },
    with: ([index, value], call) => {
      const elements = [...own(call)];
      const wanted = integerArgument(index, 0, call);
      const at = wanted < 0 ? elements.length + wanted : wanted;
      if (at < 0 || at >= elements.length)
        return call.fail(`The index ${wanted} is outside the array.`, "RangeError");
      elements[at] = value;
      return arrayOf(elements, call);
    },

    // Changing the array
    push: (values, call) => {
      const elements = changeable(call);
      call.spend(values.length);
      for (const value of values) elements.push(value);
      return elements.length;
    },
    pop: (_values, call) => changeable(call).pop(),
    shift: (_values, call) => {
      const elements = changeable(call);
      call.work(elements.length >> 6);
      return elements.shift();
    },
    unshift: (values, call) => {
      const elements = changeable(call);
      call.work(elements.length >> 6);
      call.spend(values.length);
      return elements.unshift(...values);
    },
    splice: (values, call) => arrayLikeOwn(splice(changeable(call), values, call), call),
    reverse: (_values, call) => {
      const elements = changeable(call);
      call.work(elements.length);
      elements.reverse();
      return call.thisValue;
    },
    sort: ([comparator], call) => replaceElements(call.thisValue, sorted(changeable(call), comparator, call)),
    fill: ([value, start, end], call) => {
      const elements = changeable(call);
      const from = relativePosition(start, 0, elements.length, call);
      const to = relativePosition(end, elements.length, elements.length, call);
      call.work(Math.max(0, to - from));
      elements.fill(value, from, to);
      return call.thisValue;
    },
    copyWithin: ([target, start, end], call) => {
      const elements = changeable(call);
      const to = relativePosition(target, 0, elements.length, call);
      const from = relativePosition(start, 0, elements.length, call);
      call.work(elements.length);
      elements.copyWithin(to, from, relativePosition(end, elements.length, elements.length, call));
      return call.thisValue;
    },
  }),
]);

/** Takes elements out and puts others in; without a count, all from the start position on are taken. */
function splice(elements: Value[], values: Value[], call: NativeCall): Value[] {
  if (values.length === 0) return [];
  const [start, count, ...added] = values;
  const from = relativePosition(start, 0, elements.length, call);
  const taken = values.length === 1 ? elements.length - from : Math.max(0, integerArgument(count, 0, call));
  call.work(elements.length >> 6);
  call.spend(added.length);
  return elements.splice(from, taken, ...added);
}

/** `new Array(3)`, `Array(1, 2)`. Elements that were never set read as undefined, and callbacks pass them over. */
function makeArray(values: Value[], call: NativeCall): Value {
  const [first] = values;
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
  const elements = sequenceOf(source, call);
  call.spend(elements.length);
  const result: Value[] = [];
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    result.push(callback === undefined ? element : call.call(callback, thisValue, [element, index]));
  }
  return ofOwnClass(result, call);
}

export const arrayConstructor = new NativeFunction("Array", makeArray, {
  construct: makeArray,
  members: new Map<string, Value>([
    ...natives("Array.", {
      from: arrayFrom,
      isArray: ([value]) => value instanceof ArrayValue,
      of: (values, call) => {
        call.spend(values.length);
        return ofOwnClass([...values], call);
      },
    }),
    ...unsupportedNatives("Array.", { fromAsync: "Asynchronous code is not interpreted; use Array.from." }),
  ]),
});
