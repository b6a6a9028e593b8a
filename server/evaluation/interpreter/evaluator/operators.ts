/**
 * JavaScript's operators over the interpreter's values. Where both sides are plain numbers the compiled code
 * does not come here; here are the recorded numbers, the texts, and the mistakes.
 */

import { add, div, isRecorded, mod, mul, neg, pow, primal, sub } from "nested-tape";
import type { BinaryOperator, UnaryOperator } from "../../../routine.js";
import { prototypeOf } from "../library/prototypes.js";
import {
  describe,
  isPrimitive,
  looselyEqual,
  strictlyEqual,
  textOf,
  toBoolean,
  toPrimitive,
  toScalar,
  typeOf,
} from "../objects/conversions.js";
import { hasMember, lookUp, type MemberSite, resultOf } from "../objects/members.js";
import { absent, wellKnownSymbols } from "../objects/objects.js";
import { isFunction, type Scalar, type Value } from "../objects/values.js";

/** What an operator needs of the place where it stands. */
export interface OperatorSite extends MemberSite {
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
  const scalar = toScalar(value) ?? toScalar(toPrimitive(value, "number", site));
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
  return (first, second, site) => {
    const left = toPrimitive(first, "number", site);
    const right = toPrimitive(second, "number", site);
    if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
    return compareNumbers(primal(operand(left, symbol, site)), primal(operand(right, symbol, site)));
  };
}

function plus(first: Value, second: Value, site: OperatorSite): Value {
  const left = toPrimitive(first, "default", site);
  const right = toPrimitive(second, "default", site);
  if (typeof left !== "string" && typeof right !== "string") {
    return add(operand(left, "+", site), operand(right, "+", site));
  }
  const leftText = textOf(left, site);
  const rightText = textOf(right, site);
  site.spend(leftText.length + rightText.length);
  return leftText + rightText;
}

/** `==`: objects compare with primitive values by what they stand for. */
function loose(left: Value, right: Value, site: OperatorSite): boolean {
  const isEqual = looselyEqual(left, right);
  if (isEqual !== null) return isEqual;
  return isPrimitive(left)
    ? loose(left, toPrimitive(right, "default", site), site)
    : loose(toPrimitive(left, "default", site), right, site);
}

function isInstance(left: Value, right: Value, site: OperatorSite): boolean {
  if (!isFunction(right)) {
    return site.fail(`\`instanceof\` needs a class on the right, and this is ${describe(right)}.`);
  }
  const test = lookUp(right, wellKnownSymbols.hasInstance);
  if (test !== absent) {
    return toBoolean(site.call(resultOf(test, right, site), right, [left]));
  }
  if (isPrimitive(left)) return false;
  const prototype = right.findOwn("prototype");
  for (let at = prototypeOf(left); at !== null; at = at.prototype) if (at === prototype) return true;
  return false;
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
    if (!isPrimitive(right)) return hasMember(right, left, site);
    return site.fail(`\`in\` needs an object on the right, and this is ${describe(right)}.`);
  },
  instanceof: isInstance,
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
