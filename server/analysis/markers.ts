/**
 * Trees → marked functions: finds each doc comment with `@differentiable` and the function that it stands on.
 */

import { type Finding, finding } from "../finding.js";
import { type AttachedComments, findDocComments } from "../syntax/comments.js";
import { type DocTag, scanDocTags } from "../syntax/docTags.js";
import { type FunctionNode, isFunctionNode, unwrap } from "../syntax/functions.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";

export interface Marker {
  node: FunctionNode;
  /** Every tag of its doc comments, in the order of the text. */
  tags: DocTag[];
  /** Offset of the first doc comment. */
  start: number;
}

/** Finds the marked functions of a module in the order of the text, and says which markers stand on something else. */
export function findMarkers(parsed: ParsedModule): { markers: Marker[]; findings: Finding[] } {
  const byFunction = new Map<FunctionNode, Marker>();
  const findings: Finding[] = [];
  for (const attached of findDocComments(parsed, /@(?:differentiable|at)(?![\w$-])/g)) {
    const tags = attached.comments.flatMap((comment) => scanDocTags(parsed.text, comment));
    const marker = tags.find(({ name }) => name === "differentiable");
    const node = markedNode(attached, parsed.file);
    if (marker === undefined) {
      const point = tags.find(isPoint);
      if (point !== undefined && typeof node !== "string") findings.push(missingMarker(point, parsed));
      continue;
    }
    if (typeof node === "string") {
      findings.push(finding("marker-not-on-function", { module: parsed.module, ...marker.tag }, node));
      continue;
    }
    const known = byFunction.get(node);
    if (known === undefined) byFunction.set(node, { node, tags, start: startOf(attached, parsed.text) });
    else known.tags.push(...tags);
  }
  const markers = [...byFunction.values()].sort((one, other) => one.start - other.start);
  return { markers, findings };
}

/** Other tools may have an `@at` too; this one is ours when it gives a value to a name. */
function isPoint({ name, argument }: DocTag): boolean {
  return name === "at" && /^[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=/u.test(argument.text);
}

function missingMarker({ tag }: DocTag, { module }: ParsedModule): Finding {
  const message = "This point is not used: the function is not marked. Add `@differentiable`.";
  const edit = { module, start: tag.start, end: tag.start, text: "@differentiable " };
  return finding("marker-missing", { module, ...tag }, message, {
    fixes: [{ title: "Add `@differentiable`", edits: [edit] }],
  });
}

/** Where the first of the comments with one of our tags begins. */
function startOf({ comments }: AttachedComments, text: string): number {
  const first = comments.find((comment) => scanDocTags(text, comment).length > 0);
  return (first ?? comments[0]!).start;
}

/** The function that a comment marks, or the sentence that says why there is none. */
function markedNode(attached: AttachedComments, file: ts.SourceFile): FunctionNode | string {
  const { node, isBefore, comments } = attached;
  if (isBefore) return functionOf(node);
  // Between the first keyword of a declaration and what it declares: `export /** … */ function f`.
  const found = ts.isBlock(node) || ts.isSourceFile(node) ? nothingFollows : functionOf(node);
  if (typeof found === "string") return nothingFollows;
  return comments.at(-1)!.end <= found.body.getStart(file) ? found : nothingFollows;
}

const nothingFollows =
  "No function follows this `@differentiable`. Put the comment directly before the function that it is meant for.";
const notAFunction =
  "`@differentiable` marks functions, and this is none. Put the comment before a function, a method or a constant that holds a function.";

/** The function that a declaration holds. */
function functionOf(node: ts.Node): FunctionNode | string {
  if (isFunctionNode(node)) return node;
  if (node.kind === ts.SyntaxKind.EndOfFileToken) return nothingFollows;
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
    return (
      implementationOf(node) ?? "This function has no body here. Put the comment before its implementation."
    );
  }
  if (ts.isAccessor(node) || ts.isConstructorDeclaration(node)) {
    return "Accessors and constructors cannot be differentiated. Move the computation into a method or a function.";
  }
  if (ts.isClassLike(node)) return "`@differentiable` stands on a class. Put it before one of its methods.";
  if (ts.isVariableStatement(node)) return functionIn(node.declarationList.declarations[0]?.initializer);
  if (ts.isVariableDeclarationList(node)) return functionIn(node.declarations[0]?.initializer);
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) {
    return functionIn(node.initializer);
  }
  if (ts.isExportAssignment(node)) return functionIn(node.expression);
  if (ts.isExpressionStatement(node)) return functionIn(assignedValue(node.expression));
  if (ts.isExpression(node)) return functionIn(assignedValue(node));
  return notAFunction;
}

function functionIn(expression: ts.Expression | undefined): FunctionNode | string {
  if (expression === undefined) return notAFunction;
  const inner = unwrap(expression);
  if (isFunctionNode(inner)) return inner;
  return ts.isCallExpression(inner)
    ? "This is the result of a call, which is not read. Put the comment before the function itself."
    : notAFunction;
}

/** `exports.f = (x) => …`: what is assigned. */
function assignedValue(expression: ts.Expression): ts.Expression {
  const isAssignment =
    ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment ? expression.right : expression;
}

/** The doc comment of an overloaded function usually stands on its first signature. */
function implementationOf(signature: ts.FunctionDeclaration | ts.MethodDeclaration): FunctionNode | null {
  const { parent } = signature;
  const siblings: readonly ts.Node[] = ts.isClassLike(parent)
    ? parent.members
    : ts.isSourceFile(parent) || ts.isBlock(parent) || ts.isModuleBlock(parent)
      ? parent.statements
      : [];
  const name = signature.name?.getText();
  for (let index = siblings.indexOf(signature) + 1; index > 0 && index < siblings.length; index++) {
    const sibling = siblings[index]!;
    if (sibling.kind !== signature.kind) return null;
    const declaration = sibling as ts.FunctionDeclaration | ts.MethodDeclaration;
    if (declaration.name?.getText() !== name) return null;
    if (isFunctionNode(declaration)) return declaration;
  }
  return null;
}
