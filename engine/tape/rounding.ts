/**
 * How far rounding can have moved a recorded number: each operation rounds its result by up to a unit in the last
 * place, and what that does further on is the adjoint of the result.
 *
 *     y = 1 − cos x at x = 1e-6      cos x is 1 − 5e-13, rounded by 1.1e-16: y is known to no more than 3 digits
 *
 * The running error bound Σ |ȳᵢ yᵢ| u over the operations, of first order in the unit roundoff u. Source: M. Iri,
 * "Simultaneous computation of functions, partial derivatives and estimates of rounding errors: complexity and
 * practicality", Japan Journal of Applied Mathematics 1 (1984).
 */

import { CUSTOM_CALL, CUSTOM_OUTPUT, DOT, IDENTITY, LEAF, NEG, SUM } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import type { NumberAdjoints } from "../sweeps/reverseNumbers.js";
import { adjointsOf } from "./gradient.js";
import type { Node, Segment } from "./segments.js";

/** The unit roundoff of double precision. */
const unitRoundoff = 2 ** -53;
/** Below the normal numbers, what is rounded to: half the distance of two neighbours. */
const leastRounding = 2 ** -1075;
/** The operations that give an operand or a leaf as it is, or are no number. */
const exactCodes = new Set<number>([LEAF, IDENTITY, NEG, CUSTOM_CALL, CUSTOM_OUTPUT]);

/** How much the operation of a node rounds, at most: its result, or of a sum of many each partial sum. */
function roundedBy(graph: Graph, node: number): number {
  const code = graph.codes[node]!;
  if (code !== SUM && code !== DOT) return Math.abs(graph.values[node]!);
  const numbers = graph.numbersOf(node);
  const terms = code === SUM ? numbers : numbers.filter((_, k) => k % 2 === 0);
  let size = 0;
  for (const [k, term] of terms.entries()) size += Math.abs(code === SUM ? term : term * numbers[2 * k + 1]!);
  return size * terms.length;
}

/** A bound of what rounding has done to a node, to first order; NaN where an adjoint on the way is not finite. */
export function roundingErrorOf(segments: readonly Segment[], node: Node): number {
  const adjoints = adjointsOf(segments, [{ ...node, gradient: 1 }], 0);
  let bound = 0;
  for (const { graph, start, end } of segments) {
    const flows = adjoints.get(graph);
    if (flows !== undefined) bound += boundOf(flows, start, end);
  }
  return bound;
}

function boundOf(flows: NumberAdjoints, start: number, end: number): number {
  const { graph, low, values: adjoint, isTouched } = flows;
  let bound = 0;
  for (let i = Math.max(start, low); i < Math.min(end, low + adjoint.length); i++) {
    if (isTouched[i - low] === 0 || exactCodes.has(graph.codes[i]!)) continue;
    const rounding = Math.max(leastRounding, roundedBy(graph, i) * unitRoundoff);
    bound += Math.abs(adjoint[i - low]!) * rounding;
  }
  return bound;
}
