/** One way through the branches of a compiled function: arguments of a shape in, results of a shape out. */

import { type Coefficients, type Line, ProgramOnLines } from "../batch/line.js";
import type { Graph, GraphMark, Guard } from "../graph/graph.js";
import { currentGraph, withoutRecording } from "../graph/recorders.js";
import { requireScalar } from "../require.js";
import { isRecorded, numberOf, type Recorded, type Scalar } from "../scalar.js";
import { isScalar, mapStructure, scalarsOf, shapedAs } from "../structure.js";
import { NumberTangents } from "../sweeps/forwardNumbers.js";
import { gradientOf } from "../tape/gradient.js";
import { fillTangents } from "../tape/tangents.js";
import { Tape } from "../tape/tape.js";
import type { AnyArguments } from "../transforms/recordedCall.js";
import { isReplayable, Program, type Wanted } from "./program.js";
import { holds, replay } from "./replay.js";
import { copyNumbers, type Shape, shapeNumbers, shapeOf } from "./shape.js";

export class Way {
  private readonly tape = new Tape(true);
  private readonly inputs: Recorded[] = [];
  private readonly graph: Graph;
  /** What the function returned. */
  readonly result: unknown;
  /** The nodes of the numbers in the result; −1 for a plain one. */
  private readonly outputs: number[];
  /** null where what was recorded cannot be replayed: then it is for the point alone where it was recorded. */
  private readonly program: Program | null;
  /** The arguments it was recorded with: it is for others of the same shape. */
  private readonly shape: Shape;
  private readonly shapeOfGradient: Shape;
  /** Where the operations of the function end; those of its gradient follow. */
  private readonly end: GraphMark;
  private lines: ProgramOnLines | null = null;
  private gradientGuards: Guard[] = [];
  private gradientNodes: (Scalar | null)[] | null = null;

  constructor(f: (...args: AnyArguments) => unknown, args: AnyArguments) {
    this.shape = shapeOf(args);
    this.shapeOfGradient = shapeOf(args.length === 1 ? args[0] : args);
    this.tape.start();
    const graph = currentGraph!;
    const guards: Guard[] = [];
    graph.guards = guards;
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
      graph.guards = null;
      this.tape.stop();
    }
    this.end = graph.mark();
    this.graph = graph;
    this.outputs = scalarsOf(this.result).map((output) => this.nodeOf(output));
    this.program = isReplayable(graph)
      ? new Program({
          graph,
          length: graph.length,
          inputs: this.inputs.map((input) => input.index),
          outputs: this.outputs,
          guards,
        })
      : null;
  }

  /** Computes it at these arguments, and says whether it is the way for them. */
  accepts(args: AnyArguments, wanted: Wanted): boolean {
    const { program } = this;
    if (program === null) return false;
    if (copyNumbers(this.shape, args, program.lowered.values, program.firstInput) < 0) return false;
    return program.run(wanted);
  }

  get canBeReplayed(): boolean {
    return this.program !== null;
  }

  get outputCount(): number {
    return this.outputs.length;
  }

  /** Whether it can be replayed at arguments of this shape. */
  isFor(args: AnyArguments): boolean {
    const room = new Float64Array(this.inputs.length);
    return this.program !== null && copyNumbers(this.shape, args, room, 0) >= 0;
  }

  /** To be called before `runOnLine` for each line. */
  enterLine(line: Line): void {
    this.lines ??= new ProgramOnLines(this.program!);
    this.lines.enter(line);
  }

  /** Computes the series at some samples. @returns those at which the function goes another way */
  runOnLine(line: Line, which: readonly number[], coefficients: Coefficients): readonly number[] {
    const left = this.lines!.run(line, which, coefficients);
    if (left.length === which.length) return left;
    scalarsOf(this.result).forEach((output, i) => {
      if (this.outputs[i]! >= 0) return;
      for (const sample of which) if (!left.includes(sample)) coefficients[i]![0]![sample] = numberOf(output);
    });
    return left;
  }

  value(): unknown {
    const { program } = this;
    let next = 0;
    const numberOfLeaf = (leaf: unknown) => {
      if (!isScalar(leaf)) return leaf;
      const output = next++;
      return program === null || this.outputs[output]! < 0 ? numberOf(leaf) : program.valueOf(output);
    };
    return isScalar(this.result) ? numberOfLeaf(this.result) : mapStructure(this.result, numberOfLeaf);
  }

  /** The gradient, shaped like the argument if there is one alone, like the list of them otherwise. */
  gradient(): unknown {
    const node = this.resultNode();
    const { program, shapeOfGradient } = this;
    if (node < 0)
      return shapeNumbers(shapeOfGradient, new Float64Array(this.inputs.length), { hasNaN: false });
    const noticed = { hasNaN: program === null };
    if (program !== null) {
      const gradient = shapeNumbers(shapeOfGradient, program.adjointsOf(0), noticed, program.firstInput);
      if (!noticed.hasNaN) return gradient;
    }
    return shapeNumbers(shapeOfGradient, program?.carefulGradient(0) ?? this.gradientByTape(node), noticed);
  }

  private gradientByTape(node: number): Float64Array {
    const flows = gradientOf(this.tape, [{ graph: this.graph, index: node, gradient: 1 }], this.inputs);
    return Float64Array.from(flows, (flow) => numberOf(flow ?? 0));
  }

  /** The second derivatives, gradient × gradient. */
  hessian(): unknown {
    const noticed = { hasNaN: false };
    const shaped = (numbers: Float64Array) => shapeNumbers(this.shapeOfGradient, numbers, noticed);
    const rows = this.hessianOfInputs().map((row) => shaped(Float64Array.from(row)));
    return shapedAs(shaped(new Float64Array(rows.length)), rows);
  }

  private hessianOfInputs(): number[][] {
    this.program?.refreshGraph();
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
      node < 0 ? this.inputs.map(() => null) : withoutRecording(() => this.recordGradient(node));
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

  /** The node of the result, or −1 for a plain number. */
  private resultNode(): number {
    if (!isScalar(this.result)) requireScalar("compile", this.result);
    return this.outputs[0]!;
  }

  private nodeOf(output: Scalar): number {
    const node = isRecorded(output) ? this.tape.nodeOf(output) : null;
    return node?.graph === this.graph ? node.index : -1;
  }
}
