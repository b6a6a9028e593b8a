/**
 * A module after an edit inside one of its functions: everything else that was made of it stays, and moves. The
 * edited function keeps its place among the closures that the module's evaluation made, and has another body.
 */

import type { EditedFunction } from "../syntax/editedFunction.js";
import { type FunctionNode, isFunctionNode } from "../syntax/functions.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import type { ts } from "../syntax/typescript.js";
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
  const { from, to, after } = edit;
  if (++context.edits > mostTrees || !canFollow(after, parsed.text)) return false;
  if (mentionsUnaskedImport(context, after)) return false;
  const edited = context.functions.filter((code) => code.start === from.start && code.end === from.end);
  // A function whose destructured parameters a point names is there twice; more than one is rare enough.
  const [only, second] = edited;
  if (only === undefined || second !== undefined) return false;

  const before = { parsed: context.parsed, marked: context.marked };
  const { functions, functionByStart } = context;
  Object.assign(context, { parsed, marked, functions: [], functionByStart: new Map() });
  const here = hereAt(context, { module: context.code.name, start: 0 }, parsed.file, 0);
  const made = lowerFunction(after, here, { name: only.name, isConstructor: only.isConstructor });
  const isAlike = only.hasSameHead(made) && (only.marked === null) === (made.marked === null);
  Object.assign(context, { functions, functionByStart });
  if (!isAlike) {
    Object.assign(context, before);
    return false;
  }
  only.becomes(made);
  const delta = to.end - from.end;
  context.functions = functions.filter((code) => code === only || !isInside(code, from));
  for (const code of context.functions) if (code !== only) move(code, from.end, delta);
  for (const request of context.code.imports) move(request, from.end, delta);
  context.functionByStart = new Map([...functionByStart.values()].map((code) => [code.start, code]));
  return true;
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
