/**
 * Rules of differentiation as data: what flows from a result to an operand, as an expression of what flows into the
 * result, the operands and the result.
 *
 *     y = a / b      g / b             flows to a
 *                    −(g · y / b)      flows to b
 *
 * A rule stands beside its primitive. Sweeps evaluate it over numbers and over recorded scalars (flow.ts), generated
 * WebAssembly has it as instructions (replay/ruleWriter.ts), and it can be read as source (ruleText.ts). All of them
 * compute the same operations in the same order, so that they agree to the last bit.
 */

import type { Scalar } from "../scalar.js";

/** What a rule consists of. Operands are counted from 0. */
export type Expression =
  /** What flows into the result: an adjoint on the way back, a tangent on the way forward. */
  | { kind: "adjoint" }
  | { kind: "operand"; which: number }
  | { kind: "result" }
  | { kind: "number"; value: number }
  | { kind: "add" | "sub" | "mul" | "div"; left: Expression; right: Expression }
  | { kind: "neg"; of: Expression }
  | { kind: "call"; operation: Callable; operands: Expression[] }
  | { kind: "choice"; condition: Condition; consequent: Expression; alternative: Expression }
  /** The value that a rule needs more than once; it stands around the whole rule, and once. */
  | { kind: "let"; name: string; value: Expression; body: Expression }
  | { kind: "shared"; name: string }
  /** Nothing flows, whatever g is, even ∞ or NaN. Only a rule, or a branch of it, may be this. */
  | { kind: "nothing" };

/** What a rule depends on besides: edges of domains, conventions at kinks, and what of the operands varies. */
export type Condition =
  | { kind: "less" | "lessEqual" | "equal"; left: Expression; right: Expression }
  /** An operand, or every one of them, is a plain number, which no tape follows. */
  | { kind: "fixed"; which: number | "all" }
  /** An operand is a plain number, and a whole one. */
  | { kind: "whole"; which: number }
  | { kind: "not"; of: Condition }
  | { kind: "all" | "any"; of: Condition[] };

/** A primitive as rules call it. */
export interface Callable {
  (...operands: Scalar[]): Scalar;
  readonly primitive: { readonly name: string; readonly code: number };
}

/** An expression, or a number that stands for itself. */
export type Part = Expression | number;

/** What rules are made of, as their authors get it. */
export interface UnaryParts {
  g: Expression;
  x: Expression;
  y: Expression;
}

export interface BinaryParts {
  g: Expression;
  a: Expression;
  b: Expression;
  y: Expression;
}

export interface ListParts {
  g: Expression;
  operands: Expression[];
  y: Expression;
}

const g: Expression = { kind: "adjoint" };
const y: Expression = { kind: "result" };
const operand = (which: number): Expression => ({ kind: "operand", which });

export const unaryParts: UnaryParts = { g, x: operand(0), y };
export const binaryParts: BinaryParts = { g, a: operand(0), b: operand(1), y };
export const listParts = (count: number): ListParts => ({
  g,
  operands: Array.from({ length: count }, (_, which) => operand(which)),
  y,
});

export const nothing: Expression = { kind: "nothing" };

export function sum(left: Part, right: Part): Expression {
  return { kind: "add", left: expression(left), right: expression(right) };
}

export function difference(left: Part, right: Part): Expression {
  return { kind: "sub", left: expression(left), right: expression(right) };
}

export function product(left: Part, right: Part): Expression {
  return { kind: "mul", left: expression(left), right: expression(right) };
}

export function quotient(left: Part, right: Part): Expression {
  return { kind: "div", left: expression(left), right: expression(right) };
}

export function negative(of: Part): Expression {
  return { kind: "neg", of: expression(of) };
}

/** The value of a primitive: `call(cos, x)`. */
export function call(operation: Callable, ...operands: Part[]): Expression {
  // The type of an operation that is defined further down would be asked for in a circle.
  return { kind: "call", operation, operands: operands.map(expression) };
}

export function choice(condition: Condition, consequent: Part, alternative: Part): Expression {
  return {
    kind: "choice",
    condition,
    consequent: expression(consequent),
    alternative: expression(alternative),
  };
}

/** A rule in which a value stands more than once: `sharing("r", call(sech, x), (r) => product(g, product(r, r)))`. */
export function sharing(
  name: string,
  value: Expression,
  body: (shared: Expression) => Expression,
): Expression {
  return { kind: "let", name, value, body: body({ kind: "shared", name }) };
}

export function isLess(left: Part, right: Part): Condition {
  return { kind: "less", left: expression(left), right: expression(right) };
}

export function isLessEqual(left: Part, right: Part): Condition {
  return { kind: "lessEqual", left: expression(left), right: expression(right) };
}

export function isEqual(left: Part, right: Part): Condition {
  return { kind: "equal", left: expression(left), right: expression(right) };
}

export function isNaNumber(of: Expression): Condition {
  return not(isEqual(of, of));
}

/** Whether an operand, or every one, is a plain number, which no tape follows. */
export function isFixed(operand: Expression | "all"): Condition {
  return { kind: "fixed", which: operand === "all" ? operand : whichOf(operand) };
}

/** Whether an operand is a plain whole number. */
export function isWhole(operand: Expression): Condition {
  return { kind: "whole", which: whichOf(operand) };
}

export function not(of: Condition): Condition {
  return { kind: "not", of };
}

export function all(...of: Condition[]): Condition {
  return { kind: "all", of };
}

export function any(...of: Condition[]): Condition {
  return { kind: "any", of };
}

function expression(part: Part): Expression {
  return typeof part === "number" ? { kind: "number", value: part } : part;
}

function whichOf(operand: Expression): number {
  if (operand.kind !== "operand") throw new TypeError("Only of an operand can be told whether it varies.");
  return operand.which;
}
