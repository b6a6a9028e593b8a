/**
 * The text after `@at` → assignments, by TypeScript's own parser.
 *
 *     readPoint("x = 3, p = [1, 2]")   // x: 3 · p: [1, 2]
 *
 * Only the text of the tag is parsed, in parentheses, so that a point costs the same in a large file as in a
 * small one; `shift` leads from the offsets of that small tree to those of the document.
 */

import { type Finding, type Fix, finding, type Place, type Span } from "../finding.js";
import { unwrap } from "../syntax/functions.js";
import { textLimits } from "../syntax/limits.js";
import { type ParsedModule, parseText, type SyntaxProblem } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";

/** A text to read a point from, and where it stands. */
export interface PointText extends Place {
  text: string;
}

export interface Assignment {
  name: string;
  /** The parameter's name, the right-hand side and both, in the document. */
  nameSpan: Span;
  valueSpan: Span;
  span: Span;
  value: ts.Expression;
}

export interface ReadPoint {
  assignments: Assignment[];
  /** The small tree of the point's text. */
  fragment: ParsedModule;
  /** Add it to an offset in the fragment to get one in the document. */
  shift: number;
  /** Not empty: the assignments are what was understood, and the point should not be run. */
  findings: Finding[];
}

/** Reads a point. Every stretch that cannot be read becomes a finding on the words that are wrong. */
export function readPoint(source: PointText, parameterNames: readonly string[]): ReadPoint {
  if (source.text.length > textLimits.point) return tooLong(source);
  const fragment = parseText("point.ts", `(${source.text}\n)`);
  const shift = source.start - 1;
  const point: ReadPoint = { assignments: [], fragment, shift, findings: [] };
  if (source.text.trim() === "") return point;

  if (fragment.unreadable.length > 0) {
    const message = "The point is nested too deeply to be read. Move the value to a constant in the module.";
    point.findings.push(finding("point-syntax", lastWordBefore(source.end, source), message));
    return point;
  }
  const { problems, file } = fragment;
  const first = file.statements[0];
  const inner =
    first !== undefined && ts.isExpressionStatement(first) && ts.isParenthesizedExpression(first.expression)
      ? first.expression.expression
      : null;
  const context: PointContext = { source, shift, file, parameterNames };
  const parts = inner === null ? [] : commaSeparated(inner);
  for (const part of parts) readAssignment(part, context, point);
  const isExplained = point.findings.length > 0;
  const [problem] = problems;
  if (problem !== undefined && !isExplained) point.findings.push(problemFinding(problem, context));
  return point;
}

/** Nothing of it is read; it is shown on its first word. */
function tooLong({ module, text, start }: PointText): ReadPoint {
  const end = start + (/^\s*\S{0,40}/.exec(text)?.[0].length ?? 0);
  const limit = textLimits.point.toLocaleString("en-US");
  const message = `The point has more than ${limit} characters. Move its values to a constant in the module, or compute them in a loop.`;
  const findings = [finding("point-syntax", { module, start, end }, message)];
  return { assignments: [], fragment: parseText("point.ts", "()"), shift: start - 1, findings };
}

interface PointContext {
  source: PointText;
  shift: number;
  file: ts.SourceFile;
  parameterNames: readonly string[];
}

function commaSeparated(expression: ts.Expression): ts.Expression[] {
  const parts: ts.Expression[] = [];
  let rest = expression;
  while (ts.isBinaryExpression(rest) && rest.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    parts.push(rest.right);
    rest = rest.left;
  }
  return [...parts, rest].reverse();
}

