/**
 * Which files the command line reads, and their texts.
 *
 *     readFiles(["src", "lib/*.ts"], folder)    sorted absolute paths, node_modules and .d.ts left out
 */

import fs from "node:fs";
import path from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { statsOf } from "../hosts/stats.js";

/** Something is wrong with what the user named; the message says what. */
export class UsageProblem extends Error {}

const sourceFile = /\.[cm]?[jt]s$|\.[jt]sx$/;
const declarationFile = /\.d\.([cm]?ts|[^.]+\.ts)$/;
const sourcesInside = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";
const ignored = ["**/node_modules/**", "**/.git/**", "**/*.d.ts", "**/*.d.mts", "**/*.d.cts"];

export interface FoundFiles {
  /** By absolute path with forward slashes, each file once, sorted within what each argument names. */
  texts: Map<string, string>;
  /** What is passed over, and why: one sentence for each file. */
  warnings: string[];
}

/**
 * Finds the files that paths and globs name, and reads them. Disks hold odd things: what is no text is passed over.
 *
 * @throws UsageProblem when a file is missing or is no source file, when a folder or glob has none, and when none of
 * all is a text that can be read
 */
export async function readFiles(named: readonly string[], folder: string): Promise<FoundFiles> {
  const texts = new Map<string, string>();
  const warnings: string[] = [];
  const seen = new Set<string>();
  for (const name of named) {
    for (const file of await filesOf(name, folder)) {
      const shown = withSlashes(path.relative(folder, file));
      const read = readSource(file);
      // Links lead to the same file by several names, and in circles.
      const identity = "text" in read ? read.identity : file;
      if (seen.has(identity)) continue;
      seen.add(identity);
      if ("text" in read) texts.set(file, read.text);
      else warnings.push(`${shown} ${read.problem}`);
    }
  }
  if (texts.size > 0) return { texts, warnings };
  throw new UsageProblem(warnings.join(". "));
}

async function filesOf(name: string, folder: string): Promise<string[]> {
  const absolute = path.resolve(folder, name);
  const stats = name === "" ? null : statsOf(absolute);
  if (stats?.isDirectory()) {
    const files = await filesMatching(sourcesInside, absolute);
    if (files.length === 0) throw new UsageProblem(`The folder ${name} has no TypeScript or JavaScript file`);
    return files;
  }
  if (stats !== null || isLink(absolute)) {
    if (!sourceFile.test(name) || declarationFile.test(name)) {
      throw new UsageProblem(`${name} is not a TypeScript or JavaScript source file`);
    }
    return [withSlashes(absolute)];
  }
  const pattern = withSlashes(name);
  if (!isDynamicPattern(pattern)) throw new UsageProblem(`There is no file ${name}`);
  const sources = (await filesMatching(pattern, folder)).filter((file) => sourceFile.test(file));
  if (sources.length === 0) throw new UsageProblem(`No TypeScript or JavaScript file matches ${name}`);
  return sources;
}

/** Files, also behind links; and the links to sources that lead nowhere, which globs pass over. */
async function filesMatching(pattern: string, folder: string): Promise<string[]> {
  const broken: string[] = [];
  const realpath = (name: string, done: (problem: NodeJS.ErrnoException | null, path: string) => void) =>
    fs.realpath(name, (problem, real) => {
      if (problem && sourceFile.test(name) && !declarationFile.test(name)) broken.push(name);
      done(problem, real);
    });
  const options = { cwd: folder, absolute: true, ignore: ignored, fs: { ...fs, realpath } as typeof fs };
  const files = await glob(pattern, options);
  return [...new Set([...files, ...broken].map(withSlashes))].sort();
}

function isLink(file: string): boolean {
  try {
    return fs.lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

function withSlashes(file: string): string {
  return path.sep === "/" ? file : file.replaceAll("\\", "/");
}

/** The text of a source file and what it is behind links, or the rest of a sentence that says why there is none. */
function readSource(file: string): { text: string; identity: string } | { problem: string } {
  const stats = statsOf(file);
  // A pipe or a device might give nothing for ever, or no end.
  if (stats !== null && !stats.isFile()) return { problem: "is neither a file nor a folder" };
  try {
    const identity = fs.realpathSync(file);
    const text = decode(fs.readFileSync(identity));
    return text === null ? { problem: "is not a text file in UTF-8" } : { text, identity };
  } catch (problem) {
    return { problem: `cannot be read: ${reasonOf(problem)}` };
  }
}

/** Why the disk did not do what it was asked, in words. */
export function reasonOf(problem: unknown): string {
  const { code = "", message = String(problem) } = (problem ?? {}) as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "nothing is there",
  ENOTDIR: "a file is where a folder should be",
  ENOSPC: "the disk is full",
  EPERM: "permission denied",
};

/** null for bytes that are no text. A byte-order mark is left out. */
function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
