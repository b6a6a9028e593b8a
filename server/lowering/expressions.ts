/**
 * Expressions → the routine's. One entry of the table for each kind of node; what has none is a finding.
 * A kind that TypeScript adds only for types (`as`, `!`, `satisfies`) gives the expression inside.
 */

import type { Span } from "../finding.js";
import type { AccessorCode, Expression, PropertyCode, Spread } from "../routine.js";
import { type FunctionNode, isFunctionNode, isWrapper, unwrap } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { lowerClass, privateName } from "./classes.js";
import { constructMessage } from "./constructs.js";
import { type Bare, type Here, placeAt, siteAt, spanAt, stringAt, unsupported } from "./context.js";
import { lowerFunction, lowerSelfNamed, mentionsItself } from "./functions.js";
import { placeInMeta } from "./importMeta.js";
import { resolveName } from "./names.js";
import { assignmentOperators, binaryOperators, logicalOperators, prefixOperators } from "./operators.js";
import { lowerTarget } from "./patterns.js";

type BareExpression = Bare<Expression>;

/** Lowers an expression. A nameless function takes the name of what holds it, if one is given. */
export function lowerExpression(expression: ts.Expression, here: Here, holder = ""): Expression {
  const node = unwrap(expression);
  if (isFunctionNode(node)) return lowerFunctionValue(node, here, holder);
  if (ts.isClassExpression(node)) return lowerClass(node, here, holder);
  const lower = expressions[node.kind] as ((node: ts.Node, here: Here) => BareExpression) | undefined;
  const bare = lower === undefined ? refuse(node, here) : lower(node, here);
  return { ...spanAt(node, here), ...bare } as Expression;
}

function refuse(node: ts.Node, here: Here): BareExpression {
  return unsupported(here, placeAt(node, here), constructMessage(node.kind));
}

