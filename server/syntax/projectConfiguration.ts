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
  fileExists(file: string): boolean;
  readFile(file: string): string | undefined;
  /** Told of a file that a configuration names, which may lie outside the folders that are read otherwise. */
  reach(file: string): void;
}

const nothing: ProjectConfiguration = { options: {}, outputs: [] };

/** Finds the configuration of a module. A module of an installed package has none. */
export function openConfigurations(host: ConfigurationHost): (module: string) => ProjectConfiguration {
  const byFolder = new Map<string, ProjectConfiguration>();
  const byFile = new Map<string, ts.ParsedCommandLine | null>();

  const parse = (file: string): ts.ParsedCommandLine | null => {
    const known = byFile.get(file);
    if (known !== undefined) return known;
    byFile.set(file, null);
    const text = host.readFile(file);
    if (text === undefined) return null;
    const { config } = ts.parseConfigFileTextToJson(file, text);
    const parsed = ts.parseJsonConfigFileContent(config ?? {}, parseHost(host), folderOf(file), {}, file);
    byFile.set(file, parsed);
    return parsed;
  };

  const configurationAt = (file: string): ProjectConfiguration => {
    const parsed = parse(file);
    if (parsed === null) return nothing;
    const { options, projectReferences } = parsed;
    const outputs = outputOf(options, folderOf(file));
    let chosen = options;
    for (const { path } of projectReferences ?? []) {
      const reference = ts.resolveProjectReferencePath({ path });
      host.reach(folderOf(reference));
      const project = parse(reference);
      if (project === null) continue;
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
      .find((name) => host.fileExists(name));
    const above = folderOf(folder);
    const found = file !== undefined ? configurationAt(file) : above === folder ? nothing : inFolder(above);
    byFolder.set(folder, found);
    return found;
  };

  return (module) => (module.includes("/node_modules/") ? nothing : inFolder(folderOf(module)));
}

function parseHost(host: ConfigurationHost): ts.ParseConfigHost {
  const reaching = (file: string) => {
    host.reach(file);
    return file;
  };
  return {
    useCaseSensitiveFileNames: true,
    // Which files belong to the project does not matter for what their imports mean.
    readDirectory: () => [],
    fileExists: (file) => host.fileExists(reaching(file)),
    readFile: (file) => host.readFile(reaching(file)),
  };
}

function outputOf({ outDir, rootDir, composite }: ts.CompilerOptions, folder: string): OutputFolder[] {
  if (outDir === undefined) return [];
  const sources = rootDir ?? (composite === true ? folder : `${folder}/src`);
  return [{ output: outDir, sources }];
}
