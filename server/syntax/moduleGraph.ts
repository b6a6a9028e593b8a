/**
 * The modules that one preparation reads: opens them, resolves the imports between them, and remembers every
 * name it asked for, found or not, because a file that appears there later changes the answer.
 */

import { type ImportManner, openResolver } from "./moduleResolution.js";
import { type ParsedModule, parseModule } from "./parseModule.js";

/** How the pipeline reads modules. Given from outside, so that it runs in Node, in a browser's worker and in a test alike. */
export interface ModuleHost {
  /** The text of a module, or undefined when there is none or it may not be read. Open editors win over the disk. */
  read(module: string): string | undefined;
  /** Whether there is such a module that may be read; asked of many names that are none. Where it is missing, `read` answers. */
  exists?(module: string): boolean;
  /** Whether there is such a folder; asked of those that packages may be installed in. */
  isFolder?(name: string): boolean;
  /** The name of a module with symbolic links followed: packages are often installed behind them. */
  realPath?(module: string): string;
  /** A configuration of the project names this file or folder, so that it may be read though it lies elsewhere. */
  reach?(module: string): void;
}

export interface ModuleGraph {
  /** The tree of a module, or null when there is none. */
  open(module: string): ParsedModule | null;
  /** The module that a specifier means, or null when no file answers to it. */
  resolve(specifier: string, from: string, manner: ImportManner): string | null;
  /** Whether Node.js takes a module for one of ECMAScript, by its extension or the `type` of its package. */
  isEcmaScript(module: string): boolean;
  /** Every module asked for so far. */
  dependencies(): string[];
  /** Whether everything that another graph was told is so still, one module left out. Asks for all of it. */
  agreesWith(other: ModuleGraph, except: string): boolean;
  /** What the graph was told. */
  readonly told: Told;
}

/** Texts of modules, and which files and folders there are. */
export interface Told {
  texts: ReadonlyMap<string, string | undefined>;
  existing: ReadonlyMap<string, boolean>;
  folders: ReadonlyMap<string, boolean>;
}

/** Opens a graph over a way to read modules. Reads each module at most once. */
export function openModuleGraph(source: ModuleHost): ModuleGraph {
  const texts = new Map<string, string | undefined>();
  const existing = new Map<string, boolean>();
  const folders = new Map<string, boolean>();
  const resolved = new Map<string, string | null>();

  const textOf = (module: string) => {
    if (!texts.has(module)) texts.set(module, source.read(module));
    return texts.get(module);
  };
  const exists = (module: string) => {
    if (source.exists === undefined) return textOf(module) !== undefined;
    const known = existing.get(module);
    if (known !== undefined) return known;
    const found = source.exists(module);
    existing.set(module, found);
    return found;
  };
  const isFolder = (name: string) => {
    const known = folders.get(name);
    if (known !== undefined) return known;
    const found = source.isFolder?.(name) ?? true;
    folders.set(name, found);
    return found;
  };
  const resolver = openResolver({
    exists,
    read: textOf,
    isFolder,
    realPath: (module) => source.realPath?.(module) ?? module,
    reach: (module) => source.reach?.(module),
  });

  return {
    open(module) {
      const text = textOf(module);
      return text === undefined ? null : parseModule(module, text);
    },
    resolve(specifier, from, manner) {
      const key = `${manner}\0${from}\0${specifier}`;
      if (!resolved.has(key)) resolved.set(key, resolver.resolve(specifier, from, manner));
      return resolved.get(key)!;
    },
    isEcmaScript: (module) => resolver.isEcmaScript(module),
    dependencies: () => [...new Set([...texts.keys(), ...existing.keys()])],
    agreesWith({ told }, except) {
      // All is asked for, so that it is among the dependencies.
      const answers = [
        ...[...told.texts].map(([name, text]) => textOf(name) === text || name === except),
        ...[...told.existing].map(([name, found]) => exists(name) === found),
        ...[...told.folders].map(([name, found]) => isFolder(name) === found),
      ];
      return !answers.includes(false);
    },
    told: { texts, existing, folders },
  };
}

/** `./a`, `../b`, `/c`: what stands for a file rather than for a package. */
export function isRelativeSpecifier(specifier: string): boolean {
  return /^(\.{1,2}(\/|$)|\/)/.test(specifier);
}
