/** `Array`, its statics, and the methods of arrays. */

import { primal } from "nested-tape";
import {
  describe,
  isScalar,
  sameValueZero,
  strictlyEqual,
  toBoolean,
  toScalar,
  toText,
} from "../conversions.js";
import { ArrayValue, type NativeCall, NativeFunction, RecordValue, type Value } from "../values.js";
import { orderOf } from "./functions.js";
import { arrayOf, elementsOf, type Native, natives, plainArgument, relativePosition } from "./natives.js";

function own(call: NativeCall): Value[] {
  if (call.thisValue instanceof ArrayValue) return call.thisValue.elements;
  return call.fail(`This array method is called on ${describe(call.thisValue)}.`);
}

function changeable(call: NativeCall): Value[] {
  const elements = own(call);
  if ((call.thisValue as ArrayValue).isFrozen) call.fail("The array is frozen.");
  return elements;
}

/** Goes over the elements as JavaScript's methods do: the length is fixed at the start. */
function visit(
  values: Value[],
  call: NativeCall,
  seen: (answer: Value, element: Value, index: number) => unknown,
  isBackward = false,
): void {
  const [callback, thisValue] = values;
  const elements = own(call);
  const { length } = elements;
  for (let step = 0; step < length; step++) {
    const index = isBackward ? length - 1 - step : step;
    const element = elements[index];
    const answer = call.call(callback, thisValue, [element, index, call.thisValue]);
    if (seen(answer, element, index) === true) return;
  }
}

function finder<Found extends Value>(
  isBackward: boolean,
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
      isBackward,
    );
    return result;
  };
}

function reducer(isBackward: boolean): Native {
  return (values, call) => {
    const elements = own(call);
    const order = elements.map((_element, index) => (isBackward ? elements.length - 1 - index : index));
    if (order.length === 0 && values.length < 2)
      return call.fail("An empty array is reduced without an initial value.");
    let result: Value = values.length < 2 ? elements[order.shift()!] : values[1];
    for (const index of order) {
      result = call.call(values[0], undefined, [result, elements[index], index, call.thisValue]);
    }
    return result;
  };
}

function sorted(elements: Value[], comparator: Value, call: NativeCall): Value[] {
  call.spend(elements.length);
  const defined = elements.filter((element) => element !== undefined);
  const compare =
    comparator === undefined
      ? (left: Value, right: Value) => {
          const [a, b] = [toText(left) ?? "", toText(right) ?? ""];
          return a < b ? -1 : a > b ? 1 : 0;
        }
      : (left: Value, right: Value) => orderOf(call.call(comparator, undefined, [left, right]));
  defined.sort(compare);
  return [...defined, ...new Array<Value>(elements.length - defined.length).fill(undefined)];
}

function replaceElements(array: Value, elements: Value[]): Value {
  const { elements: old } = array as ArrayValue;
  for (let index = 0; index < elements.length; index++) old[index] = elements[index];
  old.length = elements.length;
  return array;
}

function flattened(elements: Value[], depth: number, call: NativeCall): Value[] {
  return elements.flatMap((element) => {
    if (!(element instanceof ArrayValue) || depth < 1) return [element];
    call.spend(element.elements.length);
    return flattened(element.elements, depth - 1, call);
  });
}

function searcher(
  search: (elements: Value[], isWanted: (element: Value) => boolean) => Value,
  equal = strictlyEqual,
): Native {
  return ([wanted], call) => {
    const elements = own(call);
    call.spend(elements.length);
    return search(elements, (element) => equal(element, wanted));
  };
}

