/**
 * Explains what a run gave: repeats it with an observer looking on, and asks the tape which of the things that
 * were noted reach the result. The numbers of the report are not touched.
 */

import { primal } from "nested-tape";
import type { Finding } from "../../finding.js";
import type { PointReport } from "../../report.js";
import { repeat, type Setting } from "../run.js";
import { kinkFinding } from "./kinks.js";
import { observedFindings } from "./losses.js";
import { notFiniteFinding } from "./notFinite.js";
import { Observation } from "./observation.js";
import { reachOf } from "./reach.js";
import { zeroFrom } from "./zeroOrders.js";

/** A run of more steps is repeated only to find where NaN or infinity came from. */
const mostSteps = 60_000;
/** A run of more steps than this is not repeated at all. */
const mostStepsForBirth = 1_000_000;

/** Of a run that was not looked on: why a derivative is 0 is not known. */
const nothing: Diagnosis = { findings: [], isExplained: true, zeroFrom: null };

export interface Diagnosis {
  findings: Finding[];
  /** They tell why a derivative may be 0, or nobody knows. */
  isExplained: boolean;
  /** All derivatives from this order on are 0; null where that is not known. */
  zeroFrom: number | null;
}

/** The findings about a point whose run came to its end after so many steps. */
export function diagnose(setting: Setting, report: PointReport, steps: number): Diagnosis {
  try {
    return explain(setting, report, steps);
  } catch (thrown) {
    // Code so deep that it could be run but not looked on as well: its numbers stand without an explanation.
    if (thrown instanceof RangeError) return nothing;
    throw thrown;
  }
}

function explain(setting: Setting, report: PointReport, steps: number): Diagnosis {
  const { routine } = setting;
  const endedFinite =
    !report.derivatives.some(({ value }) => !Number.isFinite(value)) && isFiniteValue(report.value);
  if (steps > (endedFinite ? mostSteps : mostStepsForBirth)) return nothing;
  const observer = new Observation(endedFinite);
  const run = repeat(setting, { observer });
  if (run === null) return nothing;
  const { observations } = observer;
  const { outputs } = run;

  const reach = reachOf(run, observations, outputs);
  const findings = observedFindings(setting, run, observations, reach);
  const { finding: notFinite, birth } = endedFinite
    ? { finding: null, birth: null }
    : notFiniteFinding(run, observations, outputs, report);
  const kink = kinkFinding(setting, run, observations, reach, outputs, (output, input) =>
    derivativesBy(report, outputs[output]!.path, run.inputs[input]!.name, routine.order),
  );
  // The root of 0 has a value and a one-sided derivative; the logarithm of 0 has not even a value.
  const isSame = birth !== null && observations.kinks.some(({ span }) => span === birth.span);
  const hasValue = birth === null || Number.isFinite(primal(birth.value));
  if (kink !== null && (!isSame || hasValue)) findings.push(kink);
  if (notFinite !== null && !(isSame && hasValue && kink !== null)) findings.push(notFinite);
  const isExplained =
    observations.ties.length > 0 ||
    observations.kinks.length > 0 ||
    findings.some(({ code }) => code === "derivative-lost" || code === "not-finite" || code === "kink");
  const zero = endedFinite && kink === null ? zeroFrom(setting, report) : null;
  return { findings, isExplained, zeroFrom: zero };
}

/** The derivatives of one number of the result by one input, of order 1, 2, …, as the report has them. */
function derivativesBy(report: PointReport, path: string, input: string, order: number): number[] {
  const found: number[] = [];
  for (let k = 1; k <= order; k++) {
    const partial = report.derivatives.find(
      ({ of = "", wrt }) => of === path && wrt.length === k && wrt.every((name) => name === input),
    );
    if (partial === undefined) break;
    found.push(partial.value);
  }
  return found;
}

function isFiniteValue(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isFiniteValue);
}
