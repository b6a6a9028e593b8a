/**
 * Sharing: an operation that a gradient has recorded before is not recorded again. The derivative rules compute
 * the same cosine, the same product at every order; with sharing the work of one order more grows by about 2.2,
 * without it by 3.
 *
 *     first   second   index
 *       4                7       cos: the gradient of sin(node 4) recorded it
 *       2        7       8       mul
 *
 * Only operations that a sweep records are shared, and none that the program holds a handle of: to it, two
 * results are two scalars, even where they are the same number for the same reason.
 */

import { int32Array } from "../arrays.js";
import { ADD, CUSTOM_OUTPUT, IDENTITY, MUL } from "./codes.js";
import type { Graph } from "./graph.js";

const EMPTY = 0;
const REMOVED = 1;
const LEAST_SLOTS = 128;
const NO_SLOTS: Int32Array = new Int32Array(0);

/** The operations of a graph that may be shared: a hash table of nodes by what they compute. */
export class SharedOperations {
  /** By the hash of the operation, 2 · (node + 1), and 1 more once the node has been shared. A power of two of them. */
  private slots = NO_SLOTS;
  /** How many slots are not empty. */
  private taken = 0;
  /** Stretches that are yet to be entered: where they start and end. Mostly there is no second gradient to share with. */
  private readonly later: number[] = [];
  /** Nodes in these stretches that are not shared. */
  private readonly excluded: number[] = [];
  private start = -1;
  private readonly graph: Graph;

  constructor(graph: Graph) {
    this.graph = graph;
  }

  /** What is recorded from here on may be shared with later gradients. */
  beginStretch(): void {
    this.start = this.graph.length;
  }

  /** @returns whether there was a stretch to end */
  endStretch(): boolean {
    if (this.start < 0) return false;
    this.later.push(this.start, this.graph.length);
    this.start = -1;
    return true;
  }

  /** Enters the stretches, so that `record` finds what is in them. */
  enterStretches(): void {
    if (this.slots === NO_SLOTS) this.slots = int32Array(LEAST_SLOTS);
    const excluded = new Set(this.excluded);
    for (let k = 0; k < this.later.length; k += 2) {
      for (let node = this.later[k]!; node < this.later[k + 1]!; node++) {
        if (this.graph.codes[node]! > CUSTOM_OUTPUT && !excluded.has(node)) this.enter(node);
      }
    }
    this.later.length = 0;
    this.excluded.length = 0;
  }

  /** The node of an operation: one that computes the same, or else a new one. */
  record(code: number, level: number, first: number, second: number, value: number): number {
    if (this.taken * 2 >= this.slots.length) this.enlarge();
    const { slots, graph } = this;
    let slot = this.home(code, first, second);
    while (slots[slot] !== EMPTY) {
      const node = nodeIn(slots[slot]!);
      if (this.computes(node, code, first, second) && graph.levels[node] === level) {
        slots[slot]! |= 1;
        return node;
      }
      slot = this.after(slot);
    }
    const node = graph.push(code, level, first, second, value);
    slots[slot] = entryOf(node);
    this.taken++;
    return node;
  }

  /**
   * What the program gets of a node: the node itself, which is not shared from now on, or a copy if it has been
   * shared already.
   */
  handedOut(node: number): number {
    const { slots, graph } = this;
    if (this.later.length > 0) this.excluded.push(node);
    if (slots === NO_SLOTS) return node;
    let slot = this.home(graph.codes[node]!, graph.first[node]!, graph.second[node]!);
    while (nodeIn(slots[slot]!) !== node) {
      if (slots[slot] === EMPTY) return node;
      slot = this.after(slot);
    }
    if (slots[slot] !== entryOf(node)) {
      return graph.push(IDENTITY, graph.levels[node]!, node, 0, graph.values[node]!);
    }
    slots[slot] = REMOVED;
    return node;
  }

  private enter(node: number): void {
    if (this.taken * 2 >= this.slots.length) this.enlarge();
    this.slots[this.emptySlotFor(node)] = entryOf(node);
    this.taken++;
  }

  private emptySlotFor(node: number): number {
    const { codes, first, second } = this.graph;
    let slot = this.home(codes[node]!, first[node]!, second[node]!);
    while (this.slots[slot] !== EMPTY) slot = this.after(slot);
    return slot;
  }

  private computes(node: number, code: number, first: number, second: number): boolean {
    const { graph } = this;
    if (node < graph.sharedFrom || graph.codes[node] !== code) return false;
    const a = graph.first[node]!;
    const b = graph.second[node]!;
    if (this.isSame(a, first) && this.isSame(b, second)) return true;
    return isCommutative(code) && this.isSame(a, second) && this.isSame(b, first);
  }

  /** Whether two operands are the same node, or constants of the same value. */
  private isSame(a: number, b: number): boolean {
    if (a >= 0 || b >= 0) return a === b;
    return Object.is(this.graph.valueOf(a), this.graph.valueOf(b));
  }

  /** The slot where the search for an operation begins. */
  private home(code: number, first: number, second: number): number {
    const a = this.hashOf(first);
    const b = this.hashOf(second);
    const operands = isCommutative(code) ? a + b : Math.imul(a, 31) + b;
    return mixed(operands + Math.imul(code, 0x9e3779b1)) & (this.slots.length - 1);
  }

  private hashOf(operand: number): number {
    if (operand >= 0) return mixed(operand);
    constant[0] = this.graph.valueOf(operand);
    return mixed(bitsOfConstant[0]! ^ Math.imul(bitsOfConstant[1]!, 0x9e3779b1));
  }

  private after(slot: number): number {
    return (slot + 1) & (this.slots.length - 1);
  }

  private enlarge(): void {
    const entries = this.slots;
    this.slots = int32Array(entries.length * 4);
    this.taken = 0;
    for (let k = 0; k < entries.length; k++) {
      const entry = entries[k]!;
      if (entry <= REMOVED) continue;
      this.slots[this.emptySlotFor(nodeIn(entry))] = entry;
      this.taken++;
    }
  }
}

const constant = new Float64Array(1);
const bitsOfConstant = new Int32Array(constant.buffer);

/** Spreads whole numbers that follow some pattern, as indices do: the last step of MurmurHash3. */
function mixed(bits: number): number {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function entryOf(node: number): number {
  return (node + 1) * 2;
}

/** The node of an entry; −1 for an empty or removed one. */
function nodeIn(entry: number): number {
  return (entry >> 1) - 1;
}

function isCommutative(code: number): boolean {
  return code === ADD || code === MUL;
}
