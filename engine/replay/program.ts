/** One way through the branches of a function, recorded, and ready to be computed again. */

import type { Graph, GraphMark, Guard } from "../graph/graph.js";
import { currentGraph, withoutRecording } from "../graph/recording.js";
import { requireScalar } from "../require.js";
import { isRecorded, numberOf, type Recorded, type Scalar } from "../scalar.js";
import { hasSameShape, isScalar, mapStructure, scalarsOf } from "../structure.js";
import { NumberTangents } from "../sweeps/forward-numbers.js";
import { NumberAdjoints, sweepNumbers } from "../sweeps/reverse-numbers.js";
import { gradientOf } from "../tape/gradient.js";
import { fillTangents } from "../tape/tangents.js";
import { Tape } from "../tape/tape.js";
import type { AnyArguments } from "../transforms/recorded-call.js";
import { holds, isReplayable, refreshVariables, replay } from "./replay.js";

export class Program {
  private readonly graph: Graph;
  private readonly tape = new Tape(true);
  private readonly inputs: Recorded[] = [];
  private readonly result: unknown;
  private readonly guards: Guard[];
  private readonly isReplayable: boolean;
  /** The arguments it was recorded with: it is for others of the same shape. */
  private readonly example: AnyArguments;
  /** Where the operations of the function end; those of its gradient follow. */
  private readonly end: GraphMark;
  private gradientGuards: Guard[] = [];
  private gradientNodes: (Scalar | null)[] | null = null;
  private adjoints: NumberAdjoints | null = null;

  constructor(f: (...args: AnyArguments) => unknown, args: AnyArguments) {
    this.example = args;
    this.tape.start();
    this.graph = currentGraph!;
    this.guards = this.graph.guards = [];
    try {
      const fresh = mapStructure(args, (leaf) => {
        if (!isScalar(leaf)) return leaf;
        const input = this.tape.freshInput(leaf);
        this.inputs.push(input);
        return input;
      }) as AnyArguments;
      this.tape.endInputs();
      this.result = f(...fresh);
    } finally {
      this.graph.guards = null;
      this.tape.stop();
    }
    this.end = this.graph.mark();
    this.isReplayable = isReplayable(this.graph);
  }

  /** Computes the program at these arguments, and says whether it is the one for them. */
  accepts(args: AnyArguments): boolean {
    if (!this.isReplayable || !hasSameShape(this.example, args)) return false;
    // The inputs are the first nodes of the graph.
    let input = 0;
    for (const scalar of scalarsOf(args)) this.graph.values[input++] = numberOf(scalar);
    refreshVariables(this.graph);
    replay(this.graph, this.inputs.length, this.end.length);
    return holds(this.graph, this.guards);
  }

  value(): unknown {
    return mapStructure(this.result, (leaf) => (isRecorded(leaf) ? numberOf(leaf) : leaf));
  }

  gradient(): number[] {
    const node = this.resultNode();
    if (node === null) return this.inputs.map(() => 0);
    this.adjoints ??= new NumberAdjoints(this.graph, 0, node + 1);
    this.adjoints.clearAll();
    this.adjoints.add(node, 1);
    sweepNumbers(this.adjoints, this.inputs.length, node + 1);
    return this.inputs.map((input) => this.adjoints!.at(input.index) ?? 0);
  }

  hessian(): number[][] {
    const gradient = this.recordedGradient();
    const tangents = new NumberTangents(this.graph, 0, this.graph.length);
    const columns = this.inputs.map((input) => {
      fillTangents(this.tape, [input], [1], tangents);
      return gradient.map((entry) => (isRecorded(entry) ? (tangents.at(entry.index) ?? 0) : 0));
    });
    return columns.map((column, j) => column.map((entry, i) => (i >= j ? entry : columns[i]![j]!)));
  }

  /** The gradient as operations of the graph, computed at the present point. */
  private recordedGradient(): (Scalar | null)[] {
    if (this.gradientNodes !== null) {
      replay(this.graph, this.end.length, this.graph.length);
      if (holds(this.graph, this.gradientGuards)) return this.gradientNodes;
      this.graph.truncate(this.end);
    }
    const node = this.resultNode();
    this.gradientNodes =
      node === null ? this.inputs.map(() => null) : withoutRecording(() => this.recordGradient(node));
    return this.gradientNodes;
  }

  private recordGradient(node: number): (Scalar | null)[] {
    this.tape.forgetFrom(this.end.length);
    this.tape.start();
    this.gradientGuards = this.graph.guards = [];
    try {
      return gradientOf(this.tape, [{ graph: this.graph, index: node, gradient: 1 }], this.inputs);
    } finally {
      this.graph.guards = null;
      this.tape.stop();
    }
  }

  /** The node of the result, or null for a plain number. */
  private resultNode(): number | null {
    const scalar = requireScalar("compile", this.result);
    return isRecorded(scalar) ? (this.tape.nodeOf(scalar)?.index ?? null) : null;
  }
}
