/** What a point has to say about `this`: nothing for a function without, an example for a method that reads it. */

import { hasModifier } from "../syntax/exports.js";
import { type FunctionNode, holderOf, takesThis, unwrap } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { exampleInstance, exampleValue } from "./exampleValues.js";
import { usesThis } from "./parameters.js";

/**
 * The text of an example for `this` where the function reads it, null where it could be given but is not
 * needed, undefined where there is none (an arrow function).
 */
export function exampleThis(node: FunctionNode, file: ts.SourceFile): string | null | undefined {
  if (!takesThis(node)) return undefined;
  // A static method is given its class.
  if (!usesThis(node) || isStatic(node)) return ts.isMethodDeclaration(node) ? null : undefined;
  const annotation = node.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === "this");
  if (annotation?.type !== undefined) return exampleValue(annotation.type, file);
  return objectAround(node) ?? instanceOfClassAround(node, file) ?? exampleFromReads(node);
}

function instanceOfClassAround(node: FunctionNode, file: ts.SourceFile): string | null {
  const holder = holderOf(node);
  const { parent } = holder;
  return parent !== undefined && ts.isClassLike(parent) ? exampleInstance(parent, file) : null;
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

function isStatic(node: FunctionNode): boolean {
  return ts.isMethodDeclaration(node) && hasModifier(node, ts.SyntaxKind.StaticKeyword);
}

/** One number for each `this.name` of the body, and of the class's other methods and getters that it reaches. */
function exampleFromReads(node: FunctionNode): string {
  const { parent } = node;
  const members = parent !== undefined && ts.isClassLike(parent) ? parent.members : [];
  const names = new Set<string>();
  const reached = new Set<ts.Node>([node]);
  for (const one of reached) {
    for (const read of readsOfThis(one)) {
      const own = members.find((member) => isRunning(member) && nameText(member) === read.name.text);
      if (own !== undefined) reached.add(own);
      else if (!isCalled(read)) names.add(read.name.text);
    }
  }
  const properties = [...names].map((name) => `${name}: 1`);
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

/** Whether a member of a class runs when it is reached, so that a point does not give it. */
function isRunning(member: ts.ClassElement): boolean {
  return ts.isMethodDeclaration(member) || ts.isAccessor(member);
}

function nameText(member: ts.ClassElement): string | null {
  return member.name !== undefined && ts.isIdentifier(member.name) ? member.name.text : null;
}

function isCalled(read: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(read.parent) && read.parent.expression === read;
}

/** Each `this.name` in a function, in the order of the text. */
function readsOfThis(node: ts.Node): (ts.PropertyAccessExpression & { name: ts.Identifier })[] {
  const found: (ts.PropertyAccessExpression & { name: ts.Identifier })[] = [];
  const waiting: ts.Node[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (ts.isPropertyAccessExpression(next) && next.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const { name } = next;
      if (ts.isIdentifier(name) && name.text !== "") found.push(next as (typeof found)[number]);
    }
    const children: ts.Node[] = [];
    ts.forEachChild(next, (child) => void children.push(child));
    waiting.push(...children.reverse());
  }
  return found;
}
