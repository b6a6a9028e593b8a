/**
 * A module after an edit inside one of its functions: everything else that was made of it stays, and moves. The
 * edited function keeps its place among the closures that the module's evaluation made, and has another body.
 */

import type { Span } from "../finding.js";
import type { EditedFunction } from "../syntax/editedFunction.js";
import type { EditedStatement } from "../syntax/editedStatement.js";
import { type FunctionNode, isFunctionNode } from "../syntax/functions.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";
import { mentionsOf } from "./captures.js";
import { hereAt, type LoweringContext } from "./context.js";
import { lowerFunction } from "./functions.js";
import type { LazyFunction } from "./lazyFunction.js";

/** How many trees may be held because functions were made of them, before all is made anew. */
const mostTrees = 16;

/** Brings what was made of a module up to an edit inside a function. False when it has to be made anew. */
export function editModule(
  context: LoweringContext,
  edit: EditedFunction,
  parsed: ParsedModule,
  marked: ReadonlySet<number>,
): boolean {
  if (++context.edits > mostTrees) return false;
  const { before, after, from, to } = edit;
  // Of other statements than declarations of functions, a mistake anywhere concerns the whole.
  const isDeclared = ts.isFunctionDeclaration(before) && ts.isFunctionDeclaration(after);
  if (!isDeclared && context.parsed.problems.length + parsed.problems.length > 0) return false;
  return follow(context, { node: after, offset: 0, from, to }, marked, { parsed, text: parsed.text });
}

/** The same for an edit inside a statement that was read by itself. */
export function editStatement(
  context: LoweringContext,
  { now, within }: EditedStatement,
  text: string,
  marked: ReadonlySet<number>,
): boolean {
  if (within !== null) return follow(context, { ...within, offset: now.offset }, marked, { text });
  const delta = text.length - context.text.length;
  const start = now.node.getStart(now.parsed.file) + now.offset - delta;
  moveFunctions(context, start, delta);
  Object.assign(context, { text, marked });
  return true;
}

/** A function after an edit inside it, in a tree whose offsets are those of the module less `offset`. */
interface Followed {
  node: ts.Node;
  offset: number;
  from: Span;
  to: Span;
}

function follow(
  context: LoweringContext,
  { node, offset, from, to }: Followed,
  marked: ReadonlySet<number>,
  state: Partial<Pick<LoweringContext, "parsed" | "text">>,
): boolean {
  const file = node.getSourceFile();
  if (!canFollow(node, file.text)) return false;
  if (mentionsUnaskedImport(context, node)) return false;
  const edited = context.functions.filter((code) => code.start === from.start && code.end === from.end);
  // A function whose destructured parameters a point names is there twice; more than one is rare enough.
  const [only, second] = edited;
  if (only === undefined || second !== undefined) return false;

  const { functions, functionByStart, parsed, text, marked: markedBefore } = context;
  Object.assign(context, { ...state, marked, functions: [], functionByStart: new Map() });
  const here = hereAt(context, { module: context.code.name, start: 0 }, file, -offset);
  const made = lowerFunction(node, here, { name: only.name, isConstructor: only.isConstructor });
  const isAlike = only.hasSameHead(made) && (only.marked === null) === (made.marked === null);
  Object.assign(context, { functions, functionByStart });
  if (!isAlike) {
    Object.assign(context, { parsed, text, marked: markedBefore });
    return false;
  }
  only.becomes(made);
  const isKept = (code: LazyFunction) => code === only || !isInside(code, from);
  context.functions = functions.filter(isKept);
  context.functionByStart = new Map([...functionByStart].filter(([, code]) => isKept(code)));
  moveFunctions(context, from.end, to.end - from.end, only);
  return true;
}

/** Moves what lies behind an edit. The edited function is where it should be. */
function moveFunctions(context: LoweringContext, behind: number, delta: number, edited?: LazyFunction): void {
  const { functions, functionByStart, code } = context;
  for (const each of functions) if (each !== edited) move(each, behind, delta);
  for (const request of code.imports) move(request, behind, delta);
  context.functionByStart = new Map([...functionByStart.values()].map((each) => [each.start, each]));
}

/** Private names are known by the place of their class, which edits before have moved. */
function canFollow(node: ts.Node, text: string): node is FunctionNode {
  return isFunctionNode(node) && !text.slice(node.pos, node.end).includes("#");
}

function isInside({ start, end }: LazyFunction, span: { start: number; end: number }): boolean {
  return span.start < start && end <= span.end;
}

function move(span: { start: number; end: number }, behind: number, delta: number): void {
  if (span.start >= behind) span.start += delta;
  if (span.end >= behind) span.end += delta;
}

/** An import that only types used asks for its module from now on. */
function mentionsUnaskedImport({ code }: LoweringContext, node: ts.Node): boolean {
  const mentions = mentionsOf(node);
  return code.variables.some(
    ({ name, isImport, from }) => isImport && from === undefined && mentions.has(name),
  );
}
