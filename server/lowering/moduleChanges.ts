/**
 * Which names of a module its own top-level statements change. Only declarations are evaluated, so a table that
 * a loop of the module fills would have the wrong content: better a finding than a wrong number.
 *
 *     const table = [];
 *     for (let i = 0; i < 10; i++) table.push(i * i);   // changes `table`
 */

import { isFunctionLike, unwrap } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";

const changesByFile = new WeakMap<ts.SourceFile, ReadonlyMap<string, ts.Node>>();

/** The place outside all functions where a name is assigned to or its content changed, or null. */
export function changeOutsideFunctions(file: ts.SourceFile, name: string): ts.Node | null {
  let changes = changesByFile.get(file);
  if (changes === undefined) {
    changes = collectChanges(file);
    changesByFile.set(file, changes);
  }
  return changes.get(name) ?? null;
}

function collectChanges(file: ts.SourceFile): Map<string, ts.Node> {
  const changes = new Map<string, ts.Node>();
  const waiting: ts.Node[] = file.statements.filter((statement) => !isDeclaration(statement));
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const changed = changedName(node);
    if (changed !== null && !changes.has(changed)) changes.set(changed, node);
    if (isFunctionLike(node) || ts.isTypeNode(node)) continue;
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
  return changes;
}

function isDeclaration(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isExportAssignment(statement)
  );
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

function changedName(node: ts.Node): string | null {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? rootName(node.left) : null;
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const isUpdate =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return isUpdate ? rootName(node.operand) : null;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name } = node.expression;
  if (changingMethods.has(name.text)) return rootName(receiver);
  const isObjectAssign = ts.isIdentifier(receiver) && receiver.text === "Object" && name.text === "assign";
  const [first] = node.arguments;
  return isObjectAssign && first !== undefined ? rootName(first) : null;
}

/** `a` of `a`, `a.b[0].c`. */
function rootName(expression: ts.Expression): string | null {
  let root = unwrap(expression);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
    root = unwrap(root.expression);
  }
  return ts.isIdentifier(root) ? root.text : null;
}
