/** `String` and the methods of texts. Texts serve as labels and keys; nothing of them is differentiated. */

import { describe, toText } from "../conversions.js";
import { type NativeCall, NativeFunction, type Value } from "../values.js";
import { arrayOf, type Native, natives, plainArgument } from "./natives.js";

function text(value: Value, call: NativeCall): string {
  return toText(value) ?? call.fail(`${describe(value)} has no text.`);
}

/** A method whose arguments are texts. */
function onTexts(operation: (own: string, first: string, second: string) => Value): Native {
  return (values, call) =>
    operation(text(call.thisValue, call), text(values[0], call), text(values[1], call));
}

/** A method whose arguments are positions. */
function onPositions(
  operation: (own: string, first: number | undefined, second: number | undefined) => Value,
): Native {
  return (values, call) => {
    const [first, second] = values.map((value) =>
      value === undefined ? undefined : plainArgument(value, 0, call),
    );
    return operation(text(call.thisValue, call), first, second);
  };
}

/** A method that makes a text of a given length: the budget is asked before the text is made. */
function lengthened(operation: (own: string, length: number, fill: string) => string): Native {
  return (values, call) => {
    const length = plainArgument(values[0], 0, call);
    call.spend(Math.max(0, length));
    return operation(
      text(call.thisValue, call),
      length,
      values[1] === undefined ? " " : text(values[1], call),
    );
  };
}

export const stringMethods = natives("String.prototype.", {
  at: onPositions((own, index) => own.at(index ?? 0)),
  charAt: onPositions((own, index) => own.charAt(index ?? 0)),
  charCodeAt: onPositions((own, index) => own.charCodeAt(index ?? 0)),
  codePointAt: onPositions((own, index) => own.codePointAt(index ?? 0)),
  slice: onPositions((own, start, end) => own.slice(start, end)),
  substring: onPositions((own, start, end) => own.substring(start ?? 0, end)),
  includes: onTexts((own, part) => own.includes(part)),
  startsWith: onTexts((own, part) => own.startsWith(part)),
  endsWith: onTexts((own, part) => own.endsWith(part)),
  indexOf: onTexts((own, part) => own.indexOf(part)),
  lastIndexOf: onTexts((own, part) => own.lastIndexOf(part)),
  toLowerCase: onPositions((own) => own.toLowerCase()),
  toUpperCase: onPositions((own) => own.toUpperCase()),
  trim: onPositions((own) => own.trim()),
  trimStart: onPositions((own) => own.trimStart()),
  trimEnd: onPositions((own) => own.trimEnd()),
  padStart: lengthened((own, length, fill) => own.padStart(length, fill)),
  padEnd: lengthened((own, length, fill) => own.padEnd(length, fill)),
  repeat: (values, call) => {
    const own = text(call.thisValue, call);
    const times = Math.trunc(plainArgument(values[0], 0, call)) || 0;
    if (times < 0) return call.fail("A text cannot be repeated a negative number of times.");
    call.spend(own.length * times);
    return own.repeat(times);
  },
  concat: (values, call) => {
    const joined = [call.thisValue, ...values].map((value) => text(value, call)).join("");
    call.spend(joined.length);
    return joined;
  },
  split: (values, call) => {
    const own = text(call.thisValue, call);
    return arrayOf(values[0] === undefined ? [own] : own.split(text(values[0], call)), call);
  },
  toString: (_values: Value[], call: NativeCall) => call.thisValue,
  valueOf: (_values: Value[], call: NativeCall) => call.thisValue,
});

export const stringConstructor = new NativeFunction("String", (values, call) => {
  if (values.length === 0) return "";
  return text(values[0], call);
});
