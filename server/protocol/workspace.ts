/**
 * What is known of the open documents: each is prepared again when its text or one of its dependencies
 * changed, and its routines are handed to the scheduler.
 */

import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Finding, finding } from "../finding.js";
import { type ModuleHost, type PreparedFunction, type PreparedModule, prepareModule } from "../prepare.js";
import { assembleReport, type ModuleReport, type PointReport, type Report } from "../report.js";
import { keepPoints, routineKey } from "./routineContent.js";
import type { Job, Scheduler } from "./scheduler.js";

/** An open document with what its text says. */
export interface Analysis {
  document: TextDocument;
  module: string;
  version: number;
  prepared: PreparedModule;
  /** A job for each prepared function, null for one that cannot be run. */
  jobs: (Job | null)[];
}

export interface Workspace {
  /** The analysis of the document's present text; made now when it is not there yet. */
  analysis(document: TextDocument): Analysis;
  /** What is known at this moment. A function that is being computed keeps the points that it had. */
  report(analysis: Analysis): ModuleReport;
  /** A run of one of the module's routines ended: what is known changed. */
  progressed(module: string): void;
  /** Names of the functions that are being computed. */
  pending(analysis: Analysis): string[];
  /** Forgets what was understood of documents that read one of these modules; answers which. */
  invalidate(modules: ReadonlySet<string>): string[];
  /** Forgets what was understood of all documents. */
  invalidateAll(): void;
  close(module: string): void;
}

export interface WorkspaceOptions {
  host: ModuleHost;
  scheduler: Scheduler;
  /** The name of a document's module. */
  moduleOf(document: TextDocument): string;
  log(message: string): void;
}

export function createWorkspace({ host, scheduler, moduleOf, log }: WorkspaceOptions): Workspace {
  const analyses = new Map<string, Analysis>();
  /** By module, then by function: the points that were shown last. */
  const shown = new Map<string, Map<string, PointReport[]>>();

  /** The report that was made last, until something changes. */
  const reports = new Map<string, { analysis: Analysis; report: ModuleReport }>();

  const prepare = (module: string): PreparedModule => {
    try {
      return prepareModule(module, host);
    } catch (problem) {
      log(`Preparing ${module} failed: ${describe(problem)}`);
      const place = { module, start: 0, end: 0 };
      const message = `Derivative Lens could not read this file: ${firstLine(problem)}`;
      const findings: Finding[] = [finding("internal-error", place, message)];
      return { module, functions: [], findings, dependencies: [module] };
    }
  };

  const jobOf = ({ outline, routine }: PreparedFunction): Job | null => {
    if (!routine || (routine.points.length === 0 && routine.claims === undefined)) return null;
    try {
      return { key: routineKey(routine), routine, name: { module: outline.module, ...outline.name } };
    } catch (problem) {
      log(`${outline.function} cannot be run: ${describe(problem)}`);
      return null;
    }
  };

  const reportOf = (analysis: Analysis, index: number, id: string): Report => {
    const { outline, findings } = analysis.prepared.functions[index]!;
    const job = analysis.jobs[index];
    const known = shown.get(analysis.module) ?? new Map<string, PointReport[]>();
    shown.set(analysis.module, known);
    if (!job) return assembleReport(outline, findings, null);
    const outcome = scheduler.outcome(job);
    if (outcome) {
      known.set(id, outcome.points);
      return assembleReport(outline, findings, outcome);
    }
    const points = keepPoints(known.get(id) ?? [], job.routine);
    return assembleReport(outline, findings, { points, findings: [], isSpent: false });
  };

  return {
    analysis(document) {
      const module = moduleOf(document);
      const known = analyses.get(module);
      if (known?.version === document.version && known.document === document) return known;
      const prepared = prepare(module);
      const jobs = prepared.functions.map(jobOf);
      const analysis = { document, module, version: document.version, prepared, jobs };
      analyses.set(module, analysis);
      scheduler.want(
        module,
        jobs.filter((job) => job !== null),
      );
      return analysis;
    },
    report(analysis) {
      const made = reports.get(analysis.module);
      if (made?.analysis === analysis) return made.report;
      const counts = new Map<string, number>();
      const functions = analysis.prepared.functions.map(({ outline }, index) => {
        const count = counts.get(outline.function) ?? 0;
        counts.set(outline.function, count + 1);
        return reportOf(analysis, index, `${outline.function} ${count}`);
      });
      const { module, prepared } = analysis;
      const report = { module, reports: functions, findings: prepared.findings };
      reports.set(module, { analysis, report });
      return report;
    },
    progressed: (module) => void reports.delete(module),
    pending: ({ prepared, jobs }) =>
      jobs.flatMap((job, index) =>
        job && scheduler.isPending(job) ? [prepared.functions[index]!.outline.function] : [],
      ),
    invalidate(modules) {
      const stale = [...analyses.values()].filter(({ module, prepared }) => {
        return modules.has(module) || prepared.dependencies.some((each) => modules.has(each));
      });
      for (const { module } of stale) analyses.delete(module);
      return stale.map(({ module }) => module);
    },
    invalidateAll: () => analyses.clear(),
    close(module) {
      analyses.delete(module);
      shown.delete(module);
      reports.delete(module);
      scheduler.want(module, []);
    },
  };
}

export function describe(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}

function firstLine(problem: unknown): string {
  return (problem instanceof Error ? problem.message : String(problem)).split("\n", 1)[0] ?? "";
}
