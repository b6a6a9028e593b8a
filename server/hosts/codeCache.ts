/**
 * Loads a script of this package with the code that V8 made of it at an earlier start, which is kept in a folder:
 * then nothing of it is parsed or compiled again. What is kept counts only for the same text of the script and the
 * same Node, and is held to a checksum; whatever is wrong with it or with its folder, the script is loaded as always.
 *
 *     const { exports, keep } = loadScript("/…/dist/language.js");
 *     …                          what is usually called is compiled meanwhile
 *     keep();                    for the next start, unless the code came from there
 *
 * `NODE_DEBUG=derivative-lens` tells where the code came from.
 */

import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { debuglog } from "node:util";
import vm from "node:vm";

/** The environment variable that names the folder; empty, nothing is kept. Processes hand it on to those that they start. */
export const cacheVariable = "DERIVATIVE_LENS_CACHE";

export interface LoadedScript {
  exports: unknown;
  isFromCache: boolean;
  /** Keeps the code of all functions that were called by now; once, and only where it is not kept already. */
  keep(): void;
}

/** Codes of one script that are kept: of several versions and of several Nodes. */
const mostKept = 6;

const checksumLength = 32;

const debug = debuglog("derivative-lens");

/** The folder of this process; null where nothing is kept. */
export function cacheFolder(): string | null {
  const named = process.env[cacheVariable];
  if (named !== undefined) return named === "" ? null : path.resolve(named);
  const base = usualCache();
  return base === null ? null : path.join(base, "derivative-lens", "code");
}

function usualCache(): string | null {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : null;
  if (process.platform === "win32") return LOCALAPPDATA || null;
  const home = os.homedir();
  if (!path.isAbsolute(home)) return null;
  return process.platform === "darwin" ? path.join(home, "Library", "Caches") : path.join(home, ".cache");
}

/** @param file an absolute path of a CommonJS script */
export function loadScript(file: string, folder: string | null = cacheFolder()): LoadedScript {
  const require = createRequire(file);
  // With source maps, Node must load it: they are for those who look for an error in this package.
  if (folder === null || process.execArgv.includes("--enable-source-maps")) {
    return { exports: require(file), isFromCache: false, keep() {} };
  }
  const text = fs.readFileSync(file);
  const hash = createHash("sha256").update(text).digest("hex");
  const kept = path.join(folder, keptName(file, hash));
  const cachedData = readKept(folder, kept, hash);
  const script = new vm.Script(`${head}${text.toString("utf8")}${tail}`, {
    filename: file,
    columnOffset: -head.length,
    ...(cachedData && { cachedData }),
  });
  const isFromCache = cachedData !== undefined && script.cachedDataRejected === false;
  debug("%s: code %s", path.basename(file), isFromCache ? "from the cache" : "made anew");
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  let isKept = isFromCache;
  return {
    exports: module.exports,
    isFromCache,
    keep() {
      if (isKept) return;
      isKept = true;
      try {
        write(folder, kept, hash, script.createCachedData());
        removeOld(folder, path.basename(file));
      } catch (problem) {
        debug("%s: code not kept: %s", path.basename(file), problem);
      }
    },
  };
}

/** The wrapper of every CommonJS module. */
const head = "(function (exports, require, module, __filename, __dirname) { ";
const tail = "\n})";

/** Other texts, other Nodes, other options of V8 have files of their own. */
function keptName(file: string, hash: string): string {
  const { execArgv, version, versions, platform, arch, env } = process;
  const parts = [hash, version, versions.v8, platform, arch, env.NODE_OPTIONS ?? "", ...execArgv];
  const key = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);
  return `${path.basename(file)}.${key}.code`;
}

/** What it is of belongs to the checksum: V8 itself compares no more than the length of the text. */
function checksum(hash: string, code: Buffer): Buffer {
  return createHash("sha256").update(hash).update(code).digest();
}

function readKept(folder: string, kept: string, hash: string): Buffer | undefined {
  try {
    if (!isOwn(fs.statSync(folder)) || !isOwn(fs.statSync(kept))) return undefined;
    const content = fs.readFileSync(kept);
    const code = content.subarray(checksumLength);
    return checksum(hash, code).equals(content.subarray(0, checksumLength)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** What is kept is run: nobody else may have written it. */
function isOwn({ uid, mode }: fs.Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** Several processes may write at once: each its own file, which then takes its place as a whole. */
function write(folder: string, kept: string, hash: string, code: Buffer): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOwn(fs.statSync(folder))) throw new Error(`others may write in ${folder}`);
  const partial = `${kept}.${process.pid}`;
  try {
    fs.writeFileSync(partial, Buffer.concat([checksum(hash, code), code]), { mode: 0o600, flag: "wx" });
    fs.renameSync(partial, kept);
  } catch (problem) {
    fs.rmSync(partial, { force: true });
    throw problem;
  }
}

/** Keeps the newest, and nothing that was left half written. */
function removeOld(folder: string, script: string): void {
  const files = fs
    .readdirSync(folder)
    .filter((name) => name.startsWith(`${script}.`))
    .map((name) => ({ file: path.join(folder, name), time: fs.statSync(path.join(folder, name)).mtimeMs }))
    .sort((one, other) => other.time - one.time);
  for (const { file } of files.slice(mostKept)) fs.rmSync(file, { force: true });
}
