/**
 * A recorded function made ready for a tight loop: what the result does not need is left out, constants have
 * places like everything else, a product that is only added to something is one operation with the sum, and a sum
 * to which one product after the other is added is a single operation. Sums of lists are such sums as well.
 *
 *     places   constants | inputs and variables | results of operations, in the order they run
 */

import { answer } from "../comparisons.js";
import { ADD, DIV, DOT, IDENTITY, LEAF, MUL, NEG, SUB, SUM } from "../graph/codes.js";
import type { Graph, Guard } from "../graph/graph.js";
import { rows } from "../primitives/primitive.js";
import type { Scalar } from "../scalar.js";

/** c + a · b and c − a · b; codes that no row of the table has. */
export const ADD_PRODUCT = 250;
export const SUB_PRODUCT = 251;
/** c + a₁ · b₁ + a₂ · b₂ + …, from left to right. */
export const ADD_PRODUCTS = 252;

/** A longer sum of products is cut, so that no single operation becomes large. */
const MOST_PRODUCTS = 64;

export interface Lowered {
  /** The number at each place; constants are there for good. */
  values: Float64Array;
  adjoints: Float64Array;
  /** By node of the graph: its place, or −1 where it was left out. */
  placeOfNode: Int32Array;
  /** The constants have the places before this one. */
  constantCount: number;
  /** The first place of an operation's result. */
  start: number;
  codes: Uint8Array;
  first: Int32Array;
  second: Int32Array;
  third: Int32Array;
  /** The factors of sums of products, two a product; such a sum has the stretch from its first to its second. */
  factors: Int32Array;
  /** The operands of list operations. */
  lists: Int32Array;
  guards: Guard[];
  /** The places whose values are wanted. */
  roots: number[];
}

/** Runs of a lowered program, from its leaves. */
export interface Runner {
  forward: () => void;
  /** Fills the adjoints of the leaves, and the values that comparisons ask for. */
  forwardAndBack: () => void;
  /** Whether this gives the values of the roots too. */
  givesValues: boolean;
}

/**
 * @param inputs leaves, which get the first places after the constants, in this order
 * @param roots nodes whose values are wanted
 */