function readAssignment(part: ts.Expression, context: PointContext, point: ReadPoint): void {
  const { source, parameterNames } = context;
  const span = documentSpan(part, context);
  const report = (place: Span, message: string, fixes?: Fix[]) => {
    const { module } = source;
    const extra = fixes === undefined ? {} : { fixes };
    point.findings.push(
      finding("point-syntax", { module, start: place.start, end: place.end }, message, extra),
    );
  };

  const isAssignment = ts.isBinaryExpression(part) && part.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!isAssignment) {
    const text = source.text.slice(span.start - source.start, span.end - source.start);
    const example = parameterNames[0] ?? "x";
    if (text === "") {
      const comma = lastWordBefore(span.start, source);
      report(comma, "A value is missing here. Write the next parameter and its value, or remove the comma.");
    } else if (ts.isIdentifier(part)) {
      const [next] = source.text.slice(span.end - source.start).trimStart();
      const message = next === ":" ? colonMessage(text) : `\`${text}\` has no value. Write \`${text} = 1\`.`;
      report(span, message);
    } else {
      const fixes =
        parameterNames.length === 1
          ? [insertion(`Write \`${example} = ${text}\``, source.module, span.start, `${example} = `)]
          : undefined;
      report(span, `A point gives values to parameters by name, such as \`${example} = 1\`.`, fixes);
    }
    return;
  }
  const { left, right } = part;
  if (ts.isObjectLiteralExpression(left) || ts.isArrayLiteralExpression(left)) {
    const parts = partsOfPattern(left, right);
    if (parts === null) {
      const names = parameterNames.map((name) => `${name} = 1`).join(", ");
      report(span, `Give each name in the pattern its own value, such as \`${names}\`.`);
    }
    for (const { name, value } of parts ?? []) {
      const nameSpan = documentSpan(name, context);
      const valueSpan = documentSpan(value, context);
      point.assignments.push({ name: name.text, nameSpan, valueSpan, span, value });
    }
    return;
  }
  const isName = ts.isIdentifier(left) || left.kind === ts.SyntaxKind.ThisKeyword;
  if (!isName) {
    report(
      documentSpan(left, context),
      "Only a parameter's name can stand before `=`. Give the whole value, such as `p = [1, 2]`.",
    );
    return;
  }
  const name = ts.isIdentifier(left) ? left.text : "this";
  const valueSpan = documentSpan(right, context);
  if (valueSpan.start >= valueSpan.end) {
    report(
      { start: span.start, end: lastWordBefore(span.end, source).end },
      `\`${name}\` has no value. Write \`${name} = 1\`.`,
    );
    return;
  }
  const isNested = ts.isBinaryExpression(right) && right.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isNested) {
    report(span, "There is one `=` too many. Separate the parameters by commas, such as `x = 3, y = 3`.");
    return;
  }
  point.assignments.push({ name, nameSpan: documentSpan(left, context), valueSpan, span, value: right });
}

/** `{ x, y } = { x: 1, y: 2 }`: the value of each name, where pattern and value are written out alike; otherwise null. */
function partsOfPattern(
  pattern: ts.Expression,
  value: ts.Expression,
): { name: ts.Identifier; value: ts.Expression }[] | null {
  if (ts.isIdentifier(pattern)) return [{ name: pattern, value }];
  const pairs: [ts.Expression, ts.Expression | undefined][] = [];
  const whole = unwrap(value);
  if (ts.isArrayLiteralExpression(pattern) && ts.isArrayLiteralExpression(whole)) {
    pattern.elements.forEach((element, index) => {
      pairs.push([element, whole.elements[index]]);
    });
  } else if (ts.isObjectLiteralExpression(pattern) && ts.isObjectLiteralExpression(whole)) {
    for (const property of pattern.properties) {
      const target = propertyValue(property);
      const source = whole.properties.find((one) => one.name?.getText() === property.name?.getText());
      if (target === undefined) return null;
      pairs.push([target, source === undefined ? undefined : propertyValue(source)]);
    }
  } else {
    return null;
  }
  const parts = pairs.map(([target, source]) =>
    source === undefined ? null : partsOfPattern(target, source),
  );
  return parts.some((one) => one === null) ? null : parts.flatMap((one) => one ?? []);
}

function propertyValue(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function documentSpan(node: ts.Node, context: PointContext): Span {
  const { source, shift, file } = context;
  const limit = source.start + source.text.length;
  const start = Math.min(Math.max(node.getStart(file) + shift, source.start), limit);
  return { start, end: Math.min(Math.max(node.end + shift, start), limit) };
}

/** The last word or mark before an offset: what a complaint about something missing can point at. */
function lastWordBefore(offset: number, source: PointText): Place {
  const before = source.text.slice(0, offset - source.start).trimEnd();
  const [last = ""] = /[^\s,;=()[\]{}]+$|.$/su.exec(before.slice(-80)) ?? [];
  const end = source.start + before.length;
  return { module: source.module, start: end - last.length, end };
}

function problemFinding(problem: SyntaxProblem, context: PointContext): Finding {
  const { source, shift } = context;
  const limit = source.start + source.text.length;
  let start = Math.min(Math.max(problem.start + shift, source.start), limit);
  let end = Math.min(Math.max(problem.end + shift, start), limit);
  if (start === end) ({ start, end } = lastWordBefore(start, source));
  const [beforeColon] = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?=\s*:)/u.exec(source.text) ?? [];
  if (beforeColon !== undefined) {
    const place = { module: source.module, start: source.start, end: source.start + beforeColon.length };
    return finding("point-syntax", place, colonMessage(beforeColon));
  }
  const wrong = source.text.slice(start - source.start, end - source.start);
  const expected = /^'(.+)' expected\.$/.exec(problem.message)?.[1];
  const isUnclosed = expected !== undefined && "]}".includes(expected) && end === limit;
  const message = isUnclosed
    ? `A closing \`${expected}\` is missing.`
    : `The point has a syntax error at \`${wrong}\`. Write assignments with commas between them, such as \`x = 3, p = [1, 2]\`.`;
  return finding("point-syntax", { module: source.module, start, end }, message);
}

function colonMessage(name: string): string {
  return `Write \`=\` between a parameter and its value: \`${name} = …\`.`;
}

function insertion(title: string, module: string, offset: number, text: string): Fix {
  return { title, edits: [{ module, start: offset, end: offset, text }] };
}
