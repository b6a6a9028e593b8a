/**
 * Which cell an imported name is: that of the module that declares it, through re-exports, `export *` and circles,
 * so that importing modules see what it holds at any time.
 */

import { type FindingCode, finding } from "../../finding.js";
import type { ImportCode, ImportedName } from "../../routine.js";
import { Cell, isFunction, ObjectValue, UnknownValue, type Value } from "../interpreter/objects/values.js";
import type { ModuleInstance } from "./instance.js";

/** What linking asks of its surroundings. */
export interface Linker {
  /** The instance of a module; null when its file is gone. */
  instance(module: string): ModuleInstance | null;
  /** What a CommonJS module or a JSON file gives as a whole: known once it has run. */
  whole(instance: ModuleInstance): Value;
  /** Reads a property of what a CommonJS module exports. */
  property(object: Value, name: string): Value;
}

/** Gives each imported variable of a module its cell. Those of CommonJS modules are filled by `fillFromWhole`. */
export function link(instance: ModuleInstance, linker: Linker): void {
  const { code } = instance;
  const { cells } = instance.environment;
  code.variables.forEach(({ from, name }, index) => {
    if (from === undefined) return;
    const request = code.imports[from.import]!;
    cells[index] = cellOf(instance, request, from.name, name, linker);
  });
  instance.state = "linked";
}

function cellOf(
  from: ModuleInstance,
  request: ImportCode,
  imported: ImportedName,
  name: string,
  linker: Linker,
  visited: Set<string> = new Set(),
): Cell {
  const target = request.module === null ? null : linker.instance(request.module);
  if (target === null) return unresolved(from, request, name, request.reason);
  from.linked.add(target);
  if (imported.kind === "namespace" && !isWhole(target)) {
    return new Cell(target.namespace(() => exportsOf(target, linker)));
  }
  // Their values are there when the module has run.
  if (isWhole(target) || imported.kind === "whole") return new Cell(undefined);
  if (imported.kind !== "export") return new Cell(undefined);
  const found = exportOf(target, imported.name, linker, visited);
  if (found !== null) return found;
  const reason = `\`${lastPart(target.code.name)}\` does not export \`${imported.name}\``;
  return unresolved(from, request, name, reason);
}

/** Before a module runs: what it imports from modules that are known as a whole only. */
export function fillFromWhole(instance: ModuleInstance, linker: Linker): void {
  const { code } = instance;
  const { cells } = instance.environment;
  code.variables.forEach(({ from }, index) => {
    if (from === undefined) return;
    const { module } = code.imports[from.import]!;
    const target = module === null ? null : linker.instance(module);
    if (target === null || (!isWhole(target) && from.name.kind !== "whole")) return;
    cells[index]!.set(partOfWhole(instance, target, from.name, linker));
  });
  instance.fillForwarded();
}

/** Whether a module exports one value, whatever that holds, rather than names. */
export function isWhole({ code, exportsByName }: ModuleInstance): boolean {
  return code.format !== "ecmascript" || exportsByName.has("=");
}

function partOfWhole(
  from: ModuleInstance,
  target: ModuleInstance,
  imported: ImportedName,
  linker: Linker,
): Value {
  const whole = linker.whole(target);
  if (target.failure !== null) return target.failure;
  if (imported.kind === "whole") {
    return isWhole(target) ? whole : target.namespace(() => exportsOf(target, linker));
  }
  const { isForNode } = from.code;
  if (imported.kind === "namespace") {
    // Compilers of TypeScript that know no other way call such a namespace.
    if (isFunction(whole) && !isForNode) return whole;
    const exported = () => exportsOfWhole(whole, isForNode, linker);
    if (!isForNode) return target.namespace(exported, "for bundlers");
    // Node.js takes the values as they are now, whatever becomes of them.
    const atOnce = exported();
    return target.namespace(() => atOnce, "for Node.js");
  }
  return imported.name === "default"
    ? defaultOf(whole, isForNode, linker)
    : linker.property(whole, imported.name);
}

