/**
 * GradientTape, after TensorFlow's: it records what is computed from the variables it watches, and differentiates it.
 *
 *     const x = new Variable(3);
 *     const tape = new GradientTape();
 *     const y = tape.record(() => mul(x, x));
 *     tape.gradient(y, x);                       // 6
 */

import type { Graph } from "../graph/graph.js";
import { requireOrder } from "../require.js";
import { isRecorded, numberOf, type Recorded, type Scalar, type Variable } from "../scalar.js";
import { constantSeries, type Series } from "../series/series.js";
import { leavesOf, mapStructure, type Structure } from "../structure.js";
import { type Marks, markDependents } from "../sweeps/dependence.js";
import { hasCustomCall, type SeriesOfNodes, sweepTaylor } from "../sweeps/taylor.js";
import type { InPlace } from "../types.js";
import { describe } from "../words.js";
import { gradientOf } from "./gradient.js";
import { nestedSeries } from "./nestedSeries.js";
import { type Arithmetic, valuesOver } from "./otherArithmetic.js";
import { type Partials, partialsOf } from "./partials.js";
import { placesOf } from "./places.js";
import { roundingErrorOf } from "./rounding.js";
import { seedsOf } from "./seeds.js";
import { Tape } from "./tape.js";
import { TapeError } from "./tapeError.js";
import { type Replay, replayOf } from "./tapeReplay.js";

export interface GradientTapeOptions {
  /** Whether gradients may be taken more than once. False if left out. */
  persistent?: boolean;
  /** Whether variables are watched as soon as they are read. True if left out. */
  watchAccessedVariables?: boolean;
  /** Whether comparisons are noted, so that `replay` can tell where the program would go another way. False if left out. */
  replayable?: boolean;
}

export type UnconnectedGradients = "none" | "zero";

export interface GradientOptions {
  /** What each target is multiplied by before the targets are summed: the gradient of something further on by the target. Shaped as the target; 1 where it is left out or null. */
  outputGradients?: Structure;
  /** What stands for the gradient by a source from which no path leads to the target: null for "none", 0 for "zero". */
  unconnectedGradients?: UnconnectedGradients;
}

const symbolDispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/**
 * Records what is computed from the variables it watches, and differentiates it. Tapes nest to any depth: what an
 * inner tape's gradient computes is recorded by the tapes outside, if it is taken inside their blocks.
 *
 *     const tape = new GradientTape();
 *     const y = tape.record(() => mul(x, x));
 *     tape.gradient(y, x);
 *
 * A tape that is not persistent gives one gradient, and lets go of what it recorded.
 */
export class GradientTape {
  readonly persistent: boolean;
  private readonly tape: Tape;
  private readonly isReplayable: boolean;
  private isUsed = false;
  private readonly dependents = new Map<Recorded, Map<Graph, Marks>>();
  private dependentsCount = 0;

  constructor({
    persistent = false,
    watchAccessedVariables = true,
    replayable = false,
  }: GradientTapeOptions = {}) {
    this.persistent = persistent;
    this.isReplayable = replayable;
    this.tape = new Tape(watchAccessedVariables, replayable);
  }

  /**
   * Runs f and records what it computes from watched scalars. A second call goes on where the first one ended.
   * @returns what f returns
   * @throws TapeError if the tape is recording already, or if f is asynchronous: the recording ends when f returns
   */
  record<T>(f: () => T): T {
    this.start();
    let result: T;
    try {
      result = f();
    } finally {
      this.tape.stop();
    }
    if (result instanceof Promise) {
      throw new TapeError(
        "A tape cannot record an asynchronous function: what runs after its first await would be lost.",
      );
    }
    return result;
  }

  /** Begins to record; `stop` ends it. Prefer `record`, which cannot forget to. */
  start(): this {
    if (this.tape.isRecording) {
      throw new TapeError(
        "The tape is still recording: it cannot be entered again before it is left. Use a second GradientTape to nest.",
      );
    }
    this.tape.start();
    return this;
  }

  /** Ends the recording. */
  stop(): void {
    this.tape.stop();
  }

  /**
   * `using tape = new GradientTape()` records from there to the end of the block: the declaration asks for this
   * method, which begins the recording, and the end of the block calls it.
   */
  get [symbolDispose](): () => void {
    if (!this.tape.isRecording) this.tape.start();
    return () => this.tape.stop();
  }

