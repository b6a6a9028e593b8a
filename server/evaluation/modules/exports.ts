/**
 * Which cell an export of a module is: that of the module that declares it, through re-exports, `export *` and
 * circles. What was found is kept with each module on the way, so that long chains and barrels of barrels cost
 * about what they are long: no pair of a module and a name is followed twice.
 */

import { finding } from "../../finding.js";
import type { ImportCode, ImportedName } from "../../routine.js";
import { Cell, ObjectValue, UnknownValue, type Value } from "../interpreter/objects/values.js";
import type { ModuleInstance, StarIndex } from "./instance.js";

/** What linking asks of its surroundings. */
export interface Linker {
  /** The instance of a module; null when its file is gone, or the program has too many modules already. */
  instance(module: string): ModuleInstance | null;
  /** Why there is no instance of a module that an import asks for. */
  whyMissing(request: ImportCode): string;
  /** Takes steps from what linking may cost. False when nothing is left. */
  spend(steps: number): boolean;
  /** What a CommonJS module or a JSON file gives as a whole: known once it has run. */
  whole(instance: ModuleInstance): Value;
  /** Reads a property of what a CommonJS module exports. */
  property(object: Value, name: string): Value;
  /** The part of a whole that an import means. */
  partOfWhole(from: ModuleInstance, target: ModuleInstance, imported: ImportedName): Value;
}

/** Whether a module exports one value, whatever that holds, rather than names. */
export function isWhole({ code, exportsByName }: ModuleInstance): boolean {
  return code.format !== "ecmascript" || exportsByName.has("=");
}

/** The cell of an export, or null. A name that several `export *` give is none, unless they give the same. */
export function exportOf(instance: ModuleInstance, name: string, linker: Linker): Cell | null {
  return follow(instance, name, linker, { open: new Set(), depth: 0 });
}

/** Every export of a module by its name, those of `export *` included. */
export function exportsOf(instance: ModuleInstance, linker: Linker): ReadonlyMap<string, Cell> {
  const exported = new Map<string, Cell>();
  for (const name of namesOf(instance, linker)) {
    const cell = exportOf(instance, name, linker);
    if (cell !== null) exported.set(name, cell);
  }
  return exported;
}

/** What any other name of a module may be, where one of its `export *` leads to a module that there is not; null where none does. */
export function unknownExport(instance: ModuleInstance, linker: Linker): UnknownValue | null {
  const { missing } = indexOf(instance, linker);
  if (missing === null) return null;
  const { from, request } = missing;
  return unresolved(from, request, "*", linker.whyMissing(request)).value as UnknownValue;
}

export function unresolved(from: ModuleInstance, request: ImportCode, name: string, reason: string): Cell {
  const place = { module: from.code.name, start: request.start, end: request.end };
  const message = `\`${name}\` cannot be followed: ${reason}.`;
  const related = [{ ...place, message: "It is imported here." }];
  const found = finding("unresolved-import", place, message, { related });
  return new Cell(new UnknownValue(found, { isToldWhereRead: true }));
}

/** Says that a module does not export a name, of an import that asks for it. */
export function notExported(
  from: ModuleInstance,
  request: ImportCode,
  imported: string,
  name: string,
  linker: Linker,
): Cell {
  const file = request.module?.slice(request.module.lastIndexOf("/") + 1);
  const reason = linker.spend(0)
    ? `\`${file}\` does not export \`${imported}\``
    : `what \`${file}\` exports leads through too many modules. Import it from the module that declares it`;
  return unresolved(from, request, name, reason);
}

interface Query {
  /** Pairs of a module and a name that are being followed: who comes upon one again is in a circle. */
  open: Set<string>;
  depth: number;
}

/** Exports that several modules give, each by several modules, and so on. */
const mostBranchings = 200;

/** How often a module's `export *` are gone through for single names, before all their names are taken down. */
const mostWalks = 8;

