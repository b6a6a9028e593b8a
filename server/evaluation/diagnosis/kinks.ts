/**
 * The point sits on a kink: `abs` at 0, a tie of `max`, `floor` at a whole number, a branch that changes exactly
 * here. The report keeps the value by convention; the finding says which, and what it is on either side. A kink
 * that leaves the function smooth to the order that is shown is not worth a word.
 */

import { isRecorded, primal } from "nested-tape";
import type { Finding } from "../../finding.js";
import type { Output } from "../outputs.js";
import type { FinishedRun, Setting } from "../run.js";
import type { KinkSeen, Tie } from "./observation.js";
import { oneSidedLimits, type Side } from "./oneSidedLimits.js";
import type { Reach } from "./reach.js";

/** The two sides are looked at for this many inputs, since each costs four runs. */
const mostInputs = 12;
/** Steps of the runs for the two sides together. */
const mostSteps = 500_000;

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
  const made = machine.findingAt(
    "kink",
    first.frame,
    first.span,
    `${why} ${difference ?? "The derivative shown is the one by convention; on either side it may be another."}`,
  );
  const related = others.map((other) => ({
    ...machine.place(other.frame, other.span),
    message: other.reason !== null ? `A kink as well: ${other.reason}.` : "The branch changes here as well.",
  }));
  return related.length === 0 ? made : { ...made, related: [...(made.related ?? []), ...related] };
}

/** The first derivative that is not the same from the left, from the right and here, in words; null when all agree. */
function firstDifference(
  setting: Setting,
  { inputs }: FinishedRun,
  outputs: Output[],
  here: (output: number, input: number) => number[],
): string | null {
  for (const [input, { name, variable }] of inputs.slice(0, mostInputs).entries()) {
    const { order } = setting.routine;
    const at = variable.value;
    const values = outputs.map(({ scalar }) => primal(scalar));
    const left = oneSidedLimits(setting, input, at, -1, order, values);
    const right = oneSidedLimits(setting, input, at, 1, order, values);
    for (const [index, { scalar, path }] of outputs.slice(0, 64).entries()) {
      const told = compare(left?.[index] ?? null, right?.[index] ?? null, {
        value: primal(scalar),
        isJump: false,
        derivatives: here(index, input),
      });
      if (told === null) continue;
      const what = path === "" ? "value" : `value of ${path}`;
      const of = path === "" ? "" : ` of ${path}`;
      if (told.order === 0) {
        return `The ${what} jumps at ${name} = ${number(at, 7)}: it is ${told.here} there and tends to ${told.left} from the left, to ${told.right} from the right. The derivative shown is that of the piece that was taken.`;
      }
      const derivative = told.order === 1 ? "derivative" : `derivative of order ${told.order}`;
      return `The ${derivative}${of} by ${name} is shown as ${told.here} by convention; from the left it is ${told.left}, from the right ${told.right}.`;
    }
  }
  return null;
}

interface Difference {
  order: number;
  left: string;
  right: string;
  here: string;
}

function compare(left: Side | null, right: Side | null, here: Side): Difference | null {
  if (left === null && right === null) return null;
  const sides = (order: number) => {
    // Limits are estimates: the digits that are certain. Values have more of them than derivatives.
    const digits = order === 0 ? 7 : 5;
    const told = (side: Side | null) => {
      if (side === null) return "not defined";
      return number(order === 0 ? side.value : side.derivatives[order - 1]!, digits);
    };
    return { order, left: told(left), right: told(right), here: told(here) };
  };
  if (left?.isJump || right?.isJump) return sides(0);
  for (let k = 0; k < here.derivatives.length; k++) {
    const derivative = here.derivatives[k]!;
    const isSame = (side: Side | null) =>
      side !== null && isNear(side.derivatives[k]!, derivative, Math.max(1e-3, Math.abs(derivative)));
    if (!isSame(left) || !isSame(right)) return sides(k + 1);
  }
  return null;
}

/** As near as a limit that was estimated can be. */
function isNear(limit: number, value: number, size: number): boolean {
  return Object.is(limit, value) || Math.abs(limit - value) <= 1e-4 * size;
}

function number(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  return String(Math.abs(rounded) < 1e-7 ? 0 : rounded);
}
