/**
 * CommonJS: `module` and `exports` are variables of the module like any other, which its statements give their
 * value in the order of the text, and `require` reads them. What no export needs is not run.
 *
 *     require("./area.js")   →   $module.exports, after the statements of area.js that fill it
 *
 * Where modules require each other in a circle, the second gets what the first has exported so far. A module that
 * is bound to a name runs when the name is first used, which can only be seen where modules have side effects.
 */

import type { Span } from "../finding.js";
import type { Expression, Statement, Variable } from "../routine.js";
import { isCommonJs } from "../syntax/commonJs.js";
import { followRequire } from "../syntax/exports.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";
import {
  type Here,
  type LoweringContext,
  placeAt,
  sourceOf,
  spanAt,
  stringAt,
  unsupported,
} from "./context.js";
import { followTarget, resolvedExpression } from "./globals.js";
import { exportsGroupIndex } from "./groups.js";
import type { Resolved } from "./names.js";

/** `require("specifier")` as an expression. */
export function requireExpression(node: ts.Node, specifier: string, here: Here): Expression {
  const span = spanAt(node, here);
  const { graph } = here.context;
  const parsed = graph.open(here.source.module);
  if (parsed === null) return { kind: "undefined", ...span };
  const target = followRequire(graph, parsed, specifier);
  if (target.kind !== "unresolved") {
    return resolvedExpression(here, followTarget(here.context, target, { name: specifier }, undefined), span);
  }
  const message = `\`require("${specifier}")\` cannot be followed: ${target.reason}.`;
  return { ...unsupported(here, placeAt(node, here), message, "unresolved-import"), ...span };
}

/** What a CommonJS module exports. */
export function requiredModule(context: LoweringContext, parsed: ParsedModule, span: Span): Expression {
  const object: Expression = { kind: "read", variable: variablesOf(context, parsed).module, ...span };
  return { kind: "member", object, property: stringAt("exports", span), isOptional: false, ...span };
}

/** `module` and `exports` in the code of a CommonJS module; null for any other name and in any other module. */
export function commonJsVariable(
  context: LoweringContext,
  parsed: ParsedModule,
  name: string,
): Resolved | null {
  if ((name !== "module" && name !== "exports") || !isCommonJs(parsed)) return null;
  return { kind: "variable", variable: variablesOf(context, parsed)[name], isConstant: false };
}

/** `this` outside all functions: what a CommonJS module exports at its start, and undefined in other modules. */
export function thisOfModule(node: ts.Node, here: Here): Expression | null {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    const isHolder = ts.isFunctionLike(at) || ts.isClassLike(at) || ts.isModuleBlock(at);
    if (isHolder && !ts.isArrowFunction(at)) return null;
  }
  const parsed = here.context.graph.open(here.source.module);
  if (parsed === null || !isCommonJs(parsed) || parsed.file !== node.getSourceFile()) return null;
  const variable = variablesOf(here.context, parsed).exports;
  return { kind: "read", variable, ...spanAt(node, here) };
}

function variablesOf(
  context: LoweringContext,
  parsed: ParsedModule,
): { module: Variable; exports: Variable } {
  const { file } = parsed;
  const variables = (index: number) => ({
    module: { scope: "global", index, name: "module" } as const,
    exports: { scope: "global", index: index + 1, name: "exports" } as const,
  });
  const known = context.globalByNode.get(file);
  if (known !== undefined) return variables(known);

  const source = sourceOf(context, parsed);
  const span = { start: 0, end: file.end };
  const global = (name: string) => ({
    ...span,
    name,
    module: source.moduleIndex,
    value: { kind: "undefined", ...span } as const,
    locals: [],
    isConstant: true,
    isHoisted: true,
  });
  const index = context.globals.push(global("module"), global("exports")) - 2;
  context.globalByNode.set(file, index);
  const made = variables(index);
  const group = exportsGroupIndex(context, parsed, startOf(made, parsed.module));
  context.globals[index]!.group = group;
  context.globals[index + 1]!.group = group;
  return made;
}

/** `module = { exports: {}, id }; exports = module.exports;`, at the start of the text. */
function startOf(variables: { module: Variable; exports: Variable }, id: string): Statement[] {
  const span = { start: 0, end: 0 };
  const property = (key: string, value: Expression) =>
    ({ kind: "property", key: stringAt(key, span), value, ...span }) as const;
  const declare = (variable: Variable, value: Expression): Statement => ({
    kind: "declare",
    pattern: { kind: "name", variable, isConstant: false, ...span },
    value,
    ...span,
  });
  const exported: Expression = { kind: "object", properties: [], ...span };
  const properties = [property("exports", exported), property("id", stringAt(id, span))];
  return [
    declare(variables.module, { kind: "object", properties, ...span }),
    declare(variables.exports, {
      kind: "member",
      object: { kind: "read", variable: variables.module, ...span },
      property: stringAt("exports", span),
      isOptional: false,
      ...span,
    }),
  ];
}
