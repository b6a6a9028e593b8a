/**
 * What evaluating a piece of a module does to the module's own names: which it reads, and which it changes, by
 * assigning to them or to what they hold. Functions count when they are called, by name, with `new`, as a static
 * member or in place; what a call of something unknown does is guessed from how it looks.
 *
 *     table.push(square(i));        reads table, square, i · changes table
 */

import { isCommonJsFile } from "./commonJs.js";
import { isFunctionLike, unwrap } from "./functions.js";
import { type Binding, bindingsOf, lookUp } from "./scopes.js";
import { ts } from "./typescript.js";

export interface Effects {
  reads: ReadonlySet<string>;
  changes: ReadonlySet<string>;
  /** Changed names that assignments and `Object.assign` name outright, rather than calls of unknown functions. */
  assigns: ReadonlySet<string>;
}

/** What one piece does by itself, without the functions that it calls. */
interface OwnEffects {
  reads: Set<string>;
  changes: Set<string>;
  assigns: Set<string>;
  /** Parameters, by position, that a function changes the content of. */
  changedParameters: Set<number>;
  calls: { callee: ts.Node; arguments: readonly ts.Expression[] }[];
}

const ownByNode = new WeakMap<ts.Node, OwnEffects>();

/** The effects of evaluating a statement, a declaration or an expression of a module, calls included. */
export function effectsOf(file: ts.SourceFile, item: ts.Node): Effects {
  const own = ownEffects(file, item);
  if (own.calls.length === 0) return own;
  const reads = new Set(own.reads);
  const changes = new Set(own.changes);
  const assigns = new Set(own.assigns);
  const visited = new Set<ts.Node>();
  const waiting = [...own.calls];
  for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
    const called = ownEffects(file, call.callee);
    for (const position of called.changedParameters) {
      const root = call.arguments[position] === undefined ? null : rootOf(call.arguments[position]);
      const name = root === null ? null : moduleName(file, root);
      if (name !== null) changes.add(name);
    }
    if (visited.has(call.callee)) continue;
    visited.add(call.callee);
    for (const name of called.reads) reads.add(name);
    for (const name of called.changes) changes.add(name);
    for (const name of called.assigns) assigns.add(name);
    waiting.push(...called.calls);
  }
  return { reads, changes, assigns };
}

function ownEffects(file: ts.SourceFile, item: ts.Node): OwnEffects {
  const known = ownByNode.get(item);
  if (known !== undefined) return known;
  const effects: OwnEffects = {
    reads: new Set(),
    changes: new Set(),
    assigns: new Set(),
    changedParameters: new Set(),
    calls: [],
  };
  ownByNode.set(item, effects);
  const isCalled = isFunctionLike(item);
  const waiting: ts.Node[] = isCalled ? partsOfFunction(item) : [item];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isOnlyType(node)) continue;
    if (isFunctionLike(node) && !ts.isClassStaticBlockDeclaration(node)) continue;
    // A field is evaluated when an instance is made, and asked about then.
    if (ts.isPropertyDeclaration(node) && !hasStatic(node)) continue;
    noteNode(file, item, node, isCalled, effects, waiting);
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
  return effects;
}

function isOnlyType(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  // A base class counts to the types as well.
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node);
}

/** What runs when a function is called, or a class constructed. */
function partsOfFunction(node: ts.Node): ts.Node[] {
  const { parameters, body } = node as ts.FunctionLikeDeclaration & { body?: ts.Node };
  return [...(parameters ?? []), ...(body === undefined ? [] : [body])];
}

function noteNode(
  file: ts.SourceFile,
  item: ts.Node,
  node: ts.Node,
  isCalled: boolean,
  effects: OwnEffects,
  waiting: ts.Node[],
): void {
  if (ts.isIdentifier(node)) {
    if (isName(node)) return;
    const name = moduleName(file, node);
    if (name !== null) effects.reads.add(name);
    return;
  }
  for (const target of changedTargets(node)) noteChange(file, item, target, true, effects);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    noteCall(file, item, node, isCalled, effects, waiting);
  }
}

function hasStatic(node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

function noteChange(
  file: ts.SourceFile,
  item: ts.Node,
  target: ts.Expression,
  isAssigned: boolean,
  effects: OwnEffects,
): void {
  const root = rootOf(target);
  if (root === null) {
    if (isThisOfCommonJs(file, target)) effects.changes.add(exportsName);
    return;
  }
  const name = moduleName(file, root);
  if (name !== null) {
    effects.changes.add(name);
    if (isAssigned) effects.assigns.add(name);
    return;
  }
  const position = parameterPosition(item, root);
  if (position >= 0) effects.changedParameters.add(position);
}

function parameterPosition(item: ts.Node, root: ts.Identifier): number {
  const { parameters } = item as Partial<ts.FunctionLikeDeclaration>;
  if (parameters === undefined) return -1;
  return parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === root.text);
}

