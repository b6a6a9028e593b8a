/** `Map`, `Set`, their weak kinds, and the iterators of the standard library. */

import { isRecorded, primal } from "nested-tape";
import {
  iteratorPrototype,
  mapPrototype,
  ObjectValue,
  setPrototype,
  weakMapPrototype,
  weakSetPrototype,
} from "./objects.js";
import type { Value } from "./values.js";

/** What a key is looked up by: a recorded number is found by its value, as a plain one. */
function lookedUp(key: Value): unknown {
  return isRecorded(key) ? primal(key) : key;
}

/** A `Map` of the program, in order of insertion. Entries may come and go while it is gone over. */
export class MapValue extends ObjectValue {
  readonly #entries = new Map<unknown, [key: Value, value: Value]>();
  /** A `WeakMap`, which can neither be counted nor gone over. */
  readonly isWeak: boolean;
  constructor(isWeak = false) {
    super(isWeak ? weakMapPrototype : mapPrototype);
    this.isWeak = isWeak;
  }
  get size(): number {
    return this.#entries.size;
  }
  get(key: Value): Value {
    return this.#entries.get(lookedUp(key))?.[1];
  }
  has(key: Value): boolean {
    return this.#entries.has(lookedUp(key));
  }
  set(key: Value, value: Value): void {
    const known = this.#entries.get(lookedUp(key));
    if (known !== undefined) known[1] = value;
    else this.#entries.set(lookedUp(key), [key === 0 ? 0 : key, value]);
  }
  delete(key: Value): boolean {
    return this.#entries.delete(lookedUp(key));
  }
  clear(): void {
    this.#entries.clear();
  }
  /** Follows additions and removals that happen on the way. */
  entries(): Iterator<[Value, Value]> & Iterable<[Value, Value]> {
    return this.#entries.values();
  }
}

/** A `Set` of the program, in order of insertion. */
export class SetValue extends ObjectValue {
  readonly #members = new Map<unknown, Value>();
  readonly isWeak: boolean;
  constructor(isWeak = false) {
    super(isWeak ? weakSetPrototype : setPrototype);
    this.isWeak = isWeak;
  }
  get size(): number {
    return this.#members.size;
  }
  has(member: Value): boolean {
    return this.#members.has(lookedUp(member));
  }
  add(member: Value): void {
    if (!this.has(member)) this.#members.set(lookedUp(member), member === 0 ? 0 : member);
  }
  delete(member: Value): boolean {
    return this.#members.delete(lookedUp(member));
  }
  clear(): void {
    this.#members.clear();
  }
  members(): Iterator<Value> & Iterable<Value> {
    return this.#members.values();
  }
}

/** An iterator of the standard library, such as `values()` of an array gives. */
export class IteratorValue extends ObjectValue {
  readonly steps: Iterator<Value>;
  constructor(steps: Iterator<Value>) {
    super(iteratorPrototype);
    this.steps = steps;
  }
}
