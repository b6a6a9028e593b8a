/** The ways through the branches of a compiled function that are known, and which of them is the one for a point. */

import { currentGraph } from "../graph/recorders.js";
import { isRecorded } from "../scalar.js";
import { scalarsOf } from "../structure.js";
import type { AnyArguments } from "../transforms/recordedCall.js";
import type { Wanted } from "./program.js";
import { Way } from "./way.js";

/** How many ways are kept of one function. */
const KEPT_WAYS = 8;

export class Ways {
  private readonly f: (...args: AnyArguments) => unknown;
  /** The latest comes first. */
  private ways: readonly Way[] = [];

  constructor(f: (...args: AnyArguments) => unknown) {
    this.f = f;
  }

  get known(): readonly Way[] {
    return this.ways;
  }

  /**
   * The way for these arguments, which has been computed there.
   * @returns null where a replay will not do: for recorded arguments, and inside other tapes, which would not see it
   */
  at(args: AnyArguments, wanted: Wanted): Way | null {
    if (currentGraph !== null) return null;
    const first = this.ways[0];
    return first?.accepts(args, wanted) ? first : this.otherAt(args, wanted);
  }

  private otherAt(args: AnyArguments, wanted: Wanted): Way | null {
    const way = this.ways.find((known, i) => i > 0 && known.accepts(args, wanted));
    if (way !== undefined) this.putFirst(way);
    else if (scalarsOf(args).some(isRecorded)) return null;
    return way ?? this.record(args);
  }

  /** Records the function at these arguments. */
  record(args: AnyArguments): Way {
    const way = new Way(this.f, args);
    this.putFirst(way);
    return way;
  }

  private putFirst(way: Way): void {
    this.ways = [way, ...this.ways.filter((known) => known !== way)].slice(0, KEPT_WAYS);
  }
}
