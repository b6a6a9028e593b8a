/**
 * The pipeline over one preparation and one world: what was lowered, compiled and evaluated stays between calls, as
 * far as the texts do. An outcome is kept by what it depends on, so that it serves again when an edit is undone, or
 * concerns other functions only.
 */

import type { Budget } from "./evaluation/budget.js";
import { World } from "./evaluation/modules/world.js";
import { Runner } from "./evaluation/runner.js";
import { finding } from "./finding.js";
import { functionIds, type Pipeline, type WorkRequest } from "./pipeline.js";
import { detachOutcome, type PlacedOutcome } from "./places.js";
import {
  type ModuleHost,
  openPreparation,
  type PreparedFunction,
  type PreparedModule,
  type PrepareOptions,
} from "./prepare.js";
import type { Outcome } from "./report.js";
import type { ModuleCode, Routine } from "./routine.js";

export interface PipelineOptions extends PrepareOptions {
  /** How modules are read that are not open. */
  host: ModuleHost;
  /** Milliseconds from any origin. */
  clock(): number;
  /** A short text that stands for a long one. */
  hash(text: string): string;
}

/** Outcomes that are kept because an edit is often undone, and files are worked on again. */
const mostKept = 2_000;

/** The revision of what is not run. */
const nothingRun = "";

const noOutcome: PlacedOutcome = { points: [], findings: [], isSpent: false };

export function openPipeline({ host, clock, hash, ...options }: PipelineOptions): Pipeline {
  const texts = new Map<string, string>();
  const preparation = openPreparation(withTexts(host, texts));
  const world = new World(preparation, clock);
  const keep = createKeeper();
  const hashes = new Map<string, { text: string; hash: string }>();
  /** What was prepared for a module whose functions are not finished, until something changes. */
  let last: PreparedModule | null = null;

  const prepare = (module: string): PreparedModule => {
    if (last?.module === module) return last;
    try {
      return preparation.prepare(module, options);
    } catch (problem) {
      const text = String(problem instanceof Error ? problem.message : problem).split("\n", 1)[0];
      const message = `Derivative Lens could not read this file: ${text}`;
      const findings = [finding("internal-error", { module, start: 0, end: 0 }, message)];
      return { module, functions: [], findings };
    }
  };

  /** Stands for the other modules that a module runs with. */
  const surroundings = (home: string): { revision: string; isImported: boolean } => {
    world.ensure(home);
    const others = world.modules.filter(({ name }) => name !== home);
    const parts = others.map(({ name }) => `${name} ${hashOf(name, preparation.text(name))}`);
    return { revision: hash(parts.join("\n")), isImported: others.some((other) => asksFor(other, home)) };
  };

  /** The hash of the text of a module, or of a part of it that is asked for again and again. */
  const hashOf = (module: string, text: string): string => {
    const known = hashes.get(module);
    if (known?.text === text) return known.hash;
    const made = { text, hash: hash(text) };
    hashes.set(module, made);
    return made.hash;
  };

  return {
    setText(module, text) {
      last = null;
      if (text === undefined) texts.delete(module);
      else texts.set(module, text);
      preparation.forget([module]);
    },
    forget(modules) {
      last = null;
      preparation.forget(modules);
    },
    work(request, tell) {
      const { module, budget } = request;
      if (request.only === undefined) last = null;
      const prepared = prepare(module);
      const ids = functionIds(prepared.functions.map(({ outline }) => outline.function));
      const unfinished: string[] = [];
      let around: ReturnType<typeof surroundings> | null = null;
      let begin: number | null = null;
      const hasPatience = () => begin === null || clock() - begin < (request.patience ?? Infinity);

      for (const [id, { outline, findings, routine }] of inOrder(ids, prepared.functions, request)) {
        const result = { id, outline, findings, isFinal: true };
        const { start } = outline.name;
        if (!isRunnable(routine)) {
          const pieces = [{ module, start }];
          const isKnown = request.known[id] === nothingRun;
          tell({ ...result, revision: nothingRun, pieces, ...(isKnown ? {} : { outcome: noOutcome }) });
          continue;
        }
        around ??= surroundings(module);
        const { common, own, pieces: spans } = preparation.dependence(routine, around.isImported);
        const revision = hash(
          [around.revision, hashOf(module, common), signatureOf(routine, preparation.text(module)), own].join(
            "\n",
          ),
        );
        const places = [
          { module, ...outline.name },
          ...routine.points,
          ...spans.map((span) => ({ module, ...span })),
        ];
        const pieces = places.map(({ module, start }) => ({ module, start }));
        const placed = (outcome: Outcome) => detachOutcome(outcome, module, places);
        const kept = keep.find(revision, budget);
        if (request.known[id] === revision) tell({ ...result, revision, pieces });
        else if (request.fatal?.includes(revision)) tell({ ...result, revision, pieces, isFatal: true });
        else if (kept) tell({ ...result, revision, pieces, outcome: kept });
        else if (!hasPatience()) unfinished.push(id);
        else {
          begin ??= clock();
          tell({ ...result, revision, pieces, isFinal: false });
          const evaluation = new Runner(routine, world, clock).evaluate(budget);
          // Explaining can take many times as long as the numbers.
          const numbers = placed(evaluation.numbers);
          if (!numbers.isSpent) tell({ ...result, revision, pieces, outcome: numbers, isFinal: false });
          const outcome = placed(evaluation.explained());
          keep.add(revision, budget, outcome);
          tell({ ...result, revision, pieces, outcome });
        }
      }
      last = unfinished.length > 0 ? prepared : null;
      const { findings } = prepared;
      const dependencies = preparation.dependencies();
      return { module, findings, functions: ids, dependencies, unfinished };
    },
  };
}

