/**
 * The modules that one preparation reads: opens them, resolves the imports between them, and remembers every
 * name it asked for, found or not, because a file that appears there later changes the answer.
 */

import { type ParsedModule, parseModule } from "./parseModule.js";
import { ts } from "./typescript.js";

export interface ModuleGraph {
  /** The tree of a module, or null when there is none. */
  open(module: string): ParsedModule | null;
  /** The module that a relative specifier means, or null when no file answers to it. */
  resolve(specifier: string, from: string): string | null;
  /** Every module asked for so far. */
  dependencies(): string[];
}

/** `noDtsResolution` asks for the file that runs, not for the one that declares its types; TypeScript's editor service uses it for "go to source definition". */
const resolutionOptions: ts.CompilerOptions & { noDtsResolution: true } = {
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  allowJs: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  noDtsResolution: true,
};

/** Opens a graph over a way to read modules. Reads each module at most once. */
export function openModuleGraph(read: (module: string) => string | undefined): ModuleGraph {
  const texts = new Map<string, string | undefined>();
  const resolved = new Map<string, string | null>();

  const textOf = (module: string) => {
    if (!texts.has(module)) texts.set(module, read(module));
    return texts.get(module);
  };
  const host: ts.ModuleResolutionHost = {
    fileExists: (name) => textOf(name) !== undefined,
    readFile: textOf,
  };

  return {
    open(module) {
      const text = textOf(module);
      return text === undefined ? null : parseModule(module, text);
    },
    resolve(specifier, from) {
      const key = `${from}\0${specifier}`;
      if (!resolved.has(key)) {
        const { resolvedModule } = ts.resolveModuleName(specifier, from, resolutionOptions, host);
        resolved.set(key, resolvedModule?.resolvedFileName ?? null);
      }
      return resolved.get(key)!;
    },
    dependencies: () => [...texts.keys()],
  };
}

/** `./a`, `../b`, `/c`: what stands for a file rather than for a package. */
export function isRelativeSpecifier(specifier: string): boolean {
  return /^(\.{1,2}(\/|$)|\/)/.test(specifier);
}
