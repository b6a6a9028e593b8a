/** The gradient of what a tape recorded: the way from targets to sources, over numbers or over scalars. */

import { float64Array } from "../arrays.js";
import type { Graph } from "../graph/graph.js";
import { currentGraph, currentLevel } from "../graph/recorders.js";
import { whileSharing } from "../graph/recording.js";
import { add } from "../primitives/arithmetic.js";
import { numberOf, type Recorded, type Scalar } from "../scalar.js";
import { Marks, markAncestors, markDependents, markOperations } from "../sweeps/dependence.js";
import { NumberAdjoints, sweepNumbers } from "../sweeps/reverseNumbers.js";
import { sweepQuickly } from "../sweeps/reverseQuick.js";
import { ScalarAdjoints, sweepScalars } from "../sweeps/reverseRecorded.js";
import { placesOf } from "./places.js";
import type { Node, Segment } from "./segments.js";
import { endOfRecording, ownScalar } from "./settled.js";
import { hasPullbackInside } from "./tangents.js";
import type { Tape } from "./tape.js";

/** A target, and the gradient of something further on by it. */
export interface Seed extends Node {
  gradient: Scalar;
}

/**
 * The gradient of the sum of the targets by each source; null where no path leads from the source to a target.
 * Recorded if a tape that records now follows what it depends on; plain numbers otherwise.
 * @param isSparse whether the targets likely depend on few of the operations
 */
export function gradientOf(
  tape: Tape,
  seeds: readonly Seed[],
  sources: readonly Recorded[],
  isSparse = false,
): (Scalar | null)[] {
  const segments = tape.segments();
  const places = sources.map((source) => placesOf(tape, source));
  const nodes = places.flat();
  if (nodes.length === 0 || seeds.length === 0) return sources.map(() => null);
  const end = endOfRecording();
  const find = isFollowedBack(tape, seeds)
    ? whileSharing(() => sweepOverScalars(segments, seeds, markDependents(segments, nodes)))
    : sweepOverNumbers(segments, seeds, nodes, isSparse);
  let ancestors: Map<Graph, Marks> | null = null;
  return places.map((place) => {
    const found = place.map(find).filter((flow) => flow !== null);
    if (found.length > 0)
      return ownScalar(
        found.reduce((sum, flow) => add(sum, flow)),
        end,
      );
    // Nothing flowed. Where there is a path all the same, the derivative is 0.
    ancestors ??= markAncestors(segments, seeds);
    return place.some(({ graph, index }) => ancestors!.get(graph)?.has(index)) ? 0 : null;
  });
}

/**
 * The same by the inputs of a transform, which made the tape for one call: 0 where no path leads to a target.
 * @param isSparse whether the targets likely depend on few of the operations
 */
export function gradientOfInputs(
  tape: Tape,
  seeds: readonly Seed[],
  inputs: readonly Recorded[],
  isSparse = false,
): Scalar[] {
  const graph = inputs[0]?.graph;
  if (graph == null || seeds.length === 0) return inputs.map(() => 0);
  const own = seeds.filter((seed) => seed.graph === graph);
  return isFollowedBack(tape, seeds)
    ? scalarsByInputs(tape, graph, own, inputs)
    : numbersByInputs(tape, graph, own, inputs, isSparse);
}

function numbersByInputs(
  tape: Tape,
  graph: Graph,
  seeds: readonly Seed[],
  inputs: readonly Recorded[],
  isSparse: boolean,
): number[] {
  const segments = tape.segments();
  const low = inputs[0]!.index;
  const quick = isSparse ? null : quickAdjoints(graph, segments, seeds, low);
  if (quick !== null && knows(quick, inputs)) {
    const gradient: number[] = [];
    for (let i = 0; i < inputs.length; i++) gradient.push(quick[inputs[i]!.index] ?? 0);
    return gradient;
  }
  const adjoints = new NumberAdjoints(graph, low, endOf(seeds));
  for (const { index, gradient } of seeds) adjoints.add(index, numberOf(gradient));
  for (let s = segments.length - 1; s >= 0; s--) sweepNumbers(adjoints, segments[s]!.start, segments[s]!.end);
  return inputs.map((input) => adjoints.at(input.index) ?? 0);
}

function scalarsByInputs(
  tape: Tape,
  graph: Graph,
  seeds: readonly Seed[],
  inputs: readonly Recorded[],
): Scalar[] {
  const segments = tape.segments();
  const end = endOfRecording();
  const varied = new Marks(inputs[0]!.index, graph.length);
  for (const { index } of inputs) varied.add(index);
  for (const { start, end } of segments) markOperations(graph, start, end, varied);
  const adjoints = new ScalarAdjoints(graph, varied);
  for (const { index, gradient } of seeds) if (varied.has(index)) adjoints.add(index, gradient);
  whileSharing(() => {
    for (let s = segments.length - 1; s >= 0; s--)
      sweepScalars(adjoints, segments[s]!.start, segments[s]!.end);
  });
  return inputs.map((input) => ownScalar(adjoints.at(input.index) ?? 0, end));
}

/** Whether a tape that records now follows the targets, the gradients at them, or what the way back comes by. */
function isFollowedBack(tape: Tape, seeds: readonly Seed[]): boolean {
  return seeds.some(isFollowed) || hasPullbackInside(tape);
}

/** Whether a tape that records now follows the target or the gradient at it. */
function isFollowed({ graph, index, gradient }: Seed): boolean {
  if (currentGraph === null) return false;
  if (graph === currentGraph && graph.levels[index]! <= currentLevel) return true;
  return typeof gradient !== "number";
}

