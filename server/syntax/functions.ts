/**
 * Functions in the tree: which node is one that can be run, what it is called, and what stands around it.
 */

import type { Span } from "../finding.js";
import { ts } from "./typescript.js";

/** A function with a body. */
export type FunctionNode = (
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
) & { body: ts.Block | ts.Expression };

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  const isFunction =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node);
  return isFunction && node.body !== undefined;
}

/** Everything with parameters and a body of its own, accessors and constructors included. */
export function isFunctionLike(node: ts.Node): boolean {
  return (
    isFunctionNode(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isClassStaticBlockDeclaration(node)
  );
}

/** The parameters without TypeScript's `this`, which is none. */
export function parametersOf(node: FunctionNode): ts.ParameterDeclaration[] {
  return node.parameters.filter(({ name }) => !(ts.isIdentifier(name) && name.text === "this"));
}

/** Whether a caller gives the function its `this`: every function but an arrow, and an arrow that a class holds as a field. */
export function takesThis(node: FunctionNode): boolean {
  return !ts.isArrowFunction(node) || ts.isPropertyDeclaration(holderOf(node));
}

/** `(f)`, `f as T`, `f!`, `f satisfies T`, `<T>f`: the expression inside. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (isWrapper(inner)) inner = inner.expression;
  return inner;
}

type Wrapper =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.NonNullExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  | ts.ExpressionWithTypeArguments;

/** An expression that only changes the type or the grouping of the one inside. */
export function isWrapper(node: ts.Node): node is Wrapper {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  );
}

/** What a function is called and where that stands: `f`, `Spring.energy`, `default`, `(anonymous)`. */
export function nameOfFunction(node: FunctionNode, file: ts.SourceFile): { name: string; span: Span } {
  const holder = holderOf(node);
  const named = nameFromHolder(node, holder);
  if (named === null) {
    const first = node.getFirstToken(file) ?? node;
    return { name: "(anonymous)", span: spanOf(first, file) };
  }
  const { name, at } = named;
  const container = containerName(holder);
  return { name: container === "" ? name : `${container}.${name}`, span: spanOf(at, file) };
}

/** The node whose value the function is: a variable's declaration, a property, `export default`; the function itself where there is none. */
export function holderOf(node: ts.Node): ts.Node {
  let inner = node;
  while (inner.parent !== undefined && isWrapper(inner.parent)) inner = inner.parent;
  const { parent } = inner;
  if (parent === undefined) return node;
  const isValue =
    ((ts.isVariableDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent)) &&
      parent.initializer === inner) ||
    ts.isExportAssignment(parent) ||
    (ts.isBinaryExpression(parent) &&
      parent.right === inner &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken);
  return isValue ? parent : node;
}

function nameFromHolder(node: FunctionNode, holder: ts.Node): { name: string; at: ts.Node } | null {
  if (ts.isExportAssignment(holder)) {
    return { name: "default", at: defaultKeyword(holder) ?? node };
  }
  if (ts.isBinaryExpression(holder)) {
    const { left } = holder;
    if (ts.isIdentifier(left)) return { name: left.text, at: left };
    return ts.isPropertyAccessExpression(left) ? { name: left.name.text, at: left.name } : null;
  }
  if (ts.isVariableDeclaration(holder)) {
    return ts.isIdentifier(holder.name) ? { name: holder.name.text, at: holder.name } : null;
  }
  if (ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder) || ts.isMethodDeclaration(holder)) {
    return { name: propertyText(holder.name), at: holder.name };
  }
  if (node.name !== undefined && ts.isIdentifier(node.name)) {
    return node.name.text === "" ? null : { name: node.name.text, at: node.name };
  }
  if (ts.isFunctionDeclaration(node)) {
    const keyword = node.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    return keyword === undefined ? null : { name: "default", at: keyword };
  }
  return null;
}

/** The names of the classes and objects around a member, joined by dots. */
function containerName(holder: ts.Node): string {
  const container = holder.parent;
  if (container === undefined) return "";
  if (ts.isClassLike(container)) {
    if (container.name !== undefined) return container.name.text;
    if (ts.isClassDeclaration(container)) return "default";
  } else if (!ts.isObjectLiteralExpression(container)) {
    return "";
  }
  const outer = holderOf(container);
  if (ts.isVariableDeclaration(outer)) return ts.isIdentifier(outer.name) ? outer.name.text : "";
  if (ts.isExportAssignment(outer)) return "default";
  if (ts.isPropertyAssignment(outer) || ts.isPropertyDeclaration(outer)) {
    const around = containerName(outer);
    const name = propertyText(outer.name);
    return around === "" ? name : `${around}.${name}`;
  }
  return "";
}

function propertyText(name: ts.PropertyName): string {
  if (ts.isComputedPropertyName(name)) {
    const inner = unwrap(name.expression);
    return ts.isStringLiteralLike(inner) || ts.isIdentifier(inner) ? inner.text : "[computed]";
  }
  return name.text;
}

function defaultKeyword(assignment: ts.ExportAssignment): ts.Node | undefined {
  return assignment.getChildren().find(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
}

/** Offsets of a node without the comments and white space before it. */
export function spanOf(node: ts.Node, file: ts.SourceFile): Span {
  const start = node.getStart(file);
  return { start, end: Math.max(start, node.end) };
}