const expressions: { [kind in ts.SyntaxKind]?: (node: never, here: Here) => BareExpression } = {
  [ts.SyntaxKind.NumericLiteral]: (node: ts.NumericLiteral) => ({ kind: "number", value: Number(node.text) }),
  [ts.SyntaxKind.StringLiteral]: (node: ts.StringLiteral) => ({ kind: "string", value: node.text }),
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: (node: ts.NoSubstitutionTemplateLiteral) => ({
    kind: "string",
    value: node.text,
  }),
  [ts.SyntaxKind.RegularExpressionLiteral]: ({ text }: ts.RegularExpressionLiteral) => {
    const end = Math.max(1, text.lastIndexOf("/"));
    return { kind: "regularExpression", source: text.slice(1, end), flags: text.slice(end + 1) };
  },
  [ts.SyntaxKind.TrueKeyword]: () => ({ kind: "boolean", value: true }),
  [ts.SyntaxKind.FalseKeyword]: () => ({ kind: "boolean", value: false }),
  [ts.SyntaxKind.NullKeyword]: () => ({ kind: "null" }),
  [ts.SyntaxKind.ThisKeyword]: () => ({ kind: "this" }),
  [ts.SyntaxKind.Identifier]: lowerIdentifier,
  [ts.SyntaxKind.TemplateExpression]: (node: ts.TemplateExpression, here) => ({
    kind: "template",
    strings: [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)],
    expressions: node.templateSpans.map(({ expression }) => lowerExpression(expression, here)),
  }),
  [ts.SyntaxKind.ArrayLiteralExpression]: (node: ts.ArrayLiteralExpression, here) => ({
    kind: "array",
    elements: node.elements.map((element) =>
      ts.isOmittedExpression(element) ? null : lowerArgument(element, here),
    ),
  }),
  [ts.SyntaxKind.ObjectLiteralExpression]: (node: ts.ObjectLiteralExpression, here) => ({
    kind: "object",
    properties: node.properties.map((property) => lowerProperty(property, here)),
  }),
  [ts.SyntaxKind.PrefixUnaryExpression]: (node: ts.PrefixUnaryExpression, here) => {
    const operator = prefixOperators[node.operator];
    if (operator === undefined) return lowerUpdate(node, here, true);
    return { kind: "unary", operator, operand: lowerExpression(node.operand, here) };
  },
  [ts.SyntaxKind.PostfixUnaryExpression]: (node: ts.PostfixUnaryExpression, here) =>
    lowerUpdate(node, here, false),
  [ts.SyntaxKind.TypeOfExpression]: (node: ts.TypeOfExpression, here) => ({
    kind: "unary",
    operator: "typeof",
    operand: lowerExpression(node.expression, here),
  }),
  [ts.SyntaxKind.VoidExpression]: (node: ts.VoidExpression, here) => ({
    kind: "unary",
    operator: "void",
    operand: lowerExpression(node.expression, here),
  }),
  [ts.SyntaxKind.BinaryExpression]: lowerBinary,
  [ts.SyntaxKind.ConditionalExpression]: (node: ts.ConditionalExpression, here) => ({
    kind: "conditional",
    condition: lowerExpression(node.condition, here),
    whenTrue: lowerExpression(node.whenTrue, here),
    whenFalse: lowerExpression(node.whenFalse, here),
  }),
  [ts.SyntaxKind.PropertyAccessExpression]: (node: ts.PropertyAccessExpression, here) =>
    wholeChain(node, here, lowerPropertyAccess(node, here)),
  [ts.SyntaxKind.ElementAccessExpression]: (node: ts.ElementAccessExpression, here) =>
    wholeChain(node, here, lowerAccess(node, here)),
  [ts.SyntaxKind.CallExpression]: (node: ts.CallExpression, here) => {
    const callee = unwrap(node.expression);
    if (callee.kind === ts.SyntaxKind.ImportKeyword) {
      return unsupported(here, placeAt(node, here), constructMessage(callee.kind));
    }
    if (callee.kind === ts.SyntaxKind.SuperKeyword) {
      return {
        kind: "superCall",
        arguments: node.arguments.map((argument) => lowerArgument(argument, here)),
      };
    }
    return wholeChain(node, here, {
      kind: "call",
      callee: lowerExpression(callee, here),
      arguments: node.arguments.map((argument) => lowerArgument(argument, here)),
      isOptional: node.questionDotToken !== undefined,
    });
  },
  [ts.SyntaxKind.DeleteExpression]: (node: ts.DeleteExpression, here) => lowerDelete(node, here),
  [ts.SyntaxKind.TaggedTemplateExpression]: lowerTaggedTemplate,
  [ts.SyntaxKind.YieldExpression]: (node: ts.YieldExpression, here) =>
    here.frame.code.isGenerator === true
      ? {
          kind: "yield",
          value: node.expression === undefined ? null : lowerExpression(node.expression, here),
          isDelegate: node.asteriskToken !== undefined,
        }
      : unsupported(here, placeAt(node, here), constructMessage(node.kind)),
  [ts.SyntaxKind.AwaitExpression]: (node: ts.AwaitExpression, here) =>
    unsupported(here, placeAt(node, here), constructMessage(node.kind), "async"),
  [ts.SyntaxKind.MetaProperty]: (node: ts.MetaProperty, here) =>
    node.keywordToken === ts.SyntaxKind.NewKeyword ? { kind: "newTarget" } : refuse(node, here),
  [ts.SyntaxKind.NewExpression]: (node: ts.NewExpression, here) => ({
    kind: "new",
    callee: lowerExpression(node.expression, here),
    arguments: (node.arguments ?? []).map((argument) => lowerArgument(argument, here)),
  }),
};

/** The kinds of nodes that this table lowers. For the documentation. */
export const expressionKinds: readonly ts.SyntaxKind[] = Object.keys(expressions).map(Number);

