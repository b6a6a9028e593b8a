/**
 * JavaScript's operators over the interpreter's values. Where both sides are plain numbers the compiled code
 * does not come here; here are the recorded numbers, the texts, and the mistakes.
 */

import { add, div, isRecorded, mod, mul, neg, pow, primal, sub } from "nested-tape";
import type { BinaryOperator, UnaryOperator } from "../../routine.js";
import {
  describe,
  looselyEqual,
  strictlyEqual,
  toBoolean,
  toPropertyKey,
  toScalar,
  toText,
  typeOf,
} from "./conversions.js";
import { ArrayValue, NativeFunction, RecordValue, type Scalar, type Value } from "./values.js";

/** What an operator needs of the place where it stands. */
export interface OperatorSite {
  /** Ends the run with a finding at the operator. */
  fail(message: string): never;
  /** Gives a result that does not carry the derivative of the recorded numbers that it was computed from. */
  lose(what: string, origins: Value[], result: number): Value;
  /** Counts the characters of a text that was made. */
  spend(characters: number): void;
}

export type BinaryOperation = (left: Value, right: Value, site: OperatorSite) => Value;

function arithmetic(symbol: string, operation: (left: Scalar, right: Scalar) => Scalar): BinaryOperation {
  return (left, right, site) => operation(operand(left, symbol, site), operand(right, symbol, site));
}

function operand(value: Value, symbol: string, site: OperatorSite): Scalar {
  const scalar = toScalar(value);
  if (scalar === null) site.fail(`\`${symbol}\` needs numbers, and this is ${describe(value)}.`);
  return scalar;
}

function integer(symbol: string, operation: (left: number, right: number) => number): BinaryOperation {
  return (left, right, site) => {
    const result = operation(primal(operand(left, symbol, site)), primal(operand(right, symbol, site)));
    if (!isRecorded(left) && !isRecorded(right)) return result;
    return site.lose(`\`${symbol}\` works on whole numbers`, [left, right], result);
  };
}

function comparison(
  symbol: string,
  compareNumbers: (left: number, right: number) => boolean,
  compareTexts: (left: string, right: string) => boolean,
): BinaryOperation {
  return (left, right, site) => {
    if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
    return compareNumbers(primal(operand(left, symbol, site)), primal(operand(right, symbol, site)));
  };
}

function plus(left: Value, right: Value, site: OperatorSite): Value {
  const isText = typeof left === "string" || typeof right === "string";
  if (!isText && toScalar(left) !== null && toScalar(right) !== null) {
    return add(toScalar(left)!, toScalar(right)!);
  }
  if (!isText)
    site.fail(`\`+\` needs numbers or texts, and this adds ${describe(right)} to ${describe(left)}.`);
  const leftText = toText(left);
  const rightText = toText(right);
  if (leftText === null || rightText === null) {
    site.fail(`${describe(leftText === null ? left : right)} has no text to be joined here.`);
  }
  site.spend(leftText.length + rightText.length);
  return leftText + rightText;
}

function loose(left: Value, right: Value, site: OperatorSite): boolean {
  const isEqual = looselyEqual(left, right);
  if (isEqual === null)
    site.fail("`==` between an object and a primitive value is not supported; use `===`.");
  return isEqual;
}

export const binaryOperations: Record<BinaryOperator, BinaryOperation> = {
  "+": plus,
  "-": arithmetic("-", sub),
  "*": arithmetic("*", mul),
  "/": arithmetic("/", div),
  "%": arithmetic("%", mod),
  "**": arithmetic("**", pow),
  "<": comparison(
    "<",
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  "<=": comparison(
    "<=",
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  ">": comparison(
    ">",
    (a, b) => a > b,
    (a, b) => a > b,
  ),
  ">=": comparison(
    ">=",
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  "===": strictlyEqual,
  "!==": (left, right) => !strictlyEqual(left, right),
  "==": loose,
  "!=": (left, right, site) => !loose(left, right, site),
  "&": integer("&", (a, b) => a & b),
  "|": integer("|", (a, b) => a | b),
  "^": integer("^", (a, b) => a ^ b),
  "<<": integer("<<", (a, b) => a << b),
  ">>": integer(">>", (a, b) => a >> b),
  ">>>": integer(">>>", (a, b) => a >>> b),
  in: (left, right, site) => {
    const key = toPropertyKey(left);
    if (right instanceof RecordValue && key !== null) return right.properties.has(key);
    if (right instanceof ArrayValue && key !== null) return Object.hasOwn(right.elements, key);
    return site.fail(`\`in\` needs an object on the right, and this is ${describe(right)}.`);
  },
  instanceof: (left, right, site) => {
    if (!(right instanceof NativeFunction)) {
      return site.fail("`instanceof` is supported for the standard classes only.");
    }
    if (right.name === "Array") return left instanceof ArrayValue;
    if (right.name === "Object") return left instanceof ArrayValue || left instanceof RecordValue;
    if (!(left instanceof RecordValue)) return false;
    return (
      left.constructedBy === right.name || (right.name === "Error" && left.constructedBy.endsWith("Error"))
    );
  },
};

export const unaryOperations: Record<UnaryOperator, (value: Value, site: OperatorSite) => Value> = {
  "-": (value, site) => neg(operand(value, "-", site)),
  "+": (value, site) => operand(value, "+", site),
  "!": (value) => !toBoolean(value),
  "~": (value, site) => {
    const result = ~primal(operand(value, "~", site));
    return isRecorded(value) ? site.lose("`~` works on whole numbers", [value], result) : result;
  },
  typeof: (value) => typeOf(value),
  void: () => undefined,
};
