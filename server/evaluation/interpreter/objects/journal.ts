/**
 * The journal of writes. Modules are evaluated once, and each run starts from what they built: what a run changes
 * in it is undone afterwards, so that points, functions and keystrokes never see each other.
 *
 *     const run = beginEpoch();
 *     table.set("a", 1);              `table` was made by a module: its state is saved before its first change
 *     const mine = new MapValue();    born in this epoch: changing it costs one comparison of integers
 *     undoEpoch(run);                 `table` is what it was
 *
 * An epoch is the evaluation of a module, or a run. Epochs nest like a stack: undoing one undoes those that began
 * after it. Each object and cell knows the epoch it was born in; the first change in a later one saves a shallow
 * copy of its whole state, and counts it as born there until that is undone. Whatever is changed often is saved
 * once, so that undoing never costs more than the state of what was changed.
 *
 * Something that is under way, a generator or an iterator of the standard library, cannot be put back to where it
 * was. Advancing one of an earlier epoch breaks the epochs since: whoever undoes them throws away what lies below
 * and evaluates it again.
 */

/** What can be changed: an object or a cell. */
export interface Journalled {
  /** The epoch in which it was made, or in which its state was saved last. */
  born: number;
  /** Takes down the present state. What it gives puts that state back. */
  saveState(): () => void;
}

/** One stretch of the program's life, and what it changed of what was there before. */
export class Epoch {
  /** Unlike every other epoch's. */
  readonly number: number;
  /** It evaluated something that stays until an epoch below it is undone. */
  isKept = false;
  /** Something older was changed that cannot be put back. */
  isBroken = false;
  readonly #saved: { target: Journalled; born: number; restore: () => void }[] = [];

  constructor(number: number) {
    this.number = number;
  }

  /** Whether anything older was changed. */
  get hasWrites(): boolean {
    return this.isBroken || this.#saved.length > 0;
  }

  /** The older objects and cells that were changed, in the order in which that first happened. */
  get written(): readonly Journalled[] {
    return this.#saved.map(({ target }) => target);
  }

  save(target: Journalled): void {
    this.#saved.push({ target, born: target.born, restore: target.saveState() });
    target.born = this.number;
  }

  restore(): void {
    for (const { target, born, restore } of this.#saved.reverse()) {
      restore();
      target.born = born;
    }
    this.#saved.length = 0;
  }
}

/** The number of what was there before any epoch: the standard library. */
export const beginning = 0;

/** Whether something of the standard library is as it was made: no program under way changed it. */
export function isPristine(target: Journalled): boolean {
  return target.born === beginning;
}

class Journal {
  /** The present epoch's number. */
  epoch = beginning;
  readonly #epochs: Epoch[] = [];
  #last = beginning;

  /** Saves the state of an object that is about to be changed and was born in another epoch. */
  save(target: Journalled): void {
    this.#epochs.at(-1)?.save(target);
  }

  /** Something that cannot be put back is about to go on. */
  breakSince(born: number): void {
    for (const epoch of this.#epochs) if (epoch.number > born) epoch.isBroken = true;
  }

  begin(): Epoch {
    const epoch = new Epoch(++this.#last);
    this.#epochs.push(epoch);
    this.epoch = epoch.number;
    return epoch;
  }

  undo(epoch: Epoch): void {
    if (!this.#epochs.includes(epoch)) throw new Error("An epoch is undone that is not under way.");
    let undone: Epoch;
    do {
      undone = this.#epochs.pop()!;
      undone.restore();
    } while (undone !== epoch);
    this.epoch = this.#epochs.at(-1)?.number ?? beginning;
  }

  beforeAll<Result>(make: () => Result): Result {
    const { epoch } = this;
    const epochs = this.#epochs.splice(0);
    this.epoch = beginning;
    try {
      return make();
    } finally {
      this.#epochs.push(...epochs);
      this.epoch = epoch;
    }
  }
}

export type { Journal };

export const journal: Journal = new Journal();

/** From here on, what was there before is saved when it is changed. */
export function beginEpoch(): Epoch {
  return journal.begin();
}

/** Puts back everything that was changed in an epoch and in those that began after it, the latest first. */
export function undoEpoch(epoch: Epoch): void {
  journal.undo(epoch);
}

/** The epoch is over, and what it did stays until it, or one below it, is undone. */
export function keepEpoch(epoch: Epoch): void {
  epoch.isKept = true;
}

/** Runs in an epoch of its own, which is undone however it ends. */
export function undone<Result>(run: () => Result): Result {
  const epoch = beginEpoch();
  try {
    return run();
  } finally {
    undoEpoch(epoch);
  }
}

/** Makes what belongs to no epoch, because every run shares it: the standard library. */
export function beforeAllEpochs<Result>(make: () => Result): Result {
  return journal.beforeAll(make);
}
