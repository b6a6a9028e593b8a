/**
 * Scalars: plain numbers, and numbers whose origin a tape knows.
 *
 *     const x = new Variable(3);
 *     tape.record(() => {
 *       const y = mul(x, x);      // a Recorded: its value is 9, and the tape knows how it came about
 *       const z = mul(3, 3);      // the number 9
 *     });
 */

import type { Graph } from "./graph/graph.js";
import { currentGraph, currentLevel, leafOfVariable } from "./graph/recorders.js";
import { noScalar } from "./words.js";

export type Scalar = number | Recorded;

/** A number that a tape follows: a light handle on a node of a graph. */
export class Recorded {
  // Declared only, so that making one sets each field once: an operation makes one of these.
  /** @internal The graph it was recorded in; of a variable, the one that it was last read in. */
  declare graph: Graph | null;
  /** @internal */
  declare index: number;

  /** @internal */
  constructor(graph: Graph | null, index: number) {
    this.graph = graph;
    this.index = index;
  }

  /** The number itself, without its origin. What is computed from it with plain operators has no derivative. */
  get value(): number {
    const graph = this.graph!;
    const value = graph.values[this.index]!;
    if (graph.guards !== null) graph.guards.push({ kind: "read", first: this.index, value });
    return value;
  }

  /** Plain operators would lose the derivative without a word, so they are refused. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError(
      "A recorded scalar cannot be used with a plain operator or a function of Math: its derivative would be lost. " +
        "Use the operations of nested-tape (add, mul, sin, …), less(a, b) and its like to compare, " +
        "or primal(x) for the number alone.",
    );
  }

  toString(): string {
    return `${this.constructor.name}(${numberOf(this)})`;
  }

  toJSON(): number {
    return this.value;
  }
}

/** A number that may be changed, and that tapes watch by themselves. */
export class Variable extends Recorded {
  /** @internal */
  current: number;

  /** @param value the number it starts with; of a recorded scalar, its value alone */
  constructor(value: Scalar) {
    super(null, -1);
    this.current = primal(value);
  }

  override get value(): number {
    const graph = currentGraph;
    if (graph === null || graph.guards === null) return this.current;
    // Whoever replays what is recorded now wants to know.
    const leaf = this.graph === graph ? this.index : leafOfVariable(graph, this);
    return leaf >= 0 && graph.levels[leaf]! <= currentLevel ? super.value : this.current;
  }

  /** Same as `assign`. */
  override set value(value: number) {
    this.assign(value);
  }

  /** Gives it another number. State stops derivatives: of a recorded scalar only the value is kept. */
  assign(value: Scalar): this {
    this.current = primal(value);
    this.graph = null;
    return this;
  }
}

/** The number of a scalar, without its origin. @throws TypeError for anything else */
export function primal(scalar: Scalar): number {
  if (typeof scalar === "number") return scalar;
  if (!isRecorded(scalar)) throw noScalar(scalar);
  return scalar.value;
}

/**
 * The number of a scalar for somebody to look at. Unlike `primal` it leaves no mark in what is recorded for a replay:
 * nothing that the program goes on to do may depend on it.
 */
export function peek(scalar: Scalar): number {
  if (typeof scalar === "number") return scalar;
  if (!isRecorded(scalar)) throw noScalar(scalar);
  return numberOf(scalar);
}

/** Whether it is a scalar whose origin a tape may know: a variable or the result of a recorded operation. */
export function isRecorded(x: unknown): x is Recorded {
  return x instanceof Recorded;
}

/** @internal The number of a scalar, for the engine's own use: it leaves no guard. @throws TypeError for anything else */
export function numberOf(scalar: Scalar): number {
  if (typeof scalar === "number") return scalar;
  // Every operation comes by here. Whatever is no scalar has no graph, so that asking for one is check enough.
  const graph = scalar?.graph;
  return graph == null ? numberWithoutGraph(scalar) : graph.values[scalar.index]!;
}

/** Only a variable that no recording tape has read is in no graph. */
function numberWithoutGraph(scalar: Recorded): number {
  if (scalar instanceof Variable) return scalar.current;
  throw noScalar(scalar);
}
