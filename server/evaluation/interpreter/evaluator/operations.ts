/**
 * JavaScript's operators over the interpreter's values. Where both sides are numbers, plain or recorded, the compiled
 * code does not come here; here are the texts, the objects, and the mistakes.
 */

import {
  add,
  div,
  greater,
  greaterEqual,
  isRecorded,
  less,
  lessEqual,
  mod,
  mul,
  neg,
  pow,
  primal,
  Recorded,
  sub,
} from "nested-tape";
import type { Span } from "../../../finding.js";
import type { BinaryOperator, UnaryOperator } from "../../../routine.js";
import {
  describe,
  isPrimitive,
  isTruthy,
  known,
  looselyEqual,
  strictlyEqual,
  textOf,
  toBoolean,
  toPrimitive,
  toScalar,
  typeOf,
} from "../objects/conversions.js";
import { hasMember, lookUp, type MemberSite, resultOf } from "../objects/members.js";
import {
  convertToNumber,
  followChain,
  joinTexts,
  orderOfTexts,
  stepsOfEquality,
} from "../objects/metering.js";
import {
  absent,
  isFunction,
  ObjectValue,
  type Scalar,
  UnknownValue,
  type Value,
  wellKnownSymbols,
} from "../objects/values.js";
import type { Frame } from "./frame.js";

/** What an operator needs of the place where it stands. */
export interface OperatorSite extends MemberSite {
  /** Gives a result that does not carry the derivative of the recorded numbers that it was computed from. */
  lose(what: string, origins: Value[], result: number): Value;
  /** Something unknown is used, where an error may be thrown for what it is. */
  noteUnknownUse(value: UnknownValue): void;
}

/** Whether a value counts as true. Of a recorded number the question is one that a replay asks again. */
export function isTrue(value: Value, frame: Frame, span: Span): boolean {
  if (typeof value === "boolean") return value;
  if (value instanceof UnknownValue) return value.truth ?? frame.machine.needed(value, frame, span);
  return value instanceof Recorded ? isTruthy(value) : Boolean(value);
}

/** `===`. Of recorded numbers the question is one that a replay asks again. */
export function areSame(left: Value, right: Value, frame: Frame, span: Span): boolean {
  if (left instanceof UnknownValue || right instanceof UnknownValue) {
    return isTrue(ofUnknown("===", left, right), frame, span);
  }
  if (typeof left === "string") frame.machine.spendSteps(stepsOfEquality(left, right), frame, span);
  return strictlyEqual(left, right);
}

function same(left: Value, right: Value, site: OperatorSite): boolean {
  if (typeof left === "string") site.work(stepsOfEquality(left, right));
  return strictlyEqual(left, right);
}

export type BinaryOperation = (left: Value, right: Value, site: OperatorSite) => Value;

function arithmetic(symbol: string, operation: (left: Scalar, right: Scalar) => Scalar): BinaryOperation {
  return (left, right, site) => operation(operand(left, symbol, site), operand(right, symbol, site));
}

function operand(value: Value, symbol: string, site: OperatorSite): Scalar {
  convertToNumber(value, site);
  const scalar = toScalar(value) ?? toScalar(known(toPrimitive(value, "number", site), site));
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
  compareNumbers: (left: Scalar, right: Scalar) => boolean,
  holdsFor: (order: number) => boolean,
): BinaryOperation {
  return (first, second, site) => {
    const left = known(toPrimitive(first, "number", site), site);
    const right = known(toPrimitive(second, "number", site), site);
    if (typeof left === "string" && typeof right === "string")
      return holdsFor(orderOfTexts(left, right, site));
    return compareNumbers(operand(left, symbol, site), operand(right, symbol, site));
  };
}

function plus(first: Value, second: Value, site: OperatorSite): Value {
  const left = toPrimitive(first, "default", site);
  const right = toPrimitive(second, "default", site);
  if (left instanceof UnknownValue) return left.computed();
  if (right instanceof UnknownValue) return right.computed();
  if (typeof left !== "string" && typeof right !== "string") {
    return add(operand(left, "+", site), operand(right, "+", site));
  }
  return joinTexts(textOf(left, site), textOf(right, site), site);
}

/** `==`: objects compare with primitive values by what they stand for. */
function loose(left: Value, right: Value, site: OperatorSite): boolean {
  if (typeof left === "string") site.work(stepsOfEquality(left, right));
  if (typeof left !== typeof right) for (const side of [left, right]) convertToNumber(side, site);
  const isEqual = looselyEqual(left, right);
  if (isEqual !== null) return isEqual;
  return isPrimitive(left)
    ? loose(left, toPrimitive(right, "default", site), site)
    : loose(toPrimitive(left, "default", site), right, site);
}

