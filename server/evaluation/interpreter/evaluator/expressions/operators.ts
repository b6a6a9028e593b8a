/**
 * Operators. Where both sides are numbers, plain or recorded, they are computed here; anything else goes to
 * `operations.ts`. The most frequent shapes, a variable or a constant on one side, have closures of their own, which
 * saves the calls of those for their sides.
 */

import {
  add,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  mod,
  mul,
  neg,
  notEqual,
  pow,
  Recorded,
  type Scalar,
  sub,
} from "nested-tape";
import type { Span } from "../../../../finding.js";
import type { BinaryOperator, Expression, LogicalOperator } from "../../../../routine.js";
import { absent, UnknownValue, type Value } from "../../objects/values.js";
import { oneOf } from "../alternatives.js";
import { Site } from "../calls.js";
import {
  type Context,
  compileExpression,
  type ExpressionCompilers,
  type ExpressionOf,
  isPlain,
  type PlainLocal,
  plainLocal,
  type Run,
} from "../context.js";
import type { Frame } from "../frame.js";
import { isQuiet } from "../inspection.js";
import { binaryOperations, isTrue, unaryOperations } from "../operations.js";

/** The operators that have a fast way for numbers; up to `recordable` for recorded ones as well. */
const fast: readonly BinaryOperator[] = [
  ...(["*", "+", "-", "/", "%", "**", "<", ">", "<=", ">=", "===", "!=="] as const),
  ...(["&", "|", "^", "<<", ">>", ">>>"] as const),
];
const recordable = 12;

/** @param code the operator's place in `fast`: small integers are compared faster than texts */
function ofNumbers(code: number, left: number, right: number): Value {
  switch (code) {
    case 0:
      return left * right;
    case 1:
      return left + right;
    case 2:
      return left - right;
    case 3:
      return left / right;
    case 4:
      return left % right;
    case 6:
      return left < right;
    case 7:
      return left > right;
    case 8:
      return left <= right;
    case 9:
      return left >= right;
    case 10:
      return left === right;
    case 11:
      return left !== right;
    case 12:
      return left & right;
    case 13:
      return left | right;
    case 14:
      return left ^ right;
    case 15:
      return left << right;
    case 16:
      return left >> right;
    case 17:
      return left >>> right;
    default:
      return ofScalars(code, left, right);
  }
}

const ofRecorded: readonly ((left: Scalar, right: Scalar) => Value)[] = [
  ...[mul, add, sub, div, mod, pow],
  ...[less, greater, lessEqual, greaterEqual, equal, notEqual],
];

function ofScalars(code: number, left: Scalar, right: Scalar): Value {
  switch (code) {
    case 0:
      return mul(left, right);
    case 1:
      return add(left, right);
    case 2:
      return sub(left, right);
    case 3:
      return div(left, right);
    default:
      return ofRecorded[code]!(left, right);
  }
}

function isNumber(value: unknown): value is Scalar {
  return typeof value === "number" || value instanceof Recorded;
}

/** Combines two values; the span is that of the operation. */
export type Combine = (left: Value, right: Value, frame: Frame) => Value;

export function combining(operator: BinaryOperator, span: Span): Combine {
  const operation = binaryOperations[operator];
  const code = fast.indexOf(operator);
  if (code < 0) return (left, right, frame) => operation(left, right, new Site(frame, span));
  const mayBeRecorded = code < recordable;
  return (left, right, frame) => {
    if (typeof left === "number" && typeof right === "number") return ofNumbers(code, left, right);
    if (mayBeRecorded && isNumber(left) && isNumber(right)) return ofScalars(code, left, right);
    return operation(left, right, new Site(frame, span));
  };
}

type Binary = ExpressionOf<"binary">;

/**
 * A side of a fast operator: a variable, whose slot is read at once, a constant, or anything else, which is run.
 *
 *     v * 0.9 + x         left  v · 0.9         right  (v * 0.9) · x
 */
function compileBinary(node: Binary, context: Context): Run {
  const code = fast.indexOf(node.operator);
  const combine = combining(node.operator, node);
  const first = plainLocal(node.left, context);
  const second = plainLocal(node.right, context);
  const left = compileExpression(node.left, context);
  const right = compileExpression(node.right, context);
  if (code < 0 || code >= recordable || !isPlain(context)) {
    return (frame) => combine(left(frame), right(frame), frame);
  }
  if (node.right.kind === "number") {
    const { value } = node.right;
    return first === null
      ? anyWithConstant(left, value, code, combine)
      : localWithConstant(first, left, value, code, combine);
  }
  if (second !== null) {
    return first === null
      ? anyWithLocal(left, second, right, code, combine)
      : localWithLocal(first, left, second, right, code, combine);
  }
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (typeof a === "number" && typeof b === "number") return ofNumbers(code, a, b);
    return isNumber(a) && isNumber(b) ? ofScalars(code, a, b) : combine(a, b, frame);
  };
}

function localWithConstant(
  { slot, site, marked }: PlainLocal,
  read: Run,
  constant: number,
  code: number,
  combine: Combine,
): Run {
  return (frame) => {
    const left = frame.slots[slot];
    if (typeof left !== "number" && !(left instanceof Recorded)) return combine(read(frame), constant, frame);
    if (site >= 0) frame.machine.trace.note(marked, site, left);
    return typeof left === "number" ? ofNumbers(code, left, constant) : ofScalars(code, left, constant);
  };
}

function anyWithConstant(run: Run, constant: number, code: number, combine: Combine): Run {
  return (frame) => {
    const left = run(frame);
    if (typeof left === "number") return ofNumbers(code, left, constant);
    return left instanceof Recorded ? ofScalars(code, left, constant) : combine(left, constant, frame);
  };
}

