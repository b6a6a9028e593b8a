/**
 * The methods of arrays that only read. They also serve typed arrays, texts and objects with a `length`, as in
 * `Array.prototype.map.call(arguments, …)`.
 */

import { elementsInTurn } from "../objects/arrays.js";
import { describe, known, sameValueZero, strictlyEqual, toBoolean } from "../objects/conversions.js";
import { hasMember } from "../objects/members.js";
import { stepsOfEquality } from "../objects/metering.js";
import { typedElementsInTurn } from "../objects/typedArrays.js";
import {
  ArrayValue,
  isFunction,
  type NativeCall,
  TypedArrayValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { iteratorOf } from "./iterators.js";
import {
  integerArgument,
  lengthOf,
  type Native,
  natives,
  pureNatives,
  relativePosition,
  textArgument,
} from "./natives.js";

/** The elements that a method which only reads goes over: an array's own list, not to be changed, or a new one. */
export function own(call: NativeCall): readonly Value[] {
  const { thisValue } = call;
  if (thisValue instanceof ArrayValue) return thisValue.elements;
  const { length, read, isHole } = reader(call);
  call.spend(length);
  const elements = new Array<Value>(length);
  for (let index = 0; index < length; index++) if (!isHole(index)) elements[index] = read(index);
  return elements;
}

/** What a method sees of what it is called on, position by position, at the time when it is their turn. */
export interface Reader {
  /** The length as it was at first: what comes behind it later is not seen. */
  readonly length: number;
  read(index: number): Value;
  isHole(index: number): boolean;
}

export function reader(call: NativeCall): Reader {
  const thisValue = known(call.thisValue, call);
  if (thisValue instanceof ArrayValue) {
    const { elements } = thisValue;
    return {
      length: elements.length,
      read: (index) => elements[index],
      isHole: (index) => elements[index] === undefined && !(index in elements),
    };
  }
  if (thisValue instanceof TypedArrayValue) {
    return { length: thisValue.length, read: (index) => thisValue.get(index), isHole: () => false };
  }
  if (typeof thisValue === "string") {
    return { length: thisValue.length, read: (index) => thisValue[index], isHole: () => false };
  }
  return {
    length: lengthOf(thisValue, call),
    read: (index) => call.get(thisValue, String(index)),
    isHole: (index) => !hasMember(thisValue, String(index), call),
  };
}

/** Ends the run when a callback is none, even where there is no element to call it with. */
export function callbackOf(values: Value[], call: NativeCall): Value {
  if (isFunction(values[0]) || values[0] instanceof UnknownValue) return values[0];
  return call.fail(`This method needs a function, and this is ${describe(values[0])}.`);
}

interface Visit {
  isBackward?: boolean;
  /** Whether positions that were never set are visited, as undefined. */
  withHoles?: boolean;
}

/** Goes over the elements as JavaScript's methods do: the length is fixed at the start. */
export function visit(
  values: Value[],
  call: NativeCall,
  seen: (answer: Value, element: Value, index: number) => unknown,
  { isBackward = false, withHoles = false }: Visit = {},
  { length, read, isHole } = reader(call),
): void {
  const callback = callbackOf(values, call);
  for (let step = 0; step < length; step++) {
    const index = isBackward ? length - 1 - step : step;
    if (!withHoles && isHole(index)) {
      call.work(1);
      continue;
    }
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
        if (!toBoolean(answer, call)) return false;
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
      if (isHole(index)) {
        call.work(1);
        continue;
      }
      result = isStarted
        ? call.call(callback, undefined, [result, read(index), index, call.thisValue])
        : read(index);
      isStarted = true;
    }
    return isStarted ? result : call.fail("An empty array is reduced without an initial value.");
  };
}

/** `indexOf` and its kind: the first position from which the search goes on is the second argument. */
function searcher(
  equal: (left: Value, right: Value) => boolean,
  { withHoles = false, isBackward = false }: Visit,
): (values: Value[], call: NativeCall) => number {
  return (values, call) => {
    const wanted = known(values[0], call);
    const { length, read, isHole } = reader(call);
    const step = isBackward ? -1 : 1;
    const first = isBackward ? lastStart(values, length, call) : relativePosition(values[1], 0, length, call);
    const isNothing = wanted === undefined || wanted === null;
    for (let index = first; index >= 0 && index < length; index += step) {
      const element = read(index);
      call.work(1 + stepsOfEquality(element, wanted));
      if (isNothing && element instanceof UnknownValue && element.isThere) continue;
      if (equal(known(element, call), wanted) && (withHoles || !isHole(index))) return index;
    }
    return -1;
  };
}

/** Where `lastIndexOf` begins: at the end, unless it is told; counted from the end where that is negative. */
function lastStart(values: Value[], length: number, call: NativeCall): number {
  if (values.length < 2) return length - 1;
  const start = integerArgument(values[1], 0, call);
  return start < 0 ? length + start : Math.min(start, length - 1);
}

/** The texts of the elements with a separator between them; an array inside itself counts as an empty text. */
function joined(separator: string, call: NativeCall): string {
  const { thisValue } = call;
  if (underJoin.has(thisValue)) return "";
  underJoin.add(thisValue);
  try {
    let result = "";
    const { length, read } = reader(call);
    for (let index = 0; index < length; index++) {
      const element = read(index);
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

const including = searcher(sameValueZero, { withHoles: true });

const goingOver = natives("Array.prototype.", {
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
      holds = toBoolean(answer, call);
      return !holds;
    });
    return holds;
  },
  keys: (_values, call) => iteratorOf(keysInTurn(call.thisValue, call), call),
  values: (_values, call) => iteratorOf(valuesInTurn(call.thisValue, call), call),
  entries: (_values, call) => iteratorOf(entriesInTurn(call.thisValue, call), call),
});

/** Methods that look for a value or make a text. */
const asking = pureNatives("Array.prototype.", {
  includes: (values, call) => including(values, call) >= 0,
  indexOf: searcher(strictlyEqual, {}),
  lastIndexOf: searcher(strictlyEqual, { isBackward: true }),
  at: ([index], call) => {
    const { length, read } = reader(call);
    const position = integerArgument(index, 0, call);
    return read(position < 0 ? length + position : position);
  },
  join: ([separator], call) => joined(separator === undefined ? "," : textArgument(separator, call), call),
  toString: (_values: Value[], call: NativeCall) => joined(",", call),
  toLocaleString: (_values: Value[], call: NativeCall) =>
    call.unknown("unsupported-construct", "Texts in the manner of a country are not made here; use `join`."),
});

/** The methods that only read: those of arrays, and of typed arrays where these have none of their own. */
export const readingMethods = new Map<string, Value>([...goingOver, ...asking]);

function* keysInTurn(value: Value, call: NativeCall): Generator<Value> {
  const length = () =>
    value instanceof ArrayValue
      ? value.elements.length
      : value instanceof TypedArrayValue
        ? value.length
        : lengthOf(value, call);
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