function isInstance(left: Value, right: Value, site: OperatorSite): Value {
  if (!isFunction(right)) {
    return site.fail(`\`instanceof\` needs a class on the right, and this is ${describe(right)}.`);
  }
  const test = lookUp(right, wellKnownSymbols.hasInstance, site);
  if (test !== absent) {
    return toBoolean(site.call(resultOf(test, right, site), right, [left]), site);
  }
  if (!(left instanceof ObjectValue)) return false;
  const prototype = right.findOwn("prototype");
  let length = 0;
  for (let at = left.prototype; at !== null; at = at.prototype) {
    if (at === prototype) return true;
    if (at instanceof UnknownValue) return at.computed();
    length++;
  }
  followChain(length, site);
  return prototype instanceof UnknownValue ? prototype.computed() : false;
}

/** Of something unknown: something unknown, except that what has a type is neither undefined nor null. */
function ofUnknown(operator: BinaryOperator, left: Value, right: Value): Value {
  const [unknown, other] = left instanceof UnknownValue ? [left, right] : [right as UnknownValue, left];
  if (unknown.isThere && (other === undefined || other === null)) {
    if (operator === "===" || operator === "==") return false;
    if (operator === "!==" || operator === "!=") return true;
  }
  return unknown.computed();
}

/** These compare objects with objects, or ask for their properties. All others convert what they are given. */
const leavesObjects: ReadonlySet<BinaryOperator> = new Set(["==", "!=", "===", "!==", "in", "instanceof"]);

/** With something unknown on one side: what the other side does while it is converted, happens. */
function withUnknown(operator: BinaryOperator, left: Value, right: Value, site: OperatorSite): Value {
  const asked = operator === "in" || operator === "instanceof" ? [right] : [left, right];
  for (const value of asked) {
    if (!(value instanceof UnknownValue)) continue;
    if (asked.length === 1 || value.kind.isShared === true) site.noteUnknownUse(value);
  }
  if (!leavesObjects.has(operator)) {
    const hint = operator === "+" ? "default" : "number";
    for (const value of [left, right]) toPrimitive(value, hint, site);
  }
  return ofUnknown(operator, left, right);
}

const onKnown: Record<BinaryOperator, BinaryOperation> = {
  "+": plus,
  "-": arithmetic("-", sub),
  "*": arithmetic("*", mul),
  "/": arithmetic("/", div),
  "%": arithmetic("%", mod),
  "**": arithmetic("**", pow),
  "<": comparison("<", less, (order) => order < 0),
  "<=": comparison("<=", lessEqual, (order) => order <= 0),
  ">": comparison(">", greater, (order) => order > 0),
  ">=": comparison(">=", greaterEqual, (order) => order >= 0),
  "===": same,
  "!==": (left, right, site) => !same(left, right, site),
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

export const binaryOperations = Object.fromEntries(
  Object.entries(onKnown).map(([operator, operation]): [string, BinaryOperation] => [
    operator,
    (left, right, site) =>
      left instanceof UnknownValue || right instanceof UnknownValue
        ? withUnknown(operator as BinaryOperator, left, right, site)
        : operation(left, right, site),
  ]),
) as Record<BinaryOperator, BinaryOperation>;

/** An operation of one value; of something unknown it gives something unknown. */
function unary(operation: (value: Value, site: OperatorSite) => Value) {
  return (value: Value, site: OperatorSite): Value =>
    value instanceof UnknownValue ? value.computed() : operation(value, site);
}

export const unaryOperations: Record<UnaryOperator, (value: Value, site: OperatorSite) => Value> = {
  "-": unary((value, site) => neg(operand(value, "-", site))),
  "+": unary((value, site) => operand(value, "+", site)),
  "!": (value, site) =>
    value instanceof UnknownValue && value.truth === null ? value.computed() : !toBoolean(value, site),
  "~": unary((value, site) => {
    const result = ~primal(operand(value, "~", site));
    return isRecorded(value) ? site.lose("`~` works on whole numbers", [value], result) : result;
  }),
  typeof: (value) =>
    value instanceof UnknownValue ? (value.kind.typeOf ?? value.computed()) : typeOf(value),
  void: () => undefined,
};
