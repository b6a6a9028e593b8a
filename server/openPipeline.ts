/**
 * The pipeline over one preparation and one world: what was lowered, compiled and evaluated stays between calls, as
 * far as the texts do. An outcome is kept by what it depends on, so that it serves again when an edit is undone, or
 * concerns other functions only.
 */

import type { Budget } from "./evaluation/budget.js";
import { World } from "./evaluation/modules/world.js";
import { Runner } from "./evaluation/runner.js";
import { finding } from "./finding.js";
import type { Dependence } from "./lowering/dependence.js";
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
import { createAccounts } from "./told.js";

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

const noOutcome: PlacedOutcome = { points: [], findings: [], isSpent: false };

export function openPipeline({ host, clock, hash, ...options }: PipelineOptions): Pipeline {
  const texts = new Map<string, string>();
  const preparation = openPreparation(withTexts(host, texts));
  const world = new World(preparation, clock);
  const keep = createKeeper();
  const hashes = new Map<string, { text: string; hash: string }>();
  const accounts = createAccounts();
  const revisions = new WeakMap<PreparedFunction, Revision>();
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
      return { module, functions: [], findings, moves: [] };
    }
  };

  const surroundings = (home: string): Surroundings => {
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

  /** @param around is asked for only where it matters: it evaluates modules */
  const revisionOf = (prepared: PreparedFunction, around: () => Surroundings): Revision => {
    const known = revisions.get(prepared);
    if (known !== undefined && isCurrent(known, around)) return known;
    const { routine } = prepared;
    const made = isRunnable(routine) ? revise(routine, around()) : notRun;
    revisions.set(prepared, made);
    return made;
  };

  const revise = (routine: Routine, around: Surroundings): Revision => {
    const { module } = routine;
    const dependence = preparation.dependence(routine, around.isImported);
    const common = hashOf(module.name, dependence.common);
    const signature = signatureOf(routine, preparation.text(module.name));
    const revision = hash([around.revision, common, signature, dependence.own].join("\n"));
    return { revision, dependence, around: around.revision };
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
      const ids = functionIds(prepared.functions.map(({ name }) => name));
      const account = accounts.open(prepared, request);
      const unfinished: string[] = [];
      let found: Surroundings | null = null;
      const around = () => (found ??= surroundings(module));
      let begin: number | null = null;
      const hasPatience = () => begin === null || clock() - begin < (request.patience ?? Infinity);

      for (const [id, each] of inOrder(ids, prepared.functions, request)) {
        const { revision, dependence } = revisionOf(each, around);
        if (account.isTold(id, each, revision)) continue;
        const { outline, findings, routine } = each;
        const isKnown = account.revisionOf(id) === revision;
        account.forget(id);
        const places = [
          { module, ...outline.name },
          ...(dependence === null ? [] : routine!.points),
          ...(dependence?.pieces ?? []).map(({ start, end }) => ({ module, start, end })),
        ];
        const pieces = places.map(({ module, start }) => ({ module, start }));
        const result = { id, outline, findings, revision, pieces, isFinal: true };
        const placed = (outcome: Outcome) => detachOutcome(outcome, module, places);
        const kept = dependence === null ? noOutcome : keep.find(revision, budget);
        if (isKnown) tell(result);
        else if (request.fatal?.includes(revision)) tell({ ...result, isFatal: true });
        else if (kept) tell({ ...result, outcome: kept });
        else if (!hasPatience()) {
          unfinished.push(id);
          continue;
        } else {
          begin ??= clock();
          tell({ ...result, isFinal: false });
          const evaluation = new Runner(routine!, world, clock).evaluate(budget);
          // Explaining can take many times as long as the numbers.
          const numbers = placed(evaluation.numbers);
          if (!numbers.isSpent) tell({ ...result, outcome: numbers, isFinal: false });
          const outcome = placed(evaluation.explained());
          keep.add(revision, budget, outcome);
          tell({ ...result, outcome });
        }
        account.take(id, each, revision);
      }
      last = unfinished.length > 0 ? prepared : null;
      const { findings } = prepared;
      const dependencies = preparation.dependencies();
      const { number, moves } = account;
      return { module, findings, functions: ids, dependencies, unfinished, number, moves };
    },
  };
}

/** Stands for the other modules that a module runs with. */
interface Surroundings {
  revision: string;
  /** Some of them import it. */
  isImported: boolean;
}

interface Revision {
  revision: string;
  /** null for what is not run. */
  dependence: Dependence | null;
  around: string;
}

const notRun: Revision = { revision: "", dependence: null, around: "" };

function isCurrent({ dependence, around }: Revision, now: () => Surroundings): boolean {
  return dependence === null || (!dependence.isOld && around === now().revision);
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
  const isFirst = ([, { extent }]: [string, PreparedFunction]) =>
    extent.start <= look.end && look.start <= extent.end;
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
