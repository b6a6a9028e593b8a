/**
 * Which variables of the functions around a function captures, known before its body is lowered: every one whose
 * name its text mentions. One name too many costs a cell; one too few cannot be.
 *
 *     function outer(a) { let b; return () => a + 1; }      the arrow captures a
 */

import { ts } from "../syntax/typescript.js";
import type { Frame, Here, Scope } from "./context.js";

/** Up to how many names are looked for in the text one by one. */
const fewNames = 6;

/** Makes the captures of a function's frame, whose scope is the one of `here`. */
export function captureMentioned(node: ts.Node, frame: Frame, here: Here): void {
  const visible = visibleSlots(here.scope);
  if (visible.size === 0) return;
  const from = ts.isFunctionDeclaration(node) ? (node.name?.end ?? node.pos) : node.pos;
  const text = here.source.file.text.slice(from, node.end);
  const isMentioned =
    visible.size <= fewNames
      ? (name: string) => text.includes(name)
      : (name: string) => mentionsOf(node).has(name);
  for (const [name, { owner, index }] of visible) {
    if (isMentioned(name)) captureOf(frame, owner, index);
  }
}

/** The variables of the functions around, by name: the innermost of each. */
function visibleSlots(scope: Scope): Map<string, { owner: Frame; index: number }> {
  const visible = new Map<string, { owner: Frame; index: number }>();
  for (let at = scope; at.kind === "slots"; at = at.outer) {
    for (const [name, { index }] of at.slots) {
      if (!visible.has(name)) visible.set(name, { owner: at.frame, index });
    }
  }
  return visible;
}

/** The place of a captured variable in a function's list; every function between it and the owner captures it too. */
export function captureOf(frame: Frame, owner: Frame, index: number): number {
  const variable = owner.locals[index]!;
  const known = frame.captureIndices.get(variable);
  if (known !== undefined) return known;
  variable.isCaptured = true;
  const parent = frame.parent!;
  const capture =
    parent === owner
      ? ({ from: "local", index } as const)
      : ({ from: "captured", index: captureOf(parent, owner, index) } as const);
  const place = frame.captures.push(capture) - 1;
  frame.captureIndices.set(variable, place);
  return place;
}

/** Whether the text of a function, those inside it included, mentions `arguments`. */
export function mentionsArguments(node: ts.Node): boolean {
  const { text } = node.getSourceFile();
  return text.slice(node.pos, node.end).includes("arguments") && mentionsOf(node).has("arguments");
}

const mentionsByNode = new WeakMap<ts.Node, ReadonlySet<string>>();

/** Every name that stands in a node where it may mean a variable; names in types are left out. */
export function mentionsOf(node: ts.Node): ReadonlySet<string> {
  const known = mentionsByNode.get(node);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const waiting: ts.Node[] = [];
  const wait = (child: ts.Node) => void waiting.push(child);
  const own = ts.isFunctionDeclaration(node) ? node.name : undefined;
  ts.forEachChild(node, (child) => (child === own ? undefined : wait(child)));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (ts.isIdentifier(next)) names.add(next.text);
    else if (ts.isFunctionLike(next)) {
      for (const name of mentionsOf(next)) names.add(name);
    } else if (ts.isPropertyAccessExpression(next)) waiting.push(next.expression);
    else if (!isOnlyType(next)) ts.forEachChild(next, wait);
  }
  mentionsByNode.set(node, names);
  return names;
}

function isOnlyType(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node);
}
