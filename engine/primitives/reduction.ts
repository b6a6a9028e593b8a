/**
 * Operations that make one number of a list. Each is one entry of the graph however long the list is, which is
 * why `dot(a, b)` costs a third of the loop that it stands for.
 *
 *     sum([x, y, 2])            x + y + 2
 *     dot([x, y], [3, z])       x · 3 + y · z
 *     logSumExp([x, y])         ln(e^x + e^y), without overflow
 */

import { isNotANumber, less } from "../comparisons.js";
import { DOT, SUM } from "../graph/codes.js";
import type { Graph } from "../graph/graph.js";
import { flatGraph, NOT_FOLLOWED } from "../graph/recorders.js";
import { operandOf, writeDown } from "../graph/recording.js";
import { numberOf, type Recorded, type Scalar } from "../scalar.js";
import { asSeries, constantSeries, type Series } from "../series/series.js";
import { describe } from "../words.js";
import { div, sub } from "./arithmetic.js";
import { exp } from "./exponential.js";
import { scaled } from "./hotArithmetic.js";
import { isPlain, list, ofList } from "./primitive.js";
import * as rule from "./rule.js";
import { max } from "./selection.js";

/** The operands of a sum are its summands. */
export const sumOfOperands = list({
  name: "sum",
  code: SUM,
  value: totalOf,
  flow: (g) => g,
  partials: ({ g, operands }) => operands.map(() => g),
  series: (y, operands) => {
    for (const operand of operands) if (typeof operand !== "number") addSeries(y, operand);
  },
  print: (...operands) => `(${operands.join(" + ")})`,
});

/** The operands of a scalar product are its factors, one pair after the other. */
export const dotOfOperands = list({
  name: "dot",
  code: DOT,
  value: (factors) => {
    let total = 0;
    for (let k = 0; k < factors.length; k += 2) total += factors[k]! * factors[k + 1]!;
    return total;
  },
  flow: (g, factors, which) => scaled(g, factors[which ^ 1]!),
  partials: ({ g, operands: factors }) => factors.map((_, which) => rule.product(g, factors[which ^ 1]!)),
  series: (y, factors, ring) => {
    for (let k = 0; k < factors.length; k += 2) {
      const [a, b] = [factors[k]!, factors[k + 1]!];
      if (typeof a !== "number" && typeof b !== "number") addSeries(y, ring.product(a, b));
      else if (typeof a !== "number") addSeries(y, a, b as number);
      else if (typeof b !== "number") addSeries(y, b, a);
    }
  },
  print: (...factors) => {
    const pairs = factors.flatMap((factor, k) => (k % 2 === 0 ? [`${factor} * ${factors[k + 1]}`] : []));
    return `(${pairs.join(" + ")})`;
  },
});

/** Its derivative by an operand is the operand's share of the sum, e^x / Σ e^v. */
export const logSumExpOfOperands = list({
  name: "logSumExp",
  value: logSumExpOf,
  flow: (g, operands, which, y) => {
    // A result is a plain number when all operands are.
    const share =
      typeof y === "number" ? shareOfNumber(operands as number[], which) : shareOf(operands, which);
    return scaled(g, isNotANumber(y) ? y : share);
  },
  partials: ({ g, operands, y }) => {
    return operands.map((_, which) =>
      rule.sharing("m", rule.call(max, ...operands), (m) => {
        // The first of the greatest, which is 1 even where it is infinite.
        const isGreatest = (k: number) =>
          rule.all(
            rule.isEqual(operands[k]!, m),
            ...operands.slice(0, k).map((before) => rule.not(rule.isEqual(before, m))),
          );
        const ratios = operands.map((x, k) =>
          rule.choice(isGreatest(k), 1, rule.call(exp, rule.difference(x, m))),
        );
        const share = rule.quotient(ratios[which]!, ratios.reduce(rule.sum));
        return rule.product(g, rule.choice(rule.isNaNumber(y), y, share));
      }),
    );
  },
  series: (y, operands, ring) => {
    const values = operands.map((operand) => (typeof operand === "number" ? operand : operand[0]!));
    const greatest = greatestOf(values);
    if (Number.isNaN(y[0]!) || values[greatest] === Number.NEGATIVE_INFINITY) {
      y.fill(Number.NaN, 1);
      return;
    }
    // y = u + ln (1 + Σ e^(v − u)), where u is the greatest: all that is added there is small.
    const u = asSeries(operands[greatest]!, y.length);
    const total = constantSeries(1, y.length);
    operands.forEach((operand, which) => {
      if (which === greatest) return;
      const above = asSeries(operand, y.length).map((c, k) => c - u[k]!);
      const ratio = constantSeries(Math.exp(above[0]!), y.length);
      ring.exponential(ratio, above);
      total[0] = total[0]! + ratio[0]!;
      addSeries(total, ratio);
    });
    ring.integrateQuotient(y, total, total);
    addSeries(y, u);
  },
});

/** The shares of lists asked for, since a sweep asks for one operand's after the other's. */
const knownShares = new WeakMap<readonly Scalar[], readonly Scalar[]>();

