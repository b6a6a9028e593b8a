/**
 * Gives each imported name its cell, which is that of the module that declares it, so that importing modules see
 * what it holds at any time; and takes modules apart that are known as a whole only.
 */

import type { ImportCode, ImportedName } from "../../routine.js";
import { Cell, isFunction, ObjectValue, type Value } from "../interpreter/objects/values.js";
import { exportOf, isWhole, type Linker, namespaceOf, notExported, unresolved } from "./exports.js";
import type { ModuleInstance } from "./instance.js";

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
): Cell {
  const target = request.module === null ? null : linker.instance(request.module);
  if (target === null) return unresolved(from, request, name, linker.whyMissing(request));
  from.linked.add(target);
  if (imported.kind === "namespace" && !isWhole(target)) return new Cell(namespaceOf(target, linker));
  // Their values are there when the module has run.
  if (isWhole(target) || imported.kind === "whole") return new Cell(undefined);
  if (imported.kind !== "export") return new Cell(undefined);
  return exportOf(target, imported.name, linker) ?? notExported(from, request, imported.name, name, linker);
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

/** What an import means of a module that is known as a whole, once that has run. */
export function partOfWhole(
  from: ModuleInstance,
  target: ModuleInstance,
  imported: ImportedName,
  linker: Linker,
): Value {
  const whole = linker.whole(target);
  if (target.failure !== null) return target.failure;
  if (imported.kind === "whole") {
    return isWhole(target) ? whole : namespaceOf(target, linker);
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
