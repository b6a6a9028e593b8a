/**
 * The first half of the pipeline behind one call: text → syntax → analysis → lowering → routines.
 * The second half is `evaluate` in `evaluation/`.
 */

import { type AnalysedFunction, analyseModule } from "./analysis/analyseModule.js";
import { type Finding, finding } from "./finding.js";
import { lowerRoutine } from "./lowering/lowerRoutine.js";
import { deepestRoutine, isNestedDeeper } from "./lowering/nesting.js";
import { type Lowered, takeOver } from "./lowering/reuse.js";
import type { FunctionOutline } from "./report.js";
import type { Routine } from "./routine.js";
import { type ModuleGraph, type ModuleHost, openModuleGraph } from "./syntax/moduleGraph.js";
import type { ParsedModule } from "./syntax/parseModule.js";

export type { ModuleHost } from "./syntax/moduleGraph.js";

/** What the command line may ask for in place of what the tags say. */
export interface PrepareOptions {
  /** The text of one point, as after `@at`; replaces the points of every marked function. */
  at?: string;
  order?: number;
}

/** A marked function made ready to run. Plain data. */
export interface PreparedFunction {
  outline: FunctionOutline;
  /** null when it has no point or cannot be run; the findings say why. */
  routine: Routine | null;
  findings: Finding[];
}

export interface PreparedModule {
  module: string;
  functions: PreparedFunction[];
  /** Findings outside any marked function. */
  findings: Finding[];
  /** Modules whose text the preparation read, this one included: when one of them changes, prepare again. */
  dependencies: string[];
}

/**
 * Reads a module and makes each marked function ready to run. Never throws on bad input: what cannot be
 * understood is a finding, and the other functions of the module are not touched by it.
 */
export function prepareModule(
  module: string,
  host: ModuleHost,
  options: PrepareOptions = {},
): PreparedModule {
  const graph = openModuleGraph(host);
  const parsed = graph.open(module);
  if (parsed === null) return { module, functions: [], findings: [], dependencies: [module] };
  const { functions: marked, findings } = analyseModule(parsed, options, graph);
  for (const { start, end, message, isMarked } of parsed.unreadable) {
    if (isMarked) findings.push(finding("syntax-error", { module, start, end }, message));
  }
  const isAsWritten = options.at === undefined && options.order === undefined;
  const known = isAsWritten ? remembered(host).get(module) : undefined;
  const change = known === undefined ? null : takeOver(known.parsed, parsed);
  const keep =
    known !== undefined && change !== null && graph.agreesWith(known.graph, module) ? change : null;
  const lowered: (Lowered | null)[] = [];
  const functions = marked.map((one, index) => {
    const before = known?.lowered.length === marked.length ? known.lowered[index] : undefined;
    const candidate = before && keep ? keep(before) : null;
    const isOfIt = candidate?.routine.name.start === one.outline.name.start;
    const kept = isOfIt && candidate.routine.order === one.outline.order ? candidate : null;
    return prepareFunction(parsed, one, graph, kept, lowered);
  });
  if (isAsWritten) remember(host, module, { parsed, graph, lowered });
  return { module, functions, findings, dependencies: graph.dependencies() };
}

/** What the last preparation of a module made. */
interface Remembered {
  parsed: ParsedModule;
  graph: ModuleGraph;
  /** Of each marked function; null where it could not be lowered. */
  lowered: (Lowered | null)[];
}

const rememberedByHost = new WeakMap<ModuleHost, Map<string, Remembered>>();

/** More modules are not open at a time. */
const mostRemembered = 32;

function remember(host: ModuleHost, module: string, made: Remembered): void {
  const all = remembered(host);
  all.delete(module);
  all.set(module, made);
  for (const oldest of all.keys()) if (all.size > mostRemembered) all.delete(oldest);
}

function remembered(host: ModuleHost): Map<string, Remembered> {
  const known = rememberedByHost.get(host) ?? new Map<string, Remembered>();
  rememberedByHost.set(host, known);
  return known;
}

function prepareFunction(
  parsed: ParsedModule,
  marked: AnalysedFunction,
  graph: ModuleGraph,
  kept: Lowered | null,
  all: (Lowered | null)[],
): PreparedFunction {
  const { outline, findings, points } = marked;
  const index = all.push(null) - 1;
  if (marked.hasSyntaxError) return { outline, routine: null, findings };
  try {
    const lowered = kept ?? lowerRoutine(parsed, marked, graph);
    const { routine, unsupported, notes } = lowered;
    findings.push(...notes);
    if (kept === null && isNestedDeeper(routine, deepestRoutine)) throw new RangeError("nested too deeply");
    all[index] = lowered;
    if (points.length > 0 || marked.claims.length > 0) return { outline, routine, findings };
    // Nothing will run and come upon them, so they are told from the text.
    return { outline, routine: null, findings: [...findings, ...unsupported] };
  } catch (error) {
    const place = { module: outline.module, ...outline.name };
    const told =
      error instanceof RangeError
        ? finding(
            "unsupported-construct",
            place,
            "This function is nested too deeply to be read. Split it into smaller functions.",
          )
        : finding(
            "internal-error",
            place,
            `This function could not be read because of a mistake in this tool: ${error}`,
          );
    return { outline, routine: null, findings: [...findings, told] };
  }
}
