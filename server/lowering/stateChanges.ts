/**
 * Which variables of a module its functions change: what such a variable holds when a function is called depends
 * on what was called before.
 *
 *     let gravity = 9.81;
 *     export function setGravity(g: number) { gravity = g; }      // changes `gravity`
 */

import { isFunctionLike, unwrap } from "../syntax/functions.js";
import { lookUp } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { mentionsOf } from "./captures.js";

const changesByFile = new WeakMap<ts.SourceFile, ReadonlyMap<ts.Node, ts.Node>>();

/** The place inside a function of the module where a variable of the module is assigned, or null. */
export function changeInsideFunctions(file: ts.SourceFile, declared: ts.Node): ts.Node | null {
  let changes = changesByFile.get(file);
  if (changes === undefined) {
    changes = collectChanges(file);
    changesByFile.set(file, changes);
  }
  return changes.get(declared) ?? null;
}

function collectChanges(file: ts.SourceFile): Map<ts.Node, ts.Node> {
  const changes = new Map<ts.Node, ts.Node>();
  const waiting: { node: ts.Node; isInside: boolean }[] = [{ node: file, isInside: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node } = next;
    const isInside = next.isInside || isFunctionLike(node);
    const target = isInside ? changedVariable(node) : null;
    const binding = target === null ? null : lookUp(target, target.text);
    if (binding !== null && !changes.has(binding.identifier)) changes.set(binding.identifier, node);
    ts.forEachChild(node, (child) => void waiting.push({ node: child, isInside }));
  }
  return changes;
}

/** Names of variables that a piece of code assigns or whose parts it assigns, functions inside it included. */
export function namesChangedIn(root: ts.Node): Set<string> {
  const names = new Set<string>();
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    let target = changedTarget(node);
    if (target !== null) target = unwrap(target);
    while (
      target !== null &&
      (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))
    ) {
      target = unwrap(target.expression);
    }
    if (target !== null && ts.isIdentifier(target)) names.add(target.text);
    else if (target !== null) for (const name of mentionsOf(target)) names.add(name);
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
  return names;
}

function changedVariable(node: ts.Node): ts.Identifier | null {
  const target = changedTarget(node);
  if (target === null) return null;
  const name = unwrap(target);
  return ts.isIdentifier(name) && name.text !== "" ? name : null;
}

/** What an assignment or `++` gives another value. */
function changedTarget(node: ts.Node): ts.Expression | null {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? node.left : null;
  }
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return null;
  const { operator, operand } = node;
  const isUpdate = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
  return isUpdate ? operand : null;
}
