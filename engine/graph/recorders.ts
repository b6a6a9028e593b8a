/**
 * Which tapes are recording now, and into which graph. The only state of the engine that outlives a call is here.
 *
 * Tapes that record at the same time share the current graph. Each node knows the level of the outermost tape
 * that follows it, so that an operation is recorded only if some tape that records now follows an operand.
 */

import type { Variable } from "../scalar.js";
import { Graph } from "./graph.js";

/** What recording needs to know of a tape. */
export interface Recorder {
  watchesVariable(variable: Variable): boolean;
  /** Called when a variable is read while the tape records. */
  noteVariable(variable: Variable): void;
  /** Whether the tape followed a node of a graph that is not the current one. */
  follows(graph: Graph, index: number): boolean;
}

/** The graph that operations go to; null when no tape is recording. */
export let currentGraph: Graph | null = null;
/** The same if it is flat: then an operation may be written down without looking at levels. */
export let flatGraph: Graph | null = null;
/**
 * The tapes that are recording, outermost first. null keeps the place of one that stopped before those inside it
 * did: nodes know the tapes by their places.
 */
const recorders: (Recorder | null)[] = [];
/** How many places there are; a node of a higher level is followed by none of the tapes. */
export let currentLevel = 0;

/** An operand that no recording tape follows: it counts as a constant. */
export const NOT_FOLLOWED = -1;

/**
 * Adds a tape to those recording.
 * @param graph the graph it would like to go on with, if it is the only one
 * @returns the graph that it records into
 */
export function startRecorder(recorder: Recorder, graph: Graph | null): Graph {
  if (currentGraph === null || recorders.length === 0) currentGraph = graph ?? new Graph();
  recorders.push(recorder);
  currentLevel = recorders.length;
  if (currentLevel > 1) currentGraph.isFlat = false;
  flatGraph = currentGraph.isFlat ? currentGraph : null;
  currentGraph.sharedFrom = currentGraph.length;
  forgetVariablePlaces(currentGraph);
  return currentGraph;
}

export function stopRecorder(recorder: Recorder): void {
  const position = recorders.lastIndexOf(recorder);
  if (position < 0) return;
  recorders[position] = null;
  while (recorders.at(-1) === null) recorders.pop();
  currentLevel = recorders.length;
  if (currentLevel > 0) return;
  forgetVariablePlaces(currentGraph!);
  currentGraph!.noteLength();
  currentGraph = null;
  flatGraph = null;
}

/** The level of a tape: 1 for the outermost; 0 when it is not recording. */
export function levelOf(recorder: Recorder): number {
  return recorders.lastIndexOf(recorder) + 1;
}

/** Runs f while no tape is recording. */
export function withoutRecording<T>(f: () => T): T {
  const graph = currentGraph;
  const paused = recorders.splice(0);
  currentGraph = null;
  flatGraph = null;
  currentLevel = 0;
  try {
    return f();
  } finally {
    recorders.splice(0, recorders.length, ...paused);
    currentGraph = graph;
    flatGraph = graph?.isFlat ? graph : null;
    currentLevel = recorders.length;
  }
}

/** Makes the next read of each variable known to the tapes again. */
export function forgetVariablePlaces(graph: Graph): void {
  for (const variable of graph.variables.keys()) variable.graph = null;
}

/** The level of the outermost tape that says yes; 0 when none does. Levels are bytes, so that the deepest are taken for one. */
export function outermostLevel(isFollowed: (recorder: Recorder) => boolean): number {
  return Math.min(recorders.findIndex((recorder) => recorder !== null && isFollowed(recorder)) + 1, 255);
}

/** The leaf of a variable in the graph that records, or `NOT_FOLLOWED`. */
export function leafOfVariable(graph: Graph, variable: Variable): number {
  const level = outermostLevel((recorder) => recorder.watchesVariable(variable));
  if (level === 0) return NOT_FOLLOWED;
  for (const recorder of recorders) recorder?.noteVariable(variable);
  const leaf = graph.leafOf(variable, level);
  variable.graph = graph;
  variable.index = leaf;
  return leaf;
}
