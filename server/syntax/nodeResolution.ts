/**
 * Which file Node.js takes for a specifier: files and folders beside, packages upward with their `main` or `exports`,
 * a package's own name, and `#` names. More is found than Node.js would find in one respect: an import may leave the
 * extension out, as `require` may, because compilers and bundlers accept that.
 *
 *     resolve("d3-ease", "/project/src/a.js", "import")        /project/node_modules/d3-ease/src/index.js
 *     resolve("d3-ease/x.js", "/project/src/a.js", "import")   isShutOff, where `exports` does not name it
 */

import type { ImportManner, ResolutionHost } from "./moduleResolution.js";
import { exportsMap, targetOf } from "./packageMaps.js";
import { absolute, folderOf, inFolder, isRelativeSpecifier } from "./paths.js";

/** What Node.js makes of a specifier. */
export interface NodeAnswer {
  file: string | null;
  /** The map of a package decides, and gives nothing that is there: nobody has to look further. */
  isShutOff: boolean;
}

interface Manifest {
  name?: unknown;
  main?: unknown;
  type?: unknown;
  exports?: unknown;
  imports?: unknown;
}

/** What is no code is left to bundlers, which make something of it that we do not know: pictures, styles. Declarations run nowhere. */
const code = /(?<!\.d)\.([cm]?[jt]s|[jt]sx|json)$/;
const hasExtension = /\.[^./]+$/;

const notFound: NodeAnswer = { file: null, isShutOff: false };
const shutOff: NodeAnswer = { file: null, isShutOff: true };

const conditionsOf: Record<ImportManner, readonly string[]> = {
  import: ["node", "import", "module-sync", "node-addons"],
  require: ["node", "require", "module-sync", "node-addons"],
};

export class NodeResolver {
  readonly #host: ResolutionHost;
  readonly #manifests = new Map<string, Manifest | null>();
  /** What a folder's modules mean by the name of a package: the places in which it may be installed. */
  readonly #places = new Map<string, readonly string[]>();

  constructor(host: ResolutionHost) {
    this.#host = host;
  }

  /** @param custom conditions besides those of Node.js */
  resolve(specifier: string, from: string, manner: ImportManner, custom: readonly string[] = []): NodeAnswer {
    const folder = folderOf(from);
    // A file's own name has no links in it, so that those of its neighbours need not be followed.
    if (isRelativeSpecifier(specifier)) return { file: this.#beside(specifier, folder), isShutOff: false };
    const conditions = new Set([...conditionsOf[manner], ...custom]);
    if (specifier.startsWith("#")) return this.#inner(specifier, folder, conditions);
    return this.#installed(specifier, folder, conditions);
  }

  /** Whether a `.js` file in a folder is an ECMAScript module. */
  isModuleFolder(folder: string): boolean {
    const owner = this.#packageAround(folder);
    return owner !== null && this.#manifest(owner)?.type === "module";
  }

  #found(file: string | null): NodeAnswer {
    return file === null ? notFound : { file: this.#host.realPath(file), isShutOff: false };
  }

  #beside(specifier: string, folder: string): string | null {
    const target = absolute(specifier, folder);
    const isFolder = /(^|\/)\.{0,2}$/.test(specifier);
    return isFolder ? this.#asFolder(target) : this.#asFileOrFolder(target);
  }

  #asFileOrFolder(target: string): string | null {
    return this.#asFile(target) ?? this.#asFolder(target);
  }

  #asFile(target: string): string | null {
    const names = [`${target}.js`, `${target}.json`];
    if (code.test(target) || !hasExtension.test(target)) names.unshift(target);
    return names.find((name) => this.#host.exists(name)) ?? null;
  }

  #asFolder(folder: string): string | null {
    if (!this.#host.isFolder(folder)) return null;
    const main = this.#manifest(folder)?.main;
    const named = typeof main === "string" && main !== "" ? absolute(main, folder) : null;
    const found = named === null ? null : (this.#asFile(named) ?? this.#asFile(`${named}/index`));
    return found ?? this.#asFile(`${folder}/index`);
  }

  #inner(name: string, folder: string, conditions: ReadonlySet<string>): NodeAnswer {
    const owner = this.#packageAround(folder);
    const target = owner === null ? null : targetOf(this.#manifest(owner)?.imports, name, conditions);
    if (owner === null || target === null) return notFound;
    if (!target.startsWith("./")) return this.#installed(target, owner, conditions);
    return this.#target(target, owner);
  }

  #installed(specifier: string, folder: string, conditions: ReadonlySet<string>): NodeAnswer {
    const [, name, rest] = /^((?:@[^/]*\/)?[^/]+)(.*)$/.exec(specifier) ?? [];
    if (name === undefined || rest === undefined) return notFound;
    const own = this.#packageAround(folder);
    const ownManifest = own === null ? null : this.#manifest(own);
    if (own !== null && ownManifest?.name === name && isGiven(ownManifest.exports)) {
      return this.#exported(own, ownManifest.exports, rest, conditions);
    }
    for (const place of this.#placesOf(name, folder)) {
      const exported = this.#manifest(place)?.exports;
      if (isGiven(exported)) return this.#exported(place, exported, rest, conditions);
      const file = rest === "" || rest === "/" ? this.#asFolder(place) : this.#asFileOrFolder(place + rest);
      if (file !== null) return this.#found(file);
    }
    return notFound;
  }

  #exported(owner: string, written: unknown, rest: string, conditions: ReadonlySet<string>): NodeAnswer {
    const target = targetOf(exportsMap(written), `.${rest}`, conditions);
    return target?.startsWith("./") ? this.#target(target, owner) : shutOff;
  }

  /** What a map names must be there as it is written; a source that stands for it is looked for by others. */
  #target(target: string, owner: string): NodeAnswer {
    const file = absolute(target, owner);
    return this.#found(code.test(file) && this.#host.exists(file) ? file : null);
  }

  #placesOf(name: string, folder: string): readonly string[] {
    const key = `${folder}\0${name}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const above = folderOf(folder);
    const further = above === folder ? [] : this.#placesOf(name, above);
    const here = inFolder(folder, `node_modules/${name}`);
    // Its package.json is asked for first, so that we are told when the package is installed later.
    const isHere =
      !folder.endsWith("/node_modules") && (this.#manifest(here) !== null || this.#host.isFolder(here));
    const places = isHere ? [here, ...further] : further;
    this.#places.set(key, places);
    return places;
  }

  /** The folder of the nearest package.json upward, inside the package. */
  #packageAround(folder: string): string | null {
    for (let at = folder; !at.endsWith("/node_modules"); at = folderOf(at)) {
      if (this.#manifest(at) !== null) return at;
      if (folderOf(at) === at) return null;
    }
    return null;
  }

  #manifest(folder: string): Manifest | null {
    const known = this.#manifests.get(folder);
    if (known !== undefined) return known;
    const file = inFolder(folder, "package.json");
    const text = this.#host.configuration(file, false);
    const manifest = text === undefined ? null : parseObject(text);
    this.#manifests.set(folder, manifest);
    return manifest;
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function parseObject(text: string): Manifest {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === "object" && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
