/** The digits of a report: how far each number of the result and each of its derivatives can be trusted. */

import { type GradientTape, isRecorded, primal, type Scalar, type Variable } from "nested-tape";
import type { Partial, PointReport } from "../../report.js";
import type { Input } from "../inputs.js";
import type { Output } from "../outputs.js";
import { allDigits, type ShownNumber, type Trusted, trustedOf } from "./digits.js";

/** What was recorded to be differentiated. */
export interface Recording {
  tape: GradientTape;
  inputs: readonly Input[];
  outputs: readonly Output[];
}

/** A number of the report that is not as it should be. */
export interface LostNumber {
  /** Which number of the result; "" when the result is one number. */
  of: string;
  /** Empty for the number itself. */
  wrt: readonly string[];
  trusted: Trusted;
}

/** The most numbers of a report that are looked at, the lowest orders first. */
const mostNumbers = 300;
/** The most operations on the tape, those of recorded derivatives included, that are looked at for each of the numbers. */
const mostOperations = 60_000;
/** The same for all numbers together. */
const mostVisits = 3_000_000;

const negligible = 1e-12;

/** With fewer digits than that a number is told of. */
const enoughDigits = 4;

export interface TrustedReport {
  report: PointReport;
  /** What has fewer than 4 digits and is not negligible. */
  lost: LostNumber[];
}

/** The same report with the digits of its numbers, as far as they are known before it is late. */
export function withDigits(report: PointReport, recording: Recording, isLate: () => boolean): TrustedReport {
  const { asked, exact } = askedOf(report, recording, isLate);
  const trusted = trustedOf(recording.tape, asked, isLate);
  const known = new Map<object, number>(exact.map((entry) => [entry, allDigits]));
  const good = asked.filter((_, index) => (trusted[index]?.digits ?? 0) >= enoughDigits);
  const lost: LostNumber[] = [];
  for (const [index, each] of asked.entries()) {
    const found = trusted[index];
    if (!found) continue;
    const isFew = found.digits < enoughDigits;
    // Nothing is said of what is as good as 0.
    if (isFew && isNegligible(each, found, recording.inputs, good)) continue;
    known.set(each.entry, found.digits);
    if (isFew) lost.push({ of: each.of, wrt: each.wrt, trusted: found });
  }
  const withOwn = <T extends object>(entry: T): T => {
    const digits = known.get(entry);
    return digits === undefined ? entry : { ...entry, digits };
  };
  return {
    report: {
      ...report,
      outputs: report.outputs.map(withOwn),
      derivatives: report.derivatives.map(withOwn),
    },
    lost,
  };
}

/**
 * Whether a number without digits is what rounding leaves of 0, as the gradient at a minimum: it is nothing beside the
 * numbers of the same result that have digits, by what it would change if its inputs changed as a whole.
 */
function isNegligible(
  { of, wrt, shown }: Asked,
  { right }: Trusted,
  inputs: readonly Input[],
  trusted: readonly { of: string; shown: number }[],
): boolean {
  let scale = 0;
  for (const other of trusted) if (other.of === of) scale = Math.max(scale, Math.abs(other.shown));
  for (const name of wrt) {
    const size = Math.abs(primal(inputs.find((input) => input.name === name)!.variable));
    if (size > 1) scale /= size;
  }
  return Math.max(Math.abs(shown), Math.abs(right)) <= negligible * scale;
}

interface Asked extends ShownNumber {
  of: string;
  wrt: readonly string[];
  /** The entry of the report. */
  entry: object;
}

/** The numbers of a report with what is recorded of them, and those that are constant and exact. */
interface AskedNumbers {
  asked: Asked[];
  exact: object[];
}

/** The numbers of a report, each with what is recorded of it: derivatives are recorded for that. */
function askedOf(
  report: PointReport,
  { tape, inputs, outputs }: Recording,
  isLate: () => boolean,
): AskedNumbers {
  const asked: Asked[] = [];
  const exact: object[] = [];
  const hasRoom = () =>
    asked.length < mostNumbers &&
    tape.operationCount < mostOperations &&
    asked.length * tape.operationCount < mostVisits &&
    !isLate();
  let lower: Lower[] = [];
  for (const [index, { path, scalar }] of outputs.entries()) {
    // What does not depend on an input was computed and not recorded: nobody knows how it was rounded.
    const entry = report.outputs[index]!;
    if (isRecorded(scalar) && hasRoom()) asked.push({ of: path, wrt: [], entry, shown: entry.value, scalar });
    lower.push({ of: path, by: [], scalar });
  }
  const find = entriesByName(report.derivatives);
  const variables = inputs.map(({ variable }) => variable);
  const highest = report.derivatives.at(-1)?.order ?? 0;
  for (let order = 1; order <= highest; order++) {
    const higher: Lower[] = [];
    for (const each of lower) {
      if (!hasRoom()) return { asked, exact };
      for (const derivative of recordedBy(tape, each, variables)) {
        const { of, by, scalar } = derivative;
        const wrt = by.map((input) => inputs[input]!.name);
        const entry = find(of, wrt);
        if (entry === undefined) return { asked, exact };
        if (isRecorded(scalar)) asked.push({ of, wrt, entry, shown: entry.value, scalar });
        else if (entry.value === scalar && Number.isFinite(scalar)) exact.push(entry);
        higher.push(derivative);
      }
    }
    lower = higher;
  }
  return { asked, exact };
}

/** A derivative that is to be differentiated once more. */
interface Lower {
  of: string;
  /** By which inputs, ascending. */
  by: number[];
  scalar: Scalar;
}

/** The next derivatives, by the inputs from the last one on; 0 where nothing flows. */
function recordedBy(tape: GradientTape, { of, by, scalar }: Lower, variables: readonly Variable[]): Lower[] {
  const first = by.at(-1) ?? 0;
  const sources = variables.slice(first);
  const found = isRecorded(scalar) ? tape.record(() => tape.gradient(scalar, sources)) : sources.map(() => 0);
  return found.map((derivative, offset) => ({ of, by: [...by, first + offset], scalar: derivative ?? 0 }));
}

function entriesByName(derivatives: readonly Partial[]) {
  const nameOf = (of: string, wrt: readonly string[]) => JSON.stringify([of, ...wrt]);
  const entries = new Map(derivatives.map((entry) => [nameOf(entry.of ?? "", entry.wrt), entry]));
  return (of: string, wrt: readonly string[]) => entries.get(nameOf(of, wrt));
}
