/** Statements → the routine's. One entry of the table for each kind of node; what has none is a finding. */

import type { Expression, HoistedFunction, Pattern, Statement } from "../routine.js";
import { isFunctionNode } from "../syntax/functions.js";
import { bindingsOf, kindOfVariables } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { constructMessage, constructSentence } from "./constructs.js";
import { type Bare, type Here, siteAt, spanAt, unsupported } from "./context.js";
import { firstTokenSpan, lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { openScope, resolveName } from "./names.js";
import { lowerBindingName, lowerTarget } from "./patterns.js";

type BareStatement = Bare<Statement>;
/** A statement, several, or none where nothing is left to run. */
type Lowered = BareStatement | Statement[];

/** What a block is made of. */
export interface BlockCode {
  fresh: number[];
  functions: HoistedFunction[];
  body: Statement[];
}

/** Lowers the statements of a node that opens a scope. Functions come first, as they are hoisted. */
export function lowerBlock(container: ts.Node, statements: readonly ts.Statement[], outer: Here): BlockCode {
  const { here, indices } = openScope(outer, bindingsOf(container));
  const functions = hoistedFunctions(statements, here);
  return { fresh: indices, functions, body: lowerStatements(statements, here) };
}

function lowerStatements(statements: readonly ts.Statement[], here: Here): Statement[] {
  return statements.flatMap((statement) => lowerStatement(statement, here));
}

function hoistedFunctions(statements: readonly ts.Statement[], here: Here): HoistedFunction[] {
  return statements.flatMap((statement) => {
    if (!ts.isFunctionDeclaration(statement) || !isFunctionNode(statement)) return [];
    const name = statement.name?.text ?? "";
    const resolved = resolveName(here, name);
    if (resolved.kind !== "variable") return [];
    return [{ variable: resolved.variable, function: lowerFunction(statement, here) }];
  });
}

function lowerStatement(node: ts.Statement, here: Here, label: string | null = null): Statement[] {
  if (nothingToRun.has(node.kind) || isTypeOnly(node)) return [];
  const lower = statements[node.kind] as
    | ((node: ts.Node, here: Here, label: string | null) => Lowered)
    | undefined;
  const lowered = lower === undefined ? refuse(node, here) : lower(node, here, label);
  return Array.isArray(lowered) ? lowered : [{ ...spanAt(node, here), ...lowered } as Statement];
}

/** The single statement of a loop or a branch. */
function lowerSingle(node: ts.Statement, here: Here): Statement {
  const lowered = lowerStatement(node, here);
  const [only] = lowered;
  if (only !== undefined && lowered.length === 1) return only;
  return { kind: "block", fresh: [], functions: [], body: lowered, ...spanAt(node, here) };
}

function refuse(node: ts.Node, here: Here, message = constructMessage(node.kind)): BareStatement {
  return unsupported(here, { module: here.source.module, ...firstTokenSpan(node, here) }, message);
}

const nothingToRun: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EmptyStatement,
  ts.SyntaxKind.DebuggerStatement,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.NotEmittedStatement,
]);

/** `declare const x: number` and the like say something about types only. */
function isTypeOnly(node: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true
  );
}

const statements: {
  [kind in ts.SyntaxKind]?: (node: never, here: Here, label: string | null) => Lowered;
} = {
  [ts.SyntaxKind.Block]: (node: ts.Block, here) => ({
    kind: "block",
    ...lowerBlock(node, node.statements, here),
  }),
  [ts.SyntaxKind.ExpressionStatement]: (node: ts.ExpressionStatement, here) => ({
    kind: "expression",
    expression: lowerExpression(node.expression, here),
  }),
  [ts.SyntaxKind.VariableStatement]: (node: ts.VariableStatement, here) =>
    lowerVariables(node.declarationList, here),
  [ts.SyntaxKind.IfStatement]: (node: ts.IfStatement, here) => ({
    kind: "if",
    condition: lowerExpression(node.expression, here),
    whenTrue: lowerSingle(node.thenStatement, here),
    whenFalse: node.elseStatement === undefined ? null : lowerSingle(node.elseStatement, here),
  }),
  [ts.SyntaxKind.WhileStatement]: (node: ts.WhileStatement, here, label) => ({
    ...loopSite(node, here),
    kind: "while",
    condition: lowerExpression(node.expression, here),
    body: lowerSingle(node.statement, here),
    label,
  }),
  [ts.SyntaxKind.DoStatement]: (node: ts.DoStatement, here, label) => ({
    ...loopSite(node, here),
    kind: "doWhile",
    body: lowerSingle(node.statement, here),
    condition: lowerExpression(node.expression, here),
    label,
  }),
  [ts.SyntaxKind.ForStatement]: lowerFor,
  [ts.SyntaxKind.ForOfStatement]: lowerForOf,
  [ts.SyntaxKind.SwitchStatement]: (node: ts.SwitchStatement, outer, label) => {
    const subject = lowerExpression(node.expression, outer);
    const { clauses } = node.caseBlock;
    const { here, indices } = openScope(outer, bindingsOf(node.caseBlock));
    return {
      kind: "switch",
      subject,
      fresh: indices,
      functions: clauses.flatMap((clause) => hoistedFunctions(clause.statements, here)),
      cases: clauses.map((clause) => ({
        test: ts.isDefaultClause(clause) ? null : lowerExpression(clause.expression, here),
        body: lowerStatements(clause.statements, here),
      })),
      label,
    };
  },
  [ts.SyntaxKind.BreakStatement]: (node: ts.BreakStatement, here) => ({
    kind: "break",
    label: labelOf(node, here),
  }),
  [ts.SyntaxKind.ContinueStatement]: (node: ts.ContinueStatement, here) => ({
    kind: "continue",
    label: labelOf(node, here),
  }),
  [ts.SyntaxKind.ReturnStatement]: (node: ts.ReturnStatement, here) => {
    if (node.expression === undefined) return { kind: "return", value: null };
    const site = siteAt(here, "return", "", spanAt(node.expression, here));
    return { kind: "return", value: lowerExpression(node.expression, here), ...site };
  },
  [ts.SyntaxKind.ThrowStatement]: (node: ts.ThrowStatement, here) => ({
    kind: "throw",
    value: lowerExpression(node.expression, here),
  }),
  [ts.SyntaxKind.LabeledStatement]: lowerLabelled,
};

