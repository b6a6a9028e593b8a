/**
 * Where a run stands in its loops and, where it is looked on, in its expressions. Whoever catches something takes the
 * run back there: what was under way inside was left without a word.
 */

import type { Frame } from "./frame.js";

export class Mark {
  readonly #frame: Frame;
  readonly #loops: number;
  readonly #watched: number;

  constructor(frame: Frame) {
    const { machine } = frame;
    this.#frame = frame;
    // A generator goes on from wherever it is asked to.
    this.#loops = machine.loops.length - frame.loopsAround;
    this.#watched = machine.watchedDepth - frame.watchedAround;
  }

  return(): void {
    const { machine, loopsAround, watchedAround } = this.#frame;
    machine.loops.length = Math.min(machine.loops.length, loopsAround + this.#loops);
    machine.watchedDepth = watchedAround + this.#watched;
  }
}
