// @ts-check
/** Finding programs that are installed: the desktop VS Code, and whatever else is on the PATH. */

import fs from "node:fs";
import path from "node:path";

/**
 * The full name of a program on the PATH, or null.
 * @param {string} name
 * @param {string} [searchPath]
 */
export function findOnPath(name, searchPath = process.env.PATH ?? "") {
  const endings = process.platform === "win32" ? [".cmd", ".exe", ".bat"] : [""];
  for (const folder of searchPath.split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (isProgram(file)) return file;
    }
  }
  return null;
}

/** @param {string} file */
export function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The program itself of an installed VS Code: the `code` command is a script beside it that does not wait for its end.
 * @param {string} [searchPath]
 */
export function findDesktopExecutable(searchPath) {
  const command = findOnPath("code", searchPath);
  if (!command) return null;
  const folder = path.dirname(fs.realpathSync(command));
  const places = ["../code", "../Code.exe", "../../../MacOS/Electron", "../../../MacOS/Code"];
  return places.map((place) => path.resolve(folder, place)).find(isProgram) ?? null;
}
