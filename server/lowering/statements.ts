/** Statements → the routine's. One entry of the table for each kind of node; what has none is a finding. */

import type { FindingCode } from "../finding.js";
import type { Expression, HandlerCode, HoistedFunction, Pattern, Statement } from "../routine.js";
import { isFunctionNode } from "../syntax/functions.js";
import { bindingsOf, kindOfVariables, reachesOutOfBlock, unlabelled } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { lowerClass } from "./classes.js";
import { asyncAdvice, constructMessage, constructSentence } from "./constructs.js";
import { type Bare, type Here, siteAt, spanAt, stringAt, unsupported } from "./context.js";
import {
  declarationsOfNamespace,
  isAdded,
  lowerAddedNamespace,
  lowerEntityName,
  lowerEnum,
  lowerNamespace,
} from "./enums.js";
import { firstTokenSpan, lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { openScope, resolveName, resolveOutside } from "./names.js";
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

/** Lowers statements in a row. What follows a `using` becomes the body of a `try` that disposes of it. */
export function lowerStatements(statements: readonly ts.Statement[], here: Here): Statement[] {
  const using = statements.findIndex(declaresUsing);
  if (using < 0) return statements.flatMap((statement) => lowerStatement(statement, here));
  return [
    ...statements.slice(0, using).flatMap((statement) => lowerStatement(statement, here)),
    ...lowerUsing(statements[using] as ts.VariableStatement, statements.slice(using + 1), here),
  ];
}

/** The functions that statements declare: they have their value before the first statement runs. */
export function hoistedFunctions(statements: readonly ts.Statement[], here: Here): HoistedFunction[] {
  return statements.flatMap((labelled) => {
    const statement = unlabelled(labelled);
    if (!ts.isFunctionDeclaration(statement) || !isFunctionNode(statement)) return [];
    const name = statement.name?.text ?? "";
    const resolved = resolveName(here, name);
    if (resolved.kind !== "variable") return [];
    return [{ variable: resolved.variable, function: lowerFunction(statement, here) }];
  });
}

/** Lowers a statement: to several, or to none where it only declares functions or types. */
export function lowerStatement(node: ts.Statement, here: Here, label: string | null = null): Statement[] {
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

function refuse(
  node: ts.Node,
  here: Here,
  message = constructMessage(node.kind),
  code: FindingCode = "unsupported-construct",
): BareStatement {
  return unsupported(here, { module: here.source.module, ...firstTokenSpan(node, here) }, message, code);
}

const nothingToRun: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EmptyStatement,
  ts.SyntaxKind.DebuggerStatement,
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
  [ts.SyntaxKind.TryStatement]: (node: ts.TryStatement, here) => ({
    kind: "try",
    block: lowerSingle(node.tryBlock, here),
    handler: node.catchClause === undefined ? null : lowerHandler(node.catchClause, here),
    finalizer: node.finallyBlock === undefined ? null : lowerSingle(node.finallyBlock, here),
  }),
  [ts.SyntaxKind.ForInStatement]: lowerForIn,
  [ts.SyntaxKind.FunctionDeclaration]: lowerFunctionOfBlock,
  [ts.SyntaxKind.ClassDeclaration]: (node: ts.ClassDeclaration, here) =>
    node.name === undefined
      ? { kind: "expression", expression: lowerClass(node, here, "default") }
      : { kind: "declare", pattern: lowerBindingName(node.name, here), value: lowerClass(node, here) },
  [ts.SyntaxKind.EnumDeclaration]: (node: ts.EnumDeclaration, here) => ({
    kind: "declare",
    pattern: lowerBindingName(node.name, here),
    value: lowerEnum(node, here),
  }),
  [ts.SyntaxKind.ModuleDeclaration]: (node: ts.ModuleDeclaration, here) => {
    const isFirst = declarationsOfNamespace(node)[0] === node || !ts.isIdentifier(node.name);
    if (!isFirst || !ts.isIdentifier(node.name) || node.body === undefined) return [];
    if (isAdded(node)) {
      return { kind: "expression", expression: lowerAddedNamespace(node, node.name, here) };
    }
    const pattern = lowerBindingName(node.name, here);
    return { kind: "declare", pattern, value: lowerNamespace(node, here) };
  },
  [ts.SyntaxKind.ImportEqualsDeclaration]: (node: ts.ImportEqualsDeclaration, here) => {
    const { moduleReference } = node;
    // What another module exports is a variable that linking fills.
    if (node.isTypeOnly || ts.isExternalModuleReference(moduleReference)) return [];
    const pattern = lowerBindingName(node.name, here);
    return { kind: "declare", pattern, value: lowerEntityName(moduleReference, here) };
  },
};

/** The kinds of nodes that this table lowers. For the documentation. */
export const statementKinds: readonly ts.SyntaxKind[] = Object.keys(statements).map(Number);

/** A function has its value already. Where the text declares it in a block of sloppy code, the name around gets it as well. */
function lowerFunctionOfBlock(node: ts.FunctionDeclaration, here: Here): Lowered {
  if (!isFunctionNode(node) || !reachesOutOfBlock(node)) return [];
  const name = node.name!.text;
  const span = spanAt(node.name!, here);
  // `if (x) function f() {}` has no block that declares it.
  const isOfBlock = !ts.isIfStatement(node.parent);
  const inside = isOfBlock ? resolveName(here, name) : null;
  const around = isOfBlock ? resolveOutside(here, name) : resolveName(here, name);
  if (around.kind !== "variable" || around.isConstant) return [];
  const value: Expression =
    inside?.kind === "variable"
      ? { kind: "read", variable: inside.variable, ...span }
      : { kind: "function", function: lowerFunction(node, here), ...span };
  return {
    kind: "declare",
    pattern: { kind: "name", variable: around.variable, isConstant: false, ...span },
    value,
  };
}

function lowerVariables(list: ts.VariableDeclarationList, here: Here): Statement[] {
  const kind = kindOfVariables(list);
  if (kind === "using") {
    const message = constructSentence("`using`", "Declare the constant with `const`.");
    return [{ ...refuse(list, here, message), ...spanAt(list, here) } as Statement];
  }
  return list.declarations.flatMap((declaration) => lowerVariable(declaration, kind, here));
}

/** Lowers one declaration of a variable statement. A `var` without a value does nothing. */
export function lowerVariable(
  declaration: ts.VariableDeclaration,
  kind: ReturnType<typeof kindOfVariables>,
  here: Here,
): Statement[] {
  const { name, initializer } = declaration;
  if (initializer === undefined && kind === "var") return [];
  const pattern = lowerBindingName(name, here);
  const holder = ts.isIdentifier(name) ? name.text : "";
  const value = initializer === undefined ? null : lowerExpression(initializer, here, holder);
  return [{ kind: "declare", pattern, value, ...spanAt(declaration, here) }];
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

export function declaresUsing(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && kindOfVariables(statement.declarationList) === "using";
}

/** `using a = b, c = d; rest`: `const a = b; try { const c = d; try { rest } … } finally { a?.[Symbol.dispose](); }`. */
function lowerUsing(statement: ts.VariableStatement, rest: readonly ts.Statement[], here: Here): Statement[] {
  const { declarationList } = statement;
  const span = spanAt(statement, here);
  const isAwaited = (declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing;
  if (isAwaited) {
    const message = constructSentence("`await using`", asyncAdvice);
    return [{ ...refuse(statement, here, message, "async"), ...span } as Statement];
  }
  const disposing = (declarations: readonly ts.VariableDeclaration[]): Statement[] => {
    const [first, ...others] = declarations;
    if (first === undefined) return lowerStatements(rest, here);
    const declare = lowerVariable(first, "const", here);
    if (!ts.isIdentifier(first.name)) return [...declare, ...disposing(others)];
    const body = disposing(others);
    return [
      ...declare,
      {
        kind: "try",
        block: { kind: "block", fresh: [], functions: [], body, ...span },
        handler: null,
        finalizer: { kind: "expression", expression: disposal(first.name, here), ...span },
        ...span,
      },
    ];
  };
  return disposing(declarationList.declarations);
}

/** `resource?.[Symbol.dispose]()`. */
function disposal(name: ts.Identifier, here: Here): Expression {
  const span = spanAt(name, here);
  const symbol: Expression = { kind: "intrinsic", name: "Symbol", ...span };
  const dispose = stringAt("dispose", span);
  const property: Expression = {
    kind: "member",
    object: symbol,
    property: dispose,
    isOptional: false,
    ...span,
  };
  const object = lowerExpression(name, here);
  const callee: Expression = { kind: "member", object, property, isOptional: true, ...span };
  const call: Expression = { kind: "call", callee, arguments: [], isOptional: false, ...span };
  return { kind: "optionalChain", expression: call, ...span };
}

function lowerHandler(node: ts.CatchClause, outer: Here): HandlerCode {
  const { here, indices } = openScope(outer, bindingsOf(node));
  const name = node.variableDeclaration?.name;
  return {
    fresh: indices,
    parameter: name === undefined ? null : lowerBindingName(name, here),
    body: lowerSingle(node.block, here),
  };
}

function lowerForIn(node: ts.ForInStatement, outer: Here, label: string | null): Lowered {
  const { initializer, expression, statement } = node;
  const site = loopSite(node, outer);
  const { here, indices } = openScope(outer, bindingsOf(node));
  const target = forOfTarget(initializer, here);
  if (target === null) return refuse(node, outer, constructMessage(ts.SyntaxKind.ForInStatement));
  return {
    ...site,
    kind: "forIn",
    target,
    object: lowerExpression(expression, here),
    body: lowerSingle(statement, here),
    fresh: indices,
    label,
  };
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
    return refuse(node, outer, constructSentence("`for await`", asyncAdvice), "async");
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
  [ts.SyntaxKind.ForInStatement]: "for",
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
