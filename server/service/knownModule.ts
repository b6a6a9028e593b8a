/**
 * What is known of a module at one moment. Reports are made of those functions alone that somebody asks about.
 *
 *     known.around(span)       of the functions in a stretch of the text
 *     known.withFindings       of those that have something to say
 *     known.report             of all
 */

import type { Finding, Span } from "../finding.js";
import type { PlacedOutcome } from "../places.js";
import type { ModuleReport, Report } from "../report.js";

export interface KnownFunction {
  id: string;
  /** From the doc comment to the end of the function. */
  extent: Span;
  isUnmarked: boolean;
  hasFindings: boolean;
  /** The outcome that its points are of: the same object as long as nothing was computed. null where it is of an earlier text. */
  outcome: PlacedOutcome | null;
  /** The same object as long as nothing changes. */
  report(): Report;
}

export class KnownModule {
  readonly module: string;
  readonly functions: readonly KnownFunction[];
  /** Findings outside any marked function. */
  readonly findings: Finding[];

  constructor(module: string, functions: readonly KnownFunction[], findings: Finding[]) {
    this.module = module;
    this.functions = functions;
    this.findings = findings;
  }

  /** Of each report, its identity. */
  get ids(): string[] {
    return this.functions.map(({ id }) => id);
  }

  get report(): ModuleReport {
    return this.#reportOf(this.functions);
  }

  get withFindings(): ModuleReport {
    return this.#reportOf(this.functions.filter(({ hasFindings }) => hasFindings));
  }

  around(span: Span): ModuleReport {
    return this.#reportOf(this.functionsAround(span));
  }

  functionsAround({ start, end }: Span): KnownFunction[] {
    return this.functions.filter(({ extent }) => extent.start <= end && start <= extent.end);
  }

  #reportOf(functions: readonly KnownFunction[]): ModuleReport {
    const { module, findings } = this;
    return { module, reports: functions.map((each) => each.report()), findings };
  }
}
