/**
 * Compares functions that say to be a derivative with the derivative itself: at the points of either function
 * and at samples around them, which are the same at every run.
 *
 *     @derivativeOf f
 *     const slope = (x: number) => 3 * x ** 2;      // f(x) = x³: agrees at 1 point and 8 samples
 *
 * Correct code must never be accused. Two numbers count as the same when they differ by no more than rounding
 * can explain: a relative 1e-6, what the rounding of each operation adds up to, or what either of them jumps by when
 * the inputs change a little.
 * What is left is an error only where the values of `f` contradict the claim as well, so that any of the
 * derivatives at a kink may be claimed.
 */

import type { Finding, Place } from "../finding.js";
import { finding } from "../finding.js";
import type { ClaimReport } from "../report.js";
import type { ClaimCode, PointCode, Routine } from "../routine.js";
import type { Budget } from "./budget.js";
import {
  type Adjust,
  type ClaimRun,
  type Comparison,
  compareAt,
  roundingErrorsAt,
  valueAt,
} from "./claimRun.js";
import { disagreementMessage, listed } from "./claimTexts.js";
import type { World } from "./modules/world.js";
import { slopesFromValues } from "./slopesFromValues.js";

/** Relative errors up to this are rounding in one of the two formulas. */
const tolerance = 1e-6;
/** Differences below are nobody's mistake: where derivatives are this small, a step of a formula has left the range of numbers. */
const smallest = 1e-100;
const samplesPerPoint = 8;
/** The most points of one claim that are compared, and the most of them with samples around. */
const mostPoints = 64;
/** Relative changes of the inputs, from their last digits on: by what the derivatives jump back and forth is rounding. */
const jitters = [3 * 2 ** -50, 2 ** -34, 2 ** -24, 2 ** -20, 1.37 * 2 ** -20];
/** How much larger than its bound of first order rounding may be: library functions are off by a unit, too, and small terms are left out. */
const roundingFactor = 8;
/** How much larger than the changes seen an unseen one may be. */
const jitterFactor = 64;

/** Checks every claim of a routine. Never throws. */
export function checkClaims(
  routine: Routine,
  world: World,
  budget: Budget,
  clock: () => number,
): { claims: ClaimReport[]; findings: Finding[]; isSpent: boolean } {
  const claims: ClaimReport[] = [];
  const findings: Finding[] = [];
  let isSpent = false;
  const deadline = clock() + budget.milliseconds;
  for (const claim of routine.claims ?? []) {
    const run: ClaimRun = { routine, world, claim, budget, clock, deadline };
    const checked = checkClaim(run);
    claims.push(checked.report);
    if (checked.finding !== null) findings.push(checked.finding);
    isSpent ||= checked.isSpent;
  }
  return { claims, findings, isSpent };
}

interface Checked {
  report: ClaimReport;
  finding: Finding | null;
  isSpent: boolean;
}

function checkClaim(run: ClaimRun): Checked {
  const { claim } = run;
  const report: ClaimReport = { of: claim.name, wrt: [], points: 0, samples: 0, worst: 0, agrees: false };
  const points = claim.points.slice(0, mostPoints);
  let notCompared: string | null = null;

  for (const point of points) {
    const compared = compareAt(run, point, asGiven);
    if (compared.kind === "stopped") {
      if (compared.isSpent) return { report, finding: stopped(run, compared.reason), isSpent: true };
      notCompared ??= compared.reason;
      continue;
    }
    if (compared.kind === "shape") return { report, finding: misshapen(run, compared), isSpent: false };
    report.wrt = compared.inputs;
    const worst = worstDisagreement(run, point, asGiven, compared, true, report);
    if (worst !== null) return { report, finding: disagrees(run, compared, worst, false), isSpent: false };
    if (compared.entries.some(canBeCompared)) report.points++;
    else notCompared ??= `the derivative of \`${claim.name}\` is not a finite number there`;
  }
  if (report.points === 0) {
    const finding = notCompared === null ? null : stopped(run, notCompared);
    return { report, finding, isSpent: false };
  }

  for (const point of points) {
    for (let sample = 0; sample < samplesPerPoint; sample++) {
      const adjust = sampleOffsets(sample);
      const compared = compareAt(run, point, adjust);
      if (compared.kind === "stopped" && compared.isSpent) {
        return { report: { ...report, agrees: true }, finding: null, isSpent: true };
      }
      if (compared.kind !== "compared") continue;
      if (!compared.entries.every(({ tape, claimed }) => Number.isFinite(tape) && Number.isFinite(claimed))) {
        continue;
      }
      const worst = worstDisagreement(run, point, adjust, compared, false, report);
      if (worst !== null) return { report, finding: disagrees(run, compared, worst, true), isSpent: false };
      report.samples++;
    }
  }
  return { report: { ...report, agrees: true }, finding: null, isSpent: false };
}

