/**
 * How the server reads modules: the text of an open editor wins over the disk, and the disk is read only inside
 * the workspace's folders, the folders of open files outside them, and the packages installed there.
 */

import fs from "node:fs";
import path from "node:path";
import type { ModuleHost } from "../prepare.js";
import { isPath } from "./moduleNames.js";

/** Larger files are no source that anybody wrote. */
const largestFile = 5_000_000;

export interface Surroundings {
  /** The text of a module that is open in an editor. */
  openText(module: string): string | undefined;
  /** Paths of folders whose files may be read. */
  folders(): readonly string[];
}

/** Makes the host. A file's text is kept until its size or time of change is another. */
export function createModuleHost({ openText, folders }: Surroundings): ModuleHost {
  const texts = new Map<string, { stamp: string; text: string | undefined }>();
  const realPaths = new Map<string, string | null>();

  const realPathOf = (folder: string) => {
    if (!realPaths.has(folder)) realPaths.set(folder, realPathOrNull(folder));
    return realPaths.get(folder)!;
  };
  /** Links may lead anywhere, so that it is the real path that must be inside. */
  const mayRead = (realPath: string) =>
    folders().some((folder) => {
      const real = realPathOf(folder);
      return real !== null && isInside(realPath, real);
    });

  return {
    read(module) {
      const open = openText(module);
      if (open !== undefined) return open;
      if (!isPath(module) || !folders().some((folder) => isInside(path.normalize(module), folder)))
        return undefined;
      const stats = fs.statSync(module, { throwIfNoEntry: false, bigint: true });
      if (!stats?.isFile() || stats.size > largestFile) return undefined;
      const stamp = `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
      const known = texts.get(module);
      if (known?.stamp === stamp) return known.text;
      const real = realPathOrNull(module);
      const text = real !== null && mayRead(real) ? readText(real) : undefined;
      texts.set(module, { stamp, text });
      return text;
    },
  };
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

function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}
