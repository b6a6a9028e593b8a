/** Where the author knows better: no derivative at all, or one of their own. */

import { CUSTOM_CALL, CUSTOM_OUTPUT } from "../graph/codes.js";
import { currentGraph, NOT_FOLLOWED } from "../graph/recorders.js";
import { writeOperands } from "../graph/recording.js";
import { stopGradientOfScalar } from "../primitives/rounding.js";
import { isRecorded, numberOf, Recorded, type Scalar } from "../scalar.js";
import { isScalar, leavesBeside, leavesOf, mapStructure, scalarsOf } from "../structure.js";
import { describe } from "../words.js";
import type { AnyArguments } from "./recordedCall.js";

/**
 * The same structure, through which no derivative flows: its scalars become plain numbers.
 *
 *     derivative((x: Scalar) => mul(x, stopGradient(x)))(3);      // 3
 */
export function stopGradient<S>(structure: S): S {
  // While a replay is compiled the value has to be computed again each time, so that it stays an operation.
  const isCompiling = currentGraph?.guards != null;
  if (!leavesOf(structure).some(isRecorded)) return structure;
  return mapStructure(structure, (leaf) => {
    if (!isRecorded(leaf)) return leaf;
    return isCompiling ? stopGradientOfScalar(leaf) : numberOf(leaf);
  }) as S;
}

/** From the gradient at the value, shaped like it, to the gradients at the arguments: a list, or for one argument its gradient alone. */
// biome-ignore lint/suspicious/noExplicitAny: shaped like the value, whatever that is.
export type Pullback = (outputGradient: any) => unknown;

/**
 * A function with a derivative of its author's, by its arguments: whatever else f captures counts as a constant in
 * its value. What the pullback computes, also from what it captures, can be differentiated again.
 *
 *     const clipped = customGradient((x: Scalar) => [x, (g: Scalar) => min(max(g, -1), 1)]);
 *
 * @param f returns the value and its pullback
 * @throws TypeError (when differentiated) if the pullback does not return a gradient, or null for none, for each
 *   number of the arguments
 */
export function customGradient<A extends AnyArguments, R>(
  f: (...args: A) => [R, Pullback],
): (...args: A) => R {
  return (...args) => {
    const pair = f(...args);
    if (!Array.isArray(pair) || typeof pair[1] !== "function") {
      throw new TypeError("A function given to customGradient must return [value, pullback].");
    }
    const [value, pullback] = pair;
    return recordCustomCall(value, args, () => pullback) as R;
  };
}

/**
 * Records a call whose derivative is given.
 * @param pullbackOf from the value as it is recorded to the pullback, which may compute from it
 * @returns the value, recorded where a tape follows an argument
 */
export function recordCustomCall(
  value: unknown,
  args: readonly unknown[],
  pullbackOf: (recorded: unknown) => Pullback,
): unknown {
  const graph = currentGraph;
  if (graph === null) return value;
  const operands = scalarsOf(args);
  const start = graph.operandCount;
  const level = writeOperands(graph, operands);
  if (level === NOT_FOLLOWED) return mapStructure(value, (leaf) => (isScalar(leaf) ? numberOf(leaf) : leaf));
  const outputs = leavesOf(value);
  let pullback: Pullback;
  graph.customCalls.push({
    outputCount: outputs.length,
    pullback: (outputGradients) => flowsOf(value, pullback, args, outputGradients),
  });
  const call = graph.push(CUSTOM_CALL, level, start, operands.length, graph.customCalls.length - 1);
  let next = 0;
  const recorded = mapStructure(value, (leaf) => {
    const output = next++;
    if (!isScalar(leaf)) return leaf;
    return new Recorded(graph, graph.push(CUSTOM_OUTPUT, level, call, output, numberOf(leaf)));
  });
  pullback = pullbackOf(recorded);
  return recorded;
}

function flowsOf(
  value: unknown,
  pullback: Pullback,
  args: readonly unknown[],
  outputGradients: (Scalar | null)[],
): (Scalar | null)[] {
  let next = 0;
  const shaped = mapStructure(value, (leaf) => {
    const gradient = outputGradients[next++];
    return isScalar(leaf) ? (gradient ?? 0) : null;
  });
  const returned = pullback(shaped);
  const flows = flowsBeside(args, returned);
  if (flows === null) {
    throw new TypeError(
      `The pullback of customGradient must return a gradient for each of the ${scalarsOf(args).length} numbers of the arguments, but it returned ${leavesOf(returned).length}.`,
    );
  }
  return flows.map((flow) => {
    if (flow === null || isScalar(flow)) return flow;
    throw new TypeError(
      `The pullback of customGradient must return numbers, or null where nothing flows, but it returned ${describe(flow)}.`,
    );
  });
}

/** What a pullback returned, by the numbers of the arguments; a mere list of all of them will do as well. */
function flowsBeside(args: readonly unknown[], returned: unknown): unknown[] | null {
  const leaves = leavesOf(args);
  const alone = args.length === 1 ? leavesBeside(args[0], returned) : null;
  const shaped = alone ?? leavesBeside(args, returned);
  if (shaped !== null) return shaped.filter((_, i) => isScalar(leaves[i]));
  const flat = leavesOf(returned);
  return flat.length === leaves.filter(isScalar).length ? flat : null;
}
