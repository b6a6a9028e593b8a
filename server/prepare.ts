/**
 * The first half of the pipeline: text → syntax → analysis → lowering → routines, over modules that are kept while
 * their texts stay. The second half is `evaluation/`, which asks it for the code of the modules that it reaches.
 *
 *     const preparation = openPreparation(host);
 *     const { functions } = preparation.prepare("/project/a.ts");     the marked functions, ready to run
 *     preparation.forget(["/project/b.ts"]);                          b.ts changed
 */

import { type AnalysedFunction, analyseModule } from "./analysis/analyseModule.js";
import { findMarkers } from "./analysis/markers.js";
import { type Finding, finding } from "./finding.js";
import type { LoweringContext } from "./lowering/context.js";
import { decoratedClasses } from "./lowering/decorators.js";
import { type Dependence, ModuleDependence } from "./lowering/dependence.js";
import { editModule } from "./lowering/editModule.js";
import { lowerRoutine, unsupportedIn } from "./lowering/lowerRoutine.js";
import { lowerModule } from "./lowering/modules.js";
import type { FunctionOutline } from "./report.js";
import type { ModuleSource } from "./routine/moduleSource.js";
import type { ModuleCode, Routine } from "./routine.js";
import { editedFunction } from "./syntax/editedFunction.js";
import { type ModuleGraph, type ModuleHost, openModuleGraph } from "./syntax/moduleGraph.js";
import type { ParsedModule } from "./syntax/parseModule.js";

export type { ModuleHost } from "./syntax/moduleGraph.js";

/** What the command line may ask for in place of what the tags say. */
export interface PrepareOptions {
  /** The text of one point, as after `@at`; replaces the points of every marked function. */
  at?: string;
  order?: number;
}

/** A marked function made ready to run. */
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
}

/** Modules and what was understood of them. */
export interface Preparation extends ModuleSource {
  /**
   * Reads a module and makes each marked function ready to run. Never throws on bad input: what cannot be
   * understood is a finding, and the other functions of the module are not touched by it.
   */
  prepare(module: string, options?: PrepareOptions): PreparedModule;
  /** The texts of some files changed, or the files came or went. */
  forget(modules: Iterable<string>): void;
  /** The text of a module; empty where there is none. */
  text(module: string): string;
  /** Which text the outcome of a marked function of a module depends on. `isImported`: other modules of the program may call what it exports. */
  dependence(routine: Routine, isImported: boolean): Dependence;
  /** Every name of a module that was asked for so far, found or not: when one of them changes, prepare again. */
  dependencies(): string[];
}

/** Opens a preparation over a way to read modules. */
export function openPreparation(host: ModuleHost): Preparation {
  return new ModulePreparation(host);
}

class ModulePreparation implements Preparation {
  readonly #host: ModuleHost;
  #graph: ModuleGraph;
  readonly #contexts = new Map<string, LoweringContext>();
  readonly #dependences = new Map<
    string,
    { parsed: ParsedModule; isImported: boolean; found: ModuleDependence }
  >();
  /** Whose text is the one that their code was made of. */
  readonly #checked = new Set<string>();

  constructor(host: ModuleHost) {
    this.#host = host;
    this.#graph = openModuleGraph(host);
  }

  prepare(module: string, options: PrepareOptions = {}): PreparedModule {
    const parsed = this.#graph.open(module);
    if (parsed === null) return { module, functions: [], findings: [] };
    const { functions: marked, findings } = analyseModule(parsed, options, this.#graph);
    for (const { start, end, message, isMarked } of parsed.unreadable) {
      if (isMarked) findings.push(finding("syntax-error", { module, start, end }, message));
    }
    const context = this.#context(parsed);
    const functions = marked.map((one) => this.#prepareFunction(one, context));
    return { module, functions, findings: findings };
  }

  forget(modules: Iterable<string>): void {
    const changed = [...modules];
    for (const module of changed) this.#checked.delete(module);
    if (this.#graph.forget(changed)) return;
    this.#graph = openModuleGraph(this.#host);
    this.#checked.clear();
    this.#contexts.clear();
    this.#dependences.clear();
  }

  text(module: string): string {
    return this.#graph.text(module) ?? "";
  }

  dependence({ module: { name: module }, name, points, claims }: Routine, isImported: boolean): Dependence {
    const parsed = this.#graph.open(module)!;
    const known = this.#dependences.get(module);
    const isKnown = known?.parsed === parsed && known.isImported === isImported;
    const found = isKnown ? known.found : new ModuleDependence(parsed, known?.found ?? null, isImported);
    this.#dependences.set(module, { parsed, isImported, found });
    if (claims !== undefined) return found.all;
    return found.of(
      name,
      points.map(({ text }) => text),
    );
  }

  dependencies(): string[] {
    return this.#graph.dependencies();
  }

  module(name: string): ModuleCode | null {
    if (this.#checked.has(name)) return this.#contexts.get(name)?.code ?? null;
    const parsed = this.#graph.open(name);
    if (parsed === null) this.#contexts.delete(name);
    const code = parsed === null ? null : this.#context(parsed).code;
    this.#checked.add(name);
    return code;
  }

  resolve(specifier: string, from: string): ReturnType<ModuleSource["resolve"]> {
    const module = specifier.startsWith("node:") ? null : this.#graph.resolve(specifier, from, "require");
    if (module !== null) return { module };
    return this.#graph.whyUnresolved(specifier, from, "require");
  }

  /** What was made of a module: as it was, moved by an edit, or made anew. */
  #context(parsed: ParsedModule): LoweringContext {
    const known = this.#contexts.get(parsed.module);
    if (known !== undefined && known.parsed.text === parsed.text) return known;
    const marked = markedIn(parsed);
    const edit = known === undefined ? null : editedFunction(known.parsed, parsed);
    if (known !== undefined && edit !== null && editModule(known, edit, parsed, marked)) return known;
    const made = lowerModule(parsed, this.#graph, marked);
    this.#contexts.set(parsed.module, made);
    return made;
  }

  #prepareFunction(marked: AnalysedFunction, context: LoweringContext): PreparedFunction {
    const { outline, points } = marked;
    const findings = [...marked.findings, ...decoratedClasses(marked.node, context.parsed)];
    if (marked.hasSyntaxError) return { outline, routine: null, findings };
    try {
      const routine = lowerRoutine(marked, context, (parsed) => this.#context(parsed));
      if (points.length > 0 || marked.claims.length > 0) return { outline, routine, findings };
      // Nothing will run and come upon them, so they are told from the text.
      return { outline, routine: null, findings: [...findings, ...unsupportedIn(routine)] };
    } catch (error) {
      return { outline, routine: null, findings: [...findings, unreadable(outline, error)] };
    }
  }
}

function unreadable(outline: FunctionOutline, error: unknown): Finding {
  const place = { module: outline.module, ...outline.name };
  if (error instanceof RangeError) {
    const message = "This function is nested too deeply to be read. Split it into smaller functions.";
    return finding("unsupported-construct", place, message);
  }
  const message = `This function could not be read because of a mistake in this tool: ${error}`;
  return finding("internal-error", place, message);
}

/** Where the marked functions of a module begin; those of installed packages are none. */
function markedIn(parsed: ParsedModule): ReadonlySet<number> {
  if (parsed.module.includes("/node_modules/") || !parsed.text.includes("@differentiable")) return new Set();
  return new Set(findMarkers(parsed).marked.map(({ node }) => node.getStart(parsed.file)));
}
