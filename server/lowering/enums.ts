/** Enums and namespaces → expressions that make their objects. */

import type {
  AccessorCode,
  EnumMemberCode,
  Expression,
  FunctionCode,
  PropertyCode,
  Statement,
} from "../routine.js";
import { hasModifier } from "../syntax/exports.js";
import { type Binding, bindingsOf, kindOfVariables, namesIn } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { captureMentioned } from "./captures.js";
import {
  type Here,
  hereInside,
  makeFunction,
  newFrame,
  presentPlace,
  type Slot,
  spanAt,
  stringAt,
} from "./context.js";
import { lowerExpression, lowerPropertyName } from "./expressions.js";
import { newSlot, openScope, resolveName } from "./names.js";
import { hoistedFunctions, lowerStatements } from "./statements.js";

/** `enum Axis { X, Y = 4 }`: its members are names inside it. */
export function lowerEnum(node: ts.EnumDeclaration, outside: Here): Expression {
  const { frame } = outside;
  const slots = new Map<string, Slot>();
  const ownIndex = newSlot(frame, node.name.text);
  slots.set(node.name.text, { index: ownIndex, isConstant: true });
  const here: Here = { ...outside, scope: { kind: "slots", slots, frame, outer: outside.scope } };
  const members = node.members.map((member): EnumMemberCode => {
    const key = lowerPropertyName(member.name, here);
    const name = key.kind === "string" ? key.value : "";
    const value = member.initializer === undefined ? null : lowerExpression(member.initializer, here);
    const index = newSlot(frame, name);
    slots.set(name, { index, isConstant: true });
    return { key, variable: { scope: "local", index, name }, value, ...spanAt(member, outside) };
  });
  const own = { scope: "local", index: ownIndex, name: node.name.text } as const;
  return { kind: "enum", own, members, ...spanAt(node, outside) };
}

/** All declarations of one namespace in a list of statements: they are one object. */
export function declarationsOfNamespace(node: ts.ModuleDeclaration): ts.ModuleDeclaration[] {
  const { parent } = node;
  const statements: readonly ts.Statement[] =
    ts.isSourceFile(parent) || ts.isModuleBlock(parent) ? parent.statements : [node];
  return statements.filter(
    (one): one is ts.ModuleDeclaration => ts.isModuleDeclaration(one) && one.name.text === node.name.text,
  );
}

/**
 * A namespace: a function that runs its statements and gives an object of what it exports, called at once.
 *
 *     namespace N { const k = 2; export function f(x) { return k * x; } }     (() => { …; return { f }; })()
 */
export function lowerNamespace(node: ts.ModuleDeclaration, outside: Here): Expression {
  const declarations = declarationsOfNamespace(node);
  const code = functionOf(node, node.name.text, outside, declarations, (inside) => {
    const bodies = declarations.flatMap(({ body }) => (body === undefined ? [] : [body]));
    const bindings = new Map<string, Binding>();
    for (const body of bodies) {
      for (const [name, binding] of ownBindings(body)) if (!bindings.has(name)) bindings.set(name, binding);
    }
    const span = spanAt(node, inside);
    const { here, indices } = openScope(inside, bindings);
    const statements = bodies.flatMap((body) => statementsOf(body));
    const functions = hoistedFunctions(statements, here);
    const last: Statement = { kind: "return", value: exported(statements, here, span), ...span };
    const body = [...lowerStatements(statements, here), last];
    return [{ kind: "block", fresh: indices, functions, body, ...span }];
  });
  const span = spanAt(node, outside);
  const callee: Expression = { kind: "function", function: code, ...span };
  return { kind: "call", callee, arguments: [], isOptional: false, ...span };
}

/** An arrow function without parameters, whose text is that of some nodes. */
function functionOf(
  node: ts.Node,
  name: string,
  outside: Here,
  texts: readonly ts.Node[],
  body: (inside: Here) => Statement[],
): FunctionCode {
  const place = presentPlace(node, outside);
  const { isStrict, marked } = outside.frame;
  const frame = newFrame(outside.frame, place, marked, isStrict);
  for (const text of texts) captureMentioned(text, frame, outside);
  return makeFunction(
    outside.context,
    { ...place, name, captures: frame.captures, isStrict, marked },
    (own) => {
      frame.code = own;
      return {
        parameters: [],
        locals: frame.locals,
        body: body(hereInside(node, outside, frame)),
      };
    },
  );
}

