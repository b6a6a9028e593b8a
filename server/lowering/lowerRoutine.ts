/** A marked function and its points → a routine, with all that they reach. */

import type { AnalysedFunction } from "../analysis/analyseModule.js";
import type { Claim } from "../analysis/claims.js";
import type { Point } from "../analysis/points.js";
import type { Finding } from "../finding.js";
import type { ClaimCode, PointCode, Routine } from "../routine.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { type Here, type LoweringContext, moduleIndexOf, newFrame, type Scope, sourceOf } from "./context.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";

/** Lowers a marked function. `unsupported` lists what stands in the function itself and cannot be run. Throws RangeError where the code is nested too deeply. */
export function lowerRoutine(
  parsed: ParsedModule,
  marked: AnalysedFunction,
  graph: ModuleGraph,
): { routine: Routine; unsupported: Finding[] } {
  const context: LoweringContext = {
    graph,
    modules: [parsed.module],
    functions: [],
    globals: [],
    sites: [],
    globalByNode: new Map(),
    functionByNode: new Map(),
    waiting: [],
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
  });
  const points = marked.points.map((point) => lowerPoint(point, parsed, context));
  const claims = marked.claims.map((claim) => lowerClaim(claim, context));
  // The list grows while it is worked through.
  for (const lowerGlobal of context.waiting) lowerGlobal();

  const { modules, functions, globals, sites } = context;
  const { name, order } = marked.outline;
  const routine: Routine = {
    modules,
    functions,
    globals,
    entry,
    name,
    points,
    sites,
    wrt: marked.wrt,
    order,
    ...(claims.length === 0 ? {} : { claims }),
  };
  return { routine, unsupported: context.unsupportedInside };
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
