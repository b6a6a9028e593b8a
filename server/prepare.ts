/**
 * The first half of the pipeline: text → syntax → analysis → lowering → routines, over modules that are kept while
 * their texts stay. The second half is `evaluation/`, which asks it for the code of the modules that it reaches.
 *
 *     const preparation = openPreparation(host);
 *     const { functions } = preparation.prepare("/project/a.ts");     the marked functions, ready to run
 *     preparation.forget(["/project/b.ts"]);                          b.ts changed
 */

import { analyseModule } from "./analysis/analyseModule.js";
import { findMarkers } from "./analysis/markers.js";
import { type Finding, finding } from "./finding.js";
import type { LoweringContext } from "./lowering/context.js";
import { decoratedClasses, mayHaveDecorators } from "./lowering/decorators.js";
import { type Dependence, ModuleDependence } from "./lowering/dependence.js";
import { editModule, editStatement } from "./lowering/editModule.js";
import { lowerRoutine, unsupportedIn } from "./lowering/lowerRoutine.js";
import { lowerModule } from "./lowering/modules.js";
import {
  EditableModule,
  type Lower,
  MovingFunction,
  moveFinding,
  type PreparedModule,
} from "./preparedModule.js";
import type { FunctionOutline } from "./report.js";
import type { ModuleSource } from "./routine/moduleSource.js";
import type { ModuleCode, Routine } from "./routine.js";
import { editedFunction } from "./syntax/editedFunction.js";
import { editedStatement } from "./syntax/editedStatement.js";
import { type ModuleGraph, type ModuleHost, openModuleGraph } from "./syntax/moduleGraph.js";
import { isFlawless, type ParsedModule, parseText } from "./syntax/parseModule.js";
import { editBetween } from "./syntax/textEdit.js";

export type { PreparedFunction, PreparedModule } from "./preparedModule.js";
export type { ModuleHost } from "./syntax/moduleGraph.js";

/** What the command line may ask for in place of what the tags say. */
export interface PrepareOptions {
  /** The text of one point, as after `@at`; replaces the points of every marked function. */
  at?: string;
  order?: number;
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

/** Edits that are followed before a module is read whole again. */
const mostMoves = 10_000;

/** Opens a preparation over a way to read modules. */
export function openPreparation(host: ModuleHost): Preparation {
  return new ModulePreparation(host);
}

class ModulePreparation implements Preparation {
  readonly #host: ModuleHost;
  #graph: ModuleGraph;
  readonly #contexts = new Map<string, LoweringContext>();
  readonly #dependences = new Map<string, { text: string; isImported: boolean; found: ModuleDependence }>();
  readonly #prepared = new Map<string, { made: EditableModule; options: PrepareOptions }>();
  /** Whose text is the one that their code was made of. */
  readonly #checked = new Set<string>();

  constructor(host: ModuleHost) {
    this.#host = host;
    this.#graph = openModuleGraph(host);
  }

