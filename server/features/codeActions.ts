/**
 * Quick fixes of the findings at a place, and the offer to add a point to a marked function without one.
 *
 *     /** @differentiable *\/             /** @differentiable @at x = 1 *\/
 *     function f(x) {…}           →      function f(x) {…}
 */

import type { Finding, Fix, Span } from "../finding.js";
import type { ModuleReport, Report } from "../report.js";
import { diagnostics } from "./diagnostics.js";
import { addTags, suggestPoint } from "./markFunction.js";

export interface CodeAction {
  fix: Fix;
  /** The finding that it answers; null for an offer. */
  finding: Finding | null;
}

/** What can be done in a stretch of a module's text. */
export function codeActions(module: ModuleReport, text: string, range: Span): CodeAction[] {
  const fixes = diagnostics(module)
    .filter((finding) => touches(finding, range))
    .flatMap((finding) => (finding.fixes ?? []).map((fix) => ({ fix, finding })));
  const offers = module.reports
    .filter((report) => touches({ start: report.extent.start, end: report.signatureEnd }, range))
    .flatMap((report) => {
      const fix = addPoint(report, text);
      return fix ? [{ fix, finding: null }] : [];
    });
  return [...fixes, ...offers];
}

/** Only for a function whose doc comment has no `@at` at all: what is wrong with one that it has is a finding. */
function addPoint(report: Report, text: string): Fix | null {
  if (report.points.length > 0) return null;
  const before = text.slice(report.extent.start, report.name.start);
  const length = before.indexOf("*/") + 2;
  if (!before.startsWith("/**") || length < 2) return null;
  const comment = { start: report.extent.start, end: report.extent.start + length };
  if (/@at(?![\w-])/.test(text.slice(comment.start, comment.end))) return null;
  const point = suggestPoint(report.parameters.map(({ name }) => ({ name, hasDefault: false })));
  if (point === "") return null;
  const edit = addTags(text, comment, [`@at ${point}`]);
  return { title: `Add a point: @at ${point}`, edits: [{ module: report.module, ...edit }] };
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
