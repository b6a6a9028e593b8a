/** What a tape recorded, computed again at other numbers of its inputs, without running the program. */

import { blocksOf, type Coefficients, type Line, newCoefficients, ProgramOnLines } from "../batch/line.js";
import { LEAF } from "../graph/codes.js";
import type { Graph, Guard } from "../graph/graph.js";
import { isReplayable, Program } from "../replay/program.js";
import { requireOrder } from "../require.js";
import { numberOf, type Scalar, Variable } from "../scalar.js";
import { describe } from "../words.js";

/** Taylor series at many points of a line. */
export interface SampledSeries {
  /** By output, order and sample: f⁽ᵏ⁾ / k! along the line. */
  coefficients: Float64Array[][];
  /**
   * By sample: 1 where the program answers a comparison otherwise than it did. It takes another way there, of which
   * the tape knows nothing: the coefficients are NaN, and the program must be recorded again at such a point.
   */
  isOtherwise: Uint8Array;
}

/**
 * What a tape recorded, ready to be computed again at other numbers of its inputs; see `GradientTape.replay`. It is
 * the program as it was then: what the tape records later does not change it, and it changes nothing on the tape.
 *
 *     const x = new Variable(3);
 *     const tape = new GradientTape({ persistent: true, replayable: true });
 *     const y = tape.record(() => mul(x, x));
 *     const replay = tape.replay([x], [y]);
 *     replay?.valueAndGradient([5]);      // [25, [10]]
 */
export class Replay {
  private readonly program: Program;
  /** The outputs that are plain numbers have these. */
  private readonly numbers: number[];
  private readonly lines: ProgramOnLines;

  /** @internal */
  constructor(program: Program, outputs: readonly Scalar[]) {
    this.program = program;
    this.numbers = outputs.map(numberOf);
    this.lines = new ProgramOnLines(program);
  }

  /** @returns the outputs at these numbers of the inputs; null where the program takes another way */
  values(numbers: ArrayLike<number>): Float64Array | null {
    return this.run(numbers, "values") ? Float64Array.from(this.numbers, (_, i) => this.valueOf(i)) : null;
  }

  /** @returns the gradient of an output by the inputs; null where the program takes another way */
  gradient(numbers: ArrayLike<number>, output = 0): Float64Array | null {
    return this.run(numbers, "gradient") ? this.gradientOf(output) : null;
  }

  /** @returns an output and its gradient, from one run; null where the program takes another way */
  valueAndGradient(numbers: ArrayLike<number>, output = 0): [number, Float64Array] | null {
    return this.run(numbers, "both") ? [this.valueOf(output), this.gradientOf(output)] : null;
  }

  /**
   * The Taylor series of the outputs at many points of the line from + t · direction, for plots. For the values of
   * one input let the line begin where that input is 0, and have the direction 1 for it and 0 for the others.
   * @param samples t, for each point
   * @param from where each input is at t = 0
   * @param direction how each input moves with t; one whose direction is 0 stays where it is
   * @throws RangeError if the order is not a whole number ≥ 0
   */
  series(
    samples: ArrayLike<number>,
    order: number,
    { from, direction }: { from: ArrayLike<number>; direction: ArrayLike<number> },
  ): SampledSeries {
    requireOrder(order);
    this.requireInputs(from);
    this.requireInputs(direction);
    const line: Line = { from, direction, samples, order };
    const coefficients: Coefficients = newCoefficients(this.numbers.length, line);
    this.program.outputs.forEach((node, output) => {
      if (node < 0) coefficients[output]![0]!.fill(this.numbers[output]!);
    });
    const isOtherwise = new Uint8Array(samples.length);
    this.lines.enter(line);
    for (const block of blocksOf(samples.length)) {
      for (const sample of this.lines.run(line, block, coefficients)) {
        isOtherwise[sample] = 1;
        for (const rows of coefficients) for (const row of rows) row[sample] = Number.NaN;
      }
    }
    return { coefficients, isOtherwise };
  }

  private run(numbers: ArrayLike<number>, wanted: "values" | "gradient" | "both"): boolean {
    this.requireInputs(numbers);
    this.program.lowered.values.set(numbers, this.program.firstInput);
    return this.program.run(wanted);
  }

  private requireInputs(numbers: ArrayLike<number>): void {
    const { length } = this.program.inputs;
    if (numbers.length === length) return;
    throw new RangeError(
      `The replay needs a number for each of its ${length} inputs, not ${numbers.length}.`,
    );
  }

  private valueOf(output: number): number {
    return this.program.outputs[output]! < 0 ? this.numbers[output]! : this.program.valueOf(output);
  }

  private gradientOf(output: number): Float64Array {
    const { program } = this;
    const { firstInput, inputs, outputs } = program;
    if (outputs[output]! < 0) return new Float64Array(inputs.length);
    const gradient = program.adjointsOf(output).slice(firstInput, firstInput + inputs.length);
    return gradient.some(Number.isNaN) ? program.carefulGradient(output) : gradient;
  }
}

/** @returns null for what cannot be replayed */
export function replayOf(
  recorded: Graph,
  inputs: readonly Variable[],
  outputs: readonly Scalar[],
  guards: readonly Guard[],
): Replay | null {
  if (!isReplayable(recorded)) return null;
  const graph = recorded.copy();
  const nodes = inputs.map((input) => {
    if (!(input instanceof Variable)) {
      throw new TypeError(`The inputs of a replay are variables, not ${describe(input)}.`);
    }
    // A variable that nothing read yet has no node.
    return graph.variables.get(input)?.[0] ?? graph.push(LEAF, 1, 0, 0, input.current);
  });
  if (new Set(nodes).size < nodes.length) throw new TypeError("An input of a replay is named twice.");
  const nodeOf = (output: Scalar) => {
    if (typeof output === "number") return -1;
    if (output instanceof Variable) return graph.variables.get(output)?.[0] ?? -1;
    return output.graph === recorded ? output.index : -1;
  };
  const program = new Program({
    graph,
    length: graph.length,
    inputs: nodes,
    outputs: outputs.map(nodeOf),
    guards,
  });
  return new Replay(program, outputs);
}
