/**
 * Trees → marked functions: finds each doc comment with one of our tags and the function that it stands on.
 */

import { type Finding, finding } from "../finding.js";
import { type AttachedComments, findDocComments } from "../syntax/comments.js";
import { type DocTag, scanDocTags } from "../syntax/docTags.js";
import { type FunctionNode, isFunctionNode, unwrap } from "../syntax/functions.js";
import { textLimits } from "../syntax/limits.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";

/** A function with tags of ours in its doc comments. */
export interface Marker {
  node: FunctionNode;
  /** Every tag of its doc comments, in the order of the text. */
  tags: DocTag[];
  /** Offset of the first doc comment with one of them. */
  start: number;
}

export interface Markers {
  /** Functions with `@differentiable`. */
  marked: Marker[];
  /** Functions with `@derivativeOf`, whether marked or not. */
  claiming: Marker[];
  /** Functions with neither, that have a point. */
  withPointsOnly: Marker[];
  /** Which markers stand on something else. */
  findings: Finding[];
}

const known = new WeakMap<ParsedModule, Markers>();

/** Finds the functions of a module that have tags of ours, each list in the order of the text. */
export function findMarkers(parsed: ParsedModule): Markers {
  const found = known.get(parsed) ?? collectMarkers(parsed);
  known.set(parsed, found);
  return found;
}

function collectMarkers(parsed: ParsedModule): Markers {
  const byFunction = new Map<FunctionNode, Marker>();
  const findings: Finding[] = [];
  for (const attached of findDocComments(parsed, /@(?:differentiable|at|derivativeOf)(?![\w$-])/g)) {
    const tags = attached.comments.flatMap((comment) => scanDocTags(parsed.text, comment));
    const node = markedNode(attached, parsed.file);
    if (typeof node === "string") {
      const marker = tags.find(({ name }) => name === "differentiable" || name === "derivativeOf");
      if (marker === undefined || findings.length >= textLimits.findings) continue;
      const message = node.replaceAll("`@differentiable`", `\`@${marker.name}\``);
      findings.push(finding("marker-not-on-function", { module: parsed.module, ...marker.tag }, message));
      continue;
    }
    const earlier = byFunction.get(node);
    if (earlier === undefined) byFunction.set(node, { node, tags, start: startOf(attached, parsed.text) });
    else earlier.tags.push(...tags);
  }
  const all = [...byFunction.values()].sort((one, other) => one.start - other.start);
  const has = ({ tags }: Marker, wanted: DocTag["name"]) => tags.some(({ name }) => name === wanted);
  const marked = all.filter((marker) => has(marker, "differentiable"));
  const claiming = all.filter((marker) => has(marker, "derivativeOf"));
  const withPointsOnly = all.filter(
    (marker) => !has(marker, "differentiable") && !has(marker, "derivativeOf") && marker.tags.some(isPoint),
  );
  return { marked, claiming, withPointsOnly, findings };
}

/** The function of a module that a node with a body is, with its tags; null for one without any. */
export function markerOf(parsed: ParsedModule, node: FunctionNode): Marker | null {
  const { marked, claiming, withPointsOnly } = findMarkers(parsed);
  return [...marked, ...claiming, ...withPointsOnly].find((marker) => marker.node === node) ?? null;
}

/** Other tools may have an `@at` too; this one is ours when it gives a value to a name. */
function isPoint({ name, argument }: DocTag): boolean {
  return name === "at" && /^[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=/u.test(argument.text);
}

/** Says of a function with a point and without a marker that the point is not used. */
export function missingMarker(marker: Marker, { module }: ParsedModule): Finding {
  const { tag } = marker.tags.find(isPoint)!;
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
  "No function follows this `@differentiable`. Put the comment directly before the function that it marks.";
const notAFunction =
  "`@differentiable` marks functions, and this is not a function. Put the comment before a function, a method or a constant whose value is a function.";

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
  if (ts.isClassLike(node)) return "`@differentiable` cannot mark a class. Put it before one of its methods.";
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
    ? "This is the result of a call, which cannot be marked. Put the comment before the function itself."
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
