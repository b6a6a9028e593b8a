/** Top-level statements → groups: what gives module-level variables their value in more than one statement. */

import type { Statement } from "../routine.js";
import { isFunctionNode, spanOf } from "../syntax/functions.js";
import { exportsName } from "../syntax/moduleEffects.js";
import { groupOf, type ModuleGroup, type ModuleItem, preludeOf } from "../syntax/moduleGroups.js";
import { type ParsedModule, problemWithin } from "../syntax/parseModule.js";
import { type Binding, bindingsOf, kindOfVariables } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { type Here, type LoweringContext, newFrame, type Scope, sourceOf, unsupported } from "./context.js";
import { hoistedFunctions, lowerStatement, lowerVariable } from "./statements.js";

/** The index of the group that a module-level name belongs to, made when it is first asked for; null for a name whose declaration is all. */
export function groupIndexOf(context: LoweringContext, parsed: ParsedModule, name: string): number | null {
  const group = groupOf(parsed.file, name);
  return group === null ? null : groupIndex(context, parsed, group);
}

/** The group that fills what a CommonJS module exports. `start` runs before it. */
export function exportsGroupIndex(
  context: LoweringContext,
  parsed: ParsedModule,
  start: readonly Statement[],
): number {
  const group = groupOf(parsed.file, exportsName);
  const index =
    group === null ? addGroup(context, parsed, exportsName, []) : groupIndex(context, parsed, group);
  context.waiting.push(() => context.groups[index]!.body.unshift(...start));
  return index;
}

function groupIndex(context: LoweringContext, parsed: ParsedModule, group: ModuleGroup): number {
  const first = group.items[0]!;
  const known = context.groupByNode.get(first);
  if (known !== undefined) return known;
  const index = addGroup(context, parsed, group.names[0]!, group.items);
  context.groupByNode.set(first, index);
  return index;
}

/** The group of a declaration that is a statement by itself, such as a class. */
export function declaredIndex(context: LoweringContext, parsed: ParsedModule, binding: Binding): number {
  const { declaration, name } = binding;
  const known = context.groupByNode.get(declaration);
  if (known !== undefined) return known;
  const index = addGroup(context, parsed, name, [declaration as ts.Statement]);
  context.groupByNode.set(declaration, index);
  return index;
}

/** Adds the statements of a module that change what other modules made, and those of the modules that it only imports for such effects. */
export function lowerPrelude(context: LoweringContext, module: string): void {
  const waiting = [module];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const parsed = context.graph.open(next);
    if (parsed === null || context.groupByNode.has(parsed.file)) continue;
    context.groupByNode.set(parsed.file, -1);
    for (const imported of importedForEffect(context, parsed)) waiting.push(imported);
    const items = preludeOf(parsed.file);
    if (items.length > 0) context.prelude.unshift(addGroup(context, parsed, "", items));
  }
}

/** `import "./extend.js"`. */
function importedForEffect(context: LoweringContext, parsed: ParsedModule): string[] {
  return parsed.file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || statement.importClause !== undefined) return [];
    const { moduleSpecifier } = statement;
    if (!ts.isStringLiteralLike(moduleSpecifier)) return [];
    return context.graph.resolve(moduleSpecifier.text, parsed.module, "import") ?? [];
  });
}

function addGroup(
  context: LoweringContext,
  parsed: ParsedModule,
  name: string,
  items: readonly ModuleItem[],
): number {
  const { file } = parsed;
  const frame = newFrame(null, false);
  const source = sourceOf(context, parsed);
  const [first] = items;
  const last = items.at(-1);
  const start = first === undefined ? 0 : spanOf(first, file).start;
  const span = { start, end: last === undefined ? start : spanOf(last, file).end };
  const code = {
    ...span,
    name,
    module: source.moduleIndex,
    locals: frame.locals,
    functions: [],
    body: [] as Statement[],
  };
  const index = context.groups.push(code) - 1;
  const scope: Scope = { kind: "module", parsed, node: file };
  const here: Here = { context, source, frame, scope, labels: new Map() };
  context.waiting.push(() => {
    const declared = items.filter((item) => !ts.isVariableDeclaration(item));
    Object.assign(code, { functions: hoistedFunctions(declared, here) });
    code.body = items.flatMap((item) => lowerItem(item, here, parsed));
  });
  return index;
}

function lowerItem(item: ModuleItem, here: Here, parsed: ParsedModule): Statement[] {
  const span = spanOf(item, parsed.file);
  const problem = problemWithin(parsed, span);
  if (problem !== null) {
    const place = { module: parsed.module, start: problem.start, end: problem.end };
    const message = `This statement of the module cannot be read: ${problem.message}`;
    return [{ ...unsupported(here, place, message, "syntax-error"), ...span }];
  }
  if (!ts.isVariableDeclaration(item)) return lowerStatement(item, here);
  return lowerVariable(item, kindOfVariables(item.parent as ts.VariableDeclarationList), here);
}

/** Whether a name may be read before its declaration was reached. */
export function isHoisted(parsed: ParsedModule, name: string): boolean {
  const binding = bindingsOf(parsed.file).get(name);
  if (binding === undefined) return false;
  const { kind, declaration } = binding;
  return kind === "var" || kind === "namespace" || (kind === "function" && isFunctionNode(declaration));
}
