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

function changedVariable(node: ts.Node): ts.Identifier | null {
  let target: ts.Expression | null = null;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) target = node.left;
  } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const isUpdate =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    if (isUpdate) target = node.operand;
  }
  if (target === null) return null;
  const name = unwrap(target);
  return ts.isIdentifier(name) && name.text !== "" ? name : null;
}
