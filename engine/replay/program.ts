/**
 * What was recorded of one way through the branches of a function, ready to be computed again: numbers in at the
 * places of the inputs, numbers out. Who knows the shapes of arguments and results is on top of it: `Way` for
 * `compile`, `Replay` for a tape.
 */

import { CUSTOM_CALL, LEAF } from "../graph/codes.js";
import type { Graph, Guard } from "../graph/graph.js";
import type { Variable } from "../scalar.js";
import { NumberAdjoints, sweepNumbers } from "../sweeps/reverseNumbers.js";
import { answersAsRecorded, type Lowered, lower, type Runner, runBackward, runForward } from "./lowered.js";
import { replay } from "./replay.js";
import { compileToWebAssembly, runsBeforeWebAssembly } from "./webassembly.js";

/** What is wanted of a run besides the answers to the comparisons. */
export type Wanted = "values" | "gradient" | "both";

export interface Recording {
  /** The program may write other numbers into it. */
  graph: Graph;
  /** Where the operations of the function end. */
  length: number;
  /** The leaves that get other numbers. */
  inputs: readonly number[];
  /** Nodes, or −1 for an output that is a plain number. */
  outputs: readonly number[];
  guards: readonly Guard[];
}

export class Program {
  readonly graph: Graph;
  readonly lowered: Lowered;
  /** Where the operations of the function end. */
  readonly length: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The variables that are not inputs count with the number they have when the program is run. */
  private readonly variables: { variable: Variable; place: number }[] = [];
  private runner: Runner | null = null;
  private runs = 0;
  /** After so many, WebAssembly is tried. */
  private readonly runsBefore: number;
  /** Whether the run gave the adjoints too. */
  private hasAdjoints = false;
  private isGraphStale = false;

  constructor({ graph, length, inputs, outputs, guards }: Recording) {
    this.graph = graph;
    this.length = length;
    this.inputs = inputs;
    this.outputs = outputs;
    const roots = outputs.filter((node) => node >= 0);
    this.lowered = lower(graph, length, inputs, roots, guards);
    const { placeOfNode, values } = this.lowered;
    for (let node = 0; node < length; node++) {
      if (placeOfNode[node]! >= 0) values[placeOfNode[node]!] = graph.values[node]!;
    }
    for (const [variable, leaves] of graph.variables) {
      if (leaves[0]! < length && !inputs.includes(leaves[0]!))
        this.variables.push({ variable, place: placeOfNode[leaves[0]!]! });
    }
    this.runsBefore = runsBeforeWebAssembly(this.lowered);
  }

  /** The place of the first input; the others follow. */
  get firstInput(): number {
    return this.lowered.constantCount;
  }

  /**
   * Computes the program from the numbers that are at the places of the inputs.
   * @returns whether it answers its comparisons as it did when it was recorded; if not, the numbers mean nothing
   */
  run(wanted: Wanted): boolean {
    this.readVariables();
    const lowered = this.lowered;
    if (++this.runs === this.runsBefore) {
      const node = this.outputs.length === 1 ? this.outputs[0]! : -1;
      if (node >= 0) this.runner = compileToWebAssembly(lowered, lowered.placeOfNode[node]!);
    }
    const { runner } = this;
    this.hasAdjoints = wanted !== "values" && runner !== null;
    if (runner === null) runForward(lowered);
    else if (wanted === "values") runner.forward();
    else {
      if (wanted === "both" && !runner.givesValues) runner.forward();
      runner.forwardAndBack();
    }
    this.isGraphStale = true;
    return answersAsRecorded(lowered);
  }

  /** Computes all values without code made for it, which leaves out to write down what only it reads. */
  runByLoop(): void {
    this.readVariables();
    runForward(this.lowered);
    this.hasAdjoints = false;
    this.isGraphStale = true;
  }

  private readVariables(): void {
    const { values } = this.lowered;
    for (const { variable, place } of this.variables) values[place] = variable.current;
  }

  /** The number of an output that is none of the plain ones. */
  valueOf(output: number): number {
    return this.lowered.values[this.lowered.placeOfNode[this.outputs[output]!]!]!;
  }

  /**
   * The adjoints of the inputs, from their place on, after a run. Where one of them is NaN, 0 · ∞ may have come from
   * a branch that leads nowhere, and `carefulGradient` has the answer.
   */
  adjointsOf(output: number): Float64Array {
    const { lowered } = this;
    if (!this.hasAdjoints) runBackward(lowered, lowered.placeOfNode[this.outputs[output]!]!);
    return lowered.adjoints;
  }

  carefulGradient(output: number): Float64Array {
    this.refreshGraph();
    const node = this.outputs[output]!;
    const adjoints = new NumberAdjoints(this.graph, 0, node + 1);
    adjoints.add(node, 1);
    sweepNumbers(adjoints, 0, node + 1);
    return Float64Array.from(this.inputs, (input) => adjoints.at(input) ?? 0);
  }

  /** Tells that the inputs have other numbers now. */
  forgetGraph(): void {
    this.isGraphStale = true;
  }

  /** Brings the graph to the point of the lowered program. */
  refreshGraph(): void {
    if (!this.isGraphStale) return;
    const { values, placeOfNode } = this.lowered;
    for (let node = 0; node < this.length; node++) {
      if (this.graph.codes[node] === LEAF) this.graph.values[node] = values[placeOfNode[node]!]!;
    }
    replay(this.graph, 0, this.length);
    this.isGraphStale = false;
  }
}

/**
 * Whether what was recorded can be replayed. A call with a derivative of its author's cannot, since its value came
 * from outside; nor a program that changed a variable.
 */
export function isReplayable(graph: Graph): boolean {
  for (const leaves of graph.variables.values()) if (leaves.length > 1) return false;
  return !graph.codes.subarray(0, graph.length).includes(CUSTOM_CALL);
}
