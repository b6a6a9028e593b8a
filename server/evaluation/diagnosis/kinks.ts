/**
 * The point sits on a kink: `abs` at 0, a tie of `max`, `floor` at a whole number, a branch that changes exactly
 * here. The report keeps the value by convention; the finding says which, and what it is on either side. A kink
 * that leaves the function smooth to the order that is shown is not worth a word.
 */

import { isRecorded, primal } from "nested-tape";
import type { Finding } from "../../finding.js";
import type { Output } from "../outputs.js";
import type { FinishedRun, Setting } from "../run.js";
import { differenceText, unsaid } from "./kinkText.js";
import type { KinkSeen, Tie } from "./observation.js";
import { OneSidedLimits } from "./oneSidedLimits.js";
import type { Reach } from "./reach.js";

/** The two sides are looked at for this many inputs, since each costs four runs. */
const mostInputs = 12;
/** Steps of the runs for the two sides together. */
const mostSteps = 500_000;
/** Where the two sides differ they are looked at closely, with about so many runs for an input. */
const runsOfCloseLook = 60;
const mostStepsOfCloseLooks = 3_000_000;

export interface SeenKinks {
  kinks: KinkSeen[];
  ties: Tie[];
}

/** The finding about the kinks that reach the result; null where there is none or it makes no difference. */
export function kinkFinding(
  setting: Setting,
  run: FinishedRun,
  { kinks, ties }: SeenKinks,
  { isReachedBy }: Reach,
  outputs: Output[],
  here: (output: number, input: number) => number[],
): Finding | null {
  const reaching = kinks.filter(({ result }) => isRecorded(result) && isReachedBy([result]));
  const [first]: (KinkSeen | Tie)[] = reaching.length > 0 ? reaching : ties;
  if (first === undefined) return null;
  const { inputs, machine } = run;
  const isAffordable = machine.steps * Math.min(inputs.length, mostInputs) * 4 <= mostSteps;
  const difference = isAffordable ? firstDifference(setting, run, outputs, here) : null;
  if (difference === null && (isAffordable || reaching.length === 0)) return null;

  const others: (KinkSeen | Tie)[] = (reaching.length > 0 ? reaching : ties).slice(1, 4);
  const why =
    first.reason !== null
      ? `\`${first.operation}\` sits on a kink: ${first.reason}.`
      : `The branch changes exactly at this point, where ${first.operation}.`;
  const made = machine.findingAt("kink", first.frame, first.span, `${why} ${difference ?? unsaid}`);
  const related = others.map((other) => ({
    ...machine.place(other.frame, other.span),
    message: other.reason !== null ? `A kink as well: ${other.reason}.` : "The branch changes here as well.",
  }));
  return related.length === 0 ? made : { ...made, related: [...(made.related ?? []), ...related] };
}

/** The first derivative that is not the same from the left, from the right and here, in words; null when all agree. */
function firstDifference(
  setting: Setting,
  { inputs, machine }: FinishedRun,
  outputs: Output[],
  here: (output: number, input: number) => number[],
): string | null {
  const { order } = setting.routine;
  let closeLooks = Math.floor(mostStepsOfCloseLooks / Math.max(1, machine.steps * runsOfCloseLook));
  for (const [input, { name, variable }] of inputs.slice(0, mostInputs).entries()) {
    const at = variable.value;
    const limits = new OneSidedLimits(setting, input, at, order);
    const numbers = outputs
      .slice(0, 64)
      .map(({ scalar }, output) => [primal(scalar), ...here(output, input)]);
    if (limits.isSmoothAtAGlance(numbers)) continue;
    if (closeLooks-- <= 0) return unsaid;
    if (limits.isSmoothVeryNear(numbers)) continue;
    const left = limits.from(-1);
    const right = limits.from(1);
    for (const [output, [value, ...derivatives]] of numbers.entries()) {
      const sides = { left: left?.[output] ?? null, right: right?.[output] ?? null };
      const told = differenceText(sides, value!, derivatives, outputs[output]!.path, name, at);
      if (told !== null) return told;
    }
  }
  return null;
}