function lowerIdentifier(node: ts.Identifier, here: Here): BareExpression {
  const { text } = node;
  const place = placeAt(node, here);
  const resolved = resolveName(here, text);
  switch (resolved.kind) {
    case "variable": {
      const { variable } = resolved;
      const isOwn = variable.scope === "local" || variable.scope === "captured";
      return { kind: "read", variable, ...(isOwn ? siteAt(here, "read", text, place) : {}) };
    }
    case "undeclared":
      return undeclared(node);
    case "failed":
      return unsupported(here, place, resolved.message, resolved.code, resolved.related);
  }
}

function undeclared(node: ts.Identifier): BareExpression {
  switch (node.text) {
    case "undefined":
      return { kind: "undefined" };
    case "NaN":
      return { kind: "number", value: Number.NaN };
    case "Infinity":
      return { kind: "number", value: Number.POSITIVE_INFINITY };
    case "arguments":
      return { kind: "arguments" };
    default:
      return { kind: "intrinsic", name: node.text };
  }
}

function lowerDelete(node: ts.DeleteExpression, here: Here): BareExpression {
  const target = unwrap(node.expression);
  if (ts.isIdentifier(target)) return lowerDeleteOfName(target, here);
  const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
  if (!isMember) return { kind: "sequence", expressions: [lowerExpression(target, here), truth(node, here)] };
  const isOptional = target.questionDotToken !== undefined;
  const deletion = { kind: "delete", ...lowerMember(target, here), isOptional } as const;
  if (!ts.isOptionalChain(target)) return deletion;
  // Nothing is there to delete, which counts as done.
  const span = spanAt(node, here);
  const chain: Expression = { kind: "optionalChain", expression: { ...deletion, ...span }, ...span };
  return { kind: "logical", operator: "??", left: chain, right: truth(node, here) };
}

/** What is declared stays, and `delete` gives false; anything else is a property of the global object. */
function lowerDeleteOfName(name: ts.Identifier, here: Here): BareExpression {
  if (resolveName(here, name.text).kind !== "undeclared") return { kind: "boolean", value: false };
  const span = spanAt(name, here);
  const object: Expression = { kind: "intrinsic", name: "globalThis", ...span };
  return { kind: "delete", object, property: stringAt(name.text, span), isOptional: false };
}

function truth(node: ts.Node, here: Here): Expression {
  return { kind: "boolean", value: true, ...spanAt(node, here) };
}

function lowerTaggedTemplate(node: ts.TaggedTemplateExpression, here: Here): BareExpression {
  const { template } = node;
  const isPlain = ts.isNoSubstitutionTemplateLiteral(template);
  const literals = isPlain
    ? [template]
    : [template.head, ...template.templateSpans.map(({ literal }) => literal)];
  return {
    kind: "taggedTemplate",
    tag: lowerExpression(node.tag, here),
    cooked: literals.map((literal) => (isWithoutMeaning(literal) ? null : literal.text)),
    raw: literals.map((literal) => rawText(literal, here)),
    expressions: isPlain
      ? []
      : template.templateSpans.map(({ expression }) => lowerExpression(expression, here)),
  };
}

type TemplateLiteral =
  | ts.NoSubstitutionTemplateLiteral
  | ts.TemplateHead
  | ts.TemplateMiddle
  | ts.TemplateTail;

/** Whether an escape in a literal is none of the language's, such as `\\u{`. */
function isWithoutMeaning(literal: TemplateLiteral): boolean {
  return (
    (literal as { templateFlags?: ts.TokenFlags }).templateFlags !== undefined &&
    (literal as { templateFlags?: number }).templateFlags !== 0
  );
}

/** The text between the marks of a template's part, escapes as written. */
function rawText(literal: TemplateLiteral, here: Here): string {
  const text = literal.getText(here.source.file);
  const isLast = ts.isNoSubstitutionTemplateLiteral(literal) || ts.isTemplateTail(literal);
  return text.slice(1, isLast ? -1 : -2).replace(/\r\n?/g, "\n");
}

function lowerFunctionValue(
  node: Parameters<typeof lowerFunction>[0],
  here: Here,
  holder: string,
): Expression {
  if (ts.isFunctionExpression(node) && mentionsItself(node)) return lowerSelfNamed(node, here);
  return { kind: "function", function: lowerFunction(node, here, { name: holder }), ...spanAt(node, here) };
}

