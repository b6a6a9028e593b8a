/**
 * Claims: `@derivativeOf f wrt x` in the doc comment of a function says that it computes ∂f/∂x. Found here,
 * with the points at which the two are to be compared: those of `f` and those of the claiming function.
 *
 *     /** @at x = 3 *\/
 *     const f = (x: number) => x ** 3;
 *     /** @derivativeOf f *\/
 *     const slope = (x: number) => 3 * x ** 2;
 */

import { type Finding, type Fix, finding, type Place, type Span } from "../finding.js";
import type { DocTag } from "../syntax/docTags.js";
import { nameOfFunction } from "../syntax/functions.js";
import { textLimits } from "../syntax/limits.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { findMarkers, type Marker, markerOf } from "./markers.js";
import { functionNames, type NamedFunction, namedFunction } from "./namedFunction.js";
import { type PointParameter, pointParameters } from "./parameters.js";
import { analysePoint, examplePoint, type Point } from "./points.js";
import { exampleThis } from "./thisValue.js";

/** A claim that can be checked. */
export interface Claim extends Span {
  /** The other function's name as written, and the other function. */
  name: string;
  of: NamedFunction;
  parameters: PointParameter[];
  /** Which value of the other function each parameter of the claiming one gets. */
  arguments: { parameter: string; from: string }[];
  wrt: string[] | null;
  /** Each with the module in whose scope it is evaluated; they name the other function's parameters. */
  points: { point: Point; parsed: ParsedModule }[];
}

/** Reads the claims of a function. `named` are the functions that they name, also where a claim cannot be checked. */
export function readClaims(
  parsed: ParsedModule,
  claiming: Marker,
  graph: ModuleGraph,
): { claims: Claim[]; named: NamedFunction[]; findings: Finding[] } {
  const claims: Claim[] = [];
  const named: NamedFunction[] = [];
  const findings: Finding[] = [];
  // Each point of each claim is evaluated, so that both count; one whose points are many is still read whole.
  let checks = 0;
  for (const tag of claiming.tags) {
    if (tag.name !== "derivativeOf") continue;
    if (checks >= textLimits.points) {
      const message = `A function has at most ${textLimits.points.toLocaleString("en-US")} claims and points of claims; the rest, from here on, are ignored.`;
      findings.push(finding("derivative-of-invalid", { module: parsed.module, ...tag.tag }, message));
      break;
    }
    const read = readClaim(parsed, claiming, tag, graph);
    findings.push(...read.findings);
    checks += Math.max(1, read.claim?.points.length ?? 0);
    if (read.claim !== null) claims.push(read.claim);
    if (read.of !== null) named.push(read.of);
  }
  return { claims, named, findings };
}

function readClaim(
  parsed: ParsedModule,
  claiming: Marker,
  tag: DocTag,
  graph: ModuleGraph,
): { claim: Claim | null; of: NamedFunction | null; findings: Finding[] } {
  const written = readArgument(tag, parsed.module);
  if ("code" in written) return { claim: null, of: null, findings: [written] };
  const { name, place } = written;
  const of = namedFunction(name, claiming.node, parsed, graph);
  if (of === null || of.node === claiming.node) {
    const unknown = unknownFunction(name, place, parsed, claiming, of !== null);
    return { claim: null, of: null, findings: [unknown] };
  }

  const parameters = pointParameters(of.node, of.parsed.file);
  const own = pointParameters(claiming.node, parsed.file);
  const pairs = pairParameters(own, parameters, name, nameOfFunction(claiming.node, parsed.file).name);
  if (typeof pairs === "string") {
    return { claim: null, of, findings: [finding("derivative-of-parameters", place, pairs)] };
  }
  const takesThis = exampleThis(of.node, of.parsed.file) !== undefined;
  if (takesThis) pairs.push({ parameter: "this", from: "this" });

  const wrt = readWrtOf(claiming, written.wrt, parameters, takesThis, name, parsed.module);
  const points = pointsOf(parsed, claiming, own, of, parameters, pairs);
  const findings = [...wrt.findings, ...points.findings];
  if (points.points.length === 0 && points.findings.length === 0) {
    const text = examplePoint(parameters, exampleThis(of.node, of.parsed.file), of.parsed.file);
    const edit = { module: parsed.module, start: tag.end, end: tag.end, text: ` @at ${text}` };
    const message = `Neither \`${name}\` nor this function has a point, so the claim is not checked. Add one, such as \`@at ${text}\`.`;
    const fixes = [{ title: `Add \`@at ${text}\``, edits: [edit] }];
    findings.push(
      finding("derivative-point-missing", { module: parsed.module, ...tag.tag }, message, { fixes }),
    );
  }
  const canBeChecked = wrt.findings.length === 0 && points.points.length > 0;
  const claim: Claim = {
    start: place.start,
    end: place.end,
    name,
    of,
    parameters,
    arguments: pairs,
    wrt: wrt.wrt,
    points: points.points,
  };
  return { claim: canBeChecked ? claim : null, of, findings };
}