/**
 * e^x / Σ e^v of an operand. With the greatest taken out of all, no digits are lost, nor in the next derivatives.
 * That of −∞ is 0, which does not hide how its operand came there: ln(x) at 0 has no derivative behind it either.
 */
function shareOf(operands: readonly Scalar[], which: number): Scalar {
  const known = knownShares.get(operands);
  if (known !== undefined) return known[which]!;
  let greatest = 0;
  for (let k = 1; k < operands.length; k++) if (less(operands[greatest]!, operands[k]!)) greatest = k;
  const ratios = operands.map((x, k) => (k === greatest ? 1 : exp(sub(x, operands[greatest]!))));
  const total = sum(ratios);
  const shares = ratios.map((ratio) => div(ratio, total));
  knownShares.set(operands, shares);
  return shares[which]!;
}

/** The last list of plain numbers asked for, and its shares. */
let lastNumbers: readonly number[] = [];
let lastShares: readonly number[] = [];

/** The same for plain numbers. Apart, since a loop over both kinds of lists would have engines box the numbers. */
function shareOfNumber(numbers: readonly number[], which: number): number {
  if (numbers !== lastNumbers) {
    lastNumbers = numbers;
    lastShares = sharesOfNumbers(numbers);
  }
  return lastShares[which]!;
}

function sharesOfNumbers(numbers: readonly number[]): readonly number[] {
  const greatest = greatestOf(numbers);
  const shares: number[] = [];
  let total = 0;
  for (let k = 0; k < numbers.length; k++) {
    const ratio = k === greatest ? 1 : Math.exp(numbers[k]! - numbers[greatest]!);
    shares.push(ratio);
    total += ratio;
  }
  for (let k = 0; k < shares.length; k++) shares[k] = shares[k]! / total;
  return shares;
}

/** Which number is the greatest; a NaN is not. */
function greatestOf(numbers: readonly number[]): number {
  let greatest = 0;
  for (let k = 1; k < numbers.length; k++) if (numbers[greatest]! < numbers[k]!) greatest = k;
  return greatest;
}

/**
 * The sum of a list, added up from left to right.
 *
 *     sum([x, y, 2])      // x + y + 2
 *
 * @param list an array or typed array; 0 for an empty one
 * @throws TypeError if it is no list
 */
export function sum(list: ArrayLike<number>): number;
export function sum(list: ArrayLike<Scalar>): Scalar;
export function sum(list: ArrayLike<Scalar>): Scalar {
  requireList("sum", list);
  const graph = flatGraph;
  if (graph === null || typeof list[0] === "number") {
    if (isPlain(list)) return totalOf(list);
    if (graph === null) return ofList(sumOfOperands.primitive, asArray(list));
  }
  const { length } = list;
  const start = graph.operandCount;
  const operands = graph.reserveOperands(length);
  let { values } = graph;
  let total = 0;
  let isFollowed = false;
  for (let i = 0; i < length; i++) {
    const x = list[i]!;
    if (typeof x !== "number" && x !== undefined && x.graph === graph) {
      operands[start + i] = x.index;
      total += values[x.index]!;
      isFollowed = true;
    } else {
      total += numberOf(x);
      const operand = operandIn(graph, x);
      operands[start + i] = operand;
      values = graph.values;
      if (operand >= 0) isFollowed = true;
    }
  }
  if (!isFollowed) return total;
  graph.operandCount = start + length;
  return writeDown(graph, SUM, start, length, total);
}

/**
 * The scalar product of two lists, added up from left to right.
 *
 *     dot([x, y], [3, z])      // x · 3 + y · z
 *
 * @param a an array or typed array
 * @param b one of the same length
 * @throws TypeError if one of them is no list
 * @throws RangeError if their lengths differ
 */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number;
export function dot(a: ArrayLike<Scalar>, b: ArrayLike<Scalar>): Scalar;
export function dot(a: ArrayLike<Scalar>, b: ArrayLike<Scalar>): Scalar {
  requireList("dot", a);
  requireList("dot", b);
  const { length } = a;
  if (length !== b.length) {
    throw new RangeError(`dot takes two lists of the same length, not ${length} and ${b.length} numbers.`);
  }
  const graph = flatGraph;
  if (graph === null || (typeof a[0] === "number" && typeof b[0] === "number")) {
    if (isPlain(a) && isPlain(b)) return dotOf(a, b);
    if (graph === null) return ofList(dotOfOperands.primitive, inPairs(a, b));
  }
  // Numbers have a loop of their own, since a loop over both kinds of lists would have engines box them.
  if (typeof b[0] === "number") return recordWeighted(graph, a, b);
  return typeof a[0] === "number" ? recordWeighted(graph, b, a) : recordPairs(graph, a, b);
}