  /**
   * Watches scalars, so that derivatives by them can be taken: variables when they are not watched by themselves,
   * and results of operations.
   * @throws TypeError for a plain number, which has no identity: put it in a Variable
   */
  watch(scalars: Structure): void {
    for (const leaf of leavesOf(scalars)) {
      if (!isRecorded(leaf)) {
        const advice = typeof leaf === "number" ? ` Put it in a variable: new Variable(${leaf}).` : "";
        throw new TypeError(
          `Only a Variable or a recorded scalar can be watched, not ${describe(leaf)}.${advice}`,
        );
      }
      this.tape.watch(leaf);
    }
  }

  /**
   * Runs f without recording it on this tape; the other tapes go on.
   * @throws TapeError if the tape is not recording
   */
  stopRecording<T>(f: () => T): T {
    if (!this.tape.isRecording) {
      throw new TapeError(
        "The tape is not recording, so that there is nothing to stop. Call stopRecording inside record.",
      );
    }
    this.tape.stop();
    try {
      return f();
    } finally {
      this.tape.start();
    }
  }

  /**
   * Forgets everything recorded and watched so far, and goes on recording.
   * @throws TapeError if the tape is not recording
   */
  reset(): void {
    if (!this.tape.isRecording) {
      throw new TapeError("The tape is not recording: call reset inside record, or make a new GradientTape.");
    }
    this.tape.reset();
  }

  /** The variables that were watched, in the order in which they were first read or named. */
  watchedVariables(): Variable[] {
    return this.tape.watchedVariables();
  }

  /** How many operations it has recorded, the leaves of variables included. */
  get operationCount(): number {
    return this.tape.operationCount;
  }

  /**
   * The gradient of the sum of the targets by each source. Inside another tape's `record` it is recorded there.
   * @returns shaped as the sources: a scalar for each, or null where no path leads from it to a target
   * @throws TapeError for the second gradient of a tape that is not persistent
   * @throws TypeError if there is no target, or no output gradient for one of several
   */
  gradient<S>(
    target: unknown,
    sources: S,
    options?: GradientOptions & { unconnectedGradients: "zero" },
  ): InPlace<S, Scalar>;
  gradient<S>(target: unknown, sources: S, options?: GradientOptions): InPlace<S, Scalar | null>;
  gradient(target: unknown, sources: unknown, options: GradientOptions = {}): unknown {
    const { outputGradients, unconnectedGradients = "none" } = options;
    const absent = valueOfUnconnected(unconnectedGradients);
    if (target === null || target === undefined) {
      throw new TypeError(
        `The target of a gradient must be a scalar or a structure of scalars, not ${target}. Does the recorded function return its result?`,
      );
    }
    this.use();
    const seeds = seedsOf(this.tape, target, outputGradients);
    const leaves = leavesOf(sources).filter(isRecorded);
    const flows = gradientOf(this.tape, seeds, leaves);
    this.release();
    let next = 0;
    return mapStructure(sources, (leaf) => (isRecorded(leaf) ? (flows[next++] ?? absent) : null));
  }

  /**
   * All first derivatives of the targets by the sources.
   * @returns shaped as the target, with the sources' shape in the place of each of its numbers: target × sources
   * @throws TapeError for the second use of a tape that is not persistent
   */
  jacobian<T, S>(
    target: T,
    sources: S,
    options: { unconnectedGradients: "zero" },
  ): InPlace<T, InPlace<S, Scalar>>;
  jacobian<T, S>(
    target: T,
    sources: S,
    options?: Pick<GradientOptions, "unconnectedGradients">,
  ): InPlace<T, InPlace<S, Scalar | null>>;
  jacobian(
    target: unknown,
    sources: unknown,
    options: Pick<GradientOptions, "unconnectedGradients"> = {},
  ): unknown {
    const absent = valueOfUnconnected(options.unconnectedGradients ?? "none");
    this.use();
    const rows = this.rowsOf(target, sources, absent);
    this.release();
    return rows;
  }

  /**
   * The first derivatives of each entry of a batch by the entry of the sources beside it. It is not checked that
   * the entries are independent: derivatives across entries are left out.
   * @returns one entry a batch entry: target entry × source entry, with 0 where nothing is connected
   * @throws RangeError if target and source are not lists of the same length
   */
  batchJacobian<T, S>(target: readonly T[], source: readonly S[]): InPlace<T, InPlace<S, Scalar>>[] {
    if (!Array.isArray(target) || !Array.isArray(source)) {
      throw new RangeError(
        "batchJacobian needs a list of entries as target and a list of entries as source.",
      );
    }
    if (target.length !== source.length) {
      throw new RangeError(
        `batchJacobian needs as many entries in the target (${target.length}) as in the source (${source.length}).`,
      );
    }
    this.use();
    const batch = target.map((entry, i) => this.rowsOf(entry, source[i], 0));
    this.release();
    return batch as never;
  }

