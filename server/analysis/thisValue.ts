/** What a point has to say about `this`: nothing for a function without, an example for a method that reads it. */

import { type FunctionNode, takesThis, unwrap } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { exampleValue } from "./exampleValues.js";
import { usesThis } from "./parameters.js";

/**
 * The text of an example for `this` where the function reads it, null where it could be given but is not
 * needed, undefined where there is none (an arrow function).
 */
export function exampleThis(node: FunctionNode, file: ts.SourceFile): string | null | undefined {
  if (!takesThis(node)) return undefined;
  if (!usesThis(node)) return ts.isMethodDeclaration(node) ? null : undefined;
  const annotation = node.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === "this");
  if (annotation?.type !== undefined) return exampleValue(annotation.type, file);
  return objectAround(node) ?? exampleFromReads(node);
}

/** A method of a module's object gets that object: `shapes.circle` is called on `shapes`. */
function objectAround(node: FunctionNode): string | null {
  const { parent } = node;
  if (parent === undefined || !ts.isObjectLiteralExpression(parent)) return null;
  let outer: ts.Node = parent.parent;
  while (ts.isExpression(outer) && unwrap(outer) === parent) outer = outer.parent;
  if (!ts.isVariableDeclaration(outer) || !ts.isIdentifier(outer.name)) return null;
  return ts.isSourceFile(outer.parent.parent.parent) ? outer.name.text : null;
}

/** One number for each `this.name` of the body. */
function exampleFromReads(node: FunctionNode): string {
  const names = new Set<string>();
  const waiting: ts.Node[] = [node.body];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (ts.isPropertyAccessExpression(next) && next.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const isCalled = ts.isCallExpression(next.parent) && next.parent.expression === next;
      if (!isCalled && ts.isIdentifier(next.name) && next.name.text !== "") names.add(next.name.text);
    }
    ts.forEachChild(next, (child) => void waiting.push(child));
  }
  const properties = [...names].reverse().map((name) => `${name}: 1`);
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}
