/**
 * Which files the command line reads, and their texts.
 *
 *     findFiles(["src", "lib/*.ts"], folder)    sorted absolute paths, node_modules and .d.ts left out
 */

import fs from "node:fs";
import path from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";

/** Something is wrong with what the user named; the message says what. */
export class UsageProblem extends Error {}

const sourceFile = /\.[cm]?[jt]s$|\.[jt]sx$/;
const declarationFile = /\.d\.([cm]?ts|[^.]+\.ts)$/;
const sourcesInside = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";
const ignored = ["**/node_modules/**", "**/.git/**", "**/*.d.ts", "**/*.d.mts", "**/*.d.cts"];

/**
 * Finds the files that paths and globs name.
 *
 * @returns absolute paths with forward slashes, each once, sorted within what each argument names
 * @throws UsageProblem when a file is missing, is no source file, or a folder or glob has none
 */
export async function findFiles(named: readonly string[], folder: string): Promise<string[]> {
  const found = new Set<string>();
  for (const name of named) {
    for (const file of await filesOf(name, folder)) found.add(file);
  }
  return [...found];
}

async function filesOf(name: string, folder: string): Promise<string[]> {
  const absolute = path.resolve(folder, name);
  const stats = fs.statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isFile()) {
    if (!sourceFile.test(name) || declarationFile.test(name)) {
      throw new UsageProblem(`${name} is not a TypeScript or JavaScript source file`);
    }
    return [withSlashes(absolute)];
  }
  if (stats?.isDirectory()) {
    const files = await glob(sourcesInside, { cwd: absolute, absolute: true, ignore: ignored });
    if (files.length === 0) throw new UsageProblem(`The folder ${name} has no TypeScript or JavaScript file`);
    return files.map(withSlashes).sort();
  }
  if (stats) throw new UsageProblem(`${name} is neither a file nor a folder`);
  const pattern = withSlashes(name);
  if (!isDynamicPattern(pattern)) throw new UsageProblem(`There is no file ${name}`);
  const files = await glob(pattern, { cwd: folder, absolute: true, ignore: ignored });
  const sources = files.map(withSlashes).filter((file) => sourceFile.test(file));
  if (sources.length === 0) throw new UsageProblem(`No TypeScript or JavaScript file matches ${name}`);
  return sources.sort();
}

function withSlashes(file: string): string {
  return path.sep === "/" ? file : file.replaceAll("\\", "/");
}

/**
 * Reads a file that was named on the command line.
 *
 * @throws UsageProblem when it cannot be read or is not text
 */
export function readNamedFile(file: string, shownAs: string): string {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (problem) {
    const reason =
      (problem as NodeJS.ErrnoException).code === "EACCES" ? "permission denied" : String(problem);
    throw new UsageProblem(`${shownAs} cannot be read: ${reason}`);
  }
  const text = decode(bytes);
  if (text === null) throw new UsageProblem(`${shownAs} is not a text file in UTF-8`);
  return text;
}

/** null for bytes that are no text. A byte-order mark is left out. */
function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
