/**
 * The pipeline as whoever works with it sees it: texts go in, results of marked functions come out. What it
 * understood is kept between calls, so that an edit costs about what it changed.
 *
 *     pipeline.setText("/project/a.ts", text);
 *     pipeline.work({ module: "/project/a.ts", budget, known: {} }, (result) => show(result));
 *
 * Requests and results are plain data: the server's pipelines live in processes of their own.
 */

import type { Budget } from "./evaluation/budget.js";
import type { Finding, Span } from "./finding.js";
import type { Piece, PlacedOutcome } from "./places.js";
import type { FunctionOutline } from "./report.js";
import type { Move } from "./syntax/textEdit.js";

export interface Pipeline {
  /** The text of an open document, or undefined when it is closed: from then on the disk counts. */
  setText(module: string, text: string | undefined): void;
  /** Files whose content on disk may have changed, or that came or went. */
  forget(modules: readonly string[]): void;
  /**
   * Works on one module: prepares it and runs its marked functions, in the order of the text, those within `look`
   * before the others. Never throws on bad input.
   *
   * @param tell is called with each function's result as soon as it is there (numbers may come first, and what
   * the diagnosis found as a second telling). Before a function runs it is told without an outcome and not
   * final, so that whoever waits knows which one is at work.
   */
  work(request: WorkRequest, tell: (result: FunctionResult) => void): ModuleResult;
}

export interface WorkRequest {
  module: string;
  budget: Budget;
  /** The number of the last result of this pipeline for the module that the asker took, with all that was told before: functions of which nothing is new are not told again. */
  since?: number;
  /** By a function's `id`, the revision that the asker has: such a result is told without its outcome. */
  known: Readonly<Record<string, string>>;
  /** Revisions that ended the process that ran them: they are told as `isFatal` and not run. */
  fatal?: readonly string[];
  /** Only these functions. */
  only?: readonly string[];
  /** What somebody looks at: a stretch of the present text, whose functions come first. */
  look?: Span;
  /** After so many milliseconds of running no other function is begun; those left are `unfinished`. */
  patience?: number;
}

/** What is known of one marked function. */
export interface FunctionResult {
  /** See `functionIds`. */
  id: string;
  /** Equal for equal outcomes within the same budget, whatever moved in the text. */
  revision: string;
  outline: FunctionOutline;
  /** What the text alone says. */
  findings: Finding[];
  /** Where the pieces begin at present that the outcome's places refer to. The first one is the function's name. */
  pieces: Piece[];
  /** Absent when the asker has this revision already, and before the function runs. */
  outcome?: PlacedOutcome;
  /** Nothing more will be told of this function. */
  isFinal: boolean;
  /** It was not run, because the request says that its revision is fatal. */
  isFatal?: true;
}

export interface ModuleResult {
  module: string;
  /** Findings outside any marked function. */
  findings: Finding[];
  /** The ids of all its marked functions, in the order of their reports. */
  functions: string[];
  /** Modules and names asked for: when one of them changes on disk, work again. */
  dependencies: readonly string[];
  /** Functions that were not begun for want of patience. */
  unfinished: string[];
  /** See `WorkRequest.since`. */
  number: number;
  /** How everything moved that was told before and not by this work. */
  moves: readonly Move[];
}

/**
 * The stable identities of a module's functions, in the order of the text: the name, and how many of that name
 * stand before it where there are some.
 *
 *     functionIds(["f", "g", "f"])     ["f", "g", "f#1"]
 */
export function functionIds(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const earlier = counts.get(name) ?? 0;
    counts.set(name, earlier + 1);
    return earlier === 0 ? name : `${name}#${earlier}`;
  });
}
