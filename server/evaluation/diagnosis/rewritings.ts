/**
 * Well-known ways to write what loses digits so that it does not. Source: N. J. Higham, Accuracy and Stability of
 * Numerical Algorithms, chapter 1.
 */

import type { Expression } from "../../routine.js";

interface Rewriting {
  fits(node: Expression): boolean;
  advice: string;
}

const rewritings: readonly Rewriting[] = [
  {
    fits: (node) => isDifference(node, isOne, isCallOf("cos")),
    advice: "Write 1 − cos u as `2 * Math.sin(u / 2) ** 2`.",
  },
  {
    fits: (node) => isDifference(node, isCallOf("exp"), isOne),
    advice: "Write eᵘ − 1 as `Math.expm1(u)`.",
  },
  {
    fits: (node) => isCall(node, "log") && isSum(node.arguments[0]!, isOne),
    advice: "Write ln(1 + u) as `Math.log1p(u)`.",
  },
  {
    fits: (node) => isDifference(node, isCallOf("sqrt"), isCallOf("sqrt")),
    advice: "Write √a − √b as `(a - b) / (Math.sqrt(a) + Math.sqrt(b))`.",
  },
  {
    fits: (node) => isSum(node, isNegative) && isSum(node, isCallOf("sqrt")),
    advice:
      "For the root of a quadratic whose terms cancel, write `2 * c / (-b - Math.sqrt(b * b - 4 * a * c))`: the other sign, and the product of both roots.",
  },
  {
    fits: (node) => isDifference(node, isSquare, isSquare),
    advice: "Write a² − b² as `(a - b) * (a + b)`.",
  },
];

/** What to write instead of an operation that loses digits, as a sentence; null where nothing is well known. */
export function rewriting(node: Expression): string | null {
  return rewritings.find(({ fits }) => fits(node))?.advice ?? null;
}

type Call = Extract<Expression, { kind: "call" }>;
type Argument = Call["arguments"][number];
type Test = (node: Expression) => boolean;

function isDifference(node: Expression, left: Test, right: Test): boolean {
  return node.kind === "binary" && node.operator === "-" && left(node.left) && right(node.right);
}

/** A sum with such a term. */
function isSum(node: Argument, term: Test): boolean {
  return node.kind === "binary" && node.operator === "+" && (term(node.left) || term(node.right));
}

const isOne: Test = (node) => node.kind === "number" && node.value === 1;
const isNegative: Test = (node) => node.kind === "unary" && node.operator === "-";

/** `x * x` and `x ** 2`. */
const isSquare: Test = (node) => {
  if (node.kind !== "binary") return false;
  if (node.operator === "**") return node.right.kind === "number" && node.right.value === 2;
  const { left, right } = node;
  return (
    node.operator === "*" &&
    left.kind === "read" &&
    right.kind === "read" &&
    left.variable.name === right.variable.name
  );
};

/** A call of a function of `Math`. */
function isCall(node: Expression, name: string): node is Call {
  if (node.kind !== "call" || node.callee.kind !== "member") return false;
  const { object, property } = node.callee;
  const isOfMath = object.kind === "intrinsic" && object.name === "Math";
  return isOfMath && property.kind === "string" && property.value === name && node.arguments.length > 0;
}

function isCallOf(name: string): Test {
  return (node) => isCall(node, name);
}
