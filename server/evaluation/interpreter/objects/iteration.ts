/**
 * Going over values: what `for…of`, spreading, destructuring and the library's functions take their elements
 * from, lazily: arrays and the like at once, anything else by its own `[Symbol.iterator]()`.
 */

import type { Resumption } from "../evaluator/generators.js";
import { isCatchable } from "../evaluator/machine.js";
import { IteratorValue, MapValue, SetValue } from "./collections.js";
import { type Caller, describe, isPrimitive, toBoolean } from "./conversions.js";
import { wellKnownSymbols } from "./objects.js";
import { TypedArrayValue } from "./typedArrays.js";
import { ArrayValue, ObjectValue, type Value } from "./values.js";

/** One value of a sequence, or its end with what it returned. */
export interface Step {
  done: boolean;
  value: Value;
}

/** A sequence under way. */
export interface Steps {
  next(): Step;
  /** Hands on what a generator was told, for `yield*`. */
  step(resumption: Resumption): Step;
  /** The sequence is left before its end. */
  close(): void;
  /** The same, because something was thrown: what closing throws is dropped. */
  closeAfter(thrown: unknown): void;
}

/** What runs by itself from one value to the next: a generator. */
export abstract class SteppingValue extends ObjectValue {
  abstract step(resumption: Resumption, caller: Caller): Step;
}

/** The sequence that a value stands for. Fails where there is none. */
export function stepsOver(value: Value, caller: Caller): Steps {
  const builtIn = builtInIterator(value);
  if (builtIn !== null) return ofHost(builtIn);
  const method =
    value === null || value === undefined ? undefined : caller.get(value, wellKnownSymbols.iterator);
  if (method === undefined || method === null) {
    const shown = describe(value);
    return caller.fail(`${shown.charAt(0).toUpperCase()}${shown.slice(1)} cannot be iterated over.`);
  }
  const iterator = caller.call(method, value, []);
  if (iterator instanceof SteppingValue) return ofGenerator(iterator, caller);
  const known = iterator instanceof IteratorValue ? builtInIterator(iterator) : null;
  if (known !== null) return ofHost(known);
  if (isPrimitive(iterator)) return caller.fail("`[Symbol.iterator]()` gives no iterator here.");
  return ofProgram(iterator, caller);
}

/** All values of a sequence, each counted. */
export function collect(steps: Steps, spend: (count: number) => void): Value[] {
  const values: Value[] = [];
  for (let step = steps.next(); !step.done; step = steps.next()) {
    spend(1);
    values.push(step.value);
  }
  return values;
}

function ofHost(iterator: Iterator<Value>): Steps {
  const next = () => {
    const { done, value } = iterator.next();
    return done === true ? { done, value: undefined } : { done: false, value };
  };
  return {
    next,
    step: ({ kind, value }) => (kind === "return" ? { done: true, value } : next()),
    close: () => undefined,
    closeAfter: () => undefined,
  };
}

function ofGenerator(generator: SteppingValue, caller: Caller): Steps {
  const next = () => generator.step({ kind: "next", value: undefined }, caller);
  const close = () => void generator.step({ kind: "return", value: undefined }, caller);
  return {
    next,
    step: (resumption) => generator.step(resumption, caller),
    close,
    closeAfter: (thrown) => closeAfter(thrown, close),
  };
}

function ofProgram(iterator: Value, caller: Caller): Steps {
  const method = caller.get(iterator, "next");
  const read = (step: Value): Step => {
    if (isPrimitive(step)) return caller.fail("`next()` of an iterator gives no object here.");
    const isDone = toBoolean(caller.get(step, "done"));
    return { done: isDone, value: caller.get(step, "value") };
  };
  const next = (...values: Value[]) => read(caller.call(method, iterator, values));
  const close = () => {
    const ending = caller.get(iterator, "return");
    if (ending !== undefined && ending !== null) caller.call(ending, iterator, []);
  };
  return {
    next: () => next(),
    step: ({ kind, value }) => {
      if (kind === "next") return next(value);
      const told = caller.get(iterator, kind);
      if (told !== undefined && told !== null) return read(caller.call(told, iterator, [value]));
      return kind === "return" ? { done: true, value } : caller.throw(value);
    },
    close,
    closeAfter: (thrown) => closeAfter(thrown, close),
  };
}

/** Nothing of the program runs any more when a budget is spent. */
function closeAfter(thrown: unknown, close: () => void): void {
  if (!isCatchable(thrown)) return;
  try {
    close();
  } catch (inner) {
    if (!isCatchable(inner)) throw inner;
  }
}

/**
 * The values of what the language itself can go over: live, so that elements that come to an array
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