type Word = Span & { word: string };

/** `f`, `f wrt x`, `f wrt x, y`. */
function readArgument(
  tag: DocTag,
  module: string,
): { name: string; place: Place; wrt: Word[] | null } | Finding {
  const { argument } = tag;
  const words: Word[] = [...argument.text.matchAll(/[^\s,]+/g)].map((match) => ({
    word: match[0],
    start: argument.start + match.index,
    end: argument.start + match.index + match[0].length,
  }));
  const [name, keyword, ...wrt] = words;
  if (name === undefined) {
    const message =
      "`@derivativeOf` does not name a function. Write the function that this one is the derivative of, such as `@derivativeOf f` or `@derivativeOf f wrt x`.";
    return finding("derivative-of-invalid", { module, ...tag.tag }, message);
  }
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\.[\p{ID_Start}$_#][\p{ID_Continue}$]*)*$/u;
  if (!isName.test(name.word)) {
    const message = `\`${name.word}\` is not the name of a function. Write it as in \`@derivativeOf f wrt x\`.`;
    return finding("derivative-of-invalid", { module, start: name.start, end: name.end }, message);
  }
  if (keyword !== undefined && (keyword.word !== "wrt" || wrt.length === 0)) {
    const message =
      keyword.word === "wrt"
        ? "`wrt` does not name a parameter. Write the ones to differentiate with respect to, such as `wrt x`."
        : `\`${keyword.word}\` is not expected here. Only \`wrt\` and names of parameters may follow the function's name.`;
    return finding("derivative-of-invalid", { module, start: keyword.start, end: keyword.end }, message);
  }
  const place = { module, start: name.start, end: name.end };
  return { name: name.word, place, wrt: keyword === undefined ? null : wrt };
}

function unknownFunction(
  name: string,
  place: Place,
  parsed: ParsedModule,
  claiming: Marker,
  isItself: boolean,
): Finding {
  const own = nameOfFunction(claiming.node, parsed.file).name;
  const { marked, withPointsOnly } = findMarkers(parsed);
  const withPoints = [...marked, ...withPointsOnly].map(({ node }) => nameOfFunction(node, parsed.file).name);
  const candidates = [...new Set([...withPoints, ...functionNames(parsed)])];
  const fixes: Fix[] = candidates
    .filter((candidate) => candidate !== own && /^[\w$.]+$/.test(candidate))
    .slice(0, 3)
    .map((candidate) => ({
      title: `Change \`${name}\` to \`${candidate}\``,
      edits: [{ ...place, text: candidate }],
    }));
  const message = isItself
    ? `\`${name}\` is this function itself. Name the function that it is the derivative of.`
    : `No function \`${name}\` is visible here. Name a function that is declared in this module or imported into it, and whose source can be read.`;
  return finding("derivative-of-unknown", place, message, { fixes });
}

/**
 * The claiming function is called with what the other one gets: by name where it has only names of the other
 * one, by position otherwise. A sentence where it needs more.
 */
function pairParameters(
  own: readonly PointParameter[],
  others: readonly PointParameter[],
  name: string,
  ownName: string,
): { parameter: string; from: string }[] | string {
  const hasName = (wanted: string) => others.some((other) => other.name === wanted);
  if (own.every((parameter) => hasName(parameter.name) || parameter.isOptional)) {
    return own
      .filter((parameter) => hasName(parameter.name))
      .map((parameter) => ({ parameter: parameter.name, from: parameter.name }));
  }
  const needed = own.filter(({ isOptional }) => !isOptional);
  if (needed.length > others.length) {
    const extra = needed.filter((parameter) => !hasName(parameter.name)).map((one) => `\`${one.name}\``);
    return `\`${ownName}\` needs ${extra.join(", ")}, which \`${name}\` does not have. The derivative of a function takes the parameters of that function, or some of them.`;
  }
  return own
    .slice(0, others.length)
    .map((parameter, position) => ({ parameter: parameter.name, from: others[position]!.name }));
}

/** The names after `wrt`, or those of a `@wrt` tag of a function that has no other use for it. */
function readWrtOf(
  claiming: Marker,
  inline: Word[] | null,
  parameters: readonly PointParameter[],
  takesThis: boolean,
  name: string,
  module: string,
): { wrt: string[] | null; findings: Finding[] } {
  const isMarked = claiming.tags.some((tag) => tag.name === "differentiable");
  const tags = claiming.tags.filter((tag) => tag.name === "wrt");
  const words =
    inline ??
    tags.flatMap(({ argument }) =>
      [...argument.text.matchAll(/[^\s,]+/g)].map((match) => ({
        word: match[0],
        start: argument.start + match.index,
        end: argument.start + match.index + match[0].length,
      })),
    );
  const names = [...parameters.map((parameter) => parameter.name), ...(takesThis ? ["this"] : [])];
  const isKnown = ({ word }: Word) => names.includes(/^[\p{ID_Continue}$]+/u.exec(word)?.[0] ?? "");
  if (inline === null && isMarked && !words.every(isKnown)) return { wrt: null, findings: [] };
  const findings = words
    .filter((word) => !isKnown(word))
    .map(({ word, start, end }) => {
      const has = names.length === 0 ? "none" : names.map((each) => `\`${each}\``).join(", ");
      const message = `\`${name}\` has no parameter \`${word}\`. It has ${has}.`;
      const fixes = names.slice(0, 3).map((each) => ({
        title: `Change \`${word}\` to \`${each}\``,
        edits: [{ module, start, end, text: each }],
      }));
      return finding("wrt-unknown-parameter", { module, start, end }, message, { fixes });
    });
  return { wrt: words.length === 0 ? null : words.map(({ word }) => word), findings };
}

/** The points of both functions, each in the names of the other function's parameters. */
function pointsOf(
  parsed: ParsedModule,
  claiming: Marker,
  own: readonly PointParameter[],
  of: NamedFunction,
  parameters: readonly PointParameter[],
  pairs: Claim["arguments"],
): { points: Claim["points"]; findings: Finding[] } {
  const points: Claim["points"] = [];
  const findings: Finding[] = [];
  const other = markerOf(of.parsed, of.node);
  const isOtherMarked = other?.tags.some(({ name }) => name === "differentiable") === true;
  for (const { argument, tag } of pointTags(other)) {
    const source = { module: of.parsed.module, ...argument };
    const neededThis = exampleThis(of.node, of.parsed.file);
    const read = analysePoint({ source, tag, parameters, neededThis, file: of.parsed.file });
    if (!isOtherMarked && of.parsed === parsed) findings.push(...read.findings);
    if (read.point !== null) points.push({ point: read.point, parsed: of.parsed });
  }
  const isMarked = claiming.tags.some(({ name }) => name === "differentiable");
  for (const { argument, tag } of pointTags(claiming)) {
    const source = { module: parsed.module, ...argument };
    const neededThis = exampleThis(claiming.node, parsed.file);
    const read = analysePoint({ source, tag, parameters: own, neededThis, file: parsed.file });
    if (!isMarked) findings.push(...read.findings);
    if (read.point === null) continue;
    const point = renamed(read.point, pairs);
    const covers = parameters.every(
      ({ name, isOptional }) =>
        isOptional || point.assignments.some((assignment) => assignment.name === name),
    );
    if (covers) points.push({ point, parsed });
  }
  return { points, findings };
}

function pointTags(marker: Marker | null): DocTag[] {
  return (marker?.tags ?? []).filter(({ name }) => name === "at");
}

function renamed(point: Point, pairs: Claim["arguments"]): Point {
  const assignments = point.assignments.flatMap((assignment) => {
    const pair = pairs.find(({ parameter }) => parameter === assignment.name);
    return pair === undefined ? [] : [{ ...assignment, name: pair.from }];
  });
  return { ...point, assignments };
}