/** What assignments, updates, `delete`, loops without declaration and the well-known changing functions change. */
function changedTargets(node: ts.Node): ts.Expression[] {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? targetsIn(node.left) : [];
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator, operand } = node;
    const isUpdate = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return isUpdate ? [operand] : [];
  }
  if (ts.isDeleteExpression(node)) return [node.expression];
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    return ts.isVariableDeclarationList(node.initializer) ? [] : targetsIn(node.initializer);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression: receiver, name } = node.expression;
  if (changingMethods.has(name.text)) return [receiver];
  const [first] = node.arguments;
  return first !== undefined && isObjectNamespace(receiver) && changingStatics.has(name.text) ? [first] : [];
}

/** The members and names that a pattern on the left of `=` assigns to. */
function targetsIn(left: ts.Expression): ts.Expression[] {
  const target = unwrap(left);
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(targetsIn);
  if (ts.isSpreadElement(target)) return targetsIn(target.expression);
  if (ts.isBinaryExpression(target)) return targetsIn(target.left);
  if (!ts.isObjectLiteralExpression(target)) return [target];
  return target.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return targetsIn(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return ts.isSpreadAssignment(property) ? targetsIn(property.expression) : [];
  });
}

function noteCall(
  file: ts.SourceFile,
  item: ts.Node,
  node: ts.CallExpression | ts.NewExpression,
  isCalled: boolean,
  effects: OwnEffects,
  waiting: ts.Node[],
): void {
  const given = node.arguments ?? [];
  const callee = unwrap(node.expression);
  const called = calledNodes(file, callee, ts.isNewExpression(node));
  for (const each of called) effects.calls.push({ callee: each, arguments: given });

  // Whoever is handed `exports`, or `this` in its place, is handed it to be filled.
  for (const argument of given) {
    const root = rootOf(argument);
    const isExports = root !== null && moduleName(file, root) === exportsName;
    if (isExports || isThisOfCommonJs(file, argument)) effects.changes.add(exportsName);
  }
  const isWalking = called.length > 0 || isIteration(callee);
  for (const argument of given) {
    const value = unwrap(argument);
    if (isWalking && isFunctionLike(value)) waiting.push(...partsOfFunction(value));
  }
  if (isCalled || !ts.isExpressionStatement(statementAround(node))) return;
  // A statement that only calls something is there for what it changes: its receiver and what it is given.
  if (ts.isPropertyAccessExpression(callee) && isHarmless(callee.expression)) return;
  const isUnknown = called.length === 0;
  for (const argument of isUnknown ? given : []) noteChange(file, item, argument, false, effects);
  if (isUnknown && ts.isPropertyAccessExpression(callee)) {
    noteChange(file, item, callee.expression, false, effects);
  }
}

/** The expression statement that a call is the whole of, or the call itself. */
function statementAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (ts.isParenthesizedExpression(at) || ts.isPrefixUnaryExpression(at) || ts.isVoidExpression(at)) {
    at = at.parent;
  }
  return at;
}

/** The functions that a call runs, where its callee is one of the module or stands right there. */
function calledNodes(file: ts.SourceFile, callee: ts.Expression, isNew: boolean): ts.Node[] {
  if (isFunctionLike(callee)) return [callee];
  if (ts.isIdentifier(callee)) {
    const binding = moduleBinding(file, callee);
    return binding === null ? [] : functionsOf(file, binding.declaration, isNew);
  }
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const { expression: object, name } = callee;
  if (isFunctionLike(unwrap(object)) && (name.text === "call" || name.text === "apply")) {
    return [unwrap(object)];
  }
  const holder = ts.isIdentifier(object) ? moduleBinding(file, object) : null;
  return holder === null ? [] : staticMember(holder.declaration, name.text);
}

function functionsOf(file: ts.SourceFile, declaration: ts.Node, isNew: boolean): ts.Node[] {
  const value =
    ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
      ? unwrap(declaration.initializer)
      : declaration;
  if (!isNew) return isFunctionLike(value) ? [value] : [];
  if (!ts.isClassLike(value)) return isFunctionLike(value) ? [value] : [];
  const own = value.members.flatMap((member): ts.Node[] => {
    if (ts.isConstructorDeclaration(member)) return member.body === undefined ? [] : [member];
    const isField = ts.isPropertyDeclaration(member) && !hasStatic(member);
    return isField && member.initializer !== undefined ? [member.initializer] : [];
  });
  const base = value.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const parent = base?.types[0]?.expression;
  const binding = parent !== undefined && ts.isIdentifier(parent) ? moduleBinding(file, parent) : null;
  const isItself = binding === null || binding.declaration === declaration;
  return isItself ? own : [...own, ...functionsOf(file, binding.declaration, true)];
}

