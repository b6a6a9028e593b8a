/**
 * What the text of the edited file alone tells of its marked functions, at once and without anything that it
 * imports: for completion, and until more is known.
 */

import { analyseModule } from "./analysis/analyseModule.js";
import type { FunctionOutline } from "./report.js";
import { openModuleGraph } from "./syntax/moduleGraph.js";
import { parseModule } from "./syntax/parseModule.js";

export function outlinesOf(module: string, text: string): FunctionOutline[] {
  const isIt = (name: string) => name === module;
  const graph = openModuleGraph({
    read: (name) => (isIt(name) ? text : undefined),
    exists: isIt,
    isFolder: () => false,
  });
  return analyseModule(parseModule(module, text), {}, graph).functions.map(({ outline }) => outline);
}