export function lower(
  graph: Graph,
  length: number,
  inputs: readonly number[],
  roots: readonly number[],
  guards: readonly Guard[],
): Lowered {
  const wanted = [
    ...roots,
    ...guards.flatMap((guard) => (guard.kind === "read" ? [guard.first] : [guard.first, guard.second])),
  ];
  const uses = countUses(graph, length, wanted);
  const merged = mergeableProducts(graph, length, uses, wanted);
  const links = linksOfSums(graph, length, uses, wanted, merged);
  // After the constants of the graph come 0, with which sums begin, and 1, the factor of plain summands.
  const constantCount = graph.constantCount + 2;
  const zero = constantCount - 2;
  const one = constantCount - 1;
  const placeOfNode = new Int32Array(length).fill(-1);
  let places = constantCount;
  const isLeaf = (node: number) => graph.codes[node] === LEAF;
  for (const input of inputs) placeOfNode[input] = places++;
  for (let node = 0; node < length; node++)
    if (isLeaf(node) && placeOfNode[node]! < 0) placeOfNode[node] = places++;
  const start = places;
  let factorCount = 0;
  for (let node = 0; node < length; node++) {
    if (isLeaf(node) || uses[node] === 0 || merged[node] === 1 || isInner(links[node]!)) continue;
    const products = productsOfList(graph, node);
    factorCount += 2 * Math.max(products, links[node]!);
    places += Math.max(1, Math.ceil(products / MOST_PRODUCTS));
    placeOfNode[node] = places - 1;
  }
  const operationCount = places - start;
  const lowered: Lowered = {
    values: new Float64Array(places),
    adjoints: new Float64Array(places),
    placeOfNode,
    constantCount,
    start,
    codes: new Uint8Array(operationCount),
    first: new Int32Array(operationCount),
    second: new Int32Array(operationCount),
    third: new Int32Array(operationCount),
    factors: new Int32Array(factorCount),
    lists: new Int32Array(graph.operandCount),
    guards: [],
    roots: roots.map((root) => placeOfNode[root]!),
  };
  lowered.values.set(graph.constants.subarray(0, zero));
  lowered.values[one] = 1;
  const placeOf = (operand: number) => (operand >= 0 ? placeOfNode[operand]! : -1 - operand);
  lowered.guards = guards.map((guard) =>
    guard.kind === "read"
      ? { ...guard, first: placeOf(guard.first) }
      : { ...guard, first: placeOf(guard.first), second: placeOf(guard.second) },
  );
  let listEnd = 0;
  let factorEnd = 0;
  for (let node = 0; node < length; node++) {
    if (isLeaf(node) || placeOfNode[node]! < 0) continue;
    const i = placeOfNode[node]! - start;
    const code = graph.codes[node]!;
    const a = graph.first[node]!;
    const b = graph.second[node]!;
    lowered.codes[i] = code;
    const primitive = rows[code];
    const products = productsOfList(graph, node);
    if (products > 0) {
      // One operation after the other, each beginning with the sum of those before.
      let sum = zero;
      let operation = i + 1 - Math.ceil(products / MOST_PRODUCTS);
      for (let k = 0; k < products; operation++) {
        const end = Math.min(products, k + MOST_PRODUCTS);
        lowered.codes[operation] = ADD_PRODUCTS;
        lowered.third[operation] = sum;
        lowered.first[operation] = factorEnd;
        for (; k < end; k++) {
          const isDot = code === DOT;
          lowered.factors[factorEnd++] = placeOf(graph.operands[isDot ? a + 2 * k : a + k]!);
          lowered.factors[factorEnd++] = isDot ? placeOf(graph.operands[a + 2 * k + 1]!) : one;
        }
        lowered.second[operation] = factorEnd;
        sum = start + operation;
      }
      continue;
    }
    if (primitive?.arity === "list") {
      lowered.first[i] = listEnd;
      lowered.second[i] = b;
      for (let k = a; k < a + b; k++) lowered.lists[listEnd++] = placeOf(graph.operands[k]!);
      continue;
    }
    const linkCount = links[node]!;
    if (linkCount > 1) {
      lowered.codes[i] = ADD_PRODUCTS;
      lowered.first[i] = factorEnd;
      factorEnd += 2 * linkCount;
      lowered.second[i] = factorEnd;
      let sum = node;
      for (let k = factorEnd - 2; k >= lowered.first[i]!; k -= 2) {
        const product = productOf(graph, sum, merged);
        lowered.factors[k] = placeOf(graph.first[product]!);
        lowered.factors[k + 1] = placeOf(graph.second[product]!);
        sum = otherOperand(graph, sum, product);
      }
      lowered.third[i] = placeOf(sum);
      continue;
    }
    const product = productOf(graph, node, merged);
    if (product >= 0) {
      lowered.codes[i] = code === ADD ? ADD_PRODUCT : SUB_PRODUCT;
      lowered.first[i] = placeOf(graph.first[product]!);
      lowered.second[i] = placeOf(graph.second[product]!);
      lowered.third[i] = placeOf(otherOperand(graph, node, product));
      continue;
    }
    lowered.first[i] = placeOf(a);
    if (code !== IDENTITY && primitive?.arity === 2) lowered.second[i] = placeOf(b);
  }
  return lowered;
}

/** How many products the sum of a list adds up; 0 for anything else. */
function productsOfList(graph: Graph, node: number): number {
  const code = graph.codes[node];
  if (code === SUM) return graph.second[node]!;
  return code === DOT ? graph.second[node]! / 2 : 0;
}

/** How often each node is read by what the wanted nodes need. */
function countUses(graph: Graph, length: number, wanted: readonly number[]): Int32Array {
  const uses = new Int32Array(length);
  for (const node of wanted) if (node >= 0) uses[node] = uses[node]! + 1;
  for (let node = length - 1; node >= 0; node--) {
    if (uses[node] === 0 || graph.codes[node] === LEAF) continue;
    const a = graph.first[node]!;
    const b = graph.second[node]!;
    const arity = graph.codes[node] === IDENTITY ? 1 : rows[graph.codes[node]!]!.arity;
    if (arity === "list") {
      for (let k = a; k < a + b; k++) {
        const operand = graph.operands[k]!;
        if (operand >= 0) uses[operand] = uses[operand]! + 1;
      }
      continue;
    }
    if (a >= 0) uses[a] = uses[a]! + 1;
    if (arity === 2 && b >= 0) uses[b] = uses[b]! + 1;
  }
  return uses;
}

