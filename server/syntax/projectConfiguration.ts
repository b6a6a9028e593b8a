/**
 * What the nearest tsconfig.json or jsconfig.json says of resolving modules: `baseUrl`, `paths`, `rootDirs`,
 * custom conditions, and the projects it refers to, each with where its output comes from. `extends` is followed.
 *
 *     /project/tsconfig.json   { "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
 *     optionsFor("/project/src/a.ts").paths   { "@/*": ["./src/*"] }
 */

import { folderOf } from "./paths.js";
import { ts } from "./typescript.js";

/** A project whose compiled files stand for its sources. */
export interface OutputFolder {
  output: string;
  sources: string;
}

export interface ProjectConfiguration {
  options: ts.CompilerOptions;
  /** Of the project itself and of those that it refers to. */
  outputs: readonly OutputFolder[];
}

export interface ConfigurationHost {
  /** @param isNamed another configuration names it */
  read(file: string, isNamed: boolean): string | undefined;
  /** Told of a folder of sources that a configuration names, which may lie outside those that are read otherwise. */
  reach(folder: string): void;
}

const nothing: ProjectConfiguration = { options: {}, outputs: [] };

/** Finds the configuration of a module. A module of an installed package has none. */
export function openConfigurations(host: ConfigurationHost): (module: string) => ProjectConfiguration {
  const byFolder = new Map<string, ProjectConfiguration>();
  const byFile = new Map<string, ts.ParsedCommandLine | null>();

  const parse = (file: string, isNamed: boolean): ts.ParsedCommandLine | null => {
    const known = byFile.get(file);
    if (known !== undefined) return known;
    const text = host.read(file, isNamed);
    const parsed = text === undefined ? null : parseConfiguration(file, text, host);
    byFile.set(file, parsed);
    return parsed;
  };

  const configurationAt = (file: string): ProjectConfiguration => {
    const parsed = parse(file, false);
    if (parsed === null) return nothing;
    const { options, projectReferences } = parsed;
    const outputs = outputOf(options, folderOf(file));
    let chosen = options;
    for (const { path } of projectReferences ?? []) {
      const reference = ts.resolveProjectReferencePath({ path });
      const project = parse(reference, true);
      if (project === null) continue;
      host.reach(folderOf(reference));
      outputs.push(...outputOf(project.options, folderOf(reference)));
      // A configuration that only lists others leaves it to them to say how modules are found.
      const saysNothing = chosen.paths === undefined && chosen.baseUrl === undefined;
      const isListOnly = parsed.raw?.files?.length === 0 && parsed.raw?.include === undefined;
      if (saysNothing && isListOnly) chosen = project.options;
    }
    return { options: chosen, outputs };
  };

  const inFolder = (folder: string): ProjectConfiguration => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const file = ["tsconfig.json", "jsconfig.json"]
      .map((name) => `${folder}/${name}`)
      .find((name) => host.read(name, false) !== undefined);
    const above = folderOf(folder);
    const found = file !== undefined ? configurationAt(file) : above === folder ? nothing : inFolder(above);
    byFolder.set(folder, found);
    return found;
  };

  return (module) => (module.includes("/node_modules/") ? nothing : inFolder(folderOf(module)));
}

/** null for a text that TypeScript's own parser cannot bear, such as lists nested a hundred thousand deep. */
function parseConfiguration(
  file: string,
  text: string,
  host: ConfigurationHost,
): ts.ParsedCommandLine | null {
  try {
    const { config } = ts.parseConfigFileTextToJson(file, text);
    const content = isObject(config) ? config : {};
    const references = Array.isArray(content.references) ? content.references.filter(isObject) : [];
    const parsed = ts.parseJsonConfigFileContent(
      { ...content, references },
      parseHost(host),
      folderOf(file),
      {},
      file,
    );
    return { ...parsed, options: { ...parsed.options, paths: wellFormedPaths(parsed.options.paths) } };
  } catch {
    return null;
  }
}

/** The parser passes `paths` on as they are written, whatever their shape. */
function wellFormedPaths(written: unknown): ts.MapLike<string[]> | undefined {
  if (!isObject(written)) return undefined;
  const isText = (target: unknown): target is string => typeof target === "string";
  return Object.fromEntries(
    Object.entries(written)
      .filter(([, targets]) => Array.isArray(targets))
      .map(([pattern, targets]) => [pattern, (targets as unknown[]).filter(isText)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseHost(host: ConfigurationHost): ts.ParseConfigHost {
  return {
    useCaseSensitiveFileNames: true,
    // Which files belong to the project does not matter for what their imports mean.
    readDirectory: () => [],
    fileExists: (file) => host.read(file, true) !== undefined,
    readFile: (file) => host.read(file, true),
  };
}

function outputOf({ outDir, rootDir, composite }: ts.CompilerOptions, folder: string): OutputFolder[] {
  if (outDir === undefined) return [];
  const sources = rootDir ?? (composite === true ? folder : `${folder}/src`);
  return [{ output: outDir, sources }];
}
