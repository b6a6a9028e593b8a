/** A marked function and its points → a routine, with all that they reach. */

import type { AnalysedFunction } from "../analysis/analyseModule.js";
import type { Claim } from "../analysis/claims.js";
import type { Point } from "../analysis/points.js";
import type { Finding } from "../finding.js";
import type { ClaimCode, PointCode, Routine } from "../routine.js";
import { hasModifier } from "../syntax/exports.js";
import { type FunctionNode, holderOf, takesThis } from "../syntax/functions.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";
import { type Here, type LoweringContext, moduleIndexOf, newFrame, type Scope, sourceOf } from "./context.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { followTarget } from "./globals.js";
import { lowerPrelude } from "./groups.js";
import { type Resolved, resolveName } from "./names.js";

/** Lowers a marked function. `unsupported` lists what stands in the function itself and cannot be run, `notes` what is remarkable. Throws RangeError where the code is nested too deeply. */
export function lowerRoutine(
  parsed: ParsedModule,
  marked: AnalysedFunction,
  graph: ModuleGraph,
): { routine: Routine; unsupported: Finding[]; notes: Finding[] } {
  const context: LoweringContext = {
    graph,
    modules: [parsed.module],
    functions: [],
    globals: [],
    groups: [],
    prelude: [],
    sites: [],
    globalByNode: new Map(),
    functionByNode: new Map(),
    groupByNode: new Map(),
    waiting: [],
    classNumbers: new Map(),
    notes: [],
    unsupportedInside: [],
  };
  const here: Here = {
    context,
    source: sourceOf(context, parsed),
    frame: newFrame(null, false),
    scope: { kind: "module", parsed, node: marked.node },
    labels: new Map(),
  };
  const entry = lowerFunction(marked.node, here, {
    name: marked.outline.function,
    marked: marked.parameters,
    markedName: marked.outline.name,
  });
  const owner = ownerOf(marked.node, here);
  const points = marked.points.map((point) => lowerPoint(point, parsed, context));
  const claims = marked.claims.map((claim) => lowerClaim(claim, context));
  // The lists grow while they are worked through: what is lowered reaches more modules, and those more again.
  let lowered = 0;
  let entered = 0;
  while (lowered < context.waiting.length || entered < context.modules.length) {
    if (lowered < context.waiting.length) context.waiting[lowered++]!();
    else lowerPrelude(context, context.modules[entered++]!);
  }

  const { modules, functions, globals, groups, prelude, sites } = context;
  const { name, order } = marked.outline;
  const routine: Routine = {
    modules,
    functions,
    globals,
    ...(groups.length === 0 ? {} : { groups }),
    ...(prelude.length === 0 ? {} : { prelude }),
    entry,
    name,
    points,
    sites,
    wrt: marked.wrt,
    order,
    ...(claims.length === 0 ? {} : { claims }),
    ...(owner === null ? {} : { owner }),
  };
  return { routine, unsupported: context.unsupportedInside, notes: context.notes };
}

/** The class that a method belongs to, where the module knows it by a name. */
function ownerOf(node: FunctionNode, here: Here): Routine["owner"] | null {
  const holder = takesThis(node) ? holderOf(node) : node;
  if (!ts.isMethodDeclaration(holder) && !ts.isPropertyDeclaration(holder)) return null;
  const { parent } = holder;
  if (!ts.isClassLike(parent)) return null;
  const resolved = resolveClass(parent, here);
  if (resolved?.kind !== "variable") return null;
  return { class: resolved.variable, isStatic: hasModifier(holder, ts.SyntaxKind.StaticKeyword) };
}

function resolveClass(node: ts.ClassLikeDeclaration, here: Here): Resolved | null {
  // A class expression's own name is known inside it alone; what holds it is known around.
  const name = ts.isClassExpression(node) ? nameOfHolder(holderOf(node)) : node.name?.text;
  if (name === undefined && ts.isClassDeclaration(node) && here.scope.kind === "module") {
    const target = { kind: "class", parsed: here.scope.parsed, declaration: node } as const;
    return followTarget(here.context, target, { name: "default" }, undefined);
  }
  return name === undefined ? null : resolveName({ ...here, scope: moduleScope(node, here) }, name);
}

function nameOfHolder(holder: ts.Node): string | undefined {
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? holder.name.text : undefined;
}

function moduleScope(node: ts.ClassLikeDeclaration, here: Here): Scope {
  return here.scope.kind === "module" ? { ...here.scope, node: node.parent } : here.scope;
}

/** Lowers the function that the marked one says to be the derivative of. */
function lowerClaim(claim: Claim, context: LoweringContext): ClaimCode {
  const { node, parsed } = claim.of;
  const here: Here = {
    context,
    source: sourceOf(context, parsed),
    frame: newFrame(null, false),
    scope: { kind: "module", parsed, node },
    labels: new Map(),
  };
  const parameters = { name: claim.name, pointParameters: claim.parameters };
  return {
    start: claim.start,
    end: claim.end,
    name: claim.name,
    function: lowerFunction(node, here, parameters),
    arguments: claim.arguments,
    wrt: claim.wrt,
    points: claim.points.map((one) => lowerPoint(one.point, one.parsed, context)),
  };
}

function lowerPoint(point: Point, parsed: ParsedModule, context: LoweringContext): PointCode {
  const frame = newFrame(null, false);
  const moduleIndex = moduleIndexOf(context, point.module);
  const scope: Scope = { kind: "module", parsed, node: parsed.file };
  const source = { file: point.fragment.file, module: point.module, moduleIndex, shift: point.shift };
  const here: Here = { context, source, frame, scope, labels: new Map() };
  const values = point.assignments.map(({ name, span, value }) => ({
    parameter: name,
    value: lowerExpression(value, here),
    span,
  }));
  const elsewhere = moduleIndex === 0 ? {} : { module: moduleIndex };
  return { start: point.start, end: point.end, values, locals: frame.locals, ...elsewhere };
}
