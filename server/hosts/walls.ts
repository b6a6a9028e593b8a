/**
 * The walls around what is read from the disk. Inside are the workspace's folders; what lies outside is read
 *
 *     never, where the workspace is not trusted: its links, configurations and packages lead nowhere;
 *     in a trusted one as far as a resolution gets: packages that are installed above, folders that a tsconfig.json
 *     names by `baseUrl`, `paths` or `references`, and packages behind links in `node_modules`.
 *
 * Configurations are read in some more places, as configurations only. Neither a whole disk nor the whole of
 * somebody's home is ever let in by what a file says.
 */

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Surroundings } from "../service/pipelineWorker.js";
import { statsOf } from "./stats.js";

/** All names are absolute and normalized, with forward slashes. */
export interface Walls {
  /** By its name alone, before the disk is asked. */
  mayAsk(name: string): boolean;
  /** Once it is known what a file is behind links. */
  mayRead(file: string, realPath: string): boolean;
  /** @param isNamed another configuration names it, by `extends` or `references` */
  mayAskConfiguration(file: string, isNamed: boolean): boolean;
  mayReadConfiguration(file: string, realPath: string, isNamed: boolean): boolean;
  /** A configuration names this file or folder as one of code. */
  reach(name: string): void;
  /** What is not read, as a clause for whoever looks for it. */
  readonly limits?: string;
}

/** For a command that somebody gave, who wants what it says read wherever that leads. */
export const noWalls: Walls = {
  mayAsk: () => true,
  mayRead: () => true,
  mayAskConfiguration: () => true,
  mayReadConfiguration: () => true,
  reach() {},
};

export function buildWalls({ folders, isTrusted }: Surroundings): Walls {
  return isTrusted ? trustedWalls(folders) : closedWalls(folders);
}

function closedWalls(folders: readonly string[]): Walls {
  const areas = createAreas(folders);
  return {
    mayAsk: (name) => areas.contain(name),
    mayRead: (_, realPath) => areas.reallyContain(realPath),
    mayAskConfiguration: (file) => areas.contain(file),
    mayReadConfiguration: (_, realPath) => areas.reallyContain(realPath),
    reach() {},
    limits: "nothing outside the folders of the workspace is read, because it is not trusted",
  };
}

function trustedWalls(folders: readonly string[]): Walls {
  const areas = createAreas(folders);
  const isPackageAbove = (name: string) => {
    const above = name.indexOf("/node_modules/");
    return above >= 0 && areas.lieIn(above === 0 ? "/" : name.slice(0, above));
  };
  /** The packages of a folder may be links, each to a package. */
  const isInstalled = (file: string, realPath: string) => {
    const named = packageIn(file);
    if (named === null) return false;
    const installed = realPathOf(named.installation);
    if (installed !== null && isInside(realPath, `${installed}/node_modules`)) return true;
    const folder = realPathOf(named.folder);
    if (folder === null || isTooWide(folder) || !isInside(realPath, folder)) return false;
    if (statsOf(`${folder}/package.json`)?.isFile() !== true) return false;
    areas.add(folder);
    return true;
  };
  const mayRead = (file: string, realPath: string) =>
    areas.reallyContain(realPath) || isInstalled(file, realPath);
  return {
    mayAsk: (name) => areas.contain(name) || isPackageAbove(name),
    mayRead,
    mayAskConfiguration: (file, isNamed) =>
      isNamed || areas.contain(file) || isPackageAbove(file) || areas.lieIn(path.posix.dirname(file)),
    mayReadConfiguration: (file, realPath, isNamed) =>
      isNamed || mayRead(file, realPath) || areas.reallyLieIn(path.posix.dirname(realPath)),
    reach(name) {
      const realPath = realPathOf(name);
      if (realPath !== null && !isTooWide(name) && !isTooWide(realPath)) areas.add(name);
    },
  };
}

/** Folders, or single files, with all that is in them; and what they are behind links. */
function createAreas(first: readonly string[]) {
  const names = new Set(first);
  const real = new Map<string, string>();
  const realNames = () =>
    [...names].flatMap((name) => {
      const known = real.get(name) ?? realPathOf(name);
      if (known !== null) real.set(name, known);
      return known ?? [];
    });
  return {
    add: (name: string) => void names.add(name),
    contain: (name: string) => [...names].some((area) => isInside(name, area)),
    reallyContain: (realPath: string) => realNames().some((area) => isInside(realPath, area)),
    /** Whether one of them is the folder or lies in it. */
    lieIn: (folder: string) => [...names].some((area) => isInside(area, folder)),
    reallyLieIn: (folder: string) => realNames().some((area) => isInside(area, folder)),
  };
}

/** The innermost package that a file is of by its name: `/a` and `/a/node_modules/@b/c` for `/a/node_modules/@b/c/d.js`. */
function packageIn(file: string): { installation: string; folder: string } | null {
  const [, installation, name] = /^(.*)\/node_modules\/((?:@[^/]+\/)?[^/]+)\/./.exec(file) ?? [];
  if (installation === undefined || name === undefined) return null;
  return { installation: installation || "/", folder: `${installation}/node_modules/${name}` };
}

/** A disk, a home, or what has homes in it. */
export function isTooWide(folder: string): boolean {
  return (
    path.parse(folder).root === folder ||
    isInside(os.homedir(), folder) ||
    /^(?:[A-Za-z]:)?\/(?:home|users|root)(?:\/[^/]+)?\/?$/i.test(folder)
  );
}

/** Whether a path is a folder or lies in it. */
export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || !(/^\.\.(?:[\\/]|$)/.test(relative) || path.isAbsolute(relative));
}

/** The name with links followed, with forward slashes; null where nothing is there. */
export function realPathOf(name: string): string | null {
  try {
    return fs.realpathSync.native(name).replaceAll("\\", "/");
  } catch {
    return null;
  }
}
