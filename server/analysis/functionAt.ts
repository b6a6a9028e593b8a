/**
 * The function at an offset of a module's text, as somebody who wants to mark it sees it: its name, a point to
 * begin with, and where its doc comment is or would be.
 */

import type { Span } from "../finding.js";
import { docCommentsIn } from "../syntax/comments.js";
import { scanDocTags } from "../syntax/docTags.js";
import { type FunctionNode, isFunctionNode, isWrapper, nameOfFunction } from "../syntax/functions.js";
import { parseModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";
import { pointParameters } from "./parameters.js";
import { examplePoint } from "./points.js";
import { exampleThis } from "./thisValue.js";

export interface FunctionAt {
  name: string;
  parameters: string[];
  /** A value for every parameter that needs one, such as `x = 1, p = [1, 2]`. */
  suggestedPoint: string;
  isMarked: boolean;
  /** The last doc comment before the declaration; the marked one where there is one. */
  docComment: Span | null;
  /** Where the declaration begins, `export` and decorators included. */
  start: number;
}

/**
 * Describes the outermost function around an offset, because one inside another reads variables that no point
 * gives. Its doc comment counts as a part of it. null where there is no function that could be marked.
 */
export function describeFunctionAt(text: string, module: string, offset: number): FunctionAt | null {
  const parsed = parseModule(module, text);
  const { file } = parsed;
  const found = findFunction(file, text, offset);
  if (!found) return null;
  const { node, declaration } = found;
  const parameters = pointParameters(node, file);
  const comments = docCommentsIn(text, declaration.pos, declaration.getStart(file));
  const isMarking = (comment: Span) =>
    scanDocTags(text, comment).some(({ name }) => name === "differentiable");
  const marked = comments.find(isMarking);
  return {
    name: nameOfFunction(node, file).name,
    parameters: parameters.map(({ name }) => name),
    suggestedPoint: examplePoint(parameters, exampleThis(node, file), file),
    isMarked: marked !== undefined,
    docComment: marked ?? comments.at(-1) ?? null,
    start: declaration.getStart(file),
  };
}

/** Goes down from the file along the nodes around the offset, to the first function with a declaration. */
function findFunction(
  file: ts.SourceFile,
  text: string,
  offset: number,
): { node: FunctionNode; declaration: ts.Node } | null {
  let node: ts.Node = file;
  for (;;) {
    const inner = childAt(node, file, text, offset);
    if (!inner) return null;
    const held = heldFunction(inner);
    if (held) return { node: held, declaration: inner };
    node = inner;
  }
}

function childAt(node: ts.Node, file: ts.SourceFile, text: string, offset: number): ts.Node | undefined {
  return ts.forEachChild(node, (child) => {
    const first = docCommentsIn(text, child.pos, child.getStart(file))[0]?.start ?? child.getStart(file);
    return first <= offset && offset <= child.end ? child : undefined;
  });
}

/** The function that a statement, a property or a method is about. */
function heldFunction(node: ts.Node): FunctionNode | null {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
    return isFunctionNode(node) ? node : null;
  if (ts.isVariableStatement(node)) return functionIn(node.declarationList.declarations[0]?.initializer);
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) return functionIn(node.initializer);
  if (ts.isExportAssignment(node)) return functionIn(node.expression);
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return null;
  const { operatorToken, right } = node.expression;
  return operatorToken.kind === ts.SyntaxKind.EqualsToken ? functionIn(right) : null;
}

function functionIn(expression: ts.Expression | undefined): FunctionNode | null {
  let inner = expression;
  while (inner && isWrapper(inner)) inner = inner.expression;
  return inner && isFunctionNode(inner) ? inner : null;
}
