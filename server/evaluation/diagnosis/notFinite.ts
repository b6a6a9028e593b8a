/** NaN and infinity: a finding at the operation that gave birth to it, with the values that it had. */

import { isRecorded, primal } from "nested-tape";
import { type Finding, finding, type Place } from "../../finding.js";
import type { Partial, PointReport } from "../../report.js";
import { derivativeText, pointText } from "../describePoint.js";
import { isScalar } from "../interpreter/objects/conversions.js";
import type { Output } from "../outputs.js";
import type { FinishedRun } from "../run.js";
import type { Outcome } from "./observation.js";
import { shown } from "./operation.js";
import { reaches } from "./reach.js";

/** Says where the first value or derivative that is not finite was born; null where all are finite. */
export function notFiniteFinding(
  run: FinishedRun,
  seen: { births: Outcome[]; results: Outcome[] },
  outputs: Output[],
  report: PointReport,
): { finding: Finding | null; birth: Outcome | null } {
  const badValue = outputs.find(({ scalar }) => !Number.isFinite(primal(scalar)));
  if (badValue !== undefined) {
    const bad = outputs.map(({ scalar }) => scalar).filter((scalar) => !Number.isFinite(primal(scalar)));
    const birth = seen.births.find(({ value }) => reaches(run.tape, value, bad)) ?? null;
    const told = birth === null ? unborn(run, badValue, report) : bornValue(run, birth, badValue, report);
    return { finding: told, birth };
  }
  const partial = report.derivatives.find(({ value }) => !Number.isFinite(value));
  if (partial === undefined) return { finding: null, birth: null };
  const birth = birthOfDerivative(run, seen.results, outputs, partial);
  return {
    finding:
      birth === null ? unbornDerivative(run, partial, report) : bornDerivative(run, birth, partial, report),
    birth,
  };
}

/** No operation made it: the point has it, or a constant of the program. */
function unborn(run: FinishedRun, bad: Output, report: PointReport): Finding {
  const given = run.inputs.find(({ variable }) => !Number.isFinite(primal(variable)));
  const what =
    given === undefined
      ? `The result is ${primal(bad.scalar)} at ${pointText(report)}: a constant or a table that it is computed from holds it.`
      : `The point gives ${primal(given.variable)} for \`${given.name}\`, and the result is ${primal(bad.scalar)} because of it. Choose a finite number.`;
  return finding("not-finite", placeOfName(run), what);
}

function unbornDerivative(run: FinishedRun, partial: Partial, report: PointReport): Finding {
  return finding(
    "not-finite",
    placeOfName(run),
    `The ${derivativeText(partial.wrt)} is ${partial.value} at ${pointText(report)}, although each operation has a finite derivative there: infinite or very large factors meet on the way. Choose another point.`,
  );
}

function placeOfName({ routine }: FinishedRun): Place {
  return { module: routine.module.name, ...routine.name };
}

function bornValue({ machine }: FinishedRun, birth: Outcome, bad: Output, report: PointReport): Finding {
  const number = primal(birth.value);
  const result = primal(bad.scalar);
  const reached = Object.is(number, result)
    ? "This reaches the result."
    : `The result is ${result} because of it.`;
  return machine.findingAt(
    "not-finite",
    birth.frame,
    birth.span,
    `\`${birth.operation}\` is ${number} at ${pointText(report)}. ${reached} ${adviceFor(birth, number)}`,
  );
}

function adviceFor({ operands }: Outcome, number: number): string {
  if (operands.some((operand) => operand === undefined)) {
    return "A value is undefined here: is a property or an element missing in the point?";
  }
  const strange = operands.find((operand) => !isScalar(operand) && typeof operand !== "boolean");
  if (strange !== undefined) return `${shown(strange)} is no number: does the point fit the parameters?`;
  return Number.isNaN(number)
    ? "The operation is not defined for these values: guard it with a branch, or choose another point."
    : "Guard the operation with a branch, or choose another point.";
}

/** The first operation whose derivative is not finite although those of its operands are. */
function birthOfDerivative(
  { tape, inputs }: FinishedRun,
  results: readonly Outcome[],
  outputs: Output[],
  partial: Partial,
): Outcome | null {
  const directions = inputs.map(({ name }) => (partial.wrt.includes(name) ? 1 : 0));
  const series = tape.taylor(
    inputs.map(({ variable }) => variable),
    directions,
    partial.order,
  );
  const isBad = (value: unknown) =>
    isRecorded(value) && series(value).some((coefficient) => !Number.isFinite(coefficient));
  const targets = outputs.filter(({ path }) => path === (partial.of ?? "")).map(({ scalar }) => scalar);
  return (
    results.find(
      (result) => isBad(result.value) && !result.operands.some(isBad) && reaches(tape, result.value, targets),
    ) ?? null
  );
}

function bornDerivative(
  { machine }: FinishedRun,
  birth: Outcome,
  partial: Partial,
  report: PointReport,
): Finding {
  return machine.findingAt(
    "not-finite",
    birth.frame,
    birth.span,
    `\`${birth.operation}\` has a value at ${pointText(report)} and no finite derivative there: this makes the ${derivativeText(partial.wrt)} ${partial.value}. Choose another point, or guard the operation with a branch.`,
  );
}