/** Marks the products that nothing but one sum or difference reads, as its second operand or as either of a sum. */
function mergeableProducts(
  graph: Graph,
  length: number,
  uses: Int32Array,
  wanted: readonly number[],
): Uint8Array {
  const merged = new Uint8Array(length);
  const kept = new Set(wanted);
  const isSingle = (node: number) =>
    node >= 0 && graph.codes[node] === MUL && uses[node] === 1 && !kept.has(node);
  for (let node = 0; node < length; node++) {
    const code = graph.codes[node]!;
    if (uses[node] === 0 || (code !== ADD && code !== SUB)) continue;
    if (isSingle(graph.second[node]!)) merged[graph.second[node]!] = 1;
    else if (code === ADD && isSingle(graph.first[node]!)) merged[graph.first[node]!] = 1;
  }
  return merged;
}

/** The product that a sum or difference is one operation with; −1 when there is none. */
function productOf(graph: Graph, node: number, merged: Uint8Array): number {
  const code = graph.codes[node]!;
  if (code !== ADD && code !== SUB) return -1;
  const a = graph.first[node]!;
  const b = graph.second[node]!;
  if (b >= 0 && merged[b] === 1) return b;
  return code === ADD && a >= 0 && merged[a] === 1 ? a : -1;
}

function otherOperand(graph: Graph, node: number, product: number): number {
  return graph.second[node] === product ? graph.first[node]! : graph.second[node]!;
}

/**
 * For each sum with a product: how many products are added up to here, one after the other. Negative where the
 * sum is read by nothing but the next one, of which it becomes a part.
 */
function linksOfSums(
  graph: Graph,
  length: number,
  uses: Int32Array,
  wanted: readonly number[],
  merged: Uint8Array,
): Int32Array {
  const links = new Int32Array(length);
  const kept = new Set(wanted);
  for (let node = 0; node < length; node++) {
    if (uses[node] === 0 || graph.codes[node] !== ADD) continue;
    const product = productOf(graph, node, merged);
    if (product < 0) continue;
    const rest = otherOperand(graph, node, product);
    links[node] = 1;
    // A sum that is read once is a part only of the one that reads it.
    if (rest < 0 || uses[rest] !== 1 || kept.has(rest)) continue;
    if (links[rest]! <= 0 || links[rest] === MOST_PRODUCTS) continue;
    links[node] = links[rest]! + 1;
    links[rest] = -links[rest]!;
  }
  return links;
}

/** Whether a sum is a part of the next one; see `linksOfSums`. */
function isInner(link: number): boolean {
  return link < 0;
}

/** How many operations a program is. */
export function sizeOf(lowered: Lowered): number {
  let size = 0;
  for (let i = 0; i < lowered.codes.length; i++) size += sizeOfOperation(lowered, i);
  return size;
}

/** A sum of products is as many operations as it has products. */
export function sizeOfOperation({ codes, first, second }: Lowered, i: number): number {
  return codes[i] === ADD_PRODUCTS ? (second[i]! - first[i]!) / 2 : 1;
}

/** Computes all operations from the leaves. */
export function runForward(lowered: Lowered): void {
  const { values, start, codes, first, second, third, factors } = lowered;
  for (let i = 0; i < codes.length; i++) {
    const a = first[i]!;
    const b = second[i]!;
    switch (codes[i]) {
      case ADD_PRODUCT:
        values[start + i] = values[third[i]!]! + values[a]! * values[b]!;
        break;
      case ADD_PRODUCTS: {
        let sum = values[third[i]!]!;
        for (let k = a; k < b; k += 2) sum += values[factors[k]!]! * values[factors[k + 1]!]!;
        values[start + i] = sum;
        break;
      }
      case SUB_PRODUCT:
        values[start + i] = values[third[i]!]! - values[a]! * values[b]!;
        break;
      case MUL:
        values[start + i] = values[a]! * values[b]!;
        break;
      case ADD:
        values[start + i] = values[a]! + values[b]!;
        break;
      case SUB:
        values[start + i] = values[a]! - values[b]!;
        break;
      case DIV:
        values[start + i] = values[a]! / values[b]!;
        break;
      case NEG:
        values[start + i] = -values[a]!;
        break;
      case IDENTITY:
        values[start + i] = values[a]!;
        break;
      default:
        values[start + i] = valueOfRow(lowered, i);
    }
  }
}

