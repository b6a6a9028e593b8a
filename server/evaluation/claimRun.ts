/** One comparison: both functions of a claim run at the same values, and what they gave side by side. */

import { isRecorded, primal, type Scalar, Variable } from "nested-tape";
import type { Partial, PlainValue } from "../report.js";
import type { ClaimCode, PointCode } from "../routine.js";
import { bindParameters, evaluatePoint, type PreparedCall } from "./arguments.js";
import { matchEntries } from "./claimShape.js";
import { derivativesOf, inOrder } from "./derivatives.js";
import { copyArgument, copyNumbers } from "./inputs.js";
import { describe } from "./interpreter/objects/conversions.js";
import { thrownText } from "./interpreter/objects/errors.js";
import { unknownsIn } from "./interpreter/objects/unknown.js";
import type { Value } from "./interpreter/objects/values.js";
import { ProgramThrow, RunEnded } from "./interpreter/thrown.js";
import { type Output, outputsOf } from "./outputs.js";
import { Run, type RunSetting } from "./run.js";

/** What all runs of one claim share. */
export interface ClaimRun extends RunSetting {
  claim: ClaimCode;
  /** On the clock: when all of it must have ended. */
  deadline: number;
}

/** Moves an input: its number, its name and its place among the inputs. */
export type Adjust = (number: number, path: string, index: number) => number;

export interface Comparison {
  kind: "compared";
  /** The other function's arguments. */
  at: { [parameter: string]: PlainValue };
  inputs: string[];
  entries: {
    /** Which number of the other function's result, and by which input. */
    of: string;
    input: string;
    /** The derivative by the tape, and what the claiming function gave. */
    tape: number;
    claimed: number;
    inputValue: number;
    resultSize: number;
  }[];
}

export type ComparisonResult =
  | Comparison
  /** One of the functions did not come to its end: the rest of a sentence. */
  | { kind: "stopped"; reason: string; isSpent: boolean }
  /** The claiming function gives something else than the derivative: what, in words. */
  | { kind: "shape"; inputs: string[]; outputs: number; claimed: string };

/** The most numbers of a derivative that are compared. */
const mostNumbers = 10_000;

/** Runs both functions at a point, moved by `adjust`. Never throws. */
export function compareAt(setting: ClaimRun, point: PointCode, adjust: Adjust): ComparisonResult {
  return setting.world.run(() => compare(setting, point, adjust));
}

function compare(setting: ClaimRun, point: PointCode, adjust: Adjust): ComparisonResult {
  const { claim } = setting;
  const run = newRun(setting);
  const { tape, inputs } = run;
  let who = `\`${claim.name}\``;
  try {
    const { other, claiming } = bindBoth(setting, run, point, adjust, copyArgument);
    const outputs = outputsOf(knownResult(run.record(other)), mostNumbers);
    who = "this function";
    const result = knownResult(claiming.run());

    const names = inputs.map(({ name }) => name);
    if (names.length === 0) return { kind: "stopped", reason: nothingToDifferentiate(claim), isSpent: false };
    if (outputs.length === 0) {
      return { kind: "stopped", reason: `\`${claim.name}\` gives no number there`, isSpent: false };
    }
    const { machine } = run;
    const derivatives = derivativesOf(tape, inputs, outputs, 1, () => machine.isLate);
    if (derivatives.reachedOrder < 1) {
      const isSpent = machine.isLate;
      const reason = isSpent ? "there is no time to differentiate it" : "it has too many numbers";
      return { kind: "stopped", reason, isSpent };
    }
    const partials = inOrder(derivatives);
    const given = outputsOf(result, mostNumbers);
    const matched = matchOutputs(partials, names, given);
    if (matched === null) {
      return {
        kind: "shape",
        inputs: names,
        outputs: outputs.length,
        claimed: inWords(given.length, result),
      };
    }
    const sizes = new Map(outputs.map(({ path, scalar }) => [path, Math.abs(number(scalar))]));
    const values = new Map(inputs.map(({ name, variable }) => [name, primal(variable)]));
    const entries = partials.map(({ wrt, of = "", value }, index) => ({
      of,
      input: wrt[0]!,
      tape: value,
      claimed: number(matched[index]!),
      inputValue: values.get(wrt[0]!)!,
      resultSize: sizes.get(of)!,
    }));
    return { kind: "compared", at: other.at, inputs: names, entries };
  } catch (thrown) {
    return { kind: "stopped", reason: `${who} ${reasonOf(thrown)}`, isSpent: run.machine.isSpent };
  }
}

/**
 * How far rounding can have moved the derivative by the tape and what is claimed for it, together, at a point moved by
 * `adjust`: both functions are recorded once more, the gradient as well.
 * @returns by the entry of a comparison an absolute error, of first order; null where a run does not come to its end
 */
