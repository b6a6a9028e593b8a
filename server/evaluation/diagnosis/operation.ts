/** What an expression that was looked on computed, with which values, and how messages write it. */

import { isRecorded, mod, type Primitive, pow, primal, primitives, type Recorded } from "nested-tape";
import type { Expression } from "../../routine.js";
import { isScalar } from "../interpreter/objects/conversions.js";
import {
  ArrayValue,
  NativeFunction,
  RecordValue,
  type Scalar,
  type Value,
} from "../interpreter/objects/values.js";

/** An expression with the values that its parts had. */
export interface Operation {
  node: Expression;
  /** The parts that were evaluated in the same call, in that order, and what came out of each. */
  children: Expression[];
  values: Value[];
}

/** What a number is compared with where a loop runs until it converges. */
const largestTolerance = 1e-3;

/** The most operands of a call that are written. */
const mostListed = 4;

export const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!=", "===", "!=="]);
/** Whether an expression asks which of two numbers is greater, and not whether they are equal. */
export function isOrder(node: Expression): boolean {
  return node.kind === "binary" && (node.operator.startsWith("<") || node.operator.startsWith(">"));
}

const arithmetic: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "**"]);

/** Expressions that compute a number themselves, rather than hand one on. */
export function computes({ node, children, values }: Operation): boolean {
  if (!mayCompute(node)) return false;
  return node.kind !== "call" || nameOfNative(node, children, values) !== null;
}

/** Whether an expression may be one that computes, as far as its text says. */
export function mayCompute(node: Expression): boolean {
  if (node.kind === "binary") return arithmetic.has(node.operator);
  if (node.kind === "assign") return node.operator !== null;
  return node.kind === "unary" || node.kind === "update" || node.kind === "call";
}

/** `Math.log` of a call of a function of the standard library, by its own name or by a variable that holds it. */
function nameOfNative(
  node: Extract<Expression, { kind: "call" | "new" }>,
  children: Expression[],
  values: Value[],
): string | null {
  const { callee } = node;
  if (callee.kind === "intrinsic") return callee.name;
  if (callee.kind === "read") {
    const value = values[children.indexOf(callee)];
    return value instanceof NativeFunction ? value.name : null;
  }
  if (callee.kind !== "member" || callee.object.kind !== "intrinsic") return null;
  return callee.property.kind === "string" ? `${callee.object.name}.${callee.property.value}` : null;
}

/** Whether a text or truth value among the operands becomes a number here. */
export function turnsIntoNumber({ node, children, values }: Operation): boolean {
  if (!mayTurnIntoNumber(node) || node.kind !== "call") return mayTurnIntoNumber(node);
  const name = nameOfNative(node, children, values);
  return name !== null && readsNumbers(name);
}

/** Whether that may be so, as far as its text says. */
export function mayTurnIntoNumber(node: Expression): boolean {
  if (node.kind === "binary") return arithmetic.has(node.operator);
  if (node.kind === "unary") return node.operator === "+" || node.operator === "-";
  if (node.kind === "assign") return node.operator !== null && arithmetic.has(node.operator);
  return node.kind === "call";
}

/** Whether a function of the standard library makes a number of a text. */
export function readsNumbers(name: string): boolean {
  return /^(Number|parseInt|parseFloat|Math|JSON)\b/.test(name);
}

/** The values that an operator or a function of the standard library computes with. */
export function operandsOf({ node, children, values }: Operation): Value[] | null {
  if (node.kind === "binary" || node.kind === "unary") return values;
  if (node.kind !== "call" || nameOfNative(node, children, values) === null) return null;
  const operands: Value[] = [];
  for (const argument of node.arguments) {
    const position = children.indexOf(argument.kind === "spread" ? argument.expression : argument);
    const value = position < 0 ? undefined : values[position];
    if (argument.kind === "spread" && value instanceof ArrayValue) operands.push(...value.elements);
    else operands.push(value);
  }
  return operands;
}

function primitiveOf({ node, children, values }: Operation): Primitive | null {
  if (node.kind === "binary") {
    if (node.operator === "%") return mod.primitive;
    return node.operator === "**" ? pow.primitive : null;
  }
  if (node.kind !== "call") return null;
  const name = nameOfNative(node, children, values);
  return name === null ? null : primitiveNamed(name);
}

function primitiveNamed(name: string): Primitive | null {
  return name.startsWith("Math.") ? (primitives.get(name.slice("Math.".length))?.primitive ?? null) : null;
}

/** Whether an operation may be not smooth somewhere, as far as its text says. */
export function mayKink(node: Expression): boolean {
  if (node.kind === "binary") return node.operator === "%" || node.operator === "**";
  return node.kind === "call" || (node.kind === "assign" && node.operator === "%");
}

/** Why an operation is not smooth where it was done, by an operand that varies; null where it is. */
export function kinkReason(operation: Operation, result: Scalar): string | null {
  const { node } = operation;
  if (!mayKink(node)) return null;
  if (node.kind === "assign") {
    // Of `x %= 1` the number before is not known here; at a jump the remainder is 0.
    const isAtJump = isRecorded(result) && primal(result) === 0;
    return isAtJump ? "% jumps where the first number is a multiple of the second" : null;
  }
  const operands = operandsOf(operation);
  const primitive = operands === null ? null : primitiveOf(operation);
  return operands === null || primitive === null ? null : kinkAt(primitive, operands);
}

