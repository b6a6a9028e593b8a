/** Iterators: those of the standard library, and what all that run by themselves have in common. */

import type { PlainValue } from "../../../report.js";
import { journal } from "./journal.js";
import { ObjectValue } from "./objects.js";
import { iteratorPrototype } from "./prototypes.js";
import type { Caller } from "./sites.js";
import type { Value } from "./values.js";

/** One value of a sequence, or its end with what it returned. */
export interface Step {
  done: boolean;
  value: Value;
}

/** How a generator is told to go on. */
export interface Resumption {
  kind: "next" | "throw" | "return";
  value: Value;
}

/** An iterator of the standard library, such as `values()` of an array gives. It cannot be put back to where it was. */
export class IteratorValue extends ObjectValue {
  readonly #steps: Iterator<Value>;
  /** How many iterators it goes through, each of which asks the next. */
  readonly level: number;
  constructor(steps: Iterator<Value>, level = 0) {
    super(iteratorPrototype);
    this.#steps = steps;
    this.level = level;
  }
  next(): IteratorResult<Value> {
    if (this.born !== journal.epoch) journal.breakSince(this.born);
    return this.#steps.next();
  }

  override describe(): string {
    return "an iterator";
  }
  override ownIterator(): Iterator<Value> {
    return this;
  }
  override toPlain(): PlainValue {
    return "iterator";
  }
}

/** What runs by itself from one value to the next: a generator. */
export abstract class SteppingValue extends ObjectValue {
  abstract step(resumption: Resumption, caller: Caller): Step;

  /** It goes on, and cannot be put back to where it was. */
  protected goesOn(): void {
    if (this.born !== journal.epoch) journal.breakSince(this.born);
  }
  override tag(): string {
    return "Generator";
  }
}