/** It has a point or a claim. */
function isRunnable(routine: Routine | null): routine is Routine {
  return routine !== null && (routine.points.length > 0 || routine.claims !== undefined);
}

function asksFor({ imports }: ModuleCode, module: string): boolean {
  return imports.some((request) => request.module === module);
}

/** What the tags of a marked function ask for, as a text; white space in a point moves what stands behind it. */
function signatureOf({ points, wrt, order, claims, module }: Routine, home: string): string {
  const said = ({ text, scope, ...point }: Routine["points"][number]) => [
    point.module === module.name ? home.slice(point.start, point.end) : text,
    scope === module.name ? "" : scope,
  ];
  return JSON.stringify([
    points.map(said),
    wrt,
    order,
    claims?.map((claim) => [
      claim.name,
      claim.function.module,
      claim.arguments,
      claim.wrt,
      claim.points.map(said),
    ]),
  ]);
}

/** The functions that are asked for, those that somebody looks at before the others. */
function inOrder(
  ids: readonly string[],
  functions: readonly PreparedFunction[],
  { only, look }: WorkRequest,
): [string, PreparedFunction][] {
  const asked = ids
    .map((id, index): [string, PreparedFunction] => [id, functions[index]!])
    .filter(([id]) => only === undefined || only.includes(id));
  if (!look) return asked;
  const isFirst = ([, { outline }]: [string, PreparedFunction]) =>
    outline.extent.start <= look.end && look.start <= outline.extent.end;
  return [...asked.filter(isFirst), ...asked.filter((each) => !isFirst(each))];
}

/** Open texts before what the host reads. */
function withTexts(host: ModuleHost, texts: ReadonlyMap<string, string>): ModuleHost {
  const { exists, isFolder, realPath, reach, limits } = host;
  const configuration = host.configuration ?? host.read;
  return {
    read: (module) => texts.get(module) ?? host.read(module),
    ...(exists && { exists: (module: string) => texts.has(module) || exists(module) }),
    ...(realPath && { realPath: (module: string) => (texts.has(module) ? module : realPath(module)) }),
    ...(isFolder && { isFolder }),
    ...(reach && { reach }),
    configuration: (file, isNamed) => texts.get(file) ?? configuration(file, isNamed),
    ...(limits !== undefined && { limits }),
  };
}

/** Outcomes by revision and budget; those that were used longest ago go first. */
function createKeeper() {
  const outcomes = new Map<string, PlacedOutcome>();
  const keyOf = (revision: string, budget: Budget) => `${revision} ${Object.values(budget)}`;
  return {
    find(revision: string, budget: Budget): PlacedOutcome | undefined {
      const key = keyOf(revision, budget);
      const found = outcomes.get(key);
      if (found) {
        outcomes.delete(key);
        outcomes.set(key, found);
      }
      return found;
    },
    add(revision: string, budget: Budget, outcome: PlacedOutcome) {
      outcomes.set(keyOf(revision, budget), outcome);
      const [oldest] = outcomes.keys();
      if (outcomes.size > mostKept && oldest !== undefined) outcomes.delete(oldest);
    },
  };
}
