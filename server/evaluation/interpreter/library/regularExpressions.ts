/**
 * `RegExp`: made and handed on, since modules keep many at their top, but not run.
 *
 *     const word = /\w+/g;      word.source, word.flags and `typeof word` are there
 *     word.test(text)           something unknown, as is what every text method gives that is given one
 */

import { describe } from "../objects/conversions.js";
import { type NativeCall, NativeFunction, RegularExpressionValue, type Value } from "../objects/values.js";
import { type Native, textArgument, unsupportedNatives } from "./natives.js";

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

export const regularExpressionConstructor = new NativeFunction("RegExp", converted, {
  construct: made,
  isPure: true,
});

/**
 * Without groups, choices and counts, a pattern looks at each of its characters once when the text is empty: there it
 * costs nothing to ask the host.
 */
const isSimple = /^[^(|{]{0,500}$/;

/** Whether it certainly finds nothing. */
function findsNothing([text]: Value[], { thisValue }: NativeCall): boolean {
  if (!(thisValue instanceof RegularExpressionValue) || text !== "") return false;
  const { source, flags } = thisValue;
  return isSimple.test(source) && new RegExp(source, flags.replaceAll(/[gy]/g, "")).exec("") === null;
}

const runs = unsupportedNatives("RegExp.prototype.", { exec: notRun, test: notRun });

/** Gives what is found where it is certain without running anything. */
function certain(name: string, nothing: Value): [string, Value] {
  const unsupported = runs.get(name) as NativeFunction;
  const run: Native = (values, call) =>
    findsNothing(values, call) ? nothing : unsupported.run(values, call);
  return [name, new NativeFunction(unsupported.name, run, { isPure: true })];
}

/** `toString` is among them, and with it every operation that makes a text of one: `replace`, `split`, templates. */
export const regularExpressionMethods = new Map<string, Value>([
  ...unsupportedNatives("RegExp.prototype.", { compile: notRun, toString: notRun }),
  certain("exec", null),
  certain("test", false),
]);

/** Reads `lastIndex`, which only says what was run. */
export const readLastIndex = new NativeFunction("RegExp.prototype.lastIndex", (_values, call) =>
  call.unknown("unsupported-construct", notRun),
);
export const writeLastIndex = new NativeFunction("RegExp.prototype.lastIndex", (_values, call) =>
  call.unsupported(notRun),
);