/** Follows one name from module to module. Needs a stack only where several modules might give it. */
function follow(first: ModuleInstance, asked: string, linker: Linker, query: Query): Cell | null {
  const path: { instance: ModuleInstance; name: string }[] = [];
  /** The last re-export by name on the path, and how many of the path it concerns. */
  let named: {
    from: ModuleInstance;
    request: ImportCode;
    imported: string;
    name: string;
    upTo: number;
  } | null = null;
  let at = first;
  let name = asked;
  let found: Cell | null = null;
  for (;;) {
    const known = at.resolved.get(name);
    if (known !== undefined) {
      found = known;
      break;
    }
    const key = `${at.code.name}\0${name}`;
    if (query.open.has(key) || !linker.spend(1)) break;
    query.open.add(key);
    path.push({ instance: at, name });
    const own = at.exportsByName.get(name);
    if (own === undefined) {
      const { next, cell } = name === "default" ? nothing : throughStars(at, name, linker, query);
      found = cell;
      if (next === null) break;
      at = next;
      continue;
    }
    if ("variable" in own) {
      found = at.environment.cells[own.variable]!;
      break;
    }
    const request = at.code.imports[own.import]!;
    const target = request.module === null ? null : linker.instance(request.module);
    if (target === null) {
      found = unresolved(at, request, name, linker.whyMissing(request));
      break;
    }
    at.linked.add(target);
    const { imported } = own;
    if (isWhole(target) || imported.kind === "whole") {
      const from = at;
      const cell = at.forward(name, () => linker.partOfWhole(from, target, imported));
      found = withOrigin(cell, target, imported);
      break;
    }
    if (imported.kind === "namespace") {
      found = new Cell(namespaceOf(target, linker));
      break;
    }
    named = { from: at, request, imported: imported.name, name, upTo: path.length };
    at = target;
    name = imported.name;
  }
  const ofNamed =
    found === null && named !== null
      ? notExported(named.from, named.request, named.imported, named.name, linker)
      : null;
  const isWholeAnswer = query.depth === 0 && linker.spend(0);
  path.forEach(({ instance, name }, index) => {
    const cell = ofNamed !== null && index < named!.upTo ? ofNamed : found;
    // Within other questions a circle may have cut it short.
    if (cell !== null && (isWholeAnswer || found !== null)) instance.resolved.set(name, cell);
    query.open.delete(`${instance.code.name}\0${name}`);
  });
  return path.length > 0 && ofNamed !== null ? ofNamed : found;
}

/** `import * as name` of a module of ECMAScript. */
export function namespaceOf(target: ModuleInstance, linker: Linker): Value {
  return target.namespace(
    () => exportsOf(target, linker),
    "",
    () => unknownExport(target, linker),
  );
}

const nothing: { next: ModuleInstance | null; cell: Cell | null } = { next: null, cell: null };

/** The one module that gives a name through `export *`; or its cell, where several might. */
function throughStars(instance: ModuleInstance, name: string, linker: Linker, query: Query): typeof nothing {
  const { cells, modules, wholes } = providersOf(instance, name, linker);
  if (modules.length === 1 && cells.length === 0 && wholes.length === 0) {
    return { next: modules[0]!, cell: null };
  }
  const isOneLevel = modules.length + cells.length <= 1;
  const isTooDeep = query.depth >= mostBranchings;
  const deeper = { open: query.open, depth: query.depth + 1 };
  const cellIn = (module: ModuleInstance) =>
    isTooDeep ? null : (module.resolved.get(name) ?? follow(module, name, linker, deeper));
  const found = isOneLevel
    ? (cells[0] ?? (modules[0] === undefined ? null : cellIn(modules[0])))
    : levelByLevel(instance, name, linker, cellIn);
  if (found !== null || wholes.length === 0) return { next: null, cell: found };
  // Which names they have is known when they have run.
  const perhaps = instance.forward(name, () => firstWith(name, wholes, linker));
  unsure.add(perhaps);
  return { next: null, cell: perhaps };
}

/** What a module's `export *` give under a name, of what each of theirs give: what two of one module give is not given. */
function levelByLevel(
  instance: ModuleInstance,
  name: string,
  linker: Linker,
  cellIn: (module: ModuleInstance) => Cell | null,
): Cell | null {
  const results = new Map<ModuleInstance, Cell | null>([[instance, null]]);
  const frameOf = (node: ModuleInstance) => ({
    node,
    stars: starsOf(node, linker),
    found: null as Cell | null,
    isAmbiguous: false,
  });
  const path = [frameOf(instance)];
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const star = at.stars.pop();
    if (star === undefined) {
      results.set(at.node, at.isAmbiguous ? null : at.found);
      path.pop();
      const below = path.at(-1);
      if (below !== undefined) Object.assign(below, combined(below, results.get(at.node)!));
    } else if (!isWhole(star) && linker.spend(1)) {
      const isOwn = star.exportsByName.has(name) || star.resolved.has(name);
      if (isOwn && !results.has(star)) results.set(star, cellIn(star));
      const known = results.get(star);
      if (known !== undefined) Object.assign(at, combined(at, known));
      else {
        // In a circle it gives nothing.
        results.set(star, null);
        path.push(frameOf(star));
      }
    }
  }
  return results.get(instance)!;
}

function combined({ found, isAmbiguous }: { found: Cell | null; isAmbiguous: boolean }, other: Cell | null) {
  if (other === null) return { found, isAmbiguous };
  if (found === null || (unsure.has(found) && !unsure.has(other))) return { found: other, isAmbiguous };
  const areBoth = !unsure.has(found) && !unsure.has(other);
  return { found, isAmbiguous: isAmbiguous || (areBoth && !isSame(found, other)) };
}