  /**
   * The Taylor series of everything recorded along the line source + t · direction, found in one sweep; through
   * calls of a `customGradient` by nesting, which costs about three times as much with each order.
   * @returns for any scalar its coefficients c₀ … c_order, where c_k is the k-th derivative along the line / k!
   * @throws RangeError if the order is not a whole number ≥ 0
   */
  taylor(
    sources: readonly Recorded[],
    directions: readonly number[],
    order: number,
  ): (scalar: Scalar) => Float64Array {
    requireOrder(order);
    const length = order + 1;
    const known: SeriesOfNodes = new Map();
    sources.forEach((source, i) => {
      // What does not move is a constant, also where its derivative would be infinite.
      if (directions[i] === 0) return;
      // A variable that no operation read has no node yet.
      this.tape.nodeOf(source);
      for (const { graph, index } of placesOf(this.tape, source)) {
        const series: (Series | undefined)[] = known.get(graph) ?? [];
        known.set(graph, series);
        const line = series[index] ?? constantSeries(graph.values[index]!, length);
        if (order > 0) line[1] = line[1]! + (directions[i] ?? 0);
        series[index] = line;
      }
    });
    const segments = this.tape.segments();
    if (hasCustomCall(segments)) return this.nestedTaylor(known, length);
    sweepTaylor(segments, known, length);
    return (scalar) => {
      const found = isRecorded(scalar) ? this.seriesOf(known, scalar) : undefined;
      return (found ?? constantSeries(numberOf(scalar), length)).slice();
    };
  }

  /**
   * All partial derivatives of the targets by the sources up to an order, mixed ones included. From order 3 on they
   * come from a forward sweep with a polynomial for each operation where that is faster than gradients of gradients:
   * for three sources at order 8 it takes some thousand multiplications for each operation. They are plain numbers.
   *
   *     tape.partials([mul(x, y)], [x, y], 2)[0].partials     // by [0]: y, [1]: x, [0, 0]: null, [0, 1]: 1, [1, 1]: null
   *
   * @param isEnough asked again and again whether to give up: what is known by then is returned
   * @returns for each target its partial derivatives, and up to which order none is missing
   * @throws TapeError for the second use of a tape that is not persistent
   * @throws RangeError if the order is not a whole number ≥ 0
   */
  partials(
    targets: readonly Scalar[],
    sources: readonly Recorded[],
    order: number,
    isEnough: () => boolean = () => false,
  ): Partials[] {
    requireOrder(order);
    this.use();
    const partials = partialsOf(this.tape, targets, sources, order, isEnough);
    this.release();
    return partials;
  }

  /** The same through calls whose derivative their author gave. */
  private nestedTaylor(known: SeriesOfNodes, length: number): (scalar: Scalar) => Float64Array {
    const [graph, ...others] = this.tape.graphs();
    if (graph === undefined || others.length > 0) {
      throw new TapeError(
        "The Taylor series of a tape cannot pass a customGradient if the tape recorded under different tapes. Record it in one go, or use taylor(f, x, order).",
      );
    }
    const series = nestedSeries(this.tape, graph, known.get(graph) ?? [], length);
    return (scalar) => {
      const node = isRecorded(scalar) ? this.tape.nodeOf(scalar) : null;
      return (node?.graph === graph ? series(node.index) : constantSeries(numberOf(scalar), length)).slice();
    };
  }

  /**
   * What was recorded, ready to be computed again at other numbers, for as long as the program would answer its
   * comparisons as it did. For a number that it read by `primal(x)` that means: as long as the number is the same.
   * Read what is only to be shown by `peek(x)`.
   *
   *     const tape = new GradientTape({ persistent: true, replayable: true });
   *     const y = tape.record(() => mul(x, x));
   *     tape.replay([x], [y])?.gradient([5]);      // [10]
   *
   * @param inputs variables; others keep counting with the number they have at the time
   * @param outputs what was recorded, or plain numbers
   * @returns null for what cannot be computed again: a call of a `customGradient`, a variable that was assigned
   *   meanwhile, a program that was not recorded in one go, or inside of another tape
   * @throws TapeError if the tape was not made with `replayable`
   */
  replay(inputs: readonly Variable[], outputs: readonly Scalar[]): Replay | null {
    if (!this.isReplayable) {
      throw new TapeError("Only a tape made by new GradientTape({ replayable: true }) can be replayed.");
    }
    const recorded = this.tape.recordedInOneGo();
    if (recorded === null) return null;
    return replayOf(recorded.graph, inputs, outputs, recorded.guards);
  }

