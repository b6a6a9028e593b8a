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
  /** Those of one order of one number of the result, as they follow in the list. */
  ofOrder(of: string, order: number): readonly Partial[];
}

/** Orders a list of partial derivatives for look-up. Takes one pass over it. */
export function partialsOf(derivatives: readonly Partial[]): PartialTable {
  const byName = new Map<string, Partial>();
  const byOrder = new Map<string, Map<number, Partial[]>>();
  let order = 0;
  for (const partial of derivatives) {
    const { of = "" } = partial;
    byName.set(keyOf(of, partial.wrt), partial);
    const orders = byOrder.get(of) ?? new Map<number, Partial[]>();
    byOrder.set(of, orders);
    const list = orders.get(partial.order);
    if (list) list.push(partial);
    else orders.set(partial.order, [partial]);
    order = Math.max(order, partial.order);
  }
  return {
    outputs: [...byOrder.keys()],
    order,
    find: (of, wrt) => byName.get(keyOf(of, wrt)),
    ofOrder: (of, order) => byOrder.get(of)?.get(order) ?? [],
  };
}

/** A mixed partial appears once in a report, so that its key must not depend on the order of the inputs. */
function keyOf(of: string, wrt: readonly string[]): string {
  return JSON.stringify([of, ...[...wrt].sort()]);
}
