/**
 * Rules of differentiation as instructions of WebAssembly: what consists of arithmetic alone is written in line, in
 * the order in which the rule says it, so that it gives the same numbers to the last bit. Rules that call primitives
 * or ask for conditions are called instead.
 *
 *     −(g · y / b)   →   negative, and:   g  y  f64.mul  b  f64.div
 */

import type { Expression } from "../primitives/rule.js";
import { type Bytes, F64_ADD, F64_DIV, F64_MUL, F64_NEG, F64_SUB } from "./bytes.js";

/** How generated code puts on the stack what a rule is made of. */
export interface RuleOperands {
  adjoint: () => void;
  operand: (which: number) => void;
  result: () => void;
  /** Whether the adjoint is known to be 1: then nobody multiplies by it. */
  isAdjointOne: boolean;
}

/** What flows to an operand: the rule without its sign, and whether it is taken away rather than added. */
export interface InLineFlow {
  rule: Expression;
  isNegative: boolean;
}

const instructions = { add: F64_ADD, sub: F64_SUB, mul: F64_MUL, div: F64_DIV };

/** The flows to the operands of a row; null for rules that cannot be written in line. */
export function inLineFlowsOf(rules: readonly Expression[]): InLineFlow[] | null {
  if (!rules.every(isArithmetic)) return null;
  return rules.map((rule) =>
    rule.kind === "neg" ? { rule: rule.of, isNegative: true } : { rule, isNegative: false },
  );
}

function isArithmetic(rule: Expression): boolean {
  switch (rule.kind) {
    case "adjoint":
    case "operand":
    case "result":
    case "number":
      return true;
    case "neg":
      return isArithmetic(rule.of);
    case "add":
    case "sub":
    case "mul":
    case "div":
      return isArithmetic(rule.left) && isArithmetic(rule.right);
    default:
      return false;
  }
}

/**
 * Puts the value of a rule on the stack.
 * @throws TypeError for what is not arithmetic; `inLineFlowsOf` tells
 */
export function writeRule(rule: Expression, operands: RuleOperands, code: Bytes): void {
  switch (rule.kind) {
    case "adjoint":
      operands.adjoint();
      break;
    case "operand":
      operands.operand(rule.which);
      break;
    case "result":
      operands.result();
      break;
    case "number":
      code.number(rule.value);
      break;
    case "neg":
      writeRule(rule.of, operands, code);
      code.byte(F64_NEG);
      break;
    case "add":
    case "sub":
    case "mul":
    case "div": {
      const isLeftOne = rule.kind === "mul" && rule.left.kind === "adjoint" && operands.isAdjointOne;
      if (!isLeftOne) writeRule(rule.left, operands, code);
      writeRule(rule.right, operands, code);
      if (!isLeftOne) code.byte(instructions[rule.kind]);
      break;
    }
    default:
      throw new TypeError(`A rule with "${rule.kind}" is not written in line.`);
  }
}