const asGiven: Adjust = (number) => number;

/** The size of an input for the purpose of moving it. */
function scaleOf(number: number): number {
  return number === 0 || !Number.isFinite(number) ? 1 : Math.abs(number);
}

/** Moves each input by up to half its size, evenly spread and the same at every run. */
function sampleOffsets(sample: number): Adjust {
  return (number, _path, index) => {
    // Additive recurrence with the golden ratio and, from input to input, with the plastic number.
    const position = (sample + 1) * 0.6180339887498949 + (sample + 1) * (index + 1) * 0.7548776662466927;
    return number + scaleOf(number) * (position - Math.floor(position) - 0.5);
  };
}

interface Disagreement {
  entry: Comparison["entries"][number];
  relativeError: number;
}

/** Where the other function itself is NaN or infinite, it has no derivative to agree with. */
function canBeCompared({ tape, resultSize }: Comparison["entries"][number]): boolean {
  return Number.isFinite(tape) && Number.isFinite(resultSize);
}

/** The entry that disagrees most, or null; notes the largest relative error in the report. */
function worstDisagreement(
  run: ClaimRun,
  point: PointCode,
  adjust: Adjust,
  compared: Comparison,
  isGiven: boolean,
  report: ClaimReport,
): Disagreement | null {
  const suspects: (Disagreement & { index: number })[] = [];
  compared.entries.forEach((entry, index) => {
    const { tape, claimed } = entry;
    if (!canBeCompared(entry) || Object.is(tape, claimed)) return;
    if (!Number.isFinite(claimed)) {
      if (isGiven) suspects.push({ entry, index, relativeError: Number.POSITIVE_INFINITY });
      return;
    }
    const difference = Math.abs(tape - claimed);
    const relativeError = difference === 0 ? 0 : difference / Math.max(Math.abs(tape), Math.abs(claimed));
    // Beside the result's own size by the input's, a derivative this small is 0.
    const negligible = Math.max(smallest, 1e-12 * (entry.resultSize / scaleOf(entry.inputValue)));
    if (difference <= negligible) return;
    // Where numbers around 1 cancel, what is left of them is not sharper than this.
    const isLeftOver = difference <= 1e-15 / Math.min(1, scaleOf(entry.inputValue));
    if (isLeftOver && (relativeError < 0.01 || !isGiven)) return;
    if (relativeError > tolerance) suspects.push({ entry, index, relativeError });
    else report.worst = Math.max(report.worst, relativeError);
  });
  suspects.sort((one, other) => other.relativeError - one.relativeError);
  const isExplained = explanations(run, point, adjust, compared);
  for (const { entry, index, relativeError } of suspects) {
    // What cannot be looked into any more is not called wrong.
    if (run.clock() >= run.deadline) return null;
    if (Number.isFinite(relativeError)) {
      if (isExplained(entry, index) || !isContradicted(run, point, adjust, entry)) continue;
    }
    report.worst = relativeError;
    return { entry, relativeError };
  }
  return null;
}

/** What says whether rounding explains that an entry's two numbers differ; it is found out when it is first asked. */
function explanations(
  run: ClaimRun,
  point: PointCode,
  adjust: Adjust,
  compared: Comparison,
): (entry: Comparison["entries"][number], index: number) => boolean {
  let rounding: ReturnType<typeof roundingErrorsAt> | undefined;
  let noise: number[] | undefined;
  return (entry, index) => {
    const difference = Math.abs(entry.tape - entry.claimed);
    if (rounding === undefined) rounding = roundingErrorsAt(run, point, adjust);
    const bound = rounding?.(entry) ?? Number.NaN;
    if (difference <= roundingFactor * bound) return true;
    noise ??= noiseOf(run, point, adjust, compared);
    return difference <= jitterFactor * noise[index]!;
  };
}

/**
 * For each entry: by how much the two derivatives jump when the inputs change a little. Second differences, in
 * which a smooth change drops out and rounding stays.
 */
