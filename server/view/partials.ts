/**
 * Finds partial derivatives in a report's list by what they are, for every view that shows them.
 *
 *     const table = partialsOf(point.derivatives);
 *     table.outputs                         [""] for a result of one number, ["[0]", "[1]"] for a pair
 *     table.find("", ["x", "y"])?.value     ∂²f/∂x∂y
 */

import type { Partial } from "../report.js";

export interface PartialTable {
  /** The numbers of the result, as `Partial.of` names them; "" when the result is one number. */
  outputs: string[];
  /** The highest order in the list; 0 for an empty list. */
  order: number;
  /** The inputs may be given in any order. */
  find(of: string, wrt: readonly string[]): Partial | undefined;
}

/** Orders a list of partial derivatives for look-up. Takes one pass over it. */
export function partialsOf(derivatives: readonly Partial[]): PartialTable {
  const byName = new Map<string, Partial>();
  const outputs = new Set<string>();
  let order = 0;
  for (const partial of derivatives) {
    byName.set(keyOf(partial.of ?? "", partial.wrt), partial);
    outputs.add(partial.of ?? "");
    order = Math.max(order, partial.order);
  }
  return {
    outputs: [...outputs],
    order,
    find: (of, wrt) => byName.get(keyOf(of, wrt)),
  };
}

/** A mixed partial appears once in a report, so that its key must not depend on the order of the inputs. */
function keyOf(of: string, wrt: readonly string[]): string {
  return JSON.stringify([of, ...[...wrt].sort()]);
}