function localWithLocal(
  first: PlainLocal,
  readFirst: Run,
  second: PlainLocal,
  readSecond: Run,
  code: number,
  combine: Combine,
): Run {
  return (frame) => {
    const left = frame.slots[first.slot];
    const right = frame.slots[second.slot];
    if (!isNumber(left) || !isNumber(right)) return combine(readFirst(frame), readSecond(frame), frame);
    if (first.site >= 0) frame.machine.trace.note(first.marked, first.site, left);
    if (second.site >= 0) frame.machine.trace.note(second.marked, second.site, right);
    return typeof left === "number" && typeof right === "number"
      ? ofNumbers(code, left, right)
      : ofScalars(code, left, right);
  };
}

function anyWithLocal(
  run: Run,
  { slot, site, marked }: PlainLocal,
  read: Run,
  code: number,
  combine: Combine,
): Run {
  return (frame) => {
    const left = run(frame);
    const right = frame.slots[slot];
    if (!isNumber(left) || !isNumber(right)) return combine(left, read(frame), frame);
    if (site >= 0) frame.machine.trace.note(marked, site, right);
    return typeof left === "number" && typeof right === "number"
      ? ofNumbers(code, left, right)
      : ofScalars(code, left, right);
  };
}

/** Whether `left operator …` evaluates its right side. */
export function goesOn(operator: LogicalOperator, left: Value, frame: Frame, span: Span): boolean {
  if (operator === "??") {
    if (left instanceof UnknownValue && !left.isThere) return frame.machine.needed(left, frame, span);
    return left === null || left === undefined;
  }
  return isTrue(left, frame, span) === (operator === "&&");
}

/** Whether something unknown on the left leaves open if the right side is evaluated, and that changes nothing. */
function isLeftOpen(
  operator: LogicalOperator,
  left: Value,
  right: Expression,
  frame: Frame,
): left is UnknownValue {
  if (!(left instanceof UnknownValue)) return false;
  const isOpen = operator === "??" ? !left.isThere : left.truth === null;
  return isOpen && isQuiet([right], left, new Site(frame, right));
}

export function isLogical(operator: BinaryOperator | LogicalOperator): operator is LogicalOperator {
  return operator === "&&" || operator === "||" || operator === "??";
}

function compileUnary(node: ExpressionOf<"unary">, context: Context): Run {
  const { operator } = node;
  const operand = compileExpression(node.operand, context);
  if (operator === "typeof" && node.operand.kind === "intrinsic") {
    const { global } = context.realm;
    const { name } = node.operand;
    // A name that is not there is no error here.
    return (frame) => {
      const site = new Site(frame, node);
      const value = global.get(name) === absent ? global.unknown(name, site) : operand(frame);
      return unaryOperations.typeof(value, site);
    };
  }
  const operation = unaryOperations[operator];
  if (operator === "-") {
    return (frame) => {
      const value = operand(frame);
      if (typeof value === "number") return -value;
      return value instanceof Recorded ? neg(value) : operation(value, new Site(frame, node));
    };
  }
  if (operator === "!") {
    return (frame) => {
      const value = operand(frame);
      if (value instanceof UnknownValue) return value.truth === null ? value.computed() : false;
      return !isTrue(value, frame, node);
    };
  }
  return (frame) => operation(operand(frame), new Site(frame, node));
}

function compileChain(node: ExpressionOf<"chain">, context: Context): Run {
  const first = compileExpression(node.first, context);
  const links = node.links.map(({ operator, right, start, end }) => {
    const next = compileExpression(right, context);
    if (isLogical(operator)) {
      return (value: Value, frame: Frame) => {
        if (isLeftOpen(operator, value, right, frame)) return oneOf([right], value, new Site(frame, right));
        return goesOn(operator, value, frame, node) ? next(frame) : value;
      };
    }
    const combine = combining(operator, { start, end });
    return (value: Value, frame: Frame) => combine(value, next(frame), frame);
  });
  return (frame) => {
    let value = first(frame);
    for (const link of links) value = link(value, frame);
    return value;
  };
}

export const operatorCompilers: Pick<
  ExpressionCompilers,
  "unary" | "binary" | "logical" | "chain" | "conditional" | "sequence"
> = {
  unary: compileUnary,
  binary: compileBinary,
  logical(node, context) {
    const left = compileExpression(node.left, context);
    const right = compileExpression(node.right, context);
    const { operator } = node;
    return (frame) => {
      const value = left(frame);
      if (isLeftOpen(operator, value, node.right, frame)) {
        return oneOf([node.right], value, new Site(frame, node));
      }
      return goesOn(operator, value, frame, node.left) ? right(frame) : value;
    };
  },
  chain: compileChain,
  conditional(node, context) {
    const condition = compileExpression(node.condition, context);
    const whenTrue = compileExpression(node.whenTrue, context);
    const whenFalse = compileExpression(node.whenFalse, context);
    return (frame) => {
      const value = condition(frame);
      if (value instanceof UnknownValue && value.truth === null) {
        const sides = [node.whenTrue, node.whenFalse];
        const site = new Site(frame, node);
        if (isQuiet(sides, value, site)) return oneOf(sides, value.computed(), site);
      }
      return isTrue(value, frame, node.condition) ? whenTrue(frame) : whenFalse(frame);
    };
  },
  sequence(node, context) {
    const expressions = node.expressions.map((expression) => compileExpression(expression, context));
    return (frame) => {
      let last: Value;
      for (const expression of expressions) last = expression(frame);
      return last;
    };
  },
};
