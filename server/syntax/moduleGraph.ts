/**
 * The modules that one preparation reads: opens them, resolves the imports between them, and remembers every
 * name it asked for, found or not, because a file that appears there later changes the answer.
 */

import type { UnresolvedModule } from "../routine/moduleSource.js";
import { looksCommonJs } from "./commonJs.js";
import { type ImportManner, openResolver } from "./moduleResolution.js";
import { type ParsedModule, parseModule } from "./parseModule.js";
import { absolute, folderOf, isRelativeSpecifier } from "./paths.js";

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
  /**
   * The text of a package.json or tsconfig.json, which may be read as such in more places than modules. Where it is
   * missing, `read` answers.
   *
   * @param isNamed another configuration names it
   */
  configuration?(file: string, isNamed: boolean): string | undefined;
  /** What is not read, as a clause for somebody whose import is not found. */
  readonly limits?: string;
}

export interface ModuleGraph {
  /** The text of a module, or null when there is none. */
  text(module: string): string | null;
  /** The tree of a module, or null when there is none. */
  open(module: string): ParsedModule | null;
  /** The module that a specifier means, or null when no file answers to it. */
  resolve(specifier: string, from: string, manner: ImportManner): string | null;
  /** Why no file answers to a specifier. */
  whyUnresolved(specifier: string, from: string, manner: ImportManner): UnresolvedModule;
  /** Whether Node.js takes a module for one of ECMAScript, by its extension or the `type` of its package. */
  isEcmaScript(module: string): boolean;
  /** Whether a module runs as a function of `module`, `exports` and `require`. */
  isCommonJs(parsed: ParsedModule): boolean;
  /** Every module asked for so far. */
  dependencies(): string[];
  /**
   * Some files changed, came or went: what was read of them is read again. False when that may change what imports
   * mean, and the graph must be opened anew.
   */
  forget(modules: Iterable<string>): boolean;
}

/** Opens a graph over a way to read modules. Reads each module once, until it is told to forget it. */
export function openModuleGraph(source: ModuleHost): ModuleGraph {
  const texts = new Map<string, string | undefined>();
  const existing = new Map<string, boolean>();
  const configurations = new Map<string, string | undefined>();
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
  const configurationOf = (file: string, isNamed: boolean) => {
    if (!configurations.has(file)) {
      configurations.set(file, (source.configuration ?? source.read)(file, isNamed));
    }
    return configurations.get(file);
  };
  const resolver = openResolver({
    exists,
    configuration: configurationOf,
    isFolder,
    realPath: (module) => source.realPath?.(module) ?? module,
    reach: (module) => source.reach?.(module),
  });

  return {
    text: (module) => textOf(module) ?? null,
    open(module) {
      const text = textOf(module);
      return text === undefined ? null : parseModule(module, text);
    },
    resolve(specifier, from, manner) {
      const key = `${manner}\0${from}\0${specifier}`;
      if (!resolved.has(key)) resolved.set(key, resolver.resolve(specifier, from, manner));
      return resolved.get(key)!;
    },
    whyUnresolved(specifier, from, manner) {
      if (isModuleOfNode(specifier)) {
        return { reason: `\`${specifier}\` is a module of Node.js, which is not available here`, code: null };
      }
      if (resolver.isShutOff(specifier, from, manner)) {
        const reason = `the \`exports\` of its package do not give \`${specifier}\` to \`${manner}\``;
        return { reason, code: "ERR_PACKAGE_PATH_NOT_EXPORTED" };
      }
      const file = absolute(specifier.replace(/\?.*$/, ""), folderOf(from));
      if (isRelativeSpecifier(specifier) && exists(file)) {
        return { reason: `\`${specifier}\` is no JavaScript or TypeScript`, code: null };
      }
      const mayLieOutside = source.limits !== undefined && !/^\.\/|^#/.test(specifier);
      const limits = mayLieOutside ? `; ${source.limits}` : "";
      return { reason: reasonFor(specifier) + limits, code: "MODULE_NOT_FOUND" };
    },
    isEcmaScript: (module) => resolver.isEcmaScript(module),
    // A package may call its files ECMAScript modules, whatever they look like.
    isCommonJs: (parsed) => looksCommonJs(parsed) && !resolver.isEcmaScript(parsed.module),
    dependencies: () => [...new Set([...texts.keys(), ...existing.keys(), ...configurations.keys()])],
    forget(modules) {
      for (const module of modules) {
        const wasThere = existing.get(module) ?? (texts.has(module) ? texts.get(module) !== undefined : null);
        texts.delete(module);
        existing.delete(module);
        if (wasThere !== null && exists(module) !== wasThere) return false;
        if (configurations.has(module)) return false;
      }
      return true;
    },
  };
}

const modulesOfNode: ReadonlySet<string> = new Set(
  `assert async_hooks buffer child_process cluster console constants crypto dgram dns domain events fs http http2
  https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder
  sys timers tls tty url util v8 vm worker_threads zlib`.split(/\s+/),
);

/** Why no file answers to a specifier, as the rest of a sentence. */
function reasonFor(specifier: string): string {
  if (isRelativeSpecifier(specifier)) return `no file answers to \`${specifier}\``;
  if (specifier.startsWith("#")) {
    return `the \`imports\` of the package.json around give no file for \`${specifier}\``;
  }
  return `no installed package and no path of the tsconfig.json answers to \`${specifier}\`; install it, or check its name`;
}

/** `fs`, `node:path`, `fs/promises`. */
function isModuleOfNode(specifier: string): boolean {
  const [first = specifier] = specifier.split("/");
  return specifier.startsWith("node:") || modulesOfNode.has(first);
}
