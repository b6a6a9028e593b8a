/**
 * From what an import says to the module that would run. Which file of a package that is, Node.js's rules say; what
 * a project's own files mean by their imports, TypeScript's resolver: extensions left out or written as those of the
 * compiled file, `paths` and `baseUrl` of the nearest tsconfig, sources in place of what is compiled of them.
 *
 *     resolve("d3-ease", "/project/src/a.ts", "import")    "/project/node_modules/d3-ease/src/index.js"
 *     resolve("./b.js", "/project/src/a.ts", "import")     "/project/src/b.ts"
 */

import { NodeResolver } from "./nodeResolution.js";
import { absolute, folderOf, isRelativeSpecifier } from "./paths.js";
import { type OutputFolder, openConfigurations } from "./projectConfiguration.js";
import { ts } from "./typescript.js";

/** How a module is asked for. Packages may give another file to each. */
export type ImportManner = "import" | "require";

export interface ResolutionHost {
  exists(module: string): boolean;
  /** The text of a package.json or tsconfig.json; `isNamed` where another one names it. */
  configuration(file: string, isNamed: boolean): string | undefined;
  isFolder(name: string): boolean;
  /** The name of a file with symbolic links followed. */
  realPath(module: string): string;
  /** Told of a file or folder of code that a configuration names, before it is asked for. */
  reach(module: string): void;
}

export interface Resolver {
  /** The module that a specifier means, or null when no file answers to it. */
  resolve(specifier: string, from: string, manner: ImportManner): string | null;
  /** Whether nothing answers because the `exports` of a package keep this file to themselves. */
  isShutOff(specifier: string, from: string, manner: ImportManner): boolean;
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

/** Those of Node.js that TypeScript does not know by itself. */
const conditions = ["node", "module-sync"];

export function openResolver(host: ResolutionHost): Resolver {
  const node = new NodeResolver(host);
  const configurationOf = openConfigurations({
    read: (file, isNamed) => host.configuration(file, isNamed),
    reach: (folder) => host.reach(folder),
  });

  const byTypeScript = (specifier: string, from: string, manner: ImportManner) => {
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
    const files = filesFor(host, outputs);
    const name = resolvedName(() =>
      ts.resolveModuleName(specifier, from, merged, files, undefined, undefined, mode),
    );
    return name === undefined ? null : sourceOf(name, outputs, host);
  };

  const byNode = (specifier: string, from: string, manner: ImportManner) => {
    const { options, outputs } = configurationOf(from);
    const answer = node.resolve(specifier, from, manner, options.customConditions);
    return answer.file === null ? answer : { ...answer, file: sourceOf(answer.file, outputs, host) };
  };

  /** Whether the project's configuration may give the specifier a meaning of its own. */
  const isMapped = (specifier: string, from: string) => {
    const { paths, baseUrl } = configurationOf(from).options;
    if (isRelativeSpecifier(specifier)) return !isInPackage(from);
    return (
      baseUrl !== undefined || Object.keys(paths ?? {}).some((pattern) => isOfPattern(specifier, pattern))
    );
  };

  const attempt = (specifier: string, from: string, manner: ImportManner) => {
    if (isMapped(specifier, from)) return byTypeScript(specifier, from, manner);
    const { file, isShutOff } = byNode(specifier, from, manner);
    // What is not there as it is written may be there as a source, in a package of the same repository.
    return file ?? (isShutOff ? null : byTypeScript(specifier, from, manner));
  };

  const isEcmaScript = (module: string) => {
    if (/\.m[jt]s$/.test(module)) return true;
    if (/\.c[jt]s$/.test(module)) return false;
    return node.isModuleFolder(folderOf(module));
  };

  /** The manners to try, one after the other: a compiler may make `require` of the imports of such a module. */
  const mannersOf = (from: string, manner: ImportManner): ImportManner[] =>
    manner === "import" && !isInPackage(from) && !isEcmaScript(from) ? ["import", "require"] : [manner];

  return {
    resolve(specifier, from, manner) {
      for (const each of mannersOf(from, manner)) {
        const found = attempt(specifier, from, each);
        if (found !== null) return found;
      }
      return null;
    },
    isShutOff: (specifier, from, manner) =>
      !isRelativeSpecifier(specifier) && byNode(specifier, from, manner).isShutOff,
    isEcmaScript,
  };
}

function isInPackage(module: string): boolean {
  return module.includes("/node_modules/");
}

/** Whether a specifier is one of `@/*`, or of a name without a star. */
function isOfPattern(specifier: string, pattern: string): boolean {
  const [start = "", end] = pattern.split("*");
  return end === undefined ? specifier === pattern : specifier.startsWith(start) && specifier.endsWith(end);
}

/** TypeScript's resolver throws at some wrong package.json files, and follows in a circle what leads to itself. */
function resolvedName(resolve: () => ts.ResolvedModuleWithFailedLookupLocations): string | undefined {
  try {
    return resolve().resolvedModule?.resolvedFileName;
  } catch {
    return undefined;
  }
}

function filesFor(host: ResolutionHost, outputs: readonly OutputFolder[]): ts.ModuleResolutionHost {
  return {
    fileExists: (name) =>
      name.endsWith("/package.json")
        ? host.configuration(name, false) !== undefined
        : host.exists(name) || sourceOf(name, outputs, host) !== name,
    readFile: (name) => host.configuration(name, false),
    // Of the project's own files each name is asked for, because one that appears there changes the answer.
    directoryExists: (name) => !name.includes("/node_modules") || host.isFolder(name),
    realpath: (name) => host.realPath(name),
  };
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
  const named = targets.map((target) => absolute(target.replace(/\*.*$/, ""), base ?? ""));
  return baseUrl === undefined ? named : [baseUrl, ...named];
}
