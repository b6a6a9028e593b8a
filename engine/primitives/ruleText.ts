/**
 * A rule as source, with the parentheses that it needs and no others.
 *
 *     textOf(quotient(product(g, y), b), names)      g * y / b
 *
 * The source computes what the rule computes, in the same order.
 */

import { type Primitive, rows } from "./primitive.js";
import type { Condition, Expression } from "./rule.js";

/** What the parts of a rule are called. */
export interface Names {
  adjoint: string;
  operands: readonly string[];
  result: string;
  /** Where nothing flows. */
  nothing: string;
}

export interface RuleText {
  /** What must be computed before, and under which name. */
  shared: { name: string; text: string } | null;
  text: string;
}

// How strongly the operators of the language bind.
const CHOICE = 0;
const ANY = 1;
const ALL = 2;
const EQUALITY = 3;
const ORDER = 4;
const SUM = 5;
const PRODUCT = 6;
const SIGN = 7;
const ATOM = 8;

/** A piece of source, and how strongly its outermost operator binds. */
interface Piece {
  text: string;
  binding: number;
}

export function textOf(rule: Expression, names: Names): RuleText {
  if (rule.kind !== "let") return { shared: null, text: pieceOf(rule, names).text };
  const { name, value, body } = rule;
  return { shared: { name, text: pieceOf(value, names).text }, text: pieceOf(body, names).text };
}

function pieceOf(expression: Expression, names: Names): Piece {
  const inside = (part: Expression, least: number) => atLeast(pieceOf(part, names), least);
  switch (expression.kind) {
    case "adjoint":
      return atom(names.adjoint);
    case "operand":
      return atom(names.operands[expression.which]!);
    case "result":
      return atom(names.result);
    case "shared":
      return atom(expression.name);
    case "nothing":
      return atom(names.nothing);
    case "number":
      return { text: String(expression.value), binding: expression.value < 0 ? SIGN : ATOM };
    case "neg":
      return { text: `-${inside(expression.of, ATOM)}`, binding: SIGN };
    case "add":
    case "sub":
    case "mul":
    case "div": {
      const { sign, binding } = OPERATORS[expression.kind];
      // What stands on the right binds more strongly, lest the order of rounding be another one.
      const left = inside(expression.left, binding);
      return { text: `${left} ${sign} ${inside(expression.right, binding + 1)}`, binding };
    }
    case "call":
      return callPiece(
        rows[expression.operation.primitive.code]!,
        expression.operands.map((operand) => pieceOf(operand, names)),
      );
    case "choice": {
      const decision = ofNumbers(expression.condition);
      if (decision === true) return pieceOf(expression.consequent, names);
      const condition = atLeast(conditionPiece(decision, names), ANY);
      const consequent = inside(expression.consequent, CHOICE);
      return {
        text: `${condition} ? ${consequent} : ${inside(expression.alternative, CHOICE)}`,
        binding: CHOICE,
      };
    }
    case "let":
      throw new TypeError("A rule shares a value around all of it.");
  }
}

const OPERATORS = {
  add: { sign: "+", binding: SUM },
  sub: { sign: "-", binding: SUM },
  mul: { sign: "*", binding: PRODUCT },
  div: { sign: "/", binding: PRODUCT },
};

function callPiece({ print }: Primitive, operands: readonly Piece[]): Piece {
  // Between the commas of a call everything may stand; another primitive is written with operators.
  const least = print("x", "x").startsWith("Math.") ? CHOICE : ATOM;
  const text = print(...operands.map((operand) => atLeast(operand, least)));
  return isInParentheses(text) ? { text: text.slice(1, -1), binding: CHOICE } : atom(text);
}

/** Operators are printed in parentheses, which may not be needed where they stand. */
export function isInParentheses(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")") depth--;
    if (depth === 0) return i > 0 && i === text.length - 1;
  }
  return false;
}

function conditionPiece(condition: Condition, names: Names): Piece {
  switch (condition.kind) {
    case "less":
    case "lessEqual":
    case "equal": {
      const { sign, binding } = COMPARISONS[condition.kind];
      const [left, right] = [pieceOf(condition.left, names), pieceOf(condition.right, names)];
      return { text: `${atLeast(left, binding + 1)} ${sign} ${atLeast(right, binding + 1)}`, binding };
    }
    case "fixed":
      throw new TypeError("Whether an operand is a plain number stands alone or beside what else must hold.");
    case "whole":
      return atom(`Number.isInteger(${names.operands[condition.which]!})`);
    case "not": {
      const { of } = condition;
      if (of.kind === "equal") {
        const text = conditionPiece(of, names).text;
        return { text: text.replace("===", "!=="), binding: EQUALITY };
      }
      return { text: `!${atLeast(conditionPiece(of, names), ATOM)}`, binding: SIGN };
    }
    case "all":
    case "any": {
      const binding = condition.kind === "all" ? ALL : ANY;
      const parts = condition.of.map((part) => atLeast(conditionPiece(part, names), binding + 1));
      return { text: parts.join(condition.kind === "all" ? " && " : " || "), binding };
    }
  }
}

/** A condition where all operands are plain numbers, as they are in source. */
function ofNumbers(condition: Condition): Condition | true {
  if (condition.kind === "fixed") return true;
  if (condition.kind !== "all") return condition;
  const of = condition.of.filter((part) => part.kind !== "fixed");
  return of.length === 1 ? of[0]! : { kind: "all", of };
}

const COMPARISONS = {
  less: { sign: "<", binding: ORDER },
  lessEqual: { sign: "<=", binding: ORDER },
  equal: { sign: "===", binding: EQUALITY },
};

function atom(text: string): Piece {
  return { text, binding: ATOM };
}

function atLeast({ text, binding }: Piece, least: number): string {
  return binding < least ? `(${text})` : text;
}