/** How many operators in a row are lowered as one inside the other; a longer row is one chain. */
const longestNested = 64;

/** The operators of `a + b + c …` from left to right; null where they are few, or one of them is no plain operator. */
function linksOf(node: ts.BinaryExpression): { first: ts.Expression; links: ts.BinaryExpression[] } | null {
  const links: ts.BinaryExpression[] = [];
  let first: ts.Expression = node;
  while (ts.isBinaryExpression(first) && isLink(first)) {
    links.push(first);
    first = unwrap(first.left);
  }
  return links.length > longestNested ? { first, links: links.reverse() } : null;
}

function isLink({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return binaryOperators[kind] !== undefined || logicalOperators[kind] !== undefined;
}

/** `a, b, c …` from left to right. */
function commaList(node: ts.BinaryExpression): ts.Expression[] {
  const expressions: ts.Expression[] = [];
  let left: ts.Expression = node;
  while (ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    expressions.push(left.right);
    left = unwrap(left.left);
  }
  return [...expressions, left].reverse();
}

function lowerBinary(node: ts.BinaryExpression, here: Here): BareExpression {
  const { left, right, operatorToken } = node;
  const { kind } = operatorToken;
  const chain = linksOf(node);
  if (chain !== null) {
    return {
      kind: "chain",
      first: lowerExpression(chain.first, here),
      links: chain.links.map((link) => ({
        operator: (binaryOperators[link.operatorToken.kind] ?? logicalOperators[link.operatorToken.kind])!,
        right: lowerExpression(link.right, here),
        ...spanAt(link, here),
      })),
    };
  }
  const binary = binaryOperators[kind];
  if (ts.isPrivateIdentifier(left)) {
    return { kind: "privateIn", name: privateName(left, here), object: lowerExpression(right, here) };
  }
  if (binary !== undefined) {
    return {
      kind: "binary",
      operator: binary,
      left: lowerExpression(left, here),
      right: lowerExpression(right, here),
    };
  }
  const logical = logicalOperators[kind];
  if (logical !== undefined) {
    return {
      kind: "logical",
      operator: logical,
      left: lowerExpression(left, here),
      right: lowerExpression(right, here),
    };
  }
  if (kind === ts.SyntaxKind.CommaToken) {
    return { kind: "sequence", expressions: commaList(node).map((each) => lowerExpression(each, here)) };
  }
  const operator = assignmentOperators[kind];
  if (operator === undefined) return refuse(node, here);
  const holder = ts.isIdentifier(left) ? left.text : "";
  // The target's site is noted first: sites are in the order of the text.
  const target = lowerTarget(left, here);
  return { kind: "assign", operator, target, value: lowerExpression(right, here, holder) };
}

function lowerUpdate(
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  here: Here,
  isPrefix: boolean,
): BareExpression {
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "++" : "--";
  return { kind: "update", operator, isPrefix, target: lowerTarget(node.operand, here) };
}

function lowerArgument(node: ts.Expression, here: Here): Expression | Spread {
  if (!ts.isSpreadElement(node)) return lowerExpression(node, here);
  return { kind: "spread", expression: lowerExpression(node.expression, here), ...spanAt(node, here) };
}

function lowerProperty(
  property: ts.ObjectLiteralElementLike,
  here: Here,
): PropertyCode | AccessorCode | Spread {
  const span = spanAt(property, here);
  if (ts.isSpreadAssignment(property)) {
    return { kind: "spread", expression: lowerExpression(property.expression, here), ...span };
  }
  const key = lowerPropertyName(property.name, here);
  const holder = key.kind === "string" ? key.value : "";
  if (ts.isPropertyAssignment(property)) {
    return { kind: "property", key, value: lowerExpression(property.initializer, here, holder), ...span };
  }
  if (ts.isShorthandPropertyAssignment(property)) {
    return { kind: "property", key, value: lowerExpression(property.name, here), ...span };
  }
  if (isFunctionNode(property)) {
    const value = lowerFunctionValue(property, here, holder);
    return { kind: "property", key, value, isMethod: true, ...span };
  }
  if (ts.isAccessor(property) && property.body !== undefined) {
    const kind = ts.isGetAccessorDeclaration(property) ? "getter" : "setter";
    const index = lowerFunction(property as unknown as FunctionNode, here, { name: holder });
    return { kind, key, function: index, ...span };
  }
  const value = unsupported(here, placeAt(property, here), constructMessage(property.kind));
  return { kind: "property", key, value: { ...value, ...span }, ...span };
}

/** The key of a property: a string, or the expression in brackets. */
export function lowerPropertyName(name: ts.PropertyName | ts.BindingName, here: Here): Expression {
  if (ts.isComputedPropertyName(name)) return lowerExpression(name.expression, here);
  const span = spanAt(name, here);
  if (ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name) || ts.isBigIntLiteral(name)) {
    const kind = ts.SyntaxKind.BigIntLiteral;
    return { ...unsupported(here, placeAt(name, here), constructMessage(kind)), ...span };
  }
  return stringAt(ts.isNumericLiteral(name) ? String(Number(name.text)) : name.text, span);
}

