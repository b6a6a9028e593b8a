/** First derivatives of functions with several results, and second derivatives of functions with one. */

import { requireNumbers, requireResult, requireScalar } from "../require.js";
import { isRecorded, type Recorded, type Scalar } from "../scalar.js";
import { isScalar, leavesOf, mapStructure, shapedAs } from "../structure.js";
import { NumberTangents } from "../sweeps/forwardNumbers.js";
import { gradientOf, gradientOfInputs } from "../tape/gradient.js";
import { settledScalar } from "../tape/settled.js";
import { fillTangents, hasPullbackInside, isFollowed, tangentsOf } from "../tape/tangents.js";
import type { Tape } from "../tape/tape.js";
import type { Accepted, Derived, InPlace } from "../types.js";
import { describe } from "../words.js";
import type { ArgumentOption } from "./gradient.js";
import { type AnyArguments, recordCall } from "./recordedCall.js";

/**
 * All first derivatives of f by one of its arguments: forward mode when there are more results than inputs,
 * reverse mode otherwise.
 *
 *     jacobian((p: Scalar[]) => [mul(p[0], p[1]), sin(p[0])])([0, 2]);      // [[2, 0], [1, 0]]
 *
 * @returns a function of the same arguments; its result is shaped like that of f, with the argument's shape in
 *   the place of each number: result × argument
 */
export function jacobian<A extends AnyArguments, R, const I extends number = 0>(
  f: (...args: A) => R,
  options: ArgumentOption<I> = {},
): <B extends Accepted<A>>(...args: B) => InPlace<R, Derived<B[I]>> {
  const argument = options.argument ?? 0;
  return (...args) => {
    requireNumbers("jacobian", args, argument);
    const { tape, inputs, result } = recordCall(f, args, [argument]);
    requireResult("jacobian", result);
    const leaves = leavesOf(result);
    const outputs = leaves.filter(isScalar);
    if (leaves.length > 0 && outputs.length === 0) {
      throw new TypeError(
        `jacobian needs a function that returns numbers, in any structure, but it returned ${describe(result)}.`,
      );
    }
    const rows =
      outputs.length > inputs.length ? byColumns(tape, inputs, outputs) : byRows(tape, inputs, outputs);
    let next = 0;
    return mapStructure(result, (leaf) =>
      isScalar(leaf) ? shapedAs(args[argument], rows[next++]!) : null,
    ) as never;
  };
}

/**
 * All second derivatives of f by one of its arguments, forward over reverse.
 *
 *     hessian((p: Scalar[]) => mul(p[0], mul(p[1], p[1])))([2, 3]);      // [[0, 6], [6, 4]]
 *
 * @returns a function of the same arguments; its result has the shape argument × argument and is exactly symmetric
 * @throws TypeError (when called) if f does not return one number
 */
export function hessian<A extends AnyArguments, const I extends number = 0>(
  f: (...args: A) => Scalar,
  options: ArgumentOption<I> = {},
): <B extends Accepted<A>>(...args: B) => InPlace<B[I], Derived<B[I]>> {
  const argument = options.argument ?? 0;
  return (...args) => {
    requireNumbers("hessian", args, argument);
    let gradient: (Scalar | null)[] = [];
    const { tape, inputs } = recordCall(f, args, [argument], (call) => {
      const value = requireScalar("hessian", call.result);
      const node = isRecorded(value) ? call.tape.nodeOf(value) : null;
      if (node !== null) gradient = gradientOf(call.tape, [{ ...node, gradient: 1 }], call.inputs);
    });
    const rows = byColumns(
      tape,
      inputs,
      inputs.map((_, i) => gradient[i] ?? 0),
    );
    // Of the two ways to the same mixed derivative, one is kept.
    const symmetric = rows.map((row, i) => row.map((entry, j) => (j <= i ? entry : rows[j]![i]!)));
    return shapedAs(
      args[argument],
      symmetric.map((row) => shapedAs(args[argument], row)),
    ) as never;
  };
}

/** Reverse mode: a sweep for each output. */
function byRows(tape: Tape, inputs: readonly Recorded[], outputs: readonly Scalar[]): Scalar[][] {
  return outputs.map((output) => {
    const node = isRecorded(output) ? tape.nodeOf(output) : null;
    return gradientOfInputs(tape, node === null ? [] : [{ ...node, gradient: 1 }], inputs, true);
  });
}

/** Forward mode: a sweep for each input. */
function byColumns(tape: Tape, inputs: readonly Recorded[], outputs: readonly Scalar[]): Scalar[][] {
  const rows: Scalar[][] = outputs.map(() => []);
  if (inputs.length === 0) return rows;
  const targets = outputs.filter(isRecorded);
  const column =
    targets.some(isFollowed) || hasPullbackInside(tape)
      ? recordedColumn(tape, inputs, targets)
      : plainColumn(tape, inputs, targets);
  inputs.forEach((_, j) => {
    const tangents = column(j);
    let next = 0;
    outputs.forEach((output, i) => {
      rows[i]!.push(isRecorded(output) ? settledScalar(tangents[next++] ?? 0) : 0);
    });
  });
  return rows;
}

function recordedColumn(tape: Tape, inputs: readonly Recorded[], targets: readonly Recorded[]) {
  return (j: number) => tangentsOf(tape, [inputs[j]!], [1], targets);
}

function plainColumn(tape: Tape, inputs: readonly Recorded[], targets: readonly Recorded[]) {
  const graph = inputs[0]!.graph!;
  const tangents = new NumberTangents(graph, inputs[0]!.index, graph.length);
  return (j: number) => {
    fillTangents(tape, [inputs[j]!], [1], tangents);
    return targets.map((target) => (target.graph === graph ? tangents.at(target.index) : null));
  };
}
