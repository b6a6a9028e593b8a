/**
 * How modules are read from the disk: inside the workspace's folders and the folders of open files outside them;
 * elsewhere only what a resolution can reach:
 *
 *     <folder>/node_modules/**        and what its links lead to, a package of a store or of the same repository
 *     <above>/node_modules/**         packages that are installed for several projects
 *     <above>/tsconfig.json           and package.json, which are looked for upward
 *     <named>                         what a tsconfig.json that may be read names by `extends`, `paths`, `references`
 */

import fs from "node:fs";
import path from "node:path";
import type { ModuleHost } from "../prepare.js";
import { isPath } from "./paths.js";
import { statsOf } from "./stats.js";

/** Larger files are no source that anybody wrote. */
const largestFile = 5_000_000;

export interface Surroundings {
  /** Paths of folders whose files may be read. */
  folders(): readonly string[];
}

/** Makes the host. A file's text is kept until its size or time of change is another. */
export function createModuleHost({ folders }: Surroundings): ModuleHost {
  const texts = new Map<string, { stamp: string; text: string | undefined }>();
  const realPaths = new Map<string, string | null>();

  /** Files and folders outside, to which a configuration or a link of a package led. */
  const reached = new Set<string>();

  const realPathOf = (folder: string) => {
    if (!realPaths.has(folder)) realPaths.set(folder, realPathOrNull(folder));
    return realPaths.get(folder)!;
  };
  const roots = () => [...folders(), ...reached];
  /** By its name alone, before the disk is asked. */
  const mayAsk = (file: string) => {
    const all = roots();
    return (
      all.some((folder) => isInside(file, folder)) ||
      all.some((folder) => isSearchedAbove(file, folder) || isOfPackageAbove(file, folder))
    );
  };
  /** Links may lead anywhere, so that it is the real path that must be inside, unless a package manager made them. */
  const mayRead = (file: string, realPath: string) => {
    if (file.includes("/node_modules/")) {
      const behindLinks = linkedFolder(file, realPath);
      if (behindLinks !== null) reached.add(behindLinks);
      return true;
    }
    return roots().some((folder) => {
      const real = realPathOf(folder);
      return real !== null && (isInside(realPath, real) || isSearchedAbove(realPath, real));
    });
  };

  return {
    exists(module) {
      if (!isPath(module) || !mayAsk(path.normalize(module))) return false;
      return statsOf(module)?.isFile() === true;
    },
    isFolder(name) {
      return isPath(name) && statsOf(name)?.isDirectory() === true;
    },
    realPath(module) {
      if (!isPath(module) || !mayAsk(path.normalize(module))) return module;
      const real = realPathOrNull(module)?.replaceAll("\\", "/") ?? module;
      return mayRead(module, real) ? real : module;
    },
    reach(module) {
      if (isPath(module)) reached.add(path.normalize(module));
    },
    read(module) {
      if (!isPath(module) || !mayAsk(path.normalize(module))) return undefined;
      const stats = statsOf(module);
      if (!stats?.isFile() || stats.size > largestFile) return undefined;
      const stamp = `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
      const known = texts.get(module);
      if (known?.stamp === stamp) return known.text;
      const real = realPathOrNull(module);
      const text = real !== null && mayRead(module, real) ? readText(real) : undefined;
      texts.set(module, { stamp, text });
      return text;
    },
  };
}

/** Files that are looked for in every folder upward. */
const searched: ReadonlySet<string> = new Set(["tsconfig.json", "jsconfig.json", "package.json"]);

function isSearchedAbove(file: string, folder: string): boolean {
  return searched.has(path.basename(file)) && isInside(folder, path.dirname(file));
}

/** `/a/node_modules/…` for the folder `/a/b`. */
function isOfPackageAbove(file: string, folder: string): boolean {
  const index = file.replaceAll("\\", "/").indexOf("/node_modules/");
  return index >= 0 && isInside(folder, index === 0 ? "/" : file.slice(0, index));
}

/** The folder that a link in `node_modules` leads to: what remains of the real path without what both have in common at the end. */
function linkedFolder(file: string, realPath: string): string | null {
  if (file === realPath) return null;
  const written = file.split("/");
  const real = realPath.replaceAll("\\", "/").split("/");
  const packageStart = written.lastIndexOf("node_modules") + 1;
  const nameParts = written[packageStart]?.startsWith("@") === true ? 2 : 1;
  const inside = written.length - packageStart - nameParts;
  if (inside < 1 || inside >= real.length) return null;
  return written.slice(-inside).join("/") === real.slice(-inside).join("/")
    ? real.slice(0, -inside).join("/")
    : null;
}

/** Whether a path is a folder or lies in it. */
export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

function realPathOrNull(file: string): string | null {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}

/** The text of a file without a byte-order mark; undefined where it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}