interface Providers {
  /** What is known of modules on the way. */
  cells: Cell[];
  /** Modules that have an export of that name themselves. */
  modules: ModuleInstance[];
  /** Modules that may have it, which is known when they have run. */
  wholes: readonly ModuleInstance[];
}

function providersOf(instance: ModuleInstance, name: string, linker: Linker): Providers {
  if (instance.starIndex === null && ++instance.starWalks > mostWalks) indexOf(instance, linker);
  const index = instance.starIndex;
  if (index !== null) {
    const only = index.providers.get(name);
    if (only === undefined) return { cells: [], modules: [], wholes: index.wholes };
    if (only !== null && index.wholes.length === 0) return { cells: [], modules: [only], wholes: [] };
  }
  const providers = { cells: [] as Cell[], modules: [] as ModuleInstance[], wholes: [] as ModuleInstance[] };
  const visited = new Set([instance]);
  const waiting = starsOf(instance, linker);
  for (let next = waiting.pop(); next !== undefined && linker.spend(1); next = waiting.pop()) {
    if (visited.has(next)) continue;
    visited.add(next);
    const known = next.resolved.get(name);
    if (isWhole(next)) providers.wholes.push(next);
    else if (known !== undefined) providers.cells.push(known);
    // What it exports itself stands before what its `export *` give.
    else if (next.exportsByName.has(name)) providers.modules.push(next);
    else for (const star of starsOf(next, linker)) waiting.push(star);
  }
  return providers;
}

function indexOf(instance: ModuleInstance, linker: Linker): StarIndex {
  if (instance.starIndex !== null) return instance.starIndex;
  const providers = new Map<string, ModuleInstance | null>();
  const wholes: ModuleInstance[] = [];
  let missing: StarIndex["missing"] = null;
  const visited = new Set([instance]);
  const waiting = [instance];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const inside = at;
    const missed = inside.code.stars.find((star) => targetOf(inside.code.imports[star]!, linker) === null);
    if (missed !== undefined) missing ??= { from: inside, request: inside.code.imports[missed]! };
    for (const next of starsOf(inside, linker)) {
      if (visited.has(next)) continue;
      visited.add(next);
      if (isWhole(next)) {
        wholes.push(next);
        continue;
      }
      linker.spend(1 + next.code.exports.length);
      for (const { name } of next.code.exports) {
        if (name !== "default") providers.set(name, providers.has(name) ? null : next);
      }
      waiting.push(next);
    }
  }
  instance.starIndex = { providers, wholes, missing };
  return instance.starIndex;
}

/** The modules whose exports a module exports again, the last first. */
function starsOf(instance: ModuleInstance, linker: Linker): ModuleInstance[] {
  const { code, linked } = instance;
  const targets = code.stars.flatMap((index) => targetOf(code.imports[index]!, linker) ?? []);
  for (const target of targets) linked.add(target);
  return targets.reverse();
}

function targetOf({ module }: ImportCode, linker: Linker): ModuleInstance | null {
  return module === null ? null : linker.instance(module);
}

function namesOf(instance: ModuleInstance, linker: Linker): Set<string> {
  if (isWhole(instance)) return new Set(keysOfWhole(instance, linker));
  const { providers, wholes } = indexOf(instance, linker);
  return new Set([
    ...instance.code.exports.map(({ name }) => name),
    ...providers.keys(),
    ...wholes.flatMap((target) => keysOfWhole(target, linker)),
  ]);
}

function keysOfWhole(instance: ModuleInstance, linker: Linker): string[] {
  const whole = linker.whole(instance);
  return whole instanceof ObjectValue ? whole.enumerableKeys() : [];
}

/** Cells of names that a CommonJS module has or has not: where another module has one for sure, it is that. */
const unsure = new WeakSet<Cell>();

/** Whether two cells stand for the same export. What is passed on has a cell in each module that does. */
function isSame(one: Cell, other: Cell): boolean {
  if (one === other) return true;
  const origin = origins.get(one);
  return origin !== undefined && origin === origins.get(other);
}

/** Where the value of a cell comes from that is none of a module's variables. */
const origins = new WeakMap<Cell, string>();

function withOrigin(cell: Cell, { code }: ModuleInstance, imported: ImportedName): Cell {
  const name = imported.kind === "export" ? imported.name : "";
  origins.set(cell, `${code.name}\0${imported.kind}\0${name}`);
  return cell;
}

function firstWith(name: string, wholes: readonly ModuleInstance[], linker: Linker): Value {
  for (const target of wholes) {
    const whole = linker.whole(target);
    if (target.failure !== null) return target.failure;
    if (whole instanceof ObjectValue && whole.hasOwn(name)) return linker.property(whole, name);
  }
  return undefined;
}