/** Whether the program would answer all its comparisons as it did. */
export function answersAsRecorded({ guards, values }: Pick<Lowered, "guards" | "values">): boolean {
  for (const guard of guards) {
    if (guard.kind === "read") {
      if (!Object.is(values[guard.first], guard.value)) return false;
    } else if (answer(guard.kind, values[guard.first]!, values[guard.second]!) !== guard.holds) {
      return false;
    }
  }
  return true;
}

/**
 * Fills the adjoints, from a place back to the leaves. Nothing is kept of where something flowed and where not, so
 * that 0 · ∞ may come from a branch not taken: where an input's adjoint is NaN, the careful sweep must decide.
 */
export function runBackward(lowered: Lowered, from: number): void {
  const { values, adjoints, start, codes, first, second, third, factors } = lowered;
  adjoints.fill(0);
  adjoints[from] = 1;
  for (let i = from - start; i >= 0; i--) {
    const g = adjoints[start + i]!;
    const a = first[i]!;
    const b = second[i]!;
    switch (codes[i]) {
      case ADD_PRODUCT:
        adjoints[third[i]!]! += g;
        adjoints[a]! += g * values[b]!;
        adjoints[b]! += g * values[a]!;
        break;
      case ADD_PRODUCTS:
        adjoints[third[i]!]! += g;
        for (let k = b - 2; k >= a; k -= 2) {
          const left = factors[k]!;
          const right = factors[k + 1]!;
          adjoints[left]! += g * values[right]!;
          adjoints[right]! += g * values[left]!;
        }
        break;
      case SUB_PRODUCT:
        adjoints[third[i]!]! += g;
        adjoints[a]! -= g * values[b]!;
        adjoints[b]! -= g * values[a]!;
        break;
      case MUL:
        adjoints[a]! += g * values[b]!;
        adjoints[b]! += g * values[a]!;
        break;
      case ADD:
        adjoints[a]! += g;
        adjoints[b]! += g;
        break;
      case SUB:
        adjoints[a]! += g;
        adjoints[b]! -= g;
        break;
      case DIV: {
        const divisor = values[b]!;
        adjoints[a]! += g / divisor;
        adjoints[b]! -= (g * values[start + i]!) / divisor;
        break;
      }
      case NEG:
        adjoints[a]! -= g;
        break;
      case IDENTITY:
        adjoints[a]! += g;
        break;
      default:
        flowOfRow(lowered, i, g);
    }
  }
}

/** The value of an operation that the loop has not in line. */
export function valueOfRow(lowered: Lowered, i: number): number {
  const { values, codes, first, second } = lowered;
  const row = rows[codes[i]!]!;
  if (row.arity === 1) return row.value(values[first[i]!]!);
  if (row.arity === 2) return row.value(values[first[i]!]!, values[second[i]!]!);
  return row.value(operandsOf(lowered, i));
}

/** The operands of a list operation. */
export function operandsOf({ values, first, second, lists }: Lowered, i: number): number[] {
  const numbers: number[] = [];
  for (let k = first[i]!; k < first[i]! + second[i]!; k++) numbers.push(values[lists[k]!]!);
  return numbers;
}

export function flowOfRow(lowered: Lowered, i: number, g: number): void {
  const { values, start, codes, first, second, lists } = lowered;
  const row = rows[codes[i]!]!;
  const y = values[start + i]!;
  const a = first[i]!;
  const b = second[i]!;
  if (row.arity === 1) {
    flowTo(lowered, a, row.flow(g, values[a]!, y));
  } else if (row.arity === 2) {
    if (a >= lowered.constantCount) flowTo(lowered, a, row.flows[0](g, values[a]!, values[b]!, y));
    if (b >= lowered.constantCount) flowTo(lowered, b, row.flows[1](g, values[a]!, values[b]!, y));
  } else {
    const numbers = operandsOf(lowered, i);
    for (let k = 0; k < b; k++) {
      const place = lists[a + k]!;
      if (place >= lowered.constantCount) flowTo(lowered, place, row.flow(g, numbers, k, y));
    }
  }
}

function flowTo({ adjoints }: Lowered, place: number, flow: Scalar | null): void {
  if (flow !== null) adjoints[place]! += flow as number;
}
