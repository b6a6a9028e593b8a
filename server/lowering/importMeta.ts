/**
 * What Node.js puts into `import.meta`, of which the module's own place is known.
 *
 *     import.meta.url          "file:///project/src/a.ts"
 *     import.meta.dirname      "/project/src"
 *     import.meta.env          something unknown: bundlers put it there
 */

import { folderOf } from "../syntax/paths.js";
import { ts } from "../syntax/typescript.js";

/** The text that `import.meta.url` and its like stand for in a module; null for every other access. */
export function placeInMeta(node: ts.PropertyAccessExpression, module: string): string | null {
  const { expression, name } = node;
  if (!ts.isMetaProperty(expression) || expression.keywordToken !== ts.SyntaxKind.ImportKeyword) return null;
  switch (name.text) {
    case "url":
      return urlOf(module);
    case "filename":
      return module;
    case "dirname":
      return folderOf(module);
    default:
      return null;
  }
}

/** As `pathToFileURL` of Node.js makes it; a module that is no file has a name that is a URL. */
function urlOf(module: string): string {
  if (!/^(\/|[A-Za-z]:\/)/.test(module)) return module;
  const path = encodeURI(module).replace(/[?#]/g, encodeURIComponent);
  return `file://${path.startsWith("/") ? "" : "/"}${path}`;
}