  /**
   * How far rounding can have moved a recorded number: the sum over the operations that led to it of |adjoint · value|
   * times the unit roundoff 2⁻⁵³, a bound of first order. Of a gradient that was recorded it is the gradient's.
   *
   *     const y = tape.record(() => sub(1, cos(x)));      // x = 1e-6: 5.000444502911705e-13
   *     tape.roundingError(y);                            // 1.1e-16
   *
   * @returns an absolute error; 0 for a number that was not computed, NaN where an adjoint on the way is not finite
   */
  roundingError(scalar: Scalar): number {
    const node = isRecorded(scalar) ? this.tape.nodeOf(scalar) : null;
    return node === null ? 0 : roundingErrorOf(this.tape.segments(), node);
  }

  /**
   * What was recorded, computed again over numbers of another kind, such as decimals of fifty digits: of a gradient
   * that was recorded it is the gradient. Inputs and constants count as exact, branches are those that were taken.
   *
   *     const y = tape.record(() => sub(1, cos(x)));      // x = 1e-8: 0
   *     tape.valuesOver(decimals, [y]);                   // 5.000…e-17
   *
   * @param isEnough asked before each operation whether to give up
   * @returns one for each scalar; null where it was enough, or where the call of a `customGradient` lies on the way
   */
  valuesOver<T>(
    arithmetic: Arithmetic<T>,
    scalars: readonly Scalar[],
    isEnough: () => boolean = () => false,
  ): T[] | null {
    return valuesOver(this.tape, scalars, arithmetic, isEnough);
  }

  /** For each source, whether a path of recorded operations leads from it to the scalar. */
  dependsOn(scalar: Scalar, sources: readonly Recorded[]): boolean[] {
    const node = isRecorded(scalar) ? this.tape.nodeOf(scalar) : null;
    if (node === null) return sources.map(() => false);
    return sources.map((source) => this.dependentsOf(source).get(node.graph)?.has(node.index) ?? false);
  }

  /** What depends on a source; kept until more is recorded. */
  private dependentsOf(source: Recorded): Map<Graph, Marks> {
    this.tape.nodeOf(source);
    if (this.dependentsCount !== this.operationCount) this.dependents.clear();
    this.dependentsCount = this.operationCount;
    let marks = this.dependents.get(source);
    if (marks === undefined) {
      marks = markDependents(this.tape.segments(), placesOf(this.tape, source));
      this.dependents.set(source, marks);
    }
    return marks;
  }

  private seriesOf(known: SeriesOfNodes, scalar: Recorded): Series | undefined {
    const node = this.tape.nodeOf(scalar);
    return node === null ? undefined : known.get(node.graph)?.[node.index];
  }

  private rowsOf(target: unknown, sources: unknown, absent: number | null): unknown {
    const leaves = leavesOf(sources).filter(isRecorded);
    return mapStructure(target, (output) => {
      const node = isRecorded(output) ? this.tape.nodeOf(output) : null;
      const flows = node === null ? [] : gradientOf(this.tape, [{ ...node, gradient: 1 }], leaves, true);
      let next = 0;
      return mapStructure(sources, (leaf) => (isRecorded(leaf) ? (flows[next++] ?? absent) : null));
    });
  }

  private use(): void {
    if (this.persistent) return;
    if (this.isUsed) {
      throw new TapeError(
        "A non-persistent GradientTape can only be used to compute one set of gradients. Ask for several sources at once, or make it with new GradientTape({ persistent: true }).",
      );
    }
    this.isUsed = true;
    this.tape.stop();
  }

  /** Lets go of what was recorded, once nothing can be asked of it any more. */
  private release(): void {
    if (!this.persistent) this.tape.forget();
  }
}

function valueOfUnconnected(unconnected: string): number | null {
  if (unconnected === "none") return null;
  if (unconnected === "zero") return 0;
  throw new TypeError(`Unknown value for unconnectedGradients: '${unconnected}'. It is "none" or "zero".`);
}
