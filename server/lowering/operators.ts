/** TypeScript's operator tokens → the routine's operators. */

import type { BinaryOperator, LogicalOperator, UnaryOperator } from "../routine.js";
import { ts } from "../syntax/typescript.js";

type Operators<Operator> = { readonly [kind in ts.SyntaxKind]?: Operator };

export const binaryOperators: Operators<BinaryOperator> = {
  [ts.SyntaxKind.PlusToken]: "+",
  [ts.SyntaxKind.MinusToken]: "-",
  [ts.SyntaxKind.AsteriskToken]: "*",
  [ts.SyntaxKind.SlashToken]: "/",
  [ts.SyntaxKind.PercentToken]: "%",
  [ts.SyntaxKind.AsteriskAsteriskToken]: "**",
  [ts.SyntaxKind.LessThanToken]: "<",
  [ts.SyntaxKind.LessThanEqualsToken]: "<=",
  [ts.SyntaxKind.GreaterThanToken]: ">",
  [ts.SyntaxKind.GreaterThanEqualsToken]: ">=",
  [ts.SyntaxKind.EqualsEqualsToken]: "==",
  [ts.SyntaxKind.ExclamationEqualsToken]: "!=",
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: "===",
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: "!==",
  [ts.SyntaxKind.AmpersandToken]: "&",
  [ts.SyntaxKind.BarToken]: "|",
  [ts.SyntaxKind.CaretToken]: "^",
  [ts.SyntaxKind.LessThanLessThanToken]: "<<",
  [ts.SyntaxKind.GreaterThanGreaterThanToken]: ">>",
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: ">>>",
  [ts.SyntaxKind.InKeyword]: "in",
  [ts.SyntaxKind.InstanceOfKeyword]: "instanceof",
};

export const logicalOperators: Operators<LogicalOperator> = {
  [ts.SyntaxKind.AmpersandAmpersandToken]: "&&",
  [ts.SyntaxKind.BarBarToken]: "||",
  [ts.SyntaxKind.QuestionQuestionToken]: "??",
};

/** null for the plain `=`. */
export const assignmentOperators: Operators<BinaryOperator | LogicalOperator | null> = {
  [ts.SyntaxKind.EqualsToken]: null,
  [ts.SyntaxKind.PlusEqualsToken]: "+",
  [ts.SyntaxKind.MinusEqualsToken]: "-",
  [ts.SyntaxKind.AsteriskEqualsToken]: "*",
  [ts.SyntaxKind.SlashEqualsToken]: "/",
  [ts.SyntaxKind.PercentEqualsToken]: "%",
  [ts.SyntaxKind.AsteriskAsteriskEqualsToken]: "**",
  [ts.SyntaxKind.AmpersandEqualsToken]: "&",
  [ts.SyntaxKind.BarEqualsToken]: "|",
  [ts.SyntaxKind.CaretEqualsToken]: "^",
  [ts.SyntaxKind.LessThanLessThanEqualsToken]: "<<",
  [ts.SyntaxKind.GreaterThanGreaterThanEqualsToken]: ">>",
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken]: ">>>",
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken]: "&&",
  [ts.SyntaxKind.BarBarEqualsToken]: "||",
  [ts.SyntaxKind.QuestionQuestionEqualsToken]: "??",
};

export const prefixOperators: Operators<UnaryOperator> = {
  [ts.SyntaxKind.MinusToken]: "-",
  [ts.SyntaxKind.PlusToken]: "+",
  [ts.SyntaxKind.ExclamationToken]: "!",
  [ts.SyntaxKind.TildeToken]: "~",
};
