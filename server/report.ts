/**
 * The report: the derivatives of a marked function at its points, and the findings, as plain data. The second
 * of the two seams of the pipeline; hints, hovers, panel, command line and tests are views of it.
 *
 *     evaluation ── report ──▶ features, cli, panel
 */

import type { Finding, Span } from "./finding.js";
import type { SiteKind } from "./routine.js";

/** A value as it is shown: numbers in arrays and records, with what is no number beside them. */
export type PlainValue =
  | number
  | string
  | boolean
  | null
  | undefined
  | PlainValue[]
  | { [key: string]: PlainValue };

/** One partial derivative of one number of the result. */
export interface Partial {
  order: number;
  /** Names of inputs, in the order of `Report.inputs`; as many as the order. A mixed partial appears once. */
  wrt: string[];
  /** Which number of the result: "[0]", ".x", "[1].y". Absent when the result is one number. */
  of?: string;
  value: number;
  /** No path leads from the input to the result: the derivative is 0 everywhere, not only at this point. */
  isStructuralZero?: true;
  /** How many of its significant digits can be trusted, from 0 to 15. Absent where that is not known. */
  digits?: number;
}

/** A number of a result. */
export interface OutputNumber {
  /** Where it is: "[0]", ".x", `.get("rate")`; "" for a result that is one number. */
  path: string;
  value: number;
  /** How many of its significant digits can be trusted, from 0 to 15. Absent where that is not known. */
  digits?: number;
}

/** A quantity that the run met on the way: its value at the end of the run and its derivatives. */
export interface Quantity {
  value: PlainValue;
  /** Shaped as the result's. Empty for what is no number, or does not depend on an input. */
  derivatives: Partial[];
}

/** What a site of the marked function saw. */
export interface TraceEntry extends Span {
  kind: SiteKind;
  name: string;
  /** How often the run came by. */
  count: number;
  /** Index into `PointReport.quantities` of what was seen last; absent for loops and for what is not shown. */
  quantity?: number;
  /** For a site that was passed more than once: the primal values of the first few and the last few passes, oldest first. */
  history?: number[];
}

export interface PointReport {
  /** Where the point was written. Absent for a point that did not come from the text. */
  span?: Span;
  /** The arguments, by parameter. */
  at: { [parameter: string]: PlainValue };
  /** Names of the inputs at this point, such as `x`, `p[0]`, `q.y`; and the number that each had. */
  inputs: string[];
  /** The result; undefined when the run did not finish. */
  value: PlainValue;
  /** The numbers of the result, in order, by the paths that `Partial.of` names. Empty when the run did not finish. */
  outputs: OutputNumber[];
  /** By order, then by number of the result, then by inputs. */
  derivatives: Partial[];
  /** Derivatives were left out: they would have been too many, or the time was over. */
  truncated?: true;
  /** Where they were: the highest order up to which none was. 0 if there are first derivatives missing. */
  reachedOrder?: number;
  /** All derivatives from this order on, at least 2, are exactly 0, here and near. Absent where that is not known. */
  zeroFrom?: number;
  /** The run finished and gave at least one number. */
  isComplete: boolean;
  trace: TraceEntry[];
  quantities: Quantity[];
}

/** What the text alone says of a marked function: known before anything ran, and without a point. */
export interface FunctionOutline {
  /** Name of the marked function: `f`, `Spring.energy`, `default`. */
  function: string;
  /** The module it is in; see `Place`. */
  module: string;
  /** The function's name in the text (the keyword `function`, `default` or the first token where it has none). */
  name: Span;
  /** From the doc comment to the end of the function. */
  extent: Span;
  /** Offset just after the signature: after the `{` of the body, or after the `=>` before an expression. */
  signatureEnd: number;
  /** The parameters' names with where they stand, for hovers. */
  parameters: (Span & { name: string })[];
  order: number;
  /** It has no `@differentiable`: it is here because of what it claims to be the derivative of. */
  isUnmarked?: true;
}

/** How the claim of a function to be a derivative turned out. */
export interface ClaimReport {
  /** The other function's name as written. */
  of: string;
  /** Names of its inputs that it was differentiated with respect to. */
  wrt: string[];
  /** How many of the given points, and of points around them, were compared. */
  points: number;
  samples: number;
  /** The largest relative error among what was compared. */
  worst: number;
  /** Nothing that was compared disagrees, and something was compared. */
  agrees: boolean;
}

/** What running a routine at its points gave. */
export interface Outcome {
  points: PointReport[];
  findings: Finding[];
  /** A budget was spent before the run came to its end, or before all was known of its numbers. */
  isSpent: boolean;
  /** One for each of the routine's claims; absent where it has none. */
  claims?: ClaimReport[];
}

export interface Report extends FunctionOutline {
  /** The inputs of the first point; empty without one. */
  inputs: string[];
  points: PointReport[];
  findings: Finding[];
  /** How its claims to be a derivative turned out; absent where it has none, or none was run yet. */
  claims?: ClaimReport[];
}

/** All that is known of one module. */
export interface ModuleReport {
  module: string;
  reports: Report[];
  /** Findings outside any marked function. */
  findings: Finding[];
}

/** How many digits of each number of a result can be trusted at least; undefined where that is not known of all. */
export function digitsOfValue({ outputs }: PointReport): number | undefined {
  let least: number | undefined;
  for (const { digits } of outputs) {
    if (digits === undefined) return undefined;
    least = Math.min(least ?? digits, digits);
  }
  return least;
}

/** Whether an input is a parameter or a part of it: `p[0]` and `p.x` belong to `p`, `p2` does not. */
export function isInputOf(input: string, parameter: string): boolean {
  return input.startsWith(parameter) && ["", "[", "."].includes(input.charAt(parameter.length));
}

/** Puts together what the text said and what the run gave; without an outcome, the report of a function without a point. */
export function assembleReport(
  outline: FunctionOutline,
  findings: Finding[],
  outcome: Outcome | null,
): Report {
  return {
    ...outline,
    inputs: outcome?.points[0]?.inputs ?? [],
    points: outcome?.points ?? [],
    findings: [...findings, ...(outcome?.findings ?? [])],
    ...(outcome?.claims === undefined ? {} : { claims: outcome.claims }),
  };
}
