/**
 * Names of modules and URIs of documents.
 *
 *     file:///home/ann/a%20b.ts     ↔     /home/ann/a b.ts
 *     file:///c%3A/ann/a.ts         ↔     c:/ann/a.ts
 *     untitled:Untitled-1           ↔     untitled:Untitled-1
 */

import { URI } from "vscode-uri";
import { isPath } from "../paths.js";

/** The module's name: its absolute path with forward slashes, or the URI where there is no path. */
export function moduleOfUri(uri: string): string {
  const parsed = parse(uri);
  return parsed?.scheme === "file" ? parsed.fsPath.replaceAll("\\", "/") : uri;
}

/** The URI of a module, written as VS Code writes it. */
export function uriOfModule(module: string): string {
  return isPath(module) ? URI.file(module).toString() : module;
}

function parse(uri: string): URI | null {
  try {
    return URI.parse(uri, true);
  } catch {
    return null;
  }
}
