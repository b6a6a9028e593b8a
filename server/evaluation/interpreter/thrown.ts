/** What is thrown through the interpreter: by the program, by the language, and by what ends a run. */

import type { Finding, Span } from "../../finding.js";
import type { Frame } from "./evaluator/frame.js";
import type { ErrorName, UnknownValue, Value } from "./objects/values.js";

/** Ends a run. Carries the finding that says why. */
export class RunEnded extends Error {
  readonly finding: Finding;
  /** The error that JavaScript would throw here, which the program may catch; null for what only ends our run. */
  readonly errorName: ErrorName | null;
  /** The `code` that the error has, as some of Node.js have. */
  readonly errorCode: string | null;
  /** What something depended on that cannot be known; null for any other end. */
  readonly unknown: UnknownValue | null;
  constructor(
    finding: Finding,
    errorName: ErrorName | null = null,
    more: { errorCode?: string; unknown?: UnknownValue } = {},
  ) {
    super(finding.message);
    this.finding = finding;
    this.errorName = errorName;
    this.errorCode = more.errorCode ?? null;
    this.unknown = more.unknown ?? null;
  }
}

/** What the program threw: `throw new Error("…")`. */
export class ProgramThrow extends Error {
  readonly value: Value;
  readonly frame: Frame;
  readonly span: Span;
  constructor(value: Value, frame: Frame, span: Span) {
    super("thrown by the interpreted program");
    this.value = value;
    this.frame = frame;
    this.span = span;
  }
}

/** Whether JavaScript's `catch` would get this: what the program throws, and the errors of the language, but no spent budget. */
export function isCatchable(thrown: unknown): thrown is ProgramThrow | RunEnded {
  return thrown instanceof ProgramThrow || (thrown instanceof RunEnded && thrown.errorName !== null);
}