/** Bundlers and compilers take `default` of a module that says it was ECMAScript once, if it has one; Node.js takes the whole. */
function defaultOf(whole: Value, isForNode: boolean, linker: Linker): Value {
  const isTaken = !isForNode && whole instanceof ObjectValue && whole.hasOwn("default");
  return isTaken && linker.property(whole, "__esModule") === true ? linker.property(whole, "default") : whole;
}

/** The names of a CommonJS module as they stand, with the whole as their default. */
function exportsOfWhole(whole: Value, isForNode: boolean, linker: Linker): ReadonlyMap<string, Cell> {
  const exported = new Map<string, Cell>();
  const names = whole instanceof ObjectValue ? whole.enumerableKeys() : [];
  for (const name of names) exported.set(name, new Cell(linker.property(whole, name)));
  return exported.set("default", new Cell(defaultOf(whole, isForNode, linker)));
}

/** The cell of an export, or null. A name that several `export *` give is none, unless they give the same. */
export function exportOf(
  instance: ModuleInstance,
  name: string,
  linker: Linker,
  visited: Set<string>,
): Cell | null {
  const key = `${instance.code.name}\0${name}`;
  if (visited.has(key)) return null;
  visited.add(key);
  const { code } = instance;
  const { cells } = instance.environment;
  const own = instance.exportsByName.get(name);
  if (own !== undefined) {
    if ("variable" in own) return cells[own.variable]!;
    const { module } = code.imports[own.import]!;
    const target = module === null ? null : linker.instance(module);
    if (target !== null && (isWhole(target) || own.imported.kind === "whole")) {
      instance.linked.add(target);
      const cell = instance.forward(name, () => partOfWhole(instance, target, own.imported, linker));
      return withOrigin(cell, target, own.imported);
    }
    return cellOf(instance, code.imports[own.import]!, own.imported, name, linker, visited);
  }
  if (name === "default") return null;
  const wholes: ModuleInstance[] = [];
  let found: Cell | null = null;
  for (const index of code.stars) {
    const { module } = code.imports[index]!;
    const target = module === null ? null : linker.instance(module);
    if (target === null) continue;
    instance.linked.add(target);
    if (isWhole(target)) wholes.push(target);
    const other = isWhole(target) ? null : exportOf(target, name, linker, visited);
    if (other === null) continue;
    if (found === null || (unsure.has(found) && !unsure.has(other))) found = other;
    else if (!unsure.has(found) && !unsure.has(other) && !isSame(found, other)) return null;
  }
  if (found !== null) return found;
  if (wholes.length === 0) return null;
  // Which names they have is known when they have run.
  const perhaps = instance.forward(name, () => firstWith(name, wholes, linker));
  unsure.add(perhaps);
  return perhaps;
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

/** Every export of a module by its name, those of `export *` included. */
export function exportsOf(instance: ModuleInstance, linker: Linker): ReadonlyMap<string, Cell> {
  const exported = new Map<string, Cell>();
  for (const name of namesOf(instance, linker)) {
    const cell = exportOf(instance, name, linker, new Set());
    if (cell !== null) exported.set(name, cell);
  }
  return exported;
}

function namesOf(instance: ModuleInstance, linker: Linker): Set<string> {
  const names = new Set<string>();
  const visited = new Set<ModuleInstance>();
  const waiting = [instance];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next)) continue;
    visited.add(next);
    if (isWhole(next)) {
      const whole = linker.whole(next);
      if (whole instanceof ObjectValue) for (const key of whole.enumerableKeys()) names.add(key);
      continue;
    }
    for (const { name } of next.code.exports) if (name !== "default" || next === instance) names.add(name);
    for (const index of next.code.stars) {
      const { module } = next.code.imports[index]!;
      const target = module === null ? null : linker.instance(module);
      if (target !== null) waiting.push(target);
    }
  }
  return names;
}

function unresolved(from: ModuleInstance, request: ImportCode, name: string, reason: string): Cell {
  const code: FindingCode = "unresolved-import";
  const place = { module: from.code.name, start: request.start, end: request.end };
  const message = `\`${name}\` cannot be followed: ${reason}.`;
  const related = [{ ...place, message: "It is imported here." }];
  return new Cell(new UnknownValue(finding(code, place, message, { related }), { isToldWhereRead: true }));
}

function lastPart(module: string): string {
  return module.slice(module.lastIndexOf("/") + 1);
}
