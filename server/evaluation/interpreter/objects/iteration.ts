/**
 * Going over values: what `for…of`, spreading, destructuring and the library's functions take their elements
 * from, lazily: arrays and the like at once, anything else by its own `[Symbol.iterator]()`.
 */

import { isCatchable } from "../thrown.js";
import { describe, known, toBoolean } from "./conversions.js";
import { IteratorValue, type Resumption, type Step, SteppingValue } from "./iterators.js";
import { ObjectValue } from "./objects.js";
import { isPrimitive } from "./primitives.js";
import type { Caller } from "./sites.js";
import { wellKnownSymbols } from "./symbols.js";
import { UnknownValue } from "./unknown.js";
import type { Value } from "./values.js";

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

/** The sequence that a value stands for. Fails where there is none. */
export function stepsOver(value: Value, caller: Caller): Steps {
  if (value instanceof UnknownValue) return caller.needed(value);
  const builtIn = builtInIterator(value);
  if (builtIn !== null) return ofHost(builtIn);
  const method =
    value === null || value === undefined ? undefined : caller.get(value, wellKnownSymbols.iterator);
  if (method === undefined || method === null) {
    const shown = describe(value);
    return caller.fail(`${shown.charAt(0).toUpperCase()}${shown.slice(1)} cannot be iterated over.`);
  }
  const iterator = known(caller.call(method, value, []), caller);
  if (iterator instanceof SteppingValue) return ofGenerator(iterator, caller);
  const builtInSteps = iterator instanceof IteratorValue ? builtInIterator(iterator) : null;
  if (builtInSteps !== null) return ofHost(builtInSteps);
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
  const read = (given: Value): Step => {
    const step = known(given, caller);
    if (isPrimitive(step)) return caller.fail("`next()` of an iterator gives no object here.");
    const isDone = toBoolean(caller.get(step, "done"), caller);
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

/** What the language itself goes over; null for what is not iterable by itself. */
function builtInIterator(value: Value): Iterator<Value> | null {
  if (typeof value === "string") return value[Symbol.iterator]();
  return value instanceof ObjectValue ? value.ownIterator() : null;
}