export const arrayMethods = natives("Array.prototype.", {
  // Going over the elements
  forEach: (values, call) => {
    visit(values, call, () => false);
    return undefined;
  },
  map: (values, call) => {
    const result: Value[] = [];
    visit(values, call, (answer) => void result.push(answer));
    return arrayOf(result, call);
  },
  filter: (values, call) => {
    const result: Value[] = [];
    visit(values, call, (answer, element) => {
      if (toBoolean(answer)) result.push(element);
    });
    return arrayOf(result, call);
  },
  flatMap: (values, call) => {
    const result: Value[] = [];
    visit(values, call, (answer) => void result.push(answer));
    return arrayOf(flattened(result, 1, call), call);
  },
  reduce: reducer(false),
  reduceRight: reducer(true),
  find: finder<Value>(false, (element) => element, undefined),
  findIndex: finder<number>(false, (_element, index) => index, -1),
  findLast: finder<Value>(true, (element) => element, undefined),
  findLastIndex: finder<number>(true, (_element, index) => index, -1),
  some: finder<boolean>(false, () => true, false),
  every: (values, call) => {
    let holds = true;
    visit(values, call, (answer) => {
      holds = toBoolean(answer);
      return !holds;
    });
    return holds;
  },

  // Looking for a value
  includes: searcher((elements, isWanted) => elements.some(isWanted), sameValueZero),
  indexOf: searcher((elements, isWanted) => elements.findIndex(isWanted)),
  lastIndexOf: searcher((elements, isWanted) => elements.findLastIndex(isWanted)),
  at: ([index], call) => own(call).at(plainArgument(index, 0, call)),

  // New arrays
  slice: ([start, end], call) => {
    const elements = own(call);
    const from = relativePosition(start, 0, elements.length, call);
    return arrayOf(elements.slice(from, relativePosition(end, elements.length, elements.length, call)), call);
  },
  concat: (values, call) =>
    arrayOf(
      [call.thisValue, ...values].flatMap((value) =>
        value instanceof ArrayValue ? value.elements : [value],
      ),
      call,
    ),
  flat: ([depth], call) =>
    arrayOf(flattened(own(call), Math.min(plainArgument(depth, 1, call), 100), call), call),
  toReversed: (_values, call) => arrayOf([...own(call)].reverse(), call),
  toSorted: ([comparator], call) => arrayOf(sorted(own(call), comparator, call), call),
  toSpliced: ([start, count, ...added], call) => {
    const elements = [...own(call)];
    splice(elements, start, count, added, call);
    return arrayOf(elements, call);
  },
  with: ([index, value], call) => {
    const elements = [...own(call)];
    const position = plainArgument(index, 0, call);
    const at = position < 0 ? elements.length + position : position;
    if (at < 0 || at >= elements.length) return call.fail(`The index ${position} is outside the array.`);
    elements[at] = value;
    return arrayOf(elements, call);
  },
  keys: (_values, call) =>
    arrayOf(
      own(call).map((_element, index) => index),
      call,
    ),
  values: (_values, call) => arrayOf([...own(call)], call),
  entries: (_values, call) =>
    arrayOf(
      own(call).map((element, index) => arrayOf([index, element], call)),
      call,
    ),
  join: ([separator], call) => {
    const between = separator === undefined ? "," : (toText(separator) ?? ",");
    const parts = own(call).map((element) =>
      element === null || element === undefined
        ? ""
        : (toText(element) ?? call.fail("An element has no text.")),
    );
    const joined = parts.join(between);
    call.spend(joined.length);
    return joined;
  },

  // Changing the array
  push: (values, call) => {
    const elements = changeable(call);
    call.spend(values.length);
    return elements.push(...values);
  },
  pop: (_values, call) => changeable(call).pop(),
  shift: (_values, call) => {
    call.spend(own(call).length > 1_000 ? 1 : 0);
    return changeable(call).shift();
  },
  unshift: (values, call) => {
    call.spend(values.length);
    return changeable(call).unshift(...values);
  },
  splice: (values, call) => {
    const [start, count, ...added] = values;
    const elements = changeable(call);
    return arrayOf(splice(elements, start, values.length === 1 ? elements.length : count, added, call), call);
  },
  reverse: (_values, call) => {
    changeable(call).reverse();
    return call.thisValue;
  },
  sort: ([comparator], call) => replaceElements(call.thisValue, sorted(changeable(call), comparator, call)),
  fill: ([value, start, end], call) => {
    const elements = changeable(call);
    const from = relativePosition(start, 0, elements.length, call);
    const to = relativePosition(end, elements.length, elements.length, call);
    call.spend(Math.max(0, to - from));
    elements.fill(value, from, to);
    return call.thisValue;
  },
});

function splice(elements: Value[], start: Value, count: Value, added: Value[], call: NativeCall): Value[] {
  const from = relativePosition(start, 0, elements.length, call);
  call.spend(added.length);
  return elements.splice(from, Math.max(0, plainArgument(count, 0, call)), ...added);
}

/** `new Array(3)`, `Array(1, 2)`. Elements that were never set read as undefined. */
function makeArray(values: Value[], call: NativeCall): Value {
  const [first] = values;
  if (values.length !== 1 || !isScalar(first)) return arrayOf([...values], call);
  const length = primal(first);
  if (!Number.isInteger(length) || length < 0 || length > 2 ** 32 - 1) {
    return call.fail(`${length} cannot be an array's length.`);
  }
  call.spend(length);
  return new ArrayValue(new Array<Value>(length).fill(undefined));
}

/** `Array.from(values)`, `Array.from({ length: n }, (_, i) => …)`. */
function arrayFrom([source, callback]: Value[], call: NativeCall): Value {
  const elements = source instanceof RecordValue ? arrayLike(source, call) : elementsOf(source, call);
  call.spend(elements.length);
  const result = elements.map((element, index) =>
    callback === undefined ? element : call.call(callback, undefined, [element, index]),
  );
  return new ArrayValue(result);
}

function arrayLike(source: RecordValue, call: NativeCall): Value[] {
  const length = Math.trunc(primal(toScalar(source.properties.get("length")) ?? 0)) || 0;
  call.spend(Math.max(0, length));
  return Array.from({ length: Math.max(0, length) }, (_value, index) => source.properties.get(String(index)));
}

export const arrayConstructor = new NativeFunction("Array", makeArray, {
  construct: makeArray,
  members: natives("Array.", {
    from: arrayFrom,
    isArray: ([value]) => value instanceof ArrayValue,
    of: (values, call) => arrayOf([...values], call),
  }),
});