/** Object and property of a member, for a read or an assignment. */
export function lowerMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  here: Here,
): { object: Expression; property: Expression } {
  return { object: lowerExpression(node.expression, here), property: lowerMemberKey(node, here) };
}

function lowerMemberKey(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  here: Here,
): Expression {
  return ts.isPropertyAccessExpression(node)
    ? stringAt(node.name.text, spanAt(node.name, here))
    : lowerExpression(node.argumentExpression, here);
}

function lowerAccess(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  here: Here,
): BareExpression {
  const isOptional = node.questionDotToken !== undefined;
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) {
    return { kind: "superMember", property: lowerMemberKey(node, here) };
  }
  if (ts.isPropertyAccessExpression(node) && ts.isPrivateIdentifier(node.name)) {
    const object = lowerExpression(node.expression, here);
    return { kind: "privateMember", object, name: privateName(node.name, here), isOptional };
  }
  return { kind: "member", ...lowerMember(node, here), isOptional };
}

/** What packages ask to leave checks out; a bundler puts "production" in its place. */
function isNodeEnvironment(node: ts.PropertyAccessExpression, here: Here): boolean {
  const { expression: environment, name } = node;
  if (name.text !== "NODE_ENV" || !ts.isPropertyAccessExpression(environment)) return false;
  const { expression: holder } = environment;
  const isAsked = environment.name.text === "env" && ts.isIdentifier(holder) && holder.text === "process";
  return isAsked && resolveName(here, holder.text).kind === "undeclared";
}

function lowerPropertyAccess(node: ts.PropertyAccessExpression, here: Here): BareExpression {
  if (isNodeEnvironment(node, here)) return { kind: "string", value: "production" };
  const place = placeInMeta(node, here.context.parsed.module);
  if (place !== null) return { kind: "string", value: place };
  return lowerAccess(node, here);
}

/** Puts an `optionalChain` around the outermost link of a chain with `?.`. */
function wholeChain(node: ts.Expression, here: Here, link: BareExpression): BareExpression {
  if (!ts.isOptionalChain(node) || isLinkOfLongerChain(node)) return link;
  const expression = { ...spanAt(node, here), ...link } as Expression;
  return { kind: "optionalChain", expression };
}

function isLinkOfLongerChain(node: ts.Expression): boolean {
  let inner: ts.Node = node;
  while (isWrapper(inner.parent) && !ts.isParenthesizedExpression(inner.parent)) inner = inner.parent;
  const { parent } = inner;
  return ts.isOptionalChain(parent) && parent.expression === inner;
}

/** The span of a node's first token: what a finding about a whole statement is shown on. */
export function firstTokenSpan(node: ts.Node, here: Here): Span {
  return spanAt(node.getFirstToken(here.source.file) ?? node, here);
}
