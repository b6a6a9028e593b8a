/**
 * `String` and the methods of texts. Texts serve as labels and keys; nothing of them is differentiated.
 * The host's own methods do the work: their arguments are texts and plain numbers made here, so that nothing
 * of the program is called and nothing of the host comes back but texts, numbers and truth values.
 */

import { describe } from "../objects/conversions.js";
import { joinTexts, passOver } from "../objects/metering.js";
import {
  isFunction,
  type NativeCall,
  NativeFunction,
  SymbolValue,
  type Value,
  WrapperValue,
} from "../objects/values.js";
import { unwrapped } from "../objects/wrappers.js";
import {
  arrayOf,
  integerArgument,
  type Native,
  plainArgument,
  pureNatives,
  sequenceOf,
  textArgument,
  unsupportedNatives,
} from "./natives.js";
import { symbolText } from "./symbols.js";
import { firstPosition, lastPosition, splitText } from "./textSearch.js";

/** The text that a method was called on. */
function own(call: NativeCall): string {
  if (call.thisValue === null || call.thisValue === undefined) {
    return call.fail(`This text method is called on ${describe(call.thisValue)}.`);
  }
  return textArgument(call.thisValue, call);
}

/** The text itself, or that of an object around one. */
function textInside(call: NativeCall): string {
  const text = unwrapped(call.thisValue);
  return typeof text === "string"
    ? text
    : call.fail(`This text method is called on ${describe(call.thisValue)}.`);
}

/** A method without arguments that looks over the text. */
function onText(operation: (own: string) => Value): Native {
  return (_values, call) => {
    const text = own(call);
    passOver(text.length, call);
    return operation(text);
  };
}

/** One that makes another text, which may be longer: `"ß".toUpperCase()`. */
function converting(operation: (own: string) => string): Native {
  return (_values, call) => {
    const text = own(call);
    call.spend(text.length);
    const result = operation(text);
    call.spend(Math.max(0, result.length - text.length));
    return result;
  };
}

/** A method whose arguments are positions: left out, or whole numbers. */
function onPositions(
  operation: (own: string, first: number | undefined, second: number | undefined) => Value,
): Native {
  return ([first, second], call) => operation(own(call), position(first, call), position(second, call));
}

function position(value: Value, call: NativeCall): number | undefined {
  return value === undefined ? undefined : plainArgument(value, 0, call);
}

/** A method that looks for a text, from a position where one is given. */
function searching(
  operation: (own: string, part: string, from: number | undefined, call: NativeCall) => Value,
): Native {
  return ([given, from], call) => {
    const text = own(call);
    const part = textArgument(given, call);
    passOver(part.length, call);
    return operation(text, part, position(from, call), call);
  };
}

/** A method that makes a text of a given length: the budget is asked before the text is made. */
function lengthened(operation: (own: string, length: number, fill: string) => string): Native {
  return ([wanted, filler], call) => {
    const text = own(call);
    const length = integerArgument(wanted, 0, call);
    const fill = filler === undefined ? " " : textArgument(filler, call);
    if (length <= text.length || fill === "") return text;
    call.spend(length);
    return operation(text, length, fill);
  };
}

/** `replace` and `replaceAll` by a text, where `$&`, `$$`, "$`" and `$'` stand for parts, or by a function. */
function replacing(isEvery: boolean): Native {
  return ([wanted, replacement], call) => {
    const text = own(call);
    const part = textArgument(wanted, call);
    const pattern = isFunction(replacement) ? null : textArgument(replacement, call);
    let result = "";
    let kept = 0;
    for (let at = firstPosition(text, part, 0, call); at >= 0; ) {
      const inserted =
        pattern === null
          ? textArgument(call.call(replacement, undefined, [part, at, text]), call)
          : expanded(pattern, text, part, at, call);
      call.spend(at - kept + inserted.length);
      result += text.slice(kept, at) + inserted;
      kept = at + part.length;
      if (!isEvery) break;
      const next = at + Math.max(1, part.length);
      at = next > text.length ? -1 : firstPosition(text, part, next, call);
    }
    call.spend(text.length - kept);
    return result + text.slice(kept);
  };
}

/** The replacement patterns of ECMAScript's GetSubstitution that need no regular expression. */
function expanded(pattern: string, text: string, part: string, at: number, call: NativeCall): string {
  if (!pattern.includes("$")) return pattern;
  let result = "";
  for (let index = 0; index < pattern.length; index++) {
    const two = pattern.slice(index, index + 2);
    const inserted =
      two === "$$"
        ? "$"
        : two === "$&"
          ? part
          : two === "$`"
            ? text.slice(0, at)
            : two === "$'"
              ? text.slice(at + part.length)
              : null;
    call.spend(inserted?.length ?? 1);
    result += inserted ?? pattern[index];
    if (inserted !== null) index++;
  }
  return result;
}

function compareTexts(text: string, [other, locales]: Value[], call: NativeCall): Value {
  if (locales !== undefined) {
    return call.unknown("unsupported-construct", "localeCompare is supported without a locale.");
  }
  const compared = textArgument(other, call);
  // By the rules of the language, several steps of the host for each character.
  call.work((text.length + compared.length) >> 2);
  return text.localeCompare(compared, "en");
}