/** A method or function-valued property of a class or an object literal. */
function staticMember(declaration: ts.Node, name: string): ts.Node[] {
  const value =
    ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined
      ? unwrap(declaration.initializer)
      : declaration;
  const members: readonly (ts.ClassElement | ts.ObjectLiteralElementLike)[] = ts.isClassLike(value)
    ? value.members
    : ts.isObjectLiteralExpression(value)
      ? value.properties
      : [];
  return members.flatMap((member): ts.Node[] => {
    if (member.name === undefined || !ts.isIdentifier(member.name) || member.name.text !== name) return [];
    const held =
      ts.isPropertyAssignment(member) || ts.isPropertyDeclaration(member) ? member.initializer : member;
    const inner = held !== undefined && ts.isExpression(held) ? unwrap(held) : held;
    return inner !== undefined && isFunctionLike(inner) ? [inner] : [];
  });
}

const changingMethods: ReadonlySet<string> = new Set([
  "push",
  "pop",
  "shift",
  "unshift",
  "splice",
  "sort",
  "reverse",
  "fill",
  "copyWithin",
  "set",
  "add",
  "delete",
  "clear",
]);

const changingStatics: ReadonlySet<string> = new Set([
  "assign",
  "defineProperty",
  "defineProperties",
  "setPrototypeOf",
  "set",
]);

/** Functions that call what they are given at once. */
const iterations: ReadonlySet<string> = new Set([
  "forEach",
  "map",
  "flatMap",
  "filter",
  "reduce",
  "reduceRight",
  "some",
  "every",
  "find",
  "findIndex",
  "sort",
  "from",
]);

function isIteration(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && iterations.has(callee.name.text);
}

function isObjectNamespace(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && (node.text === "Object" || node.text === "Reflect");
}

function isHarmless(receiver: ts.Expression): boolean {
  return ts.isIdentifier(receiver) && (receiver.text === "console" || receiver.text === "Math");
}

/** `a` of `a`, `a.b[0].c`, `a || (a = {})`. */
export function rootOf(expression: ts.Expression): ts.Identifier | null {
  let root = unwrap(expression);
  for (;;) {
    if (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
      root = unwrap(root.expression);
    } else if (ts.isBinaryExpression(root)) {
      root = unwrap(root.left);
    } else {
      return ts.isIdentifier(root) ? root : null;
    }
  }
}

/** Stands for `module` and `exports` of a CommonJS module among the names of the module. */
export const exportsName = "module.exports";

/** `this` outside all functions of a CommonJS module, or a member of it: the same object as `exports`. */
function isThisOfCommonJs(file: ts.SourceFile, expression: ts.Expression): boolean {
  let root = unwrap(expression);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = unwrap(root.expression);
  if (root.kind !== ts.SyntaxKind.ThisKeyword || !isCommonJsFile(file)) return false;
  for (let at: ts.Node = root.parent; !ts.isSourceFile(at); at = at.parent) {
    const isHolder = isFunctionLike(at) || ts.isClassLike(at) || ts.isModuleBlock(at);
    if (isHolder && !ts.isArrowFunction(at)) return false;
  }
  return true;
}

/** The module-level name that an identifier means, `module` and `exports` of CommonJS included; null for any other. */
export function moduleName(file: ts.SourceFile, identifier: ts.Identifier): string | null {
  const { text } = identifier;
  if ((text === "exports" || text === "module") && isCommonJsFile(file)) {
    if (lookUp(identifier, text) === null) return exportsName;
  }
  return moduleBinding(file, identifier)?.name ?? null;
}

/** The module-level binding that an identifier means, or null. */
function moduleBinding(file: ts.SourceFile, identifier: ts.Identifier): Binding | null {
  const own = bindingsOf(file).get(identifier.text);
  return own !== undefined && lookUp(identifier, identifier.text) === own ? own : null;
}

/** Whether an identifier is a property's or a declaration's name rather than a use. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    return parent.name === node;
  }
  if (ts.isBindingElement(parent)) return parent.name === node || parent.propertyName === node;
  return ts.isClassElement(parent) || ts.isClassLike(parent) || ts.isLabeledStatement(parent);
}
