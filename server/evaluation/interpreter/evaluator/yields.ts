/** Where a generator may stop. */

import { childrenOf, type Node } from "../../../routine/walk.js";

const withYield = new WeakMap<Node, boolean>();

/** Whether a node holds a `yield` of its own function. */
export function holdsYield(node: Node | null): boolean {
  if (node === null) return false;
  let holds = withYield.get(node);
  if (holds === undefined) {
    holds = node.kind === "yield" || childrenOf(node).some(holdsYield);
    withYield.set(node, holds);
  }
  return holds;
}
