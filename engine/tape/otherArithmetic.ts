/**
 * What a tape recorded, computed again over numbers of another kind: decimals of fifty digits, intervals. The engine
 * says what to compute, the caller how.
 *
 *     const y = tape.record(() => sub(1, cos(x)));        // x = 1e-8: 0
 *     tape.valuesOver(decimals, [y]);                     // 5.000…e-17
 */

import { CUSTOM_CALL, CUSTOM_OUTPUT, IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { type Primitive, rows } from "../primitives/primitive.js";
import { isRecorded, numberOf, type Scalar } from "../scalar.js";
import { forEachOperand, markAncestors } from "../sweeps/dependence.js";
import type { Tape } from "./tape.js";

/** An operation as it ran, with its operands of the other kind. */
export interface OperationOver<T> {
  primitive: Primitive;
  operands: readonly T[];
  /** The same as they were recorded, in double precision, and the result. What decided a branch, decided by these. */
  numbers: readonly number[];
  result: number;
}

/** Numbers of another kind. */
export interface Arithmetic<T> {
  /** An input or a constant, exactly. */
  number(value: number): T;
  apply(operation: OperationOver<T>): T;
}

/**
 * Some recorded scalars over another arithmetic; see `GradientTape.valuesOver`.
 * @returns null where it was enough, or where a call lies on the way whose derivative its author gave: what that
 *   computed is not recorded
 */
export function valuesOver<T>(
  tape: Tape,
  scalars: readonly Scalar[],
  arithmetic: Arithmetic<T>,
  isEnough: () => boolean,
): T[] | null {
  const nodes = scalars.map((scalar) => (isRecorded(scalar) ? tape.nodeOf(scalar) : null));
  const segments = tape.segments();
  const needed = markAncestors(
    segments,
    nodes.filter((node) => node !== null),
  );
  const known = new Map<Graph, (T | undefined)[]>();
  for (const { graph, start, end } of segments) {
    const values = known.get(graph) ?? [];
    known.set(graph, values);
    const marks = needed.get(graph);
    for (const { leaf, graph: other, index } of graph.imports) values[leaf] ??= known.get(other)?.[index];
    const at = (operand: number): T => {
      if (operand < 0) return arithmetic.number(graph.valueOf(operand));
      // What is not among the operations of the segments is an input.
      values[operand] ??= arithmetic.number(graph.valueOf(operand));
      return values[operand]!;
    };
    for (let node = start; node < end; node++) {
      const code = graph.codes[node]!;
      if (marks?.has(node) !== true || code === LEAF) continue;
      if (code === CUSTOM_CALL || code === CUSTOM_OUTPUT || isEnough()) return null;
      if (code === IDENTITY) values[node] = at(graph.first[node]!);
      else values[node] = arithmetic.apply(operationOf(graph, node, at));
    }
  }
  return scalars.map((scalar, k) => {
    const node = nodes[k];
    const value = node ? known.get(node.graph)?.[node.index] : undefined;
    return value ?? arithmetic.number(numberOf(scalar));
  });
}

function operationOf<T>(graph: Graph, node: number, at: (operand: number) => T): OperationOver<T> {
  const operands: T[] = [];
  const numbers: number[] = [];
  forEachOperand(graph, node, (operand) => {
    operands.push(at(operand));
    numbers.push(graph.valueOf(operand));
  });
  return { primitive: rows[graph.codes[node]!]!, operands, numbers, result: graph.values[node]! };
}
