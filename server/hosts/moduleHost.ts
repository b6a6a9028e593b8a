/** How modules and configurations are read from the disk, as far as the walls let them be. */

import fs from "node:fs";
import path from "node:path";
import { isPath } from "../paths.js";
import type { ModuleHost } from "../prepare.js";
import { statsOf } from "./stats.js";
import { realPathOf, type Walls } from "./walls.js";

/** Larger files are no source that anybody wrote. */
const largestFile = 5_000_000;

/** Makes the host. A file's text is kept until its size or time of change is another. */
export function createModuleHost(walls: Walls): ModuleHost {
  const texts = new Map<string, { stamp: string; text: string | undefined }>();

  const mayAsk = (name: string) => isPath(name) && walls.mayAsk(path.posix.normalize(name));
  /** What a file is behind links, where it may be read. */
  const allowed = (name: string): string | null => {
    const real = realPathOf(name);
    return real !== null && walls.mayRead(path.posix.normalize(name), real) ? real : null;
  };

  return {
    exists: (module) => mayAsk(module) && statsOf(module)?.isFile() === true && allowed(module) !== null,
    isFolder: (name) => mayAsk(name) && statsOf(name)?.isDirectory() === true,
    realPath: (module) => (mayAsk(module) && allowed(module)) || module,
    reach(name) {
      if (isPath(name)) walls.reach(path.posix.normalize(name));
    },
    read(module) {
      if (!mayAsk(module)) return undefined;
      const stats = statsOf(module);
      if (!isReadable(stats)) return undefined;
      const stamp = `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
      const known = texts.get(module);
      if (known?.stamp === stamp) return known.text;
      const real = allowed(module);
      const text = real === null ? undefined : readText(real);
      texts.set(module, { stamp, text });
      return text;
    },
    configuration(file, isNamed) {
      if (!isPath(file)) return undefined;
      const name = path.posix.normalize(file);
      if (!walls.mayAskConfiguration(name, isNamed) || !isReadable(statsOf(file))) return undefined;
      const real = realPathOf(file);
      return real !== null && walls.mayReadConfiguration(name, real, isNamed) ? readText(real) : undefined;
    },
    ...(walls.limits !== undefined && { limits: walls.limits }),
  };
}

function isReadable(stats: fs.BigIntStats | null): stats is fs.BigIntStats {
  return stats?.isFile() === true && stats.size <= largestFile;
}

/** The text of a file without a byte-order mark; undefined where it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}
