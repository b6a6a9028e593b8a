/**
 * The graph is where operations are written down, in the order they ran (a Wengert list): typed arrays, one
 * entry an operation, 18 bytes each. All tapes that record at the same time share one graph, so that each of
 * them sees what the others' gradients compute.
 *
 *     index   code      first   second   value
 *       0     leaf                          3        x
 *       1     mul         0       0         9        x · x
 *       2     add         1      -1        10        x · x + 1, the constant 1 being number 0 of the constants
 *
 * A graph belongs to nobody: tapes and recorded scalars refer to it, and when the last of them is gone, so is it.
 */

import { float64Array, int32Array, uint8Array } from "../arrays.js";
import type { Scalar, Variable } from "../scalar.js";
import { LEAF } from "./codes.js";
import type { SharedOperations } from "./sharing.js";

/** A leaf that stands for a scalar of another graph. */
interface Import {
  leaf: number;
  graph: Graph;
  index: number;
}

/** What the program asked about the numbers while it was recorded; a replay is valid only if every answer is the same. */
export type Guard =
  | { kind: "less" | "lessEqual" | "equal"; first: number; second: number; holds: boolean }
  /** The program read the number itself, so that anything may depend on it. */
  | { kind: "read"; first: number; value: number };

/** A call whose derivative its author gave; see `customGradient`. */
export interface CustomCall {
  /** From one output gradient for each output to one contribution for each operand; null where nothing flows. */
  pullback: (outputGradients: (Scalar | null)[]) => (Scalar | null)[];
  outputCount: number;
}

export interface GraphMark {
  length: number;
  constantCount: number;
  operandCount: number;
}

/** Typed arrays of at most 64 bytes are made much faster: V8 keeps them on its own heap. */
const LEAST_CAPACITY = 8;

/** How much recent graphs held: the next one likely needs as much room, and growing costs copies. */
const expected: GraphMark = {
  length: LEAST_CAPACITY,
  constantCount: LEAST_CAPACITY,
  operandCount: LEAST_CAPACITY,
};

export class Graph {
  length = 0;
  codes = uint8Array(expected.length);
  /** How far out the outermost tape stands that follows this node: 1 for the outermost of those recording. */
  levels = uint8Array(expected.length).fill(1);
  /** Operands: the index of a node, or −1 − k for the constant number k. Of a list operation: where its list starts. */
  first = int32Array(expected.length);
  /** The second operand. Of a list operation: how many operands. */
  second = int32Array(expected.length);
  values = float64Array(expected.length);

  constants = float64Array(expected.constantCount);
  constantCount = 0;
  /** The operands of the list operations, one list after the other. */
  operands = int32Array(expected.operandCount);
  operandCount = 0;
  /** Whether no tape ever recorded here inside another: then all levels are 1, and need not be looked at. */
  isFlat = true;
  /** How many tapes ever recorded here. */
  tapeCount = 0;
  /** The leaves of each variable: one for each value that it had. */
  readonly variables = new Map<Variable, number[]>();
  readonly imports: Import[] = [];
  private readonly importLeaves = new Map<Graph, Map<number, number>>();
  readonly customCalls: CustomCall[] = [];
  /** By the node of a scalar that a tape watches from there on: the node that it had before. */
  readonly renewed = new Map<number, number>();
  /** What the program asked about the numbers; null when nobody wants to know. */
  guards: Guard[] | null = null;
  /** What gradients recorded; null while there is none of it. */
  shared: SharedOperations | null = null;
  /** The same while a gradient records, null otherwise: what the program itself records is not shared. */
  sharing: SharedOperations | null = null;
  /** Nodes below are not shared, because one of the tapes that record now began after them. */
  sharedFrom = 0;

  push(code: number, level: number, first: number, second: number, value: number): number {
    const index = this.length;
    if (index === this.codes.length) this.grow();
    this.codes[index] = code;
    this.levels[index] = level;
    this.first[index] = first;
    this.second[index] = second;
    this.values[index] = value;
    this.length = index + 1;
    return index;
  }

  /** The operand that stands for a plain number. */
  constant(value: number): number {
    const count = this.constantCount;
    if (count > 0 && isSame(this.constants[count - 1]!, value)) return -count;
    if (count === this.constants.length) this.constants = enlarged(this.constants, float64Array, count);
    this.constants[count] = value;
    this.constantCount = count + 1;
    return -1 - count;
  }

  /** Makes room for the operands of a list operation, from `operandCount` on. */
  reserveOperands(count: number): Int32Array {
    while (this.operands.length < this.operandCount + count)
      this.operands = enlarged(this.operands, int32Array, this.operands.length);
    return this.operands;
  }