  prepare(module: string, options: PrepareOptions = {}): PreparedModule {
    const text = this.#graph.text(module);
    const known = this.#prepared.get(module);
    if (
      known !== undefined &&
      known.options === options &&
      text !== null &&
      known.made.moves.length < mostMoves
    ) {
      if (known.made.text === text || this.#follow(known.made, text, options)) {
        this.#checked.add(module);
        return known.made;
      }
    }
    this.#prepared.delete(module);
    const parsed = this.#graph.open(module);
    if (parsed === null) return { module, functions: [], findings: [], moves: [] };
    const { functions: marked, findings } = analyseModule(parsed, options, this.#graph);
    for (const { start, end, message, isMarked } of parsed.unreadable) {
      if (isMarked) findings.push(finding("syntax-error", { module, start, end }, message));
    }
    this.#context(parsed);
    const functions = marked.map((one) => new MovingFunction(one, parsed, 0, this.#lower));
    const made = new EditableModule(parsed, functions, findings);
    if (mayBeFollowed(parsed)) this.#prepared.set(module, { made, options });
    return made;
  }

  /** Takes an edit that lies inside one statement. False, and nothing is changed, where the module has to be read whole. */
  #follow(known: EditableModule, text: string, options: PrepareOptions): boolean {
    const { module, whole, statements } = known;
    const context = this.#contexts.get(module);
    if (context === undefined || context.text !== known.text) return false;
    const edited = editedStatement(whole, statements, editBetween(known.text, text), text);
    if (edited === null || !mayBeFollowed(edited.now.parsed)) return false;
    const { now, index, within } = edited;
    const before = statements[index]!;
    const delta = text.length - known.text.length;
    const functionsBefore = known.functionsIn(before);
    const isAbout = ({ start, end }: Finding) => before.start < end && start < before.end;
    if (functionsBefore === null || known.findings.some(isAbout)) return false;
    const analysed = analyseModule(now.parsed, options, this.#graph, whole.file);
    const made = analysed.functions.map(
      (one) => new MovingFunction(one, now.parsed, now.offset, this.#lower),
    );
    const isSame =
      analysed.findings.length === 0 &&
      made.length === functionsBefore.length &&
      made.every(({ name, start }, index) => {
        const twin = functionsBefore[index]!;
        return twin.name === name && (within !== null || twin.start + delta === start);
      });
    const pieceBefore = known.text.slice(before.start, before.end);
    if (!isSame || !mentionsSameImports(context, pieceBefore, now.parsed.text)) return false;
    const marked = new Set(made.map(({ start }) => start));
    for (const each of known.functions) {
      if (!functionsBefore.includes(each)) marked.add(each.start + (each.start >= before.end ? delta : 0));
    }
    if (!editStatement(context, edited, text, marked)) return false;
    const dependence = this.#dependences.get(module);
    if (dependence?.text === known.text) {
      dependence.found.follow(edited, delta);
      dependence.text = text;
    }
    known.follow(edited, text, made);
    return true;
  }

  forget(modules: Iterable<string>): void {
    const changed = [...modules];
    for (const module of changed) this.#checked.delete(module);
    if (this.#graph.forget(changed)) return;
    this.#graph = openModuleGraph(this.#host);
    this.#checked.clear();
    this.#contexts.clear();
    this.#dependences.clear();
    this.#prepared.clear();
  }

  text(module: string): string {
    return this.#graph.text(module) ?? "";
  }

  dependence({ module: { name: module }, name, points, claims }: Routine, isImported: boolean): Dependence {
    const found = this.#dependenceOf(module, isImported);
    if (claims !== undefined) return found.all;
    return found.of(
      name,
      points.map(({ text }) => text),
    );
  }

  #dependenceOf(module: string, isImported: boolean): ModuleDependence {
    const text = this.text(module);
    const known = this.#dependences.get(module);
    if (known?.text === text && known.isImported === isImported) return known.found;
    const found = new ModuleDependence(this.#graph.open(module)!, known?.found ?? null, isImported);
    known?.found.retire();
    this.#dependences.set(module, { text, isImported, found });
    return found;
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
    const { module, text } = parsed;
    const known = this.#contexts.get(module);
    if (known !== undefined && known.text === text) return known;
    const marked = markedIn(parsed);
    if (known !== undefined) {
      const previous = known.text === known.parsed.text ? known.parsed : parseText(module, known.text);
      const edit = editedFunction(previous, parsed);
      if (edit !== null && editModule(known, edit, parsed, marked)) return known;
    }
    const made = lowerModule(parsed, this.#graph, marked);
    this.#contexts.set(module, made);
    return made;
  }

  readonly #lower: Lower = (marked, parsed, offset) => {
    const { module } = parsed;
    const found = [...marked.findings, ...decoratedClasses(marked.node, parsed)];
    const findings = found.map((each) => moveFinding(each, module, offset));
    if (marked.hasSyntaxError) return { routine: null, findings };
    try {
      const context = this.#contexts.get(module)!;
      const routine = lowerRoutine(marked, context, (other) => this.#context(other), offset);
      if (marked.points.length > 0 || marked.claims.length > 0) return { routine, findings };
      // Nothing will run and come upon them, so they are told from the text.
      return { routine: null, findings: [...findings, ...unsupportedIn(routine)] };
    } catch (error) {
      const problem = unreadable(marked.outline, error);
      return { routine: null, findings: [...findings, moveFinding(problem, module, offset)] };
    }
  };
}

/** Whether edits inside its statements say nothing of the others: there are no claims, no decorators and nothing that cannot be read. */
function mayBeFollowed(parsed: ParsedModule): boolean {
  return isFlawless(parsed) && findMarkers(parsed).claiming.length === 0 && !mayHaveDecorators(parsed);
}

/** Which imports a module asks for depends on what mentions them. */
function mentionsSameImports({ code }: LoweringContext, before: string, now: string): boolean {
  return code.variables.every(
    ({ name, isImport }) => !isImport || before.includes(name) === now.includes(name),
  );
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
