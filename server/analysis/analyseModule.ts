/**
 * Everything that the text of one module says about its marked functions: outline, points, order, names to
 * differentiate with respect to, and findings.
 */

import { type Finding, finding, type Span } from "../finding.js";
import type { FunctionOutline } from "../report.js";
import type { DocTag } from "../syntax/docTags.js";
import { type FunctionNode, nameOfFunction, spanOf } from "../syntax/functions.js";
import { textLimits } from "../syntax/limits.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import { type ParsedModule, problemWithin } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";
import { type Claim, readClaims } from "./claims.js";
import { commandLineModule } from "./commandLineModule.js";
import { pointInsertion } from "./insertPoint.js";
import { findMarkers, type Marker, type Markers, missingMarker } from "./markers.js";
import { misspeltTags } from "./misspeltTags.js";
import { readOrder, readWrt } from "./orderAndWrt.js";
import { type PointParameter, pointParameters } from "./parameters.js";
import type { PointText } from "./pointSyntax.js";
import { analysePoint, examplePoint, type Point } from "./points.js";
import { exampleThis } from "./thisValue.js";

export interface AnalysedFunction {
  node: FunctionNode;
  outline: FunctionOutline;
  parameters: PointParameter[];
  points: Point[];
  wrt: string[] | null;
  /** What it says to be the derivative of. */
  claims: Claim[];
  /** The function's own text cannot be read: it must not be run. */
  hasSyntaxError: boolean;
  findings: Finding[];
}

export interface AnalysisOptions {
  /** The text of one point in place of the tags'. */
  at?: string;
  order?: number;
}

/**
 * Finds and reads the marked functions of a module, and those that claim to be the derivative of another.
 *
 * @param parsed the module, or one of its statements alone
 * @param types the tree in which the names of types are looked up
 */
export function analyseModule(
  parsed: ParsedModule,
  options: AnalysisOptions,
  graph: ModuleGraph,
  types: ts.SourceFile = parsed.file,
): { functions: AnalysedFunction[]; findings: Finding[] } {
  const { withPointsOnly, ...found } = findMarkers(parsed);
  const marked = found.marked.slice(0, textLimits.functions);
  const claiming = found.claiming.slice(0, textLimits.functions);
  const findings = [...found.findings, ...tooManyFunctions(found, parsed)];
  const functions = marked.map((marker) => analyseFunction(parsed, marker, options, types));
  const byNode = new Map(functions.map((analysed) => [analysed.node, analysed]));
  const usedElsewhere = new Set<FunctionNode>();
  for (const marker of claiming) {
    const analysed = byNode.get(marker.node) ?? analyseUnmarked(parsed, marker);
    if (!byNode.has(marker.node)) functions.push(analysed);
    const read = readClaims(parsed, marker, graph);
    analysed.claims = read.claims;
    analysed.findings.push(...read.findings);
    for (const { node } of read.named) usedElsewhere.add(node);
  }
  // A function that others claim to be the derivative of needs no marker for its points to be used.
  const unused = withPointsOnly.filter(({ node }) => !usedElsewhere.has(node));
  return {
    functions,
    findings: [
      ...findings,
      ...misspeltTags(parsed),
      ...unused.slice(0, textLimits.findings).map((marker) => missingMarker(marker, parsed)),
    ],
  };
}

/** On the first marked function, and on the first with a claim, that is not read. */
function tooManyFunctions(
  { marked, claiming }: Pick<Markers, "marked" | "claiming">,
  { module }: ParsedModule,
): Finding[] {
  const first = [
    [marked[textLimits.functions], "differentiable"],
    [claiming[textLimits.functions], "derivativeOf"],
  ] as const;
  return first.flatMap(([marker, tagName]) => {
    const tag = marker?.tags.find(({ name }) => name === tagName);
    if (tag === undefined) return [];
    const message = `At most ${textLimits.functions.toLocaleString("en-US")} functions of a file with \`@${tagName}\` are read; the rest, from here on, are ignored. Split the file.`;
    return [finding("marker-too-many", { module, ...tag.tag }, message)];
  });
}

/** A function that is here only for what it claims to be the derivative of. */
function analyseUnmarked(parsed: ParsedModule, marker: Marker): AnalysedFunction {
  const { node } = marker;
  const parameters = pointParameters(node, parsed.file);
  const problem = problemWithin(parsed, spanOf(node, parsed.file));
  const findings: Finding[] = [];
  if (problem !== null) {
    findings.push(finding("syntax-error", visiblePlace(problem, parsed), problem.message));
  }
  const outline: FunctionOutline = { ...outlineOf(parsed, marker, parameters, 1), isUnmarked: true };
  return {
    node,
    outline,
    parameters,
    points: [],
    wrt: null,
    claims: [],
    hasSyntaxError: problem !== null,
    findings,
  };
}

