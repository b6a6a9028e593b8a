/**
 * A routine at one of its points. The numbers come first: value, derivatives, and what the sites saw. Why they are
 * what they are is asked afterwards, of further runs of the same compiled program.
 *
 *     const at = runAtPoint(setting);
 *     at.report            f(3) = 9, f′ = 6
 *     at.explain()         findings: kinks, lost derivatives, …
 */

import { primal } from "nested-tape";
import { type Finding, finding } from "../finding.js";
import type { PointReport } from "../report.js";
import type { Routine } from "../routine.js";
import { chanceFinding } from "./chance.js";
import { type Derivatives, derivativesOf, inOrder } from "./derivatives.js";
import { type Dependence, dependenceOf } from "./diagnosis/dependence.js";
import { diagnose } from "./diagnosis/diagnose.js";
import { lostDigitsFinding } from "./diagnosis/lostDigits.js";
import { findingOf } from "./endings.js";
import { describe } from "./interpreter/objects/conversions.js";
import { unknownsIn } from "./interpreter/objects/unknown.js";
import { UnknownValue, type Value } from "./interpreter/objects/values.js";
import { RunEnded } from "./interpreter/thrown.js";
import { type Output, outputsOf, plainValue } from "./outputs.js";
import { withDigits } from "./precise/trustedReport.js";
import { type Met, metBy, orderOfMet } from "./quantities.js";
import { Run, type Setting } from "./run.js";

export interface PointRun {
  report: PointReport;
  /** What ended the run, or is the matter with its result. */
  findings: Finding[];
  isSpent: boolean;
  /** Looks closer, and adds to the report what only that shows. Asked again, it says the same. */
  explain(): Explanation;
}

export interface Explanation {
  report: PointReport;
  findings: Finding[];
  /** How the result hangs on the inputs, where nothing else tells why a derivative may be 0. */
  dependence: Dependence | null;
  /** A budget was spent on looking closer. */
  isSpent: boolean;
  /** The time was over before all was known: derivatives or their digits may be missing. */
  isCutShort: boolean;
}

/** Never throws: what goes wrong is a finding. */
export function runAtPoint(setting: Setting): PointRun {
  const { routine, point } = setting;
  const run = new Run(setting, { isTraced: true });
  const { machine, inputs } = run;
  const report: PointReport = {
    span: { start: point.start, end: point.end },
    at: {},
    inputs: [],
    value: undefined,
    outputs: [],
    derivatives: [],
    isComplete: false,
    trace: [],
    quantities: [],
  };
  const findings: Finding[] = [];
  let outputs: Output[] = [];
  try {
    // What it gives is looked at before what it changed is undone.
    const result = setting.world.run(() => {
      const call = run.bind(point);
      report.inputs = inputs.map((input) => input.name);
      report.at = call.at;
      const value = run.record(call);
      outputs = outputsOf(value);
      return resultOf(routine, value, outputs, run);
    });
    const chance = chanceFinding(setting, machine, outputs);
    if (chance !== null) throw new RunEnded(chance);
    Object.assign(report, result.report);
    findings.push(...result.findings);
  } catch (thrown) {
    findings.push(findingOf(thrown, routine, machine));
  }
  let explanation: Explanation | null = null;
  return {
    report,
    findings,
    isSpent: machine.isSpent,
    explain: () => (explanation ??= explain(setting, run, report, findings, outputs)),
  };
}

function explain(
  setting: Setting,
  { tape, machine, inputs }: Run,
  report: PointReport,
  findings: readonly Finding[],
  outputs: Output[],
): Explanation {
  const explanation: Explanation = {
    report,
    findings: [...findings],
    dependence: null,
    isSpent: machine.isSpent,
    isCutShort: false,
  };
  if (!report.isComplete) return explanation;
  try {
    const diagnosis = diagnose(setting, report, machine.steps);
    explanation.findings.push(...diagnosis.findings);
    if (diagnosis.zeroFrom !== null) explanation.report = { ...report, zeroFrom: diagnosis.zeroFrom };
    if (!diagnosis.isExplained) explanation.dependence = dependenceOf(tape, inputs, outputs);
    const trusted = withDigits(explanation.report, { tape, inputs, outputs }, () => machine.isLate);
    explanation.report = trusted.report;
    const told = lostDigitsFinding(setting, report, trusted.lost, () => machine.isLate);
    if (told !== null) explanation.findings.push(told);
    explanation.isCutShort = machine.isLate;
  } catch (thrown) {
    explanation.findings.push(findingOf(thrown, setting.routine, machine));
    explanation.isSpent = machine.isSpent;
  }
  return explanation;
}

/** The most values of a result that are looked at for unknown ones. */
const mostVisits = 20_000;

/** What of the result is unknown, each said once. */
function unknownFindings(result: Value): Finding[] {
  const findings = unknownsIn(result, mostVisits).map((unknown) => unknown.neededAt(null));
  return findings.filter(
    (made, index) =>
      findings.findIndex(({ module, start }) => module === made.module && start === made.start) === index,
  );
}

/** The derivatives of the result; what was met on the way gets its own, if there is time. */
function differentiate(
  { tape, inputs, machine }: Run,
  outputs: Output[],
  met: Met,
  order: number,
): Derivatives {
  const isLate = () => machine.isLate;
  if (inputs.length === 1) {
    // A sweep for both takes little more than one for the result.
    const both = derivativesOf(tape, inputs, [...outputs, ...met.numbers], order, isLate);
    met.put(both.ofOutputs.slice(outputs.length));
    return { ...both, ofOutputs: both.ofOutputs.slice(0, outputs.length) };
  }
  const derivatives = derivativesOf(tape, inputs, outputs, order, isLate);
  const orderOfNames = orderOfMet(inputs.length, order);
  if (!isLate()) met.put(derivativesOf(tape, inputs, met.numbers, orderOfNames, isLate).ofOutputs);
  return derivatives;
}

/** What the report says of a result, and what is missing there to have derivatives. */
function resultOf(
  routine: Routine,
  result: Value,
  outputs: Output[],
  run: Run,
): { report: Partial<PointReport>; findings: Finding[] } {
  const { inputs, machine } = run;
  const place = { module: routine.module.name, ...routine.name };
  const findings: Finding[] = [];
  if (inputs.length === 0) {
    const message =
      "There is no number to differentiate with respect to: give the function a number, or an array or object of numbers, at its point.";
    findings.push(finding("no-differentiable-input", place, message));
  }
  const unknown = unknownFindings(result);
  findings.push(...unknown);
  if (outputs.length === 0 && unknown.length === 0) {
    const message = `The function gives ${describe(result)} here, and no number to differentiate. Does each of its ways end with a return?`;
    findings.push(finding("no-differentiable-output", place, message));
  }
  const met = metBy(machine.trace);
  const derivatives = differentiate(run, outputs, met, routine.order);
  const { reachedOrder } = derivatives;
  const report: Partial<PointReport> = {
    value: result instanceof UnknownValue ? undefined : plainValue(result),
    outputs: outputs.map(({ path, scalar }) => ({ path, value: primal(scalar) })),
    derivatives: inOrder(derivatives),
    ...(reachedOrder < routine.order ? { truncated: true, reachedOrder } : {}),
    isComplete: outputs.length > 0,
    trace: met.trace,
    quantities: met.quantities,
  };
  return { report, findings };
}
