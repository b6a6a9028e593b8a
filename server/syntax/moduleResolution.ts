/**
 * From what an import says to the module that would run, by TypeScript's own resolver: files beside, `paths` of
 * the nearest tsconfig, packages upward with their `exports` and `imports` maps, a package's own name. What is
 * asked for is the code and never its declarations, under the conditions of Node.js and of bundlers.
 *
 *     resolve("d3-ease", "/project/src/a.ts", "import")    "/project/node_modules/d3-ease/src/index.js"
 */

import { folderOf, type OutputFolder, openConfigurations } from "./projectConfiguration.js";
import { ts } from "./typescript.js";

/** How a module is asked for. Packages may give another file to each. */
export type ImportManner = "import" | "require";

export interface ResolutionHost {
  exists(module: string): boolean;
  read(module: string): string | undefined;
  isFolder(name: string): boolean;
  /** The name of a file with symbolic links followed. */
  realPath(module: string): string;
  /** Told of a file or folder that a configuration names, before it is asked for. */
  reach(module: string): void;
}

export interface Resolver {
  /** The module that a specifier means, or null when no file answers to it. */
  resolve(specifier: string, from: string, manner: ImportManner): string | null;
  /** Whether a module is one of ECMAScript for Node.js, by its extension or the `type` of its package. */
  isEcmaScript(module: string): boolean;
}

/** `noDtsResolution` asks for the file that runs, not for the one that declares its types; TypeScript's editor service uses it for "go to source definition". */
const fixedOptions: ts.CompilerOptions & { noDtsResolution: true } = {
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  allowJs: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  noDtsResolution: true,
};

const conditions = ["node", "module-sync", "production"];

export function openResolver(host: ResolutionHost): Resolver {
  const configurationOf = openConfigurations({
    fileExists: (file) => host.exists(file),
    readFile: (file) => host.read(file),
    reach: (file) => host.reach(file),
  });
  const types = new Map<string, boolean>();

  const attempt = (specifier: string, from: string, manner: ImportManner) => {
    const { options, outputs } = configurationOf(from);
    for (const folder of foldersNamedBy(options)) host.reach(folder);
    const { baseUrl, paths, rootDirs, customConditions } = options;
    const { pathsBasePath } = options as { pathsBasePath?: string };
    const merged: ts.CompilerOptions = {
      ...fixedOptions,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(paths === undefined ? {} : { paths, pathsBasePath }),
      ...(rootDirs === undefined ? {} : { rootDirs }),
      customConditions: [...conditions, ...(customConditions ?? [])],
    };
    const mode = manner === "import" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
    const files = filesFor(host, manner, outputs);
    const found = ts.resolveModuleName(specifier, from, merged, files, undefined, undefined, mode);
    const name = found.resolvedModule?.resolvedFileName;
    return name === undefined ? null : sourceOf(name, outputs, host);
  };

  return {
    resolve(specifier, from, manner) {
      const found = attempt(specifier, from, manner);
      // A package that knows only the other manner is better than none, and bundlers take it as well.
      return found ?? attempt(specifier, from, manner === "import" ? "require" : "import");
    },
    isEcmaScript(module) {
      if (/\.m[jt]s$/.test(module)) return true;
      if (/\.c[jt]s$/.test(module)) return false;
      const folder = folderOf(module);
      if (!types.has(folder)) types.set(folder, isModulePackage(folder, host));
      return types.get(folder)!;
    },
  };
}

function filesFor(
  host: ResolutionHost,
  manner: ImportManner,
  outputs: readonly OutputFolder[],
): ts.ModuleResolutionHost {
  return {
    fileExists: (name) => host.exists(name) || sourceOf(name, outputs, host) !== name,
    readFile(name) {
      const text = host.read(name);
      if (text === undefined || manner === "require" || !name.endsWith("/package.json")) return text;
      return withModuleField(text, (file) => host.exists(`${folderOf(name)}/${file}`));
    },
    // Of the project's own files each name is asked for, because one that appears there changes the answer.
    directoryExists: (name) => !name.includes("/node_modules") || host.isFolder(name),
    realpath: (name) => host.realPath(name),
  };
}

/**
 * A package without `exports` may give bundlers an ECMAScript module by the field `module`. They are the same
 * functions as those of `main`, and of an ECMAScript module only what is reached has to be read.
 */
function withModuleField(text: string, exists: (file: string) => boolean): string {
  if (!text.includes('"module"')) return text;
  const content = parseObject(text);
  const { module } = content;
  const isUsed = typeof module === "string" && content.exports === undefined;
  return isUsed && exists(module.replace(/^\.\//, "")) ? JSON.stringify({ ...content, main: module }) : text;
}

/** The source that a compiled file of a project was made of, where it is there; the file itself otherwise. */
function sourceOf(file: string, outputs: readonly OutputFolder[], host: ResolutionHost): string {
  for (const { output, sources } of outputs) {
    if (!file.startsWith(`${output}/`)) continue;
    const inside = file.slice(output.length);
    const stem = inside.replace(/\.([cm]?)jsx?$/, "");
    const kind = /\.([cm]?)jsx?$/.exec(inside)?.[1] ?? "";
    for (const extension of [`.${kind}ts`, ".tsx", `.${kind}js`, ".jsx"]) {
      const source = `${sources}${stem}${extension}`;
      if (host.exists(source)) return source;
    }
  }
  return file;
}

/** The folders that `baseUrl` and `paths` point at. */
function foldersNamedBy(options: ts.CompilerOptions): string[] {
  const { baseUrl, paths } = options;
  const base = baseUrl ?? (options as { pathsBasePath?: string }).pathsBasePath;
  const targets = Object.values(paths ?? {}).flat();
  const named = targets.map((target) => absolute(target.replace(/\/?\*.*$/, ""), base ?? ""));
  return baseUrl === undefined ? named : [baseUrl, ...named];
}

/** A path that is relative to a folder, with `.` and `..` worked out. */
function absolute(target: string, folder: string): string {
  const whole = /^(\/|[A-Za-z]:\/)/.test(target) ? target : `${folder}/${target}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}

function isModulePackage(folder: string, host: ResolutionHost): boolean {
  for (let at = folder; ; at = folderOf(at)) {
    const text = host.exists(`${at}/package.json`) ? host.read(`${at}/package.json`) : undefined;
    if (text !== undefined) return parseObject(text).type === "module";
    if (at.endsWith("/node_modules") || folderOf(at) === at) return false;
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
