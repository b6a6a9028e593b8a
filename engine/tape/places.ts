/** Where on a tape a scalar is: the nodes that it stands for there. */

import { type Recorded, Variable } from "../scalar.js";
import { markDependents } from "../sweeps/dependence.js";
import { contains, type Node } from "./segments.js";
import type { Tape } from "./tape.js";

/** The nodes that a source stands for on a tape; none when the tape does not follow it. */
export function placesOf(tape: Tape, source: Recorded): Node[] {
  if (source instanceof Variable) {
    return [...tape.graphs()].flatMap((graph) =>
      tape.leavesOf(graph, source).map((index) => ({ graph, index })),
    );
  }
  const nodes = nodesOf(source);
  const watched = nodes.find((node) => tape.isWatched(node.graph, node.index));
  if (watched !== undefined) {
    const imports = [...tape.graphs()].map((graph) => ({
      graph,
      index: graph.importedAs(watched.graph, watched.index),
    }));
    return [watched, ...imports.filter((place): place is Node => place.index !== undefined)];
  }
  const segments = tape.segments();
  // The oldest, from which the others come.
  const node = nodes.findLast((node) => contains(segments, node.graph, node.index) && isOnTape(tape, node));
  return node === undefined ? [] : [node];
}

/** The nodes that a scalar stands for, the present one first: a tape that watches it may have given it a new one. */
export function nodesOf(scalar: Recorded): Node[] {
  const graph = scalar.graph!;
  const nodes: Node[] = [];
  for (let index: number | undefined = scalar.index; index !== undefined; index = graph.renewed.get(index))
    nodes.push({ graph, index });
  return nodes;
}

/** Whether the result of an operation depends on what the tape watches, and not only on what other tapes do. */
function isOnTape(tape: Tape, node: Node): boolean {
  if (node.graph.tapeCount === 1) return true;
  return markDependents(tape.segments(), tape.roots()).get(node.graph)!.has(node.index);
}
