/** Points against parameters: which parameter each value is for, what is missing, what is too much. */

import { type Finding, type Fix, finding, type Span } from "../finding.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import type { ts } from "../syntax/typescript.js";
import { exampleValue } from "./exampleValues.js";
import type { PointParameter } from "./parameters.js";
import { type Assignment, type PointText, type ReadPoint, readPoint } from "./pointSyntax.js";
import { misfitOf } from "./valueFit.js";

/** A point that can be run. */
export interface Point extends Span {
  /** The module that the point's text stands in; `--at` for the command line's. */
  module: string;
  assignments: Assignment[];
  fragment: ParsedModule;
  shift: number;
}

export interface PointRequest {
  source: PointText;
  /** What a finding about the whole point is shown on: the tag. */
  tag: Span;
  parameters: readonly PointParameter[];
  /** The text of a value for `this`, when the function cannot do without; null when it can; undefined where there is no `this`. */
  neededThis: string | null | undefined;
  file: ts.SourceFile;
}

/** Reads a point for a function; the point is null when it cannot be run. */
export function analysePoint(request: PointRequest): { point: Point | null; findings: Finding[] } {
  const { source, tag, parameters, neededThis } = request;
  const names = parameters.map(({ name }) => name);
  const read = readPoint(source, names);
  const findings = [...read.findings];
  const given = new Map<string, Assignment>();
  for (const assignment of read.assignments) {
    const problem = checkName(assignment, given, read, request) ?? checkFit(assignment, read, request);
    if (problem !== null) findings.push(problem);
    given.set(assignment.name, assignment);
  }
  // A point that cannot be read does not say what it leaves out.
  if (read.findings.length === 0) {
    const missing = missingValues(parameters, given, neededThis, request.file);
    if (missing.length > 0) findings.push(missingFinding(missing, read.assignments, request));
  }
  if (findings.length > 0) return { point: null, findings };
  const point: Point = {
    start: tag.start,
    end: Math.max(tag.end, source.end),
    module: source.module,
    assignments: read.assignments,
    fragment: read.fragment,
    shift: read.shift,
  };
  return { point, findings };
}

/** The text of a point with an example value for every parameter that needs one, such as `x = 1, p = [1, 2]`. */
export function examplePoint(
  parameters: readonly PointParameter[],
  neededThis: string | null | undefined,
  file: ts.SourceFile,
): string {
  const missing = missingValues(parameters, new Map(), neededThis, file);
  const shown = missing.length > 0 ? missing : parameters.slice(0, 1).map((one) => valueFor(one, file));
  return shown.map(({ name, value }) => `${name} = ${value}`).join(", ");
}

interface MissingValue {
  name: string;
  value: string;
}

function missingValues(
  parameters: readonly PointParameter[],
  given: ReadonlyMap<string, Assignment>,
  neededThis: string | null | undefined,
  file: ts.SourceFile,
): MissingValue[] {
  const missing = parameters
    .filter(({ name, isOptional }) => !isOptional && !given.has(name))
    .map((parameter) => valueFor(parameter, file));
  const needsThis = typeof neededThis === "string" && !given.has("this");
  return needsThis ? [{ name: "this", value: neededThis }, ...missing] : missing;
}

function valueFor(parameter: PointParameter, file: ts.SourceFile): MissingValue {
  return { name: parameter.name, value: exampleValue(parameter.type, file) };
}

function checkName(
  assignment: Assignment,
  given: ReadonlyMap<string, Assignment>,
  { assignments }: ReadPoint,
  request: PointRequest,
): Finding | null {
  const { name, nameSpan } = assignment;
  const { parameters, source, neededThis } = request;
  const place = { module: source.module, ...nameSpan };
  const earlier = given.get(name);
  if (earlier !== undefined) {
    return finding("point-duplicate-parameter", place, `\`${name}\` already has a value in this point.`, {
      related: [{ module: source.module, ...earlier.span, message: "This is the value it already has." }],
      fixes: removal(assignment, assignments[assignments.indexOf(assignment) - 1], source.module),
    });
  }
  const isThis = name === "this" && neededThis !== undefined;
  if (isThis || parameters.some((parameter) => parameter.name === name)) return null;
  const candidates = parameters.map((parameter) => parameter.name);
  const known = candidates.map((candidate) => `\`${candidate}\``).join(", ");
  const message =
    candidates.length === 0
      ? `The function has no parameter \`${name}\`: it takes no parameters.`
      : `The function has no parameter \`${name}\`. It has ${known}.`;
  const fixes = candidates
    .filter((candidate) => !given.has(candidate))
    .slice(0, 3)
    .map((candidate) => ({
      title: `Change \`${name}\` to \`${candidate}\``,
      edits: [{ ...place, text: candidate }],
    }));
  return finding("point-unknown-parameter", place, message, { fixes });
}

/** Takes away an assignment together with the comma before it. */
function removal({ span }: Assignment, previous: Assignment | undefined, module: string): Fix[] {
  if (previous === undefined || previous.span.end > span.start) return [];
  const edit = { module, start: previous.span.end, end: span.end, text: "" };
  return [{ title: "Remove this value", edits: [edit] }];
}

/** Whether the value is of the kind that the parameter's type asks for, as far as the text tells. */
function checkFit(assignment: Assignment, read: ReadPoint, request: PointRequest): Finding | null {
  const { name, value } = assignment;
  const { source, parameters, file } = request;
  const type = parameters.find((parameter) => parameter.name === name)?.type;
  // A value that is half typed is told as that.
  const misfit = read.findings.length > 0 ? null : misfitOf(value, type, file);
  if (misfit === null) return null;
  const { given, wanted } = misfit;
  const start = misfit.value.getStart(read.fragment.file) + read.shift;
  const place = { module: source.module, start, end: misfit.value.end + read.shift };
  const example = exampleValue(misfit.type, file);
  const what = misfit.value === value ? `\`${name}\`` : `this part of \`${name}\``;
  const message = `The point gives ${what} ${given}, and by its type it must be ${wanted}. Write a value such as \`${example}\`.`;
  return finding("point-type-mismatch", place, message, {
    fixes: [{ title: `Write \`${example}\``, edits: [{ ...place, text: example }] }],
  });
}

function missingFinding(
  missing: readonly MissingValue[],
  assignments: readonly Assignment[],
  request: PointRequest,
): Finding {
  const { source, tag } = request;
  const names = missing.map(({ name }) => `\`${name}\``);
  const text = missing.map(({ name, value }) => `${name} = ${value}`).join(", ");
  const last = assignments.at(-1);
  const offset = last?.span.end ?? tag.end;
  const insert: Fix = {
    title: `Add ${text}`,
    edits: [
      {
        module: source.module,
        start: offset,
        end: offset,
        text: last === undefined ? ` ${text}` : `, ${text}`,
      },
    ],
  };
  const isOne = missing.length === 1;
  const message = `The point gives no value for ${listed(names)}, which ${isOne ? "has no default value" : "have no default values"}. Add \`${text}\`.`;
  const place = { module: source.module, ...(last === undefined ? tag : { start: tag.start, end: offset }) };
  return finding("point-missing-parameter", place, message, { fixes: [insert] });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