function kinkAt(primitive: Primitive, operands: Value[]): string | null {
  if (!operands.every(isScalar)) return null;
  const kinks = primitive.kinks(...operands.map((operand) => primal(operand)));
  return kinks.find(({ operand }) => isRecorded(operands[operand]))?.reason ?? null;
}

/** Functions that take any number of operands; the others leave what `map` gives them besides the element. */
const takesAny: ReadonlySet<string> = new Set(["Math.max", "Math.min", "Math.hypot"]);

/** The kink that a function of the standard library was called at by another one, and the call as it would be written. */
export function kinkOfNative(
  { name, length }: NativeFunction,
  parameters: Value[],
): { reason: string; operation: string } | null {
  const primitive = primitiveNamed(name);
  if (primitive === null) return null;
  const operands = takesAny.has(name) ? parameters : parameters.slice(0, length);
  const reason = kinkAt(primitive, operands);
  return reason === null ? null : { reason, operation: callText(name, operands) };
}

/** Recorded numbers in values, the first few. */
export function recordedIn(values: readonly unknown[], depth = 0): Recorded[] {
  const found: Recorded[] = [];
  for (const value of values) {
    if (found.length >= 16) break;
    if (isRecorded(value)) found.push(value);
    else if (depth < 3 && value instanceof ArrayValue)
      found.push(...recordedIn(value.elements.slice(0, 64), depth + 1));
    else if (depth < 3 && value instanceof RecordValue)
      found.push(...recordedIn([...value.properties.values()].slice(0, 64), depth + 1));
  }
  return found;
}

/** An operation with the values that it had: `Math.log(0)`, `1 / 0`. */
export function operationText({ node, children, values }: Operation): string {
  switch (node.kind) {
    case "binary":
      return `${text(values[0])} ${node.operator} ${text(values[1])}`;
    case "unary":
      return `${node.operator}${text(values[0])}`;
    case "assign": {
      const name = node.target.kind === "name" ? node.target.variable.name : "…";
      return `${name} ${node.operator ?? ""}= ${text(values.at(-1))}`;
    }
    case "call": {
      const given = operandsOf({ node, children, values }) ?? [];
      return callText(nameOfNative(node, children, values) ?? "this call", given);
    }
    default:
      return "this";
  }
}

/** A negative number is put in parentheses. */
function text(value: Value): string {
  const written = shown(value);
  return written.startsWith("-") ? `(${written})` : written;
}

function callText(name: string, operands: Value[]): string {
  const listed = operands.slice(0, mostListed).map(text);
  if (operands.length > mostListed) listed.push("…");
  return `${name}(${listed.join(", ")})`;
}

/** Whether a comparison asks if something is small enough: the loop ends when the numbers hold still, however often it turned. */
export function isTolerance(left: Scalar, right: Scalar): boolean {
  const [smaller, larger] = [Math.abs(primal(left)), Math.abs(primal(right))].sort(
    (one, other) => one - other,
  );
  return isSmall(smaller!) || isSmall(larger!);
}

function isSmall(size: number): boolean {
  return size > 0 && size <= largestTolerance;
}

/** The half sentence that says that a condition is 0. */
export function conditionText(node: Expression): string {
  const written = writtenAs(node, 2);
  return written === null ? "the condition is 0" : `the condition \`${written}\` is 0`;
}

/** A comparison as it is written, as far as it is short: `x < 3`, `year % 4 === 0`. */
export function comparisonText(node: Expression, values: Value[]): string {
  if (node.kind !== "binary") return "";
  const side = (part: Expression, value: Value) => writtenAs(part, 2) ?? shown(value);
  return `${side(node.left, values[0])} ${node.operator} ${side(node.right, values[1])}`;
}

/** An expression as it is written; null for one that is long. */
function writtenAs(node: Expression, depth: number): string | null {
  if (node.kind === "read") return node.variable.name;
  if (node.kind === "number") return String(node.value);
  if (depth === 0) return null;
  if (node.kind === "binary") {
    const left = writtenAs(node.left, depth - 1);
    const right = writtenAs(node.right, depth - 1);
    return left === null || right === null ? null : `${left} ${node.operator} ${right}`;
  }
  if (node.kind !== "member") return null;
  const object = writtenAs(node.object, depth - 1);
  if (object === null) return null;
  if (node.property.kind === "string") return `${object}.${node.property.value}`;
  const index = writtenAs(node.property, depth - 1);
  return index === null ? null : `${object}[${index}]`;
}

export function shown(value: Value): string {
  if (isScalar(value)) return String(Number(primal(value).toPrecision(6)));
  if (typeof value === "string") return JSON.stringify(value.slice(0, 20));
  if (value instanceof ArrayValue) return "an array";
  if (value instanceof RecordValue) return "an object";
  return value === undefined || value === null || typeof value === "boolean" ? String(value) : "…";
}
