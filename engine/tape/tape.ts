/**
 * A tape: which stretches of the graph were recorded while it was on, and which scalars it watches.
 * `GradientTape` is its public form; the transforms use it directly.
 */

import { IDENTITY, LEAF } from "../graph/codes.js";
import type { Graph, Guard } from "../graph/graph.js";
import {
  forgetVariablePlaces,
  levelOf,
  type Recorder,
  startRecorder,
  stopRecorder,
} from "../graph/recorders.js";
import { operandOf } from "../graph/recording.js";
import { numberOf, Recorded, type Scalar, Variable } from "../scalar.js";
import { nodesOf, placesOf } from "./places.js";
import { contains, type Node, type Segment } from "./segments.js";

export class Tape implements Recorder {
  readonly watchAccessedVariables: boolean;
  /** What it recorded before the present stretch, oldest first. */
  private closed: Segment[] = [];
  /** What it is recording now. */
  private open: Segment | null = null;
  /** Variables that were watched by name, each with the leaf from which on it counts; null when all of them do. */
  private readonly named = new Map<Variable, Node | null>();
  /** Variables that were watched or read, in the order of their appearance. */
  private readonly seen = new Set<Variable>();
  /** Nodes that were watched by name. */
  private readonly watched = new Map<Graph, Set<number>>();
  /** The inputs that a transform made. */
  private inputs: Segment | null = null;

  /** What the program asked about the numbers, if a replay is to know. */
  private readonly guards: Guard[] | null;
  /** How often it began to record. */
  private startCount = 0;
  /** Whether another tape was recording already when this one began. */
  private isInside = false;

  constructor(watchAccessedVariables: boolean, notesGuards = false) {
    this.watchAccessedVariables = watchAccessedVariables;
    this.guards = notesGuards ? [] : null;
  }

  get isRecording(): boolean {
    return this.open !== null;
  }

  start(): void {
    const last = this.closed.at(-1)?.graph ?? null;
    const graph = startRecorder(this, last);
    this.open = { graph, start: graph.length, end: graph.length };
    this.startCount++;
    if (levelOf(this) > 1) this.isInside = true;
    if (this.guards !== null && graph.guards === null) graph.guards = this.guards;
    if (last !== graph) graph.tapeCount++;
    else this.lowerLevels(levelOf(this));
    for (const node of this.watchedNodes()) {
      if (node.graph !== graph) graph.import(node.graph, node.index, levelOf(this));
    }
  }

  stop(): void {
    if (this.open === null) return;
    if (this.guards !== null && this.open.graph.guards === this.guards) this.open.graph.guards = null;
    this.open.end = this.open.graph.length;
    if (this.open.end > this.open.start) this.closed.push(this.open);
    else if (this.closed.length === 0) this.closed.push(this.open);
    this.open = null;
    stopRecorder(this);
  }

  /** Forgets what was recorded and watched. */
  reset(): void {
    this.closed = [];
    this.startCount++;
    this.watched.clear();
    this.named.clear();
    this.seen.clear();
    if (this.open === null) return;
    forgetVariablePlaces(this.open.graph);
    this.open.start = this.open.graph.length;
    this.open.graph.sharedFrom = this.open.graph.length;
  }

  /** An input of a transform: recorded anew for each call, so that no two derivatives mix up their inputs. */
  freshInput(scalar: Scalar): Recorded {
    const { graph } = this.open!;
    const level = levelOf(this);
    const operand = typeof scalar === "number" ? -1 : operandOf(graph, scalar);
    const index =
      operand < 0
        ? graph.push(LEAF, level, 0, 0, numberOf(scalar))
        : graph.push(IDENTITY, graph.levels[operand]!, operand, 0, graph.values[operand]!);
    return new Recorded(graph, index);
  }

  /** Ends the inputs: what is recorded from here on belongs to the tape. */
  endInputs(): void {
    const open = this.open!;
    this.inputs = { ...open, end: open.graph.length };
    open.start = open.graph.length;
  }

  watch(scalar: Recorded): void {
    if (scalar instanceof Variable) {
      if (!this.watchesVariable(scalar)) this.named.set(scalar, this.nextLeafOf(scalar));
      this.seen.add(scalar);
      // The next read finds its leaf again, or makes it.
      scalar.graph = null;
      return;
    }
    this.renew(scalar);
    const node = { graph: scalar.graph!, index: scalar.index };
    const known = this.watched.get(node.graph) ?? new Set<number>();
    this.watched.set(node.graph, known.add(node.index));
    if (this.open === null) return;
    const level = Math.min(levelOf(this), 255);
    const { graph } = this.open;
    if (graph !== node.graph) graph.import(node.graph, node.index, level);
    else if (level < graph.levels[node.index]!) graph.levels[node.index] = level;
  }

