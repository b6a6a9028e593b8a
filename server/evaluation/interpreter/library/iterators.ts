/** The iterators that `keys()`, `values()` and `entries()` give, and the methods that every iterator has. */

import { describe, toBoolean } from "../objects/conversions.js";
import { stepsOver } from "../objects/iteration.js";
import type { Step } from "../objects/iterators.js";
import { ArrayValue, IteratorValue, type NativeCall, RecordValue, type Value } from "../objects/values.js";
import { integerArgument, type Native, natives } from "./natives.js";

/** An iterator over what a generator makes, each step counted. */
export function iteratorOf(steps: Iterator<Value>, call: NativeCall, level = 0): IteratorValue {
  call.spend(1);
  return new IteratorValue(steps, level);
}

/** How many iterators may each be made of the one before: to go on, each asks that one. */
const deepest = 400;

/** `{ value, done }`, as `next()` gives it. */
export function stepRecord({ value, done }: Step): RecordValue {
  const record = new RecordValue();
  record.setData("value", value);
  record.setData("done", done);
  return record;
}

/** What the iterator still gives; leaving it early closes it. */
function* remaining(call: NativeCall): Generator<Value> {
  const steps = stepsOver(call.thisValue, call);
  let isDone = false;
  try {
    for (let step = steps.next(); !step.done; step = steps.next()) {
      call.work(1);
      yield step.value;
    }
    isDone = true;
  } finally {
    if (!isDone) steps.close();
  }
}

/** A method that gives another iterator, made as it is gone over. */
function deriving(
  derive: (values: Generator<Value>, parameters: Value[], call: NativeCall) => Generator<Value>,
): Native {
  return (parameters, call) => {
    const { thisValue } = call;
    const level = thisValue instanceof IteratorValue ? thisValue.level + 1 : 1;
    if (level > deepest) {
      return call.unsupported(`Iterators made of one another more than ${deepest} deep are not gone over.`);
    }
    return iteratorOf(derive(remaining(call), parameters, call), call, level);
  };
}

function countOf(value: Value, call: NativeCall): number {
  const count = integerArgument(value, Number.NaN, call);
  return count < 0 ? call.fail(`${describe(value)} is no number of steps.`, "RangeError") : count;
}

/** Looks at each value in turn until an answer is found. */
function searching<Found extends Value>(
  answer: (isTrue: boolean, value: Value) => { found: Found } | null,
  otherwise: Found,
): Native {
  return ([callback], call) => {
    let index = 0;
    for (const value of remaining(call)) {
      const result = answer(toBoolean(call.call(callback, undefined, [value, index++]), call), value);
      if (result !== null) return result.found;
    }
    return otherwise;
  };
}

export const iteratorMethods = natives("Iterator.prototype.", {
  next: (_values, call) => {
    const { thisValue } = call;
    if (!(thisValue instanceof IteratorValue)) {
      return call.fail(`\`next\` is called on ${describe(thisValue)}, which is no iterator.`);
    }
    call.spend(2);
    const { done, value } = thisValue.next();
    return stepRecord({ done: done === true, value: done === true ? undefined : value });
  },
  map: deriving(function* (values, [callback], call) {
    let index = 0;
    for (const value of values) yield call.call(callback, undefined, [value, index++]);
  }),
  filter: deriving(function* (values, [callback], call) {
    let index = 0;
    for (const value of values) {
      if (toBoolean(call.call(callback, undefined, [value, index++]), call)) yield value;
    }
  }),
  flatMap: deriving(function* (values, [callback], call) {
    let index = 0;
    for (const value of values) {
      const inner = stepsOver(call.call(callback, undefined, [value, index++]), call);
      for (let step = inner.next(); !step.done; step = inner.next()) yield step.value;
    }
  }),
  take: deriving(function* (values, [limit], call) {
    let left = countOf(limit, call);
    if (left === 0) return;
    for (const value of values) {
      yield value;
      if (--left <= 0) return;
    }
  }),
  drop: deriving(function* (values, [limit], call) {
    let left = countOf(limit, call);
    for (const value of values) if (left-- <= 0) yield value;
  }),
  toArray: (_values, call) => {
    const elements: Value[] = [];
    for (const value of remaining(call)) {
      call.spend(1);
      elements.push(value);
    }
    return new ArrayValue(elements);
  },
  forEach: ([callback], call) => {
    let index = 0;
    for (const value of remaining(call)) call.call(callback, undefined, [value, index++]);
    return undefined;
  },
  reduce: (parameters, call) => {
    let [, result] = parameters;
    let isStarted = parameters.length > 1;
    let index = 0;
    for (const value of remaining(call)) {
      result = isStarted ? call.call(parameters[0], undefined, [result, value, index]) : value;
      isStarted = true;
      index++;
    }
    return isStarted ? result : call.fail("Nothing is reduced without an initial value.");
  },
  some: searching((isTrue) => (isTrue ? { found: true } : null), false),
  every: searching((isTrue) => (isTrue ? null : { found: false }), true),
  find: searching<Value>((isTrue, value) => (isTrue ? { found: value } : null), undefined),
});
