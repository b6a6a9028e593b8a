/**
 * A finding says what is wrong or remarkable, where, and what to do about it. Every layer of the pipeline
 * makes findings; `features/` and `cli/` show them. Positions are offsets, so that no layer needs to know
 * lines, columns or the language-server protocol.
 */

/** A stretch of a module's text: UTF-16 offsets, end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** A span together with the module it lies in. A module's name is its absolute path with forward slashes, or its URI where it has no path. */
export interface Place extends Span {
  module: string;
}

export type Severity = "error" | "warning" | "information" | "hint";

/** A text that, inserted at a place, answers the finding. */
export interface Fix {
  title: string;
  edits: (Place & { text: string })[];
}

export interface Finding extends Place {
  code: FindingCode;
  severity: Severity;
  /** One or two sentences: what, why, what to do. No trailing newline, plain text. */
  message: string;
  related?: (Place & { message: string })[];
  fixes?: Fix[];
}

/** Every code a finding can have, with the severity it has by default. The codes are stable: users filter by them. */
export const findingSeverities = {
  // The marker
  "marker-not-on-function": "warning",
  "marker-missing": "information",
  "marker-too-many": "warning",
  "tag-misspelt": "information",
  "order-invalid": "error",
  "order-duplicate": "error",
  "point-syntax": "error",
  "point-unknown-parameter": "error",
  "point-duplicate-parameter": "error",
  "point-missing-parameter": "error",
  "point-type-mismatch": "error",
  "point-missing": "hint",
  "wrt-unknown-parameter": "error",
  "wrt-duplicate-parameter": "error",
  "wrt-empty": "error",
  // The claim to be a derivative
  "derivative-of-invalid": "error",
  "derivative-of-unknown": "error",
  "derivative-of-parameters": "error",
  "derivative-wrt-missing": "error",
  "derivative-point-missing": "hint",
  "derivative-shape": "error",
  "derivative-disagrees": "error",
  "derivative-not-compared": "warning",
  // The function
  "syntax-error": "error",
  "no-differentiable-input": "warning",
  "no-differentiable-output": "warning",
  "unsupported-construct": "error",
  "unknown-name": "error",
  "unresolved-import": "error",
  "runtime-error": "error",
  "non-deterministic": "error",
  async: "error",
  "decorator-ignored": "information",
  "module-state-written": "warning",
  "module-state-read": "warning",
  // Derivatives that are not what they seem
  "derivative-lost": "warning",
  "lookup-by-input": "hint",
  "loop-by-input": "hint",
  "no-dependence": "information",
  kink: "warning",
  // The budgets
  "budget-steps": "error",
  "budget-depth": "error",
  "budget-elements": "error",
  "budget-tape": "error",
  "budget-time": "error",
  // The numbers
  "not-finite": "warning",
  "digits-lost": "warning",
  // The tool itself
  "internal-error": "error",
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof findingSeverities;

/** Said of a name that is assigned to and declared nowhere, which strict code refuses. */
export function undeclaredMessage(name: string): string {
  return `\`${name}\` is not declared. Declare it with \`let\` before it is assigned to.`;
}

/** Makes a finding with the severity of its code. */
/** The longest message: names and texts of the program that it quotes may be of any length. */
const longestMessage = 2_000;

export function finding(
  code: FindingCode,
  place: Place,
  message: string,
  extra: Pick<Finding, "related" | "fixes"> = {},
): Finding {
  const { module, start, end } = place;
  const said = message.length > longestMessage ? `${message.slice(0, longestMessage - 1)}…` : message;
  return { code, severity: findingSeverities[code], message: said, module, start, end, ...extra };
}