  /**
   * A new node for the result of an operation that only other tapes recorded: what was computed from it before is
   * not followed. An input of a transform keeps its node, by which the transform knows it.
   */
  private renew(scalar: Recorded): void {
    const graph = scalar.graph!;
    const before = scalar.index;
    if (this.open?.graph !== graph || graph.codes[before]! <= IDENTITY) return;
    if (placesOf(this, scalar).length > 0) return;
    scalar.index = graph.push(IDENTITY, graph.levels[before]!, before, 0, graph.values[before]!);
    graph.renewed.set(scalar.index, before);
  }

  /** A new leaf for a variable that has some already: what was computed from those before is not followed. */
  private nextLeafOf(variable: Variable): Node | null {
    const graph = (this.open ?? this.closed.at(-1))?.graph;
    const leaves = graph?.variables.get(variable);
    if (leaves === undefined) return null;
    const index = graph!.push(LEAF, 255, 0, 0, variable.current);
    leaves.push(index);
    return { graph: graph!, index };
  }

  /** The leaves of a variable that the tape follows. */
  leavesOf(graph: Graph, variable: Variable): number[] {
    if (!this.watchesVariable(variable)) return [];
    const leaves = graph.variables.get(variable) ?? [];
    const first = this.named.get(variable);
    return first?.graph === graph ? leaves.filter((leaf) => leaf >= first.index) : leaves;
  }

  watchesVariable(variable: Variable): boolean {
    return this.watchAccessedVariables || this.named.has(variable);
  }

  noteVariable(variable: Variable): void {
    if (this.watchesVariable(variable)) this.seen.add(variable);
  }

  watchedVariables(): Variable[] {
    return [...this.seen];
  }

  follows(graph: Graph, index: number): boolean {
    return this.isWatched(graph, index) || contains(this.closed, graph, index);
  }

  isWatched(graph: Graph, index: number): boolean {
    if (this.watched.get(graph)?.has(index)) return true;
    return this.inputs !== null && contains([this.inputs], graph, index);
  }

  /**
   * What it recorded in one go, with the comparisons that were made, for a replay.
   * @returns null if there are several stretches, of which it does not know what happened between, or if it recorded
   *   inside of other tapes
   */
  recordedInOneGo(): { graph: Graph; guards: readonly Guard[] } | null {
    const [only] = this.closed;
    if (this.guards === null || this.open !== null || only === undefined) return null;
    if (this.startCount > 1 || this.isInside || !this.watchAccessedVariables) return null;
    return { graph: only.graph, guards: [...this.guards] };
  }

  /** Forgets what was recorded, but not what was watched. */
  forget(): void {
    this.closed = [];
  }

  /** Forgets what was recorded from an index of its graph on. */
  forgetFrom(index: number): void {
    this.closed = this.closed
      .filter((segment) => segment.start < index)
      .map((segment) => ({ ...segment, end: Math.min(segment.end, index) }));
  }

  /** What it recorded so far, oldest first. */
  segments(): Segment[] {
    if (this.open === null) return this.closed;
    return [...this.closed, { ...this.open, end: this.open.graph.length }];
  }

  /** Nodes from which it follows the derivatives: watched ones, and the leaves of watched variables. */
  roots(): Node[] {
    const roots = this.watchedNodes();
    for (const graph of this.graphs()) {
      for (const variable of graph.variables.keys()) {
        roots.push(...this.leavesOf(graph, variable).map((index) => ({ graph, index })));
      }
      for (const node of this.watchedNodes()) {
        const leaf = graph.importedAs(node.graph, node.index);
        if (leaf !== undefined) roots.push({ graph, index: leaf });
      }
    }
    return roots;
  }

  /** The node that a scalar stands for; of a variable the leaf with its present value. null when there is none. */
  nodeOf(scalar: Recorded): Node | null {
    if (!(scalar instanceof Variable)) {
      const nodes = nodesOf(scalar);
      const segments = nodes.length === 1 ? [] : this.segments();
      return nodes.find((node) => contains(segments, node.graph, node.index)) ?? nodes[0]!;
    }
    const graph = (this.open ?? this.closed.at(-1))?.graph;
    if (graph === undefined || !this.watchesVariable(scalar)) return null;
    return { graph, index: graph.leafOf(scalar, 255) };
  }

  private watchedNodes(): Node[] {
    const nodes: Node[] = [];
    for (const [graph, indices] of this.watched) for (const index of indices) nodes.push({ graph, index });
    const { graph, start, end } = this.inputs ?? { graph: null, start: 0, end: 0 };
    for (let index = start; index < end; index++) nodes.push({ graph: graph!, index });
    return nodes;
  }

  /** The graphs it recorded in. */
  graphs(): Set<Graph> {
    return new Set(this.segments().map((segment) => segment.graph));
  }

  get operationCount(): number {
    let count = 0;
    for (const { start, end } of this.segments()) count += end - start;
    return count;
  }

  /** Lets a tape that goes on further out than before follow its earlier nodes still. */
  private lowerLevels(level: number): void {
    for (const { graph, start, end } of this.closed) {
      for (let i = start; i < end; i++) if (graph.levels[i]! > level) graph.levels[i] = level;
    }
  }
}
