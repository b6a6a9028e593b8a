/**
 * Whether a value written in a point fits the type that is written at its parameter, as far as the text tells.
 *
 *     @at x = [1]      for x: number              an array, and the parameter is a number
 *     @at q = [1, 2]   for q: { x: number }       an array, and the parameter is an object
 *
 * Types that come from elsewhere fit everything: a finding here must be right.
 */

import { unwrap } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { declarationOfType } from "./exampleValues.js";

type Shape = "a number" | "a string" | "a boolean" | "an array" | "an object" | "a function";

export interface Misfit {
  /** The part of the value that does not fit. */
  value: ts.Expression;
  given: Shape;
  wanted: Shape;
  /** The type that it does not fit. */
  type: ts.TypeNode;
}

/** Aliases may refer to themselves. */
const deepest = 8;

/** The first part of a value that cannot be of the type; null where everything may fit. */
export function misfitOf(
  value: ts.Expression,
  type: ts.TypeNode | undefined,
  file: ts.SourceFile,
  depth = 0,
): Misfit | null {
  const given = shapeOfValue(value);
  if (type === undefined || given === null || depth > deepest) return null;
  const wanted = shapeOfType(type, file, depth);
  if (wanted === null) return null;
  if (wanted.shape !== given) return { value, given, wanted: wanted.shape, type };
  const inner = unwrap(value);
  if (!ts.isArrayLiteralExpression(inner)) return null;
  for (const [index, element] of inner.elements.entries()) {
    if (ts.isSpreadElement(element)) return null;
    const misfit = misfitOf(element, wanted.element(index), file, depth + 1);
    if (misfit !== null) return misfit;
  }
  return null;
}

function shapeOfValue(value: ts.Expression): Shape | null {
  const inner = unwrap(value);
  if (ts.isNumericLiteral(inner)) return "a number";
  if (ts.isPrefixUnaryExpression(inner)) return ts.isNumericLiteral(inner.operand) ? "a number" : null;
  if (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) return "a string";
  if (inner.kind === ts.SyntaxKind.TrueKeyword || inner.kind === ts.SyntaxKind.FalseKeyword) {
    return "a boolean";
  }
  if (ts.isArrayLiteralExpression(inner)) return "an array";
  if (ts.isObjectLiteralExpression(inner)) return "an object";
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) ? "a function" : null;
}

interface WantedShape {
  shape: Shape;
  /** The type of an array's element. */
  element(index: number): ts.TypeNode | undefined;
}

function shapeOfType(type: ts.TypeNode, file: ts.SourceFile, depth: number): WantedShape | null {
  const plain = (shape: Shape): WantedShape => ({ shape, element: () => undefined });
  switch (type.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return plain("a number");
    case ts.SyntaxKind.StringKeyword:
      return plain("a string");
    case ts.SyntaxKind.BooleanKeyword:
      return plain("a boolean");
  }
  if (depth > deepest) return null;
  if (ts.isParenthesizedTypeNode(type)) return shapeOfType(type.type, file, depth + 1);
  if (ts.isTypeOperatorNode(type)) {
    const isReadonly = type.operator === ts.SyntaxKind.ReadonlyKeyword;
    return isReadonly ? shapeOfType(type.type, file, depth + 1) : null;
  }
  if (ts.isArrayTypeNode(type)) return { shape: "an array", element: () => type.elementType };
  if (ts.isTupleTypeNode(type)) {
    const isPlain = type.elements.every((element) => !ts.isRestTypeNode(element));
    const element = (index: number) => {
      const one = isPlain ? type.elements[index] : undefined;
      if (one === undefined) return undefined;
      if (ts.isNamedTupleMember(one)) return one.type;
      return ts.isOptionalTypeNode(one) ? one.type : one;
    };
    return { shape: "an array", element };
  }
  if (ts.isTypeLiteralNode(type)) return isPlainObject(type.members) ? plain("an object") : null;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return null;
  const name = type.typeName.text;
  if (name === "Array" || name === "ReadonlyArray") {
    return { shape: "an array", element: () => type.typeArguments?.[0] };
  }
  const declaration = declarationOfType(name, file);
  if (declaration === null || (declaration.typeParameters?.length ?? 0) > 0) return null;
  if (ts.isTypeAliasDeclaration(declaration)) return shapeOfType(declaration.type, file, depth + 1);
  const isWhole = declaration.heritageClauses === undefined && isPlainObject(declaration.members);
  return isWhole ? plain("an object") : null;
}

/** An object with named properties, which an array or a function cannot be taken for. */
function isPlainObject(members: readonly ts.TypeElement[]): boolean {
  return (
    members.length > 0 &&
    members.every((member) => ts.isPropertySignature(member) && member.questionToken === undefined) &&
    members.some((member) => {
      const name = member.name !== undefined && ts.isIdentifier(member.name) ? member.name.text : "";
      return name !== "" && name !== "length" && name !== "name";
    })
  );
}