function lowerVariables(list: ts.VariableDeclarationList, here: Here): Statement[] {
  const kind = kindOfVariables(list);
  if (kind === "using") {
    const message = constructSentence("`using`", "Declare the constant with `const`.");
    return [{ ...refuse(list, here, message), ...spanAt(list, here) } as Statement];
  }
  return list.declarations.flatMap((declaration): Statement[] => {
    const { name, initializer } = declaration;
    if (initializer === undefined && kind === "var") return [];
    const pattern = lowerBindingName(name, here);
    const holder = ts.isIdentifier(name) ? name.text : "";
    const value = initializer === undefined ? null : lowerExpression(initializer, here, holder);
    return [{ kind: "declare", pattern, value, ...spanAt(declaration, here) }];
  });
}

function lowerFor(node: ts.ForStatement, outer: Here, label: string | null): Lowered {
  const { initializer, condition, incrementor, statement } = node;
  const site = loopSite(node, outer);
  const { here, indices } = openScope(outer, bindingsOf(node));
  const initial = initializer === undefined ? null : lowerInitial(initializer, here);
  const lowered = {
    condition: optional(condition, here),
    update: optional(incrementor, here),
    body: lowerSingle(statement, here),
  };
  // Whether a slot is captured is known when the whole loop is lowered. Constants never change.
  const isLet =
    initializer !== undefined &&
    ts.isVariableDeclarationList(initializer) &&
    kindOfVariables(initializer) === "let";
  const perIteration = isLet ? indices.filter((index) => here.frame.locals[index]!.isCaptured) : [];
  return { ...site, kind: "for", initial, ...lowered, fresh: indices, perIteration, label };
}

function optional(expression: ts.Expression | undefined, here: Here): Expression | null {
  return expression === undefined ? null : lowerExpression(expression, here);
}

function lowerInitial(initializer: ts.ForInitializer, here: Here): Statement | null {
  const span = spanAt(initializer, here);
  if (!ts.isVariableDeclarationList(initializer)) {
    return { kind: "expression", expression: lowerExpression(initializer, here), ...span };
  }
  const declarations = lowerVariables(initializer, here);
  const [only] = declarations;
  if (only === undefined) return null;
  return declarations.length === 1
    ? only
    : { kind: "block", fresh: [], functions: [], body: declarations, ...span };
}

function lowerForOf(node: ts.ForOfStatement, outer: Here, label: string | null): Lowered {
  if (node.awaitModifier !== undefined) {
    return refuse(node, outer, constructSentence("`for await`", "Loop over values that are there."));
  }
  const { initializer, expression, statement } = node;
  const site = loopSite(node, outer);
  const { here, indices } = openScope(outer, bindingsOf(node));
  const target = forOfTarget(initializer, here);
  if (target === null) return refuse(node, outer, constructMessage(ts.SyntaxKind.ForOfStatement));
  return {
    ...site,
    kind: "forOf",
    target,
    iterable: lowerExpression(expression, here),
    body: lowerSingle(statement, here),
    fresh: indices,
    label,
  };
}

function forOfTarget(initializer: ts.ForInitializer, here: Here): Pattern | null {
  if (!ts.isVariableDeclarationList(initializer)) return lowerTarget(initializer, here);
  const declaration = initializer.declarations[0];
  const isPlain = declaration !== undefined && kindOfVariables(initializer) !== "using";
  return isPlain ? lowerBindingName(declaration.name, here) : null;
}

const loopKeywords: { [kind in ts.SyntaxKind]?: string } = {
  [ts.SyntaxKind.ForStatement]: "for",
  [ts.SyntaxKind.ForOfStatement]: "for",
  [ts.SyntaxKind.WhileStatement]: "while",
  [ts.SyntaxKind.DoStatement]: "do",
};

function loopSite(node: ts.Node, here: Here): { site?: number } {
  const keyword = loopKeywords[node.kind]!;
  const { start } = spanAt(node, here);
  return siteAt(here, "loop", keyword, { start, end: start + keyword.length });
}

function labelOf(node: ts.BreakOrContinueStatement, here: Here): string | null {
  return node.label === undefined ? null : (here.labels.get(node.label.text) ?? node.label.text);
}

/** `a: b: for (…)`: both labels mean the loop, which is known by the inner one. */
function lowerLabelled(node: ts.LabeledStatement, outer: Here): Lowered {
  const names = [node.label.text];
  let { statement } = node;
  while (ts.isLabeledStatement(statement)) {
    names.push(statement.label.text);
    ({ statement } = statement);
  }
  const label = names.at(-1)!;
  const labels = new Map([...outer.labels, ...names.map((name) => [name, label] as const)]);
  const here: Here = { ...outer, labels };
  const isLoopOrSwitch = loopKeywords[statement.kind] !== undefined || ts.isSwitchStatement(statement);
  if (isLoopOrSwitch) return lowerStatement(statement, here, label);
  return { kind: "labelled", label, body: lowerSingle(statement, here) };
}
