/**
 * Which modules a program may have: as many as its budget lets it. Whoever asks for another one gets none, and the
 * reason, so that the import of it is a finding and what was reached before goes on.
 */

import type { ModuleSource } from "../../routine/moduleSource.js";
import type { ModuleCode } from "../../routine.js";
import type { ProgramBudget } from "../budget.js";

export class Admission {
  readonly #source: ModuleSource;
  readonly #budget: ProgramBudget;
  readonly #clock: () => number;
  readonly #begin: number;
  readonly #admitted = new Map<string, ModuleCode | null>();
  readonly #refused = new Map<string, string>();
  #characters = 0;
  #links = 0;

  constructor(source: ModuleSource, budget: ProgramBudget, clock: () => number) {
    this.#source = source;
    this.#budget = budget;
    this.#clock = clock;
    this.#begin = clock();
  }

  /** The code of a module; null where there is none, or none may come besides. */
  open(module: string): ModuleCode | null {
    const known = this.#admitted.get(module);
    if (known !== undefined) return known;
    if (this.#refused.has(module)) return null;
    const reason = this.#spent();
    if (reason !== null) {
      this.#refused.set(module, reason);
      return null;
    }
    const code = this.#source.module(module);
    this.#admitted.set(module, code);
    this.#characters += code?.characters ?? 0;
    return code;
  }

  /** Why a module was not admitted, as the rest of a sentence; undefined for all others. */
  whyRefused(module: string): string | undefined {
    return this.#refused.get(module);
  }

  /** Takes steps from what linking may cost. False when nothing is left. */
  spendLinks(steps: number): boolean {
    this.#links += steps;
    return this.#links <= this.#budget.links;
  }

  #spent(): string | null {
    const { modules, characters, milliseconds } = this.#budget;
    if (this.#admitted.size >= modules)
      return `the program has ${modules} modules without it, and no more are read`;
    if (this.#characters >= characters) {
      return `the modules of the program have ${characters / 1_000_000} million characters without it, and no more are read`;
    }
    if (this.#clock() - this.#begin < milliseconds) return null;
    return `reading the modules before it took ${milliseconds / 1_000} seconds, and no more are read`;
  }
}
