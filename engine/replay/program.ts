/** One way through the branches of a function, recorded, and ready to be computed again. */

import { LEAF } from "../graph/codes.js";
import type { Graph, GraphMark, Guard } from "../graph/graph.js";
import { currentGraph, withoutRecording } from "../graph/recording.js";
import { requireScalar } from "../require.js";
import { isRecorded, numberOf, type Recorded, type Scalar } from "../scalar.js";
import { isScalar, mapStructure, scalarsOf, shapedAs } from "../structure.js";
import { NumberTangents } from "../sweeps/forwardNumbers.js";
import { NumberAdjoints, sweepNumbers } from "../sweeps/reverseNumbers.js";
import { gradientOf } from "../tape/gradient.js";
import { fillTangents } from "../tape/tangents.js";
import { Tape } from "../tape/tape.js";
import type { AnyArguments } from "../transforms/recordedCall.js";
import { answersAsRecorded, type Lowered, lower, type Runner, runBackward, runForward } from "./lowered.js";
import { holds, isReplayable, replay } from "./replay.js";
import { copyNumbers, type Shape, shapeNumbers, shapeOf } from "./shape.js";
import { compileToWebAssembly, runsBeforeWebAssembly } from "./webassembly.js";

export class Program {
  private readonly graph: Graph;
  private readonly tape = new Tape(true);
  private readonly inputs: Recorded[] = [];
  private readonly result: unknown;
  private readonly guards: Guard[];
  /** Made ready for a tight loop; null for a program that cannot be replayed. */
  private readonly lowered: Lowered | null;
  private runner: Runner | null = null;
  private runs = 0;
  /** After so many, WebAssembly is tried. */
  private readonly runsBefore: number;
  /** Whether the run gave the adjoints too. */
  private hasAdjoints = false;
  private isGraphStale = false;
  /** The arguments it was recorded with: it is for others of the same shape. */
  private readonly shape: Shape;
  private readonly shapeOfGradient: Shape;
  /** Where the operations of the function end; those of its gradient follow. */
  private readonly end: GraphMark;
  private gradientGuards: Guard[] = [];
  private gradientNodes: (Scalar | null)[] | null = null;

  constructor(f: (...args: AnyArguments) => unknown, args: AnyArguments) {
    this.shape = shapeOf(args);
    this.shapeOfGradient = shapeOf(args.length === 1 ? args[0] : args);
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
    this.lowered = isReplayable(this.graph) ? this.lower() : null;
    this.runsBefore = this.lowered === null ? 0 : runsBeforeWebAssembly(this.lowered);
  }

  private lower(): Lowered {
    const nodes = scalarsOf(this.result).map((leaf) => (isRecorded(leaf) ? this.tape.nodeOf(leaf) : null));
    const roots = nodes.filter((node) => node?.graph === this.graph).map((node) => node!.index);
    const lowered = lower(this.graph, this.graph.length, roots, this.guards);
    for (let node = 0; node < this.graph.length; node++) {
      const place = lowered.placeOfNode[node]!;
      if (place >= 0) lowered.values[place] = this.graph.values[node]!;
    }
    return lowered;
  }

  /** Computes the program at these arguments, and says whether it is the one for them. */
  accepts(args: AnyArguments, wantsGradient: boolean): boolean {
    if (this.lowered === null) return false;
    const { values, placeOfNode, constantCount } = this.lowered;
    // The inputs are the first leaves.
    if (copyNumbers(this.shape, args, values, constantCount) < 0) return false;
    for (const [variable, leaves] of this.graph.variables)
      values[placeOfNode[leaves[0]!]!] = variable.current;
    this.run(wantsGradient);
    this.isGraphStale = true;
    return answersAsRecorded(this.lowered);
  }

  /** Computes the lowered program; after some runs, by WebAssembly. */
  private run(wantsGradient: boolean): void {
    const lowered = this.lowered!;
    if (++this.runs === this.runsBefore) {
      const node = isScalar(this.result) ? this.resultNode() : null;
      this.runner = node === null ? null : compileToWebAssembly(lowered, lowered.placeOfNode[node]!);
    }
    this.hasAdjoints = wantsGradient && this.runner !== null;
    if (this.runner === null) runForward(lowered);
    else if (wantsGradient) this.runner.forwardAndBack();
    else this.runner.forward();
  }

  value(): unknown {
    return mapStructure(this.result, (leaf) => {
      if (!isRecorded(leaf)) return leaf;
      const place = this.placeOf(leaf);
      return place === null ? numberOf(leaf) : this.lowered!.values[place]!;
    });
  }

  /** The gradient, shaped like the argument if there is one alone, like the list of them otherwise. */
  gradient(): unknown {
    return shapeNumbers(this.shapeOfGradient, this.gradientOfInputs());
  }

  private gradientOfInputs(): Float64Array {
    const node = this.resultNode();
    if (node === null) return new Float64Array(this.inputs.length);
    if (this.lowered === null) return this.carefulGradient(node);
    if (!this.hasAdjoints) runBackward(this.lowered, this.lowered.placeOfNode[node]!);
    const { adjoints, constantCount } = this.lowered;
    const gradient = adjoints.subarray(constantCount, constantCount + this.inputs.length);
    for (let i = 0; i < gradient.length; i++)
      if (Number.isNaN(gradient[i])) return this.carefulGradient(node);
    return gradient;
  }

  private carefulGradient(node: number): Float64Array {
    this.refreshGraph();
    const adjoints = new NumberAdjoints(this.graph, 0, node + 1);
    adjoints.add(node, 1);
    sweepNumbers(adjoints, this.inputs.length, node + 1);
    return Float64Array.from(this.inputs, (input) => adjoints.at(input.index) ?? 0);
  }

  /** Brings the graph to the point of the lowered program. */
  private refreshGraph(): void {
    if (!this.isGraphStale || this.lowered === null) return;
    const { values, placeOfNode } = this.lowered;
    for (let node = 0; node < this.end.length; node++) {
      if (this.graph.codes[node] === LEAF) this.graph.values[node] = values[placeOfNode[node]!]!;
    }
    replay(this.graph, 0, this.end.length);
    this.isGraphStale = false;
  }

  private placeOf(scalar: Recorded): number | null {
    if (this.lowered === null) return null;
    const node = this.tape.nodeOf(scalar);
    return node === null ? null : this.lowered.placeOfNode[node.index]!;
  }

  /** The second derivatives, gradient × gradient. */
  hessian(): unknown {
    const rows = this.hessianOfInputs().map((row) =>
      shapeNumbers(this.shapeOfGradient, Float64Array.from(row)),
    );
    return shapedAs(shapeNumbers(this.shapeOfGradient, new Float64Array(rows.length)), rows);
  }

  private hessianOfInputs(): number[][] {
    this.refreshGraph();
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
