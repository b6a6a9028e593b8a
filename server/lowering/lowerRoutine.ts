/** A marked function and its points → a routine, over its module. What they reach is lowered when it runs. */

import type { AnalysedFunction } from "../analysis/analyseModule.js";
import type { Claim } from "../analysis/claims.js";
import type { Point } from "../analysis/points.js";
import type { Finding, Span } from "../finding.js";
import {
  type ClaimCode,
  type Expression,
  type FunctionCode,
  type PointCode,
  placeOf,
  type Routine,
} from "../routine.js";
import { hasModifier } from "../syntax/exports.js";
import { type FunctionNode, holderOf, takesThis } from "../syntax/functions.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";
import { type Here, hereAt, type LoweringContext } from "./context.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { LazyFunction, type LoweredBody } from "./lazyFunction.js";
import { defaultName } from "./moduleVariables.js";
import { resolveName } from "./names.js";

/** The modules that a routine may reach from its text: those of the claims' other functions. */
export type ContextOf = (parsed: ParsedModule) => LoweringContext;

/**
 * Makes the routine of a marked function. Nothing of it is lowered yet but its points' heads.
 *
 * @param offset what to add to offsets in the function's tree to get those in the module
 */
export function lowerRoutine(
  marked: AnalysedFunction,
  home: LoweringContext,
  contextOf: ContextOf,
  offset = 0,
): Routine {
  const { node, outline } = marked;
  const here = hereAt(home, { module: home.code.name, start: 0 }, node, -offset);
  const entry = lowerFunction(node, here, {
    name: outline.function,
    pointParameters: marked.parameters,
    markedName: outline.name,
  });
  const owner = ownerOf(node, here);
  const claims = marked.claims.map((claim) => lowerClaim(claim, home, contextOf));
  return {
    module: home.code,
    entry,
    name: movedBy(outline.name, offset),
    points: marked.points.map((point) => lowerPoint(point, home, offset)),
    wrt: marked.wrt,
    order: outline.order,
    ...(claims.length === 0 ? {} : { claims }),
    ...(owner === null ? {} : { owner }),
  };
}

/** What stands in the marked function itself and cannot be run, from its text alone: it and all inside are lowered. */
export function unsupportedIn({ entry }: Routine): Finding[] {
  const waiting: FunctionCode[] = [entry];
  const seen = new Set<unknown>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    if ("captures" in node) {
      const code = node as FunctionCode;
      if (code.marked === entry.marked) waiting.push(code);
      return;
    }
    for (const part of Object.values(node)) visit(part);
  };
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next.parameters);
    visit(next.body);
  }
  return (entry.marked?.unsupported ?? []).map(({ code, finding }) => {
    const related = finding.related?.map((one) => ({ ...one, ...placeOf(code, one) }));
    return { ...finding, ...placeOf(code, finding), ...(related === undefined ? {} : { related }) };
  });
}

/** The class that a method belongs to, where the module knows it by a name. */
function ownerOf(node: FunctionNode, here: Here): Routine["owner"] | null {
  const holder = takesThis(node) ? holderOf(node) : node;
  if (!ts.isMethodDeclaration(holder) && !ts.isPropertyDeclaration(holder)) return null;
  const { parent } = holder;
  if (!ts.isClassLike(parent)) return null;
  const resolved = resolveName(
    { ...here, scope: { kind: "module", node: parent.parent } },
    nameOfClass(parent),
  );
  if (resolved.kind !== "variable") return null;
  return { class: resolved.variable, isStatic: hasModifier(holder, ts.SyntaxKind.StaticKeyword) };
}

/** A class expression's own name is known inside it alone; what holds it is known around. */
function nameOfClass(node: ts.ClassLikeDeclaration): string {
  if (!ts.isClassExpression(node)) return node.name?.text ?? defaultName;
  const holder = holderOf(node);
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? holder.name.text : "";
}

function movedBy({ start, end }: Span, offset: number): Span {
  return { start: start + offset, end: end + offset };
}

/** Lowers the function that the marked one says to be the derivative of. */
function lowerClaim(claim: Claim, home: LoweringContext, contextOf: ContextOf): ClaimCode {
  const { node, parsed } = claim.of;
  const context = parsed === home.parsed ? home : contextOf(parsed);
  const here = hereAt(context, { module: context.code.name, start: 0 }, node, 0);
  return {
    start: claim.start,
    end: claim.end,
    name: claim.name,
    function: lowerFunction(node, here, { name: claim.name, pointParameters: claim.parameters }),
    arguments: claim.arguments,
    wrt: claim.wrt,
    points: claim.points.map((one) =>
      lowerPoint(one.point, one.parsed === home.parsed ? home : contextOf(one.parsed)),
    ),
  };
}

/** A point's expressions are those of its module's scope, and stand in a small text of their own. */
function lowerPoint(point: Point, context: LoweringContext, offset = 0): PointCode {
  const { module } = point;
  const { start, end } = movedBy(point, offset);
  const values = point.assignments.map(({ name, span, value }) => ({
    parameter: name,
    span: movedBy(span, offset),
    value: new LazyFunction({ module, start, end, name: "@at", isStrict: true }, (code): LoweredBody => {
      const around = hereAt(context, code, context.parsed.file, 0);
      const source = { file: point.fragment.file, module, shift: point.shift - point.start };
      const here: Here = { ...around, source };
      const lowered: Expression = lowerExpression(value, here);
      const whole = { start: 0, end: end - start };
      return {
        parameters: [],
        locals: here.frame.locals,
        body: [{ kind: "return", value: lowered, ...whole }],
      };
    }),
  }));
  return { start, end, module, scope: context.code.name, text: point.fragment.file.text.trim(), values };
}