/** What has flowed to a source; null where nothing has. */
type Find = (source: Node) => Scalar | null;

function sweepOverNumbers(
  segments: readonly Segment[],
  seeds: readonly Seed[],
  sources: readonly Node[],
  isSparse: boolean,
): Find {
  // The careful sweep passes by what nothing has flowed to.
  const quick = isSparse ? null : sweepQuicklyOverNumbers(segments, seeds, sources);
  return quick ?? sweepCarefullyOverNumbers(segments, seeds, sources);
}

/** By the quick sweep; null where it is not allowed, or does not know. Nothing is taken for 0. */
function sweepQuicklyOverNumbers(
  segments: readonly Segment[],
  seeds: readonly Seed[],
  sources: readonly Node[],
): Find | null {
  const graph = segments[0]?.graph;
  if (graph === undefined) return null;
  if ([...segments, ...seeds, ...sources].some((part) => part.graph !== graph)) return null;
  const low = sources.reduce((least, source) => Math.min(least, source.index), graph.length);
  const adjoints = quickAdjoints(graph, segments, seeds, low);
  return adjoints !== null && knows(adjoints, sources) ? ({ index }) => adjoints[index] || null : null;
}

/**
 * What flows to the nodes from `low` on, by the quick sweep: by node, as far as one is a target.
 * @returns null where that sweep is not allowed
 */
function quickAdjoints(
  graph: Graph,
  segments: readonly Segment[],
  seeds: readonly Seed[],
  low: number,
): Float64Array | null {
  const end = endOf(seeds);
  // The array begins with the first node: for what stands far behind it would be made for little.
  if (!isForQuickSweep(graph) || low > end / 2) return null;
  const adjoints = float64Array(end);
  for (const { index, gradient } of seeds) adjoints[index]! += numberOf(gradient);
  for (let s = segments.length - 1; s >= 0; s--)
    sweepQuickly(graph, adjoints, Math.max(segments[s]!.start, low), Math.min(segments[s]!.end, end));
  return adjoints;
}

/** Whether the quick sweep could tell what flows to the sources. */
function knows(adjoints: Float64Array, sources: readonly { index: number }[]): boolean {
  for (let i = 0; i < sources.length; i++) if (Number.isNaN(adjoints[sources[i]!.index])) return false;
  return true;
}

/** Where the last target ends. */
function endOf(seeds: readonly Seed[]): number {
  return seeds.reduce((most, seed) => Math.max(most, seed.index + 1), 0);
}

/** Whether one tape recorded all of it, without calls that have a derivative of their author's. */
function isForQuickSweep(graph: Graph): boolean {
  return graph.isFlat && graph.customCalls.length === 0 && graph.imports.length === 0;
}

function sweepCarefullyOverNumbers(
  segments: readonly Segment[],
  seeds: readonly Seed[],
  sources: readonly Node[],
): Find {
  const low = sources.reduce((least, source) => Math.min(least, source.index), Number.POSITIVE_INFINITY);
  const adjoints = adjointsOf(segments, seeds, low);
  return ({ graph, index }) => adjoints.get(graph)?.at(index) ?? null;
}

/**
 * What flows to each node of the segments, by graph.
 * @param lowest the first node that is asked for, where all is in one graph
 */
export function adjointsOf(
  segments: readonly Segment[],
  seeds: readonly Seed[],
  lowest: number,
): Map<Graph, NumberAdjoints> {
  const adjoints = new Map<Graph, NumberAdjoints>();
  const isSingle = segments.every((segment) => segment.graph === segments[0]!.graph);
  const at = (graph: Graph) => {
    let found = adjoints.get(graph);
    if (found === undefined) {
      const low = isSingle ? Math.min(lowest, graph.length) : 0;
      const end = isSingle ? Math.max(low, endOf(seeds)) : graph.length;
      found = new NumberAdjoints(graph, low, end);
      adjoints.set(graph, found);
    }
    return found;
  };
  for (const { graph, index, gradient } of seeds) at(graph).add(index, numberOf(gradient));
  for (let s = segments.length - 1; s >= 0; s--) {
    const { graph, start, end } = segments[s]!;
    sweepNumbers(at(graph), start, end);
    if (!isSingle) {
      for (const entry of graph.imports) {
        const flow = at(graph).at(entry.leaf);
        if (flow !== null) at(entry.graph).add(entry.index, flow);
        at(graph).clear(entry.leaf);
      }
    }
  }
  return adjoints;
}

function sweepOverScalars(
  segments: readonly Segment[],
  seeds: readonly Seed[],
  varied: Map<Graph, Marks>,
): Find {
  const adjoints = new Map<Graph, ScalarAdjoints>();
  for (const [graph, marks] of varied) adjoints.set(graph, new ScalarAdjoints(graph, marks));
  for (const { graph, index, gradient } of seeds) {
    if (varied.get(graph)?.has(index)) adjoints.get(graph)!.add(index, gradient);
  }
  for (let s = segments.length - 1; s >= 0; s--) {
    const { graph, start, end } = segments[s]!;
    sweepScalars(adjoints.get(graph)!, start, end);
    for (const entry of graph.imports) {
      const flow = adjoints.get(graph)!.at(entry.leaf);
      if (flow === null || !varied.get(entry.graph)?.has(entry.index)) continue;
      adjoints.get(entry.graph)!.add(entry.index, flow);
      adjoints.get(graph)!.clear(entry.leaf);
    }
  }
  return ({ graph, index }) => adjoints.get(graph)?.at(index) ?? null;
}
