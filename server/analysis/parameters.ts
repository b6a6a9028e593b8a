/**
 * The parameters of a marked function as a point names them.
 *
 * A destructured parameter has no name of its own; a point names what it binds:
 *
 *     function area({ width, height }: Box)    // @at width = 2, height = 3
 *
 * `this` can be given as well: `@at this = { k: 2 }, x = 3`.
 */

import type { Span } from "../finding.js";
import { type FunctionNode, parametersOf, spanOf, takesThis } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { membersOf } from "./exampleValues.js";

export interface PointParameter {
  name: string;
  span: Span;
  /** A point may leave it out. */
  isOptional: boolean;
  isRest: boolean;
  /** Where it is declared, and the value that it has when a call leaves it out. */
  identifier: ts.Identifier;
  defaultValue: ts.Expression | undefined;
  /** Its type annotation, if there is one; for a name inside a pattern, the type of that member. */
  type: ts.TypeNode | undefined;
}

/**
 * The names that a point can give values to, in the order of the text; `this` not among them.
 *
 * @param types the tree in which the names of types are looked up
 */
export function pointParameters(node: FunctionNode, types: ts.SourceFile): PointParameter[] {
  return parametersOf(node).flatMap((parameter) => {
    const { name, initializer, questionToken, dotDotDotToken, type } = parameter;
    const isRest = dotDotDotToken !== undefined;
    const isOptional = initializer !== undefined || questionToken !== undefined || isRest;
    return namesInPattern(name, { isOptional, isRest, type, default: initializer }, types);
  });
}

/** Whether the function reads `this` from its caller. */
export function usesThis(node: FunctionNode): boolean {
  if (!takesThis(node)) return false;
  // Most functions do not even hold the word, which is much faster to see.
  if (!node.getSourceFile().text.slice(node.pos, node.end).includes("this")) return false;
  const waiting: ts.Node[] = [node.body, ...node.parameters];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === ts.SyntaxKind.ThisKeyword) return true;
    const hasOwnThis =
      ts.isClassLike(next) ||
      ts.isFunctionExpression(next) ||
      ts.isFunctionDeclaration(next) ||
      ts.isMethodDeclaration(next) ||
      ts.isAccessor(next) ||
      ts.isTypeNode(next);
    if (!hasOwnThis) ts.forEachChild(next, (child) => void waiting.push(child));
  }
  return false;
}

/** The value that a whole pattern's default gives to one of its parts, where that can be seen in the text. */
export function defaultOfPart(
  whole: ts.Expression | undefined,
  element: ts.BindingElement,
  index: number,
): ts.Expression | undefined {
  if (whole === undefined) return undefined;
  if (ts.isArrayLiteralExpression(whole)) return whole.elements[index];
  if (!ts.isObjectLiteralExpression(whole)) return undefined;
  const key = keyOf(element);
  const property = whole.properties.find(
    (candidate) => ts.isPropertyAssignment(candidate) && textOfName(candidate.name) === key,
  );
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

interface PatternContext {
  isOptional: boolean;
  isRest: boolean;
  type: ts.TypeNode | undefined;
  default: ts.Expression | undefined;
}

function namesInPattern(
  name: ts.BindingName,
  context: PatternContext,
  types: ts.SourceFile,
): PointParameter[] {
  if (ts.isIdentifier(name)) {
    if (name.text === "") return [];
    const { isOptional, isRest, type } = context;
    const span = spanOf(name, name.getSourceFile());
    return [
      { name: name.text, span, isOptional, isRest, type, identifier: name, defaultValue: context.default },
    ];
  }
  return name.elements.flatMap((element, index) => {
    if (ts.isOmittedExpression(element)) return [];
    const fromWhole = defaultOfPart(context.default, element, index);
    const inner: PatternContext = {
      isOptional: element.initializer !== undefined || fromWhole !== undefined,
      isRest: false,
      type: typeOfPart(context.type, element, index, types),
      default: fromWhole ?? element.initializer,
    };
    return namesInPattern(element.name, inner, types);
  });
}

function keyOf(element: ts.BindingElement): string | null {
  if (element.propertyName !== undefined) return textOfName(element.propertyName);
  return ts.isIdentifier(element.name) ? element.name.text : null;
}

function textOfName(name: ts.PropertyName): string | null {
  return ts.isComputedPropertyName(name) ? null : name.text;
}

function typeOfPart(
  type: ts.TypeNode | undefined,
  element: ts.BindingElement,
  index: number,
  types: ts.SourceFile,
): ts.TypeNode | undefined {
  if (type === undefined) return undefined;
  if (ts.isTupleTypeNode(type)) {
    const member = type.elements[index];
    return member !== undefined && ts.isNamedTupleMember(member) ? member.type : member;
  }
  if (ts.isArrayTypeNode(type)) return type.elementType;
  const key = keyOf(element);
  const member = membersOf(type, types).find(
    (candidate) => ts.isPropertySignature(candidate) && textOfName(candidate.name) === key,
  );
  return member !== undefined && ts.isPropertySignature(member) ? member.type : undefined;
}