/** `namespace A.B { … }` is a namespace inside a namespace. */
function statementsOf(body: ts.ModuleBody | ts.JSDocNamespaceBody): readonly ts.Statement[] {
  if (ts.isModuleBlock(body)) return body.statements;
  return ts.isModuleDeclaration(body) ? [body] : [];
}

function ownBindings(body: ts.Node): Iterable<[string, Binding]> {
  if (!ts.isModuleDeclaration(body) || !ts.isIdentifier(body.name)) return bindingsOf(body);
  const { name } = body;
  const binding: Binding = {
    name: name.text,
    kind: "namespace",
    identifier: name,
    declaration: body,
    container: body.parent,
    isConstant: false,
  };
  return [[name.text, binding]];
}

/** The object of the exported names. One that can be assigned to is read when it is asked for. */
function exported(
  statements: readonly ts.Statement[],
  here: Here,
  span: { start: number; end: number },
): Expression {
  const names = new Set(statements.flatMap(exportedNames));
  const changing = new Map(
    statements
      .filter(isChangeable)
      .flatMap((node) => exportedNames(node).map((name) => [name, node] as const)),
  );
  const properties = [...names].flatMap((name): (PropertyCode | AccessorCode)[] => {
    const resolved = resolveName(here, name);
    if (resolved.kind !== "variable") return [];
    if (changing.has(name)) {
      return [
        {
          kind: "getter",
          key: stringAt(name, span),
          function: reader(name, changing.get(name)!, here),
          ...span,
        },
      ];
    }
    const value: Expression = { kind: "read", variable: resolved.variable, ...span };
    return [{ kind: "property", key: stringAt(name, span), value, ...span }];
  });
  return { kind: "object", properties, ...span };
}

function isChangeable(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && kindOfVariables(statement.declarationList) !== "const";
}

/** A function that gives the value that a name has when it is called. */
function reader(name: string, node: ts.Node, here: Here): FunctionCode {
  return functionOf(node, name, here, [node], (inside) => {
    const span = spanAt(node, inside);
    const resolved = resolveName(inside, name);
    const value: Expression =
      resolved.kind === "variable"
        ? { kind: "read", variable: resolved.variable, ...span }
        : { kind: "undefined", ...span };
    return [{ kind: "return", value, ...span }];
  });
}

/** A namespace that a function, class or enum of the same name gets as properties: `Object.assign(Name, …)`. */
export function lowerAddedNamespace(node: ts.ModuleDeclaration, name: ts.Identifier, here: Here): Expression {
  const span = spanAt(node, here);
  const callee: Expression = {
    kind: "member",
    object: { kind: "intrinsic", name: "Object", ...span },
    property: stringAt("assign", span),
    isOptional: false,
    ...span,
  };
  const target = lowerExpression(name, here);
  return {
    kind: "call",
    callee,
    arguments: [target, lowerNamespace(node, here)],
    isOptional: false,
    ...span,
  };
}

/** Whether something with a value of its own is declared beside a namespace under its name. */
export function isAdded(node: ts.ModuleDeclaration): boolean {
  const { parent } = node;
  if (!ts.isSourceFile(parent) && !ts.isModuleBlock(parent)) return false;
  return parent.statements.some(
    (one) =>
      ((ts.isFunctionDeclaration(one) && one.body !== undefined) ||
        ts.isClassDeclaration(one) ||
        ts.isEnumDeclaration(one)) &&
      one.name?.text === node.name.text,
  );
}

function exportedNames(statement: ts.Statement): string[] {
  const isInner = ts.isModuleDeclaration(statement) && ts.isModuleDeclaration(statement.parent);
  if (!isInner && !hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      namesIn(name).map(({ text }) => text),
    );
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

/** `import x = N.y.z`: the member of a namespace under a name of its own. */
export function lowerEntityName(name: ts.EntityName, here: Here): Expression {
  const span = spanAt(name, here);
  if (ts.isIdentifier(name)) return lowerExpression(name, here);
  return {
    kind: "member",
    object: lowerEntityName(name.left, here),
    property: stringAt(name.right.text, span),
    isOptional: false,
    ...span,
  };
}