  /** The number an operand stands for. */
  valueOf(operand: number): number {
    return operand >= 0 ? this.values[operand]! : this.constants[-1 - operand]!;
  }

  /** The operands of a list operation. */
  listOf(node: number): number[] {
    const start = this.first[node]!;
    return Array.from(this.operands.subarray(start, start + this.second[node]!));
  }

  /** The numbers they stand for. */
  numbersOf(node: number): number[] {
    const start = this.first[node]!;
    const end = start + this.second[node]!;
    const numbers: number[] = [];
    for (let k = start; k < end; k++) numbers.push(this.valueOf(this.operands[k]!));
    return numbers;
  }

  /** The call that a node stands for. Its number is kept where other nodes have their value. */
  customCallOf(node: number): CustomCall {
    return this.customCalls[this.values[node]!]!;
  }

  /** The leaf of a variable with its present value; made when there is none. */
  leafOf(variable: Variable, level: number): number {
    const leaves = this.variables.get(variable);
    const last = leaves?.at(-1);
    if (last !== undefined && Object.is(this.values[last], variable.current)) {
      if (level < this.levels[last]!) this.levels[last] = level;
      return last;
    }
    const leaf = this.push(LEAF, level, 0, 0, variable.current);
    if (leaves === undefined) this.variables.set(variable, [leaf]);
    else leaves.push(leaf);
    return leaf;
  }

  /** The leaf that stands here for a node of another graph; made when there is none. */
  import(graph: Graph, index: number, level: number): number {
    const known = this.importedAs(graph, index);
    if (known !== undefined) {
      if (level < this.levels[known]!) this.levels[known] = level;
      return known;
    }
    const leaf = this.push(LEAF, level, 0, 0, graph.values[index]!);
    this.imports.push({ leaf, graph, index });
    const leaves = this.importLeaves.get(graph) ?? new Map<number, number>();
    this.importLeaves.set(graph, leaves.set(index, leaf));
    return leaf;
  }

  importedAs(graph: Graph, index: number): number | undefined {
    return this.importLeaves.get(graph)?.get(index);
  }

  /** To be called when a recording ends: notes how much room it took. */
  noteLength(): void {
    expected.length = nextExpected(expected.length, this.length + 1);
    expected.constantCount = nextExpected(expected.constantCount, this.constantCount);
    expected.operandCount = nextExpected(expected.operandCount, this.operandCount);
  }

  /** How much is written. */
  mark(): GraphMark {
    return { length: this.length, constantCount: this.constantCount, operandCount: this.operandCount };
  }

  /** Forgets what was written after a mark. */
  truncate({ length, constantCount, operandCount }: GraphMark): void {
    this.length = length;
    this.constantCount = constantCount;
    this.operandCount = operandCount;
    this.shared = null;
  }

  /** A graph of the same operations, whose numbers may be changed. Of imports and gradients it knows nothing. */
  copy(): Graph {
    const copy = new Graph();
    const { length, constantCount, operandCount } = this;
    Object.assign(copy, { length, constantCount, operandCount });
    copy.codes = this.codes.slice(0, length + 1);
    copy.levels = this.levels.slice(0, length + 1);
    copy.first = this.first.slice(0, length + 1);
    copy.second = this.second.slice(0, length + 1);
    copy.values = this.values.slice(0, length + 1);
    copy.constants = this.constants.slice(0, constantCount + 1);
    copy.operands = this.operands.slice(0, operandCount + 1);
    for (const [variable, leaves] of this.variables) copy.variables.set(variable, [...leaves]);
    return copy;
  }

  grow(): void {
    const length = this.length;
    this.codes = enlarged(this.codes, uint8Array, length);
    this.levels = enlarged(this.levels, uint8Array, length).fill(1, length);
    this.first = enlarged(this.first, int32Array, length);
    this.second = enlarged(this.second, int32Array, length);
    this.values = enlarged(this.values, float64Array, length);
  }
}

/** At least half of what went before, so that one large recording is forgotten, but not at once. */
function nextExpected(before: number, now: number): number {
  return Math.max(LEAST_CAPACITY, now, before >> 1);
}

/** Whether they are the same number, 0 and −0 told apart. A NaN is taken for another one each time. */
function isSame(a: number, b: number): boolean {
  return a === b && (a !== 0 || 1 / a === 1 / b);
}

/** Twice the room while it is small, half as much again when it is large, so that little of it lies empty. */
function enlarged<T extends Uint8Array | Int32Array | Float64Array>(
  array: T,
  make: (length: number) => T,
  length: number,
): T {
  const larger = make(length < 1 << 16 ? length * 2 : Math.ceil(length * 1.5));
  larger.set(array);
  return larger;
}
