/**
 * `RegExp`: made and handed on, since modules keep many at their top, but not run.
 *
 *     const word = /\w+/g;      word.source, word.flags and `typeof word` are there
 *     word.test(text)           a finding, as is every text method that is given one
 */

import { describe } from "../objects/conversions.js";
import { RegularExpressionValue } from "../objects/regularExpressions.js";
import { type NativeCall, NativeFunction, type Value } from "../objects/values.js";
import { textArgument, unsupportedNatives } from "./natives.js";

const notRun =
  "A regular expression cannot be run and differentiated here. Its running time cannot be bounded, so it is not run. Use the methods of texts, or move the work on text out of the differentiable function.";

/** The host takes microseconds for each character of a pattern with classes of Unicode, where it has the flag `u` or `v`. */
const longestUnicode = 500;
const stepsOfUnicode = 16;
const tooLong = `A regular expression of Unicode with more than ${longestUnicode} characters is not made while the program runs.`;

function made([pattern, flags]: Value[], call: NativeCall): Value {
  const isCopy = pattern instanceof RegularExpressionValue;
  const source = isCopy ? pattern.source : pattern === undefined ? "" : textArgument(pattern, call);
  const letters = flags === undefined ? (isCopy ? pattern.flags : "") : textArgument(flags, call);
  call.spend(source.length + letters.length);
  if (/[uv]/.test(letters)) {
    if (source.length > longestUnicode) return call.unsupported(tooLong);
    call.work(source.length * stepsOfUnicode);
  }
  try {
    // The host reads it, as it reads JSON, and is never asked to run it.
    const read = new RegExp(source, letters);
    return new RegularExpressionValue(read.source, read.flags);
  } catch {
    const shown = `${describe(source)} with the flags ${JSON.stringify(letters.slice(0, 40))}`;
    return call.fail(`${shown} is no regular expression.`, "SyntaxError");
  }
}

/** `RegExp(pattern)` of a regular expression is itself. */
function converted(values: Value[], call: NativeCall): Value {
  const [pattern, flags] = values;
  return pattern instanceof RegularExpressionValue && flags === undefined ? pattern : made(values, call);
}

export const regularExpressionConstructor = new NativeFunction("RegExp", converted, { construct: made });

/** `toString` is among them, and with it every operation that makes a text of one: `replace`, `split`, templates. */
export const regularExpressionMethods = unsupportedNatives("RegExp.prototype.", {
  compile: notRun,
  exec: notRun,
  test: notRun,
  toString: notRun,
});

/** Reads and writes `lastIndex`, which only says what was run. */
export const lastIndex = new NativeFunction("RegExp.prototype.lastIndex", (_values, call) =>
  call.unsupported(notRun),
);

const flag = (letter: string) => (expression: RegularExpressionValue) => expression.flags.includes(letter);

export const regularExpressionProperties: Record<string, (expression: RegularExpressionValue) => Value> = {
  source: ({ source }) => source,
  flags: ({ flags }) => flags,
  dotAll: flag("s"),
  global: flag("g"),
  hasIndices: flag("d"),
  ignoreCase: flag("i"),
  multiline: flag("m"),
  sticky: flag("y"),
  unicode: flag("u"),
  unicodeSets: flag("v"),
};
