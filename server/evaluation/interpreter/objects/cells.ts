/** Variables that several functions share. */

import { type Journalled, journal } from "./journal.js";
import type { Own } from "./properties.js";
import type { Value } from "./values.js";

/** What a `let` or `const` holds before its declaration ran. */
export const uninitialised = Symbol("uninitialised");

/** A variable shared between a function and the closures that capture it, or between modules. */
export class Cell implements Journalled {
  declare born: number;
  declare readonly value: Value | typeof uninitialised;
  constructor(value: Value | typeof uninitialised) {
    this.born = journal.epoch;
    this.value = value;
  }
  set(value: Value | typeof uninitialised): void {
    if (this.born !== journal.epoch) journal.save(this);
    (this as Own<Cell>).value = value;
  }
  saveState(): () => void {
    const { value } = this;
    return () => {
      (this as Own<Cell>).value = value;
    };
  }
}