export function roundingErrorsAt(
  setting: ClaimRun,
  point: PointCode,
  adjust: Adjust,
): ((entry: Comparison["entries"][number]) => number | null) | null {
  const run = newRun(setting);
  const { tape, inputs } = run;
  const recordBoth = () => {
    const { other, claiming } = bindBoth(setting, run, point, adjust, copyRecorded);
    const outputs = outputsOf(run.record(other), mostNumbers);
    return { outputs, given: outputsOf(run.record(claiming), mostNumbers) };
  };
  try {
    const { outputs, given } = setting.world.run(recordBoth);
    const names = inputs.map(({ name }) => name);
    const partials = inOrder(derivativesOf(tape, inputs, outputs, 1, () => false));
    const matched = matchOutputs(partials, names, given) ?? [];
    return ({ of, input }) => {
      const claimed =
        matched[partials.findIndex(({ wrt, of: path = "" }) => path === of && wrt[0] === input)];
      const output = outputs.find(({ path }) => path === of);
      const source = inputs.find(({ name }) => name === input);
      if (claimed === undefined || output === undefined || source === undefined) return null;
      const derivative = tape.record(() => tape.gradient(output.scalar, source.variable)) ?? 0;
      return tape.roundingError(derivative) + tape.roundingError(claimed);
    };
  } catch {
    return null;
  }
}

function matchOutputs(
  partials: readonly Partial[],
  names: readonly string[],
  given: readonly Output[],
): Scalar[] | null {
  const claimed = given.map(({ path, scalar }) => ({ path, value: scalar }));
  return matchEntries(partials, names, claimed);
}

/** A deep copy of an argument that stays recorded. */
function copyRecorded(value: Value): Value {
  return copyNumbers(value, "", (number) => number);
}

/** One number of the other function's result at a point, moved by `adjust`; NaN where there is none. */
export function valueAt(setting: ClaimRun, point: PointCode, adjust: Adjust, of: string): number {
  try {
    const outputs = setting.world.run(() => {
      const { other } = bindBoth(setting, newRun(setting), point, adjust, copyArgument);
      return outputsOf(other.run(), mostNumbers);
    });
    const output = outputs.find(({ path }) => path === of);
    return output === undefined ? Number.NaN : number(output.scalar);
  } catch {
    return Number.NaN;
  }
}

/** @throws {RunEnded} where a part of the result cannot be known */
function knownResult(result: Value): Value {
  const [unknown] = unknownsIn(result, mostNumbers);
  if (unknown !== undefined) throw new RunEnded(unknown.neededAt(null));
  return result;
}

/** A run within what is left of the time for all of them. */
function newRun(setting: ClaimRun): Run {
  const milliseconds = Math.max(0, setting.deadline - setting.clock());
  return new Run({ ...setting, budget: { ...setting.budget, milliseconds } });
}

/** Both functions with their arguments bound: copies of the same values, because either may change its own. */
function bindBoth(
  { routine, claim }: ClaimRun,
  { execution, inputs }: Run,
  point: PointCode,
  adjust: Adjust,
  copy: (value: Value) => Value,
): { other: PreparedCall; claiming: PreparedCall } {
  const bound = new Map<string, Value>();
  const claimed = { function: claim.function, module: claim.function.module };
  const other = bindParameters(execution, claimed, evaluatePoint(point, execution), (name, value, made) => {
    const moved = (number: Scalar, path: string): Value => {
      if (!isAsked(claim, name, path)) return primal(number);
      const variable = new Variable(adjust(primal(number), path, inputs.length));
      inputs.push({ name: path, variable });
      return variable;
    };
    const copied = copyNumbers(value, name, moved, made);
    bound.set(name, copied);
    return copied;
  });
  const given = new Map<string, Value>();
  const own = { function: routine.entry, module: routine.module.name };
  for (const { parameter, from } of claim.arguments) {
    if (bound.has(from)) given.set(parameter, copy(bound.get(from)));
  }
  const claiming = bindParameters(execution, own, given, (_name, value) => copy(value));
  return { other, claiming };
}

/** Whether a number of an argument is an input of this claim. */
function isAsked({ wrt }: ClaimCode, parameter: string, path: string): boolean {
  return wrt === null || wrt.some((each) => each === parameter || isWithin(path, each));
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}

function number(scalar: Parameters<typeof primal>[0]): number {
  return isRecorded(scalar) ? primal(scalar) : scalar;
}

function nothingToDifferentiate({ name, wrt }: ClaimCode): string {
  if (wrt === null) return `\`${name}\` has no number to differentiate with respect to there`;
  return `${wrt.map((each) => `\`${each}\``).join(", ")} of \`${name}\` holds no number there`;
}

function inWords(count: number, result: Value): string {
  if (count === 0) return describe(result);
  return count === 1 ? "one number" : `${count} numbers`;
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof RunEnded) return `does not come to its end (${withoutStop(thrown.finding.message)})`;
  if (thrown instanceof ProgramThrow) {
    const { value } = thrown;
    return `throws there (${withoutStop(thrownText(value))})`;
  }
  if (thrown instanceof RangeError) return "is nested too deep to be run";
  return `made this tool fail (${thrown instanceof Error ? thrown.message : String(thrown)})`;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, "");
}
