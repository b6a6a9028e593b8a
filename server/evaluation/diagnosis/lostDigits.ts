/**
 * Digits that rounding took: a finding at the operation that lost them, with what it computed from and the right
 * value. The operation is the one whose result is wrong by far more than its operands are.
 *
 *     (1 − cos x) / x² at x = 1e-8       at 1 − cos x: 1 and 0.99999999999999995 are subtracted
 */

import type Decimal from "decimal.js";
import { primal, type Scalar } from "nested-tape";
import { type Finding, finding } from "../../finding.js";
import type { PointReport } from "../../report.js";
import { derivativeText, pointText } from "../describePoint.js";
import { isScalar } from "../interpreter/objects/conversions.js";
import { overDecimals, relativeError } from "../precise/decimals.js";
import type { LostNumber } from "../precise/trustedReport.js";
import { type FinishedRun, repeat, type Setting } from "../run.js";
import { Observation, type Outcome } from "./observation.js";
import { reaches } from "./reach.js";
import { rewriting } from "./rewritings.js";

/** Enough for what is lost of the 16 digits of a double, several times over. */
const precision = 60;
/** The most operations that are looked at. */
const mostResults = 2_000;
/** Beyond that, in additions of decimals, nobody looks for the operation. */
const mostCost = 60_000;
/** The relative error of a number that was rounded once. */
const roundedOnce = 2 ** -53;
/** How much more than its operands the result of the operation is wrong. */
const leastLoss = 1e3;

/** What was lost, told at the operation that lost it; null where it is not worth telling. */
export function lostDigitsFinding(
  setting: Setting,
  report: PointReport,
  lost: readonly LostNumber[],
  isLate: () => boolean,
): Finding | null {
  if (lost.length === 0) return null;
  const said = numbersText(lost, report);
  const culprit = culpritOf(setting, lost, isLate);
  if (culprit === null) {
    const place = { module: setting.routine.module.name, ...setting.routine.name };
    const why = "large terms of the derivative cancel, or the digits are lost on a way that is not followed";
    return finding("digits-lost", place, `${said} Rounding took the others: ${why}.`);
  }
  const { run, outcome, operands } = culprit;
  const advice = rewriting(outcome.node);
  return run.machine.findingAt(
    "digits-lost",
    outcome.frame,
    outcome.span,
    `${said} ${whatHappens(outcome, operands)}${advice === null ? "" : ` ${advice}`}`,
  );
}

/** `Of 16 digits 0 are left of the value at x = 1e-8, right is 0.5; 2 of the derivative by x, right is …` */
function numbersText(lost: readonly LostNumber[], report: PointReport): string {
  const mostTold = 2;
  const told = lost.slice(0, mostTold).map(({ of, wrt, trusted }) => {
    const name = wrt.length === 0 ? "value" : derivativeText(wrt);
    return `${trusted.digits} of the ${name}${of === "" ? "" : ` of \`${of}\``}, which is ${trusted.right}`;
  });
  const others = lost.length - told.length;
  const rest = others > 0 ? `, and fewer than 4 of ${others} more` : "";
  return `At ${pointText(report)}, of 16 digits are left: ${told.join("; ")}${rest}.`;
}

function whatHappens({ node, operation }: Outcome, operands: readonly Decimal[]): string {
  const [a, b] = operands.map((operand) => written(operand));
  const isSum = node.kind === "binary" && (node.operator === "-" || node.operator === "+");
  if (isSum && a !== undefined && b !== undefined) {
    return node.operator === "-" ? `Here ${a} and ${b} are subtracted.` : `Here ${a} and ${b} are added.`;
  }
  return `\`${operation}\` magnifies the rounding error of what it is computed from.`;
}

/** As many digits as a double and one more have: enough to see the difference. */
function written(value: Decimal): string {
  return value.toSignificantDigits(17).toString();
}

interface Culprit {
  run: FinishedRun;
  outcome: Outcome;
  operands: Decimal[];
}

/** The operation on the way to the number that lost the most digits. */
function culpritOf(setting: Setting, lost: readonly LostNumber[], isLate: () => boolean): Culprit | null {
  const observer = new Observation(false);
  const run = repeat(setting, { observer });
  if (run === null) return null;
  const { results } = observer.observations;
  if (results.length > mostResults) return null;
  const paths = new Set(lost.map(({ of }) => of));
  const targets = run.outputs.filter(({ path }) => paths.has(path)).map(({ scalar }) => scalar);
  const scalars = results.flatMap(({ value, operands }) => [value, ...operands.filter(isScalar)]);
  const isEnough = (cost: number) => cost > mostCost || isLate();
  const { values: exact } = overDecimals(run.tape, scalars, precision, isEnough);
  if (exact === null) return null;

  let worst: { outcome: Outcome; operands: Decimal[]; loss: number } | null = null;
  let next = 0;
  for (const outcome of results) {
    const operands = outcome.operands.filter(isScalar);
    const error = errorOf(outcome.value, exact[next]!);
    const exactOperands = exact.slice(next + 1, next + 1 + operands.length);
    next += 1 + operands.length;
    const before = Math.max(roundedOnce, ...operands.map((each, k) => errorOf(each, exactOperands[k]!)));
    const loss = error / before;
    if (loss < leastLoss || (worst !== null && loss <= worst.loss)) continue;
    if (!reaches(run.tape, outcome.value, targets)) continue;
    worst = { outcome, operands: exactOperands, loss };
  }
  return worst === null ? null : { run, ...worst };
}

/** How far a number is from the exact one, relative to it; no more than as a whole. */
function errorOf(scalar: Scalar, exact: Decimal): number {
  const number = primal(scalar);
  if (!exact.isFinite() || !Number.isFinite(number)) return 0;
  return Math.min(1, relativeError(number, exact));
}
