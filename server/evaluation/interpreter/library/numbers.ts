/** `Number`, its statics, the global number functions, and the methods of numbers. */

import { less, primal } from "nested-tape";
import { describe, isNotANumber, isScalar } from "../objects/conversions.js";
import { type NativeCall, NativeFunction, type Scalar, type Value, WrapperValue } from "../objects/values.js";
import { unwrapped } from "../objects/wrappers.js";
import { plainArgument, pureNatives, scalarArgument, textArgument } from "./natives.js";

function parse(
  read: (text: string, radix: number | undefined) => number,
): (values: Value[], call: NativeCall) => Value {
  return (values, call) => {
    call.loseDerivative(values, "the number becomes a text and is read again");
    const text = textArgument(values[0], call);
    call.work(text.length);
    return read(text, values[1] === undefined ? undefined : plainArgument(values[1], 10, call));
  };
}

/** `Number.isInteger` and its like: false for what is no number. */
function numberTest(test: (number: Scalar) => boolean): (values: Value[]) => Value {
  return ([value]) => isScalar(value) && test(value);
}

/** Asked so that a replay can ask it again. */
function isFiniteNumber(number: Scalar): boolean {
  return less(Number.NEGATIVE_INFINITY, number) && less(number, Number.POSITIVE_INFINITY);
}

const parseFloatFunction = new NativeFunction(
  "parseFloat",
  parse((text) => Number.parseFloat(text)),
  { isPure: true },
);
const parseIntFunction = new NativeFunction(
  "parseInt",
  parse((text, radix) => Number.parseInt(text, radix)),
  { isPure: true },
);

export const numberConstructor = new NativeFunction(
  "Number",
  (values, call) => (values.length === 0 ? 0 : scalarArgument(values[0], call)),
  {
    isPure: true,
    construct: (values, call) => new WrapperValue(values.length === 0 ? 0 : scalarArgument(values[0], call)),
    members: new Map<string, Value>([
      ["EPSILON", Number.EPSILON],
      ["MAX_SAFE_INTEGER", Number.MAX_SAFE_INTEGER],
      ["MIN_SAFE_INTEGER", Number.MIN_SAFE_INTEGER],
      ["MAX_VALUE", Number.MAX_VALUE],
      ["MIN_VALUE", Number.MIN_VALUE],
      ["NaN", Number.NaN],
      ["POSITIVE_INFINITY", Number.POSITIVE_INFINITY],
      ["NEGATIVE_INFINITY", Number.NEGATIVE_INFINITY],
      ...pureNatives("Number.", {
        isFinite: numberTest(isFiniteNumber),
        isInteger: numberTest((number) => Number.isInteger(primal(number))),
        isNaN: numberTest(isNotANumber),
        isSafeInteger: numberTest((number) => Number.isSafeInteger(primal(number))),
      }),
      ["parseFloat", parseFloatFunction],
      ["parseInt", parseIntFunction],
    ]),
  },
);

export const globalNumberFunctions = new Map<string, Value>([
  ["parseFloat", parseFloatFunction],
  ["parseInt", parseIntFunction],
  ...pureNatives("", {
    isNaN: ([value], call) => isNotANumber(scalarArgument(value, call)),
    isFinite: ([value], call) => isFiniteNumber(scalarArgument(value, call)),
  }),
]);

/** The number that a method was called on. */
function own(call: NativeCall): Scalar {
  const number = unwrapped(call.thisValue);
  return isScalar(number)
    ? number
    : call.fail(`This method of numbers is called on ${describe(call.thisValue)}.`);
}

function formatted(
  format: (number: number, digits: number | undefined) => string,
): (values: Value[], call: NativeCall) => Value {
  return (values, call) => {
    const number = primal(own(call));
    const digits = values[0] === undefined ? undefined : plainArgument(values[0], 0, call);
    try {
      return format(number, digits);
    } catch {
      return call.fail(`${describe(values[0])} is out of range here.`, "RangeError");
    }
  };
}

export const numberMethods = pureNatives("Number.prototype.", {
  toLocaleString: (_values: Value[], call: NativeCall) =>
    call.unknown(
      "unsupported-construct",
      "Texts in the manner of a country are not made here; use `toFixed`.",
    ),
  toFixed: formatted((number, digits) => number.toFixed(digits)),
  toPrecision: formatted((number, digits) => number.toPrecision(digits)),
  toExponential: formatted((number, digits) => number.toExponential(digits)),
  toString: formatted((number, radix) => number.toString(radix)),
  valueOf: (_values: Value[], call: NativeCall) => own(call),
});
