/**
 * A rule as a function of scalars. Of plain numbers it is arithmetic; what is recorded is written down by the tapes
 * that record, so that it can be differentiated again.
 *
 * Each expression becomes a closure, made when the rule is first asked for. A factor or a divisor of 1 costs nothing.
 */

import { equal, less, lessEqual } from "../comparisons.js";
import { NEG } from "../graph/codes.js";
import { recordUnary } from "../graph/recording.js";
import { numberOf, type Scalar } from "../scalar.js";
import { minus, over, plus, scaled } from "./hotArithmetic.js";
import type { Condition, Expression } from "./rule.js";

/** From g, the operands and the result: what flows to an operand; null for nothing. */
export type Flow = (g: Scalar, ...operandsAndResult: Scalar[]) => Scalar | null;

// The parameters are g, the operands and the result, then what the rule shares: (g, x, y, shared) or (g, a, b, y, shared).
type Run = (g: Scalar, a: Scalar, b: Scalar, c: Scalar, d?: Scalar) => Scalar;
type Test = (g: Scalar, a: Scalar, b: Scalar, c: Scalar, d?: Scalar) => boolean;

/** @param rule is asked for at the first call, when all primitives are there */
export function flowOf(arity: 1 | 2, rule: () => Expression): Flow {
  let run: Run | null = null;
  return ((g: Scalar, a: Scalar, b: Scalar, c: Scalar) => {
    run ??= compiled(rule(), arity);
    return run(g, a, b, c);
  }) as Flow;
}

function compiled(expression: Expression, arity: 1 | 2): Run {
  const compile = (part: Expression) => compiled(part, arity);
  switch (expression.kind) {
    case "adjoint":
      return (g) => g;
    case "operand":
      return expression.which === 0 ? (_g, a) => a : (_g, _a, b) => b;
    case "result":
      return arity === 1 ? (_g, _a, b) => b : (_g, _a, _b, c) => c;
    case "shared":
      return arity === 1 ? (_g, _a, _b, c) => c : (_g, _a, _b, _c, d) => d!;
    case "number": {
      const { value } = expression;
      return () => value;
    }
    case "nothing":
      return () => null as unknown as Scalar;
    case "neg": {
      const of = compile(expression.of);
      return (g, a, b, c, d) => opposite(of(g, a, b, c, d));
    }
    case "add":
      return combined(plus, compile(expression.left), compile(expression.right));
    case "sub":
      return combined(minus, compile(expression.left), compile(expression.right));
    case "mul":
      return productOf(expression.left, expression.right, compile);
    case "div":
      return quotientOf(expression.left, expression.right, compile);
    case "call":
      return callOf(expression.operation, expression.operands, compile);
    case "choice": {
      const test = compiledCondition(expression.condition, arity);
      const consequent = compile(expression.consequent);
      const alternative = compile(expression.alternative);
      return (g, a, b, c, d) => (test(g, a, b, c, d) ? consequent : alternative)(g, a, b, c, d);
    }
    case "let": {
      const value = compile(expression.value);
      const body = compile(expression.body);
      return arity === 1
        ? (g, a, b, c) => body(g, a, b, value(g, a, b, c))
        : (g, a, b, c) => body(g, a, b, c, value(g, a, b, c));
    }
  }
}

function combined(operation: (a: Scalar, b: Scalar) => Scalar, left: Run, right: Run): Run {
  return (g, a, b, c, d) => operation(left(g, a, b, c, d), right(g, a, b, c, d));
}

// Most rules are g times something or g over something, and most of their calls are of an operand: these ways are
// written out, which saves a call and a number on the heap.

function productOf(left: Expression, right: Expression, compile: (part: Expression) => Run): Run {
  const factor = compile(right);
  if (left.kind === "adjoint") return (g, a, b, c, d) => scaled(g, factor(g, a, b, c, d));
  return combined(scaled, compile(left), factor);
}

function quotientOf(left: Expression, right: Expression, compile: (part: Expression) => Run): Run {
  const divisor = compile(right);
  if (left.kind === "adjoint") return (g, a, b, c, d) => overOrSame(g, divisor(g, a, b, c, d));
  return combined(overOrSame, compile(left), divisor);
}

function callOf(
  operation: (...operands: Scalar[]) => Scalar,
  operands: readonly Expression[],
  compile: (part: Expression) => Run,
): Run {
  const [first, second] = operands.map(compile);
  if (operands.length === 1) {
    const [operand] = operands;
    if (operand!.kind === "operand" && operand!.which === 0) return (_g, a) => operation(a);
    return (g, a, b, c, d) => operation(first!(g, a, b, c, d));
  }
  return (g, a, b, c, d) => operation(first!(g, a, b, c, d), second!(g, a, b, c, d));
}

function compiledCondition(condition: Condition, arity: 1 | 2): Test {
  switch (condition.kind) {
    case "less":
      return compared(less, condition, arity);
    case "lessEqual":
      return compared(lessEqual, condition, arity);
    case "equal":
      return compared(equal, condition, arity);
    case "fixed":
      if (condition.which === "all" && arity === 2)
        return (_g, a, b) => typeof a === "number" && typeof b === "number";
      return condition.which === 1 ? (_g, _a, b) => typeof b === "number" : (_g, a) => typeof a === "number";
    case "whole":
      return condition.which === 1 ? (_g, _a, b) => Number.isInteger(b) : (_g, a) => Number.isInteger(a);
    case "not": {
      const of = compiledCondition(condition.of, arity);
      return (g, a, b, c, d) => !of(g, a, b, c, d);
    }
    case "all":
    case "any":
      return condition.of
        .map((part) => compiledCondition(part, arity))
        .reduce((first, second) =>
          condition.kind === "all"
            ? (g, a, b, c, d) => first(g, a, b, c, d) && second(g, a, b, c, d)
            : (g, a, b, c, d) => first(g, a, b, c, d) || second(g, a, b, c, d),
        );
  }
}

function compared(
  answer: (a: Scalar, b: Scalar) => boolean,
  { left, right }: { left: Expression; right: Expression },
  arity: 1 | 2,
): Test {
  const first = compiled(left, arity);
  if (left === right) {
    return (g, a, b, c, d) => {
      const value = first(g, a, b, c, d);
      return answer(value, value);
    };
  }
  const second = compiled(right, arity);
  return (g, a, b, c, d) => answer(first(g, a, b, c, d), second(g, a, b, c, d));
}

function overOrSame(a: Scalar, b: Scalar): Scalar {
  return b === 1 ? a : over(a, b);
}

function opposite(x: Scalar): Scalar {
  return typeof x === "number" ? -x : recordUnary(NEG, x, -numberOf(x));
}
