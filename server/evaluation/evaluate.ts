/**
 * The second half of the pipeline: runs a routine at each of its points on a gradient tape, and differentiates
 * what the run recorded.
 */

import { GradientTape } from "nested-tape";
import { type Finding, finding } from "../finding.js";
import type { Outcome, PointReport } from "../report.js";
import type { PointCode, Routine } from "../routine.js";
import { bindArguments } from "./arguments.js";
import type { Budget } from "./budget.js";
import { chanceFinding } from "./chance.js";
import { checkClaims } from "./claims.js";
import { type Differentiate, differentiator } from "./derivatives.js";
import { type Dependence, dependenceFindings, dependenceOf } from "./diagnosis/dependence.js";
import { diagnose } from "./diagnosis/diagnose.js";
import type { Input } from "./inputs.js";
import { Program } from "./interpreter/evaluator/calls.js";
import { Machine, ProgramThrow, RunEnded } from "./interpreter/evaluator/machine.js";
import { describe, errorText, isErrorRecord } from "./interpreter/objects/conversions.js";
import type { Value } from "./interpreter/objects/values.js";
import { type Output, outputsOf, plainValue } from "./outputs.js";
import { traceReport } from "./quantities.js";

/**
 * Runs a routine at each of its points and differentiates it there.
 * Never throws: what goes wrong is a finding of the outcome.
 *
 * @param clock milliseconds from any origin, for the time budget
 */
export function evaluate(routine: Routine, budget: Budget, clock: () => number): Outcome {
  const outcome: Outcome = { points: [], findings: [], isSpent: false };
  const dependences: Dependence[] = [];
  for (const point of routine.points) {
    const { report, findings, isSpent, dependence } = evaluateAt(routine, point, budget, clock);
    outcome.points.push(report);
    if (dependence !== null) dependences.push(dependence);
    for (const made of findings)
      if (!outcome.findings.some((known) => isSame(known, made))) outcome.findings.push(made);
    // The next point would most likely spend the budget as well, and the editor is waiting.
    if (isSpent) return { ...outcome, isSpent };
  }
  if (dependences.length === routine.points.length) {
    outcome.findings.push(...dependenceFindings(routine, dependences));
  }
  if (routine.claims === undefined) return outcome;
  const checked = checkClaims(routine, budget, clock);
  outcome.findings.push(...checked.findings);
  return { ...outcome, claims: checked.claims, isSpent: checked.isSpent };
}

function evaluateAt(
  routine: Routine,
  point: PointCode,
  budget: Budget,
  clock: () => number,
): { report: PointReport; findings: Finding[]; isSpent: boolean; dependence: Dependence | null } {
  const tape = new GradientTape({ persistent: true });
  const machine = new Machine(routine, budget, clock, () => tape.operationCount);
  const program = new Program(routine, machine);
  const inputs: Input[] = [];
  const report: PointReport = {
    span: { start: point.start, end: point.end },
    at: {},
    inputs: [],
    value: undefined,
    derivatives: [],
    isComplete: false,
    trace: [],
    quantities: [],
  };
  const findings: Finding[] = [];
  let dependence: Dependence | null = null;
  try {
    const call = bindArguments(routine, point, program, inputs);
    report.inputs = inputs.map((input) => input.name);
    report.at = call.at;
    const result = tape.record(() => call.run());
    const outputs = outputsOf(result);
    const chance = chanceFinding({ routine, point, budget, clock }, machine, outputs);
    if (chance !== null) throw new RunEnded(chance);
    describeResult(routine, result, outputs, tape, inputs, report, findings, machine);
    if (report.isComplete) {
      const diagnosis = diagnose({ routine, point, budget, clock }, report, machine.steps);
      findings.push(...diagnosis.findings);
      if (diagnosis.zeroFrom !== null) report.zeroFrom = diagnosis.zeroFrom;
      if (!diagnosis.isExplained) dependence = dependenceOf(tape, inputs, outputs);
    }
  } catch (thrown) {
    findings.push(findingOf(thrown, routine, machine));
  }
  return { report, findings, isSpent: machine.isSpent, dependence };
}

function describeResult(
  routine: Routine,
  result: Value,
  outputs: Output[],
  tape: GradientTape,
  inputs: Input[],
  report: PointReport,
  findings: Finding[],
  machine: Machine,
): void {
  const place = { module: routine.modules[0]!, ...routine.name };
  report.value = plainValue(result);
  report.isComplete = outputs.length > 0;
  if (inputs.length === 0) {
    const message =
      "There is no number to differentiate with respect to: give the function a number, or an array or object of numbers, at its point.";
    findings.push(finding("no-differentiable-input", place, message));
  }
  if (outputs.length === 0) {
    const message = `The function gives ${describe(result)} here, and no number to differentiate. Does each of its ways end with a return?`;
    findings.push(finding("no-differentiable-output", place, message));
  }
  const differentiate: Differentiate = differentiator(tape, inputs, routine.order);
  const { partials, isTruncated } = differentiate(outputs, routine.order);
  report.derivatives = partials;
  if (isTruncated) report.truncated = true;
  Object.assign(report, traceReport(routine, machine.trace, differentiate, routine.order, inputs.length));
}

function findingOf(thrown: unknown, routine: Routine, machine: Machine): Finding {
  if (thrown instanceof RunEnded) return thrown.finding;
  if (thrown instanceof ProgramThrow) {
    const text = isErrorRecord(thrown.value) ? errorText(thrown.value) : describe(thrown.value);
    return machine.findingAt(
      "runtime-error",
      thrown.frame,
      thrown.span,
      `At this point the function throws: ${text}`,
    );
  }
  const place = { module: routine.modules[0]!, ...routine.name };
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) {
    machine.isSpent = true;
    return finding(
      "budget-depth",
      place,
      "The calls or expressions are nested too deep to be run. Does the recursion come to an end? Add a base case, or write it as a loop.",
    );
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return finding(
    "internal-error",
    place,
    `Derivative Lens failed here (${text}). This is a defect of the tool: please report it with this function.`,
  );
}

function isSame(left: Finding, right: Finding): boolean {
  return (
    left.code === right.code &&
    left.start === right.start &&
    left.end === right.end &&
    left.module === right.module
  );
}
