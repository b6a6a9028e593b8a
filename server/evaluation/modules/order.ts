/**
 * The order in which Node.js evaluates modules: each after those that it imports, in the order of the text; in a
 * circle, the one that is reached last first.
 */

import type { ImportCode, ModuleCode } from "../../routine.js";

/**
 * An entry module and all that it imports, directly or not, in the order of evaluation. Needs no stack, however long
 * the chains are.
 *
 * @param open gives the code of a module; asked once for each
 */
export function evaluationOrder(entry: string, open: (module: string) => ModuleCode | null): string[] {
  const importsOf = (name: string): readonly ImportCode[] => open(name)?.imports ?? [];
  const order: string[] = [];
  const reached = new Set<string>([entry]);
  const path = [{ name: entry, imports: importsOf(entry), next: 0 }];
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const request = at.imports[at.next++];
    if (request === undefined) {
      order.push(at.name);
      path.pop();
    } else if (request.module !== null && !reached.has(request.module)) {
      reached.add(request.module);
      path.push({ name: request.module, imports: importsOf(request.module), next: 0 });
    }
  }
  return order;
}