function analyseFunction(
  parsed: ParsedModule,
  marker: Marker,
  options: AnalysisOptions,
  types: ts.SourceFile,
): AnalysedFunction {
  const { module, file } = parsed;
  const { node, tags } = marker;
  const parameters = pointParameters(node, types);
  const { order, findings } = readOrder(tags, module);
  const outline = outlineOf(parsed, marker, parameters, options.order ?? order);
  const neededThis = exampleThis(node, types);
  const names = parameters.map(({ name }) => name);
  const wrt = readWrt(tags, module, neededThis === undefined ? names : [...names, "this"]);
  findings.push(...wrt.findings);

  const problem = problemWithin(parsed, spanOf(node, file));
  if (problem !== null) {
    findings.push(finding("syntax-error", visiblePlace(problem, parsed), problem.message));
  }

  const points: Point[] = [];
  const texts = pointTexts(parsed, tags, options);
  const tooMany = texts[textLimits.points];
  if (tooMany !== undefined) {
    const message = `A function has at most ${textLimits.points.toLocaleString("en-US")} points; the rest, from here on, are ignored.`;
    findings.push(finding("point-syntax", { module, ...tooMany.tag }, message));
  }
  for (const { source, tag } of texts.slice(0, textLimits.points)) {
    const read = analysePoint({ source, tag, parameters, neededThis, file: types });
    findings.push(...read.findings);
    if (read.point !== null) points.push(read.point);
  }
  const hasPointTag = options.at !== undefined || tags.some(({ name }) => name === "at");
  if (!hasPointTag) findings.push(pointOffer(parsed, marker, parameters, neededThis, types));

  return {
    node,
    outline,
    parameters,
    points,
    wrt: wrt.wrt,
    claims: [],
    hasSyntaxError: problem !== null,
    findings,
  };
}

/** Where the points of a function are written: in its tags, or on the command line. */
function pointTexts(
  parsed: ParsedModule,
  tags: readonly DocTag[],
  options: AnalysisOptions,
): { source: PointText; tag: Span }[] {
  const { at } = options;
  if (at !== undefined) {
    const whole = { start: 0, end: at.length };
    return [{ source: { module: commandLineModule, text: at, ...whole }, tag: whole }];
  }
  return tags
    .filter(({ name }) => name === "at")
    .map(({ argument, tag }) => ({ source: { module: parsed.module, ...argument }, tag }));
}

function pointOffer(
  parsed: ParsedModule,
  marker: Marker,
  parameters: readonly PointParameter[],
  neededThis: string | null | undefined,
  types: ts.SourceFile,
): Finding {
  const { module } = parsed;
  const tag = marker.tags.find(({ name }) => name === "differentiable")!;
  if (parameters.length === 0 && neededThis === undefined) {
    const message = "The function has no parameters, so there is nothing to differentiate with respect to.";
    return finding("no-differentiable-input", { module, ...tag.tag }, message);
  }
  const text = examplePoint(parameters, neededThis, types);
  const message = `No point is given, so nothing is computed. Add one, such as \`@at ${text}\`.`;
  return finding("point-missing", { module, ...tag.tag }, message, {
    fixes: [{ title: `Add \`@at ${text}\``, edits: [pointInsertion(parsed, tag, text)] }],
  });
}

function outlineOf(
  parsed: ParsedModule,
  marker: Marker,
  parameters: readonly PointParameter[],
  order: number,
): FunctionOutline {
  const { file, module } = parsed;
  const { node, start } = marker;
  const { name, span } = nameOfFunction(node, file);
  return {
    function: name,
    module,
    name: span,
    extent: { start, end: node.end },
    signatureEnd: signatureEndOf(node, file),
    parameters: parameters.map((parameter) => ({ name: parameter.name, ...parameter.span })),
    order,
  };
}

function signatureEndOf(node: FunctionNode, file: ts.SourceFile): number {
  const { body } = node;
  if (ts.isBlock(body)) return Math.min(body.getStart(file) + 1, node.end);
  return ts.isArrowFunction(node) ? node.equalsGreaterThanToken.end : node.end;
}

/** A problem at the end of the text has no width; it is shown on what stands before. */
function visiblePlace(problem: Span, parsed: ParsedModule): Span & { module: string } {
  let { start, end } = problem;
  if (start === end) {
    while (end > 0 && /\s/.test(parsed.text.charAt(end - 1))) end--;
    start = Math.max(0, end - 1);
  }
  return { module: parsed.module, start, end };
}
