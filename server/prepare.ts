/**
 * The first half of the pipeline behind one call: text → syntax → analysis → lowering → routines.
 * The second half is `evaluate` in `evaluation/`.
 */

import type { Finding } from "./finding.js";
import type { FunctionOutline } from "./report.js";
import type { Routine } from "./routine.js";

/** How the pipeline reads modules. Given from outside, so that it runs in Node, in a browser's worker and in a test alike. */
export interface ModuleHost {
  /** The text of a module, or undefined when there is none or it may not be read. Open editors win over the disk. */
  read(module: string): string | undefined;
}

/** What the command line may ask for in place of what the tags say. */
export interface PrepareOptions {
  /** The text of one point, as after `@at`; replaces the points of every marked function. */
  at?: string;
  order?: number;
}

/** A marked function made ready to run. Plain data. */
export interface PreparedFunction {
  outline: FunctionOutline;
  /** null when it has no point or cannot be run; the findings say why. */
  routine: Routine | null;
  findings: Finding[];
}

export interface PreparedModule {
  module: string;
  functions: PreparedFunction[];
  /** Findings outside any marked function. */
  findings: Finding[];
  /** Modules whose text the preparation read, this one included: when one of them changes, prepare again. */
  dependencies: string[];
}

export declare function prepareModule(
  module: string,
  host: ModuleHost,
  options?: PrepareOptions,
): PreparedModule;
