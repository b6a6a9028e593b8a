import type { Finding } from "../../../server/finding.js";
import { unsupportedIn } from "../../../server/lowering/lowerRoutine.js";
import { openPreparation, type PreparedModule, type PrepareOptions } from "../../../server/prepare.js";
import type { Routine, Site } from "../../../server/routine.js";

/** Prepares the first of some modules, given as text by name; a lone text is `/project/main.ts`. */
export function prepared(
  modules: string | { [name: string]: string },
  options: PrepareOptions = {},
): PreparedModule {
  const texts = typeof modules === "string" ? { "/project/main.ts": modules } : modules;
  const read = (module: string) => (Object.hasOwn(texts, module) ? texts[module] : undefined);
  return openPreparation({ read }).prepare(Object.keys(texts)[0]!, options);
}

/** Every finding of a module, those of its functions included, in the order of the text. */
export function findingsOf(module: PreparedModule): Finding[] {
  const all = [...module.findings, ...module.functions.flatMap(({ findings }) => findings)];
  return all.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** What is watched in a marked function, with places in the text. Everything inside it is lowered for that. */
export function sitesOf(routine: Routine | null): Site[] {
  if (routine === null) return [];
  unsupportedIn(routine);
  const { sites = [] } = routine.entry.marked ?? {};
  const inText = sites.map((site) => ({
    ...site,
    start: site.start + site.code.start,
    end: site.end + site.code.start,
  }));
  return inText.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** A finding as `code "words" message`, the words being what it is shown on. */
export function describeFinding(finding: Finding, text: string): string {
  return `${finding.code} "${text.slice(finding.start, finding.end)}"`;
}

/** The text after a finding's fix. */
export function applyFix(text: string, finding: Finding, fix = 0): string {
  const edits = [...finding.fixes![fix]!.edits].sort((one, other) => other.start - one.start);
  return edits.reduce(
    (edited, { start, end, text }) => edited.slice(0, start) + text + edited.slice(end),
    text,
  );
}
