/**
 * Quick fixes of the findings at a place.
 *
 *     /** @differentiable *\/             /** @differentiable @at x = 1 *\/
 *     function f(x) {…}           →      function f(x) {…}
 */

import type { Finding, Fix, Span } from "../finding.js";
import type { ModuleReport } from "../report.js";
import { diagnostics } from "./diagnostics.js";

export interface CodeAction {
  fix: Fix;
  /** The finding that it answers. */
  finding: Finding;
}

/** What can be done in a stretch of a module's text. */
export function codeActions(module: ModuleReport, range: Span): CodeAction[] {
  return diagnostics(module)
    .filter(({ start, end }) => start <= range.end && range.start <= end)
    .flatMap((finding) => (finding.fixes ?? []).map((fix) => ({ fix, finding })));
}