function noiseOf(run: ClaimRun, point: PointCode, adjust: Adjust, compared: Comparison): number[] {
  const { entries } = compared;
  const noise = entries.map(() => 0);
  const movedBy = (jitter: number) => {
    const moved: Adjust = (number, path, index) => {
      const adjusted = adjust(number, path, index);
      return adjusted + jitter * scaleOf(adjusted);
    };
    const near = compareAt(run, point, moved);
    return near.kind === "compared" && near.entries.length === entries.length ? near.entries : null;
  };
  for (const jitter of jitters) {
    const [before, after] = [movedBy(-jitter), movedBy(jitter)];
    if (before === null || after === null) continue;
    entries.forEach(({ tape, claimed }, index) => {
      const jumps = [
        before[index]!.tape - 2 * tape + after[index]!.tape,
        before[index]!.claimed - 2 * claimed + after[index]!.claimed,
      ];
      for (const jump of jumps.map(Math.abs)) {
        if (Number.isFinite(jump)) noise[index] = Math.max(noise[index]!, jump);
      }
    });
  }
  return noise;
}

/** Whether the values of the function say that the claimed derivative is wrong, too. */
function isContradicted(
  run: ClaimRun,
  point: PointCode,
  adjust: Adjust,
  entry: Comparison["entries"][number],
): boolean {
  const along = (distance: number): number => {
    const moved: Adjust = (number, path, index) => {
      const adjusted = adjust(number, path, index);
      return path === entry.input ? adjusted + distance : adjusted;
    };
    return valueAt(run, point, moved, entry.of);
  };
  const slopes = slopesFromValues(along, 2 ** -6 * scaleOf(entry.inputValue));
  if (slopes === null) return true;
  const margin = tolerance * Math.max(Math.abs(slopes.low), Math.abs(slopes.high));
  return entry.claimed < slopes.low - margin || entry.claimed > slopes.high + margin;
}

function disagrees(run: ClaimRun, compared: Comparison, worst: Disagreement, isSample: boolean): Finding {
  const { routine, claim } = run;
  const message = disagreementMessage(claim, compared, worst.entry, worst.relativeError, isSample);
  return finding("derivative-disagrees", namePlace(routine), message, {
    related: claimPlace(routine, claim),
  });
}

function misshapen(run: ClaimRun, shape: { inputs: string[]; outputs: number; claimed: string }): Finding {
  const { routine, claim } = run;
  const { inputs, outputs } = shape;
  const related = claimPlace(routine, claim);
  const isPartial = claim.wrt === null && inputs.length > 1;
  if (isPartial && shape.claimed === "one number") {
    const choices = [...new Set(inputs)].slice(0, 3);
    const message = `\`${claim.name}\` has the inputs ${listed(inputs)}, and this function gives one number. Say which derivative it is, such as \`@derivativeOf ${claim.name} wrt ${choices[0]}\`, or give all of them in an array.`;
    const module = routine.module.name;
    const fixes = choices.map((input) => ({
      title: `Write \`wrt ${input}\``,
      edits: [{ module, start: claim.end, end: claim.end, text: ` wrt ${input}` }],
    }));
    return finding("derivative-wrt-missing", namePlace(routine), message, { related, fixes });
  }
  const wanted = inputs.length * outputs;
  const of = outputs === 1 ? "" : ` of ${outputs} numbers`;
  const message = `This function gives ${shape.claimed}, and the derivative of \`${claim.name}\`${of} by ${listed(inputs)} is ${wanted === 1 ? "one number" : `${wanted} numbers`}. Return an array or object shaped like it.`;
  return finding("derivative-shape", namePlace(routine), message, { related });
}

function stopped({ routine, claim }: ClaimRun, reason: string): Finding {
  const message = `This could not be compared with the derivative of \`${claim.name}\`: ${reason}.`;
  return finding("derivative-not-compared", namePlace(routine), message, {
    related: claimPlace(routine, claim),
  });
}

function namePlace(routine: Routine): Place {
  return { module: routine.module.name, ...routine.name };
}

function claimPlace(routine: Routine, { start, end, function: other, name }: ClaimCode): Finding["related"] {
  return [
    { module: routine.module.name, start, end, message: "It says so here." },
    {
      module: other.module,
      start: other.start,
      end: other.end,
      message: `This is \`${name}\`.`,
    },
  ];
}