function normalised(text: string, form: Value, call: NativeCall): Value {
  const name = form === undefined ? "NFC" : textArgument(form, call);
  if (!["NFC", "NFD", "NFKC", "NFKD"].includes(name)) {
    return call.fail(`${describe(form)} is no form of normalisation.`, "RangeError");
  }
  call.spend(text.length * 18);
  return text.normalize(name);
}

const needsRegularExpression =
  "Regular expressions are not interpreted. Compare texts with `includes`, `startsWith` or `split`.";

export const stringMethods = new Map<string, Value>([
  ...pureNatives("String.prototype.", {
    // Characters
    at: onPositions((text, index) => text.at(index ?? 0)),
    charAt: onPositions((text, index) => text.charAt(index ?? 0)),
    charCodeAt: onPositions((text, index) => text.charCodeAt(index ?? 0)),
    codePointAt: onPositions((text, index) => text.codePointAt(index ?? 0)),

    // Parts
    slice: onPositions((text, start, end) => text.slice(start, end)),
    substring: onPositions((text, start, end) => text.substring(start ?? 0, end)),
    substr: onPositions((text, start, length) => text.substr(start ?? 0, length)),
    trim: onText((text) => text.trim()),
    trimStart: onText((text) => text.trimStart()),
    trimEnd: onText((text) => text.trimEnd()),
    trimLeft: onText((text) => text.trimStart()),
    trimRight: onText((text) => text.trimEnd()),
    split: ([separator, limit], call) => {
      const text = own(call);
      const most = limit === undefined ? 2 ** 32 - 1 : plainArgument(limit, 0, call) >>> 0;
      if (separator === undefined) return arrayOf(most === 0 ? [] : [text], call);
      return arrayOf(splitText(text, textArgument(separator, call), most, call), call);
    },

    // Looking for a part
    includes: searching((text, part, from = 0, call) => firstPosition(text, part, from, call) >= 0),
    startsWith: searching((text, part, from) => text.startsWith(part, from)),
    endsWith: searching((text, part, to) => text.endsWith(part, to)),
    indexOf: searching((text, part, from = 0, call) => firstPosition(text, part, from, call)),
    lastIndexOf: searching((text, part, from = Number.NaN, call) => lastPosition(text, part, from, call)),

    // Other texts
    concat: (values, call) => {
      let joined = own(call);
      for (const value of values) {
        const part = textArgument(value, call);
        joined = joinTexts(joined, part, call);
      }
      return joined;
    },
    padStart: lengthened((text, length, fill) => text.padStart(length, fill)),
    padEnd: lengthened((text, length, fill) => text.padEnd(length, fill)),
    repeat: ([times], call) => {
      const text = own(call);
      const count = integerArgument(times, 0, call);
      if (count < 0 || count === Number.POSITIVE_INFINITY) {
        return call.fail(`A text cannot be repeated ${count} times.`, "RangeError");
      }
      call.spend(text.length * count);
      return text === "" ? "" : text.repeat(count);
    },
    replace: replacing(false),
    replaceAll: replacing(true),
    toLowerCase: converting((text) => text.toLowerCase()),
    toUpperCase: converting((text) => text.toUpperCase()),
    toLocaleLowerCase: converting((text) => text.toLowerCase()),
    toLocaleUpperCase: converting((text) => text.toUpperCase()),
    toWellFormed: converting((text) => text.replace(/\p{Surrogate}/gu, "\ufffd")),
    normalize: ([form], call) => normalised(own(call), form, call),

    // Questions
    isWellFormed: onText((text) => !/\p{Surrogate}/u.test(text)),
    localeCompare: (values, call) => compareTexts(own(call), values, call),
    toString: (_values: Value[], call: NativeCall) => textInside(call),
    valueOf: (_values: Value[], call: NativeCall) => textInside(call),
  }),
  ...unsupportedNatives("String.prototype.", {
    match: needsRegularExpression,
    matchAll: needsRegularExpression,
    search: needsRegularExpression,
  }),
]);

function fromCodePoints(values: Value[], call: NativeCall): string {
  call.spend(values.length);
  return values
    .map((value) => {
      const point = plainArgument(value, Number.NaN, call);
      if (!Number.isInteger(point) || point < 0 || point > 0x10ffff) {
        return call.fail(`${describe(value)} is no code point of Unicode.`, "RangeError");
      }
      return String.fromCodePoint(point);
    })
    .join("");
}

/** `String.raw`: the template's texts as they were written, with the values between them. */
function rawText([template, ...values]: Value[], call: NativeCall): string {
  const raw = call.get(template, "raw");
  const parts = sequenceOf(raw, call);
  let result = "";
  parts.forEach((part, index) => {
    const added =
      textArgument(part, call) +
      (index < parts.length - 1 && index < values.length ? textArgument(values[index], call) : "");
    call.spend(added.length);
    result += added;
  });
  return result;
}

export const stringConstructor = new NativeFunction(
  "String",
  (values, call) => {
    const [value] = values;
    if (value instanceof SymbolValue) return symbolText(value, call);
    return values.length === 0 ? "" : textArgument(value, call);
  },
  {
    isPure: true,
    construct: (values, call) => new WrapperValue(values.length === 0 ? "" : textArgument(values[0], call)),
    members: pureNatives("String.", {
      fromCharCode: (values, call) => {
        call.spend(values.length);
        return values.map((value) => String.fromCharCode(plainArgument(value, Number.NaN, call))).join("");
      },
      fromCodePoint: fromCodePoints,
      raw: rawText,
    }),
  },
);