/** A scalar product of scalars. */
function recordPairs(graph: Graph, a: ArrayLike<Scalar>, b: ArrayLike<Scalar>): Scalar {
  const { length } = a;
  const start = graph.operandCount;
  const operands = graph.reserveOperands(2 * length);
  let { values } = graph;
  let total = 0;
  let isFollowed = false;
  for (let i = 0, k = start; i < length; i++, k += 2) {
    const x = a[i]!;
    const y = b[i]!;
    if (
      x !== undefined &&
      (x as Recorded).graph === graph &&
      y !== undefined &&
      (y as Recorded).graph === graph
    ) {
      const left = (x as Recorded).index;
      const right = (y as Recorded).index;
      operands[k] = left;
      operands[k + 1] = right;
      total += values[left]! * values[right]!;
      isFollowed = true;
    } else {
      total += writePair(graph, operands, k, x, y);
      if (operands[k]! >= 0 || operands[k + 1]! >= 0) isFollowed = true;
      values = graph.values;
    }
  }
  return isFollowed ? recordDot(graph, length, total) : total;
}

/** A scalar product of scalars with what is mostly numbers. */
function recordWeighted(graph: Graph, list: ArrayLike<Scalar>, weights: ArrayLike<Scalar>): Scalar {
  const { length } = list;
  const start = graph.operandCount;
  const operands = graph.reserveOperands(2 * length);
  let { values } = graph;
  let total = 0;
  let isFollowed = false;
  for (let i = 0, k = start; i < length; i++, k += 2) {
    const x = list[i]!;
    const weight = weights[i]!;
    if (typeof weight === "number" && x !== undefined && (x as Recorded).graph === graph) {
      const node = (x as Recorded).index;
      operands[k] = node;
      operands[k + 1] = graph.constant(weight);
      total += values[node]! * weight;
      isFollowed = true;
    } else {
      total += writePair(graph, operands, k, x, weight);
      if (operands[k]! >= 0 || operands[k + 1]! >= 0) isFollowed = true;
      values = graph.values;
    }
  }
  return isFollowed ? recordDot(graph, length, total) : total;
}

/** Writes down a pair of any scalars. @returns their product */
function writePair(graph: Graph, operands: Int32Array, k: number, x: Scalar, y: Scalar): number {
  const product = numberOf(x) * numberOf(y);
  operands[k] = operandIn(graph, x);
  operands[k + 1] = operandIn(graph, y);
  return product;
}

/** Writes down the scalar product whose operands have been written. */
function recordDot(graph: Graph, length: number, total: number): Recorded {
  const start = graph.operandCount;
  graph.operandCount = start + 2 * length;
  return writeDown(graph, DOT, start, 2 * length, total);
}

/**
 * The logarithm of the sum of the exponentials of a list, without overflow; a smooth maximum. Its gradient is
 * the softmax.
 *
 *     logSumExp([1000, 1000])      // 1000 + ln 2
 *
 * @param list an array or typed array; −∞ for an empty one
 * @throws TypeError if it is no list
 */
export function logSumExp(list: ArrayLike<number>): number;
export function logSumExp(list: ArrayLike<Scalar>): Scalar;
export function logSumExp(list: ArrayLike<Scalar>): Scalar {
  requireList("logSumExp", list);
  return ofList(logSumExpOfOperands.primitive, asArray(list));
}

function requireList(name: string, list: unknown): void {
  if (typeof (list as ArrayLike<unknown> | null)?.length === "number") return;
  throw new TypeError(
    `${name} takes its numbers in a list: ${name}([x, y]${name === "dot" ? ", [z, w]" : ""}), not ${describe(list)}.`,
  );
}

function asArray(list: ArrayLike<Scalar>): readonly Scalar[] {
  return Array.isArray(list) ? list : Array.from(list);
}

/** What a scalar is as an operand. */
function operandIn(graph: Graph, x: Scalar): number {
  if (typeof x === "number") return graph.constant(x);
  if (x.graph === graph) return x.index;
  const node = operandOf(graph, x);
  return node === NOT_FOLLOWED ? graph.constant(numberOf(x)) : node;
}

function totalOf(numbers: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < numbers.length; i++) total += numbers[i]!;
  return total;
}

function dotOf(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function inPairs(a: ArrayLike<Scalar>, b: ArrayLike<Scalar>): Scalar[] {
  const factors: Scalar[] = [];
  for (let i = 0; i < a.length; i++) factors.push(a[i]!, b[i]!);
  return factors;
}

/** The greatest comes first, so that what the others add to it keeps its digits. */
function logSumExpOf(numbers: readonly number[]): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < numbers.length; i++) highest = Math.max(highest, numbers[i]!);
  if (!Number.isFinite(highest)) return highest;
  const greatest = numbers.indexOf(highest);
  let others = 0;
  for (let i = 0; i < numbers.length; i++) if (i !== greatest) others += Math.exp(numbers[i]! - highest);
  return highest + Math.log1p(others);
}

/** y + factor · u, from the first coefficient on. */
function addSeries(y: Series, u: Series, factor = 1): void {
  for (let k = 1; k < y.length; k++) if (u[k] !== 0) y[k] = y[k]! + factor * u[k]!;
}
