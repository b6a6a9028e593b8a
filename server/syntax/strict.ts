/**
 * Which code is strict: decided here, from syntax alone, and nowhere else.
 *
 *     f.mjs · f.ts · "use strict"; …                       strict from the first line on
 *     function f() { "use strict"; … } · class A { … }     strict inside
 *
 * TypeScript writes "use strict" into what it makes of a file, and ECMAScript modules are always strict.
 */

import { ts } from "./typescript.js";

/** Whether the code at a node is strict. */
export function isStrictAt(node: ts.Node): boolean {
  for (let at = node; ; at = at.parent) {
    if (ts.isSourceFile(at)) return isStrictFile(at);
    if (beginsStrictCode(at)) return true;
  }
}

/** Statements that were read by themselves, and the file that they are a part of. */
const wholes = new WeakMap<ts.SourceFile, ts.SourceFile>();

/** Says that a small tree is a part of a file: strict where that is. */
export function takeAsPart(part: ts.SourceFile, whole: ts.SourceFile): void {
  wholes.set(part, whole);
}

/** Whether a file is strict from its first line on. */
export function isStrictFile(part: ts.SourceFile): boolean {
  const file = wholes.get(part) ?? part;
  if (/\.([cm]?ts|tsx|mjs)$/.test(file.fileName)) return true;
  return ts.isExternalModule(file) || hasDirective(file.statements);
}

/** Whether a node is strict whatever is around it: a class, a member of one, a function that says so. */
export function beginsStrictCode(node: ts.Node): boolean {
  if (ts.isClassLike(node)) return true;
  if (!ts.isFunctionLike(node)) return false;
  if (ts.isClassLike(node.parent)) return true;
  const { body } = node as ts.FunctionLikeDeclaration;
  return body !== undefined && ts.isBlock(body) && hasDirective(body.statements);
}

/** Whether a list of statements begins with the directive `"use strict"`. */
function hasDirective(statements: readonly ts.Statement[]): boolean {
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return false;
    if (statement.expression.text === "use strict") return true;
  }
  return false;
}
